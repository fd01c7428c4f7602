"""A share before and after: two columns from one ground, joined by a slope."""

from __future__ import annotations

from report.figures.amounts import spoken
from report.figures.canvas import FIGURE_HEIGHT, Canvas
from report.figures.shapes import line, polygon, rectangle
from report.model.drawing import FigureRequest
from report.model.facts import Fact


def describe(request: FigureRequest) -> tuple[str, str]:
    """Give the drawing's title and description."""
    before, after = request.facts
    way = "上升" if after.number > before.number else "下降" if after.number < before.number else ""
    move = f"{way}至" if way else "維持於"
    return f"由{before.text()}{move}{after.text()}", (
        f"兩根直柱按同一比例繪成，由{before.text()}{move}{after.text()}。"
        f"左：{_named(before)}；右：{_named(after)}。"
    )


def _named(fact: Fact) -> str:
    return f"{spoken(fact)}（{fact.period}）"


def _captions(before: Fact, after: Fact) -> tuple[str, str]:
    """Give what tells the two apart: their labels, or their periods."""
    if before.label != after.label:
        return before.label, after.label
    if before.period != after.period:
        return before.period, after.period
    return "", ""


def paint(canvas: Canvas, request: FigureRequest) -> None:
    """Draw a pale column and a full one of true heights, and the slope from one to the other.

    The figure before is grey, as what has been left behind; the result has the accent's colour.
    """
    before, after = request.facts
    captions = _captions(before, after)
    half = canvas.width / 2 - 5
    small = "caption" if canvas.width >= 160 else "note"
    labels = [canvas.lines(text, half, small) if text else [] for text in captions]
    foot = max(canvas.block_height(len(label), small) for label in labels)
    ground = canvas.height - foot - (6 if foot else 0)

    large = ("figure", "title") if min(canvas.width, canvas.height) > 120 else ("title",)
    size = next(
        size
        for size in (*large, "heading", "lead", "body", "caption")
        if canvas.value_width(before, size) + canvas.value_width(after, size) < 2 * half
        or size == "caption"
    )
    figure = canvas.size(size) * FIGURE_HEIGHT
    room = ground - figure - 0.06 * canvas.size(size) - 6
    if room < 12:
        raise canvas.misfit("figures and labels leave no height for the columns")
    most = max(float(before.number), float(after.number)) or 1.0
    tops = [ground - room * float(fact.number) / most for fact in (before, after)]
    wide = min(0.34 * canvas.width, 96.0)
    right = canvas.width - wide

    slope = [(wide, tops[0]), (right, tops[1])]
    canvas.shape(polygon([*slope, (right, ground), (wide, ground)]), "tint", name="slope")
    edge = [(x, min(y, ground - 0.5)) for x, y in slope]
    canvas.shape(line(edge), stroke="base", line=canvas.rule("fine"))
    if tops[0] < ground:
        canvas.shape(rectangle(0, tops[0], wide, ground - tops[0]), "mid", name="before")
    if tops[1] < ground:
        canvas.shape(rectangle(right, tops[1], wide, ground - tops[1]), "base", name="after")
    canvas.value(0, tops[0] - 6, before, size, "slate")
    canvas.value(canvas.width, tops[1] - 6, after, size, "base", "end")
    canvas.block(0, ground + 6, labels[0], small)
    canvas.block(canvas.width, ground + 6, labels[1], small, anchor="end")
