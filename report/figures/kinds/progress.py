"""The way to a target: the figure of the base year, that of now, the target, and the share done."""

from __future__ import annotations

from decimal import Decimal

from report.figures.amounts import Run
from report.figures.canvas import BOLD, FIGURE_HEIGHT, MIDDLE, Anchor, Canvas
from report.figures.parts import rule_of
from report.figures.plots import (
    GAP,
    SIZE,
    THIN,
    Scale,
    over,
    printed,
    reach,
    rows,
    short,
    spoken,
)
from report.figures.shapes import line, rectangle
from report.model.drawing import FigureRequest, Kind
from report.model.numbers import plain_digits, shown
from report.model.overtime import OverTime, Takes, Value
from report.model.series import Absence
from report.model.units import EXACT

KIND = Kind(
    1,
    1,
    "The way from a base year to a target: a bar for the base year, one for now, an outlined one "
    "for the `target`, and how much of the way is done, in per cent",
    over=Takes((2, 2), frozenset({"target"}), targeted=True),
)
_BAR, _SHORTEST = 8.0, 30.0


def describe(request: FigureRequest) -> tuple[str, str]:
    """Return the drawing's title and description."""
    asked = over(request)
    (one,) = asked.series
    rows_ = "；".join(f"{words}{spoken(value)}" for words, value in _values(asked))
    way = "".join(run.text for run in done(asked))
    return f"{short(one.label)}的進度", f"{one.label}，三條橫條按同一比例繪成：{rows_}。{way}。"


def _values(asked: OverTime) -> list[tuple[str, Value]]:
    """Return what is drawn: the base year, now and the target, with their words."""
    (one,) = asked.series
    values = list(zip(asked.periods, one.values, strict=True))
    if asked.target is not None:
        found = asked.target.found
        period = "" if isinstance(found, Absence) else found.period
        values.append((f"{period}目標", asked.target))
    return values


def done(asked: OverTime) -> tuple[Run, ...]:
    """Return how much of the way is done: 達標進度, 62, %; words where it cannot be said."""
    base, now, target = (value.amount for _, value in _values(asked))
    if base is None or now is None or target is None:
        return (Run("進度未能計算", False),)
    if base == target:
        return (Run("基準年已達目標", False),)
    share = EXACT.divide((now - base) * 100, target - base)
    fact = rule_of(asked)
    digits = shown(plain_digits(share, 0), rule=fact.rule) if fact else plain_digits(share, 0)
    about = "約" if share != share.quantize(Decimal(1)) else ""
    return Run(f"達標進度{about}", False), Run(digits, True), Run("%", False)


def paint(canvas: Canvas, request: FigureRequest) -> None:
    """Draw how much is done in large type, and a row of the grid for each bar below it."""
    asked = over(request)
    values = _values(asked)
    figure = done(asked)
    size = "title" if len(figure) > 1 else "lead"
    if canvas.value_width(figure, size) > canvas.width:
        size = "lead"
    first = next(
        index
        for index in range(9)
        if canvas.grid_line(index) >= FIGURE_HEIGHT * canvas.size(size) + 2
    )
    if rows(canvas) < first + 2 + len(values):
        raise canvas.misfit(f"it needs {first + 2 + len(values)} lines")
    if len(figure) > 1:
        canvas.value(0, canvas.grid_line(first), figure, size)
    else:
        canvas.text(0, canvas.grid_line(first), figure[0].text, SIZE)
    first += 1
    unit = asked.unit if asked.same_unit else ""
    if unit:
        canvas.text(0, canvas.grid_line(first), unit, SIZE)
        first += 1
    if rows(canvas) < first + len(values):
        raise canvas.misfit(f"it needs {first + len(values)} lines")
    label = max(canvas.text_width(words, SIZE) for words, _ in values)
    left = min(canvas.column_line(label + 2 * GAP), label + 8 * GAP)
    scale = _scale(canvas, asked, values, left)
    zero = scale.at(0)
    for index, (words, value) in enumerate(values):
        baseline = canvas.grid_line(first + index)
        canvas.text(0, baseline, words, SIZE)
        top = baseline - MIDDLE * canvas.size(SIZE) - _BAR / 2
        amount = value.amount or 0
        x = scale.at(amount)
        edge, length = min(x, zero), abs(x - zero)
        if index == 2 and length > 2:
            canvas.whole(edge, top, length, _BAR, "target")
        elif length:
            tone = "base" if index == 1 else "slate"
            name = ("before", "now", "target")[index]
            canvas.shape(rectangle(edge, top, length, _BAR), tone, name=name)
        anchor: Anchor = "start" if amount >= 0 else "end"
        at = x + GAP if amount >= 0 else x - GAP
        canvas.text(at, baseline, printed(asked, value), SIZE, BOLD, "base", anchor)
    ends = canvas.grid_line(first) - 10, canvas.grid_line(first + len(values) - 1) + 3
    canvas.shape(line([(zero, ends[0]), (zero, ends[1])]), stroke="ink", line=THIN, name="zero")


def _scale(canvas: Canvas, asked: OverTime, values: list[tuple[str, Value]], left: float) -> Scale:
    low, high = reach(asked)
    ends = {True: 0.0, False: 0.0}
    for _, value in values:
        below = (value.amount or 0) < 0
        width = canvas.text_width(printed(asked, value), SIZE, BOLD) + GAP + 1
        ends[below] = max(ends[below], width)
    first = left + (ends[True] if low < 0 else THIN)
    last = canvas.width - ends[False]
    if last - first < _SHORTEST:
        raise canvas.misfit("its figures leave no width for the bars")
    return Scale(low, high, first, last)
