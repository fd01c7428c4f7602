"""Computes the widths of the columns of a table of facts over years.

In: the block and the theme. Out: exact widths in em of the table's type, for a fixed layout: the
engine need not measure hundreds of rows. The estimates are rather too wide than too narrow.
"""

from __future__ import annotations

from report.markup.room import ems, longest_word
from report.model.blocks.data_table import LABEL, DataTable, Row
from report.model.theme import Theme

#: Between two columns; it is part of the width of the second.
_GAP = 1.0
#: How much wider than it needs a column may be, so that no label is far from its figures.
_LOOSE = 3.0
#: The least width of the label, and of a column of words that has more to say.
_LABEL_FLOOR, _WORDS_FLOOR = 9.0, 6.0
_NUMBERS = frozenset({"figure", "change", "target"})
#: The call of a note: 註1, smaller than the label.
_CALL = 2.9


def data_columns(block: DataTable, theme: Theme) -> tuple[float, ...]:
    """Distribute the width of a table: figures get what they need, words share the rest.

    Words keep their natural width where there is room for all of them.
    """
    measure = theme.measure_pt if block.width == "full" else theme.column_pt
    if block.landscape:
        measure = theme.wide_pt
    whole = measure / theme.type.scale["caption"]
    rows = [(at, row) for at, row in enumerate(block.rows) if row.fact is not None]
    labels = [_label(row) for _, row in rows]
    natural, floors = [max(labels, default=0.0)], [_floor(max(labels, default=0.0), _LABEL_FLOOR)]
    for column, (kind, head) in enumerate(block.heads):
        if kind in _NUMBERS:
            cells = [block.at(at, column) for at, _ in rows]
            own = max(ems(cell.text) + ems(cell.room) for cell in cells)
            # A head may wrap, but not a year.
            width = max(own, ems(head) if kind == "figure" else min(ems(head), 4.0)) + _GAP
            natural.append(width)
            floors.append(width)
            continue
        texts = [_words(kind, row) for _, row in rows]
        own = max([ems(head), *map(ems, texts)]) + _GAP
        least = max([ems(head), *map(longest_word, texts)]) + _GAP
        floor = max(least, _WORDS_FLOOR + _GAP)
        natural.append(own)
        floors.append(min(own, floor))
    return tuple(round(width, 3) for width in _shared(natural, floors, whole))


def _shared(natural: list[float], floors: list[float], whole: float) -> list[float]:
    """Return widths between floor and natural width that fill the table, if they can."""
    spare = whole - sum(natural)
    if spare >= 0:
        # Half of what is left stands before the other columns, as far as the eye follows a row.
        each = min(_LOOSE, spare / 2 / (len(natural) - 1))
        others = [width + each for width in natural[1:]]
        return [whole - sum(others), *others]
    spare = whole - sum(floors)
    wants = [a - b for a, b in zip(natural, floors, strict=True)]
    share = max(0.0, spare) / (sum(wants) or 1.0)
    widths = [floor + share * want for floor, want in zip(floors, wants, strict=True)]
    if spare < 0:
        # The label gives way, down to a few characters; more is told as a table without room.
        widths[0] = max(4.0, widths[0] + spare)
    return widths


def _floor(natural: float, least: float) -> float:
    return min(natural, least)


def _label(row: Row) -> float:
    return max(ems(row.series.label) + row.indent + _CALL * len(row.notes), ems(LABEL))


def _words(kind: str, row: Row) -> str:
    if kind == "unit":
        return row.series.unit
    if kind == "source":
        return row.series.source
    return row.note.plain if row.note is not None else ""
