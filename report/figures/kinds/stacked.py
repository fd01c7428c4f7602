"""Parts of a whole over periods: a column for each year, its parts over each other."""

from __future__ import annotations

from report.figures.canvas import Canvas
from report.figures.parts import paint_parts, shares_told, totals_told
from report.figures.plots import over, titled, told
from report.model.drawing import FigureRequest, Kind
from report.model.overtime import Takes

KIND = Kind(
    2,
    7,
    "Parts of a whole as a column for each year, with their names beside the last one: `absolute`, "
    "or each whole drawn as a `hundred`",
    over=Takes((1, 12), frozenset({"form"}), ("absolute", "hundred"), parts=True),
)


def describe(request: FigureRequest) -> tuple[str, str]:
    """Return the drawing's title and description."""
    asked = over(request)
    scale = "每年各以100%計" if asked.form == "hundred" else "按同一比例繪成"
    more = shares_told(asked) if asked.form == "hundred" else totals_told(asked)
    return titled(asked, "的構成"), f"堆疊柱形圖，{scale}。{told(asked)}。{more}。"


def paint(canvas: Canvas, request: FigureRequest) -> None:
    """Draw the columns, the names of the parts at the right, the totals over the columns."""
    paint_parts(canvas, over(request))
