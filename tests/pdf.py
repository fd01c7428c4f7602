"""What tests ask of a PDF: operators, text, colours."""

from __future__ import annotations

import io
import subprocess
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import pikepdf
from pdfminer.converter import PDFPageAggregator
from pdfminer.layout import LTChar, LTContainer, LTItem
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage


def operators(page: pikepdf.Page | pikepdf.Object) -> list[tuple[str, list[float]]]:
    """Give the operators of a content stream with their numbers."""
    found = []
    for instruction in pikepdf.parse_content_stream(page):
        values = [
            float(value)
            for value in getattr(instruction, "operands", [])
            if isinstance(value, int | float) or type(value).__name__ == "Decimal"
        ]
        found.append((str(instruction.operator), values))
    return found


def content_streams(pdf: bytes) -> Iterator[tuple[int, list[tuple[str, list[float]]]]]:
    """Give every content stream of a PDF, forms and patterns included, with its page number."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        for number, page in enumerate(document.pages, 1):
            yield number, operators(page)
        for thing in document.objects:
            if isinstance(thing, pikepdf.Stream) and thing.get("/Subtype") == "/Form":
                yield 0, operators(thing)


def text(pdf: Path | bytes, *options: str) -> str:
    """Give the text of a PDF as ``pdftotext`` extracts it."""
    return _extracted(pdf if isinstance(pdf, bytes) else pdf.read_bytes(), options)


@lru_cache(maxsize=16)
def _extracted(pdf: bytes, options: tuple[str, ...]) -> str:
    done = subprocess.run(
        ["pdftotext", *options, "-enc", "UTF-8", "-", "-"],
        input=pdf,
        capture_output=True,
        check=True,
    )
    return done.stdout.decode()


def written_in(pdf: bytes) -> list[tuple[str, list[float]]]:
    """Give the operators of all pages of a PDF in one list."""
    return [operator for _, page in content_streams(pdf) for operator in page]


def characters(pdf: bytes) -> list[tuple[float, list[LTChar]]]:
    """Give the height of each page in pt and its characters, as pdfminer sees them.

    It does not put them into lines, which takes as long as reading them.
    """
    resources = PDFResourceManager()
    device = PDFPageAggregator(resources, laparams=None)
    interpreter = PDFPageInterpreter(resources, device)
    found = []
    for page in PDFPage.get_pages(io.BytesIO(pdf)):
        interpreter.process_page(page)
        layout = device.get_result()
        found.append((layout.height, list(_characters(layout))))
    return found


def _characters(item: LTItem) -> Iterator[LTChar]:
    if isinstance(item, LTChar):
        yield item
    elif isinstance(item, LTContainer):
        for child in item:
            yield from _characters(child)
