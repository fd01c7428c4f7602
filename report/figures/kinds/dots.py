"""Two years of many facts: a row of the grid each, with an open and a full dot."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from report.figures.canvas import BOLD, MEDIUM, MIDDLE, REGULAR, Anchor, Canvas
from report.figures.plots import (
    GAP,
    SIZE,
    THIN,
    Room,
    Scale,
    broken,
    over,
    printed,
    reach,
    rows,
    set_unit,
    titled,
    told,
)
from report.figures.shapes import circle, line
from report.model.drawing import FigureRequest, Kind
from report.model.overtime import OverTime, Takes

KIND = Kind(
    2,
    20,
    "Two years of many facts, a line of the grid each: an open dot for the first year, a full one "
    "for the second, on one scale. It starts at 0, or where `from` says",
    over=Takes((2, 2), frozenset({"mark", "from"})),
)
_DOT, _LABELS, _SHORTEST = 3.0, 0.4, 30.0


def describe(request: FigureRequest) -> tuple[str, str]:
    """Return the drawing's title and description."""
    asked = over(request)
    return titled(
        asked, "的變化"
    ), f"每項兩點，空心為{asked.periods[0]}，實心為{asked.periods[1]}。{told(asked)}。"


def paint(canvas: Canvas, request: FigureRequest) -> None:
    """Draw a row for each fact: its label, its two dots, and a figure outside each."""
    asked = over(request)
    widest = max(canvas.text_width(one.label, SIZE, MEDIUM) for one in asked.series)
    left = min(canvas.column_line(widest + 2 * GAP), _LABELS * canvas.width)
    labels = [canvas.lines(one.label, left - 2 * GAP, SIZE, MEDIUM) for one in asked.series]
    leading = canvas.theme.type.leading
    needs = [ceil((canvas.block_height(len(lines), SIZE) + 2) / leading) for lines in labels]
    have = rows(canvas) - 2
    if sum(needs) > have:
        raise canvas.misfit(f"its {len(needs)} rows need {sum(needs) + 2} lines")
    scale = _scale(canvas, asked, left)
    room = Room(canvas)
    note = f"（由{printed(asked, asked.start)}起）" if asked.start is not None else ""
    set_unit(canvas, asked, room, note)
    if not _headed(canvas, asked, scale):
        _key(canvas, asked, left)
    at = 2
    for index, (lines, need) in enumerate(zip(labels, needs, strict=True)):
        weight = MEDIUM if index == asked.marked else REGULAR
        baseline = canvas.grid_line(at)
        for number, words in enumerate(lines):
            canvas.text(0, baseline + number * canvas.leading(SIZE), words, SIZE, weight)
        _row(canvas, asked, index, scale, baseline, room)
        at += need
    if scale.low < 0:
        ends = canvas.grid_line(1) + GAP, canvas.grid_line(1 + sum(needs)) + GAP
        broken(canvas, room, scale.at(0), ends, "zero")


def _scale(canvas: Canvas, asked: OverTime, left: float) -> Scale:
    texts = [printed(asked, value) for one in asked.series for value in one.values]
    side = max(canvas.text_width(text, SIZE, BOLD) for text in texts) + GAP + _DOT + 1
    first, last = left + side, canvas.width - side
    if last - first < _SHORTEST:
        raise canvas.misfit("labels and figures leave no width for the dots")
    low, high = reach(asked, start=True)
    return Scale(low, high if high > low else low + 1, first, last)


def _key(canvas: Canvas, asked: OverTime, left: float) -> None:
    """Name the two dots on a line of their own."""
    baseline = canvas.grid_line(1)
    y = baseline - MIDDLE * canvas.size(SIZE)
    x = left + _DOT + THIN
    for index, period in enumerate(asked.periods):
        _dot(canvas, x, y, index, f"key-{index + 1}", "base")
        width = canvas.text(x + _DOT + GAP, baseline, period, SIZE)
        x += width + 4 * GAP + 2 * _DOT


def _dot(canvas: Canvas, x: float, y: float, year: int, name: str, tone: str) -> None:
    if year:
        canvas.shape(circle(x, y, _DOT), tone, name=name)
    else:
        canvas.shape(circle(x, y, _DOT - 0.5), "paper", tone, 1.0, name=name)


def _row(
    canvas: Canvas, asked: OverTime, index: int, scale: Scale, baseline: float, room: Room
) -> None:
    one = asked.series[index]
    y = baseline - MIDDLE * canvas.size(SIZE)
    tone = "base" if asked.marked in (None, index) else "slate"
    xs = [None if value.amount is None else scale.at(value.amount) for value in one.values]
    before, after = xs
    if before is not None and after is not None and abs(before - after) > 2 * _DOT:
        step = _DOT if after > before else -_DOT
        ends = [(before + step, y), (after - step, y)]
        canvas.shape(line(ends), stroke=tone, line=canvas.rule("fine"), name=f"way-{index + 1}")
    for year, x in enumerate(xs):
        if x is not None:
            _dot(canvas, x, y, year, f"dot-{index + 1}-{year + 1}", tone)
        if x is not None:
            room.block((x - _DOT, y - _DOT, x + _DOT, y + _DOT))
    for year, value in enumerate(one.values):
        place, anchor = _beside(scale, xs, year)
        text = printed(asked, value)
        room.block(room.box(place, baseline, text, SIZE, anchor))
        canvas.text(place, baseline, text, SIZE, BOLD, "base", anchor)


def _beside(scale: Scale, xs: Sequence[float | None], year: int) -> tuple[float, Anchor]:
    """Return where the figure of a year stands: outside of both dots.

    What is missing is told beside the other dot, or where the row begins.
    """
    x, other = xs[year], xs[1 - year]
    if x is None:
        place = scale.first if other is None else other
        return place + (1 if year else -1) * (_DOT + GAP), "start" if year else "end"
    right = x > other if other is not None and x != other else bool(year)
    return x + (_DOT + GAP - 1) * (1 if right else -1), "start" if right else "end"


def _headed(canvas: Canvas, asked: OverTime, scale: Scale) -> bool:
    """Set the years over the figures of the first row; return whether there was room."""
    values = asked.series[0].values
    if any(value.amount is None for value in values):
        return False
    xs = [scale.at(value.amount or 0) for value in values]
    edges = []
    for year, period in enumerate(asked.periods):
        place, anchor = _beside(scale, xs, year)
        width = canvas.text_width(period, SIZE)
        left = place if anchor == "start" else place - width
        edges.append(min(max(0.0, left), canvas.width - width))
    widths = [canvas.text_width(period, SIZE) for period in asked.periods]
    first, last = sorted(range(2), key=lambda year: edges[year])
    if edges[first] + widths[first] + GAP > edges[last]:
        return False
    for year, period in enumerate(asked.periods):
        canvas.text(edges[year], canvas.grid_line(1), period, SIZE)
    return True
