"""Relief: a smooth field of heights over a rectangle, and its lines of equal height."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from report.figures.art.path import Point

#: A height lower than any that is drawn; the border has it, so that every line is closed.
_ABYSS = -1e6


@dataclass(frozen=True, slots=True)
class Relief:
    """Heights on a square grid: ``rows[j][i]`` is at (left + i × step, top + j × step)."""

    left: float
    top: float
    step: float
    rows: list[list[float]]

    def highest(self, box: tuple[float, float, float, float]) -> float:
        """Return the greatest height in and next to a box (left, top, right, bottom in pt)."""
        step = self.step
        best = _ABYSS
        for j, row in enumerate(self.rows):
            y = self.top + j * step
            if box[1] - 2 * step <= y <= box[3] + 2 * step:
                for i, height in enumerate(row):
                    x = self.left + i * step
                    if box[0] - 2 * step <= x <= box[2] + 2 * step:
                        best = max(best, height)
        return best


def _weights(count: int) -> list[tuple[float, float, float, float]]:
    """Return the cubic B-spline's weights at ``count`` even steps of one cell."""
    weights = []
    for index in range(count):
        t = index / count
        s = 1 - t
        weights.append(
            (
                s * s * s / 6,
                (3 * t * t * t - 6 * t * t + 4) / 6,
                (3 * s * s * s - 6 * s * s + 4) / 6,
                t * t * t / 6,
            )
        )
    return weights


def mould(
    width: float, height: float, step: float, fine: int, rise: Callable[[float, float], float]
) -> Relief:
    """Make a smooth relief over ``width`` × ``height`` pt and some way past the edges.

    Lines bend at the rim, where they are closed: it is more than a cell past the edges.

    ``rise`` returns the height of a point; it is called only at every ``fine``-th crossing of a
    grid of ``step`` pt, and cubic B-splines interpolate between them.
    """
    cell = step * fine
    across, down = int(width / cell) + 4, int(height / cell) + 4
    net = [
        [rise((i - 2.5) * cell, (j - 2.5) * cell) for i in range(across + 3)]
        for j in range(down + 3)
    ]
    weights = _weights(fine)
    stretched = []
    for row in net:
        line: list[float] = []
        for i in range(across):
            p, q, r, s = row[i : i + 4]
            line.extend([p * a + q * b + r * c + s * d for a, b, c, d in weights])
        stretched.append(line)
    rows: list[list[float]] = []
    for j in range(down):
        k, m, n, o = stretched[j : j + 4]
        for a, b, c, d in weights:
            rows.append(
                [p * a + q * b + r * c + s * d for p, q, r, s in zip(k, m, n, o, strict=True)]
            )
    rim = [_ABYSS] * len(rows[0])
    rows[0], rows[-1] = rim, rim
    for row in rows[1:-1]:
        row[0] = row[-1] = _ABYSS
    return Relief(-1.5 * cell, -1.5 * cell, step, rows)


def contours(relief: Relief, level: float) -> list[list[Point]]:
    """Trace the closed lines of one height, in pt; the higher ground is on their left."""
    rows = relief.rows
    following: dict[int, int] = {}
    wide = len(rows[0])
    # The number of a crossing is that of the grid point above or left of it: even for an edge that
    # runs across, odd for one that runs down.
    above = [height >= level for height in rows[0]]
    for j in range(len(rows) - 1):
        upper, above = above, [height >= level for height in rows[j + 1]]
        if not (True in upper or True in above):
            continue
        cases = [
            a + 2 * b + 4 * c + 8 * d
            for a, b, c, d in zip(upper, upper[1:], above[1:], above, strict=False)
        ]
        top = 2 * j * wide
        for case in cases:
            if case not in _FLAT:
                ends = (top, top + 3, top + 2 * wide, top + 1)
                for start, end in _STEPS[case]:
                    following[ends[start]] = ends[end]
            top += 2
    return _chain(relief, level, following)


#: Cells that no line crosses: all corners below the level, or all above it.
_FLAT = frozenset({0, 15})
#: Corners above the level (1 upper left, 2 upper right, 4 lower right, 8 lower left) → from
#: which edge to which (0 top, 1 right, 2 bottom, 3 left), the higher ground on the left.
_STEPS: dict[int, tuple[tuple[int, int], ...]] = {
    1: ((3, 0),),
    2: ((0, 1),),
    3: ((3, 1),),
    4: ((1, 2),),
    5: ((3, 0), (1, 2)),
    6: ((0, 2),),
    7: ((3, 2),),
    8: ((2, 3),),
    9: ((2, 0),),
    10: ((0, 1), (2, 3)),
    11: ((2, 1),),
    12: ((1, 3),),
    13: ((1, 0),),
    14: ((0, 3),),
}


def _chain(relief: Relief, level: float, following: dict[int, int]) -> list[list[Point]]:
    rows, step = relief.rows, relief.step
    wide = len(rows[0])
    lines = []
    while following:
        edge, after = following.popitem()
        line: list[Point] = []
        while True:
            cell, runs_down = edge >> 1, edge & 1
            j, i = divmod(cell, wide)
            here = rows[j][i]
            there = rows[j + 1][i] if runs_down else rows[j][i + 1]
            share = min(max((level - here) / (there - here), 0.02), 0.98)
            x, y = (i, j + share) if runs_down else (i + share, j)
            line.append((relief.left + x * step, relief.top + y * step))
            edge = after
            if edge not in following:
                break
            after = following.pop(edge)
        lines.append(line)
    return lines
