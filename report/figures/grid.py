"""Marks set in rows of ten: how many to a row, how large, where each stands. Lengths in points.

Marks are there to be counted, so rows are of ten or a multiple of it, with a wider gap after each
five (Otto Neurath's Isotype: unit marks in tens, never cut).
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

#: Share of a cell that a mark fills, across (if nothing else is said) and down.
FILL, _FILL_DOWN = 0.95, 0.84
#: What a gap after five marks is wider than the others, in cells; after ten it is twice as much.
_AFTER_FIVE = 0.35
#: The most by which rows and columns are drawn apart to fill an area.
_LOOSE = 1.25


@dataclass(frozen=True, slots=True)
class Grid:
    """Places for ``count`` marks, ``columns`` to a row, from the top left."""

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
        """The height of all rows, from the head of the first to the foot of the last."""
        rows = -(-self.count // self.columns)
        return (rows - 1) * self.pitch_y + self.mark_height

    def places(self) -> Iterator[tuple[float, float]]:
        """Give the top left corner of each mark."""
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
    """Set ``count`` marks of ``aspect`` (width : height) as large as an area allows.

    Rows are of ten or a multiple of it, of five where no more marks are there; ``most`` limits
    the height of a mark, and ``share`` says how much of its cell it fills across. Marks that are
    ``enough`` points high stand in the fewest rows, since one row is compared at a glance.
    """
    area = (width, height)
    ways = [_sized(count, columns, area, aspect, most, share) for columns in _rows(count)]
    large = [way for way in ways if way.mark_height >= enough]
    if large:
        return max(large, key=lambda grid: grid.columns)
    return max(ways, key=lambda grid: (round(grid.mark_height, 6), -grid.columns))


def _cells(column: int) -> float:
    """Give where a column of marks begins, in cells: gaps follow each five and each ten."""
    return column + _AFTER_FIVE * (column // 5 + column // 10)


def _rows(count: int) -> Iterator[int]:
    """Give the numbers of marks that a row may have."""
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
