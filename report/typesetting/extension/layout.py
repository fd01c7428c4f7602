"""Pieces of composed lines, drawn with the glyphs from the measurement of their paragraph.

Only the advances of the glyphs are changed: the PDF gets offsets between glyphs, never an extra
character.
"""

from __future__ import annotations

from dataclasses import dataclass
from operator import add
from typing import Any

from weasyprint.text.ffi import FROM_UNITS, pango
from weasyprint.text.line_break import Layout, line_size, strut

from report.typesetting.extension.shaping import DrawnLine, shape

#: A wider gap than this, in thousandths of an em, might be extracted as a space (pdftotext: from
#: 100 on, so this leaves a margin).
SUSPECT = 60
#: Tolerance for equal widths, in px.
_NEAR = 0.1


@dataclass(frozen=True, slots=True)
class Metrics:
    """The vertical metrics of a style's text in px; they do not depend on fallback fonts."""

    height: float
    margin: float
    baseline: float


def metrics(style: Any) -> Metrics:
    """Return the metrics of a style's first font."""
    known: Metrics | None = vars(style).get("composition_metrics")
    if known is None:
        layout = Layout(style)
        layout.set_text("A")  # a space is smaller in small capitals
        line, _ = layout.get_first_line()
        _, height = line_size(line, style)
        baseline = pango.pango_layout_get_baseline(layout.layout) * FROM_UNITS
        line_height, _ = strut(style)
        margin = (line_height - height) / 2
        known = Metrics(height, margin, baseline + margin)
        vars(style)["composition_metrics"] = known
    return known


@dataclass(slots=True)
class Piece:
    """Characters of one text box on one line, with the space added to them.

    ``whole`` is the text of the whole box, in which the piece starts at ``start``. ``left`` and
    ``right`` are in thousandths of an em. With ``covered``, a wide gap after the last character is
    drawn as a space glyph. The glyph is covered by the replacement text and not copied; without it,
    text extraction would take the gap for a space.
    """

    text: str
    whole: str
    start: int
    left: list[int]
    right: list[int]
    covered: bool

    @property
    def replaced(self) -> bool:
        """Whether it needs a replacement text, since its gaps might be extracted as spaces."""
        if self.covered:
            return True
        if max(self.right) + max(self.left) <= SUSPECT:
            return False
        return max(map(add, self.right, self.left[1:]), default=0) > SUSPECT


class ComposedLayout(Layout):  # type: ignore[misc]
    """The text of a piece of a composed line, with the interface of the engine's Layout."""

    layout: Any

    def __init__(self, style: Any, piece: Piece, room: float) -> None:
        """Take a piece; ``room`` is the rest of the measure, in px."""
        self.piece = piece
        self.text = piece.text
        self.justification_spacing = 0
        self.max_width = room
        self.first_line_direction = 0
        self._line: DrawnLine | None = None
        if style["text_decoration_line"] != "none":
            self.setup(style)  # the engine needs the places of underlines before it draws
            self.deactivate()

    def overflows(self, width: float) -> bool:
        """Return whether the piece, ``width`` px wide, is longer than the rest of the measure."""
        return bool(width > self.max_width + _NEAR)

    def plain(self, style: Any) -> Layout:
        """Return the text as a layout of the engine, which can end it with an ellipsis."""
        layout = Layout(style, max_width=self.max_width)
        layout.set_text(self.piece.text)
        layout.deactivate()
        return layout

    def reactivate(self, style: Any) -> None:
        """Prepare the glyphs for drawing; those of the measurement are used if possible."""
        piece = self.piece
        start, shaped, cover = piece.start, None, None
        if not piece.covered and "\n" not in piece.whole:
            shaped = shape(style, piece.whole)
            if not shaped.can_part(start) or not shaped.can_part(start + len(piece.text)):
                shaped = None
        left, right = piece.left, piece.right
        if shaped is None:
            start, text = 0, piece.text
            if piece.covered:
                cover, text = right[-1], text + " "
                left, right = [*left, 0], [*right[:-1], 0, 0]
            shaped = shape(style, text)
        self.layout, self.language, self.style = shaped.layout.layout, None, style
        self._line = shaped.line(start, left, right, style["font_size"], cover)

    def get_first_line(self) -> tuple[DrawnLine | None, None]:
        """Return the line with its moved glyphs."""
        return self._line, None

    def deactivate(self) -> None:
        """Release the objects for drawing."""
        super().deactivate()
        self._line = None
