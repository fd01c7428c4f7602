"""What drawings over time share: scales, places for words that are over nothing else, and texts.

In: a canvas, and what a drawing over time draws. Out: places in points, and the words of a
description. Lengths are in points, y downwards.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise

from report.figures.canvas import BOLD, FALL, FIGURE_HEIGHT, RISE, Anchor, Box, Canvas
from report.figures.shapes import Point, line
from report.model.drawing import FigureRequest
from report.model.overtime import Drawn, OverTime, Value
from report.model.series import Absence

#: The thinnest line of a drawing, and the least space around words.
THIN, AIR = 0.5, 1.5
#: The least space between two numbers side by side.
APART = 3.5
#: The size of labels, and that of values and years where there is no room.
SIZE, SMALL = "caption", "note"
#: From words to what they belong to.
GAP = 4.0
#: The tones of the parts of a whole, from the first on; neighbours differ in lightness.
PARTS = ("base", "mid", "deep", "mist", "slate", "tint", "ink")
_ON_DARK = frozenset({"base", "deep", "slate", "ink"})
#: A title has at most so many characters of a label.
_MOST = 12
_SPOKEN = {
    Absence.ABSENT: "沒有數字",
    Absence.NOT_APPLICABLE: "不適用",
    Absence.NIL: "無",
}


def over(request: FigureRequest) -> OverTime:
    """Return what a drawing over time draws."""
    if request.over is None:
        raise ValueError("a drawing over time needs facts over periods")
    return request.over


def text_on(tone: str) -> str:
    """Return the colour of words on an area of a tone."""
    return "paper" if tone in _ON_DARK else "ink"


# Words


def printed(asked: OverTime, value: Value) -> str:
    """Return what is printed of a value: its unit only where it is not that of all."""
    return value.digits if asked.same_unit else value.text


def spoken(value: Value) -> str:
    """Return a value for those who cannot see: with its unit, or why there is none."""
    return _SPOKEN[value.found] if isinstance(value.found, Absence) else value.text


def short(label: str) -> str:
    """Return a label for a title."""
    return label if len(label) <= _MOST else f"{label[: _MOST - 1]}…"


def titled(asked: OverTime, what: str = "") -> str:
    """Return the title of a drawing: its first fact, and how many there are."""
    count = len(asked.series)
    first = short(asked.series[0].label)
    return (first if count == 1 else f"{first}等{count}項") + what


def told(asked: OverTime) -> str:
    """Return all figures in words, fact by fact, and the target."""
    rows = "；".join(told_of(one, asked.periods) for one in asked.series)
    if asked.target is not None:
        found = asked.target.found
        period = "" if isinstance(found, Absence) else f"（{found.period}）"
        rows += f"；目標{asked.target.text}{period}"
    if asked.start is not None:
        rows += f"；軸由{asked.start.text}起"
    return rows


def told_of(one: Drawn, periods: Sequence[str]) -> str:
    """Return the figures of a fact in words: 煤氣：2022年5,010兆瓦時、2023年沒有數字."""
    said = (f"{at}{spoken(value)}" for at, value in zip(periods, one.values, strict=True))
    return f"{one.label}：{'、'.join(said)}"


# Scales


@dataclass(frozen=True, slots=True)
class Scale:
    """Where amounts stand: ``low`` at ``first`` points, ``high`` at ``last``."""

    low: float
    high: float
    first: float
    last: float

    def at(self, amount: Decimal | float) -> float:
        """Return the place of an amount in points."""
        share = (float(amount) - self.low) / ((self.high - self.low) or 1.0)
        return self.first + share * (self.last - self.first)


def reach(asked: OverTime, *, start: bool = False) -> tuple[float, float]:
    """Return the least and the greatest amount of a scale, zero among them.

    With ``start``, it begins where the drawing says so.
    """
    amounts = [float(one) for one in asked.amounts]
    if asked.target is not None and asked.target.amount is not None:
        amounts.append(float(asked.target.amount))
    if start and asked.start is not None and asked.start.amount is not None:
        return float(asked.start.amount), max(amounts)
    low, high = min(0.0, *amounts), max(0.0, *amounts)
    return low, high if high > low else low + 1.0


# Places


@dataclass
class Room:
    """What stands on a canvas already: words must keep clear of it."""

    canvas: Canvas
    boxes: list[Box] = field(default_factory=list)
    lines: list[tuple[Point, Point, float]] = field(default_factory=list)

    def block(self, box: Box) -> None:
        """Note an area."""
        self.boxes.append(box)

    def stroke(self, points: Sequence[Point], width: float) -> None:
        """Note a line through points."""
        for a, b in pairwise(points):
            self.lines.append((a, b, width / 2))

    def free(self, box: Box) -> bool:
        """Return whether words in a box would be on the canvas and over nothing."""
        left, top, right, bottom = box
        if left < 0 or top < 0 or right > self.canvas.width or bottom > self.canvas.height:
            return False
        if any(
            min(right, other[2]) > max(left, other[0])
            and min(bottom, other[3]) > max(top, other[1])
            for other in self.boxes
        ):
            return False
        return not any(_crosses(a, b, _grown(box, half + AIR)) for a, b, half in self.lines)

    def clear(self, a: Point, b: Point) -> bool:
        """Return whether a line would be over nothing."""
        return not any(_crosses(a, b, box) for box in self.boxes)

    def box(self, x: float, baseline: float, text: str, size: str, anchor: Anchor) -> Box:
        """Return the box of a bold number or word at a place."""
        points = self.canvas.size(size)
        width = self.canvas.text_width(text, size, BOLD)
        left = x - {"start": 0.0, "middle": width / 2, "end": width}[anchor]
        rise = FIGURE_HEIGHT if text.isascii() else RISE
        return left, baseline - rise * points, left + width, baseline + FALL * points

    def place(
        self,
        text: str,
        size: str,
        options: Iterable[tuple[float, float, Anchor]],
        apart: float = APART,
    ) -> tuple[float, float, Anchor] | None:
        """Return the first free place for a text and note it; None when there is none.

        ``apart`` is kept free before and after it: two numbers must not look like one.
        """
        for x, baseline, anchor in options:
            box = self.box(x, baseline, text, size, anchor)
            if self.free(box):
                left, top, right, bottom = _grown(box, AIR / 2)
                self.block((left - apart, top, right + apart, bottom))
                return x, baseline, anchor
        return None

    def value(self, text: str, size: str, options: Iterable[tuple[float, float, Anchor]]) -> bool:
        """Set a bold number at its first free place; return whether there was one."""
        found = self.place(text, size, options)
        if found is not None:
            self.canvas.text(found[0], found[1], text, size, BOLD, "base", found[2])
        return found is not None


def _grown(box: Box, by: float) -> Box:
    return box[0] - by, box[1] - by, box[2] + by, box[3] + by


def _crosses(a: Point, b: Point, box: Box) -> bool:
    """Return whether the line from ``a`` to ``b`` meets a box (Liang and Barsky)."""
    enter, leave = 0.0, 1.0
    for at, delta, low, high in (
        (a[0], b[0] - a[0], box[0], box[2]),
        (a[1], b[1] - a[1], box[1], box[3]),
    ):
        if not delta:
            if not low <= at <= high:
                return False
            continue
        first, last = sorted(((low - at) / delta, (high - at) / delta))
        enter, leave = max(enter, first), min(leave, last)
    return enter <= leave


def spread(
    wanted: Sequence[float], heights: Sequence[float], low: float, high: float, gap: float = 2.0
) -> list[float] | None:
    """Return tops of blocks near their wanted middles that do not overlap; None without room."""
    if sum(heights) + gap * (len(heights) - 1) > high - low + 0.01:
        return None
    order = sorted(range(len(wanted)), key=lambda n: (wanted[n], n))
    tops = [0.0] * len(wanted)
    edge = low
    for n in order:
        tops[n] = max(edge, wanted[n] - heights[n] / 2)
        edge = tops[n] + heights[n] + gap
    edge = high
    for n in reversed(order):
        tops[n] = min(tops[n], edge - heights[n])
        edge = tops[n] - gap
    return tops


def rows(canvas: Canvas) -> int:
    """Return the lines of the page's grid that a drawing has."""
    return int((canvas.height + 0.5) // canvas.theme.type.leading)


def head_and_foot(canvas: Canvas, least: int) -> tuple[float, float]:
    """Return the baselines of the first and the last line; ``least`` lines are needed."""
    count = rows(canvas)
    if count < least:
        raise canvas.misfit(f"it needs {least} lines")
    return canvas.grid_line(0), canvas.grid_line(count - 1)


def set_unit(canvas: Canvas, asked: OverTime, room: Room, note: str = "") -> None:
    """Set the unit on the first line, where all figures have the same."""
    words = (asked.unit if asked.same_unit else "") + note
    if words:
        baseline = canvas.grid_line(0)
        for part in canvas.lines(words, canvas.width)[:1]:
            width = canvas.text(0, baseline, part, SIZE)
            points = canvas.size(SIZE)
            room.block((0, baseline - RISE * points, width + GAP, baseline + FALL * points))


def set_periods(
    canvas: Canvas, asked: OverTime, xs: Sequence[float], baseline: float, slot: float
) -> None:
    """Set the periods below their places; where there is no room, some, the last one always."""
    size = SIZE if _fit(canvas, asked.periods, SIZE, slot) else SMALL
    names = asked.periods
    step = 1
    if not _fit(canvas, names, size, slot):
        bare = tuple(one.removesuffix("年") for one in names)
        names = bare if _fit(canvas, bare, size, slot) else names
        while not _fit(canvas, names, size, slot * step):
            step += 1
    last, uneven = len(names) - 1, not _even(xs)
    wanted: list[tuple[int, float]] = []
    for index, (x, name) in reversed(list(enumerate(zip(xs, names, strict=True)))):
        width = canvas.text_width(name, size)
        left = min(max(0.0, x - width / 2), canvas.width - width)
        # where the places are not at equal distances, as many as have room
        free = not wanted or left + width + GAP <= wanted[-1][1]
        if free if uneven else (last - index) % step == 0:
            wanted.append((index, left))
    for index, left in reversed(wanted):
        weight = 500 if index == asked.marked_period else 400
        canvas.text(left, baseline, names[index], size, weight)


def _even(xs: Sequence[float]) -> bool:
    """Return whether places are at equal distances."""
    apart = [after - before for before, after in pairwise(xs)]
    return not apart or max(apart) - min(apart) < 0.01


def _fit(canvas: Canvas, names: Sequence[str], size: str, slot: float) -> bool:
    return len(names) == 1 or max(canvas.text_width(one, size) for one in names) + GAP <= slot


def leader(canvas: Canvas, points: Sequence[Point], name: str) -> None:
    """Draw a thin line from a mark to its words."""
    canvas.shape(line(points), stroke="slate", line=THIN, name=name)


def target_words(asked: OverTime) -> str:
    """Return the words of a target: 2030年目標90,000; empty without one."""
    if asked.target is None:
        return ""
    found = asked.target.found
    period = "" if isinstance(found, Absence) else found.period
    return f"{period}目標{printed(asked, asked.target)}"


def set_target(
    canvas: Canvas, asked: OverTime, room: Room, across: tuple[float, float], y: float
) -> None:
    """Set the words of a target over or under its line, where there is nothing else."""
    words = target_words(asked)
    points = canvas.size(SMALL)
    tries = [
        (x, y + move, anchor)
        for move in (-FALL * points - 2.5, RISE * points + 2.5)
        for x, anchor in _along(*across)
    ]
    # Where marks are on all of its length, they stand at the end of the first line.
    tries.append((canvas.width, canvas.grid_line(0), "end"))
    place = room.place(words, SMALL, tries)
    if place is None:
        raise canvas.misfit("there is no room for the words of its target")
    canvas.text(place[0], place[1], words, SMALL, anchor=place[2])


def _along(left: float, right: float) -> Iterator[tuple[float, Anchor]]:
    yield left, "start"
    yield right, "end"
    for step in range(1, 10):
        yield left + (right - left) * step / 10, "middle"


def broken(
    canvas: Canvas, room: Room, x: float, ends: tuple[float, float], name: str, width: float = THIN
) -> None:
    """Draw an upright line from top to foot; it leaves out what stands in its way."""
    at, number = ends[0], 0
    for box in sorted(room.boxes, key=lambda box: box[1]):
        if box[0] - 2 < x < box[2] + 2 and box[1] < ends[1] and box[3] > at:
            if box[1] - 1 > at:
                number += 1
                part = line([(x, at), (x, box[1] - 1)])
                canvas.shape(part, stroke="ink", line=width, name=f"{name}-{number}")
            at = max(at, box[3] + 1)
    if at < ends[1]:
        canvas.shape(line([(x, at), (x, ends[1])]), stroke="ink", line=width, name=name)
