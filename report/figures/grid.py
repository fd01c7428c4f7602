"""Marks set in rows: how many to a row, how large, where each one stands. Lengths in points."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.path import Path

#: The most by which rows are drawn apart to fill a height.
_LOOSE = 1.42
#: Share of a cell that a mark fills.
_FILL = 0.8


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
        """The smaller side of a mark."""
        return min(self.mark_width, self.mark_height)

    @property
    def height(self) -> float:
        """The height of all rows, from the head of the first to the foot of the last."""
        rows = -(-self.count // self.columns)
        return (rows - 1) * self.pitch_y + self.mark_height

    def places(self) -> Iterator[tuple[float, float]]:
        """Give the top left corner of each mark."""
        for index in range(self.count):
            row, column = divmod(index, self.columns)
            yield column * self.pitch_x, row * self.pitch_y


def fill(count: int, width: float, height: float, aspect: float, most: float = 44.0) -> Grid:
    """Set ``count`` marks of ``aspect`` (width : height) as large as an area allows.

    Rows of ten, twenty or five, which can be counted, are taken where they cost little of the
    size; ``most`` limits the height of a mark. The marks span the width to its right edge.
    """
    best: tuple[float, int] | None = None
    for columns in range(1, count + 1):
        rows = -(-count // columns)
        side = min(_mark_height(width, columns, aspect), _mark_height(height, rows, 1.0), most)
        loose = columns * side * aspect * 1.65 < width
        liked = side * (1.0 if loose or columns % 5 else 1.08 if columns % 10 else 1.18)
        if best is None or liked > best[0] + 1e-9:
            best = (liked, columns)
    columns = best[1] if best else 1
    rows = -(-count // columns)
    side = min(_mark_height(width, columns, aspect), _mark_height(height, rows, 1.0), most)
    own = side * aspect
    across = (width - own) / (columns - 1) if columns > 1 else 0.0
    down = (height - side) / (rows - 1) if rows > 1 else 0.0
    pitch_x = min(across, own / _FILL * 1.8)
    pitch_y = min(down, side / _FILL * _LOOSE)
    return Grid(count, columns, pitch_x, pitch_y, own, side)


def _mark_height(length: float, count: int, aspect: float) -> float:
    """Give the height of marks of which ``count`` fill a length with gaps between them."""
    return length / (count - 1 + _FILL) * _FILL / aspect if count else length


def cut_at(path: Path, box: tuple[float, float, float, float], share: float) -> Path:
    """Give the left ``share`` (0 to 1) of a mark that stands in ``box`` (x, y, width, height)."""
    from matplotlib.path import Path as MatplotlibPath
    from matplotlib.transforms import Bbox

    x, y, width, height = box
    window = Bbox.from_extents(x - 1, y - 1, x + width * share, y + height + 1)
    cut: MatplotlibPath = path.clip_to_bbox(window, inside=True)
    return cut
