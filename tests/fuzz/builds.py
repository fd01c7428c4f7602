"""Builds of thousands of random reports: what is in the data is on the pages, and can be seen.

    python -m tests.fuzz.builds --minutes 30
    python -m tests.fuzz.builds --replay 1:47 --keep /some/folder

A round writes a report (:mod:`tests.fuzz.reports`), checks it and builds both PDFs in this process.
Then it is asked, of the finished PDFs: is all text of the HTML there, each character once and in
order, as the structure tree gives it; is text off the page, over other text, covered or too pale,
without the build having told so; does preflight find anything else. A round is known by its seed
and number: ``--replay`` runs it again.
"""

from __future__ import annotations

import argparse
import io
import random
import re
import signal
import sys
import tempfile
import time
import traceback
import unicodedata
import warnings
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import tinyhtml5
from pypdfium2 import raw

from report import build
from report.diagnostics import Diagnostic, Severity
from report.errors import FindingsError
from report.model.target import PRINT, SCREEN, Target
from report.press.preflight import checks_ink
from report.press.preflight.rules import RULES
from report.press.preflight.run import preflight
from report.press.structure import Content, Node, read
from report.progress import Progress
from report.project import Project
from tests.fuzz.reports import Maker

#: Longer than this is a hang, in seconds by the clock.
LONGEST = 90
#: What preflight says of small pictures, and of drafts.
_ALLOWED = frozenset({"P212", "P213"})
#: Stands in the text of the HTML for the number of a page, which the layout knows alone.
_PAGE = "\ue000"
#: Faults of the program, and layouts that do not end, which no data may bring about.
_NEVER = frozenset({"D609", "D806"})
_TELLS = frozenset({"D208", "D611", "D612", "D613", "D614"})


class TooLongError(BaseException):
    """A round did not end; no ``except Exception`` may take it for something else."""


def problems(seed: int, number: int, folder: Path) -> tuple[list[str], Counter[str]]:
    """Run a round; gives what is wrong, and how often each finding was told."""
    chance = random.Random(f"{seed}:{number}")
    root = Maker(chance).write(folder)
    project = Project.at(root)
    silent = Progress(lambda _: None, live=False, silent=True)
    refused = [one for one in build.check(project) if one.severity is Severity.ERROR]
    if refused:
        unplaced = [one.message for one in refused if not one.line]
        return unplaced, Counter(f"refused {one.code}" for one in refused)
    try:
        built, found = build.build(project, [PRINT, SCREEN], project.output, silent)
    except FindingsError as exc:
        told = Counter(f"refused {one.code}" for one in exc.diagnostics)
        return [
            f"{one.code}: {one.message}"
            for one in exc.diagnostics
            if one.code in _NEVER or (one.severity is Severity.ERROR and not one.line)
        ], told
    said: list[str] = []
    for one in built:
        said += _judged(project, one.target, one.path.read_bytes(), found)
    if chance.random() < 0.05:
        before = [one.path.read_bytes() for one in built]
        again, _ = build.build(project, [PRINT, SCREEN], project.output, silent)
        if [one.path.read_bytes() for one in again] != before:
            said.append("other bytes in the second build")
    return said, Counter(one.code for one in found)


def _judged(
    project: Project, target: Target, pdf: bytes, found: Sequence[Diagnostic]
) -> Iterator[str]:
    told = {one.code for one in found} & _TELLS
    for one in preflight(pdf, target.profile).findings:
        if one.code in ("P120", "P121", "P122", "P311") and told:
            continue
        if one.code not in _ALLOWED and RULES[one.code].severity is Severity.ERROR:
            yield f"{target.name}: {one.code} {one.message}"
    if target.variant == SCREEN.variant and "D613" not in told:
        yield from _text(project, target, pdf)


def _text(project: Project, target: Target, pdf: bytes) -> Iterator[str]:
    """Compare the text of the HTML with that of the structure tree."""
    content = build.read(project)
    drawings = build.draw(build.requests(content.report, content.theme), content.theme, project)
    html = build.mark_up(content, drawings, target)
    wanted = _plain("".join(_spoken(tinyhtml5.parse(html, namespace_html_elements=False))))
    there = _plain("".join(_read(pdf)))
    yield from differences(wanted, there)


def differences(wanted: str, there: str) -> Iterator[str]:
    """Say in what a text differs from what it should be; ``_PAGE`` is any number."""
    if re.fullmatch(r"\d{1,3}".join(map(re.escape, wanted.split(_PAGE))), there):
        return
    lost, extra = missing(wanted.replace(_PAGE, ""), there)
    if lost:
        yield f"text is lost, from “{lost[:30]}” on"
    else:
        yield f"text is there that nobody wrote: “{extra[:30]}”"


def missing(wanted: str, there: str) -> tuple[str, str]:
    """Give what of ``wanted`` is not in ``there`` in its order, and what is there besides."""
    at, extra = 0, []
    for character in there:
        if at < len(wanted) and character == wanted[at]:
            at += 1
        else:
            extra.append(character)
    return wanted[at:], "".join(extra)


def _plain(text: str) -> str:
    """Leave out spaces and what takes no room; forms that look alike are one.

    Hyphens are left out too: at the end of a line PDFium gives another character for them.
    """
    return "".join(
        one
        for one in unicodedata.normalize("NFKC", text)
        if one not in " -‐"
        and not one.isspace()
        and unicodedata.category(one) not in ("Cf", "Cc", "Zs")
    ).casefold()


def _spoken(element: Any) -> Iterator[str]:
    """Give the text of HTML in order, without what no reader is told."""
    body = element.find("body") if element.tag == "html" else element
    if body.get("aria-hidden") == "true" or body.tag in ("script", "style", "svg", "template"):
        return
    classes = (body.get("class") or "").split()
    if "page" in classes:
        yield _PAGE
    yield body.text or ""
    numbered = body.tag == "ol" and "list" in classes
    for number, child in enumerate(body, 1):
        if isinstance(child.tag, str):
            yield f"{number}." if numbered else ""
            yield from _spoken(child)
        yield child.tail or ""


def _read(pdf: bytes) -> Iterator[str]:
    """Give the text of a PDF in the order of its structure tree."""
    with pypdfium2.PdfDocument(pdf) as document, pikepdf.open(io.BytesIO(pdf)) as tagged:
        pages = [_marked(page) for page in document]
        for leaf in _told(read(tagged)):
            yield pages[leaf.page].get(leaf.mcid, "")


def _told(node: Node) -> Iterator[Content]:
    """Give what is read of a node, without the words within pictures."""
    for kid in node.kids:
        if isinstance(kid, Content):
            yield kid
        elif isinstance(kid, Node) and not (kid.kind == "Figure" and not kid.nodes):
            yield from _told(kid)


def _marked(page: Any) -> dict[int, str]:
    """Give the text of each marked content of a page."""
    found: dict[int, list[str]] = {}
    words = page.get_textpage()
    for index in range(words.count_chars()):
        shown = raw.FPDFText_GetTextObject(words, index)
        if shown and raw.FPDFText_IsGenerated(words, index) != 1:
            number = raw.FPDFPageObj_GetMarkedContentID(shown)
            found.setdefault(number, []).append(chr(raw.FPDFText_GetUnicode(words, index)))
    return {number: "".join(characters) for number, characters in found.items()}


def _too_long(*_: object) -> None:
    raise TooLongError


def _run(seed: int, number: int, kept: Path | None) -> tuple[list[str], Counter[str]]:
    signal.signal(signal.SIGALRM, _too_long)
    with tempfile.TemporaryDirectory() as made, warnings.catch_warnings(record=True) as warned:
        folder = kept / f"{seed}-{number}" if kept else Path(made)
        signal.alarm(LONGEST)
        try:
            said, told = problems(seed, number, folder)
        except TooLongError:
            return [f"takes longer than {LONGEST} s"], Counter()
        except Exception as exc:  # noqa: BLE001 - any exception is a finding
            last = traceback.extract_tb(exc.__traceback__)[-1]
            where = f"{Path(last.filename).name}:{last.lineno}"
            return [f"raises {type(exc).__name__}: {exc}, at {where}"], Counter()
        finally:
            signal.alarm(0)
        return said + [f"warns: {one.message}" for one in warned], told


def fuzz(seed: int, rounds: range, seconds: float, kept: Path | None = None) -> int:
    """Run rounds until they or the time are over; gives the number of rounds with problems."""
    told: Counter[str] = Counter()
    done = bad = 0
    checks_ink.ghostscript = lambda: None  # which takes most of the time, and looks at ink alone
    start = time.monotonic()
    for number in rounds:
        if time.monotonic() - start > seconds:
            break
        said, found = _run(seed, number, kept)
        told += found
        done += 1
        bad += bool(said)
        for one in said:
            print(f"{seed}:{number}  {one}", flush=True)
    spent = time.monotonic() - start
    findings = ", ".join(f"{code} {count}" for code, count in sorted(told.items()))
    print(f"seed {seed}: {done} reports in {spent:.0f} s, {bad} with problems; told: {findings}")
    return bad


def program() -> int:
    """Read the arguments, run; gives the exit code: 1 when anything was found."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--minutes", type=float, default=1, help="how long to go on (default: 1)")
    parser.add_argument("--seed", type=int, default=1, help="which rounds (default: 1)")
    parser.add_argument("--replay", metavar="SEED:NUMBER", help="run one round again")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="write the reports there")
    given = parser.parse_args()
    if given.replay:
        seed, number = map(int, given.replay.split(":"))
        return bool(fuzz(seed, range(number, number + 1), 600, given.keep))
    return bool(fuzz(given.seed, range(10**9), given.minutes * 60, given.keep))


if __name__ == "__main__":
    sys.exit(program())
