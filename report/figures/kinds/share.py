"""Parts of a whole in one period: a ring with names around it, or an upright bar."""

from __future__ import annotations

from dataclasses import dataclass
from math import hypot, sqrt

from report.figures.canvas import BOLD, MIDDLE, REGULAR, RISE, Canvas
from report.figures.parts import amount_text, paint_parts, part, share, total
from report.figures.plots import (
    GAP,
    PARTS,
    SIZE,
    SMALL,
    leader,
    over,
    printed,
    short,
    spoken,
    spread,
)
from report.figures.shapes import Point, band, circle, joined, on_circle
from report.model.drawing import FigureRequest, Kind
from report.model.overtime import Drawn, OverTime, Takes
from report.model.units import is_share

KIND = Kind(
    2,
    7,
    "Parts of a whole in one year, clockwise from the top: a `ring` with the names around it and "
    "the whole in its middle, or an upright `bar`",
    over=Takes((1, 1), frozenset({"form"}), ("ring", "bar"), parts=True),
)
#: The hole of the ring, as a part of its radius; the least and the greatest radius.
_HOLE, _SMALLEST, _LARGEST = 0.62, 26.0, 74.0
#: A ring with a smaller radius looks lost in its area.
_SMALL = 46.0
#: A name that is no longer than this is not broken, in em.
_SHORT = 4.5
#: Between two names; those of three lines and more are farther apart.
_APART = 4.0
#: From the ring to its names.
_REACH = 12.0


def describe(request: FigureRequest) -> tuple[str, str]:
    """Return the drawing's title and description."""
    asked = over(request)
    shape = "環形圖" if asked.form == "ring" else "一條分段的直條"
    named = "；".join(
        f"{one.label}{spoken(one.values[0])}{_of(asked, one)}" for one in asked.series
    )
    whole = f"合共{amount_text(asked, total(asked, 0))}{asked.unit}。"
    words = f"{asked.periods[0]}，{shape}。{named}。{'' if is_share(asked.unit) else whole}"
    return f"{short(asked.series[0].label)}等的佔比", words


def _of(asked: OverTime, one: Drawn) -> str:
    part = "" if is_share(asked.unit) else share(asked, one, 0)
    return f"，佔{part}" if part else ""


def paint(canvas: Canvas, request: FigureRequest) -> None:
    """Draw the ring with the names of its parts at both sides, or the bar."""
    asked = over(request)
    if asked.form == "bar":
        paint_parts(canvas, asked)
        return
    ring = _ring(canvas, asked)
    _draw(canvas, asked, ring)
    _middle(canvas, asked, ring)
    for number, name in enumerate(ring.names, 1):
        _name(canvas, ring, name, number)


@dataclass(frozen=True, slots=True)
class _Name:
    """The name of a part: its figures, its lines, the middle of its part, its side and top."""

    figure: str
    more: str
    lines: tuple[str, ...]
    angle: float | None
    right: bool
    top: float = 0.0

    def height(self, canvas: Canvas) -> float:
        """Return the height of all lines."""
        return canvas.block_height(1 + len(self.lines))


@dataclass(frozen=True, slots=True)
class _Ring:
    centre: Point
    radius: float
    names: tuple[_Name, ...]


def _angles(asked: OverTime) -> list[tuple[float, float] | None]:
    """Return where each part begins and ends, in degrees from the top; None for no part."""
    found: list[tuple[float, float] | None] = []
    whole, turn = float(total(asked, 0)), 0.0
    for one in asked.series:
        amount = one.values[0].amount
        if not amount:
            found.append(None)
            continue
        end = turn + 360 * float(amount) / whole
        found.append((turn, end))
        turn = end
    return found


def _ring(canvas: Canvas, asked: OverTime) -> _Ring:
    """Return the largest ring beside which all names have room.

    A figure stands beside its share; below it where the ring would be small otherwise.
    """
    ring = _largest(canvas, asked, below=False)
    if ring is None or ring.radius < _SMALL:
        other = _largest(canvas, asked, below=True)
        ring = max(filter(None, (ring, other)), key=lambda one: one.radius, default=None)
    if ring is None:
        raise canvas.misfit("the names of its parts leave no room for the ring")
    return ring


def _largest(canvas: Canvas, asked: OverTime, below: bool) -> _Ring | None:
    radius = min(_LARGEST, canvas.height / 2 - 4)
    while radius >= _SMALLEST:
        width = canvas.width / 2 - radius - _REACH - GAP
        names = _names(canvas, asked, width, below)
        placed = names and _placed(canvas, names, radius)
        ring = _Ring((canvas.width / 2, canvas.height / 2), radius, tuple(placed or ()))
        if placed and not any(_crosses(canvas, ring, name) for name in placed):
            return ring
        radius -= 3
    return None


def _names(canvas: Canvas, asked: OverTime, width: float, below: bool) -> list[_Name]:
    """Return the names broken to a width; none if one cannot be."""
    names = []
    for one, turn in zip(asked.series, _angles(asked), strict=True):
        value = printed(asked, one.values[0])
        part = "" if is_share(asked.unit) else share(asked, one, 0)
        figure, more = (part, value) if part else (value, "")
        wide = [canvas.text_width(figure, SIZE, BOLD), canvas.text_width(more, SIZE)]
        lines = canvas.lines_if_fit(one.label, width, SIZE)
        if below:  # a short name is not broken for a larger ring
            wide.append(min(canvas.text_width(one.label, SIZE), _SHORT * canvas.size(SIZE)))
        if not lines or (max(wide) if below else sum(wide) + GAP) > width:
            return []
        if below and more:
            more, lines = "", [more, *lines]
        angle = (turn[0] + turn[1]) / 2 if turn else None
        right = angle is not None and angle < 180
        names.append(_Name(figure, more, tuple(lines), angle, right))
    return names


def _placed(canvas: Canvas, names: list[_Name], radius: float) -> list[_Name]:
    """Return the names with their tops; none when a side has no room."""
    tops: dict[int, float] = {}
    for right in (True, False):
        side = [n for n, one in enumerate(names) if one.right is right]
        wanted = []
        for n in side:
            angle = names[n].angle
            y = on_circle(0, canvas.height / 2, radius, angle)[1] if angle is not None else 0
            wanted.append(y if angle is not None else canvas.height)
        heights = [names[n].height(canvas) for n in side]
        apart = _APART if max(heights, default=0) < canvas.block_height(3) else 2 * _APART
        found = spread(wanted, heights, 0.0, canvas.height, apart) if side else []
        if found is None:
            return []
        tops |= dict(zip(side, found, strict=True))
    return [
        _Name(one.figure, one.more, one.lines, one.angle, one.right, tops[n])
        for n, one in enumerate(names)
    ]


def _draw(canvas: Canvas, asked: OverTime, ring: _Ring) -> None:
    (x, y), outer = ring.centre, ring.radius
    inner = outer * _HOLE
    for number, turn in enumerate(_angles(asked), 1):
        if turn is None:
            continue
        if turn[1] - turn[0] > 359.99:
            shape = joined([circle(x, y, outer), circle(x, y, inner, hole=True)])
        else:
            shape = band(x, y, inner, outer, *turn)
        part(canvas, shape, PARTS[number - 1], f"part-{number}")


def _middle(canvas: Canvas, asked: OverTime, ring: _Ring) -> None:
    """Set the whole, its unit and the year into the ring, as far as there is room."""
    x, y = ring.centre
    hole = ring.radius * _HOLE - 3

    def fits(words: str, size: str, weight: int, baseline: float) -> bool:
        low = max(abs(baseline + 2 - y), abs(baseline - RISE * canvas.size(size) - y))
        return low < hole and canvas.text_width(words, size, weight) <= 2 * sqrt(hole**2 - low**2)

    period = asked.periods[0]
    if is_share(asked.unit):
        baseline = y + MIDDLE * canvas.size(SIZE)
        if fits(period, SIZE, REGULAR, baseline):
            canvas.text(x, baseline, period, SIZE, anchor="middle")
        return
    whole = amount_text(asked, total(asked, 0))
    size = next((s for s in ("lead", SIZE, SMALL) if fits(whole, s, BOLD, y)), "")
    if not size:
        return
    canvas.text(x, y, whole, size, BOLD, "base", "middle")
    under = y + canvas.leading(SMALL)
    for words in (asked.unit, period):
        if words and fits(words, SMALL, REGULAR, under):
            canvas.text(x, under, words, SMALL, anchor="middle")
            under += canvas.leading(SMALL)


def _name(canvas: Canvas, ring: _Ring, name: _Name, number: int) -> None:
    """Set a name at its side of the ring, with a line to its part."""
    x, reach = ring.centre[0], ring.radius + _REACH
    edge = x + reach + GAP if name.right else x - reach - GAP
    if name.angle is not None:
        leader(canvas, _around(canvas, ring, name, name.angle), f"leader-{number}")
    baseline = name.top + RISE * canvas.size(SIZE)
    anchor = "start" if name.right else "end"
    first = canvas.text_width(name.figure, SIZE, BOLD)
    more = canvas.text_width(name.more, SIZE) + GAP if name.more else 0.0
    start = edge if name.right else edge - first - more
    canvas.text(start, baseline, name.figure, SIZE, BOLD, "base")
    if name.more:
        canvas.text(start + first + GAP, baseline, name.more, SIZE)
    top = name.top + canvas.leading(SIZE)
    canvas.block(edge, top, name.lines, SIZE, anchor="start" if anchor == "start" else "end")


def _around(canvas: Canvas, ring: _Ring, name: _Name, angle: float) -> list[Point]:
    """Return a line that keeps clear of the ring: out first, then to the name."""
    (x, y), reach, turn = ring.centre, ring.radius + _REACH, 1 if name.right else -1
    middle = name.top + (RISE - MIDDLE) * canvas.size(SIZE)
    first, out = (on_circle(x, y, ring.radius + far, angle) for far in (1.5, 5))
    return [first, out, (x + turn * reach, middle), (x + turn * (reach + GAP - 2), middle)]


def _crosses(canvas: Canvas, ring: _Ring, name: _Name) -> bool:
    """Return whether the line from a part to its name is over the ring."""
    if name.angle is None:
        return False
    (x, y), (_, out, side, _) = ring.centre, _around(canvas, ring, name, name.angle)
    across, down = side[0] - out[0], side[1] - out[1]
    at = -((out[0] - x) * across + (out[1] - y) * down) / (across**2 + down**2)
    near = min(max(at, 0.0), 1.0)
    return hypot(out[0] + near * across - x, out[1] + near * down - y) < ring.radius + 1
