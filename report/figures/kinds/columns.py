"""Columns over periods: a group for each fact, its years side by side, all from nothing."""

from __future__ import annotations

from dataclasses import dataclass

from report.figures.canvas import BOLD, FIGURE_HEIGHT, MEDIUM, REGULAR, RISE, Canvas
from report.figures.plots import (
    GAP,
    SIZE,
    SMALL,
    THIN,
    Room,
    Scale,
    over,
    printed,
    reach,
    rows,
    set_target,
    set_unit,
    titled,
    told,
)
from report.figures.shapes import line, rectangle
from report.model.drawing import FigureRequest, Kind
from report.model.overtime import OverTime, Takes, Value

KIND = Kind(
    1,
    4,
    "Columns from 0: for each fact a group with its name below it, and in it a column for each "
    "year, the last one dark",
    over=Takes((1, 10), frozenset({"mark", "target"})),
)
#: The widest and the narrowest column; between two of them; between groups, in columns.
_WIDEST, _NARROWEST, _BETWEEN, _APART = 34.0, 4.0, 2.0, 0.7
#: The least height of the tallest column.
_LOWEST = 24.0


def describe(request: FigureRequest) -> tuple[str, str]:
    """Return the drawing's title and description."""
    asked = over(request)
    return titled(asked, "的比較"), f"柱形圖，由零開始，按同一比例繪成。{told(asked)}。"


@dataclass(frozen=True, slots=True)
class _Columns:
    """The left edges of the columns of each group, their width, and the width of a place."""

    lefts: tuple[tuple[float, ...], ...]
    width: float
    slot: float

    def group(self, index: int) -> tuple[float, float]:
        """Return the left and right edge of a group."""
        return self.lefts[index][0], self.lefts[index][-1] + self.width


def paint(canvas: Canvas, request: FigureRequest) -> None:
    """Draw the columns, figures over them, and years and names below them."""
    asked = over(request)
    columns = _columns(canvas, asked)
    names = _names(canvas, asked, columns)
    count = rows(canvas)
    foot = max((len(lines) for lines in names), default=0)
    if count < foot + 4:
        raise canvas.misfit(f"it needs {foot + 4} lines")
    years = canvas.grid_line(count - 1 - foot)
    figure = FIGURE_HEIGHT * canvas.size(SIZE) + GAP
    low, high = reach(asked)
    top = canvas.theme.type.leading + figure
    bottom = years - RISE * canvas.size(SIZE) - GAP - (figure if low < 0 else 0)
    if bottom - top < _LOWEST:
        raise canvas.misfit("its names leave no room for the columns")
    scale = Scale(low, high, bottom, top)
    room = Room(canvas)
    set_unit(canvas, asked, room)
    _draw(canvas, asked, columns, scale, room)
    room.block((0, years - RISE * canvas.size(SIZE) - 1, canvas.width, canvas.height))
    _target(canvas, asked, scale, room)
    _figures(canvas, asked, columns, scale, room)
    if asked.target is not None and asked.target.amount is not None:
        set_target(canvas, asked, room, (THIN, canvas.width), scale.at(asked.target.amount))
    for index, lines in enumerate(names):
        left, right = columns.group(index)
        _years(canvas, asked, columns.lefts[index], columns, years)
        weight = MEDIUM if index == asked.marked else REGULAR
        # Several lines begin on one edge.
        widest = max((canvas.text_width(words, SIZE, weight) for words in lines), default=0.0)
        x = min(max(0.0, (left + right - widest) / 2), canvas.width - widest)
        for number, words in enumerate(lines):
            canvas.text(x, canvas.grid_line(count - foot + number), words, SIZE, weight)


def _columns(canvas: Canvas, asked: OverTime) -> _Columns:
    groups, years = len(asked.series), len(asked.periods)
    slot = canvas.width / (groups * years + _APART * (groups - 1))
    width = min(slot - _BETWEEN, _WIDEST)
    if width < _NARROWEST:
        raise canvas.misfit(f"{groups * years} columns leave {slot:.1f} pt for each")
    # Columns that may not grow wider stand apart.
    inner = min(slot, 1.8 * width) if years > 1 else slot
    outer = (canvas.width - inner * years * groups) / (groups - 1) if groups > 1 else 0.0
    outer = min(outer, 3 * width)
    lefts = tuple(
        tuple(
            group * (inner * years + outer) + year * inner + (inner - width) / 2
            for year in range(years)
        )
        for group in range(groups)
    )
    return _Columns(lefts, width, inner)


def _names(canvas: Canvas, asked: OverTime, columns: _Columns) -> list[list[str]]:
    """Return the lines of the names of the groups; one alone has its name in the title."""
    if len(asked.series) == 1:
        return [[]]
    first, second = columns.lefts[0][0], columns.lefts[1][0]
    most = second - first - 2 * GAP
    return [canvas.lines(one.label, most, SIZE, MEDIUM) for one in asked.series]


def _tone(asked: OverTime, group: int, year: int) -> str:
    bright = len(asked.periods) - 1 if asked.marked_period is None else asked.marked_period
    if asked.marked is not None and group != asked.marked:
        return "slate" if year == bright else "mist"
    return "base" if year == bright else "mid"


def _draw(canvas: Canvas, asked: OverTime, columns: _Columns, scale: Scale, room: Room) -> None:
    zero = scale.at(0)
    for group, one in enumerate(asked.series):
        for year, value in enumerate(one.values):
            x = columns.lefts[group][year]
            if not value.amount:
                continue
            y = scale.at(value.amount)
            high, low = min(y, zero), max(y, zero)
            tone = _tone(asked, group, year)
            name = f"column-{group + 1}-{year + 1}"
            canvas.shape(rectangle(x, high, columns.width, low - high), tone, name=name)
            room.block((x, high, x + columns.width, low))
    ends = [(THIN, zero), (max(columns.group(len(asked.series) - 1)[1], 2.0), zero)]
    canvas.shape(line(ends), stroke="ink", line=THIN, name="zero")
    room.stroke(ends, THIN)


def _target(canvas: Canvas, asked: OverTime, scale: Scale, room: Room) -> None:
    if asked.target is None or asked.target.amount is None:
        return
    y = scale.at(asked.target.amount)
    ends = [(THIN, y), (canvas.width - THIN, y)]
    canvas.shape(line(ends), stroke="ink", line=canvas.rule("fine"), name="target")
    room.stroke(ends, canvas.rule("fine"))


def _figures(canvas: Canvas, asked: OverTime, columns: _Columns, scale: Scale, room: Room) -> None:
    """Set all figures if each has room over its column; else that of the last year."""
    texts = [printed(asked, value) for one in asked.series for value in one.values]
    size = next(
        (
            size
            for size in (SIZE, SMALL)
            if max(canvas.text_width(text, size, BOLD) for text in texts) + 3 <= columns.slot
        ),
        "",
    )
    shown = asked.marked_period
    for group, one in enumerate(asked.series):
        for year, value in enumerate(one.values):
            last = len(one.values) - 1 if shown is None else shown
            if size or year == last:
                _figure(canvas, asked, columns, scale, room, (group, year), value, size or SMALL)


def _figure(
    canvas: Canvas,
    asked: OverTime,
    columns: _Columns,
    scale: Scale,
    room: Room,
    at: tuple[int, int],
    value: Value,
    size: str,
) -> None:
    group, year = at
    x = columns.lefts[group][year] + columns.width / 2
    text = printed(asked, value)
    amount = value.amount or 0
    y = scale.at(amount)
    height = FIGURE_HEIGHT * canvas.size(size)
    step = -1.0 if amount >= 0 else 1.0
    first = y - 2.5 if amount >= 0 else y + 2.5 + height
    width = canvas.text_width(text, size, BOLD)
    left = min(max(0.0, x - width / 2), canvas.width - width)
    # It moves away from its column until it is over nothing; a line then leads back.
    for move in range(120):
        baseline = first + step * move
        if room.place(text, size, [(left, baseline, "start")], apart=1.0):
            canvas.text(left, baseline, text, size, BOLD, "base")
            if move > 6:
                end = baseline + 2 if amount >= 0 else baseline - height - 2
                canvas.shape(
                    line([(x, y), (x, end)]), stroke="ink", line=THIN, name=f"to-{group}-{year}"
                )
                room.stroke([(x, y), (x, end)], THIN)
            return
    raise canvas.misfit(f"there is no room for “{text}” over its column")


def _years(
    canvas: Canvas,
    asked: OverTime,
    lefts: tuple[float, ...],
    columns: _Columns,
    baseline: float,
) -> None:
    """Set the years below a group: each, the last two digits aside, or first and last."""
    middles = [left + columns.width / 2 for left in lefts]
    full = list(asked.periods)
    bare = [one.removesuffix("年") for one in full]
    whole = lefts[-1] + columns.width - lefts[0]
    for names, size in ((full, SIZE), (full, SMALL), (bare, SMALL)):
        if (
            len(names) == 1
            or max(canvas.text_width(one, size) for one in names) + 2 <= columns.slot
        ):
            for index, (x, name) in enumerate(zip(middles, names, strict=True)):
                weight = MEDIUM if index == asked.marked_period else REGULAR
                width = canvas.text_width(name, size, weight)
                left = min(max(0.0, x - width / 2), canvas.width - width)
                canvas.text(left, baseline, name, size, weight)
            return
    span = f"{bare[0]}–{bare[-1]}"
    ends = [canvas.text_width(one, SMALL) for one in (bare[0], bare[-1])]
    if sum(ends) + GAP <= whole:
        canvas.text(lefts[0], baseline, bare[0], SMALL)
        canvas.text(lefts[-1] + columns.width, baseline, bare[-1], SMALL, anchor="end")
        return
    if canvas.text_width(span, SMALL) > whole + 2 * GAP:
        raise canvas.misfit("the years are wider than their columns")
    canvas.text((lefts[0] + lefts[-1] + columns.width) / 2, baseline, span, SMALL, anchor="middle")
