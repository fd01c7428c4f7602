"""Drawings to look at: every sample at every size at which it is tried, each in a thin frame.

``python -m tests.figures.sheet gauge ratio`` writes ``build/drawings-1.png`` and so on; without
names, every drawing.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pypdfium2
from weasyprint import HTML

from report.figures.draw import draw
from tests.figures.samples import CASES, CHAPTER, ROOT, THEME, request

STYLE = """
@page { margin: 8mm; size: 420mm 420mm }
figure { display: inline-block; margin: 0 6mm 6mm 0; vertical-align: top }
figcaption { font: 7pt sans-serif }
svg { outline: 0.25pt solid #999 }
"""


def sheet(names: Sequence[str], folder: Path) -> list[Path]:
    """Write pictures of the samples of these names or kinds; all without any."""
    shown = [case for case in CASES if not names or {case[0], CHAPTER[case[0]][0]} & {*names}]
    drawn = (
        f"<figure>{draw(replace(request(*case), id=f'drawing{number}'), THEME).text}"
        f"<figcaption>{case[0]}, {case[1]:g} × {case[2]:g} pt</figcaption></figure>"
        for number, case in enumerate(shown)
    )
    pdf = HTML(string=f"<style>{STYLE}</style>{''.join(drawn)}").write_pdf()
    written = []
    with pypdfium2.PdfDocument(pdf) as document:
        for number, page in enumerate(document, 1):
            written.append(folder / f"drawings-{number}.png")
            page.render(scale=96 / 72).to_pil().save(written[-1])
    return written


if __name__ == "__main__":
    known = {*CHAPTER, *(kind for kind, *_ in CHAPTER.values())}
    if unknown := set(sys.argv[1:]) - known:
        sys.exit(
            f"no samples of {', '.join(sorted(unknown))}; there are {', '.join(sorted(known))}"
        )
    print(*sheet(sys.argv[1:], ROOT / "build"), sep="\n")
