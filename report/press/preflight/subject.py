"""A PDF under preflight: read once, for all rules."""

from __future__ import annotations

from functools import cached_property
from types import TracebackType
from typing import Self

import pikepdf
import pypdfium2

from report.press.preflight.content import Paint, Reader
from report.press.structure import Node, read


class Subject:
    """An open PDF, and what has been read of it."""

    def __init__(self, document: pikepdf.Pdf, pdf: bytes) -> None:
        """Take a document and the bytes it was opened from."""
        self.document = document
        self.pdf = pdf
        self._paints: dict[int, list[Paint]] = {}

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
        """Give everything that is painted on a page, from 1."""
        if number not in self._paints:
            page = self.document.pages[number - 1]
            self._paints[number] = list(Reader(page).paints())
        return self._paints[number]

    @cached_property
    def tree(self) -> Node:
        """The structure tree, of a document that has one."""
        return read(self.document)

    @cached_property
    def drawn(self) -> pypdfium2.PdfDocument:
        """The document as the program that draws pages has it."""
        return pypdfium2.PdfDocument(self.pdf)
