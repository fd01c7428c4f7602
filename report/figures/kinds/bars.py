"""Bars for one period: a row of the grid for each fact, all of them from nothing."""

from __future__ import annotations

from dataclasses import dataclass
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
    set_target,
    set_unit,
    spoken,
    titled,
)
from report.figures.shapes import line, rectangle
from report.model.drawing import FigureRequest, Kind
from report.model.overtime import Drawn, OverTime, Takes

KIND = Kind(
    2,
    20,
    "Bars from 0 for one year, a line of the grid each: in the given order, or largest first; "
    "losses go left",
    over=Takes((1, 1), frozenset({"mark", "target", "form"}), ("given", "sorted")),
)
#: The thickness of a bar, the most of the width for labels, the least length of the longest bar.
_BAR, _LABELS, _SHORTEST = 8.0, 0.42, 24.0


def describe(request: FigureRequest) -> tuple[str, str]:
    """Return the drawing's title and description."""
    asked = over(request)
    order = "，由大至小" if asked.form == "sorted" else ""
    named = "；".join(f"{one.label}{spoken(one.values[0])}" for one in ordered(asked))
    target = f"；目標{asked.target.text}" if asked.target is not None else ""
    return titled(asked, "的比較"), (
        f"{asked.periods[0]}的橫條圖，由零開始，按同一比例繪成{order}。{named}{target}。"
    )


def ordered(asked: OverTime) -> list[Drawn]:
    """Return the facts in the order of their bars; those without a figure are the last."""
    if asked.form != "sorted":
        return list(asked.series)
    return sorted(asked.series, key=_from_largest)


def _from_largest(one: Drawn) -> tuple[bool, float]:
    amount = one.values[0].amount
    return amount is None, -float(amount or 0)


@dataclass(frozen=True, slots=True)
class _Row:
    one: Drawn
    lines: list[str]
    #: The baseline of its first line.
    baseline: float


def paint(canvas: Canvas, request: FigureRequest) -> None:
    """Draw a row for each fact: its label, its bar, and its figure at the end of the bar."""
    asked = over(request)
    room = Room(canvas)
    facts = ordered(asked)
    marked = asked.series[asked.marked].id if asked.marked is not None else ""
    weights = [MEDIUM if one.id == marked else REGULAR for one in facts]
    widest = max(canvas.text_width(one.label, SIZE, MEDIUM) for one in facts)
    left = min(canvas.column_line(widest + 2 * GAP), _LABELS * canvas.width)
    table = _rows(canvas, facts, left - 2 * GAP)
    scale = _scale(canvas, asked, left)
    set_unit(canvas, asked, room, _note(asked))
    zero = scale.at(0)
    for number, (row, weight) in enumerate(zip(table, weights, strict=True), 1):
        for index, words in enumerate(row.lines):
            baseline = row.baseline + index * canvas.leading(SIZE)
            canvas.text(0, baseline, words, SIZE, weight)
            room.block(room.box(0, baseline, words, SIZE, "start"))
        middle = row.baseline - MIDDLE * canvas.size(SIZE)
        value = row.one.values[0]
        amount = value.amount or 0
        x = scale.at(amount)
        if amount:
            edge, length = min(x, zero), abs(x - zero)
            tone = "base" if not marked or row.one.id == marked else "mid"
            box = rectangle(edge, middle - _BAR / 2, length, _BAR)
            canvas.shape(box, tone, name=f"bar-{number}")
        anchor: Anchor = "start" if amount >= 0 else "end"
        at = x + GAP if amount >= 0 else x - GAP
        text = printed(asked, value)
        room.block(room.box(at, row.baseline, text, SIZE, anchor))
        canvas.text(at, row.baseline, text, SIZE, BOLD, "base", anchor)
    first, last = table[0].baseline, table[-1].baseline
    top, foot = first - canvas.size(SIZE), last + GAP
    canvas.shape(line([(zero, top), (zero, foot)]), stroke="ink", line=THIN, name="zero")
    if asked.target is not None and asked.target.amount is not None:
        _target(canvas, asked, room, scale, (top, foot))


def _note(asked: OverTime) -> str:
    period = asked.periods[0]
    return f"（{period}）" if asked.same_unit and asked.unit else period


def _rows(canvas: Canvas, facts: list[Drawn], width: float) -> list[_Row]:
    """Put each label on the lines of the grid that it needs, below the line of the unit."""
    labels = [canvas.lines(one.label, width, SIZE, MEDIUM) for one in facts]
    leading = canvas.theme.type.leading
    needs = [ceil((canvas.block_height(len(lines), SIZE) + 2) / leading) for lines in labels]
    have = rows(canvas) - 1
    if sum(needs) > have:
        raise canvas.misfit(f"its {len(facts)} bars need {sum(needs) + 1} lines")
    # With room for it, each has a line more.
    more = 1 if sum(needs) + len(needs) - 1 <= have else 0
    made, at = [], 1
    for one, lines, need in zip(facts, labels, needs, strict=True):
        made.append(_Row(one, lines, canvas.grid_line(at)))
        at += need + more
    return made


def _scale(canvas: Canvas, asked: OverTime, left: float) -> Scale:
    """Fit the longest bars, and the figures at their ends, right of the labels."""
    low, high = reach(asked)
    ends: dict[bool, float] = {True: 0.0, False: 0.0}
    for one in asked.series:
        value = one.values[0]
        width = canvas.text_width(printed(asked, value), SIZE, BOLD) + GAP + 1
        below = (value.amount or 0) < 0
        ends[below] = max(ends[below], width)
    first = left + (ends[True] if low < 0 else THIN)
    last = canvas.width - ends[False]
    if last - first < _SHORTEST:
        raise canvas.misfit("labels and figures leave no width for the bars")
    return Scale(low, high, first, last)


def _target(
    canvas: Canvas,
    asked: OverTime,
    room: Room,
    scale: Scale,
    ends: tuple[float, float],
) -> None:
    """Draw the target as a line through all rows, with its words over it."""
    if asked.target is None or asked.target.amount is None:
        return
    x = scale.at(asked.target.amount)
    broken(canvas, room, x, ends, "target", 0.75)
    set_target(canvas, asked, room, (0.0, canvas.width), ends[0] + 1)
