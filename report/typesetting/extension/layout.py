"""Pieces of composed lines, drawn from the glyphs that their paragraph was measured with.

The advances of the glyphs are changed: the PDF gets offsets between glyphs, never an extra
character.
"""

from __future__ import annotations

from dataclasses import dataclass
from operator import add
from typing import Any

from weasyprint.text.ffi import FROM_UNITS, pango
from weasyprint.text.line_break import Layout, line_size, strut

from report.typesetting.extension.shaping import DrawnLine, shape

#: Gaps wider than this make programs that extract text believe in a space, in thousandths of an
#: em (pdftotext from 100 on); with room to spare.
SUSPECT = 60
#: Widths are equal when they differ by less, in px.
_NEAR = 0.1


@dataclass(frozen=True, slots=True)
class Metrics:
    """The vertical measures of a style's text in px: the same whatever fonts it falls back to."""

    height: float
    margin: float
    baseline: float


def metrics(style: Any) -> Metrics:
    """Give the measures of a style, from its first font."""
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
    """Characters of one text box on one line, with what is added to them.

    ``whole`` is the text of the whole box, in which the piece starts at ``start``. ``left`` and
    ``right`` are in thousandths of an em. ``covered`` says that the gap after the last character,
    which a designer made wide, is drawn as a space glyph. That glyph belongs to the replacement
    text and so to no reader's copy: without it, programs that extract text would take the gap for
    a space.
    """

    text: str
    whole: str
    start: int
    left: list[int]
    right: list[int]
    covered: bool

    @property
    def replaced(self) -> bool:
        """Whether readers need to be told the text, since gaps would mislead them."""
        if self.covered:
            return True
        if max(self.right) + max(self.left) <= SUSPECT:
            return False
        return max(map(add, self.right, self.left[1:]), default=0) > SUSPECT


class ComposedLayout(Layout):  # type: ignore[misc]
    """The text of a piece of a composed line: what the engine asks of a text that it draws."""

    layout: Any

    def __init__(self, style: Any, piece: Piece, room: float) -> None:
        """Take what is needed later; ``room`` is what is left of the measure, in px."""
        self.piece = piece
        self.text = piece.text
        self.justification_spacing = 0
        self.max_width = room
        self.first_line_direction = 0
        self._line: DrawnLine | None = None
        if style["text_decoration_line"] != "none":
            self.setup(style)  # the engine asks for the places of lines before it draws
            self.deactivate()

    def overflows(self, width: float) -> bool:
        """Say whether the piece, ``width`` px wide, is longer than what is left of the measure."""
        return bool(width > self.max_width + _NEAR)

    def plain(self, style: Any) -> Layout:
        """Give the text as a layout of the engine's, which can end it with an ellipsis."""
        layout = Layout(style, max_width=self.max_width)
        layout.set_text(self.piece.text)
        layout.deactivate()
        return layout

    def reactivate(self, style: Any) -> None:
        """Make its glyphs ready to be drawn: those it was measured with, where that can be."""
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
        """Give the line with its glyphs moved."""
        return self._line, None

    def deactivate(self) -> None:
        """Let go of what was needed to draw."""
        super().deactivate()
        self._line = None
