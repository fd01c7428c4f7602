"""A finished part of a document: its pages as a PDF, and what joins it to the other parts.

A part is what begins a page of its own, such as an opener or a section. It is typeset alone and
can be kept: its PDF has no font programs, since a document embeds each font once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple, TypeVar

from report.findings.diagnostics import Diagnostic

Value = TypeVar("Value")

#: The entry of the catalog of a PDF without pages that names its font.
FONTS = "ReportFonts"

#: Quotes' depth, values of counters, names of counters by depth: the state of counters in CSS.
Counters = tuple[int, Mapping[str, list[int]], list[list[str]]]


@dataclass(frozen=True, slots=True)
class Start:
    """Where a part starts; the end of a part has only the strings and elements that it set."""

    #: The number of pages before it.
    index: int = 0
    #: Whether its first page is a right one.
    right: bool = True
    #: The counters of pages and of elements; None at the beginning of the document.
    page: Counters | None = None
    counters: Counters | None = None
    #: The last values of named strings.
    strings: Mapping[str, str] = field(default_factory=dict)
    #: The paths of the last running elements, by name.
    running: Mapping[str, list[int]] = field(default_factory=dict)
    #: The values of ``break-after`` at the end of the part before.
    after: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Places:
    """The values of counters at an id: those of its page, and those of elements."""

    page: Mapping[str, list[int]] = field(default_factory=dict)
    element: Mapping[str, list[int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FontUse:
    """A font of a part: which face it is, and the glyphs used."""

    #: Pango's description of the face, and a hash that tells its file from others.
    name: str
    face: str
    #: Widths of glyphs in thousandths of an em, and their texts.
    widths: Mapping[int, int]
    texts: Mapping[int, str]
    #: Glyph numbers for characters that the font does not have, by code point.
    missing: Mapping[int, int]


class Shown(NamedTuple):
    """A picture on a page; its area is in mm from the top left of the trimmed page."""

    page: int
    area: tuple[float, float, float, float]
    #: The path of its file within the project; for a drawing, the source place of its block.
    name: str


@dataclass(frozen=True, slots=True)
class Bookmark:
    """An entry of the outline: its page within the part from 0, its place in pt."""

    page: int
    level: int
    label: str
    x: float
    y: float
    open: bool


@dataclass(frozen=True, slots=True)
class Anchor:
    """A destination: its id, its page within the part from 0, its place in pt."""

    name: str
    page: int
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Placed:
    """A picture or a text: its page from 1, its area in mm from the top left, its name."""

    page: int
    area: tuple[float, float, float, float]
    name: str


@dataclass(frozen=True, slots=True)
class Look:
    """How text of an element is set: sizes in pt, the first family, the colour as CSS writes it."""

    size: float
    leading: float
    face: str
    weight: int
    colour: str


@dataclass(frozen=True, slots=True)
class Box:
    """Where an element is: its page within the part from 0, its area in pt from the top left.

    ``element`` is its number among the elements of the part, ``look`` that of its look. An element
    that goes over columns or pages has several.
    """

    page: int
    area: tuple[float, float, float, float]
    element: int
    look: int


@dataclass(frozen=True, slots=True)
class Draft:
    """A part that is laid out, and not written yet."""

    pages: int
    end: Start
    #: The counters at the ids of this part, and at the ids of other parts that it prints.
    ids: Mapping[str, Places]
    needed: Mapping[str, Places]
    #: Values of earlier parts that it prints: named strings, and paths of running elements.
    strings: Mapping[str, str]
    running: Mapping[str, list[int]]
    #: What was read, by URL, with a hash of its content.
    reads: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Part(Draft):
    """A finished part."""

    pdf: bytes
    fonts: tuple[FontUse, ...]
    bookmarks: tuple[Bookmark, ...]
    anchors: tuple[Anchor, ...]
    found: tuple[Diagnostic, ...] = ()
    #: The pictures on its pages, and text in front of pictures.
    pictures: tuple[Placed, ...] = ()
    fronts: tuple[Placed, ...] = ()
    #: Characters that no font has.
    missing: tuple[str, ...] = ()
    #: Where its elements are, outer ones first, and how their text is set.
    boxes: tuple[Box, ...] = ()
    looks: tuple[Look, ...] = ()
    #: A hash for each page, of what is painted on it.
    prints: tuple[str, ...] = ()
    #: The inks of the sRGB colours of its gradients, as ``#rrggbb``.
    stops: Mapping[str, tuple[float, float, float, float]] = field(default_factory=dict)


def following(start: Start, done: Draft) -> Start:
    """Return where the part after ``done`` starts; ``start`` is where ``done`` has started.

    Named strings and running elements that it did not set are still those of earlier parts.
    """
    end = done.end
    strings, running = {**start.strings, **end.strings}, {**start.running, **end.running}
    return replace(end, strings=strings, running=running)


def merged(parts: Sequence[Part]) -> list[tuple[FontUse, list[int]]]:
    """Merge the fonts that parts use; returns each with the numbers of its parts.

    A font with glyph numbers for characters that it does not have stays apart in each part: those
    numbers are only valid there.
    """
    found: dict[tuple[str, str, int], tuple[FontUse, list[int]]] = {}
    for number, part in enumerate(parts):
        for use in part.fonts:
            key = (use.name, use.face, number if use.missing else -1)
            known, numbers = found.setdefault(key, (FontUse(*key[:2], {}, {}, use.missing), []))
            widths, texts = {**use.widths, **known.widths}, {**use.texts, **known.texts}
            found[key] = FontUse(*key[:2], widths, texts, use.missing), [*numbers, number]
    # Sorted, so that the same glyphs give the same font in whatever order they are used.
    return [
        (replace(use, widths=_sorted(use.widths), texts=_sorted(use.texts)), numbers)
        for use, numbers in found.values()
    ]


def _sorted(values: Mapping[int, Value]) -> dict[int, Value]:
    return dict(sorted(values.items()))
