"""Texts shaped by Pango only once: measured with their paragraph, and drawn piece by piece.

Shaping takes most of Pango's time. The engine would shape each line again for drawing; here the
glyphs from the measurement are reused. They are kept as Python numbers, which are faster to read
than Pango's structures.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import accumulate
from typing import Any, NamedTuple

from weasyprint.text.ffi import FROM_UNITS, TO_UNITS, ffi, pango
from weasyprint.text.line_break import Layout, get_log_attrs

#: Pango's structure for a glyph: its size in integers, and the offsets of its fields.
_INT = ffi.sizeof("int")
_STRIDE = ffi.sizeof("PangoGlyphInfo") // _INT
_GLYPH = ffi.offsetof("PangoGlyphInfo", "glyph") // _INT
_GEOMETRY = ffi.offsetof("PangoGlyphInfo", "geometry") // _INT
_WIDTH, _X_OFFSET, _Y_OFFSET = (
    _GEOMETRY + ffi.offsetof("PangoGlyphGeometry", name) // _INT
    for name in ("width", "x_offset", "y_offset")
)
#: Added before rounding, in thousandths of an em: the engine truncates and would lose a unit.
_NUDGE = 0.3


def _flags(attributes: Any) -> Any:
    """Return Pango's attribute structures as integers."""
    return ffi.cast("unsigned int *", attributes)


def _bit(name: str) -> int:
    """Return the bit of the attribute with this name."""
    probe = ffi.new("PangoLogAttr *")
    setattr(probe, name, 1)
    return int(_flags(probe)[0])


_LINE_BREAK = _bit("is_line_break")


class _Sizes(dict[str, int]):
    """The UTF-8 length of each character; computed on first use."""

    def __missing__(self, character: str) -> int:
        size = self[character] = len(character.encode())
        return size


_size_of = _Sizes().__getitem__


class Geometry(NamedTuple):
    """Metrics of a glyph in Pango's units, with the fields of ``PangoGlyphGeometry``."""

    width: int
    x_offset: int = 0
    y_offset: int = 0


class Glyph(NamedTuple):
    """A glyph by its number in the font, with the fields of ``PangoGlyphInfo`` for drawing."""

    glyph: int
    geometry: Geometry


class Item(NamedTuple):
    """The part of a text that a run draws, with the fields of ``PangoItem`` for drawing."""

    #: Its font and direction, a Pango structure.
    analysis: Any
    #: Start and length, in bytes.
    offset: int
    length: int


class Glyphs(NamedTuple):
    """The glyphs of a run, with the fields of ``PangoGlyphString`` for drawing."""

    glyphs: list[Glyph]
    num_glyphs: int
    #: For each glyph, the byte of the item at which its cluster of characters starts.
    log_clusters: list[int]


class Run(NamedTuple):
    """Glyphs of one font, with the fields of ``PangoGlyphItem`` for drawing."""

    item: Item
    glyphs: Glyphs


class Link(NamedTuple):
    """A run in a linked list like GLib's; the last one's ``next`` is NULL."""

    data: Run
    next: Any


class DrawnLine(NamedTuple):
    """A line, with the fields of ``PangoLayoutLine`` for drawing."""

    #: The first link of the list of runs, in a tuple that stands for a pointer.
    runs: tuple[Any]


#: Fast constructors for a glyph, and for the geometry of a glyph without offsets.
_glyph: Callable[[tuple[int, Geometry]], Glyph] = partial(tuple.__new__, Glyph)
_upright: Callable[[int], Geometry] = lru_cache(4096)(Geometry)


@dataclass(frozen=True, slots=True)
class _Span:
    """The glyphs of one font: the first and the last index, and their bytes in the text."""

    analysis: Any
    first: int
    last: int
    offset: int
    length: int


@dataclass(frozen=True, slots=True)
class Shaped:
    """A text in one line, as Pango has shaped it."""

    #: Owns the fonts.
    layout: Layout
    _spans: list[_Span]
    _glyphs: list[int]
    _geometries: list[Geometry]
    #: For each glyph, the byte of its span at which its cluster of characters starts.
    _clusters: list[int]
    #: For each character and the end, the first glyph of its cluster, and its byte.
    _places: Sequence[int]
    _bytes: Sequence[int]
    #: The width of each character in px; that of a cluster goes to its first.
    advances: list[float]

    def can_part(self, at: int) -> bool:
        """Return whether the glyphs can be split before a character: not within a ligature."""
        return not at or self._places[at - 1] < self._places[at]

    def line(
        self,
        start: int,
        left: Sequence[int],
        right: Sequence[int],
        size: float,
        cover: int | None = None,
    ) -> DrawnLine:
        """Return the glyphs from the character ``start`` as a line for drawing.

        ``left`` and ``right`` are the space added to each character, in thousandths of an em;
        ``size`` is the type size in px. ``cover`` is the width of the last glyph, in thousandths of
        an em.
        """
        places = self._places[start : start + len(left) + 1]
        begin, end = places[0], places[-1]
        row = _by_glyph(places, zip(left, right, strict=True))
        moved = _Moved(size * TO_UNITS / 1000, size)
        geometries = [moved[pair] for pair in zip(self._geometries[begin:end], row, strict=True)]
        if cover is not None:
            geometries[-1] = Geometry(round(cover * size * TO_UNITS / 1000))
        glyphs = list(map(_glyph, zip(self._glyphs[begin:end], geometries, strict=True)))
        link, shift = ffi.NULL, self._bytes[start]
        stop = self._bytes[start + len(left)]
        for span in reversed(self._spans):
            first, last = max(span.first, begin), min(span.last, end)
            if first < last:
                offset, until = max(span.offset, shift), min(span.offset + span.length, stop)
                clusters = self._clusters[first:last]
                if offset > span.offset:
                    clusters = [cluster - (offset - span.offset) for cluster in clusters]
                item = Item(span.analysis, offset - shift, until - offset)
                part = glyphs[first - begin : last - begin]
                link = Link(Run(item, Glyphs(part, last - first, clusters)), link)
        return DrawnLine((link,))


def _by_glyph(places: Sequence[int], moves: Iterable[tuple[int, int]]) -> Sequence[tuple[int, int]]:
    """Return the moves of characters as moves of glyphs."""
    begin, end = places[0], places[-1]
    if places == list(range(begin, end + 1)):
        return list(moves)
    row = [(0, 0)] * (end - begin)
    for place, (left, right) in zip(places, moves, strict=False):
        # Two characters may be one glyph, such as a dash of two em.
        before, after = row[place - begin]
        row[place - begin] = before + left, after + right
    return row


class _Moved(dict[tuple[Geometry, tuple[int, int]], Geometry]):
    """The geometry of glyphs with space added to their left and right; computed on first use."""

    def __init__(self, unit: float, size: float) -> None:
        """Take a thousandth of an em in Pango's units, and the type size in px."""
        self._unit, self._size = unit, size

    def __missing__(self, key: tuple[Geometry, tuple[int, int]]) -> Geometry:
        geometry, (left, right) = key
        if left or right:
            nudge = _NUDGE if right > 0 else -_NUDGE if right < 0 else 0
            geometry = Geometry(
                geometry.width + round((left + right + nudge) * self._unit),
                # The engine expects offsets as thousandths of an em times the type size.
                geometry.x_offset + round(left * self._size),
                geometry.y_offset,
            )
        self[key] = geometry
        return geometry


def shape(style: Any, text: str) -> Shaped:
    """Shape a text without line breaks; the result is cached in the style."""
    cache: dict[str, Shaped] = vars(style).setdefault("composition_shaped", {})
    known = cache.get(text)
    if known is None:
        layout = Layout(style)
        # The engine sets this before it draws; setting it again does not change the glyphs.
        pango.pango_layout_set_single_paragraph_mode(layout.layout, True)
        layout.set_text(text)
        cache[text] = known = _read(layout, text)
    return known


def _read(layout: Layout, text: str) -> Shaped:
    """Read the shaped text from Pango's structures."""
    starts = [0, *accumulate(map(_size_of, text))]
    spans: list[_Span] = []
    glyphs: list[int] = []
    geometries: list[Geometry] = []
    clusters: list[int] = []
    places: list[int] = []
    advances: list[float] = []
    line, _ = layout.get_first_line()
    link = line.runs[0]
    while link != ffi.NULL:
        item, string = link.data.item, link.data.glyphs
        link = link.next
        offset, size, first = item.offset, string.num_glyphs, len(glyphs)
        spans.append(_Span(item.analysis, first, first + size, offset, item.length))
        numbers = ffi.buffer(string.glyphs, size * _STRIDE * _INT)
        numbers = memoryview(numbers).cast("B").cast("i").tolist()
        widths, xs, ys = (numbers[at::_STRIDE] for at in (_WIDTH, _X_OFFSET, _Y_OFFSET))
        begins = ffi.unpack(string.log_clusters, size)
        glyphs += numbers[_GLYPH::_STRIDE]
        clusters += begins
        geometries += map(Geometry, widths, xs, ys) if any(xs) or any(ys) else map(_upright, widths)
        characters = starts[len(places) : len(places) + item.num_chars]
        if begins == (characters if not offset else [byte - offset for byte in characters]):
            places += range(first, first + size)
            advances += [width * FROM_UNITS for width in widths]
        else:
            for at, width in _clustered(characters, begins, widths, offset):
                places.append(first + at)
                advances.append(width * FROM_UNITS)
    places.append(len(glyphs))
    return Shaped(layout, spans, glyphs, geometries, clusters, places, starts, advances)


def _clustered(
    characters: Sequence[int], clusters: Sequence[int], widths: Sequence[int], offset: int
) -> Iterator[tuple[int, int]]:
    """Return the first glyph of each character's cluster, and its width, once for each cluster."""
    firsts: dict[int, int] = {}
    totals: dict[int, int] = {}
    for at, (cluster, width) in enumerate(zip(clusters, widths, strict=True)):
        firsts.setdefault(cluster, at)
        totals[cluster] = totals.get(cluster, 0) + width
    at = 0
    for byte in characters:
        at = firsts.get(byte - offset, at)
        yield at, totals.get(byte - offset, 0)


def advances(style: Any, text: str) -> list[float]:
    """Return the width of each character in px; the first character of a cluster has all of it."""
    if "\n" not in text:
        return shape(style, text).advances
    known: list[float] = []
    for part in text.split("\n"):  # Pango is given one line at a time
        known += [*(shape(style, part).advances if part else ()), 0.0]
    return known[:-1]


def opportunities(text: str, language: str | None) -> tuple[list[bool], Callable[[int], bool]]:
    """Return Pango's break opportunities of UAX #14, and a function for grapheme boundaries.

    The first result is for each character whether a line may end before it, and for the end of the
    text. The second returns whether a place is between two user-perceived characters.
    """
    attributes = get_log_attrs(text, language)

    def ends(at: int) -> bool:
        return bool(attributes[at].is_cursor_position)

    return [bits & _LINE_BREAK != 0 for bits in ffi.unpack(_flags(attributes), len(text) + 1)], ends
