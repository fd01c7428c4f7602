"""What stands in the cells of a table: figures, the words for none, and their alignment.

In: the prose of a cell. Out: its fact, its word, and the digits that nobody sees, which bring the
decimal points of a column under each other.
"""

from __future__ import annotations

from collections.abc import Iterable

from report.model.facts import Fact
from report.model.prose import Figure, Prose
from report.model.series import Absence

#: The printed texts for a missing figure in a column of figures. 無 counts as 0.
ABSENT, NOT_APPLICABLE, NIL = (one.text for one in Absence)
_WORDS = {
    **dict.fromkeys(("", "-", "–", "—", "－", "−", "…", "——"), ABSENT),
    **dict.fromkeys(("不適用", "N/A", "n/a", "NA", "n.a."), NOT_APPLICABLE),
    **dict.fromkeys(("無", "零", "nil", "Nil"), NIL),
}


def figure_in(cell: Prose) -> Fact | None:
    """Return the fact of a cell, None when it has none, several, or other text."""
    facts = [piece for piece in cell.pieces if isinstance(piece, Figure)]
    return facts[0].fact if len(facts) == len(cell.pieces) == 1 else None


def word_in(cell: Prose) -> str | None:
    """Return the printed text for a missing figure; None when the cell has a figure or text."""
    if any(isinstance(piece, Figure) for piece in cell.walk()):
        return None
    return _WORDS.get(cell.plain.strip())


class Alignment:
    """What brings the figures of a column under each other: digits that nobody sees."""

    def __init__(self, column: Iterable[Prose]) -> None:
        cells = tuple(column)
        facts = [fact for fact in map(figure_in, cells) if fact is not None]
        self._most = max((len(_part(cell)) for cell in cells), default=0)
        self._closes = any(_closed(cell) for cell in cells)
        self._longest = max(map(_whole, facts), key=len, default="")
        self._sign = max(map(_sign, facts), key=len, default="")

    def after(self, cell: Prose) -> str:
        """Return the missing decimals of a cell, ``.00`` after 12 if another cell has 12.25.

        They are set invisibly after the figure.
        """
        if word_in(cell) == NOT_APPLICABLE:
            return ""
        own = len(_part(cell))
        closing = ")" if self._closes and not _closed(cell) else ""
        if not self._most or own == self._most:
            return closing
        return ("0" * (self._most - own) if own else "." + "0" * self._most) + closing

    def before(self, cell: Prose) -> str:
        """Return the digits that a figure has less than the longest: ``1,2`` before 34.

        With them all figures of the column are equally wide, and it can stand anywhere.
        """
        fact = figure_in(cell)
        if fact is None:
            return ""
        missing = self._longest[: len(self._longest) - len(_whole(fact))]
        return ("" if _sign(fact) else self._sign) + missing


def _whole(fact: Fact) -> str:
    """Return the digits before the point, as printed, without a sign."""
    return fact.digits_in_tables.lstrip("−(").partition(".")[0].rstrip(")")


def _sign(fact: Fact) -> str:
    first = fact.digits_in_tables[:1]
    return first if first in "−(" else ""


def _part(cell: Prose) -> str:
    """Return the decimals of the fact in a cell."""
    fact = figure_in(cell)
    return fact.digits.partition(".")[2] if fact else ""


def _closed(cell: Prose) -> bool:
    """Return whether the figure of a cell is in parentheses, as it is below zero."""
    fact = figure_in(cell)
    return fact is not None and fact.digits_in_tables.endswith(")")
