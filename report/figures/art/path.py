"""Short SVG path data: relative coordinates in hundredths of a point, without rounding drift."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

Point = tuple[float, float]

#: The length of the handles of a quarter circle as a cubic curve, in radii.
_KAPPA = 0.5522847498


def number(hundredths: int) -> str:
    """Write a length given in hundredths of a point: ``-120`` is ``-1.2``."""
    return f"{hundredths / 100:.9g}"


def _pairs(values: Iterable[int]) -> str:
    """Join numbers as path data does: a minus sign needs no space before it."""
    text = " ".join([f"{value / 100:.9g}" for value in values])
    return text.replace(" -", "-")


class Path:
    """Path data under construction. All coordinates are points (1/72 inch), y downwards."""

    __slots__ = ("_moves", "_parts", "_x", "_y")

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._moves: list[tuple[int, int, int]] = []  # index in the parts, and target
        self._x = 0
        self._y = 0

    def __bool__(self) -> bool:
        return bool(self._parts)

    @property
    def data(self) -> str:
        """The ``d`` attribute."""
        return "".join(self._parts)

    def add(self, other: Path) -> Path:
        """Append another path, which starts with its own move."""
        here = len(self._parts)
        self._moves.extend([(here + index, x, y) for index, x, y in other._moves])
        self._parts.extend(other._parts)
        self._x, self._y = other._x, other._y
        return self

    def shifted(self, dx: float, dy: float) -> Path:
        """Return the path shifted: only its moves change, all else is relative."""
        x, y = round(dx * 100), round(dy * 100)
        copy = Path()
        copy._parts = self._parts.copy()
        copy._moves = [(index, mx + x, my + y) for index, mx, my in self._moves]
        for index, mx, my in copy._moves:
            copy._parts[index] = "M" + _pairs((mx, my))
        copy._x, copy._y = self._x + x, self._y + y
        return copy

    def move(self, x: float, y: float) -> Path:
        """Start a new subpath at a point."""
        self._x, self._y = round(x * 100), round(y * 100)
        self._moves.append((len(self._parts), self._x, self._y))
        self._parts.append("M" + _pairs((self._x, self._y)))
        return self

    def line(self, x: float, y: float) -> Path:
        """Draw a straight line to a point."""
        nx, ny = round(x * 100), round(y * 100)
        self._parts.append("l" + _pairs((nx - self._x, ny - self._y)))
        self._x, self._y = nx, ny
        return self

    def curve(self, a: Point, b: Point, end: Point) -> Path:
        """Draw a cubic curve with the handles ``a`` and ``b``."""
        x, y = self._x, self._y
        nx, ny = round(end[0] * 100), round(end[1] * 100)
        self._parts.append(
            "c"
            + _pairs(
                (
                    round(a[0] * 100) - x,
                    round(a[1] * 100) - y,
                    round(b[0] * 100) - x,
                    round(b[1] * 100) - y,
                    nx - x,
                    ny - y,
                )
            )
        )
        self._x, self._y = nx, ny
        return self

    def close(self) -> Path:
        """Close the subpath; the next one starts with a move."""
        self._parts.append("z")
        return self

    def polyline(self, points: Sequence[Point], *, closed: bool = False) -> Path:
        """Draw straight lines through points (at least one)."""
        self.move(*points[0])
        for x, y in points[1:]:
            self.line(x, y)
        return self.close() if closed else self

    def smooth(self, points: Sequence[Point], *, closed: bool = False, grain: int = 1) -> Path:
        """Draw one smooth line (Catmull-Rom) through points (at least two).

        Coordinates are rounded to ``grain`` hundredths of a point: a coarse grain (10) saves a
        fifth of the text and cannot be seen in large, round forms.
        """
        cells = [
            (round(x * 100 / grain) * grain, round(y * 100 / grain) * grain) for x, y in points
        ]
        self.move(cells[0][0] / 100, cells[0][1] / 100)
        self._flow(cells, closed, 6 * grain, grain)
        return self.close() if closed else self

    def flow(self, points: Sequence[Point], *, grain: int = 1) -> Path:
        """Continue from ``points[0]``, the current point, with a smooth line through the others."""
        cells = [
            (round(x * 100 / grain) * grain, round(y * 100 / grain) * grain) for x, y in points
        ]
        cells[0] = (self._x, self._y)
        self._flow(cells, False, 6 * grain, grain)
        return self

    def _flow(self, cells: list[tuple[int, int]], closed: bool, part: int, grain: int) -> None:
        """Write the cubics; each handle is a sixth of the way between its neighbours."""
        count = len(cells)
        last = count if closed else count - 1
        for index in range(last):
            (px, py), (qx, qy) = cells[index], cells[(index + 1) % count]
            after = cells[(index + 2) % count] if closed or index + 2 < count else (qx, qy)
            ex, ey = qx - px, qy - py
            hx = ex - round((after[0] - px) / part) * grain
            hy = ey - round((after[1] - py) / part) * grain
            if index:  # the first handle mirrors the last one: SVG's short form
                self._parts.append("s" + _pairs((hx, hy, ex, ey)))
            else:
                before = cells[-1] if closed else (px, py)
                fx = round((qx - before[0]) / part) * grain
                fy = round((qy - before[1]) / part) * grain
                self._parts.append("c" + _pairs((fx, fy, hx, hy, ex, ey)))
        self._x, self._y = cells[last % count]

    def arc(self, cx: float, cy: float, r: float, start: float, end: float) -> Path:
        """Draw an arc of a circle as a separate subpath, from one angle (rad) to another."""
        self.move(cx + r * math.cos(start), cy + r * math.sin(start))
        return self.turn(cx, cy, r, start, end)

    def turn(self, cx: float, cy: float, r: float, start: float, end: float) -> Path:
        """Continue along an arc that starts at the current point."""
        pieces = max(1, math.ceil(abs(end - start) / (math.pi / 2) - 1e-9))
        step = (end - start) / pieces
        reach = r * 4 / 3 * math.tan(step / 4)
        for piece in range(pieces):
            a, b = start + piece * step, start + (piece + 1) * step
            ca, sa, cb, sb = math.cos(a), math.sin(a), math.cos(b), math.sin(b)
            self.curve(
                (cx + r * ca - reach * sa, cy + r * sa + reach * ca),
                (cx + r * cb + reach * sb, cy + r * sb - reach * cb),
                (cx + r * cb, cy + r * sb),
            )
        return self

    def circle(self, cx: float, cy: float, r: float) -> Path:
        """Draw a whole circle as a closed subpath."""
        return self.arc(cx, cy, r, 0, math.tau).close()

    def dot(self, x: float, y: float) -> Path:
        """Draw a dot: a line of nearly no length, for round caps only."""
        self.move(x, y)
        self._parts.append("h.01")
        self._x += 1
        return self

    def rect(self, x: float, y: float, width: float, height: float) -> Path:
        """Draw a rectangle as a closed subpath."""
        wide = round((x + width) * 100) - round(x * 100)
        high = round((y + height) * 100) - round(y * 100)
        self.move(x, y)
        self._parts.append(f"h{number(wide)}v{number(high)}h{number(-wide)}z")
        return self
