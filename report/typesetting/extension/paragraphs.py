"""Converts a line box of the engine into a paragraph of characters, and back.

The texts of all inline elements become one row of characters, so that rules work across elements.
The start and the end of each box in the row are kept for the conversion back.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator
from dataclasses import dataclass, field
from operator import and_
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.logger import LOGGER

from report.model.characters import CHINESE
from report.typesetting.composition.breaks import penalties
from report.typesetting.composition.linebreak import Line
from report.typesetting.composition.paragraph import Paragraph
from report.typesetting.composition.row import Characters
from report.typesetting.composition.rules import NAMES, Rules, read
from report.typesetting.composition.tokens import is_worth_composing
from report.typesetting.extension.shaping import advances, opportunities

#: The placeholder for a picture or a box in the row of characters.
OBJECT = "\ufffc"
#: Its replacement for UAX #14: a character with possible breaks on both sides.
_IDEOGRAPH = "\u2e80"
#: Characters that the rules do not support: tabs, soft hyphens, line and paragraph separators, and
#: right-to-left text.
_FOREIGN = re.compile(
    "[\t\u00ad\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc"
    "\U00010800-\U00010fff]"
)
#: A number: it is never broken, since half of it would be another number.
_NUMBER = re.compile(r"(?<![^\W_])\d(?:[\d.,]{0,20}\d)?(?![^\W_])")
_SIDES = ("padding_{}", "margin_{}", "border_{}_width")
_BREAKING = {"normal", "pre-line"}

#: Returns the places between words and the places inside names of a text.
Segment = Callable[[str, bool], tuple[Container[int] | None, Container[int]]]


class NotComposableError(Exception):
    """The rules do not support the paragraph; the engine sets it without composition."""


class NeedsLayoutError(Exception):
    """The paragraph has a box of unknown width."""


@dataclass(slots=True)
class Flat:
    """A line box as a paragraph."""

    box: Any
    children: Any
    paragraph: Paragraph
    #: The characters of each box, by identity: start and end.
    spans: dict[int, tuple[int, int]]
    #: Places of floats, which the engine lays out beside the line.
    floats: list[int]
    has_objects: bool
    #: Whether it has an address or a very long word.
    has_long: bool
    #: Boxes whose percentages have been resolved.
    resolved: set[int] = field(default_factory=set)
    #: Lines that have been broken, by measure and by start.
    lines: dict[tuple[float, bool], dict[int, Line]] = field(default_factory=dict)
    #: Lines that have been set, by line, measure and whether they are stretched to it.
    settings: dict[tuple[Line, float, bool], Any] = field(default_factory=dict)

    def place(self, skip: Any) -> int:
        """Return the index of the character at the engine's ``skip_stack``."""
        box = self.box
        while skip is not None:
            ((index, inner),) = skip.items()
            if isinstance(box, boxes.TextBox):
                start, _ = self.spans[id(box)]
                return start + len(box.text.encode()[: index or 0].decode())
            if index >= len(box.children):
                return self.spans[id(box)][1]
            box, skip = box.children[index], inner
        return self.spans[id(box)][0]


def rules_of(style: Any) -> Rules:
    """Return the composition rules of an element, from its custom properties."""
    known: Rules | None = vars(style).get("composition_rules")
    if known is None:
        values = {}
        for name in NAMES:
            tokens = style[f"__{name}"]
            if tokens:
                values[name] = "".join(token.serialize() for token in tokens).strip()
        known = _rules.get(tuple(values.items()))
        if known is None:
            known = _rules[tuple(values.items())] = read(values, LOGGER.warning)
        vars(style)["composition_rules"] = known
    return known


_rules: dict[tuple[tuple[str, str], ...], Rules] = {}


@dataclass(slots=True)
class _Row:
    """Builds the row of characters."""

    measure: Callable[[Any], float] | None
    pieces: list[str] = field(default_factory=list)
    advances: list[float] = field(default_factory=list)
    edges: list[float] = field(default_factory=list)
    ems: list[float] = field(default_factory=list)
    rules: list[Rules] = field(default_factory=list)
    attached: list[bool] = field(default_factory=list)
    #: Whether a line may break before the character; between two elements, their parent decides.
    breakable: list[bool] = field(default_factory=list)
    between: set[int] = field(default_factory=set)
    #: Places where any word may be broken; ranges where only words longer than a line may.
    emergency: set[int] = field(default_factory=set)
    reserve: list[tuple[int, int]] = field(default_factory=list)
    spans: dict[int, tuple[int, int]] = field(default_factory=dict)
    floats: list[int] = field(default_factory=list)
    has_objects: bool = False
    keep_words: bool = False

    def __len__(self) -> int:
        return len(self.ems)

    def add(self, box: Any) -> None:
        """Add the content of a box and its descendants."""
        start = len(self)
        if not box.is_in_normal_flow():
            if box.is_floated():
                self.floats.append(start)
        elif isinstance(box, boxes.TextBox):
            self._text(box)
        elif isinstance(box, boxes.InlineBox | boxes.LineBox):
            self._inline(box)
        elif isinstance(box, boxes.AtomicInlineLevelBox):
            if self.measure is None:
                raise NeedsLayoutError
            self.has_objects = True
            self._append(OBJECT, [self.measure(box)], box, breakable=True)
        else:
            raise NotComposableError
        self.spans[id(box)] = (start, len(self))

    def _inline(self, box: Any) -> None:
        start, style = len(self), box.style
        left = right = 0.0
        if isinstance(box, boxes.InlineBox):
            left, right = _edge(style, "left"), _edge(style, "right")
            if box.is_leader or style["direction"] == "rtl":
                raise NotComposableError
            if (left or right) and style["box_decoration_break"] == "clone":
                raise NotComposableError
        wraps = style["white_space"] in _BREAKING
        for child in box.children:
            before = len(self)
            self.add(child)
            if start < before < len(self):
                self.breakable[before] = wraps
        if left or right:
            if len(self) == start:
                raise NotComposableError
            self.edges[start] += left
            self.edges[-1] += right
        if len(self) > start and _is_attached(box):
            self.attached[start] = True

    def _text(self, box: Any) -> None:
        text, style = box.text, box.style
        spacing = style["letter_spacing"] not in ("normal", 0) or style["word_spacing"] != 0
        white_space = style["white_space"]
        if spacing or white_space in ("pre", "pre-wrap") or not style["font_size"]:
            raise NotComposableError
        if style["direction"] == "rtl" or _FOREIGN.search(text):
            raise NotComposableError
        start = len(self)
        if start:
            self.between.add(start - 1)
        breakable = white_space in _BREAKING
        self._append(text, advances(style, text), box, breakable=breakable)
        if breakable and style["word_break"] == "break-all":
            self.emergency.update(range(start + 1, len(self)))
        elif breakable and style["overflow_wrap"] in ("anywhere", "break-word"):
            self.reserve.append((start + 1, len(self)))

    def _append(self, text: str, widths: list[float], box: Any, *, breakable: bool) -> None:
        size = len(text)
        self.pieces.append(text)
        self.advances += widths
        self.edges += [0.0] * size
        self.ems += [box.style["font_size"]] * size
        rules = rules_of(box.style)
        self.keep_words = self.keep_words or rules.keep_words
        self.rules += [rules] * size
        self.attached += [False] * size
        self.breakable += [breakable] * size


def flatten(linebox: Any, measure: Callable[[Any], float] | None, segment: Segment) -> Flat:
    """Return a line box as a paragraph; ``measure`` returns the width of a box in the line, in px.

    Raises NotComposableError, or NeedsLayoutError for such a box without ``measure``.
    """
    texts = [box.text for box in _texts(linebox)]
    long = is_worth_composing("".join(texts))
    if not long and not any(map(CHINESE.search, texts)):
        raise NotComposableError
    rules = rules_of(linebox.style)
    if not rules.composition or linebox.style["direction"] == "rtl":
        raise NotComposableError
    row = _Row(measure)
    row.add(linebox)
    text = "".join(row.pieces)

    def breaks(kinds: bytes) -> list[float | None]:
        shown = text.replace(OBJECT, _IDEOGRAPH) if row.has_objects else text
        allowed, ends = opportunities(shown, linebox.style["lang"])
        barred: set[int] = set()
        if not all(row.breakable):
            allowed = [*map(and_, allowed, row.breakable), True]
            barred.update(at for at, may in enumerate(row.breakable) if not may)
        words, names = segment(text, row.keep_words)
        return penalties(
            *(text, allowed, kinds, row.rules, row.attached),
            words=words,
            names=names,
            emergency=filter(ends, row.emergency),
            barred=barred,
        )

    def reserve() -> set[int]:
        _, ends = opportunities(text, linebox.style["lang"])
        numbers = {at for one in _NUMBER.finditer(text) for at in range(one.start() + 1, one.end())}
        return {
            at
            for start, stop in row.reserve
            for at in range(start, stop)
            if ends(at) and row.breakable[at] and not row.attached[at] and at not in numbers
            if row.advances[at]  # not within a ligature
        }

    paragraph = Paragraph(
        Characters(text, row.advances, row.edges, row.ems, row.rules, row.attached, row.between),
        breaks,
        reserve,
    )
    return Flat(
        *(linebox, linebox.children, paragraph, row.spans, row.floats, row.has_objects),
        has_long=long,
    )


def _texts(box: Any) -> Iterator[Any]:
    for child in box.children:
        if isinstance(child, boxes.TextBox):
            yield child
        elif isinstance(child, boxes.InlineBox):
            yield from _texts(child)


def _is_attached(box: Any) -> bool:
    """Return whether an element belongs to the character before it: note calls, superscripts."""
    tag = str(box.element_tag)
    return tag.endswith("::footnote-call") or box.style["vertical_align"] == "super"


def _edge(style: Any, side: str) -> float:
    """Return the width of margin, border and padding of an element on one side, in px."""
    width = 0.0
    for form in _SIDES:
        value = style[form.format(side)]
        if value == "auto":
            continue
        if isinstance(value, int | float):
            width += value
        elif getattr(value, "unit", None) == "px":
            width += value.value
        elif getattr(value, "value", 1) != 0:
            raise NotComposableError
    return width
