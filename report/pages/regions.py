"""The regions in which two pictures of a page differ."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

#: Left, top, width and height.
Box = tuple[float, float, float, float]
#: Pixels are compared in squares of this size; regions are that coarse.
_CELL = 8
#: The most empty cells between two that are in one region.
_GAP = 1
#: Smaller differences of a colour are antialiasing.
_LEAST = 24


def around(boxes: Sequence[Box]) -> Box:
    """Return the frame around boxes; there is at least one."""
    left, top = min(one[0] for one in boxes), min(one[1] for one in boxes)
    right = max(one[0] + one[2] for one in boxes)
    foot = max(one[1] + one[3] for one in boxes)
    return (left, top, round(right - left, 2), round(foot - top, 2))


def regions(old: NDArray[np.uint8], new: NDArray[np.uint8], scale: float) -> list[Box]:
    """Return the regions in which ``new`` differs from ``old``, from the top.

    Lengths are pixels times ``scale``. Pictures of another size differ as a whole.
    """
    high, wide = new.shape[:2]
    if old.shape != new.shape:
        return [(0.0, 0.0, wide * scale, high * scale)]
    far = np.any(np.abs(new.astype(np.int16) - old) > _LEAST, axis=2)
    rows, columns = -(-high // _CELL), -(-wide // _CELL)
    cells = np.zeros((rows * _CELL, columns * _CELL), bool)
    cells[:high, :wide] = far
    marked = np.any(cells.reshape(rows, _CELL, columns, _CELL), axis=(1, 3))
    return [
        (
            left * _CELL * scale,
            top * _CELL * scale,
            min(right * _CELL, wide) * scale - left * _CELL * scale,
            min(foot * _CELL, high) * scale - top * _CELL * scale,
        )
        for top, left, foot, right in groups(np.asarray(marked))
    ]


def groups(cells: NDArray[np.bool_]) -> list[tuple[int, int, int, int]]:
    """Return frames around the marked cells, from the top; close cells are in one frame.

    A frame is top, left, foot and right in cells. Runs of cells in a row join those that they
    nearly touch in the rows above.
    """
    frames: list[list[int]] = []
    owners: list[int] = []
    above: list[tuple[int, int, int, int]] = []
    for row in np.flatnonzero(cells.any(axis=1)).tolist():
        marked = np.flatnonzero(cells[row])
        above = [run for run in above if run[0] >= row - _GAP - 1]
        for run in np.split(marked, np.flatnonzero(np.diff(marked) > _GAP + 1) + 1):
            left, right = int(run[0]), int(run[-1]) + 1
            own = len(frames)
            frames.append([row, left, row + 1, right])
            owners.append(own)
            for _, from_, to, other in list(above):
                if from_ <= right + _GAP and left <= to + _GAP:
                    own = _join(frames, owners, own, other)
            above.append((row, left, right, own))
    tops = sorted({_top(owners, one) for one in owners})
    return sorted((one[0], one[1], one[2], one[3]) for one in (frames[top] for top in tops))


def _top(owners: list[int], one: int) -> int:
    while owners[one] != one:
        owners[one] = owners[owners[one]]
        one = owners[one]
    return one


def _join(frames: list[list[int]], owners: list[int], one: int, other: int) -> int:
    """Join two groups; returns the number of the whole."""
    first, last = sorted((_top(owners, one), _top(owners, other)))
    if first != last:
        a, b = frames[first], frames[last]
        frames[first] = [*map(min, a[:2], b[:2]), *map(max, a[2:], b[2:])]
        owners[last] = first
    return first
