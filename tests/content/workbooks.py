"""Spreadsheets for tests, made when they are needed."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

HEADS = ("編號", "指標", "單位", "出處", "2022年", "2023年", "2024年")
ROWS: tuple[tuple[Any, ...], ...] = (
    ("energy.power", "外購電力", "兆瓦時", "表2", 98450, 101020.5, 96804.25),
    ("energy.gas", "煤氣", "兆瓦時", "表2", 5010, "–", 4870),
    ("waste.recycled", "回收率", "%", "表5", 0.25, 0.301, 0.333),
)
IMPORT = """\
imports:
  - file: sources/環境.xlsx
    sheet: 環境
    columns:
      {id: 編號, label: 指標, unit: 單位, source: 出處, 2022: 2022年, 2023: 2023年, 2024: 2024年}
"""


def xlsx(
    change: Callable[[Worksheet], object] | None = None,
    rows: Sequence[Sequence[Any]] = (("環境數據冊",), (), HEADS, *ROWS),
    name: str = "環境",
) -> bytes:
    """Make an Excel workbook with one sheet; ``change`` may alter the sheet."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = name
    for row in rows:
        sheet.append(list(row))
    for cells in sheet.iter_rows(min_row=4):
        if cells[0].value == "waste.recycled":
            for cell in cells[4:]:
                cell.number_format = "0.0%"
    if change:
        change(sheet)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def ods(rows: Sequence[Sequence[Any]] = (HEADS, *ROWS), more: str = "") -> bytes:
    """Make an OpenDocument spreadsheet with one sheet; ``more`` are further rows, as XML."""
    lines = "".join(
        f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>" for row in rows
    )
    content = (
        '<?xml version="1.0" encoding="UTF-8"?><office:document-content '
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2">'
        f'<office:body><office:spreadsheet><table:table table:name="環境">{lines}{more}'
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    return packed(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": content,
            "META-INF/manifest.xml": '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:'
            'opendocument:xmlns:manifest:1.0"/>',
        }
    )


def _ods_cell(value: Any) -> str:
    if isinstance(value, int | float):
        kind = "percentage" if isinstance(value, float) and value < 1 else "float"
        return (
            f'<table:table-cell office:value-type="{kind}" office:value="{value!r}">'
            f"<text:p>{value}</text:p></table:table-cell>"
        )
    return (
        '<table:table-cell office:value-type="string">'
        f"<text:p>{escape(str(value))}</text:p></table:table-cell>"
    )


def formula(text: str, shown: str = "", kind: str = "") -> str:
    """Return a row of an OpenDocument sheet: an id, a label, and a formula in the fifth column."""
    value = f' office:value-type="{kind}"' if kind else ""
    cell = f"<table:table-cell table:formula={quoteattr(text)}{value}><text:p>{shown}</text:p>"
    words = "".join(map(_ods_cell, ("x", "甲", "", "")))
    rest = "".join(map(_ods_cell, (1, 1)))
    return f"<table:table-row>{words}{cell}</table:table-cell>{rest}</table:table-row>"


def packed(files: dict[str, str]) -> bytes:
    """Make a zip archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return out.getvalue()


def with_part(workbook: bytes, name: str, text: bytes = b"x") -> bytes:
    """Return a workbook with one more part."""
    out = io.BytesIO(workbook)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, text)
    return out.getvalue()


def csv_text(separator: str = ",", rows: Sequence[Sequence[Any]] = (HEADS, *ROWS[:2])) -> str:
    """Return rows as CSV."""
    return "".join(separator.join(map(str, row)) + "\r\n" for row in rows)
