"""Lines over periods: one scale, labels at the ends, gaps where there is no figure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from report.figures.canvas import FALL, FIGURE_HEIGHT, RISE, Anchor, Canvas
from report.figures.endlabels import Label, Labels, labelled
from report.figures.plots import (
    AIR,
    GAP,
    SIZE,
    SMALL,
    THIN,
    Room,
    Scale,
    head_and_foot,
    over,
    printed,
    reach,
    set_periods,
    set_target,
    set_unit,
    titled,
    told,
)
from report.figures.shapes import Point, circle, line
from report.model.drawing import FigureRequest, Kind
from report.model.overtime import Drawn, OverTime, Takes

KIND = Kind(
    1,
    6,
    "Lines over the years, each with its name and its last figure at its end; years stand as far "
    "from each other as they are, and there are gaps where there is no figure. The axis starts at "
    "0, or where `from` says",
    over=Takes((1, 20), frozenset({"mark", "target", "from"})),
)
#: The tone and the width of each line, and whether its points are open.
_STYLES = (
    ("base", 2.0, False),
    ("ink", 1.0, False),
    ("mid", 2.0, False),
    ("slate", 1.0, True),
    ("deep", 1.5, True),
    ("ink", 0.75, True),
)
#: Lines beside one that is marked.
_QUIET = ("slate", 1.0, False)
_DOT = 2.0
#: From the line of the year to bring out to a figure beside it.
_ASIDE = 3.5
#: The least distance of two years, in points, and the least height of the lines.
_NARROWEST, _LOWEST = 9.0, 20.0


def describe(request: FigureRequest) -> tuple[str, str]:
    """Return the drawing's title and description."""
    asked = over(request)
    return titled(asked, "的變化"), f"折線圖，按同一比例繪成。{told(asked)}。"


@dataclass(frozen=True, slots=True)
class _Area:
    """Where years and amounts stand."""

    xs: tuple[float, ...]
    scale: Scale

    def points(self, one: Drawn) -> list[tuple[int, Point]]:
        """Return the points of a line that has a figure, with the index of the period."""
        return [
            (index, (self.xs[index], self.scale.at(value.amount)))
            for index, value in enumerate(one.values)
            if value.amount is not None
        ]


def paint(canvas: Canvas, request: FigureRequest) -> None:
    """Draw the lines, labels at the right, years below, and figures where there is room."""
    asked = over(request)
    _, foot = head_and_foot(canvas, 4)
    labels = labelled(canvas, [_label(asked, n) for n in range(len(asked.series))])
    area = _area(canvas, asked, labels, foot)
    room = Room(canvas)
    note = f"（由{printed(asked, asked.start)}起）" if asked.start is not None else ""
    set_unit(canvas, asked, room, note)
    _axis(canvas, asked, area, room)
    order = sorted(range(len(asked.series)), key=lambda n: (n == asked.marked, -n))
    for index in order:
        _line(canvas, asked, area, index, room)
    low, high = canvas.theme.type.leading, area.scale.first + GAP
    ends = [area.points(one) for one in asked.series]
    marks = [end[-1][1] if end else None for end in ends]
    for points in labels.set(area.xs[-1], marks, low, high):
        room.stroke(points, THIN)
    room.block((area.xs[-1] + _DOT + AIR, 0, canvas.width, canvas.height))
    room.block((0, foot - RISE * canvas.size(SIZE) - 1, canvas.width, canvas.height))
    if len(area.xs) > 1:
        _figures(canvas, asked, area, room)
    slot = min((b - a for a, b in pairwise(area.xs)), default=canvas.width)
    set_periods(canvas, asked, area.xs, foot, slot)


def _label(asked: OverTime, index: int) -> Label:
    one = asked.series[index]
    present = [value for value in one.values if value.amount is not None]
    last = present[-1] if present else one.values[-1]
    # A line that ends early says of which year its last figure is.
    at = one.values.index(last)
    early = "" if at == len(one.values) - 1 else f"（{asked.periods[at]}）"
    words = one.label + (early if present else "")
    return Label(printed(asked, last), words, strong=index == asked.marked)


def _area(canvas: Canvas, asked: OverTime, labels: Labels, foot: float) -> _Area:
    figure = (FIGURE_HEIGHT + FALL) * canvas.size(SIZE) + GAP
    low, high = reach(asked, start=True)
    top = canvas.theme.type.leading + figure
    bottom = foot - RISE * canvas.size(SIZE) - GAP - (figure if low < 0 else 0)
    first = [printed(asked, one.values[0]) for one in asked.series]
    left = max(canvas.text_width(text, SIZE, 700) for text in [*first, asked.periods[0]]) / 2
    right = canvas.width - labels.width
    count = len(asked.periods)
    right = right if count > 1 else left
    shares = _shares(asked)
    xs = tuple(left + (right - left) * share for share in shares)
    nearest = min((after - before for before, after in pairwise(xs)), default=_NARROWEST)
    if bottom - top < _LOWEST or nearest < _NARROWEST:
        raise canvas.misfit("its labels leave no room for the lines")
    return _Area(xs, Scale(low, high, bottom, top))


def _shares(asked: OverTime) -> list[float]:
    """Return where the periods stand, from 0 to 1: years as far from each other as they are.

    Spans of years count from their first; other periods have equal distances.
    """
    count = len(asked.periods)
    years = [int(key[:4]) for key in asked.keys if key[:4].isdigit()]
    if len(years) < count or any(after <= before for before, after in pairwise(years)):
        years = list(range(count))
    return [(year - years[0]) / ((years[-1] - years[0]) or 1) for year in years]


def _axis(canvas: Canvas, asked: OverTime, area: _Area, room: Room) -> None:
    """Draw the line of nothing, or of the start; the target; and the year to bring out."""
    left, right = THIN, area.xs[-1]
    zero = area.scale.at(max(0.0, area.scale.low))
    _straight(canvas, room, (left, zero), (right, zero), "ink", "zero")
    if asked.marked_period is not None:
        x = area.xs[asked.marked_period]
        ends = (x, area.scale.last), (x, area.scale.first)
        _straight(canvas, room, *ends, "slate", "year")
    if asked.target is not None and asked.target.amount is not None:
        y = area.scale.at(asked.target.amount)
        _straight(canvas, room, (left, y), (right, y), "ink", "target", 0.75)
        for one in asked.series:
            points = [point for _, point in area.points(one)]
            room.stroke(points or [], 2.0)
        set_target(canvas, asked, room, (left, right), y)


def _straight(
    canvas: Canvas,
    room: Room,
    start: Point,
    end: Point,
    tone: str,
    name: str,
    width: float = THIN,
) -> None:
    canvas.shape(line([start, end]), stroke=tone, line=width, name=name)
    room.stroke([start, end], width)


def _line(canvas: Canvas, asked: OverTime, area: _Area, index: int, room: Room) -> None:
    """Draw a line in its pieces, and a dot for each figure."""
    marked = asked.marked is not None
    style = _STYLES[0 if marked else index] if not marked or index == asked.marked else _QUIET
    tone, width, is_open = style
    points = area.points(asked.series[index])
    for number, piece in enumerate(_pieces(points), 1):
        if len(piece) > 1:
            name = f"line-{index + 1}-{number}"
            canvas.shape(line(piece), stroke=tone, line=width, name=name, join="round")
            room.stroke(piece, width)
    for at, (x, y) in points:
        room.block((x - _DOT, y - _DOT, x + _DOT, y + _DOT))
        fill = "paper" if is_open else tone
        name = f"point-{index + 1}-{at + 1}"
        canvas.shape(circle(x, y, _DOT - width / 4), fill, tone, max(width / 2, THIN), name=name)


def _pieces(points: Sequence[tuple[int, Point]]) -> list[list[Point]]:
    """Split the points of a line where a period has no figure."""
    pieces: list[list[Point]] = []
    before = None
    for index, point in points:
        if before is None or index > before + 1:
            pieces.append([])
        pieces[-1].append(point)
        before = index
    return pieces


def _figures(canvas: Canvas, asked: OverTime, area: _Area, room: Room) -> None:
    """Set figures at points: the first ones, those of the year to bring out, then the others."""
    wanted: list[tuple[int, int]] = [(n, 0) for n in range(len(asked.series))]
    if asked.marked_period is not None:
        wanted += [(n, asked.marked_period) for n in range(len(asked.series))]
    if asked.marked is not None or len(asked.series) <= 2:
        shown = [asked.marked] if asked.marked is not None else list(range(len(asked.series)))
        wanted += [(n, at) for n in shown for at in range(1, len(asked.periods) - 1)]
    height = FIGURE_HEIGHT * canvas.size(SIZE)
    for n, at in dict.fromkeys(wanted):
        places = dict(area.points(asked.series[n]))
        if at not in places or at == len(asked.periods) - 1:
            continue
        x, y = places[at]
        above = y - _DOT - GAP / 2 - FALL * canvas.size(SIZE)
        below = y + _DOT + GAP / 2 + height
        beside = y + height / 2
        options: list[tuple[float, float, Anchor]] = [
            *((x, baseline, "middle") for baseline in (above, below)),
            *((x, baseline, anchor) for anchor in _SIDES for baseline in (above, below)),
            (x + _DOT + 2, beside, "start"),
            *((x + _ASIDE, baseline, "start") for baseline in (above, below)),
            *((x - _ASIDE, baseline, "end") for baseline in (above, below)),
        ]
        text = printed(asked, asked.series[n].values[at])
        if not room.value(text, SIZE, options):
            room.value(text, SMALL, options)


_SIDES: tuple[Anchor, ...] = ("start", "end")
