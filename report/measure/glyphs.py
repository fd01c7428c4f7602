"""Reads pages: the position of each glyph, and the other painted shapes.

In: the bytes of a PDF. Out: :class:`Page` objects with their :class:`Glyph` and
:class:`~report.measure.shapes.Shape` objects in drawing order. Lengths are in pt; x is measured
from the left edge of the page's MediaBox, y down from its top edge, for a glyph to its baseline.
Replacement texts (``/ActualText``) are ignored: only what is drawn is measured.
"""

from __future__ import annotations

import io
import logging
from dataclasses import dataclass, field
from math import hypot
from typing import TYPE_CHECKING, Any
from unicodedata import normalize

from pdfminer.pdffont import PDFUnicodeNotDefined
from pdfminer.pdfpage import PDFPage
from pdfminer.pdftypes import list_value, resolve1
from pdfminer.utils import MATRIX_IDENTITY, apply_matrix_pt, mult_matrix

from report.measure.inks import BLACK, Ink, ink_of
from report.measure.interpreter import Canvas, Fonts, Interpreter, State
from report.measure.shapes import Frame, Shape, common, frame_of

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

    from pdfminer.pdfcolor import PDFColorSpace
    from pdfminer.pdffont import PDFFont
    from pdfminer.pdfinterp import PDFResourceManager
    from pdfminer.utils import Matrix

#: When the next glyph starts closer than this after a space, in em, the space is not a word space:
#: it only covers a gap, so that text extraction does not add a space of its own.
REAL_SPACE = 0.18
#: Text rendering modes that draw nothing (PDF 32000-1, 9.3.6).
_INVISIBLE = (3, 7)
#: Those that only draw the outlines.
_OUTLINED = (1, 5)
_EVERYWHERE: Frame = (-1e9, -1e9, 1e9, 1e9)

SPACES = frozenset(" \u00a0\u3000")


@dataclass(frozen=True, slots=True)
class Glyph:
    """One glyph: its characters, origin, type size and advance in pt; y is down from the top.

    The colour is ignored when two glyphs are compared.
    """

    text: str
    x: float
    y: float
    size: float
    advance: float
    ink: Ink = field(default=BLACK, compare=False)

    @property
    def end(self) -> float:
        """Where its advance ends, in pt from the left edge of the page."""
        return self.x + self.advance

    @property
    def is_space(self) -> bool:
        """Whether it is a space, which has no ink."""
        return self.text in SPACES


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its number from 1, its size in pt, its glyphs and shapes in drawing order.

    ``trim`` is the frame of the trimmed page; printer's marks are outside it.
    """

    number: int
    width: float
    height: float
    glyphs: tuple[Glyph, ...]
    shapes: tuple[Shape, ...] = ()
    trim: Frame = _EVERYWHERE


class _Recorder(Canvas):
    """A pdfminer device that records upright, visible glyphs, and all shapes."""

    def __init__(self, resources: PDFResourceManager) -> None:
        super().__init__(resources)
        self.glyphs: list[Glyph] = []
        self.shapes: list[Shape] = []
        self.height = 0.0
        self._outer: list[Matrix | None] = []
        self._visible = True
        self._ink = BLACK
        self._inks: dict[Any, Ink] = {}

    def begin(self, height: float) -> None:
        """Start a page of this height, in pt."""
        self.glyphs, self.shapes, self.height = [], [], height

    def begin_figure(self, name: str, bbox: Any, matrix: Matrix) -> None:  # noqa: ARG002
        """Remember the page's matrix while a Form XObject is drawn."""
        self._outer.append(self.ctm)

    def end_figure(self, name: str) -> None:  # noqa: ARG002
        """Restore the page's matrix."""
        self.ctm = self._outer.pop()

    def render_string(self, textstate: Any, seq: Any, ncs: Any, graphicstate: Any) -> None:
        """Record one string, unless it is invisible."""
        self._visible = textstate.render not in _INVISIBLE
        if textstate.render in _OUTLINED:
            self._ink = self._ink_of(graphicstate.scs, graphicstate.scolor)
        else:
            self._ink = self._ink_of(graphicstate.ncs, graphicstate.ncolor)
        super().render_string(textstate, seq, ncs, graphicstate)

    def render_char(
        self,
        matrix: Matrix,
        font: PDFFont,
        fontsize: float,
        scaling: float,
        rise: float,
        cid: int,
        ncs: Any,  # noqa: ARG002
        graphicstate: Any,  # noqa: ARG002
    ) -> float:
        """Record one glyph; returns its advance in text space, as pdfminer expects."""
        advance = font.char_width(cid) * fontsize * scaling
        a, b, c, d, _, _ = matrix
        across = hypot(a, b)
        upright = a > 0 and abs(b) < 0.01 * across and abs(c) < 0.3 * hypot(c, d) and d
        if self._visible and upright and not font.is_vertical():
            try:
                text = _ordinary(font.to_unichr(cid))
            except PDFUnicodeNotDefined:
                text = "\ufffd"
            x, y = apply_matrix_pt(matrix, (0, rise))
            size = abs(fontsize) * hypot(c, d)
            glyph = Glyph(text, x, self.height - y, size, advance * across, self._ink)
            self.glyphs.append(glyph)
        return float(advance)

    def paint_path(
        self,
        graphicstate: Any,
        stroke: bool,
        fill: bool,
        evenodd: bool,
        path: Sequence[Any],
    ) -> None:
        """Record an area, a line, or both."""
        matrix = self._to_page()
        frame = frame_of(path, matrix)
        clip = self._turned(graphicstate.clip)
        if frame is None:
            return
        if fill and (seen := common(frame, clip)):
            ink = self._ink_of(graphicstate.ncs, graphicstate.ncolor)
            self.shapes.append(Shape("fill", seen, ink, 0.0, evenodd, path, matrix))
        if stroke:
            a, b, c, d, _, _ = matrix
            width = graphicstate.linewidth * abs(a * d - b * c) ** 0.5
            left, top, right, bottom = frame
            half = width / 2
            seen = common((left - half, top - half, right + half, bottom + half), clip)
            if seen:
                ink = self._ink_of(graphicstate.scs, graphicstate.scolor)
                self.shapes.append(Shape("stroke", seen, ink, width, False, path, matrix))

    def paint_shading(self, state: State) -> None:
        """Record a gradient, which fills the clip."""
        self.shapes.append(Shape("image", self._turned(state.clip) or _EVERYWHERE, Ink("Pattern")))

    def render_image(self, name: str, stream: Any) -> None:  # noqa: ARG002
        """Record the frame of a picture."""
        unit = (("m", 0, 0), ("l", 1, 1), ("l", 0, 1), ("l", 1, 0))
        frame = frame_of(unit, self._to_page())
        seen = common(frame, self._turned(self.clip)) if frame else None
        if seen:
            self.shapes.append(Shape("image", seen, Ink("image")))

    def _to_page(self) -> Matrix:
        """Return the matrix from content space to places from the top left."""
        return mult_matrix(self.ctm or MATRIX_IDENTITY, (1.0, 0.0, 0.0, -1.0, 0.0, self.height))

    def _turned(self, frame: Frame | None) -> Frame | None:
        """Convert a frame from lower-left to top-left coordinates."""
        if frame is None:
            return None
        left, low, right, high = frame
        return left, self.height - high, right, self.height - low

    def _ink_of(self, space: PDFColorSpace, colour: Any) -> Ink:
        key = (space.name, space.ncomponents, colour)
        if key not in self._inks:
            self._inks[key] = ink_of(space, colour)
        return self._inks[key]


def read_glyphs(pdf: bytes, numbers: Container[int] | None = None) -> tuple[Page, ...]:
    """Return the glyphs and shapes of every page, in pt from the top left of its MediaBox.

    With ``numbers``, only the pages of these numbers, from 1, are read and returned. Raises
    PSException (of pdfminer) when the bytes are not a PDF.
    """
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    resources = Fonts()
    device = _Recorder(resources)
    interpreter = Interpreter(resources, device)
    pages = []
    for number, page in enumerate(PDFPage.get_pages(io.BytesIO(pdf)), 1):
        if numbers is not None and number not in numbers:
            continue
        left, bottom, right, top = (float(edge) for edge in page.mediabox)
        width, height = right - left, top - bottom
        if page.rotate in (90, 270):
            width, height = height, width
        device.begin(height)
        interpreter.process_page(page)
        glyphs = _without_false_spaces(device.glyphs)
        pages.append(Page(number, width, height, glyphs, tuple(device.shapes), _trim(page)))
    return tuple(pages)


def _trim(page: PDFPage) -> Frame:
    """Return the frame of the trimmed page; everything for rotated pages and without TrimBox."""
    box = [resolve1(edge) for edge in list_value(page.attrs.get("TrimBox") or [])]
    if page.rotate or len(box) != 4 or not all(isinstance(edge, int | float) for edge in box):
        return _EVERYWHERE
    left, _, _, top = (float(edge) for edge in page.mediabox)
    x0, y0, x1, y1 = (float(edge) for edge in box)
    return min(x0, x1) - left, top - max(y0, y1), max(x0, x1) - left, top - min(y0, y1)


def _ordinary(text: str) -> str:
    """Return the ideograph for a radical of the same shape; some engines map glyphs to radicals."""
    radical = len(text) == 1 and "\u2f00" <= text <= "\u2fd5"
    return normalize("NFKC", text) if radical else text


def _without_false_spaces(glyphs: list[Glyph]) -> tuple[Glyph, ...]:
    """Leave out spaces that are not word spaces, and glyphs drawn twice in one place."""
    kept: list[Glyph] = []
    for place, glyph in enumerate(glyphs):
        if glyph.is_space:
            after = next((g for g in glyphs[place + 1 : place + 8] if not g.is_space), None)
            if after is None or abs(after.y - glyph.y) > 0.7 * glyph.size:
                continue  # the end of a line
            if after.x - glyph.x < REAL_SPACE * glyph.size - 1e-6:
                continue
        if kept and kept[-1] == glyph:
            continue
        kept.append(glyph)
    return tuple(kept)
