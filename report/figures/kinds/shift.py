"""A share before and after: two bars of a hundred, one under the other, and what lies between."""

from __future__ import annotations

from decimal import Decimal
from itertools import count

from report.figures.amounts import Run, spoken
from report.figures.canvas import FIGURE_HEIGHT, HEAD_ROOM, Canvas
from report.figures.shapes import rectangle
from report.model.drawing import FigureRequest, Kind
from report.model.facts import Fact
from report.model.fitting import per_cents
from report.model.numbers import shown

_WHOLE = 100
#: A bar's thickness, the space above it to its words, and the least between two rows.
_BAR, _OVER, _APART = 8.0, 3.5, 8.0
#: The same space where rows stand on the page's grid.
_LEAST_APART = 10.0
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
    """Give the drawing's title and description."""
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
    """Give what tells the two apart: their labels, or their periods."""
    if before.label != after.label:
        return before.label, after.label
    if before.period != after.period:
        return before.period, after.period
    return "", ""


def _difference(facts: tuple[Fact, ...]) -> tuple[Run, ...]:
    """Give what lies between the two: 約 where one of them is not exact, the number, its unit."""
    before, after = facts
    points: Decimal = after.number - before.number
    sign = "+" if points > 0 else ""
    about = (Run("約", False),) if before.approximation or after.approximation else ()
    return *about, Run(sign + shown(str(points)), True), Run("個百分點", False)


def paint(canvas: Canvas, request: FigureRequest) -> None:
    """Draw both bars over the width, their values at their ends, and the difference above them."""
    before, after = request.facts
    captions = _captions(before, after)
    difference = _difference(request.facts)
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
    baselines = _on_grid(canvas, figure, canvas.size(value) * FIGURE_HEIGHT)
    if not baselines:
        gap = min((canvas.height - HEAD_ROOM - figure - 2 * row) / 2, 2.2 * _APART)
        last = canvas.height - row + canvas.size(value) * FIGURE_HEIGHT
        baselines = HEAD_ROOM + figure, last - row - gap, last
    canvas.value(0, baselines[0], difference, size)
    for index, fact in enumerate((before, after)):
        tone = ("mid", "base")[index]
        _row(canvas, fact, captions[index], value, baselines[index + 1], tone)


def _on_grid(canvas: Canvas, figure: float, value: float) -> tuple[float, float, float] | None:
    """Give baselines of the difference and both rows on the page's grid, if the height allows.

    ``figure`` and ``value`` are the heights of their figures in points.
    """
    found: list[float] = []
    free = HEAD_ROOM + figure
    for high in (value, value, 0.0):
        baseline = next(line for line in map(canvas.grid_line, count()) if line >= free)
        below = _OVER + _BAR if found else 0.0
        found.append(baseline)
        free = baseline + below + _LEAST_APART + high
    first, second, third = found
    return (first, second, third) if third + _OVER + _BAR <= canvas.height else None


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
