"""Where two pictures of a page differ, as areas.

In: two pictures of the same size. Out: areas in px. A pixel differs when it is not between the
darkest and the lightest pixel around the same place of the other picture: edges that antialiasing
draws otherwise, and shifts up to a tolerance, are no difference.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from report.compare.reader import Box
from report.pages.regions import groups

if TYPE_CHECKING:
    import numpy.typing as npt

    from report.compare.paper import Picture

    Mask = npt.NDArray[np.bool_]

#: Differences of a channel that are seen in a small place, and over an area.
_STRONG, _WEAK = 56, 6
#: The side of a cell in px, and the share of it that must differ a little.
_CELL, _FULL = 8, 0.45
#: So many pixels that differ strongly make a cell differ.
_POINTS = 2

#: Left, top, right, foot in px.
Area = tuple[int, int, int, int]


def differing(base: Picture, head: Picture, radius: int, masked: Iterable[Box] = ()) -> Mask:
    """Return which cells of 8 × 8 px differ; ``masked`` areas, in px, are left out."""
    height, width = head.shape[:2]
    cells = np.zeros((-(-height // _CELL), -(-width // _CELL)), np.bool_)
    raw = np.any(base != head, axis=2)
    for left, top, right, foot in masked:
        raw[_span(top, foot, height), _span(left, right, width)] = False
    rows, columns = np.flatnonzero(raw.any(axis=1)), np.flatnonzero(raw.any(axis=0))
    if not rows.size:
        return cells
    pad = radius + _CELL
    top = max(int(rows[0]) - pad, 0) // _CELL * _CELL
    left = max(int(columns[0]) - pad, 0) // _CELL * _CELL
    part = (slice(top, int(rows[-1]) + pad), slice(left, int(columns[-1]) + pad))
    one, other = base[part].astype(np.int16), head[part].astype(np.int16)
    excess = _excess(one, other, radius)
    if (excess > _STRONG).any():
        # A thin line between two pixels is drawn half as dark and twice as wide.
        excess = np.minimum(excess, 2 * _excess(_blurred(one), _blurred(other), radius))
    excess[~raw[part]] = 0
    strong = _by_cell(excess > _STRONG) >= _POINTS
    weak = _by_cell(excess > _WEAK) >= _FULL * _CELL * _CELL
    found = strong | weak
    y, x = top // _CELL, left // _CELL
    cells[y : y + found.shape[0], x : x + found.shape[1]] = found
    return cells


def _excess(
    one: npt.NDArray[np.int16], other: npt.NDArray[np.int16], radius: int
) -> npt.NDArray[np.int16]:
    """Return by how much each pixel of either picture is not like any around it in the other."""
    found: npt.NDArray[np.int16] = np.maximum(
        _outside(other, one, radius), _outside(one, other, radius)
    ).max(axis=2)
    return found


def _blurred(picture: npt.NDArray[np.int16]) -> npt.NDArray[np.int16]:
    """Return the mean of each pixel and those that touch it."""
    found = picture
    for axis in (0, 1):
        wide = np.concatenate(
            [found.take([0], axis), found, found.take([-1], axis)], axis, dtype=np.int16
        )
        length = found.shape[axis]
        parts = [wide.take(range(step, step + length), axis) for step in range(3)]
        found = ((parts[0] + parts[1] + parts[2]) // 3).astype(np.int16)
    return found


def _span(start: float, stop: float, most: int) -> slice:
    return slice(max(int(start), 0), min(max(int(np.ceil(stop)), 0), most))


def _outside(
    picture: npt.NDArray[np.int16], other: npt.NDArray[np.int16], radius: int
) -> npt.NDArray[np.int16]:
    """Return by how much pixels are lighter or darker than all around them in the other picture."""
    light = _extreme(other, radius, np.maximum)
    dark = _extreme(other, radius, np.minimum)
    found: npt.NDArray[np.int16] = np.maximum(picture - light, dark - picture)
    return found


def _extreme(
    picture: npt.NDArray[np.int16], radius: int, choose: np.ufunc
) -> npt.NDArray[np.int16]:
    found: npt.NDArray[np.int16] = picture
    for axis in (0, 1):
        line = found.copy()
        for step in range(1, radius + 1):
            ahead: list[slice] = [slice(None)] * 3
            behind: list[slice] = [slice(None)] * 3
            ahead[axis], behind[axis] = slice(step, None), slice(None, -step)
            here, there = tuple(ahead), tuple(behind)
            choose(line[there], found[here], out=line[there])
            choose(line[here], found[there], out=line[here])
        found = line
    return found


def _by_cell(mask: Mask) -> npt.NDArray[np.int64]:
    height, width = mask.shape
    rows, columns = -(-height // _CELL), -(-width // _CELL)
    whole = np.zeros((rows * _CELL, columns * _CELL), np.int64)
    whole[:height, :width] = mask
    found: npt.NDArray[np.int64] = whole.reshape(rows, _CELL, columns, _CELL).sum(axis=(1, 3))
    return found


def areas(cells: Mask) -> list[Area]:
    """Return the areas of cells that touch or nearly touch, in px, from the top."""
    return [
        (left * _CELL, top * _CELL, right * _CELL, foot * _CELL)
        for top, left, foot, right in groups(cells)
    ]


def same_patch(base: Picture, head: Picture, area: Area, right: float, down: float) -> bool:
    """Return whether an area of the head stands in the base, ``right`` and ``down`` px before."""
    left, top, end, foot = area
    x, y = left - round(right), top - round(down)
    wide, high = end - left, foot - top
    if x < 0 or y < 0 or x + wide > base.shape[1] or y + high > base.shape[0]:
        return False
    patch = head[top:foot, left:end]
    return not differing(base[y : y + high, x : x + wide][: len(patch)], patch, 2).any()


def is_plain(picture: Picture, area: Area) -> bool:
    """Return whether an area has one colour only."""
    left, top, right, foot = area
    patch = picture[top:foot, left:right]
    if not patch.size:
        return True
    return int((patch.max(axis=(0, 1)) - patch.min(axis=(0, 1))).max()) < 2 * _WEAK


def joined(boxes: Sequence[Box], near: float) -> list[Box]:
    """Join boxes that overlap, or are nearer than ``near``."""
    found: list[Box] = []
    for box in sorted(boxes):
        left, top, right, foot = box
        changed = True
        while changed:
            changed = False
            for one in found:
                if (
                    one[0] - near <= right
                    and left <= one[2] + near
                    and one[1] - near <= foot
                    and top <= one[3] + near
                ):
                    found.remove(one)
                    left, top = min(left, one[0]), min(top, one[1])
                    right, foot = max(right, one[2]), max(foot, one[3])
                    changed = True
                    break
        found.append((left, top, right, foot))
    return sorted(found, key=lambda one: (one[1], one[0]))
