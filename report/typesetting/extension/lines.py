"""Setting lines: which line of a paragraph the engine is at, and the boxes of its text."""

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
from report.typesetting.extension.grid import Grid
from report.typesetting.extension.layout import ComposedLayout, Piece, metrics
from report.typesetting.extension.paragraphs import (
    Flat,
    NeedsLayoutError,
    NotComposableError,
    Segment,
    flatten,
)

#: The entry of a structure element that says where it comes from.
MARK = "ReportOrigin"
#: A measure in px that nothing overflows: composed lines fit as they are.
ENDLESS = 1e7
#: A line that is left short by more than this is told, in em.
_SHORT = 2.0
#: The most steps that a page may take, and the most pages of a document; see Session.step.
MOST_STEPS, MOST_PAGES = 150_000, 5_000
#: Paragraphs kept while columns and pages are balanced.
_KEPT = 500


class EndlessError(Exception):
    """A layout that does not come to an end: the element and the page it was at."""

    def __init__(self, element: Any, page: int) -> None:
        """Take the element of HTML that was laid out, and the page's number from 1."""
        super().__init__(f"page {page}")
        self.element, self.page = element, page


@dataclass(slots=True)
class Setting:
    """A line that is being set."""

    flat: Flat
    line: Line
    left: list[int]
    right: list[int]
    #: Whether the line is as long as its measure, or is left ragged since it cannot be.
    justified: bool
    #: The width of its gaps when it is as long as its measure, in em.
    looseness: float
    #: By how much it is left short instead, in em; whether it ends inside a word as a last resort.
    short: float
    breaks_word: bool

    @property
    def is_awkward(self) -> bool:
        """Whether somebody should know: a loose line, one much too short, or half a word."""
        # An infinite one has one gap, beside Western text, that takes a quarter of an em at most.
        loose = LOOSE < self.looseness < inf if not self.short else self.short > _SHORT
        return loose or self.breaks_word

    @property
    def forced(self) -> bool:
        """Whether the writer broke the line here."""
        line, kinds = self.line, self.flat.paragraph.kinds
        return line.last and line.resume > line.start and kinds[line.resume - 1] == Kind.NEWLINE

    @property
    def final(self) -> bool:
        """Whether nothing of the paragraph is left after it."""
        return self.line.resume >= len(self.flat.paragraph.text) and not self.forced


class Stop:
    """Stands for the first box that is not on the line any more: wider than any measure."""

    position_x = 0.0
    is_leader = False

    def margin_width(self) -> float:
        """Give a width that makes the engine end the line before it."""
        return ENDLESS * 10

    def is_in_normal_flow(self) -> bool:
        """Say that it is part of the line."""
        return True


@dataclass(frozen=True, slots=True)
class _Known:
    """A line box that has been looked at; its parts say whether it is still the same."""

    box: Any
    children: Any
    width: float | None
    flat: Flat | None


@dataclass(slots=True)
class Session:
    """What is known while one document is laid out."""

    segment: Segment
    #: Lines being set, the innermost last, and where their measures end, in px; None: a line that
    #: the engine sets alone.
    setting: list[tuple[Setting, float] | None] = field(default_factory=list)
    _known: OrderedDict[int, _Known] = field(default_factory=OrderedDict)
    #: The lines of the page that is laid out.
    grid: Grid | None = None
    #: Lines that were drawn loose, short or with a word broken, by identity, and the elements that
    #: their text is in.
    awkward: dict[int, tuple[Setting, Any]] = field(default_factory=dict)
    #: HTML elements by identity, numbered as they are met.
    _elements: dict[int, int] = field(default_factory=dict)

    #: The page that is laid out, and how often something on it has been.
    _page: int = 0
    _steps: int = 0

    def step(self, context: Any, box: Any) -> None:
        """Count what is laid out on a page.

        A page of text takes hundreds of steps; columns with a long table that are balanced, since
        the engine makes them a pixel higher until they fit, thirty thousand. Some pages never fit:
        raises EndlessError.
        """
        page = context.current_page or 0
        if page != self._page:
            self._page, self._steps = page, 0
        self._steps += 1
        if self._steps > MOST_STEPS or page > MOST_PAGES:
            raise EndlessError(box.element, page)

    def flat(
        self,
        linebox: Any,
        measure: Callable[[Any], float] | None = None,
        width: float | None = None,
    ) -> Flat | None:
        """Give a line box as a paragraph, None when it cannot be composed.

        ``measure`` gives the width of a picture or box in the line when the line's container is
        ``width`` wide; without it, a paragraph that has any is not looked at.
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
        self._known[id(linebox)] = _Known(linebox, linebox.children, width, flat)
        if len(self._known) > _KEPT:
            self._known.popitem(last=False)
        return flat

    def forget(self, linebox: Any) -> None:
        """Drop what is known of a line box whose parts are about to change."""
        self._known.pop(id(linebox), None)

    def sign(self, element: Any, box: Any) -> None:
        """Note in an element of the structure tree which HTML element it is made from.

        The press room reads the note (press/structure.py) and takes it out.
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
        """Plan the line that starts where ``skip`` points; None: the engine sets it alone.

        ``measure`` is the room for it in px; ``beside`` says that it is no constant one.
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
    """Compose the lines of the document that is laid out in this block."""
    session = Session(segment)
    _sessions.append(session)
    try:
        yield session
    finally:
        _sessions.remove(session)


def current() -> Session | None:
    """Give the session under way."""
    return _sessions[-1] if _sessions else None


def is_beyond(setting: Setting, box: Any) -> bool:
    """Say whether a box stands wholly after the line that is being set."""
    span = setting.flat.spans.get(id(box))
    if span is None or setting.final or span[0] == span[1]:
        return False
    return span[0] >= (setting.line.resume if setting.forced else setting.line.end)


def text_piece(
    setting: Setting, box: Any, position_x: float, max_x: float, skip: int
) -> tuple[Any, dict[int, None] | None, bool]:
    """Make the part of a text box that stands on the line, from one place to another (px).

    Gives the new box, or None when nothing of it is seen; where to go on, as the engine's skip
    stack; and whether the line ends with a break of the writer's.
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
    """Say whether a float stands beside a line box or below its top."""
    return any(
        shape.position_y + shape.margin_height() > box.position_y
        for shape in context.excluded_shapes
    )


def is_line(box: Any) -> bool:
    """Say whether a box is a whole line, not an element in one."""
    return isinstance(box, boxes.LineBox)
