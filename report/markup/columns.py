"""Computes the widths of the columns of a table for the template.

In: a table and a theme. Out: widths in em of the table's type. The estimates are rather too wide
than too narrow. If all columns have enough room, the engine computes the widths itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from report.markup.datacolumns import data_columns
from report.markup.room import ems, longest_word
from report.markup.tablecolumns import close_columns
from report.model.blocks.data_table import DataTable
from report.model.blocks.table import Table
from report.model.prose import Prose
from report.model.tablerows import Column
from report.model.theme import Theme

#: If there is room, columns of text keep at least the first width, in em, and heads of figures the
#: second.
_FLOOR, _HEAD_FLOOR = 7.0, 12.0
#: Columns of text with less than this would have one character per line; then long Western words
#: are broken instead.
_FEWEST = 2.0
#: With less than this for each column of text, the widths are left to the engine.
_LEAST = 1.5
#: The marks at which an address may break.
_MARKS = re.compile(r"[@._/?&]")


@dataclass(frozen=True, slots=True)
class Columns:
    """The widths of a table's columns in em.

    They are minimum widths, 0 where the content decides. With ``fixed`` they are the exact widths:
    then longer words are broken, and the table is not wider than its column.
    """

    widths: tuple[float, ...]
    fixed: bool = False
    #: Whether the columns are closer to each other than usual.
    tight: bool = False


@dataclass(frozen=True, slots=True)
class _Needs:
    """The width of a column's content on one line, and the smallest width without broken words."""

    words: bool
    natural: float
    least: float


def columns(block: Table | DataTable, theme: Theme) -> Columns:
    """Distribute the width of a table to its columns.

    The engine distributes the width by content, makes columns of short text very narrow beside long
    ones, and makes a table too wide when words do not break. So columns of text keep up to 7 em,
    heads of figures 12 em, and words are broken anywhere if there is not enough room.
    """
    if isinstance(block, DataTable):
        return Columns(data_columns(block, theme), fixed=True)
    if block.is_close:
        widths, tight = close_columns(block, theme)
        return Columns(widths, fixed=True, tight=tight)
    measure = theme.measure_pt if block.width == "full" else theme.column_pt
    whole = measure / theme.type.scale["caption"] - (len(block.columns) - 1)
    needs = [_needs(block, index, column) for index, column in enumerate(block.columns)]
    if sum(one.natural for one in needs) <= whole:
        return Columns((0.0,) * len(needs))
    if sum(_with_floor(one, _FEWEST) for one in needs) <= whole:
        return Columns(_shared(needs, whole, _with_floor))
    figures = sum(one.least for one in needs if not one.words)
    if whole - figures < _LEAST * sum(one.words for one in needs):
        return Columns((0.0,) * len(needs))
    return Columns(_shared(needs, whole, _cut), fixed=True)


def _needs(block: Table, index: int, column: Column) -> _Needs:
    cells = [_printed(block, index, line.cells[index]) for line in block.lines]
    unit = f"（{column.unit}）" if column.unit else ""
    head = column.head.plain
    natural = max([ems(head + unit), *map(ems, cells)])
    if column.kind == "figure":
        return _Needs(False, natural, max([_least(head), ems(unit), *map(ems, cells)]))
    return _Needs(True, natural, max([_least(head), ems(unit), *map(_least, cells)]))


def _printed(block: Table, index: int, cell: Prose) -> str:
    return (block.word(index, cell) or cell.plain) + block.room(index, cell)


def _least(text: str) -> float:
    """Return the width of the widest unbreakable part of a text; Chinese breaks anywhere."""
    # A mark in an address stays with the part before or after it.
    mark = max(map(ems, _MARKS.findall(text)), default=0.0)
    return max(longest_word(text) + mark, 1.0 if text.strip() else 0.0)


def _with_floor(need: _Needs, level: float) -> float:
    floor = level if need.words else level * _HEAD_FLOOR / _FLOOR
    return max(need.least, min(need.natural, floor))


def _cut(need: _Needs, level: float) -> float:
    return min(need.natural, level) if need.words else need.least


def _shared(
    needs: Sequence[_Needs], whole: float, width: Callable[[_Needs, float], float]
) -> tuple[float, ...]:
    """Return the widths at the highest level at which the columns fit together."""
    low, high = 0.0, _FLOOR if width is _with_floor else whole
    for _ in range(20):
        level = (low + high) / 2
        if sum(width(need, level) for need in needs) <= whole:
            low = level
        else:
            high = level
    return tuple(round(width(need, low), 2) for need in needs)
