"""Marks in rows of ten: how many per row, how large, at which position. Lengths in points.

Readers count the marks, so a row has ten or a multiple of ten, with a wider gap after each five
(Otto Neurath's Isotype: unit marks in tens, never cut).
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

#: The share of a cell that a mark fills: its width (by default) and its height.
FILL, _FILL_DOWN = 0.95, 0.84
#: How much wider than others a gap after five marks is, in cells; after ten it is twice as much.
_AFTER_FIVE = 0.35
#: The largest factor by which rows and columns are spread to fill an area.
_LOOSE = 1.25


@dataclass(frozen=True, slots=True)
class Grid:
    """The positions of ``count`` marks, ``columns`` per row, from the top left."""

    count: int
    columns: int
    pitch_x: float
    pitch_y: float
    mark_width: float
    mark_height: float

    @property
    def size(self) -> float:
        """The larger side of a mark."""
        return max(self.mark_width, self.mark_height)

    @property
    def height(self) -> float:
        """The height of all rows, from the top of the first to the bottom of the last."""
        rows = -(-self.count // self.columns)
        return (rows - 1) * self.pitch_y + self.mark_height

    def places(self) -> Iterator[tuple[float, float]]:
        """Return the top left corner of each mark."""
        for index in range(self.count):
            row, column = divmod(index, self.columns)
            yield _cells(column) * self.pitch_x, row * self.pitch_y


def fill(
    count: int,
    width: float,
    height: float,
    aspect: float,
    most: float = 44.0,
    share: float = FILL,
    enough: float = math.inf,
) -> Grid:
    """Lay out ``count`` marks of ``aspect`` (width : height) as large as an area allows.

    A row has ten marks or a multiple of ten, or five if there are no more; ``most`` is the greatest
    height of a mark, and ``share`` the part of its cell's width that it fills. If marks can be
    ``enough`` points high, the fewest rows are used, since one row is easy to compare.
    """
    area = (width, height)
    ways = [_sized(count, columns, area, aspect, most, share) for columns in _rows(count)]
    large = [way for way in ways if way.mark_height >= enough]
    if large:
        return max(large, key=lambda grid: grid.columns)
    return max(ways, key=lambda grid: (round(grid.mark_height, 6), -grid.columns))


def _cells(column: int) -> float:
    """Return the start of a column of marks, in cells, with a gap after each five and each ten."""
    return column + _AFTER_FIVE * (column // 5 + column // 10)


def _rows(count: int) -> Iterator[int]:
    """Return the numbers of marks that a row may have."""
    yield 5 if count <= 5 else 10
    yield from range(20, count + 10, 10)


def _sized(
    count: int,
    columns: int,
    area: tuple[float, float],
    aspect: float,
    most: float,
    share: float,
) -> Grid:
    width, height = area
    rows = -(-count // columns)
    cells = _cells(columns - 1)
    side = min(
        width / (cells + share) * share / aspect,
        height / ((rows - 1) / _FILL_DOWN + 1),
        most,
    )
    own = side * aspect
    across = (width - own) / cells if cells else 0.0
    down = (height - side) / (rows - 1) if rows > 1 else 0.0
    return Grid(
        count,
        columns,
        min(across, own / share * _LOOSE),
        min(down, side / _FILL_DOWN * _LOOSE),
        own,
        side,
    )
