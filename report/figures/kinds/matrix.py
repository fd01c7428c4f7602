"""Points with names on two axes, such as what matters to the business and to its stakeholders."""

from __future__ import annotations

import math
from collections.abc import Iterator
from decimal import Decimal

from report.figures.canvas import FIGURE_HEIGHT, MEDIUM, REGULAR, RISE, Anchor, Canvas
from report.figures.plots import GAP, SIZE, SMALL, THIN, Room, Scale, leader, over, rows, short
from report.figures.shapes import Point, circle, line
from report.model.drawing import FigureRequest, Kind
from report.model.facts import Fact
from report.model.numbers import plain_digits, shown
from report.model.overtime import Takes

KIND = Kind(
    0,
    0,
    "Points with names on two axes: `points`, two to twenty, each with a `name` and a fact for `x` "
    "and for `y`; `axes` names both axes. The ends of the axes are round numbers, and printed",
    over=Takes((0, 0), frozenset({"points", "axes", "mark"})),
)
_DOT, _LARGE, _LOWEST = 2.5, 3.5, 50.0
#: How far a name may be from its point, in points.
_FAR = (0.0, 7.0, 14.0, 22.0, 32.0)
_EDGE = 12.0


def describe(request: FigureRequest) -> tuple[str, str]:
    """Return the drawing's title and description."""
    asked = over(request)
    across, up = asked.axes
    named = "；".join(f"{one.name}：{one.x.text()}、{one.y.text()}" for one in asked.points)
    title = f"{short(up)}與{short(across)}"
    xs, ys = [one.x for one in asked.points], [one.y for one in asked.points]
    spans = ["由" + "至".join(_text(facts[0], end) for end in _ends(facts)) for facts in (xs, ys)]
    return title[:24], (
        f"{len(asked.points)}點，橫軸為{across}，{spans[0]}，縱軸為{up}，{spans[1]}。{named}。"
    )


def paint(canvas: Canvas, request: FigureRequest) -> None:
    """Draw the axes with their names and ends, and each point with its name beside it."""
    asked = over(request)
    count = rows(canvas)
    if count < 6:
        raise canvas.misfit("it needs 6 lines")
    room = Room(canvas)
    xs, ys = [one.x for one in asked.points], [one.y for one in asked.points]
    (left_end, right_end), (low_end, high_end) = _ends(xs), _ends(ys)
    side = max(canvas.text_width(_text(ys[0], end), SMALL) for end in (low_end, high_end)) + GAP
    top = canvas.theme.type.leading + 2
    foot = canvas.grid_line(count - 1)
    bottom = foot - RISE * canvas.size(SIZE) - GAP
    if bottom - top < _LOWEST or canvas.width - side < _LOWEST:
        raise canvas.misfit("its axes leave no room for the points")
    across = Scale(float(left_end), float(right_end), side + _EDGE, canvas.width - _EDGE)
    up = Scale(float(low_end), float(high_end), bottom - _EDGE, top + _EDGE)
    for name, ends in (
        ("up", [(side, top), (side, bottom)]),
        ("across", [(side, bottom), (canvas.width - THIN, bottom)]),
    ):
        canvas.shape(line(ends), stroke="ink", line=THIN, name=f"axis-{name}")
        room.stroke(ends, THIN)
    _axis_words(canvas, room, asked.axes, foot)
    small = FIGURE_HEIGHT * canvas.size(SMALL)
    for end, y in ((low_end, up.first), (high_end, up.last)):
        canvas.text(side - GAP, y + small / 2, _text(ys[0], end), SMALL, anchor="end")
    first, last = _text(xs[0], left_end), _text(xs[0], right_end)
    canvas.text(side, foot, first, SMALL)
    canvas.text(canvas.width, foot, last, SMALL, anchor="end")
    words = canvas.lines(asked.axes[0], canvas.width - side, SIZE)
    taken = canvas.text_width(first, SMALL) + canvas.text_width(last, SMALL) + 2 * GAP
    if len(words) > 1 or canvas.text_width(words[0], SIZE) > canvas.width - side - taken:
        raise canvas.misfit(f"“{asked.axes[0]}” is wider than its axis")
    middle = (side + canvas.text_width(first, SMALL) + canvas.width) / 2
    middle -= canvas.text_width(last, SMALL) / 2
    canvas.text(middle, foot, words[0], SIZE, anchor="middle")
    room.block((0, bottom, canvas.width, canvas.height))
    room.block((0, 0, side, canvas.height))
    places = [(across.at(one.x.number), up.at(one.y.number)) for one in asked.points]
    for index, (x, y) in enumerate(places):
        marked = index == asked.marked
        radius = _LARGE if marked else _DOT
        tone = "base" if asked.marked is None or marked else "slate"
        canvas.shape(circle(x, y, radius), tone, name=f"point-{index + 1}")
        room.block((x - radius, y - radius, x + radius, y + radius))
    # Names in crowded places are set first.
    order = sorted(range(len(places)), key=lambda n: (_distance(places, n), n))
    for index in order:
        # Points in one place share a line of names.
        here = [n for n, place in enumerate(places) if place == places[index]]
        if index == here[0]:
            weight = MEDIUM if asked.marked in here else REGULAR
            name = "、".join(asked.points[n].name for n in here)
            _name(canvas, room, name, places[index], index, weight)


def _axis_words(canvas: Canvas, room: Room, axes: tuple[str, str], foot: float) -> None:
    baseline = canvas.grid_line(0)
    words = canvas.lines(axes[1], canvas.width, SIZE)
    if len(words) > 1:
        raise canvas.misfit(f"“{axes[1]}” is wider than the drawing")
    canvas.text(0, baseline, words[0], SIZE)
    room.block((0, 0, canvas.width, canvas.theme.type.leading))
    room.block((0, foot - canvas.size(SIZE), canvas.width, canvas.height))


def _ends(facts: list[Fact]) -> tuple[Decimal, Decimal]:
    """Return round numbers around all figures: 2.3 … 4.8 are from 2 to 5."""
    numbers = [one.number for one in facts]
    low, high = min(numbers), max(numbers)
    span = float(high - low) or abs(float(high)) or 1.0
    step = Decimal(1).scaleb(math.floor(math.log10(span)))
    first = (low / step).to_integral_value(rounding="ROUND_FLOOR") * step
    last = (high / step).to_integral_value(rounding="ROUND_CEILING") * step
    return first, last if last > first else first + step


def _text(fact: Fact, end: Decimal) -> str:
    bare = end.normalize()
    exponent = bare.as_tuple().exponent
    return shown(plain_digits(bare, max(0, -int(exponent))), rule=fact.rule)


def _distance(places: list[tuple[float, float]], index: int) -> float:
    x, y = places[index]
    others = (math.hypot(x - a, y - b) for n, (a, b) in enumerate(places) if n != index)
    return min(others)


def _name(
    canvas: Canvas,
    room: Room,
    name: str,
    at: tuple[float, float],
    index: int,
    weight: int,
) -> None:
    """Set a name beside its point, farther away with a line to it where there is no room."""
    rise = RISE * canvas.size(SIZE)
    for far in _FAR:
        for x, baseline, anchor in _tries(at, far, rise):
            ends = _line_to(at, x, baseline, anchor, rise)
            if not room.free(room.box(x, baseline, name, SIZE, anchor)):
                continue
            if far and not room.clear(*ends):
                continue
            room.place(name, SIZE, [(x, baseline, anchor)])
            canvas.text(x, baseline, name, SIZE, weight, anchor=anchor)
            if far:
                leader(canvas, ends, f"leader-{index + 1}")
                room.stroke(ends, THIN)
            return
    raise canvas.misfit(f"there is no room for the name “{name}”")


def _line_to(
    at: Point, x: float, baseline: float, anchor: Anchor, rise: float
) -> tuple[Point, Point]:
    """Return the ends of the line from a point to its name."""
    end = (x, baseline - rise / 2)
    if anchor == "middle":
        end = (x, baseline - rise - 1 if baseline > at[1] else baseline + 2)
    turn = math.atan2(end[1] - at[1], end[0] - at[0])
    start = at[0] + (_LARGE + 0.5) * math.cos(turn), at[1] + (_LARGE + 0.5) * math.sin(turn)
    return start, end


def _tries(
    at: tuple[float, float], far: float, rise: float
) -> Iterator[tuple[float, float, Anchor]]:
    x, y = at
    side, drop = _LARGE + 2 + far, rise * 0.42
    yield x + side, y + drop, "start"
    yield x - side, y + drop, "end"
    yield x, y - _LARGE - 2 - far, "middle"
    yield x, y + _LARGE + 1 + far + rise, "middle"
    for down in (-1, 1):
        yield x + side * 0.7, y + drop + down * (far + rise) * 0.8, "start"
        yield x - side * 0.7, y + drop + down * (far + rise) * 0.8, "end"
