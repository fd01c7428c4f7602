"""Computes the widths of the columns of a table that is set close.

In: the block and the theme. Out: exact widths in em of the table's type, for a fixed layout. Each
column is as wide as it says, or as its content wants, but not less than its figures and words need.
"""

from __future__ import annotations

from collections.abc import Sequence

from report.markup.room import ems, longest_word
from report.model.blocks.table import Shown, Table
from report.model.tablerows import TIGHT, Column
from report.model.theme import Theme

#: Between two columns, if there is room; it is part of the width of the second.
GAP = 1.0
#: How much wider than it needs a column of figures may be: no label is far from its figures.
LOOSE = 3.0
#: The call of a note, 註1, smaller than the words before it.
CALL = 2.9
#: The least width of the first column, and of others with words that have more to say.
_LABEL_FLOOR, _WORDS_FLOOR = 8.0, 4.0
#: The head of a figure may take so much more than the figure before it wraps.
_HEAD = 10.0
#: The least that is left to the first column when there is no room for all.
_LAST = 4.0


def close_columns(block: Table, theme: Theme) -> tuple[tuple[float, ...], bool]:
    """Distribute the width of a table that is set close to its columns.

    Returns the widths, and whether the columns are closer to each other than usual: there is no
    room for them otherwise.
    """
    whole = block.measure(theme) / theme.type.scale["caption"]
    widths, fits = _distributed(block, whole, GAP)
    if fits:
        return widths, False
    return _distributed(block, whole, TIGHT)[0], True


def _distributed(block: Table, whole: float, gap: float) -> tuple[tuple[float, ...], bool]:
    """Return the widths with a gap between columns, and whether no column had to give way."""
    natural: list[float] = []
    floors: list[float] = []
    for index, column in enumerate(block.columns):
        rows = [
            (line.indent, row[index])
            for line, row in zip(block.lines, block.body, strict=True)
            if row
        ]
        calls = max(len(line.notes) for line in block.lines) if index == 0 else 0
        own, least = _needs(column, rows, calls, first=index == 0)
        before = gap if index else 0.0
        if column.width is not None:
            own = least = max(column.width, least if column.kind == "figure" else 0.0)
        natural.append(own + before)
        floors.append(least + before)
    _widen(block, natural, gap)
    grows = [column.kind == "text" and column.width is None for column in block.columns]
    said = [column.width is not None for column in block.columns]
    widths = _shared(natural, floors, whole, grows, said)
    return tuple(round(width, 3) for width in widths), sum(floors) <= whole


def _needs(
    column: Column, rows: Sequence[tuple[int, Shown]], calls: int, *, first: bool
) -> tuple[float, float]:
    """Return the natural and the least width of a column, without the gap before it."""
    unit = ems(f"（{column.unit}）") if column.unit else 0.0
    noted = CALL * len(column.notes)
    head = ems(column.head.plain) + unit + noted
    narrow = max(longest_word(column.head.plain), unit, 2.0)
    texts = [f"{one.before}{one.word or one.words.plain}{one.after}" for _, one in rows]
    if column.kind == "figure":
        own = max(map(ems, texts), default=0.0)
        return max(own, min(head, max(own, _HEAD)), narrow), max(own, narrow)
    wide = [
        ems(text) + (indent + CALL * calls if first else 0)
        for text, (indent, _) in zip(texts, rows, strict=True)
    ]
    natural = max([head, *wide])
    words = max([narrow, *map(longest_word, texts)])
    floor = _LABEL_FLOOR if first else _WORDS_FLOOR
    return natural, min(natural, max(words, floor))


def _widen(block: Table, natural: list[float], gap: float) -> None:
    """Let heads over several columns have their words on one line, if there is room."""
    for cell in (one for row in block.head_rows for one in row if one.words):
        columns = range(cell.column, cell.end)
        wanted = ems(cell.words.plain if cell.words else "") + gap * (cell.column > 0)
        missing = wanted - sum(natural[at] for at in columns)
        if missing > 0:
            for at in columns:
                natural[at] += missing / len(columns)


def _shared(
    natural: Sequence[float],
    floors: Sequence[float],
    whole: float,
    grows: Sequence[bool],
    said: Sequence[bool],
) -> list[float]:
    """Return widths between floor and natural width that fill the table, if they can.

    What is left goes to the columns of words in proportion, and to figures up to ``LOOSE``.
    """
    spare = whole - sum(natural)
    if spare >= 0:
        free = [not one and not wide for one, wide in zip(said, grows, strict=True)]
        each = min(LOOSE, spare / 2 / max(1, sum(free)))
        widths = [width + each * one for width, one in zip(natural, free, strict=True)]
        rest = whole - sum(widths)
        words = sum(width for width, one in zip(natural, grows, strict=True) if one)
        if words:
            return [
                width + rest * own / words * one
                for width, own, one in zip(widths, natural, grows, strict=True)
            ]
        return [widths[0] + rest * (not said[0]), *widths[1:]]
    spare = whole - sum(floors)
    wants = [a - b for a, b in zip(natural, floors, strict=True)]
    share = max(0.0, spare) / (sum(wants) or 1.0)
    widths = [floor + share * want for floor, want in zip(floors, wants, strict=True)]
    if spare < 0 and not said[0]:
        widths[0] = max(min(_LAST, widths[0]), widths[0] + spare)
    return widths
