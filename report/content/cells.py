"""Reads the figures of a spreadsheet: each as exact as its cell, and what is there instead.

In: a sheet. Out: figures; cells that are no figures are told with their places (D223), many of one
kind together.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal

from pydantic_core import PydanticCustomError

from report.content.sheets import Cell, Is, Sheet
from report.findings.diagnostics import Diagnostic, Place, diagnostic
from report.model.numbers import MOST_PART, plain_digits, read_number
from report.model.series import Absence, Point
from report.model.units import EXACT, is_per_cent

#: Findings of one kind that are told one by one.
_MOST_TOLD = 10
_ABSENT = {
    **dict.fromkeys(("-", "–", "—", "－", "−", "…", "——", "absent"), Absence.ABSENT),
    **dict.fromkeys(
        ("不適用", "N/A", "n/a", "NA", "n.a.", "not_applicable"), Absence.NOT_APPLICABLE
    ),
    **dict.fromkeys(("無", "零", "nil", "Nil", "NIL"), Absence.NIL),
}
#: A figure has up to 15 digits before its point.
_TOO_LARGE = 10**15
_FILL_IN = "write the figure, or – (not known), 不適用 or 無"


class Wrong:
    """Cells that are wrong, told together when many are wrong in the same way."""

    def __init__(self) -> None:
        self._by_kind: dict[str, list[Diagnostic]] = defaultdict(list)

    def add(self, kind: str, message: str, hint: str, place: Place, code: str = "D223") -> None:
        """Add a finding; those of one ``kind`` are told together."""
        self._by_kind[kind].append(diagnostic(code, message, hint=hint, place=place))

    def __bool__(self) -> bool:
        return bool(self._by_kind)

    def told(self) -> Iterator[Diagnostic]:
        """Return the findings, and one for those of a kind that are too many."""
        for found in self._by_kind.values():
            yield from found[:_MOST_TOLD]
            rest = found[_MOST_TOLD:]
            if rest:
                cells = [one.file.rpartition("!")[2] or f"line {one.line}" for one in rest[:20]]
                more = "…" if rest[20:] else ""
                message = f"{len(rest)} more cells are wrong in the same way: {', '.join(cells)}"
                yield diagnostic(
                    rest[0].code, message + more, hint=rest[0].hint, place=rest[0].place
                )


class Figures:
    """Reads figures from the cells of a sheet."""

    def __init__(self, sheet: Sheet, wrong: Wrong) -> None:
        self.sheet, self.wrong = sheet, wrong
        #: The heads of the columns, for findings in a CSV.
        self.heads: Sequence[str] = ()

    def point(
        self, row: int, column: int, unit: str, rounded: int | None, heading: str = ""
    ) -> Point | None:
        """Return the figure of a cell; None when it is wrong, which is told."""
        if self.sheet.merged_with(row, column):
            hint = "unmerge the cells, and write a figure into each"
            self._tell("merged", "a figure is in merged cells", hint, row, column)
            return None
        place = self.sheet.place(row, column)
        cell = self.sheet.cell(row, column)
        if cell.kind is Is.NUMBER and abs(float(cell.text)) >= _TOO_LARGE:
            message = "this number has more than 15 digits before its point"
            hint = "choose a larger unit, like 萬 or 億"
            self._tell("large", message, hint, row, column)
            return None
        if cell.kind is Is.NUMBER and rounded is None and not cell.per_cent:
            digits, places = cell.text, len(cell.text.partition(".")[2])
        elif cell.kind is Is.TEXT and cell.text in _ABSENT:
            return Point(absence=_ABSENT[cell.text], place=place, heading=heading)
        else:
            number = self._number(cell, row, column, unit)
            if number is None:
                return None
            if rounded is not None:
                return Point(plain_digits(number, rounded), None, number, place, heading)
            exponent = number.as_tuple().exponent
            # a CSV has its digits as text, 4.40
            places = max(0, -exponent) if isinstance(exponent, int) else 0
            digits = plain_digits(number, places)
        if places <= MOST_PART:
            return Point(digits, None, None, place, heading)
        message = f"{Decimal(digits):.6f}… has more than {MOST_PART} digits after its point"
        hint = "add “rounded: 1” to the import, or round the cell with ROUND()"
        self._tell("digits", message, hint, row, column)
        return None

    def _number(self, cell: Cell, row: int, column: int, unit: str) -> Decimal | None:
        """Return the number of a cell; None when it has none, which is told."""
        if cell.kind is Is.NUMBER:
            number = Decimal(cell.text)
            if not cell.per_cent:
                return number
            if is_per_cent(unit):
                return EXACT.normalize(number * 100)  # 12.3% is kept as 0.123
            message = f"this cell is in per cent, but its unit is {unit}"
            hint = "give the row the unit %, or change the format of the cell to a number"
            self._tell("share", message, hint, row, column)
            return None
        if cell.kind is Is.TEXT and not self.sheet.name:
            try:
                return Decimal(read_number(cell.text))
            except PydanticCustomError as exc:
                hint = str((exc.context or {}).get("hint", ""))
                self._tell("text", exc.message(), hint, row, column)
                return None
        self.tell(cell, row, column)
        return None

    def _tell(self, kind: str, message: str, hint: str, row: int, column: int) -> None:
        """Tell what is wrong with a cell; in a CSV, whose place is a line, also its column."""
        if not self.sheet.name and column < len(self.heads):
            message = f"column “{self.heads[column]}”: {message}"
        self.wrong.add(kind, message, hint, self.sheet.place(row, column))

    def tell(self, cell: Cell, row: int, column: int) -> None:
        """Tell what is in a cell instead of what is expected."""
        text = cell.text[:40]
        match cell.kind:
            case Is.EMPTY:
                self._tell("empty", "this cell is empty", _FILL_IN, row, column)
            case Is.TEXT if re.fullmatch(r"[-−+(（]?[\d,.\s]+%?[)）]?", cell.text):
                hint = "make it a number: in Excel, select the cells, then Data, Text to Columns"
                message = f"“{text}” is text that only looks like a number"
                self._tell("looks", message, hint, row, column)
            case Is.TEXT:
                message = f"“{text}” is text, and a figure is expected here"
                self._tell("text", message, _FILL_IN, row, column)
            case Is.DATE:
                hint = "give the cell the format Number, and type the figure again"
                self._tell("date", f"this cell is a date: {text}", hint, row, column)
            case Is.TRUTH:
                self._tell("truth", f"this cell is {text}, no figure", _FILL_IN, row, column)
            case Is.ERROR:
                hint = "correct its formula, or write – (not known) into the cell"
                self._tell("error", f"this cell has the error {text}", hint, row, column)
            case Is.NO_VALUE:
                hint = "open the file in Excel or LibreOffice, and save it again"
                self._tell("formula", "this formula has no stored value", hint, row, column)
