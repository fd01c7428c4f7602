"""Heads of a table over several columns and rows.

In: the rows of heads above the columns. Out: the cells of the head as they are printed, each with
the columns and rows that it spans. A column without a head above it has one as high as all of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import NamedTuple

from report.model.prose import Prose
from report.model.tablerows import Head, wrong

Heads = Sequence[Sequence[Prose | Head]]


class HeadCell(NamedTuple):
    """A cell of the head: its row and first column, what it spans, and where it is written."""

    row: int
    column: int
    over: int
    high: int
    #: The words; None for the head of a column.
    words: Prose | None
    path: tuple[str | int, ...]

    @property
    def end(self) -> int:
        """The column after its last one."""
        return self.column + self.over


def head_cells(heads: Heads, columns: int) -> list[list[HeadCell]]:
    """Return the rows of the head, from top to bottom; the last one has heads of columns.

    Raises PydanticCustomError for heads that are over more or fewer columns, or over part of
    another head.
    """
    rows = [_row(number, row, columns) for number, row in enumerate(heads)]
    rows.append([HeadCell(len(heads), at, 1, 1, None, ("columns", at)) for at in range(columns)])
    for above, below in combinations(rows, 2):
        _check_nested(above, below)
    free = [_free(row) for row in rows]
    found: list[list[HeadCell]] = [[] for _ in rows]
    for cell in (one for row in rows for one in row if one.words is None or one.words):
        top = cell.row
        while top and free[top - 1].issuperset(range(cell.column, cell.end)):
            top -= 1
        found[top].append(cell._replace(row=top, high=cell.row - top + 1))
    return [sorted(row, key=lambda cell: cell.column) for row in found]


def _row(number: int, row: Sequence[Prose | Head], columns: int) -> list[HeadCell]:
    cells: list[HeadCell] = []
    at = 0
    for index, one in enumerate(row):
        over, words = (one.over, one.head) if isinstance(one, Head) else (1, one)
        cells.append(HeadCell(number, at, over, 1, words, ("heads", number, index)))
        at += over
    if at != columns:
        raise wrong(
            f"these heads are over {at} column{'' if at == 1 else 's'}, the table has {columns}",
            "correct “over”; for columns with nothing above them write ''",
            *("heads", number),
        )
    if not any(cell.words for cell in cells):
        raise wrong("this row of heads has no words", "write them, or remove it", "heads", number)
    return cells


def _check_nested(above: Sequence[HeadCell], below: Sequence[HeadCell]) -> None:
    """Check that no head is over a part of a head below it."""
    edges = {edge for cell in above if cell.words for edge in (cell.column, cell.end)}
    for cell in below:
        cut = next((edge for edge in sorted(edges) if cell.column < edge < cell.end), None)
        if cut is not None and cell.words:
            raise wrong(
                f"the head “{cell.words.plain}” is over columns {cell.column + 1} to {cell.end}, "
                f"but a head above it ends at column {cut}",
                "a head stands over whole heads of the row below it: correct “over”",
                *cell.path,
            )


def _free(row: Sequence[HeadCell]) -> set[int]:
    """Return the columns above which nothing stands in a row."""
    empty = (cell for cell in row if cell.words is not None and not cell.words)
    return {at for cell in empty for at in range(cell.column, cell.end)}
