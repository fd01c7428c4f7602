"""Random edits of a report, to compare a build that recalls parts with one that makes everything.

    .venv/bin/python -m benchmarks.edits [--count 200] [--seed 1] [--open] [-C DIR]

Each edit is made to the report as the edits before have left it. Then it is built twice: with the
store of all builds before, and without any. The bytes must be the same. An edit that makes the
report invalid is taken back. With ``--open`` one engine stays open, as that of a live page.
"""

from __future__ import annotations

import argparse
import random
import re
import shutil
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from report.engine.engine import Engine
from report.engine.progress import Progress
from report.engine.store import Store
from report.findings.errors import ReportError
from report.model.target import TARGETS
from report.project.project import Project

_HAN = re.compile("[\u4e00-\u9fff]")
#: Lines of data that people read.
_TEXT = re.compile(r"^\s*-?\s*(?:text|title|caption|lead|note): (?!\{)(.*)$", re.M)
_VALUE = re.compile(r"^(    value: \d*?)(\d)$", re.M)
_COLOUR = re.compile(r"(srgb: \"?#)([0-9a-fA-F])", re.M)
_LENGTH = re.compile(r"\b(\d)(\.\d+)?(rlh|em)\b")


@dataclass(slots=True)
class Edits:
    """Makes edits in a project's folder, which must have its own styles."""

    project: Path
    random: random.Random

    def make(self) -> tuple[str, Callable[[], None]]:
        """Make one edit; returns what it is, and a function that takes it back."""
        kinds = (self.text, self.text, self.text, self.fact, self.colour, self.length, self.picture)
        kind = self.random.choice((*kinds, self.order, self.line))
        path, old, new = kind()
        path.write_bytes(new)

        def take_back() -> None:
            path.write_bytes(old)

        return f"{kind.__name__}: {path.relative_to(self.project)}", take_back

    def _one(self, *patterns: str) -> Path:
        found = sorted(path for pattern in patterns for path in self.project.glob(pattern))
        return self.random.choice(found)

    def _changed(
        self, path: Path, pattern: re.Pattern[str], change: Callable[[re.Match[str]], str]
    ) -> tuple[Path, bytes, bytes]:
        """Change one of the places in a file at which a pattern is found."""
        old = path.read_text(encoding="utf-8")
        places = list(pattern.finditer(old))
        if not places:
            return path, old.encode(), old.encode()
        at = self.random.choice(places)
        new = old[: at.start()] + change(at) + old[at.end() :]
        return path, old.encode(), new.encode()

    def text(self) -> tuple[Path, bytes, bytes]:
        """Replace, remove or repeat a character of a text."""

        def change(match: re.Match[str]) -> str:
            places = [at.start() for at in _HAN.finditer(match[0])]
            if not places:
                return match[0]
            at = self.random.choice(places)
            new = self.random.choice(("", match[0][at] * 2, "新", "數", "新" * 40))
            return match[0][:at] + new + match[0][at + 1 :]

        files = [p for p in sorted(self.project.glob("data/**/*.yaml")) if p.name != "facts.yaml"]
        return self._changed(self.random.choice(files), _TEXT, change)

    def fact(self) -> tuple[Path, bytes, bytes]:
        """Change a digit of a fact."""
        return self._changed(
            self.project / "data" / "facts.yaml",
            _VALUE,
            lambda match: match[1] + str((int(match[2]) + self.random.randint(1, 8)) % 10),
        )

    def colour(self) -> tuple[Path, bytes, bytes]:
        """Change a digit of a colour."""
        return self._changed(
            self.project / "styles" / "tokens.yaml",
            _COLOUR,
            lambda match: match[1] + self.random.choice("0123456789abcdef"),
        )

    def length(self) -> tuple[Path, bytes, bytes]:
        """Change a length in a stylesheet."""
        return self._changed(
            self._one("styles/page/*.css", "styles/blocks/*.css"),
            _LENGTH,
            lambda match: f"{self.random.randint(1, 5)}{match[2] or ''}{match[3]}",
        )

    def picture(self) -> tuple[Path, bytes, bytes]:
        """Give an opener, a band or a picture another art."""
        arts = ("mesh", "rings", "waves", "contours")
        return self._changed(
            self._one("data/**/*.yaml"),
            re.compile(r"^(\s*art: )\w+$", re.M),
            lambda match: match[1] + self.random.choice(arts),
        )

    def order(self) -> tuple[Path, bytes, bytes]:
        """Move a section or a block of data one place up."""
        path = self._one("data/**/*.yaml")
        old = path.read_text(encoding="utf-8")
        parts = re.split(r"(?m)^(?=  - )", old)
        if len(parts) > 2:
            at = self.random.randrange(1, len(parts) - 1)
            parts[at], parts[at + 1] = parts[at + 1], parts[at]
        return path, old.encode(), "".join(parts).encode()

    def line(self) -> tuple[Path, bytes, bytes]:
        """Add a comment, which moves everything below it in the file."""
        path = self._one("data/**/*.yaml", "styles/**/*.css")
        old = path.read_bytes()
        comment = b"/* more */\n" if path.suffix == ".css" else b"# more\n"
        return path, old, comment + old


def build(project: Path, target: str, store: Store, engine: Engine | None = None) -> bytes | None:
    """Build a target; returns its bytes, None when the report is invalid.

    ``engine`` is one that is open; otherwise one is opened for this build.
    """
    progress = Progress(lambda _: None, live=False, silent=True)
    folder = project / "build"
    try:
        if engine is not None:
            return engine.make([TARGETS[target]], progress).made[0].pdf
        built, _ = Engine(Project.at(project), store).build([TARGETS[target]], folder, progress)
    except ReportError:
        return None
    return built[0].path.read_bytes()


def compare(
    project: Path, target: str, store: Store, edits: Edits, engine: Engine | None = None
) -> tuple[str, bool | None]:
    """Make an edit and build twice; returns what it was, and whether the bytes are the same.

    The result is None for an edit that makes the report invalid.
    """
    what, take_back = edits.make()
    kept = build(project, target, store, engine)
    anew = build(project, target, Store(None))
    if kept is None and anew is None:
        take_back()
        return what, None
    return what, kept == anew


def copy(project: Project, folder: Path) -> Path:
    """Copy a project with its data, styles and templates."""
    for name in ("templates", "styles", "data"):
        for root in reversed(project.layers(name)):
            shutil.copytree(root, folder / name, dirs_exist_ok=True)
    return folder


def main() -> None:
    """Compare, and print what differs; the exit code is 1 when something does."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--target", choices=sorted(TARGETS), default="screen")
    parser.add_argument("--open", action="store_true")
    parser.add_argument("-C", type=Path, default=Path(), dest="folder")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        project = copy(Project.at(options.folder), Path(name) / "project")
        store = Store(Path(name) / "cache")
        engine = Engine(Project.at(project), store) if options.open else None
        build(project, options.target, store, engine)
        edits = Edits(project, random.Random(options.seed))
        same = invalid = 0
        wrong: list[str] = []
        for number in range(options.count):
            what, equal = compare(project, options.target, store, edits, engine)
            same += equal is True
            invalid += equal is None
            if equal is False:
                wrong.append(f"edit {number}, {what}")
                print(f"different: {wrong[-1]}", flush=True)
    print(f"{same} edits give the same bytes, {len(wrong)} others, {invalid} were invalid")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
