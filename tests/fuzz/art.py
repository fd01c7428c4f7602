"""A real release of every art in every accent, place, theme and target: none may be refused.

    python -m tests.fuzz.art
    python -m tests.fuzz.art --kinds rings snow --themes plain

A report is built for each kind and accent: art as opener, band, closing page and in picture slots
of six sizes, both PDFs, preflight included. It takes some ten minutes in all.
"""

from __future__ import annotations

import argparse
import itertools
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from report.engine.build import build
from report.engine.progress import Progress
from report.figures.declared import declare_drawings
from report.findings.diagnostics import Diagnostic
from report.findings.errors import FindingsError
from report.model.drawing import arts
from report.model.target import PRINT, SCREEN
from report.project.project import Project
from tests.small_report import REPORT

THEMES = ("", "plain")
ACCENTS = ("first", "second", "third", "fourth")
declare_drawings()
KINDS = tuple(arts())
#: Widths and heights in lines of the picture slots.
SIZES = (
    *(("column", 3), ("column", 9), ("column", 22)),
    *(("full", 4), ("full", 16), ("full", 34)),
)
FACTS = """\
facts:
  users.total: {value: 4.4, unit: 億, label: 用戶總數, period: 2020年, source: 創新產品}
"""
CHAPTER = """\
id: growth
title: 甲章
art: {kind}
accent: {accent}
sections: [column.yaml, full.yaml]
"""
SECTION = """\
id: {width}
title: 第一節
accent: {accent}
art: {kind}
lead: 用戶{{{{ users.total }}}}。
blocks:
"""
SLOT = """\
  - type: picture
    id: slot.{width}{lines}
    alt: 圖
    caption: 圖
    art: {kind}
    width: {width}
    lines: {lines}
"""


def write(folder: Path, kind: str, accent: str, theme: str) -> None:
    """Write a report that has a kind of art in one accent wherever art may stand."""
    (folder / "data").mkdir(parents=True)
    look = f"theme: {theme}\n" if theme else ""
    files = {
        "report": REPORT + look,
        "facts": FACTS,
        "chapter": CHAPTER.format(kind=kind, accent=accent),
    }
    for width, lines in SIZES:
        files.setdefault(width, SECTION.format(width=width, kind=kind, accent=accent))
        files[width] += SLOT.format(width=width, lines=lines, kind=kind)
    for name, text in files.items():
        (folder / f"data/{name}.yaml").write_text(text, encoding="utf-8")


def released(folder: Path) -> list[Diagnostic]:
    """Build both PDFs of a report as a release; gives everything found."""
    project = Project.at(folder)
    progress = Progress(lambda _: None, live=False, silent=True)
    try:
        return build(project, [PRINT, SCREEN], project.output, progress, release=True)[1]
    except FindingsError as exc:
        return list(exc.diagnostics)


def sweep(
    kinds: Sequence[str], accents: Sequence[str], themes: Sequence[str]
) -> Iterator[tuple[str, list[Diagnostic]]]:
    """Release each combination; gives its name and what was found."""
    for theme, kind, accent in itertools.product(themes, kinds, accents):
        with tempfile.TemporaryDirectory() as place:
            folder = Path(place) / "report"
            write(folder, kind, accent, theme)
            yield f"{theme or 'usual'} theme, {kind}, {accent}", released(folder)


def main() -> int:
    """Go through all that is asked for; gives 1 when anything was found."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--kinds", nargs="+", default=KINDS, choices=KINDS)
    parser.add_argument("--accents", nargs="+", default=ACCENTS, choices=ACCENTS)
    parser.add_argument("--themes", nargs="+", default=THEMES, choices=THEMES)
    asked = parser.parse_args()
    began, total, bad = time.monotonic(), 0, 0
    for name, found in sweep(asked.kinds, asked.accents, asked.themes):
        total += 1
        bad += bool(found)
        print(f"{name}: {len(found)} findings", flush=True)
        for one in found:
            print(f"    {one}", flush=True)
    print(f"{total} releases, {bad} with findings, {time.monotonic() - began:.0f} s")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
