"""Columns of parts: a column for each period, the first part at the foot.

In: the canvas and what is drawn. Out: the drawing; totals stand over the columns, and each part of
the last column has its name and its figure beside it.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from report.figures.canvas import BOLD, FIGURE_HEIGHT, MIDDLE, RISE, Canvas
from report.figures.endlabels import Label, labelled
from report.figures.plots import (
    GAP,
    PARTS,
    SIZE,
    SMALL,
    THIN,
    Room,
    Scale,
    head_and_foot,
    printed,
    set_periods,
    set_unit,
    text_on,
)
from report.figures.shapes import Point, line, rectangle
from report.model.facts import Fact
from report.model.numbers import plain_digits, shown
from report.model.overtime import Drawn, OverTime

if TYPE_CHECKING:
    from matplotlib.path import Path

#: The widest and narrowest column; the share of a place that it fills; the least height.
_WIDEST, _NARROWEST, _FILL, _LOWEST = 48.0, 10.0, 0.72, 40.0
#: The part of the width for the names beside a single column.
_ALONE = 0.75


def part(canvas: Canvas, path: Path, tone: str, name: str) -> None:
    """Draw a part in a tone; the palest has an outline, or it would be paper."""
    if tone == "tint":
        canvas.shape(path, tone, "slate", THIN, name=name)
    else:
        canvas.shape(path, tone, name=name)


def total(asked: OverTime, year: int) -> Decimal:
    """Return the sum of the parts of a year."""
    return sum((one.values[year].amount or Decimal(0) for one in asked.series), Decimal(0))


def share(asked: OverTime, one: Drawn, year: int) -> str:
    """Return a part of a whole in per cent, half up to one digit: 33.3%; empty without figure."""
    amount, whole = one.values[year].amount, total(asked, year)
    if amount is None or not whole:
        return ""
    tenth = plain_digits(amount * 100 / whole, 1)
    if tenth == "0.0" and amount:
        return "不足0.1%"
    if tenth == "100.0":
        return "100%" if amount == whole else "近100%"
    return f"{tenth}%"


def rule_of(asked: OverTime) -> Fact | None:
    """Return any figure of a drawing: it knows how the report writes numbers."""
    found = (value.found for one in asked.series for value in one.values)
    return next((one for one in found if isinstance(one, Fact)), None)


def amount_text(asked: OverTime, amount: Decimal) -> str:
    """Return a computed amount as the report writes numbers."""
    places = max(
        (
            len(value.found.value.partition(".")[2])
            for one in asked.series
            for value in one.values
            if isinstance(value.found, Fact) and one.unit == asked.unit
        ),
        default=0,
    )
    fact = rule_of(asked)
    digits = plain_digits(amount, places)
    return shown(digits, rule=fact.rule) if fact is not None else digits


def totals_told(asked: OverTime) -> str:
    """Return the totals of all years in words."""
    years = range(len(asked.periods))
    said = (
        f"{asked.periods[at]}{amount_text(asked, total(asked, at))}{asked.unit}" for at in years
    )
    return f"合計：{'、'.join(said)}"


def shares_told(asked: OverTime) -> str:
    """Return the share of each part in each year in words."""
    rows = []
    for one in asked.series:
        parts = [(asked.periods[at], share(asked, one, at)) for at in range(len(asked.periods))]
        rows.append(f"{one.label}：" + "、".join(f"{at}{part or '–'}" for at, part in parts))
    return f"佔比：{'；'.join(rows)}"


def paint_parts(canvas: Canvas, asked: OverTime) -> None:
    """Draw the columns with names, figures and totals."""
    _, foot = head_and_foot(canvas, 5)
    hundred = asked.form in ("hundred", "bar")
    words = [_label(asked, one, hundred) for one in asked.series]
    # One column leaves the rest of the width to its names.
    labels = labelled(canvas, words, _ALONE) if len(asked.periods) == 1 else labelled(canvas, words)
    room = Room(canvas)
    set_unit(canvas, asked, room, "，各年以100%計" if asked.form == "hundred" else "")
    figure = FIGURE_HEIGHT * canvas.size(SIZE) + GAP
    top = canvas.theme.type.leading + (figure if not hundred else 2.0)
    bottom = foot - RISE * canvas.size(SIZE) - GAP
    count = len(asked.periods)
    slot = (canvas.width - labels.width - THIN) / count
    width = min(slot * _FILL, _WIDEST) if count > 1 else min(slot, _WIDEST)
    if width < _NARROWEST or bottom - top < _LOWEST:
        raise canvas.misfit("its labels leave no room for the columns")
    slot = min(slot, 1.8 * width)
    lefts = [THIN + year * slot for year in range(count)]
    highest = max(float(total(asked, year)) for year in range(count)) or 1.0
    marks: list[Point | None] = []
    labels_from = canvas.theme.type.leading - 4
    for year, left in enumerate(lefts):
        whole = float(total(asked, year))
        scale = Scale(0, (whole or 1.0) if hundred else highest, bottom, top)
        marks = _column(canvas, asked, year, (left, width), scale)
        if not hundred:
            # The last one does not reach to the lines of the names.
            edge = left + width if year == count - 1 else canvas.width
            ends_at = _total(canvas, asked, year, (left + width / 2, edge), scale.at(whole), slot)
            if year == count - 1 and ends_at > edge + 0.1:  # the lines to the names stay below
                labels_from = scale.at(whole) - (RISE - MIDDLE) * canvas.size(SIZE)
    ends = [(THIN, bottom), (lefts[-1] + width, bottom)]
    canvas.shape(line(ends), stroke="ink", line=THIN, name="zero")
    labels.set(lefts[-1] + width, marks, labels_from, bottom + GAP)
    set_periods(canvas, asked, [left + width / 2 for left in lefts], foot, slot)


def _label(asked: OverTime, one: Drawn, hundred: bool) -> Label:
    last = len(asked.periods) - 1
    value = one.values[last]
    if hundred and value.amount is not None and not asked.unit.startswith(("%", "％")):
        of = share(asked, one, last)
        return Label(of or printed(asked, value), f"{one.label} {printed(asked, value)}")
    return Label(printed(asked, value), one.label)


def _column(
    canvas: Canvas, asked: OverTime, year: int, across: tuple[float, float], scale: Scale
) -> list[Point | None]:
    """Draw a column; return the middle of each part at its right edge, None for no figure."""
    left, width = across
    marks: list[Point | None] = []
    below = Decimal(0)
    last = year == len(asked.periods) - 1
    for number, one in enumerate(asked.series):
        amount = one.values[year].amount
        if amount is None:
            marks.append(None)
            continue
        low, high = scale.at(below), scale.at(below + amount)
        below += amount
        marks.append((left + width, (low + high) / 2))
        if not amount:
            continue
        tone = PARTS[number]
        area = rectangle(left, high, width, low - high)
        part(canvas, area, tone, f"part-{number + 1}-{year + 1}")
        hundred = asked.form == "hundred"
        text = share(asked, one, year) if hundred else printed(asked, one.values[year])
        fits = canvas.text_width(text, SMALL, BOLD) + 3 <= width
        height = FIGURE_HEIGHT * canvas.size(SMALL)
        if not last and fits and low - high >= height + 4:
            baseline = (low + high + height) / 2
            colour = text_on(tone)
            canvas.text(left + width / 2, baseline, text, SMALL, BOLD, colour, "middle")
    return marks


def _total(
    canvas: Canvas,
    asked: OverTime,
    year: int,
    across: tuple[float, float],
    y: float,
    slot: float,
) -> float:
    """Set the total over a column, where it has room; return where it ends, 0 without."""
    text = amount_text(asked, total(asked, year))
    for size in (SIZE, SMALL):
        width = canvas.text_width(text, size, BOLD)
        if width + 2 <= slot or len(asked.periods) == 1:
            x, edge = across
            left = max(0.0, min(x - width / 2, edge - width))
            canvas.text(left, y - 2.5, text, size, BOLD, "base")
            return left + width
    return 0.0
