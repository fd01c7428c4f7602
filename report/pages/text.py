"""The text of the pages of a PDF, each character with its place.

In: a PDF. Out: for each page, its characters in the order of the page. Lengths are in pt from the
top left corner of the page's media box. PDFium is not safe for threads.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

#: Left, top, right and foot.
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class PageText:
    """The text of one page; ``number`` counts from 1, ``label`` is the printed number."""

    number: int
    label: str
    width: float
    height: float
    #: The trimmed page.
    trim: Box
    text: str
    #: The box of each character; spaces and line ends that the reader adds have none: zeros.
    boxes: NDArray[np.float32]

    @cached_property
    def _centres(self) -> NDArray[np.float32]:
        return np.asarray((self.boxes[:, :2] + self.boxes[:, 2:]) / 2, np.float32)

    def inside(self, area: Box, margin: float = 0.5) -> list[int]:
        """Return the characters whose middle is in an area, in the order of the page."""
        if not len(self.boxes):
            return []
        left, top, right, foot = area
        x, y = self._centres[:, 0], self._centres[:, 1]
        within = (x >= left - margin) & (x <= right + margin)
        within &= (y >= top - margin) & (y <= foot + margin) & (self.boxes[:, 2] > 0)
        return [int(at) for at in np.flatnonzero(within)]

    def box(self, indexes: list[int]) -> Box:
        """Return the box around characters."""
        boxes = self.boxes[[at for at in indexes if self.boxes[at, 2] > 0]]
        left, top = boxes[:, :2].min(axis=0)
        right, foot = boxes[:, 2:].max(axis=0)
        return (round(float(left), 2), round(float(top), 2), round(float(right), 2),
                round(float(foot), 2))  # fmt: skip


def read_pages(pdf: bytes) -> Iterator[PageText]:
    """Read the pages of a PDF one by one; raises RuntimeError when it cannot be read."""
    import pypdfium2

    document: Any = pypdfium2.PdfDocument(pdf)
    try:
        for index in range(len(document)):
            page = document[index]
            try:
                yield _read(document, page, index)
            finally:
                page.close()
    finally:
        document.close()


def _read(document: Any, page: Any, index: int) -> PageText:
    import pypdfium2.raw as pdfium

    left, _, _, top = page.get_mediabox()
    trim = page.get_trimbox()
    width, height = page.get_size()
    layer = page.get_textpage()
    try:
        count = layer.count_chars()
        characters: list[str] = []
        boxes = np.zeros((count, 4), np.float32)
        edges = [ctypes.c_double() for _ in range(4)]
        pointers = [ctypes.byref(edge) for edge in edges]
        for at in range(count):
            code = pdfium.FPDFText_GetUnicode(layer.raw, at)
            characters.append(chr(code) if 31 < code < 0x110000 else "\n")
            if code > 32 and pdfium.FPDFText_GetCharBox(layer.raw, at, *pointers):
                x0, x1, y0, y1 = (edge.value for edge in edges)
                boxes[at] = (x0 - left, top - y1, x1 - left, top - y0)
    finally:
        layer.close()
    return PageText(
        *(index + 1, document.get_page_label(index) or str(index + 1), width, height),
        (trim[0] - left, top - trim[3], trim[2] - left, top - trim[1]),
        "".join(characters),
        boxes,
    )
