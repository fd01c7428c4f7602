"""Reads a sheet of a spreadsheet file: .xlsx, .ods and .csv.

In: the bytes of a file. Out: a :class:`Sheet`, whose cells have exact values and places; findings
for a file that cannot be read (D221), a sheet that is not there (D222), and what is easily
overlooked (D225): hidden sheets, macros, values of other workbooks.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Context
from enum import Enum, auto
from math import isfinite
from typing import Any, NamedTuple
from xml.etree import ElementTree

from report.content.advice import nearest
from report.content.workbook import (
    MOST_CELLS,
    MOST_ROWS,
    Marks,
    Package,
    TooLargeError,
    column_name,
)
from report.findings.diagnostics import Diagnostic, Place, diagnostic
from report.findings.errors import FindingsError

#: The largest file, in bytes.
LARGEST = 20_000_000
KINDS = (".xlsx", ".xlsm", ".ods", ".csv")
#: The first bytes of an OLE file: one with a password, or an old .xls.
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
#: A spreadsheet keeps binary fractions and shows 15 digits of them: 0.30000000000000004 is 0.3.
_SHOWN = Context(prec=15)
#: Texts of numbers that are no longer than these have at most 15 digits.
_PRECISE, _WHOLE = 15, 17
_ENCODINGS = ("utf-8-sig", "big5hkscs", "gb18030")
_READABLE = "save it as .xlsx, .ods or .csv"


class Is(Enum):
    """What a cell has."""

    EMPTY = auto()
    NUMBER = auto()
    TEXT = auto()
    DATE = auto()
    TRUTH = auto()
    ERROR = auto()
    NO_VALUE = auto()  # a formula without a stored value


class Cell(NamedTuple):
    """A cell: what it has, and its text; that of a number has plain digits, ``-1234.5``."""

    kind: Is
    text: str = ""
    per_cent: bool = False


_NOTHING, _NO_VALUE = Cell(Is.EMPTY), Cell(Is.NO_VALUE)


def _digits(value: float) -> str:
    """Return a number of a spreadsheet as plain digits: as many as the spreadsheet shows."""
    text = repr(value or 0)  # no -0.0
    if text.endswith(".0") and len(text) <= _WHOLE:
        return text[:-2]
    if len(text) <= _PRECISE and "e" not in text:
        return text
    return f"{_SHOWN.normalize(_SHOWN.create_decimal(text)):f}"


@dataclass(slots=True)
class Sheet:
    """A sheet; rows and columns count from 0."""

    #: The file within the project, and the name of the sheet; a CSV has none.
    file: str
    name: str
    rows: Sequence[Sequence[Any]]
    #: For a CSV: the line of each row in the file.
    lines: Sequence[int] = ()
    marks: Marks = field(default_factory=Marks)
    #: Merged cells: the first and the last, each by row and column.
    merged: Sequence[tuple[tuple[int, int], tuple[int, int]]] = ()
    found: list[Diagnostic] = field(default_factory=list)

    def place(self, row: int, column: int = 0) -> Place:
        """Return the place of a cell: ``sources/x.xlsx:環境!D14``; of a CSV, the line."""
        if self.lines or not self.name:
            return Place(self.file, self.lines[row] if row < len(self.lines) else row + 1)
        return Place(f"{self.file}:{self.name}!{column_name(column)}{row + 1}")

    def cell(self, row: int, column: int) -> Cell:
        """Return a cell."""
        at, marks = (row, column), self.marks
        if marks.errors and at in marks.errors:
            return Cell(Is.ERROR, marks.errors[at])
        if marks.without_value and at in marks.without_value:
            return _NO_VALUE
        line = self.rows[row]
        value = line[column] if column < len(line) else ""
        if isinstance(value, str):
            text = " ".join(value.split())
            return Cell(Is.TEXT, text) if text else _NOTHING
        if isinstance(value, bool):
            return Cell(Is.TRUTH, str(value).upper())
        if isinstance(value, int | float):
            if not isfinite(value):
                return Cell(Is.ERROR, str(value))
            return Cell(Is.NUMBER, _digits(value), at in marks.per_cent)
        return Cell(Is.DATE, str(value))  # a date, a time, or a length of time

    def text(self, row: int, column: int) -> str:
        """Return what a cell says, as text."""
        return self.cell(row, column).text

    def merged_with(self, row: int, column: int) -> tuple[int, int] | None:
        """Return the first cell of the merged cells that a cell is in; None for others."""
        for first, last in self.merged:
            if first[0] <= row <= last[0] and first[1] <= column <= last[1]:
                return first
        return None


def read_sheet(raw: bytes, file: str, sheet: str, heads: Sequence[str], named_at: Place) -> Sheet:
    """Read a sheet of a file; ``heads`` are words that it must have, ``named_at`` names it.

    Without a name, the file must have one sheet that is not hidden. Raises FindingsError.
    """
    if len(raw) > LARGEST:
        raise _fault(f"“{file}” is larger than {LARGEST / 1e6:.0f} MB", _SMALLER, named_at)
    if not raw.strip():
        raise _fault(f"“{file}” is empty", "save it again, or name the right file", named_at)
    kind = file[file.rfind(".") :].lower()
    if kind == ".csv":
        return _read_csv(raw, file, sheet, heads, named_at)
    if kind not in KINDS:
        raise _fault(f"“{file}” is no spreadsheet that can be read", _READABLE, named_at)
    if raw.startswith(_OLE):
        message = f"“{file}” is protected by a password, or is an old Excel file"
        hint = "open it, remove the password (File, Info, Protect Workbook), and save it as .xlsx"
        raise _fault(message, hint, named_at)
    return _read_workbook(raw, file, sheet, named_at)


_SMALLER = "keep only the rows and sheets of the report in it"


def _fault(message: str, hint: str, place: Place, code: str = "D221") -> FindingsError:
    return FindingsError([diagnostic(code, message, hint=hint, place=place)])


# Workbooks


def _read_workbook(raw: bytes, file: str, sheet: str, named_at: Place) -> Sheet:
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetVisibleEnum

    broken = _fault(
        f"“{file}” is broken, or is no spreadsheet",
        "open it in Excel or LibreOffice and save it again, or restore it",
        named_at,
    )
    try:
        package = Package.of(raw)
        if package.is_encrypted:
            message = f"“{file}” is protected by a password"
            raise _fault(message, "open it, and save it without a password", named_at)
        package.check_size()
        if package.is_strict:
            message = f"“{file}” is saved as Strict Open XML"
            raise _fault(message, "save it as an ordinary Excel workbook (.xlsx)", named_at)
        package.check_area()
        book = CalamineWorkbook.from_filelike(io.BytesIO(raw))
        shown = {one.name: one.visible is SheetVisibleEnum.Visible for one in book.sheets_metadata}
        name = _chosen(shown, file, sheet, named_at)
        if not package.is_ods:
            package.check_area(name)
        content = book.get_sheet_by_name(name)
        made = Sheet(
            file,
            name,
            content.to_python(skip_empty_area=False),
            marks=package.marks(name),
            merged=content.merged_cell_ranges or (),
        )
    except TooLargeError:
        message = f"“{file}” has a sheet with too many rows or cells: {MOST_ROWS:,} rows and "
        message += f"{MOST_CELLS:,} cells are read at most"
        hint = f"{_SMALLER}; delete what stands far below or far to the right"
        raise _fault(message, hint, named_at) from None
    except PasswordError:
        message = f"“{file}” is protected by a password"
        raise _fault(message, "open it, and save it without a password", named_at) from None
    except FindingsError:
        raise
    except (
        *(CalamineError, zipfile.BadZipFile, ElementTree.ParseError, KeyError, ValueError),
        *(EOFError, NotImplementedError, RuntimeError, OSError),
    ):
        raise broken from None
    made.found.extend(_overlooked(made, package, shown))
    return made


def _chosen(shown: dict[str, bool], file: str, sheet: str, named_at: Place) -> str:
    """Return the name of the sheet to read."""
    visible = [name for name, seen in shown.items() if seen]
    if sheet in shown:
        return sheet
    listed = ", ".join(shown)
    if not sheet:
        if len(visible) == 1:
            return visible[0]
        message = f"“{file}” has several sheets"
        raise _fault(message, f"add “sheet:” with one of {listed}", named_at, "D222")
    hint = nearest(sheet, list(shown)) or f"it has: {listed}"
    raise _fault(f"“{file}” has no sheet “{sheet}”", hint, named_at, "D222")


def _overlooked(sheet: Sheet, package: Package, shown: dict[str, bool]) -> Iterator[Diagnostic]:
    """Tell what someone who looks at the workbook may not see."""

    def told(message: str, hint: str, place: Place) -> Diagnostic:
        return diagnostic("D225", message, hint=hint, place=place)

    file = Place(sheet.file)
    if not shown[sheet.name]:
        message = f"the sheet “{sheet.name}” is hidden"
        yield told(message, "show it, so that its figures can be checked", file)
    others = [name for name, seen in shown.items() if not seen and name != sheet.name]
    if others:
        message = f"“{sheet.file}” has hidden sheets: {', '.join(others)}"
        yield told(message, "show or delete them before the file is passed on", file)
    if package.has_macros:
        message = f"“{sheet.file}” has macros; they are not run, and the stored values are read"
        yield told(message, "save it as .xlsx, without macros", file)
    if sheet.marks.external:
        first = min(sheet.marks.external)
        count = len(sheet.marks.external)
        message = f"{count} cell{'s take' if count > 1 else ' takes'} values of other workbooks; "
        message += "the stored ones are read"
        hint = "update the links and save it, or paste the values"
        yield told(message, hint, sheet.place(*first))


# CSV


def _read_csv(raw: bytes, file: str, sheet: str, heads: Sequence[str], named_at: Place) -> Sheet:
    if sheet:
        message = f"“{file}” has no sheets"
        raise _fault(message, "remove “sheet:”; a CSV file has only one", named_at, "D222")
    text = _decoded(raw, file, heads, named_at)
    first = text.splitlines()[:50]
    head = max(first, key=lambda line: sum(one in line for one in heads), default="")
    separator = max(",;\t|", key=head.count)
    rows: list[list[str]] = []
    lines: list[int] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    start = 1
    try:
        for row in reader:
            rows.append(row)
            lines.append(start)
            start = reader.line_num + 1
            if len(rows) > MOST_ROWS:
                message = f"“{file}” has too many rows: {MOST_ROWS:,} are read at most"
                raise _fault(message, _SMALLER, named_at)
    except csv.Error as exc:
        message = f"this line cannot be read as CSV: {exc}"
        hint = "check the quotation marks, and save the file again"
        raise _fault(message, hint, Place(file, start)) from None
    return Sheet(file, "", rows, lines)


def _decoded(raw: bytes, file: str, heads: Sequence[str], named_at: Place) -> str:
    """Return the text of a CSV: UTF-8 or UTF-16, else the Chinese encoding that has the heads."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", errors="replace")
    texts = []
    for encoding in _ENCODINGS:
        try:
            texts.append(raw.decode(encoding))
        except UnicodeDecodeError:
            continue
        if encoding == "utf-8-sig":
            break
    if not texts or "\x00" in texts[0]:
        raise _fault(f"“{file}” is no text", "save it as CSV with the encoding UTF-8", named_at)
    return max(texts, key=lambda text: sum(head in text for head in heads))
