"""An open PDF whose pages are drawn one at a time, and whose text is searched.

PDFium is not safe for threads: use an object of this module in one thread only. Lengths are in pt
from the top left corner of the page's media box, which is what its picture shows.
"""

from __future__ import annotations

import hashlib
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from report.pages.regions import Box
from report.pages.tagged import marked
from report.pdf.boxes import boxes

if TYPE_CHECKING:
    from pypdfium2 import PdfPage

#: The resolution of a page's plain picture, in pixels per inch: that of CSS.
PLAIN = 96
#: The number of pixels that a picture may be wide.
WIDEST = 4096
Pixels = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page: its label, its size, and where the trimmed page begins."""

    number: int
    label: str
    width: float
    height: float
    #: The left top corner of the trimmed page.
    trim: tuple[float, float]
    #: The left top corner of the media box, as the PDF measures: from the foot up.
    corner: tuple[float, float]

    def box(self, left: float, foot: float, right: float, top: float) -> Box:
        """Return a frame of the PDF as it is in the picture: left, top, width, height."""
        return (left - self.corner[0], self.corner[1] - top, right - left, top - foot)


@dataclass(frozen=True, slots=True)
class Heading:
    """An entry of the outline; the level counts from 0."""

    title: str
    level: int
    page: int


@dataclass(frozen=True, slots=True)
class Hit:
    """A place of a text: its page, its lines, and the words around it."""

    page: int
    boxes: tuple[Box, ...]
    text: str


class ClosedError(RuntimeError):
    """The PDF has been closed: there is a newer one."""


class Viewer:
    """The pages of one PDF; raises RuntimeError when it cannot be read."""

    def __init__(self, pdf: bytes) -> None:
        import pypdfium2

        self._document: Any = pypdfium2.PdfDocument(pdf)
        self.leaves = list(_leaves(self._document, pdf))
        self._is_closed = False

    @property
    def title(self) -> str:
        """The title of the document."""
        return str(self._document.get_metadata_value("Title"))

    def close(self) -> None:
        """Free what the PDF needs."""
        self._is_closed = True
        self._document.close()

    def draw(self, number: int, width: int | None = None) -> Pixels:
        """Draw a page, counted from 1, ``width`` pixels wide or at 96 pixels per inch.

        Raises ClosedError when the PDF has been closed.
        """
        if self._is_closed:
            raise ClosedError
        page = self._document[number - 1]
        try:
            scale = PLAIN / 72 if width is None else width / page.get_width()
            bitmap = page.render(scale=scale, rev_byteorder=True)
            pixels: Pixels = np.array(bitmap.to_numpy()[:, :, :3])
            bitmap.close()
            return pixels
        finally:
            page.close()

    def png(self, number: int, width: int | None = None) -> bytes:
        """Return the picture of a page as PNG."""
        return png(self.draw(number, width))

    def contents(self) -> list[Heading]:
        """Return the outline."""
        found = []
        for entry in self._document.get_toc():
            place = entry.get_dest()
            index = place.get_index() if place else None
            if index is not None:
                found.append(Heading(entry.get_title(), entry.level, index + 1))
        return found

    def marked(self, number: int) -> dict[int, Box]:
        """Return the frame of each piece of marked content of a page, by its number."""
        page = self._document[number - 1]
        try:
            frames = marked(page)
            leaf = self.leaves[number - 1]
            return {mcid: leaf.box(*frame) for mcid, frame in frames.items()}
        finally:
            page.close()

    def find_on(self, number: int, text: str) -> list[Hit]:
        """Find a text on one page."""
        return list(self._find_on(self.leaves[number - 1], text))

    def find(self, text: str, most: int) -> Iterator[Hit]:
        """Find a text on all pages, at most ``most`` times, whatever its case."""
        left = most
        for leaf in self.leaves:
            for hit in self._find_on(leaf, text):
                if not left:
                    return
                left -= 1
                yield hit

    def _find_on(self, leaf: Leaf, text: str) -> Iterator[Hit]:
        page: PdfPage = self._document[leaf.number - 1]
        layer = page.get_textpage()
        try:
            search = layer.search(text)
            while (place := search.get_next()) is not None:
                start, count = place
                rects = [layer.get_rect(at) for at in range(layer.count_rects(start, count))]
                boxes = tuple(leaf.box(*rect) for rect in rects)
                before = max(0, start - 12)
                around = layer.get_text_range(before, start - before + count + 12)
                yield Hit(leaf.number, boxes, " ".join(around.split()))
            search.close()
        finally:
            layer.close()
            page.close()


def png(pixels: Pixels) -> bytes:
    """Write pixels as PNG (ISO 15948), fast rather than small.

    Rows are not filtered, which suits pages: most of a page is one colour. Pillow always filters,
    and takes three times as long.
    """
    high, wide, _ = pixels.shape
    rows = np.zeros((high, 1 + wide * 3), np.uint8)
    rows[:, 1:] = pixels.reshape(high, wide * 3)
    header = struct.pack(">IIBBBBB", wide, high, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows.tobytes(), 1)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in chunks
    )


def digest(picture: bytes) -> str:
    """Return the SHA-256 of a picture."""
    return hashlib.sha256(picture).hexdigest()


def _leaves(document: Any, pdf: bytes) -> Iterator[Leaf]:
    """Read labels, sizes and boxes of all pages."""
    for index, page in enumerate(boxes(pdf)):
        left, _, _, top = page.media
        trim_left, _, _, trim_top = page.trim
        label = document.get_page_label(index) or str(index + 1)
        width, height = document.get_page_size(index)
        trim = (trim_left - left, top - trim_top)
        yield Leaf(index + 1, label, width, height, trim, (left, top))
