"""The visible text of a page: the place, the colour and the background of each piece.

PDFium renders the page twice, with its text and without it. Where the pictures differ, text is
visible; the second picture is its background.

In: a page of PDFium. Out: a :class:`Shown`. Lengths are in pt, places from the top left of the
MediaBox.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil, hypot
from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageChops
from pypdfium2 import raw

from report.preflight.places import frame_on_page

#: The weights of red, green and blue in the relative luminance (WCAG 2.1).
_LUMINANCE = np.array([0.2126, 0.7152, 0.0722])
Boxes = npt.NDArray[np.float64]
Pixels = npt.NDArray[np.float64]

#: Pixels per point, and the most pixels of a page.
_SCALE, _MAX_PIXELS = 1.5, 2.5e7
#: How many pixels around pieces are rendered too: edges are antialiased.
_ROUND = 2
#: A pixel is changed when one of its channels differs by more than this, of 255.
_SEEN = 8
#: A difference of more than ``_PLAIN``, of 255, has a contrast ratio of at least ``_PLAIN_RATIO``.
_PLAIN, _PLAIN_RATIO = 96, 1.5
#: The deepest nesting of forms that is read.
_MAX_DEPTH = 15
#: Text rendering modes that draw nothing (ISO 32000-1, 9.3.6).
_INVISIBLE = (3, 7)
#: Characters that PDFium generates, and characters without width.
_NO_INK = frozenset("\u0000\ufffe\u200b\u200c\u200d\u2060\ufeff\u00ad")


@dataclass(frozen=True, slots=True)
class Piece:
    """Text that is shown by one operator.

    ``boxes`` are left, top, right and bottom of each character's outline. Text with a replacement
    text (``/ActualText``) has one box for all its characters.
    """

    text: str
    boxes: Boxes
    #: The type size.
    size: float
    #: Its colour (sRGB, 0 to 255); None for outlined or transparent text.
    colour: tuple[int, int, int] | None
    #: Whether the boxes are glyph outlines; the box of a replacement text has blank at its ends.
    is_outlined: bool = True


class Shown:
    """The visible text of a page."""

    def __init__(self, page: Any, wanted: Callable[[Piece], bool] | None = None) -> None:
        """Read and render a page of PDFium. The page is changed: do not use it afterwards.

        With ``wanted``, only such pieces are kept, and only the part of the page around them is
        rendered: ask for nothing outside of their boxes.
        """
        self.left, self.foot, self.right, self.top = page.get_mediabox()
        area = (self.right - self.left) * (self.top - self.foot)
        self._scale = min(_SCALE, (_MAX_PIXELS / max(area, 1.0)) ** 0.5)
        objects = {_address(one.raw): one for one in _texts(page)}
        pieces = self._pieces(page, objects)
        self.pieces = tuple(pieces if wanted is None else filter(wanted, pieces))
        # PDFium stretches the page to whole pixels.
        wide, high = (ceil(one * self._scale) for one in (page.get_width(), page.get_height()))
        self._across = wide / max(self.right - self.left, 1e-6)
        self._down = high / max(self.top - self.foot, 1e-6)
        area = (0, 0, wide, high) if wanted is None else self._around(self.pieces, wide, high)
        #: The first column and the first row of pixels that are rendered.
        self._first = area[:2]
        whole = self._draw(page, area, (wide, high))
        for one in objects.values():
            raw.FPDFTextObj_SetTextRenderMode(one.raw, raw.FPDF_TEXTRENDERMODE_INVISIBLE)
        ground = self._draw(page, area, (wide, high))
        #: The same without its text: rows of pixels of red, green and blue, 0 to 255.
        self.ground = np.asarray(ground)
        self._whole = np.asarray(whole)
        self._most = _most(ImageChops.difference(whole, ground))
        self._changed = _table(self._most > _SEEN)

    def _around(self, pieces: Sequence[Piece], wide: int, high: int) -> tuple[int, int, int, int]:
        """Return left, top, right and foot, in pixels, of what holds the boxes of pieces."""
        if not pieces:
            return (0, 0, 1, 1)
        boxes = np.concatenate([piece.boxes for piece in pieces])
        scales = np.array((self._across, self._down))
        near = np.floor(boxes[:, :2].min(axis=0) * scales) - _ROUND
        far = np.ceil(boxes[:, 2:].max(axis=0) * scales) + _ROUND
        left, top = (int(one) for one in np.clip(near, 0, (wide - 1, high - 1)))
        right, foot = (int(one) for one in np.clip(far, (left + 1, top + 1), (wide, high)))
        return left, top, right, foot

    def _draw(
        self, page: Any, area: tuple[int, int, int, int], size: tuple[int, int]
    ) -> Image.Image:
        left, top, right, foot = area
        off = (left, size[1] - foot, size[0] - right, top)
        # In pt, and rounded up to the same pixels again.
        crop = tuple(max(one - 0.5, 0) / self._scale for one in off)
        drawn: Image.Image = page.render(scale=self._scale, crop=crop).to_pil()
        return drawn.convert("RGB")

    def changed(self, boxes: Boxes) -> npt.NDArray[np.int32]:
        """Return for each box how many pixels its text changes; edges are rounded outwards."""
        high, wide = (edge - 1 for edge in self._changed.shape)
        left, right = np.floor(boxes[:, 0] * self._across), np.ceil(boxes[:, 2] * self._across)
        top, foot = np.floor(boxes[:, 1] * self._down), np.ceil(boxes[:, 3] * self._down)
        left, right = left - self._first[0], right - self._first[0]
        top, foot = top - self._first[1], foot - self._first[1]
        left, right = (np.clip(edge, 0, wide).astype(np.intp) for edge in (left, right))
        top, foot = (np.clip(edge, 0, high).astype(np.intp) for edge in (top, foot))
        sums = self._changed
        counts: npt.NDArray[np.int32] = (
            sums[foot, right] - sums[top, right] - sums[foot, left] + sums[top, left]
        )
        return counts

    def light(self, box: Any) -> Pixels:
        """Return the relative luminances (WCAG 2.1), 0 to 1, behind the text in a box."""
        ground, most = (self._within(one, box) for one in (self.ground, self._most))
        return luminance(ground[most > _SEEN])

    def strongest(self, box: Any) -> float:
        """Return the highest contrast ratio of the rendered text within a box.

        It is lower than the ratio of the colours where strokes are thinner than a pixel.
        """
        if self._within(self._most, box).max(initial=0) > _PLAIN:
            return _PLAIN_RATIO
        drawn, ground = (self._within(one, box) for one in (self._whole, self.ground))
        return float(contrast(luminance(drawn), luminance(ground)).max(initial=1.0))

    def _within(self, pixels: npt.NDArray[np.uint8], box: Any) -> npt.NDArray[np.uint8]:
        scales = (self._across, self._down) * 2
        left, top, right, foot = (
            max(float(edge) * scale - first, 0.0)
            for edge, scale, first in zip(box, scales, self._first * 2, strict=True)
        )
        found = pixels[int(top) : _up(foot), int(left) : _up(right)]
        return found.reshape(-1, *found.shape[2:])

    def _pieces(self, page: Any, objects: dict[int, Any]) -> Iterator[Piece]:
        words = page.get_textpage()
        run: list[int] = []
        before = 0
        for index in range(words.count_chars()):
            shown = raw.FPDFText_GetTextObject(words, index)
            address = _address(shown) if shown else 0
            if address not in objects or raw.FPDFText_IsGenerated(words, index) == 1:
                continue
            if run and address != before:
                yield from self._piece(words, run, objects[before])
                run = []
            run.append(index)
            before = address
        if run:
            yield from self._piece(words, run, objects[before])

    def _piece(self, words: Any, run: list[int], shown: Any) -> Iterator[Piece]:
        mode = raw.FPDFTextObj_GetTextRenderMode(shown.raw)
        characters = [(at, chr(raw.FPDFText_GetUnicode(words, at))) for at in run]
        inked = [(at, one) for at, one in characters if not one.isspace() and one not in _NO_INK]
        if mode in _INVISIBLE or not inked:
            return
        boxes = np.array([_box(words, at) for at, _ in inked])
        if is_made_up := _made_up(boxes):
            boxes = np.array([frame_on_page(shown)])
        boxes = np.column_stack(
            (
                *(boxes[:, 0] - self.left, self.top - boxes[:, 3]),
                *(boxes[:, 2] - self.left, self.top - boxes[:, 1]),
            )
        )
        text = "".join(one for _, one in inked)
        colour = _colour(shown.raw, mode)
        yield Piece(text, boxes, _size(words, run[0]), colour, is_outlined=not is_made_up)


def luminance(colours: Any) -> Pixels:
    """Return the relative luminance, 0 to 1, of sRGB colours; the last axis is red, green, blue."""
    steps = np.arange(256) / 255
    linear = np.where(steps <= 0.03928, steps / 12.92, ((steps + 0.055) / 1.055) ** 2.4)
    light: Pixels = linear[np.asarray(colours, dtype=np.uint8)] @ _LUMINANCE
    return light


def contrast(one: Any, other: Any) -> Any:
    """Return the contrast ratio of two luminances (WCAG 2.1, 1.4.3)."""
    return (np.maximum(one, other) + 0.05) / (np.minimum(one, other) + 0.05)


def _up(edge: float) -> int:
    return -int(-edge // 1)


def _most(change: Image.Image) -> npt.NDArray[np.uint8]:
    """Return for each pixel the largest difference of its channels."""
    red, green, blue = change.split()
    return np.asarray(ImageChops.lighter(ImageChops.lighter(red, green), blue))


def _table(marked: npt.NDArray[np.bool_]) -> npt.NDArray[np.int32]:
    """Return a summed-area table of the marked pixels: sums of all pixels above and to the left."""
    table = np.zeros((marked.shape[0] + 1, marked.shape[1] + 1), dtype=np.int32)
    table[1:, 1:] = marked
    # Row by row, which lie together in memory: half the time of a sum down each column.
    for above, row in pairwise(table):
        np.add(above, row, out=row)
    np.cumsum(table, axis=1, out=table)
    return table


def _address(pointer: Any) -> int:
    return ctypes.cast(pointer, ctypes.c_void_p).value or 0


def _texts(page: Any) -> Iterator[Any]:
    for one in page.get_objects(max_depth=_MAX_DEPTH):
        if one.type == raw.FPDF_PAGEOBJ_TEXT:
            yield one


def _box(words: Any, at: int) -> tuple[float, float, float, float]:
    """Return left, bottom, right and top of a character."""
    edges = [ctypes.c_double() for _ in range(4)]
    raw.FPDFText_GetCharBox(words, at, *edges)
    left, right, foot, top = (edge.value for edge in edges)
    return left, foot, right, top


def _made_up(boxes: Boxes) -> bool:
    """Return whether boxes are equal parts of one box: PDFium divides a replacement text so."""
    if len(boxes) < 2:
        return False
    same = np.ptp(boxes[:, 1]) < 0.01 and np.ptp(boxes[:, 3]) < 0.01
    return bool(same and np.ptp(boxes[:, 2] - boxes[:, 0]) < 0.01)


def _size(words: Any, at: int) -> float:
    matrix = raw.FS_MATRIX()
    raw.FPDFText_GetMatrix(words, at, matrix)
    return float(raw.FPDFText_GetFontSize(words, at) * hypot(matrix.c, matrix.d))


def _colour(shown: Any, mode: int) -> tuple[int, int, int] | None:
    """Return the colour of a text, None when it is outlined or transparent."""
    parts = [ctypes.c_uint() for _ in range(4)]
    if mode or not raw.FPDFPageObj_GetFillColor(shown, *parts) or parts[3].value < 255:
        return None
    red, green, blue = (part.value for part in parts[:3])
    return red, green, blue
