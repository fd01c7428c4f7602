"""The reference sheets of drawings over time: each kind with twelve awkward sets of figures.

``python -m tests.figures.over_time_sheet`` writes ``docs/drawings/``: a picture for each kind, a
page that shows them, and ``drawn.txt`` with a line for each drawing: a hash of it, or why it is
refused. Look at the pictures before they are committed; ``test_over_time_sheet.py`` compares.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from html import escape
from pathlib import Path

import pypdfium2
from PIL import Image
from pydantic import ValidationError
from weasyprint import HTML

from report.figures.draw import draw
from report.findings.errors import FindingsError
from report.model.drawing import kinds
from tests.figures.awkward import CASES, LIMITS, MATRICES, chosen, matrix, request
from tests.figures.samples import COLUMN, ROOT, THEME

FOLDER = ROOT / "docs" / "drawings"
KINDS = (*LIMITS, "matrix")
#: Pixels in a point, and the colours of a picture.
SCALE, COLOURS = 1.4, 32
_HEIGHT, _CELL = 170.0, COLUMN + 14
_STYLE = f"""
@page {{ margin: 8pt; size: {4 * _CELL + 20}pt {3 * (_HEIGHT + 26) + 28}pt }}
body {{ font: 8pt 'Noto Sans CJK HK'; margin: 0 }}
figure {{ float: left; height: {_HEIGHT + 24}pt; margin: 0; width: {_CELL}pt }}
svg, p {{ display: block; height: {_HEIGHT}pt; margin: 0; width: {COLUMN}pt }}
svg, p {{ outline: 0.25pt solid #ccc }}
section {{ display: flow-root }}
section + section {{ break-before: page }}
"""


@dataclass(frozen=True)
class Outcome:
    """A drawing of a kind with the figures of a case: its SVG, or why it is refused."""

    kind: str
    case: str
    svg: str
    refused: str = ""

    @property
    def line(self) -> str:
        """Its line in ``drawn.txt``."""
        digest = hashlib.sha256(self.svg.encode()).hexdigest()[:16]
        return f"{self.kind} {self.case}: {self.refused or digest}"


def outcomes() -> Iterator[Outcome]:
    """Draw each kind with each case, in a column of ten lines."""
    for kind in KINDS:
        for case in MATRICES if kind == "matrix" else CASES:
            name = f"{kind}.{case}"
            try:
                made = matrix(MATRICES[case]) if kind == "matrix" else chosen(kind, CASES[case])
                svg = draw(replace(request(made, COLUMN, _HEIGHT), id=name), THEME)
                yield Outcome(kind, case, svg.text)
            except ValidationError as exc:
                yield Outcome(kind, case, "", exc.errors()[0]["msg"])
            except FindingsError as exc:
                yield Outcome(kind, case, "", exc.diagnostics[0].message)


def lines(drawn: list[Outcome]) -> str:
    """Give ``drawn.txt``."""
    return "".join(f"{one.line}\n" for one in drawn)


def pictures(drawn: list[Outcome]) -> dict[str, Image.Image]:
    """Give the picture of each kind, in colour."""
    body = ""
    for kind in KINDS:
        cells = "".join(
            f"<figure>{one.svg or f'<p>{escape(one.refused)}</p>'}"
            f"<figcaption>{one.case}</figcaption></figure>"
            for one in drawn
            if one.kind == kind
        )
        body += f"<section>{cells}</section>"
    html = f'<html lang="zh-Hant-HK"><style>{_STYLE}</style>{body}</html>'
    with pypdfium2.PdfDocument(HTML(string=html).write_pdf()) as document:
        pages = [page.render(scale=SCALE).to_pil().convert("RGB") for page in document]
    assert len(pages) == len(KINDS)
    return dict(zip(KINDS, pages, strict=True))


def page() -> str:
    """Give the page that shows the pictures."""
    cases = "".join(f"| `{name}` | {case.about} |\n" for name, case in CASES.items())
    shown = "".join(
        f"\n## `{kind}`\n\n{kinds()[kind].draws}.\n\n![{kind}]({kind}.png)\n" for kind in KINDS
    )
    return f"""# Drawings over time with awkward figures

Each kind of drawing over time, in a column of ten lines, with twelve sets of figures that are hard
to draw: one figure, equal figures, 10⁹ beside 1, gaps, figures below zero, a name of sixty
characters. A drawing that cannot be right is refused, with the reason that stands in its place.
`python -m tests.figures.over_time_sheet` makes this page and its pictures; tests compare them.

| set | figures |
| --- | --- |
{cases}
A `matrix` has sets of points of its own.
{shown}"""


def write(folder: Path = FOLDER) -> None:
    """Write the page, the pictures and ``drawn.txt``."""
    folder.mkdir(parents=True, exist_ok=True)
    drawn = list(outcomes())
    (folder / "drawn.txt").write_text(lines(drawn), encoding="utf-8")
    (folder / "README.md").write_text(page(), encoding="utf-8")
    for kind, picture in pictures(drawn).items():
        small = picture.quantize(COLOURS, dither=Image.Dither.NONE)
        small.save(folder / f"{kind}.png", optimize=True)


if __name__ == "__main__":
    write()
