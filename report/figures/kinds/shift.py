"""A share before and after: two bars of a hundred, one under the other, and what lies between."""

from __future__ import annotations

from decimal import Decimal

from report.figures.amounts import Run, spoken
from report.figures.canvas import FIGURE_HEIGHT, HEAD_ROOM, MIDDLE, Canvas
from report.figures.shapes import rectangle
from report.model.drawing import FigureRequest, Kind
from report.model.facts import Fact
from report.model.fitting import per_cents
from report.model.numbers import shown

_WHOLE = 100
#: A bar's thickness, the space above it to its words, and the least between two rows.
_BAR, _OVER, _APART = 8.0, 3.5, 8.0
#: In rows: the space on either side of a bar, its least length, and the room below a baseline.
_AIR, _SHORTEST, _BELOW = 9.0, 60.0, 4.0
_SIZES = ("title", "headline", "heading", "lead", "body")
_VALUES = ("lead", "body", "caption")


KIND = Kind(
    2,
    2,
    (
        "A share before and after, in per cent: two bars of a hundred, and the computed "
        "difference in 個百分點"
    ),
    per_cents,
)


def describe(request: FigureRequest) -> tuple[str, str]:
    """Return the drawing's title and description."""
    before, after = request.facts
    way = "上升" if after.number > before.number else "下降" if after.number < before.number else ""
    move = f"{way}至" if way else "維持於"
    apart = "".join(run.text for run in _difference(request.facts))
    return f"由{before.text()}{move}{after.text()}", (
        f"兩根橫條各代表100%，着色部分由{before.text()}{move}{after.text()}，"
        f"相差{apart}。上：{_named(before)}；下：{_named(after)}。"
    )


def _named(fact: Fact) -> str:
    return f"{spoken(fact)}（{fact.period}）"


def _captions(before: Fact, after: Fact) -> tuple[str, str]:
    """Return what tells the two apart: their labels, or their periods."""
    if before.label != after.label:
        return before.label, after.label
    if before.period != after.period:
        return before.period, after.period
    return "", ""


def _difference(facts: tuple[Fact, ...]) -> tuple[Run, ...]:
    """Return what lies between the two: 約 where one of them is not exact, the number, its unit."""
    before, after = facts
    points: Decimal = after.number - before.number
    sign = "+" if points > 0 else ""
    about = (Run("約", False),) if before.approximation or after.approximation else ()
    return *about, Run(sign + shown(str(points), rule=after.rule), True), Run("個百分點", False)


def paint(canvas: Canvas, request: FigureRequest) -> None:
    """Draw both bars over the width, their values at their ends, and the difference above them."""
    before, after = request.facts
    captions = _captions(before, after)
    difference = _difference(request.facts)
    if _in_lines(canvas, request.facts, captions, difference):
        return
    value = next((size for size in _VALUES if canvas.size(size) < 0.16 * canvas.height), "caption")
    row = canvas.size(value) * FIGURE_HEIGHT + _OVER + _BAR
    room = canvas.height - HEAD_ROOM - 2 * row - _APART
    size = next(
        (
            size
            for size in _SIZES
            if canvas.size(size) * FIGURE_HEIGHT + _APART <= room
            and canvas.value_width(difference, size) <= canvas.width
        ),
        "",
    )
    if not size:
        raise canvas.misfit("its figures leave no height for the bars")
    figure = canvas.size(size) * FIGURE_HEIGHT
    gap = min((canvas.height - HEAD_ROOM - figure - 2 * row) / 2, 2.2 * _APART)
    canvas.value(0, HEAD_ROOM + figure, difference, size)
    for index, fact in enumerate((before, after)):
        top = canvas.height - (2 - index) * row - (1 - index) * gap
        baseline = top + canvas.size(value) * FIGURE_HEIGHT
        _row(canvas, fact, captions[index], value, baseline, ("mid", "base")[index])


def _in_lines(
    canvas: Canvas,
    facts: tuple[Fact, ...],
    captions: tuple[str, str],
    difference: tuple[Run, ...],
) -> bool:
    """Draw caption, bar and value on a line of the page's grid each, where there is room.

    The bars begin on one of the page's columns, and the values end on the right edge.
    """
    label = max(canvas.text_width(caption, "caption") for caption in captions)
    left = canvas.column_line(label + _AIR) if label else 0.0
    width = canvas.width - left - max(canvas.value_width(fact, "lead") for fact in facts) - _AIR
    first = next(
        line for line in range(99) if canvas.grid_line(line) >= HEAD_ROOM + _height(canvas, "title")
    )
    if (
        width < _SHORTEST
        or canvas.grid_line(first + 2) + _BELOW > canvas.height
        or _height(canvas, "lead") > 0.75 * canvas.theme.type.leading
        or canvas.value_width(difference, "title") > canvas.width
    ):
        return False
    canvas.value(0, canvas.grid_line(first), difference, "title")
    for index, fact in enumerate(facts):
        baseline = canvas.grid_line(first + 1 + index)
        top = baseline - MIDDLE * canvas.size("caption") - _BAR / 2
        # Both bars have the colour of their figures: ink for what was, the accent for what is.
        name, tone = (("before", "slate"), ("after", "base"))[index]
        canvas.whole(left, top, width, _BAR, f"whole-{name}")
        share = width * float(fact.number) / _WHOLE
        if share:
            canvas.shape(rectangle(left, top, share, _BAR), tone, name=name)
        if captions[index]:
            canvas.text(0, baseline, captions[index], "caption")
        colour = "base" if tone == "base" else "ink"
        canvas.value(canvas.width, baseline, fact, "lead", colour, "end")
    return True


def _height(canvas: Canvas, size: str) -> float:
    return canvas.size(size) * FIGURE_HEIGHT


def _row(canvas: Canvas, fact: Fact, caption: str, size: str, baseline: float, tone: str) -> None:
    """Draw one bar: the whole as an outline, the share solid, its value over the share's end."""
    name = "before" if tone == "mid" else "after"
    top = baseline + _OVER
    canvas.whole(0, top, canvas.width, _BAR, f"whole-{name}")
    end = canvas.width * float(fact.number) / _WHOLE
    if end:
        canvas.shape(rectangle(0, top, end, _BAR), tone, name=name)
    label = canvas.text_width(caption, "caption") if caption else 0.0
    width = canvas.value_width(fact, size)
    colour = "base" if tone == "base" else "ink"
    if caption:
        canvas.text(0, baseline, caption, "caption")
    start = max(end - width, label + 8 if caption else 0.0)
    if start + width > canvas.width:
        raise canvas.misfit(f"“{caption}” and its figure are wider")
    canvas.value(start, baseline, fact, size, colour)
