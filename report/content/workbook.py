"""What the reader of spreadsheets does not tell of a workbook: read from its XML.

In: the bytes of an .xlsx or .ods file. Out: for a sheet, the cells with errors, with formulas that
have no stored value, and with percentages; hidden rows and columns; macros and links to others.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from xml.etree import ElementTree

#: The largest XML of a sheet, in bytes; 2,000 facts over five years have less than 2 MB.
LARGEST_SHEET = 40_000_000
#: The most rows of a sheet, and the most cells of the area that its cells span.
MOST_ROWS, MOST_CELLS = 20_000, 2_000_000
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
#: Built-in number formats of Excel that show per cent (ECMA-376, 18.8.30).
_PER_CENT = {"9", "10"}
_ERROR = re.compile(
    r"#(?:DIV/0!|N/A|NAME\?|NULL!|NUM!|REF!|VALUE!|SPILL!|CALC!|GETTING_DATA)|Err:\d+"
)
_EXTERNAL = re.compile(r"\[\d+\]|'file:|\[[^\]]*\.xls")
#: What the XML of a sheet has where there is something to remark.
_MARKED = (b"<f", b":f", b't="e"', b"t='e'", b"hidden")
_CELL = re.compile(r"([A-Z]{1,3})([0-9]+)")
_ROW = re.compile(rb"<(?:\w+:)?row\b[^>]*?\br=[\"']([0-9]{1,7})")
_COLUMN = re.compile(rb"\br=[\"']([A-Z]{1,3})[0-9]")
#: The column and the row of a cell that has something: not ``<c r="A1"/>``.
_FILLED = re.compile(
    rb"<(?:\w+:)?c\b[^>]*?\br=[\"']([A-Z]{1,3})([0-9]{1,7})[\"'][^>]*(?<!/)>(?!\s*</)"
)
_STRICT = b"http://purl.oclc.org/ooxml/spreadsheetml/main"


@dataclass(slots=True)
class Marks:
    """Remarks on the cells of a sheet, by row and column from 0."""

    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    #: Formulas of cells that have no stored value.
    without_value: set[tuple[int, int]] = field(default_factory=set)
    per_cent: set[tuple[int, int]] = field(default_factory=set)
    #: Cells whose formula takes values of other workbooks.
    external: set[tuple[int, int]] = field(default_factory=set)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)


class TooLargeError(Exception):
    """The XML of a sheet is larger than what is read."""


@dataclass(frozen=True, slots=True)
class Package:
    """The parts of a workbook file."""

    archive: zipfile.ZipFile

    @classmethod
    def of(cls, raw: bytes) -> Package:
        """Open a workbook; raises zipfile.BadZipFile."""
        return cls(zipfile.ZipFile(io.BytesIO(raw)))

    @property
    def is_ods(self) -> bool:
        """Whether it is an OpenDocument file."""
        return "content.xml" in self.archive.namelist()

    @property
    def has_macros(self) -> bool:
        """Whether there are programs in it."""
        names = self.archive.namelist()
        return any(one.endswith("vbaProject.bin") or one.startswith("Basic/") for one in names)

    @property
    def is_encrypted(self) -> bool:
        """Whether an OpenDocument file is protected by a password."""
        manifest = "META-INF/manifest.xml"
        if manifest not in self.archive.namelist():
            return False
        return b"encryption-data" in self._read(manifest)

    def marks(self, sheet: str) -> Marks:
        """Return the remarks on a sheet.

        Raises TooLargeError, and KeyError, ElementTree.ParseError or zipfile.BadZipFile for a
        broken file.
        """
        return self._ods_marks(sheet) if self.is_ods else self._xlsx_marks(sheet)

    def check_size(self) -> None:
        """Raise TooLargeError when a part of the workbook is larger than what is read."""
        if any(one.file_size > LARGEST_SHEET for one in self.archive.infolist()):
            raise TooLargeError

    @property
    def is_strict(self) -> bool:
        """Whether an .xlsx is of the strict form, which few programs read."""
        name = "xl/workbook.xml"
        return name in self.archive.namelist() and _STRICT in self._read(name)

    def check_area(self, sheet: str = "") -> None:
        """Raise TooLargeError when the cells of a sheet span more than what is read.

        The reader makes all cells between the first and the last, be they empty; of an OpenDocument
        file, those of all its sheets. Raises what :meth:`marks` raises.
        """
        areas = self._ods_areas() if self.is_ods else [self._xlsx_area(sheet)] if sheet else []
        if any(rows > MOST_ROWS or rows * columns > MOST_CELLS for rows, columns in areas):
            raise TooLargeError

    def _xlsx_area(self, sheet: str) -> tuple[int, int]:
        text = self._read(self._sheet_file(sheet))
        rows, columns = set(_ROW.findall(text)), set(_COLUMN.findall(text))
        area = _largest(rows, columns)
        if area[0] <= MOST_ROWS and area[0] * area[1] <= MOST_CELLS:
            return area
        found = _FILLED.findall(text)  # takes longer: cells that only have a format do not count
        return _largest((row for _, row in found), {column for column, _ in found})

    def _ods_areas(self) -> Iterator[tuple[int, int]]:
        for table in self._tree("content.xml").iter(f"{_TABLE}table"):
            rows = columns = before = 0
            for line in table.iter(f"{_TABLE}table-row"):
                width = column = 0
                for cell in line:
                    column += _times(cell, "columns")
                    if len(cell) or cell.get(f"{_OFFICE}value-type"):
                        width = column
                before += _times(line, "rows")
                if width:
                    rows, columns = before, max(columns, width)
            yield rows, columns

    def _read(self, name: str) -> bytes:
        if self.archive.getinfo(name).file_size > LARGEST_SHEET:
            raise TooLargeError
        return self.archive.read(name)

    def _tree(self, name: str) -> ElementTree.Element:
        return ElementTree.fromstring(self._read(name))  # noqa: S314 - expat limits entities

    # Excel (ECMA-376)

    def _xlsx_marks(self, sheet: str) -> Marks:
        marks = Marks()
        styles = self._per_cent_styles()
        name = self._sheet_file(sheet)
        text = self._read(name)
        if not styles and not any(sign in text for sign in _MARKED):
            return marks
        for element in self._parsed(name):
            if element.tag == f"{_MAIN}c":
                self._xlsx_cell(element, styles, marks)
            elif element.tag == f"{_MAIN}row":
                if element.get("hidden") in ("1", "true"):
                    marks.hidden_rows.add(int(element.get("r", "0")) - 1)
                element.clear()
            elif element.tag == f"{_MAIN}col" and element.get("hidden") in ("1", "true"):
                first, last = int(element.get("min", "1")), int(element.get("max", "1"))
                marks.hidden_columns.update(range(first - 1, min(last, first + 999)))
        return marks

    def _parsed(self, name: str) -> Iterator[ElementTree.Element]:
        for _, element in ElementTree.iterparse(io.BytesIO(self._read(name))):  # noqa: S314
            yield element

    @staticmethod
    def _xlsx_cell(element: ElementTree.Element, styles: set[str], marks: Marks) -> None:
        match = _CELL.fullmatch(element.get("r", ""))
        if match is None:
            return
        at = (int(match[2]) - 1, column_number(match[1]))
        value = element.find(f"{_MAIN}v")
        text = (value.text or "") if value is not None else ""
        formula = element.find(f"{_MAIN}f")
        if element.get("t") == "e":
            marks.errors[at] = text
        elif formula is not None and not text and element.get("t") != "str":
            marks.without_value.add(at)
        if formula is not None and _EXTERNAL.search(formula.text or ""):
            marks.external.add(at)
        if element.get("s", "0") in styles:
            marks.per_cent.add(at)

    def _sheet_file(self, sheet: str) -> str:
        links = {
            one.get("Id"): one.get("Target", "") for one in self._tree("xl/_rels/workbook.xml.rels")
        }
        for one in self._tree("xl/workbook.xml").iter(f"{_MAIN}sheet"):
            if one.get("name") == sheet:
                target = links[one.get(_REL)]
                return posixpath.normpath(posixpath.join("/xl", target))[1:]
        raise KeyError(sheet)

    def _per_cent_styles(self) -> set[str]:
        """Return the numbers of the cell styles that show per cent."""
        if "xl/styles.xml" not in self.archive.namelist():
            return set()
        tree = self._tree("xl/styles.xml")
        formats = set(_PER_CENT)
        for one in tree.iter(f"{_MAIN}numFmt"):
            code = re.sub(r'"[^"]*"|\\.|\[[^\]]*\]', "", one.get("formatCode", ""))
            if "%" in code:
                formats.add(one.get("numFmtId", ""))
        styles = tree.find(f"{_MAIN}cellXfs")
        listed = list(styles) if styles is not None else []
        return {str(n) for n, one in enumerate(listed) if one.get("numFmtId") in formats}

    # OpenDocument (ISO/IEC 26300)

    def _ods_marks(self, sheet: str) -> Marks:
        marks = Marks()
        for table in self._tree("content.xml").iter(f"{_TABLE}table"):
            if table.get(f"{_TABLE}name") != sheet:
                continue
            row = 0
            for line in table.iter(f"{_TABLE}table-row"):
                column = 0
                if line.get(f"{_TABLE}visibility") in ("collapse", "filter"):
                    marks.hidden_rows.add(row)
                for cell in line:
                    self._ods_cell(cell, (row, column), marks)
                    column += _times(cell, "columns")
                row += _times(line, "rows")
        return marks

    @staticmethod
    def _ods_cell(cell: ElementTree.Element, at: tuple[int, int], marks: Marks) -> None:
        formula = cell.get(f"{_TABLE}formula")
        kind = cell.get(f"{_OFFICE}value-type")
        text = "".join(part for one in cell.iter(f"{_TEXT}p") for part in one.itertext())
        if _ERROR.fullmatch(text.strip()):
            marks.errors[at] = text.strip()
        elif formula and kind is None:
            marks.without_value.add(at)
        if formula and _EXTERNAL.search(formula):
            marks.external.add(at)
        if kind == "percentage":
            marks.per_cent.add(at)


def _largest(rows: Iterable[bytes], columns: Iterable[bytes]) -> tuple[int, int]:
    """Return the last of the rows and the number of columns, given as they are in the file."""
    numbers = (column_number(one.decode()) + 1 for one in columns)
    return max(map(int, rows), default=0), max(numbers, default=0)


def _times(element: ElementTree.Element, what: str) -> int:
    """Return how often a cell or a row of an OpenDocument file is there."""
    return int(element.get(f"{_TABLE}number-{what}-repeated", "1"))


def column_number(letters: str) -> int:
    """Return the number of a column from 0: A is 0, AA is 26."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


@cache
def column_name(number: int) -> str:
    """Return the letters of a column from 0: 0 is A, 26 is AA."""
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
