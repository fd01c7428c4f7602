"""How the columns of a table share its width, so that a template can say it.

A table and a theme in, widths in em of the table's type out. They are estimates, rather too wide
than too narrow; where they show that everything has room the engine shares the width alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from report.markup.room import ems, longest_word
from report.model.blocks.table import Column, Table
from report.model.prose import Prose
from report.model.theme import Theme

#: Lines of words are not broken below this width in em, where there is room, and heads of figures
#: not below the second one.
_FLOOR, _HEAD_FLOOR = 7.0, 12.0
#: Chinese words that have less are one character wide; rather break long Western ones.
_FEWEST = 2.0
#: Less than this for each column of words, and there is no use in sharing.
_LEAST = 1.5
#: The marks at which an address may break.
_MARKS = re.compile(r"[@._/?&]")


@dataclass(frozen=True, slots=True)
class Columns:
    """The widths of a table's columns in em.

    They are the least widths, 0 where content decides, or, when the table is ``fixed``, the widths
    themselves: longer words are broken then, and the table is no wider than its place.
    """

    widths: tuple[float, ...]
    fixed: bool = False


@dataclass(frozen=True, slots=True)
class _Needs:
    """What a column wants to stand on one line, and the least that its words allow."""

    words: bool
    natural: float
    least: float


def columns(block: Table, theme: Theme) -> Columns:
    """Share the width of a table among its columns.

    The engine shares width by content, lets short words be broken character by character beside
    long ones, and makes a table wider than its place when words do not break. So words keep up to
    seven em, heads of figures twelve, and words are broken anywhere when there is no room for
    them whole.
    """
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
    lines = [*block.rows, *([block.total] if block.total is not None else [])]
    cells = [_printed(block, index, line[index]) for line in lines]
    unit = f"（{column.unit}）" if column.unit else ""
    head = column.head.plain
    natural = max([ems(head + unit), *map(ems, cells)])
    if column.kind == "figure":
        return _Needs(False, natural, max([_least(head), ems(unit), *map(ems, cells)]))
    return _Needs(True, natural, max([_least(head), ems(unit), *map(_least, cells)]))


def _printed(block: Table, index: int, cell: Prose) -> str:
    return (block.word(index, cell) or cell.plain) + block.room(index, cell)


def _least(text: str) -> float:
    """Give the width of the widest part of a text that no line breaks; Chinese breaks anywhere."""
    # A line ends before or after the mark between parts of an address, which is with one of them.
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
    """Give the widths at the highest level at which the columns have room together."""
    low, high = 0.0, _FLOOR if width is _with_floor else whole
    for _ in range(20):
        level = (low + high) / 2
        if sum(width(need, level) for need in needs) <= whole:
            low = level
        else:
            high = level
    return tuple(round(width(need, low), 2) for need in needs)
