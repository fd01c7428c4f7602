"""A PDF under preflight, read once for all checks."""

from __future__ import annotations

import io
from collections.abc import Sequence
from functools import cached_property
from types import TracebackType
from typing import Self

import pikepdf
import pypdfium2

from report.pdf.known import Known
from report.pdf.structure import Node, read
from report.preflight.content import Paint, Reader, sorted_box
from report.preflight.rules import Finding

#: Exceptions that malformed objects cause.
MALFORMED = (
    *(ArithmeticError, AttributeError, LookupError, MemoryError, NotImplementedError),
    *(RecursionError, TypeError, ValueError, pikepdf.PdfError, pypdfium2.PdfiumError),
)


class Subject:
    """An open PDF with what has been read from it; a context manager."""

    def __init__(self, document: pikepdf.Pdf, pdf: bytes, known: Known | None = None) -> None:
        """Take a document and its bytes, and what is known of its pages."""
        self.document = document
        self.pdf = pdf
        self.known = known
        #: The numbers of the pages that a check by page looks at.
        self.wanted: Sequence[int] = range(1, len(document.pages) + 1)
        self._paints: dict[int, list[Paint]] = {}
        #: Errors in the content of the pages (P101).
        self.faults: list[Finding] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if "drawn" in self.__dict__:
            self.drawn.close()

    def paints(self, number: int) -> list[Paint]:
        """Return everything that is painted on a page; pages count from 1."""
        if number not in self._paints:
            page = self.document.pages[number - 1]
            reader = Reader(page)
            paints = self._paints[number] = []
            try:
                paints.extend(reader.paints())
            except MALFORMED as exc:
                reader.faults.add(f"the content of the page cannot be read ({exc})")
            self.faults += [Finding("P101", fault, number) for fault in sorted(reader.faults)]
        return self._paints[number]

    @cached_property
    def tree(self) -> Node:
        """The structure tree; only for a document that has one."""
        return read(self.document)

    @cached_property
    def drawn(self) -> pypdfium2.PdfDocument:
        """The document for rendering, without page rotation, CropBox and UserUnit."""
        turned = ("/Rotate", "/CropBox", "/UserUnit")
        if not any(key in page for page in self.document.pages for key in turned) and not any(
            key in self.document.Root.Pages for key in turned
        ):
            return pypdfium2.PdfDocument(self.pdf)
        plain = io.BytesIO()
        with pikepdf.open(io.BytesIO(self.pdf)) as document:
            for page in document.pages:
                page.obj.MediaBox = page.obj.CropBox = pikepdf.Array(sorted_box(page.mediabox))
                page.obj.Rotate = 0
                if "/UserUnit" in page:
                    del page.UserUnit
            document.save(plain)
        return pypdfium2.PdfDocument(plain.getvalue())
