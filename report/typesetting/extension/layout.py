"""Text measured and drawn by Pango, with the adjustments of a composed line.

A composed piece of text is measured once with its whole paragraph; Pango is asked again only
when the piece is drawn. The advances of its glyphs are changed then: the PDF gets offsets
between glyphs, never an extra character.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from weasyprint.text.ffi import FROM_UNITS, TO_UNITS, ffi
from weasyprint.text.line_break import Layout, get_log_attrs, line_size, strut

#: Gaps wider than this make programs that extract text believe in a space, in thousandths of an
#: em (pdftotext from 100 on); with room to spare.
SUSPECT = 60
#: Pango's record of a glyph: how many numbers it is, and which are its width and its offset.
_INT = ffi.sizeof("int")
_STRIDE = ffi.sizeof("PangoGlyphInfo") // _INT
_WIDTH = ffi.offsetof("PangoGlyphInfo", "geometry") // _INT
_X_OFFSET = _WIDTH + ffi.offsetof("PangoGlyphGeometry", "x_offset") // _INT
#: A nudge that keeps the engine's rounding towards zero from losing a unit, in thousandths.
_NUDGE = 0.3


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
        layout.set_text(" ")
        line, _ = layout.get_first_line()
        _, height = line_size(line, style)
        line_height, baseline = strut(style)
        known = Metrics(height, (line_height - height) / 2, baseline)
        vars(style)["composition_metrics"] = known
    return known


def advances(style: Any, text: str) -> list[float]:
    """Give the width of each character in px; that of a cluster goes to its first."""
    cache: dict[str, list[float]] = vars(style).setdefault("composition_advances", {})
    known = cache.get(text)
    if known is None and "\n" in text:  # Pango is given one line at a time
        known = []
        for part in text.split("\n"):
            known += [*(advances(style, part) if part else ()), 0.0]
        cache[text] = known = known[:-1]
    if known is None:
        layout = Layout(style)
        layout.set_text(text)
        line, _ = layout.get_first_line()
        by_byte: dict[int, float] = {}
        for item in _runs(line):
            glyphs, offset = item.glyphs, item.item.offset
            clusters = ffi.unpack(glyphs.log_clusters, glyphs.num_glyphs)
            for cluster, width in zip(clusters, _widths(glyphs), strict=True):
                by_byte[offset + cluster] = by_byte.get(offset + cluster, 0.0) + width * FROM_UNITS
        known, byte = [], 0
        for character in text:
            known.append(by_byte.get(byte, 0.0))
            byte += _bytes(character)
        cache[text] = known
    return known


def _numbers(glyphs: Any) -> Any:
    """Give what Pango keeps of a run's glyphs, to be read and changed: they are many."""
    size = glyphs.num_glyphs * _STRIDE * _INT
    return memoryview(ffi.buffer(glyphs.glyphs, size)).cast("B").cast("i")


def _widths(glyphs: Any) -> Sequence[int]:
    """Give the widths of a run's glyphs, in Pango's units."""
    return _numbers(glyphs).tolist()[_WIDTH::_STRIDE]  # type: ignore[no-any-return]


def opportunities(text: str, language: str | None) -> tuple[list[bool], Callable[[int], bool]]:
    """Give where UAX #14 lets a line end, before each character and at the end, by Pango.

    And what says whether a character ends before a place.
    """
    attributes = get_log_attrs(text, language)

    def ends(at: int) -> bool:
        return bool(attributes[at].is_cursor_position)

    return [attributes[at].is_line_break == 1 for at in range(len(text) + 1)], ends


def _bytes(character: str) -> int:
    code = ord(character)
    return 1 if code < 0x80 else 2 if code < 0x800 else 3 if code < 0x10000 else 4


@dataclass(slots=True)
class Piece:
    """Characters of one text box on one line, with what is added to them.

    ``left`` and ``right`` are in thousandths of an em. ``covered`` says that the gap after the
    last character, which a designer made wide, is drawn as a space glyph. That glyph belongs to
    the replacement text and so to no reader's copy: without it, programs that extract text would
    take the gap for a space.
    """

    text: str
    left: list[int]
    right: list[int]
    covered: bool

    @property
    def replaced(self) -> bool:
        """Whether readers need to be told the text, since gaps would mislead them."""
        if self.covered:
            return True
        gaps = zip(self.right, self.left[1:], strict=False)
        return any(right + left > SUSPECT for right, left in gaps)


class ComposedLayout(Layout):  # type: ignore[misc]
    """The text of a piece of a composed line; Pango is not called before it is drawn."""

    def __init__(self, style: Any, piece: Piece) -> None:
        """Take what is needed later; see the class."""
        self.piece = piece
        self.text = piece.text
        self.justification_spacing = 0
        self.max_width = None
        self.first_line_direction = 0
        self._drawn = False
        if style["text_decoration_line"] != "none":
            self.setup(style)  # the engine asks for the places of lines before it draws
            self.deactivate()

    def reactivate(self, style: Any) -> None:
        """Bring it back to Pango, to be drawn."""
        self._drawn = False
        self.setup(style)
        self.set_text(self.piece.text + " " if self.piece.covered else self.piece.text)

    def get_first_line(self) -> tuple[Any, int | None]:
        """Give Pango's line with its glyphs moved."""
        line, index = super().get_first_line()
        if not self._drawn:
            self._drawn = True
            self._adjust(line)
        return line, index

    def _adjust(self, line: Any) -> None:
        piece = self.piece
        moves: dict[int, tuple[int, int]] = {}
        byte, last = 0, len(piece.text) - 1
        for at, character in enumerate(piece.text):
            left, right = piece.left[at], piece.right[at]
            if at == last and piece.covered:
                moves[byte + _bytes(character)] = (right, 0)
                right = 0
            if left or right:
                moves[byte] = (left, right)
            byte += _bytes(character)
        if not moves:
            return
        size = self.style["font_size"]
        em = size * TO_UNITS / 1000
        cover = byte if piece.covered else -1
        found = _by_cluster(line)
        for place, (left, right) in _merged(moves, found).items():
            numbers, at = found[place]
            if place == cover:
                numbers[at + _WIDTH] = round(left * em)
                continue
            nudge = _NUDGE if right > 0 else -_NUDGE if right < 0 else 0
            numbers[at + _WIDTH] += round((left + right + nudge) * em)
            if left:
                # The engine takes an offset for thousandths of an em times the type size.
                numbers[at + _X_OFFSET] += round(left * size)


def _by_cluster(line: Any) -> dict[int, tuple[Any, int]]:
    """Give the first glyph of each cluster of Pango's line, by its place in bytes.

    As the numbers that Pango keeps of its run's glyphs, and where in them the glyph's begin.
    """
    found: dict[int, tuple[Any, int]] = {}
    for item in _runs(line):
        glyphs, offset = item.glyphs, item.item.offset
        numbers = _numbers(glyphs)
        clusters = ffi.unpack(glyphs.log_clusters, glyphs.num_glyphs)
        for at, cluster in enumerate(clusters):
            found.setdefault(offset + cluster, (numbers, at * _STRIDE))
    return found


def _runs(line: Any) -> Iterator[Any]:
    run = line.runs[0]
    while run != ffi.NULL:
        yield run.data
        run = run.next


def _merged(
    moves: Mapping[int, tuple[int, int]], found: Container[int]
) -> Mapping[int, tuple[int, int]]:
    """Give moves to the clusters: two characters may be one glyph, such as a dash of two em."""
    if all(byte in found for byte in moves):
        return moves
    merged: dict[int, tuple[int, int]] = {}
    for byte, (left, right) in moves.items():
        place = byte
        while place and place not in found:
            place -= 1
        lefts, rights = merged.get(place, (0, 0))
        merged[place] = lefts + left, rights + right
    return merged
