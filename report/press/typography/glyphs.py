"""Reading glyphs: where each one stands on the page.

In: the bytes of a PDF. Out: :class:`Page` objects with their :class:`Glyph` objects in the order
in which they are drawn. All lengths are in pt; x is measured from the left edge of the page's
MediaBox, y from its top edge down to the baseline. What stands in the file as a replacement text
is ignored: what is measured is what is drawn.
"""

from __future__ import annotations

import io
import logging
from dataclasses import dataclass
from math import hypot
from typing import TYPE_CHECKING, Any
from unicodedata import normalize

from pdfminer.cmapdb import CMap, IdentityCMap
from pdfminer.pdfdevice import PDFTextDevice
from pdfminer.pdffont import PDFUnicodeNotDefined
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.utils import apply_matrix_pt

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pdfminer.pdffont import PDFFont
    from pdfminer.utils import Matrix

#: A space whose following glyph starts closer than this, in em, only covers a gap that is drawn
#: as an adjustment, so that programs which extract text see no word space there.
REAL_SPACE = 0.18
#: Text rendering modes that draw nothing (PDF 32000-1, 9.3.6).
_INVISIBLE = (3, 7)

SPACES = frozenset(" \u00a0\u3000")


@dataclass(frozen=True, slots=True)
class Glyph:
    """One glyph: its characters, origin, type size and advance in pt; y is down from the top."""

    text: str
    x: float
    y: float
    size: float
    advance: float

    @property
    def end(self) -> float:
        """Where its advance ends, in pt from the left edge of the page."""
        return self.x + self.advance

    @property
    def is_space(self) -> bool:
        """Whether nothing of it is seen."""
        return self.text in SPACES


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its number from 1, its size in pt, its glyphs in drawing order."""

    number: int
    width: float
    height: float
    glyphs: tuple[Glyph, ...]


class _Fonts(PDFResourceManager):
    """Fonts whose codes are mapped in the file itself, of which pdfminer reads none, too."""

    def get_font(self, objid: object, spec: Mapping[str, object]) -> PDFFont:
        """Give a font; codes that are mapped in the file are taken for those of its glyphs."""
        font = super().get_font(objid, spec)
        cmap = getattr(font, "cmap", None)
        if isinstance(cmap, CMap) and not cmap.code2cid:
            font.cmap = IdentityCMap()  # type: ignore[attr-defined]
        return font


class _Recorder(PDFTextDevice):
    """A device of pdfminer's that writes down upright, visible glyphs."""

    def __init__(self, resources: PDFResourceManager) -> None:
        super().__init__(resources)
        self.glyphs: list[Glyph] = []
        self.height = 0.0
        self._outer: list[Matrix | None] = []
        self._visible = True

    def begin_figure(self, name: str, bbox: Any, matrix: Matrix) -> None:  # noqa: ARG002
        """Remember the page's matrix while a Form XObject is drawn."""
        self._outer.append(self.ctm)

    def end_figure(self, name: str) -> None:  # noqa: ARG002
        """Go back to the page's matrix."""
        self.ctm = self._outer.pop()

    def render_string(self, textstate: Any, seq: Any, ncs: Any, graphicstate: Any) -> None:
        """Draw one string, unless it is invisible."""
        self._visible = textstate.render not in _INVISIBLE
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
        """Write one glyph down; gives its advance in text space, as pdfminer wants it."""
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
            self.glyphs.append(Glyph(text, x, self.height - y, size, advance * across))
        return float(advance)


def read_glyphs(pdf: bytes) -> tuple[Page, ...]:
    """Give the glyphs of every page, in pt from the top left of its MediaBox.

    Raises one of pdfminer's errors when the bytes are no PDF.
    """
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    resources = _Fonts()
    device = _Recorder(resources)
    interpreter = PDFPageInterpreter(resources, device)
    pages = []
    for number, page in enumerate(PDFPage.get_pages(io.BytesIO(pdf)), 1):
        left, bottom, right, top = (float(edge) for edge in page.mediabox)
        width, height = right - left, top - bottom
        if page.rotate in (90, 270):
            width, height = height, width
        device.glyphs, device.height = [], height
        interpreter.process_page(page)
        pages.append(Page(number, width, height, _uncovered(device.glyphs)))
    return tuple(pages)


def _ordinary(text: str) -> str:
    """Give the ideograph for a radical that looks the same: some engines name its glyph so."""
    radical = len(text) == 1 and "\u2f00" <= text <= "\u2fd5"
    return normalize("NFKC", text) if radical else text


def _uncovered(glyphs: list[Glyph]) -> tuple[Glyph, ...]:
    """Leave out spaces that only cover a gap, and what is drawn twice in one place."""
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
