"""An opened PDF: its pages as text with positions, and as pictures.

In: the path of a PDF. Out: tokens and pictures, page by page. Lengths are in pt from the top left
of the page as it is shown; pictures have the resolution that is asked for.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pypdfium2

from report.compare.reader import Box, Token, read_tokens
from report.findings.diagnostics import Place, diagnostic
from report.findings.errors import CannotRunError

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Picture = npt.NDArray[np.uint8]
    Grey = npt.NDArray[np.float32]


#: The resolution and the sides in px of the small picture of each page.
_GLANCE, _SIDE = 18, 24
#: How many pictures are kept: those of the pages that are compared, and their neighbours.
_KEPT = 6


class Paper:
    """An opened PDF."""

    def __init__(self, path: Path) -> None:
        """Open a PDF; raises CannotRunError (D905) when it cannot be compared."""
        self.path = path
        self._document = _opened(path)
        self.pages = len(self._document)
        if not self.pages:
            raise _unfit(path, "it has no pages")
        self._texts: dict[str, str] = {}
        self._glances: dict[int, _Glance] = {}
        self._pictures: OrderedDict[tuple[int, float], Picture] = OrderedDict()

    def __enter__(self) -> Paper:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._document.close()

    @cached_property
    def sizes(self) -> list[tuple[float, float]]:
        """The size of each page, in pt."""
        found = []
        for number in range(self.pages):
            width, height = self._document.get_page_size(number)
            found.append((round(width, 2), round(height, 2)))
        return found

    def tokens(self, number: int) -> list[Token]:
        """Return the text of page ``number`` (from 1), in the order in which it is drawn."""
        page = self._page(number)
        try:
            self._look(number, page)
            return read_tokens(page, number, self._texts)
        finally:
            page.close()

    def picture(self, number: int, dpi: float) -> Picture:
        """Return page ``number`` as pixels: rows, columns, RGB. It must not be written to."""
        key = (number, dpi)
        if key in self._pictures:
            self._pictures.move_to_end(key)
            return self._pictures[key]
        page = self._page(number)
        try:
            drawn = page.render(scale=dpi / 72, rev_byteorder=True).to_numpy()
            made: Picture = drawn[:, :, :3].copy()
        finally:
            page.close()
        self._pictures[key] = made
        while len(self._pictures) > _KEPT:
            self._pictures.popitem(last=False)
        return made

    @cached_property
    def trims(self) -> list[Box]:
        """The trimmed area of each page: the whole page, when the PDF does not say otherwise."""
        return [self._look(number).trim for number in range(1, self.pages + 1)]

    @cached_property
    def bleeds(self) -> list[Box]:
        """The area of each page that is printed, without marks and slug lines."""
        return [self._look(number).bleed for number in range(1, self.pages + 1)]

    def glance(self, number: int) -> Grey:
        """Return a page as a very small picture: rows and columns of grey in one row."""
        return self._look(number).grey

    def _look(self, number: int, page: Any = None) -> _Glance:
        """Return what is kept of each page; opening a page takes long, so it is read at once."""
        if number not in self._glances:
            opened = page or self._page(number)
            try:
                self._glances[number] = _glance(opened, self.sizes[number - 1])
            finally:
                if page is None:
                    opened.close()
        return self._glances[number]

    def attachment(self, name: str) -> bytes | None:
        """Return an attached file, None when there is none of that name."""
        for number in range(self._document.count_attachments()):
            one = self._document.get_attachment(number)
            if one.get_name() == name:
                return bytes(one.get_data())
        return None

    def _page(self, number: int) -> Any:
        try:
            return self._document[number - 1]
        except pypdfium2.PdfiumError:
            raise _unfit(self.path, f"its page {number} cannot be read") from None


@dataclass(frozen=True, slots=True)
class _Glance:
    """What is kept of a page."""

    trim: Box
    bleed: Box
    grey: Grey


def _glance(page: Any, size: tuple[float, float]) -> _Glance:
    import numpy as np
    from PIL import Image

    image = page.render(scale=_GLANCE / 72, rev_byteorder=True).to_pil().convert("L")
    grey = np.asarray(image.resize((_SIDE, _SIDE), Image.Resampling.BOX), np.float32).ravel()
    if page.get_rotation():
        whole = (0.0, 0.0, *size)
        return _Glance(whole, whole, grey)
    left, _, _, top = page.get_cropbox()
    boxes = [
        (x0 - left, top - y1, x1 - left, top - y0)
        for x0, y0, x1, y1 in (page.get_trimbox(), page.get_bleedbox())
    ]
    return _Glance(boxes[0], boxes[1], grey)


def _opened(path: Path) -> Any:
    try:
        with path.open("rb") as file:
            head = file.read(1024)
    except OSError as exc:
        raise _unfit(path, exc.strerror or str(exc)) from None
    if b"%PDF-" not in head:
        raise _unfit(path, "it is not a PDF")
    try:
        return pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError:
        raise _unfit(path, _why(path)) from None


def _why(path: Path) -> str:
    """Return why PDFium does not open a file: it does not say so reliably."""
    import pikepdf

    try:
        with pikepdf.open(path) as document:
            return "it is broken" if len(document.pages) else "it has no pages"
    except pikepdf.PasswordError:
        return "it is encrypted: a password is needed to open it"
    except pikepdf.PdfError:
        return "it is broken"


def _unfit(path: Path, why: str) -> CannotRunError:
    hint = "name a PDF that opens without a password, a folder with a report, or a git revision"
    message = f"{path.name} cannot be compared: {why}"
    return CannotRunError([diagnostic("D905", message, hint=hint, place=Place(path.name))])
