"""The ledger as an Excel workbook: the facts, and where each is printed.

Figures are numbers, as exact as they are kept; no text is taken as a formula. The same ledger gives
the same bytes.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from report.ledger.formats import COLUMNS, rows
from report.ledger.ledger import Entry
from report.model.series import period_order, period_text

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

#: The time of all that is in the file: there is no clock in a result.
_TIME = (1980, 1, 1, 0, 0, 0)
_WIDTHS = (26, 28, 12, 14, 12, 8, 28, 34, 10, 8, 8, 18, 8, 8, 8, 8)
#: Columns of numbers in the list of places, from 0.
_FIGURE, _NUMBERS = 3, (9, 12, 13, 14, 15)


def as_xlsx(entries: Sequence[Entry], date: dt.date) -> bytes:
    """Return the ledger as a workbook; ``date`` is that of the report."""
    from openpyxl import Workbook
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    book.properties.creator = "report"
    book.properties.created = book.properties.modified = dt.datetime.combine(date, dt.time())
    first = book.worksheets[0]
    first.title = "數據"
    keys = sorted({key for entry in entries for key in entry.series.points}, key=period_order)
    heads = ("編號", "名稱", "單位", *map(period_text, keys), "出處", "網頁版頁數", "印刷版頁數")
    _write(first, [heads, *(_fact(entry, keys) for entry in entries)])
    second = book.create_sheet("印刷位置")
    _write(second, [COLUMNS, *(_place(row) for row in rows(entries))])
    for sheet, widths in ((first, (26, 28, 12, *[14] * len(keys), 28, 14, 14)), (second, _WIDTHS)):
        sheet.freeze_panes = "B2"
        for number, width in enumerate(widths, 1):
            head = sheet.cell(1, number)
            head.font = Font(bold=True)
            sheet.column_dimensions[get_column_letter(number)].width = width
    out = io.BytesIO()
    book.save(out)
    return timeless(out.getvalue(), date)


def _fact(entry: Entry, keys: Sequence[str]) -> tuple[Any, ...]:
    series = entry.series
    figures = [_figure(series.points[key]) if key in series.points else "" for key in keys]
    pages = [", ".join(map(str, entry.pages(target))) for target in ("screen", "print")]
    return (series.id, series.label, series.unit, *figures, series.source, *pages)


def _figure(point: Any) -> Decimal | str:
    return Decimal(point.value) if point.absence is None else point.absence.text


def _place(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return a row with numbers as numbers."""
    cells = list(row)
    text = str(cells[_FIGURE])
    if text.lstrip("-")[:1].isdigit():
        cells[_FIGURE] = Decimal(text)
    return tuple(cells)


def _write(sheet: Worksheet, lines: Iterable[Sequence[Any]]) -> None:
    for number, line in enumerate(lines, 1):
        for column, value in enumerate(line, 1):
            cell = sheet.cell(number, column, value)
            if isinstance(value, str):
                cell.data_type = "s"  # never a formula


def timeless(workbook: bytes, date: dt.date) -> bytes:
    """Return a workbook of openpyxl without the time at which it was made, but for ``date``."""
    made = f"{date:%Y-%m-%d}T00:00:00Z".encode()
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, _TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            content = old.read(name)
            if name == "docProps/core.xml":  # openpyxl writes when the file was made
                content = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>" + made, content)
            new.writestr(entry, content)
    return out.getvalue()
