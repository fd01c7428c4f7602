"""Sets lines: finds the line of a paragraph that the engine is laying out, and makes its boxes."""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from math import inf
from typing import Any

import pydyf
from weasyprint.formatting_structure import boxes

from report.model.characters import Kind
from report.typesetting.composition.linebreak import LOOSE, Line
from report.typesetting.composition.spacing import WIDEST_HAN_WESTERN
from report.typesetting.extension.again import Again
from report.typesetting.extension.grid import Grid
from report.typesetting.extension.layout import ComposedLayout, Piece, metrics
from report.typesetting.extension.paragraphs import (
    Flat,
    NeedsLayoutError,
    NotComposableError,
    Segment,
    flatten,
)
from report.typesetting.extension.partial import Partial
from report.typesetting.extension.repeats import Repeats

#: The entry of a structure element that names its HTML element.
MARK = "ReportOrigin"
#: A measure in px that nothing overflows: composed lines fit as they are.
ENDLESS = 1e7
#: A line that is short by more than this, in em, is reported.
_SHORT = 2.0
#: The most steps of the layout of a page, and the most pages of a document; see Session.step.
MOST_STEPS, MOST_PAGES = 150_000, 5_000
#: The most paragraphs in the cache: columns and pages are laid out several times.
_KEPT = 500


class EndlessError(Exception):
    """A layout that does not end, with the current element and page."""

    def __init__(self, element: Any, page: int) -> None:
        """Take the current HTML element, and the number of the page from 1."""
        super().__init__(f"page {page}")
        self.element, self.page = element, page


@dataclass(slots=True)
class Setting:
    """A line with its spacing."""

    flat: Flat
    line: Line
    left: list[int]
    right: list[int]
    #: Whether the line should be justified; if it is too loose, it is left ragged all the same.
    justified: bool
    #: The width of its gaps when it is justified, in em.
    looseness: float
    #: By how much a ragged line is short, in em; whether it ends inside a word as a last resort.
    short: float
    breaks_word: bool

    @property
    def is_awkward(self) -> bool:
        """Whether it should be reported: a loose line, a short line, or a broken word."""
        # Infinite looseness: only gaps beside Western text, which stretch by a quarter em at most.
        loose = LOOSE < self.looseness < inf if not self.short else self.short > _SHORT
        return loose or self.breaks_word

    @property
    def forced(self) -> bool:
        """Whether the line ends with a forced break in the text."""
        line, kinds = self.line, self.flat.paragraph.kinds
        return line.last and line.resume > line.start and kinds[line.resume - 1] == Kind.NEWLINE

    @property
    def final(self) -> bool:
        """Whether the line is the last of the paragraph."""
        return self.line.resume >= len(self.flat.paragraph.text) and not self.forced


class Stop:
    """A placeholder for the first box after the line: too wide for any measure."""

    position_x = 0.0
    is_leader = False

    def margin_width(self) -> float:
        """Return a width that makes the engine end the line before it."""
        return ENDLESS * 10

    def is_in_normal_flow(self) -> bool:
        """Return True: it is part of the line."""
        return True


@dataclass(frozen=True, slots=True)
class _CachedLine:
    """The cached result for a line box; box and children tell whether it is still valid."""

    box: Any
    children: Any
    width: float | None
    flat: Flat | None


@dataclass(slots=True)
class Session:
    """The state of the layout of one document."""

    segment: Segment
    #: The current lines, the innermost last, and where their measures end, in px; None: a line
    #: that is not composed.
    setting: list[tuple[Setting, float] | None] = field(default_factory=list)
    _known: OrderedDict[int, _CachedLine] = field(default_factory=OrderedDict)
    #: The lines of the current page.
    repeats: Repeats = field(default_factory=Repeats)
    #: The blocks of its columns.
    again: Again = field(default_factory=Again)
    #: The baseline grid of the current page.
    grid: Grid | None = None
    #: Drawn lines that are loose, short or have a broken word, by identity, with the elements of
    #: their text.
    awkward: dict[int, tuple[Setting, Any]] = field(default_factory=dict)
    #: Numbers of HTML elements by identity.
    _elements: dict[int, int] = field(default_factory=dict)

    #: The part of the document that is laid out; None: the whole document.
    part: Partial | None = None

    #: The current page, and its number of layout steps.
    _page: int = 0
    _steps: int = 0

    def step(self, context: Any, box: Any) -> None:
        """Count the layout steps of a page; raises EndlessError when there are too many.

        A page of text takes hundreds of steps. Balanced columns with a long table take thirty
        thousand, since the engine makes them higher by one pixel until they fit. Some never fit.
        """
        page = context.current_page or 0
        if page != self._page:
            self._page, self._steps = page, 0
        self.add_steps(1)
        if self._steps > MOST_STEPS or page > MOST_PAGES:
            raise EndlessError(box.element, page)

    def add_steps(self, count: int) -> int:
        """Add to the steps of the current page and return them."""
        self._steps += count
        return self._steps

    def flat(
        self,
        linebox: Any,
        measure: Callable[[Any], float] | None = None,
        width: float | None = None,
    ) -> Flat | None:
        """Return a line box as a paragraph, None when it cannot be composed.

        ``measure`` returns the width of a picture or box in the line when the line's container is
        ``width`` px wide. Without it, the result is None for a paragraph with pictures or boxes.
        """
        known = self._known.get(id(linebox))
        if known is not None and known.box is linebox and known.children is linebox.children:
            self._known.move_to_end(id(linebox))
            if known.flat is None or not known.flat.has_objects or known.width == width:
                return known.flat
        try:
            flat = flatten(linebox, measure, self.segment)
        except NeedsLayoutError:
            return None
        except NotComposableError:
            flat = None
        self._known[id(linebox)] = _CachedLine(linebox, linebox.children, width, flat)
        if len(self._known) > _KEPT:
            self._known.popitem(last=False)
        return flat

    def forget(self, linebox: Any) -> None:
        """Remove a line box from the cache, because its children will change."""
        self._known.pop(id(linebox), None)

    def forget_all(self) -> None:
        """Remove all line boxes from the cache, because contents of elements may have changed."""
        self._known.clear()

    def sign(self, element: Any, box: Any) -> None:
        """Write into an element of the structure tree which HTML element it comes from.

        ``press/tags.py`` uses this entry and removes it.
        """
        drawn = getattr(box, "_box", box)
        html = getattr(drawn, "element", None)
        if html is None or MARK in element:
            return
        number = self._elements.setdefault(id(html), len(self._elements))
        tag = str(drawn.element_tag)
        text = " ".join("".join(html.itertext()).split()) if tag == "a" else ""
        origin = (
            *(number, tag, html.get("class", "").split()),
            *(html.get("lang", ""), html.get("scope", ""), text, drawn.is_leader),
        )
        element[MARK] = pydyf.String(json.dumps(origin))

    def begin(
        self, flat: Flat, linebox: Any, skip: Any, measure: float, *, beside: bool
    ) -> Setting | None:
        """Return the line that starts at ``skip``; None: the engine sets it without composition.

        ``measure`` is its width in px; with ``beside``, the next lines may have other widths.
        """
        paragraph = flat.paragraph
        start = flat.place(skip)
        if start >= len(paragraph.text):
            return None
        style = linebox.style
        justified = style["text_align_all"] == "justify" and measure < ENDLESS / 10
        rest = measure + linebox.text_indent
        if beside:
            line = paragraph.first_line(start, measure, justified=justified)
        else:
            lines = flat.lines.setdefault((round(rest, 3), justified), {})
            if start not in lines:
                for line in paragraph.lines(start, measure, rest, justified=justified):
                    lines[line.start] = line
            if start not in lines:
                return None
            line = lines[start]
        if any(line.start <= place <= line.resume for place in flat.floats):
            return None
        stretched = justified and (not line.last or style["text_align_last"] == "justify")
        known = flat.settings.get((line, round(measure, 3), stretched))
        if known is None:
            loose = paragraph.looseness(line, measure) if stretched else 0.0
            full = stretched and not (loose and paragraph.is_too_loose(line, measure))
            left, right = paragraph.set(line, measure, justified=full)
            short = 0.0
            if stretched and not full:
                short = (measure - paragraph.natural(line.start, line.end)) / style["font_size"]
            known = Setting(
                *(flat, line, left, right, stretched, loose, short), paragraph.breaks_word(line)
            )
            flat.settings[line, round(measure, 3), stretched] = known
        return known


_sessions: list[Session] = []


@contextmanager
def composing(segment: Segment) -> Iterator[Session]:
    """Compose the lines of a document that is laid out in this block."""
    session = Session(segment)
    _sessions.append(session)
    try:
        yield session
    finally:
        _sessions.remove(session)


def current() -> Session | None:
    """Return the current session."""
    return _sessions[-1] if _sessions else None


def is_beyond(setting: Setting, box: Any) -> bool:
    """Return whether a box is completely after the current line."""
    span = setting.flat.spans.get(id(box))
    if span is None or setting.final or span[0] == span[1]:
        return False
    return span[0] >= (setting.line.resume if setting.forced else setting.line.end)


def text_piece(
    setting: Setting, box: Any, position_x: float, max_x: float, skip: int
) -> tuple[Any, dict[int, None] | None, bool]:
    """Return the part of a text box that is on the line, from ``position_x`` to ``max_x`` px.

    The result is the new box, None when nothing of it is visible; where to continue, as the
    engine's skip stack; and whether the line ends with a forced break.
    """
    line, paragraph = setting.line, setting.flat.paragraph
    first, end = setting.flat.spans[id(box)]
    start = first + len(box.text.encode()[:skip].decode()) if skip else first
    visible = max(start, min(end, line.end))
    new = None
    if visible > start:
        new = _box(setting, box, start, visible, max_x - position_x)
        new.position_x = position_x
    resume, preserved = None, False
    if not setting.final and (line.resume < end or (line.resume == end and setting.forced)):
        resume = {len(paragraph.text[first : line.resume].encode()): None}
        preserved = setting.forced
    return new, resume, preserved


def _box(setting: Setting, box: Any, start: int, end: int, room: float) -> Any:
    line, paragraph, style = setting.line, setting.flat.paragraph, box.style
    first, last = setting.flat.spans[id(box)]
    text = paragraph.text[start:end]
    left = setting.left[start - line.start : end - line.start]
    right = setting.right[start - line.start : end - line.start]
    covered = last == end < line.end and right[-1] > WIDEST_HAN_WESTERN * 1000
    moved = sum(left) + sum(right)
    new = box.copy_with_text(text)
    new.width = sum(paragraph.advances[start:end]) + moved * style["font_size"] / 1000
    new.pango_layout = ComposedLayout(
        style, Piece(text, box.text, start - first, left, right, covered), room
    )
    if setting.is_awkward:
        new.awkward = setting
    measures = metrics(style)
    new.height = measures.height
    new.margin_top = new.margin_bottom = measures.margin
    new.baseline = measures.baseline
    return new


def beside_floats(context: Any, box: Any) -> bool:
    """Return whether a float is beside a line box or below it."""
    return any(
        shape.position_y + shape.margin_height() > box.position_y
        for shape in context.excluded_shapes
    )


def is_line(box: Any) -> bool:
    """Return whether a box is a whole line, not an element in a line."""
    return isinstance(box, boxes.LineBox)
