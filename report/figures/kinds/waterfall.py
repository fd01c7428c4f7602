"""From a start to an end by steps: columns that begin where the one before them ended."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from report.figures.canvas import BOLD, FIGURE_HEIGHT, MEDIUM, REGULAR, RISE, Canvas
from report.figures.parts import rule_of
from report.figures.plots import (
    GAP,
    SIZE,
    SMALL,
    THIN,
    Room,
    Scale,
    over,
    printed,
    rows,
    set_unit,
    short,
    spoken,
)
from report.figures.shapes import line, rectangle
from report.model.drawing import FigureRequest, Kind
from report.model.numbers import shown
from report.model.overtime import OverTime, Takes

KIND = Kind(
    3,
    12,
    "From a start by steps to an end, for one year: the first fact, what is added to it or taken "
    "from it, and the last fact, which must be the sum (or the computed `difference`)",
    over=Takes((1, 1), frozenset({"mark"}), adds=True),
)
#: Between a column and its figure.
_AIR = 2.5
_WIDEST, _NARROWEST, _FILL, _LOWEST = 40.0, 8.0, 0.7, 30.0


def describe(request: FigureRequest) -> tuple[str, str]:
    """Return the drawing's title and description."""
    asked = over(request)
    first, *steps, last = asked.series
    moves = "；".join(
        f"{'減去' if asked.falls else '加上'}{one.label}{spoken(one.values[0])}" for one in steps
    )
    return f"由{short(first.label)}至{short(last.label)}"[:24], (
        f"{asked.periods[0]}的瀑布圖，由零開始：{first.label}{spoken(first.values[0])}；{moves}；"
        f"得出{last.label}{spoken(last.values[0])}。"
    )


@dataclass(frozen=True, slots=True)
class _Step:
    """A column from ``before`` to ``after``; the first and the last stand on nothing."""

    before: Decimal
    after: Decimal
    text: str
    whole: bool
    missing: bool = False


def _steps(asked: OverTime) -> list[_Step]:
    """Return the columns; what is taken away has a minus, also where the fact has none."""
    made: list[_Step] = []
    level = Decimal(0)
    count = len(asked.series)
    fact = rule_of(asked)
    for index, one in enumerate(asked.series):
        value = one.values[0]
        amount = value.amount or Decimal(0)
        text, missing = printed(asked, value), value.amount is None
        if index in (0, count - 1):
            made.append(_Step(Decimal(0), amount, text, True, missing))
            level = amount
            continue
        move = -amount if asked.falls else amount
        if asked.falls and amount:
            minus = shown("-1", rule=fact.rule)[0] if fact else "−"
            text = text.removeprefix(minus) if amount < 0 else f"{minus}{text}"
        if move > 0 and not missing:
            text = f"+{text}"
        made.append(_Step(level, level + move, text, False, missing))
        level += move
    return made


def paint(canvas: Canvas, request: FigureRequest) -> None:
    """Draw the columns with their figures over them and their names below them."""
    asked = over(request)
    steps = _steps(asked)
    count = len(steps)
    slot = canvas.width / count
    width = min(slot * _FILL, _WIDEST)
    if width < _NARROWEST:
        raise canvas.misfit(f"its {count} columns leave {slot:.1f} pt for each")
    names = [canvas.lines(one.label, slot - 3, SMALL, MEDIUM) for one in asked.series]
    most = max(map(len, names))
    height = canvas.block_height(most, SMALL)
    leading = canvas.theme.type.leading
    foot = canvas.grid_line(rows(canvas) - 1) - (most - 1) * canvas.leading(SMALL)
    figure = FIGURE_HEIGHT * canvas.size(SIZE) + GAP
    top = leading + figure
    levels = [level for one in steps for level in (one.before, one.after)]
    low, high = min(0.0, *map(float, levels)), max(0.0, *map(float, levels))
    bottom = foot - RISE * canvas.size(SMALL) - GAP - (figure if low < 0 else 0)
    if bottom - top < _LOWEST or height > canvas.height / 2:
        raise canvas.misfit("its names leave no room for the columns")
    scale = Scale(low, high if high > low else low + 1, bottom, top)
    zero = scale.at(0)
    room = Room(canvas)
    set_unit(canvas, asked, room, f"（{asked.periods[0]}）" if asked.unit else asked.periods[0])
    size = _size(canvas, [one.text for one in steps], slot)
    for index, one in enumerate(steps):
        x = index * slot + (slot - width) / 2
        high_, low_ = sorted((scale.at(one.before), scale.at(one.after)))
        name = f"step-{index + 1}"
        if low_ - high_:
            tone = _tone(asked, index, one)
            canvas.shape(rectangle(x, high_, width, low_ - high_), tone, name=name)
        if index + 1 < count:
            level = scale.at(one.after)
            ends = [(x + width, level), (x + slot, level)]
            canvas.shape(line(ends), stroke="slate", line=THIN, name=f"link-{index + 1}")
        below = one.after < (Decimal(0) if one.whole else one.before)
        rise = FIGURE_HEIGHT * canvas.size(size)
        baseline = low_ + _AIR + rise if below else high_ - _AIR
        if below and low == 0 and baseline > zero - 1:  # there is no room below it
            baseline = high_ - _AIR
        elif baseline - rise - 1 < zero < baseline + 1:  # not across the line of nothing
            baseline = zero + _AIR + rise if below else zero - _AIR
        canvas.text(x + width / 2, baseline, one.text, size, BOLD, "base", "middle")
        weight = MEDIUM if index == asked.marked or one.whole else REGULAR
        for number, words in enumerate(names[index]):
            under = foot + number * canvas.leading(SMALL)
            canvas.text(x + width / 2, under, words, SMALL, weight, anchor="middle")
    ends = [(THIN, zero), (canvas.width - THIN, zero)]
    canvas.shape(line(ends), stroke="ink", line=THIN, name="zero")


def _size(canvas: Canvas, texts: list[str], slot: float) -> str:
    for size in (SIZE, SMALL):
        if max(canvas.text_width(text, size, BOLD) for text in texts) + 1 <= slot:
            return size
    raise canvas.misfit("its figures are wider than its columns")


def _tone(asked: OverTime, index: int, one: _Step) -> str:
    if one.whole:
        return "deep"
    if asked.marked is not None and index != asked.marked:
        return "mist"
    return "base" if one.after >= one.before else "mid"
