"""``report check`` on thousands of damaged reports: it must report errors at their place, in time.

    python -m tests.fuzz.check --minutes 30
    python -m tests.fuzz.check --replay 1:4711 --keep /some/folder

A round takes one of a few valid reports and changes one to three of its files at random: data,
tokens, stylesheets, templates, pictures. Then ``report check`` is run on it in this process. It
must end within five seconds, without an error of the program (D806), a traceback, or output besides
findings; each error has a message, a hint, and an existing file and line. Corrections of ``--fix``
must be final. A round is identified by its seed and number: ``--replay`` runs it again.
"""

from __future__ import annotations

import contextlib
import faulthandler
import io
import json
import os
import random
import shutil
import signal
import sys
import tempfile
import time
import traceback
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from PIL import Image

from report.cli.program import main
from report.engine.new import create
from report.findings.diagnostics import CODES
from tests.fuzz.mutations import mutated
from tests.fuzz.rounds import program
from tests.small_report import ROOT, write_report

#: Longer than this is a hang (seconds of CPU time; a busy machine may need more wall time).
LONGEST = 5.0
_BY_THE_CLOCK = 45.0
#: Errors of the machine or of the whole project, which have no line.
_WITHOUT_PLACE = frozenset({"D604", "D605", "D607", "D801", "D803", "D804", "D805"})
#: The kinds of changed files, with their weights.
_SHARES = {"data": 12, "tokens": 4, "stylesheet": 2, "template": 2, "picture": 2, "file": 1}
_DRAWING = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 40">
  <defs><g id="a"><rect width="9" height="9" fill="#369"/></g></defs>
  <use href="#a" x="9"/><path d="M0 0L9 9Z" style="stroke:#f00"/><text x="5" y="30">字</text>
</svg>
"""


class TooLongError(BaseException):
    """A round did not end; not an ``Exception``, so that no handler catches it."""


@dataclass
class Subject:
    """A valid report in a folder, and the contents of its files."""

    root: Path
    data: dict[str, bytes] = field(default_factory=dict)
    pictures: dict[str, bytes] = field(default_factory=dict)

    @classmethod
    def at(cls, root: Path) -> Subject:
        """Read the files of a report."""
        files = {
            str(path.relative_to(root)): path.read_bytes()
            for path in sorted((root / "data").rglob("*"))
            if path.is_file() and ".schema" not in path.parts
        }
        pictures = {name for name in files if "/images/" in name}
        return cls(
            root,
            {name: content for name, content in files.items() if name.endswith(".yaml")},
            {name: content for name, content in files.items() if name in pictures},
        )


def subjects(folder: Path) -> list[Subject]:
    """Write the valid reports: the small one of the tests with pictures, and a new project."""
    small = write_report(folder / "small")
    images = small / "data" / "images"
    images.mkdir()
    Image.new("RGB", (60, 40), "teal").save(images / "photo.png")
    (images / "drawing.svg").write_text(_DRAWING, encoding="utf-8")
    section = small / "data" / "section.yaml"
    slot = "  - type: picture\n    id: drawing\n    alt: 圖\n    caption: 圖\n"
    section.write_text(section.read_text(encoding="utf-8") + slot, encoding="utf-8")
    new = folder / "new"
    create(new)
    images = new / "data" / "images"
    images.mkdir(exist_ok=True)
    Image.new("CMYK", (60, 40), (10, 20, 30, 40)).save(images / "corner.tif")
    return [Subject.at(small), Subject.at(new)]


@dataclass(frozen=True)
class Round:
    """One damaged report: the valid one, and its changed files (None: a loop of links)."""

    number: str
    subject: Subject
    changed: dict[str, bytes | None]
    options: tuple[str, ...]


def plan(seed: int, number: int, known: list[Subject]) -> Round:
    """Choose the changes of a round; the same numbers give the same changes."""
    chance = random.Random(f"{seed}:{number}")
    subject = chance.choice(known)
    changed: dict[str, bytes | None] = {}
    for _ in range(chance.choice((1, 1, 1, 2, 3))):
        (what,) = chance.choices(list(_SHARES), list(_SHARES.values()))
        if what == "data":
            name = chance.choice(sorted(subject.data))
            changed[name] = mutated(changed.get(name) or subject.data[name], "yaml", chance)
        elif what == "picture" and subject.pictures:
            name = chance.choice(sorted(subject.pictures))
            changed[name] = mutated(subject.pictures[name], "picture", chance)
        elif what == "file":
            changed[chance.choice(sorted(subject.data))] = None
        else:
            pattern = {"stylesheet": "styles/[bp]*/*.css", "template": "templates/**/*.html"}
            files = sorted(ROOT.glob(pattern.get(what, "styles/tokens.yaml")))
            path = chance.choice(files)
            kind = "yaml" if path.suffix == ".yaml" else "design"
            name = str(path.relative_to(ROOT))
            changed[name] = mutated(changed.get(name) or path.read_bytes(), kind, chance)
    options = chance.choice(((), (), ("--release",), ("--fix",)))
    return Round(f"{seed}:{number}", subject, changed, options)


def problems(one: Round) -> list[str]:
    """Run a round; returns what is wrong with the findings, in a few words each."""
    with _written(one):
        found = _answered(one)
        if not found and "--fix" in one.options:
            before = _contents(one.subject)
            found = [f"second --fix: {said}" for said in _answered(one)]
            if _contents(one.subject) != before:
                found.append("a second --fix changes what the first has put right")
    return found


@contextlib.contextmanager
def _written(one: Round) -> Iterator[None]:
    root, sound = one.subject.root, {**one.subject.data, **one.subject.pictures}
    try:
        for name, content in one.changed.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            if content is None:
                path.unlink(missing_ok=True)
                path.symlink_to(path.name)
            else:
                path.unlink(missing_ok=True)
                path.write_bytes(content)
        yield
    finally:
        for name in ("styles", "templates"):
            shutil.rmtree(root / name, ignore_errors=True)
        for name, content in sound.items():
            path = root / name
            if path.is_symlink() or path.read_bytes() != content:
                path.unlink()
                path.write_bytes(content)


def _contents(subject: Subject) -> dict[str, bytes]:
    paths = (subject.root / name for name in subject.data)
    return {str(path): path.read_bytes() for path in paths if not path.is_symlink()}


def _answered(one: Round) -> list[str]:
    args = ["-C", str(one.subject.root), "--format", "json", "check", *one.options]
    out, err = io.StringIO(), io.StringIO()
    code: Any = 0
    for alarm in (signal.SIGPROF, signal.SIGALRM):
        signal.signal(alarm, _too_long)
    signal.setitimer(signal.ITIMER_PROF, LONGEST)
    signal.setitimer(signal.ITIMER_REAL, _BY_THE_CLOCK)
    try:
        with (
            warnings.catch_warnings(record=True) as warned,
            contextlib.redirect_stdout(out),
            contextlib.redirect_stderr(err),
        ):
            warnings.simplefilter("always")
            try:
                main(args, standalone_mode=True)
            except SystemExit as exc:
                code = exc.code
    except TooLongError as exc:
        return [f"takes longer than {LONGEST:.0f} s, in {_where(exc)}"]
    except BaseException as exc:
        if isinstance(exc, KeyboardInterrupt):
            raise
        return [f"raises {type(exc).__name__}: {exc}, in {_where(exc)}"]
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.setitimer(signal.ITIMER_REAL, 0)
    said = [f"warns: {warning.message}" for warning in warned]
    return said + _judged(one, code, out.getvalue(), err.getvalue())


def _too_long(*_: object) -> None:
    raise TooLongError


def _where(exc: BaseException) -> str:
    frames = traceback.extract_tb(exc.__traceback__)
    ours = [frame for frame in frames if f"{os.sep}report{os.sep}" in frame.filename]
    last = (ours or frames)[-1]
    return f"{Path(last.filename).name}:{last.lineno} {last.name}"


def _judged(one: Round, code: Any, out: str, err: str) -> list[str]:
    try:
        found = json.loads(err)
        for line in out.splitlines():
            json.loads(line)
    except ValueError:
        return [f"prints something else than findings: {(err or out)[-300:]!r}"]
    said = [] if code in (0, 1) or found else [f"ends with {code} without a finding"]
    errors = sum(finding["severity"] == "error" for finding in found)
    if bool(errors) != bool(code):
        said.append(f"ends with {code} and {errors} errors")
    for finding in found:
        name = finding["code"]
        if name == "D806":
            said.append(f"D806: {finding['message'][:200]}")
        elif name not in CODES or not finding["message"] or not finding["hint"]:
            said.append(f"{name} lacks words: {finding['message']!r} → {finding['hint']!r}")
        elif finding["severity"] == "error" and name not in _WITHOUT_PLACE:
            said += [f"{name} {fault}" for fault in _misplaced(one, finding)]
    return said


def _misplaced(one: Round, finding: dict[str, Any]) -> Iterator[str]:
    """Return what is wrong with the place of an error."""
    name, line = finding["file"], finding["line"]
    if not name or line < 1:
        yield f"has no place: {finding['message'][:120]}"
        return
    path = next((root / name for root in (one.subject.root, ROOT) if (root / name).is_file()), None)
    if path is None or path.suffix not in (".yaml", ".css", ".html"):
        return
    lines = path.read_text(encoding="utf-8-sig", errors="replace").splitlines()
    ends = path.read_bytes().count(b"\n") + path.read_bytes().count(b"\r") + 1
    if line > max(len(lines), ends):
        yield f"stands in line {line} of {len(lines)}: {finding['message'][:120]}"


def shape(said: str) -> str:
    """Return the common part of problems of one kind, without numbers and quoted words."""
    quoted, shape = False, []
    for character in said[:200]:
        if character in "“”":
            quoted = character == "“"
        elif not quoted and not character.isdigit():
            shape.append(character)
    return "".join(shape)


def keep(one: Round, folder: Path) -> None:
    """Write the report of a round into ``folder``, with its changes."""
    place = folder / one.number.replace(":", "-")
    shutil.copytree(one.subject.root, place, dirs_exist_ok=True, symlinks=True)
    for name, content in one.changed.items():
        if content is not None:
            (place / name).parent.mkdir(parents=True, exist_ok=True)
            (place / name).write_bytes(content)


def fuzz(seed: int, rounds: range, seconds: float, kept: Path | None = None) -> dict[str, str]:
    """Run rounds until they or the time are over; returns each kind of problem with its round."""
    told: dict[str, str] = {}
    done, start = 0, time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        known = subjects(Path(folder))
        for number in rounds:
            if time.monotonic() - start > seconds:
                break
            one = plan(seed, number, known)
            # If a signal cannot stop the code, end the process and print its stack.
            faulthandler.dump_traceback_later(60, exit=True, file=2)
            for said in problems(one):
                if told.setdefault(shape(said), one.number) == one.number:
                    options = " ".join(one.options)
                    print(f"{one.number} {options} {sorted(one.changed)}\n    {said}", flush=True)
                    if kept:
                        keep(one, kept)
            faulthandler.cancel_dump_traceback_later()
            done += 1
    spent = time.monotonic() - start
    print(f"seed {seed}: {done} rounds in {spent:.0f} s, {len(told)} kinds of problems")
    return told


if __name__ == "__main__":
    sys.exit(program(__doc__, fuzz, 60))
