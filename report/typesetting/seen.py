"""Finds text that is not visible: outside the page, clipped, over other text, too faint, or lost.

In: the laid-out pages, and the HTML from which they were made. Out: one finding for each block and
kind, at the block's place in the data. Lengths are in CSS px, places from the top left corner of
the trimmed page.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple
from urllib.parse import unquote

from weasyprint.anchors import rectangle_aabb
from weasyprint.formatting_structure import boxes

from report.findings.diagnostics import Diagnostic, Place, diagnostic
from report.pdf.parts import Shown
from report.typesetting.areas import (
    NEAR,
    NEAR_EM,
    Area,
    Painted,
    Words,
    contrast,
    leaves,
    light,
    overlaps,
)
from report.typesetting.extension.partial import ELSEWHERE

#: The attribute with the source place of a block: ``file:line:column``.
ATTRIBUTE = "data-at"
#: The start of the URLs of drawings, which exist only in memory.
DRAWINGS = "figures/"
#: The owner of text that nobody reads, such as for spacing (``aria-hidden="true"``).
UNREAD = "-"
#: The height of a character above and below its baseline, in em; less than that of tall letters, so
#: that close lines are not reported.
_ABOVE, _BELOW = 0.7, 0.1
_PX_PER_MM = 96 / 25.4
#: Type smaller than this cannot be read, in px (1.5 pt).
_SMALLEST = 2.0
#: Text with a lower contrast ratio is invisible (WCAG 2.1 defines the ratio, and requires 4.5).
_LEAST_CONTRAST = 1.25
_FAINTEST = 0.1
#: Smaller rotations than this are ignored.
_LEVEL = 1e-3
#: Characters without ink, which are ignored.
_BLANK = {ord(one): None for one in " \t\n\r\f\u00a0\u00ad\u2002\u2003\u200b\u2060\u3000"}


@dataclass(slots=True)
class _Around:
    """The context for the boxes within a box."""

    clip: Area | None = None
    grounds: tuple[Painted, ...] = ()
    opacity: float = 1.0
    line: int = 0
    #: The product of all transformations around (CSS Transforms 1); None when there are none.
    matrix: Any = None

    def placed(self, left: float, top: float, wide: float, high: float) -> Area:
        """Return the area of a transformed rectangle; for a rotated one, the frame around it."""
        return Area(*rectangle_aabb(self.matrix, left, top, wide, high))

    @property
    def scale(self) -> float:
        """The scale factor of the transformations."""
        return float(abs(self.matrix.determinant)) ** 0.5 if self.matrix else 1.0

    @property
    def is_upright(self) -> bool:
        """Whether rectangles stay parallel to the page's edges."""
        if not self.matrix:
            return True
        a, b, c, d, _, _ = self.matrix.values
        return bool(max(abs(b), abs(c)) < _LEVEL or max(abs(a), abs(d)) < _LEVEL)


@dataclass(slots=True)
class _Page:
    """The current page."""

    number: int
    area: Area
    words: list[Words] = field(default_factory=list)
    #: Pictures and positioned boxes, which may be behind any other box.
    loose: list[Painted] = field(default_factory=list)
    order: int = 0


class Visibility(NamedTuple):
    """The result: findings, and the pictures on the pages."""

    found: tuple[Diagnostic, ...] = ()
    pictures: tuple[Shown, ...] = ()
    #: Text in front of pictures, with its block: its contrast can only be measured in the PDF.
    fronts: tuple[Shown, ...] = ()


class _Found(NamedTuple):
    code: str
    owner: str
    page: int
    text: str


def find_invisible(
    pages: Iterable[Any], root: Any, places: Mapping[str, str], first: int = 1
) -> Visibility:
    """Find text of the document ``root`` that is not visible on ``pages``, and its pictures.

    ``pages`` are the engine's pages, from number ``first`` on, ``root`` is the element ``html``,
    ``places`` has the source places of elements by id; the place of "" is the default.

    D611: outside the page. D612: over other text. D613: clipped or lost. D614: too little contrast,
    or too small. D208: a table that is wider than its container.
    """
    owners = owners_of(root, places)
    inspector = _Inspector(owners)
    for number, page in enumerate(pages, first):
        inspector.look(page._page_box, number)
    found = [*inspector.found, *_lost(root, owners, inspector.shown)]
    return Visibility(
        tuple(_diagnostics(found)), tuple(inspector.pictures), tuple(inspector.fronts)
    )


def owners_of(root: Any, places: Mapping[str, str]) -> dict[Any, str]:
    """Return for each element its place in the data, or that of its nearest ancestor."""
    owners: dict[Any, str] = {}
    stack = [(root, places.get("", ""))]
    while stack:
        element, around = stack.pop()
        if element.get("aria-hidden") == "true" or element.get(ELSEWHERE):
            around = UNREAD
        own = (
            UNREAD
            if around == UNREAD
            else element.get(ATTRIBUTE) or places.get(element.get("id") or "?") or around
        )
        owners[element] = own
        stack += [(child, own) for child in element]
    return owners


class _Inspector:
    """Checks all boxes of the pages."""

    def __init__(self, owners: dict[Any, str]) -> None:
        self.owners = owners
        self.found: list[_Found] = []
        #: The printed text of each owner.
        self.shown: dict[str, list[str]] = {}
        self.pictures: list[Shown] = []
        self.fronts: list[Shown] = []

    def look(self, box: Any, number: int) -> None:
        """Check a page."""
        area = Area(0.0, 0.0, box.margin_width(), box.margin_height())
        page = _Page(number, area)
        paper = Painted(area, 1.0, 0)
        canvas = getattr(box, "canvas_background", None)
        under = _ground(canvas)
        around = _Around(grounds=(paper, Painted(area, under[0], 0)) if under else (paper,))
        for child in box.children:
            self._walk(child, around, page)
        for one, other in overlaps(page.words):
            text = f"{one.text}” over “{other.text}"
            self.found.append(_Found("D612", other.owner or one.owner, number, text))

    def _walk(self, box: Any, around: _Around, page: _Page) -> None:
        box = getattr(box, "_box", box)  # positioned boxes are behind a placeholder
        page.order += 1
        if isinstance(box, boxes.TextBox):
            self._text(box, around, page)
            return
        inner = _inside(box, around, page)
        if isinstance(box, boxes.ReplacedBox):
            self._picture(box, inner.grounds[-1].area, page)
            return
        for child in getattr(box, "all_children", lambda: ())() or getattr(box, "children", ()):
            if getattr(child, "is_table_wrapper", False):
                self._table(child, box, page)
            self._walk(child, inner, page)

    def _picture(self, box: Any, area: Area, page: _Page) -> None:
        """Record a picture: its file, or for a drawing its block."""
        name = unquote(box.element.get("src") or "")
        if name.startswith(DRAWINGS):
            name = self.owners.get(box.element, "")
        if name:
            self.pictures.append(Shown(page.number, _in_mm(area), name))

    def _table(self, table: Any, place: Any, page: _Page) -> None:
        """Check that a table is not wider than its container."""
        over = table.margin_width() - place.width
        if over > NEAR and table.is_in_normal_flow():
            owner = self.owners.get(table.element, "")
            self.found.append(_Found("D208", owner, page.number, f"{over / _PX_PER_MM:.0f} mm"))

    def _text(self, box: Any, around: _Around, page: _Page) -> None:
        text = box.text.translate(_BLANK)
        owner = self.owners.get(box.element, "")
        if not text or owner == UNREAD:
            return
        if "::" not in (box.element_tag or ""):
            self.shown.setdefault(owner, []).append(text)
        size = float(box.style["font_size"])
        top = box.position_y + box.baseline - _ABOVE * size
        area = around.placed(box.position_x, top, box.width, (_ABOVE + _BELOW) * size)
        size *= around.scale
        code = self._fault(box, area, size, around, page)
        if code:
            self.found.append(_Found(code, owner, page.number, text))
        if code != "D611" and around.is_upright:
            page.words.append(Words(text, area, size, around.line or page.order, owner))

    def _fault(self, box: Any, area: Area, size: float, around: _Around, page: _Page) -> str | None:
        near = max(NEAR, NEAR_EM * size)
        if size < _SMALLEST:
            return "D614"
        if around.clip and leaves(area, around.clip, near):
            return "D613"
        if leaves(area, page.area, NEAR):
            return "D611"
        style = box.style
        alpha = getattr(style["color"], "alpha", 1.0) * around.opacity
        if style["visibility"] != "visible" or alpha < _FAINTEST:
            return "D614"
        ink = light(style["color"])
        last = _behind(area, around, page)
        ground = last.light if last else None
        if last and ground is None:
            owner = self.owners.get(box.element, "")
            self.fronts.append(Shown(page.number, _in_mm(area), owner))
        if ink is not None and ground is not None:
            seen = ground + (ink - ground) * min(alpha, 1.0)
            if contrast(seen, ground) < _LEAST_CONTRAST:
                return "D614"
        return None


def _inside(box: Any, around: _Around, page: _Page) -> _Around:
    """Return the context within a box: its background, clip and line."""
    style = box.style
    grounds = around.grounds
    own = box.transformation_matrix
    if own:
        around = replace(around, matrix=own @ around.matrix if around.matrix else own)
    ground = _ground(getattr(box, "background", None))
    positioned = style["position"] in ("absolute", "fixed", "relative")
    picture = isinstance(box, boxes.ReplacedBox)
    if ground or picture:
        area = around.placed(
            box.border_box_x(), box.border_box_y(), box.border_width(), box.border_height()
        )
        painted = Painted(area, ground[0] if ground and not picture else None, page.order)
        if picture or positioned:
            page.loose.append(painted)
        grounds = (*grounds, painted)
    clip = around.clip
    if style["overflow"] != "visible" and box.element_tag not in ("html", "body"):
        inside = around.placed(
            box.padding_box_x(), box.padding_box_y(), box.padding_width(), box.padding_height()
        )
        clip = inside.within(clip) if clip else inside
    line = around.line
    if isinstance(box, boxes.LineBox) or getattr(box, "is_outside_marker", False):
        line = page.order
    opacity = around.opacity * float(style["opacity"])
    return _Around(clip, grounds, opacity, line, around.matrix)


def _ground(background: Any) -> tuple[float | None] | None:
    """Return the luminance of a background, (None,) for a picture, None without background."""
    if background is None:
        return None
    if any(getattr(layer, "image", None) is not None for layer in background.layers or ()):
        return (None,)
    colour = background.color
    if colour is None or getattr(colour, "alpha", 1.0) < 0.5:
        return None
    return (light(colour),)


def _in_mm(area: Area) -> Area:
    return Area(*(one / _PX_PER_MM for one in area))


def _behind(area: Area, around: _Around, page: _Page) -> Painted | None:
    """Return the topmost background behind a text."""
    x, y = (area.left + area.right) / 2, (area.top + area.foot) / 2
    last = next((one for one in reversed(around.grounds) if one.area.holds(x, y)), None)
    for one in page.loose:
        if one.area.holds(x, y) and (last is None or one.order > last.order):
            last = one
    return last


def _lost(root: Any, owners: dict[Any, str], shown: dict[str, list[str]]) -> Iterator[_Found]:
    """Return the owners whose text is not completely on the pages, with the first missing text."""
    body = next((child for child in root if child.tag == "body"), None)
    if body is None:
        return
    wanted: dict[str, list[str]] = {}
    for element in body.iter():
        if not isinstance(element.tag, str) or element.tag in ("script", "style", "template"):
            continue
        if element.text:
            wanted.setdefault(owners[element], []).append(element.text)
        for child in element:
            if child.tail:
                wanted.setdefault(owners[element], []).append(child.tail)
    wanted.pop(UNREAD, None)
    for owner, parts in wanted.items():
        whole = "".join(parts).translate(_BLANK)
        there = "".join(shown.get(owner, ()))
        missing = Counter(whole.casefold()) - Counter(there.casefold())
        if missing:
            yield _Found("D613", owner, 0, _first_gap(whole, there, sum(missing.values())))


def _first_gap(whole: str, there: str, count: int) -> str:
    """Return the text from the first missing character."""
    lower, other = whole.casefold(), there.casefold()
    at = next((n for n, (a, b) in enumerate(zip(lower, other, strict=False)) if a != b), len(other))
    at = min(at, max(len(whole) - count, 0)) if count >= len(whole) else at
    return whole[at:] or whole


#: The message and the hint of each finding.
MESSAGES = {
    "D208": "the table is wider than its column by",
    "D611": "text is outside the page",
    "D612": "text is printed over other text",
    "D613": "text is clipped or lost",
    "D614": "text has almost the colour of its background, or is too small",
}
HINTS = {
    "D208": "give it “width: full”, for a table perhaps “page: landscape”, fewer columns, or "
    "shorter words and figures in a larger unit",
    "D611": "shorten the text, or give it more room: more lines, a wider block, smaller type",
    "D612": "shorten one of the two, or give them more room: more lines, a wider block",
    "D613": "shorten the text, split it into several blocks, or remove the fixed height or "
    "“overflow: hidden” in the stylesheet",
    "D614": "give it another colour or size in the stylesheet",
}


def _diagnostics(found: Iterable[_Found]) -> Iterator[Diagnostic]:
    """Return one finding for each owner and kind."""
    grouped: dict[tuple[str, str], list[_Found]] = {}
    for one in found:
        grouped.setdefault((one.code, one.owner), []).append(one)
    for (code, owner), group in grouped.items():
        pages = sorted({one.page for one in group if one.page})
        where = f"page{'s' * (len(pages) > 1)} {', '.join(map(str, pages))}: " if pages else ""
        text = group[0].text
        text = f"{text[:40]}…" if len(text) > 40 else text
        more = f", and {len(group) - 1} more" if len(group) > 1 else ""
        message = f"{where}{MESSAGES[code]}: “{text}”{more}"
        if code == "D208":
            message = f"{where}{MESSAGES[code]} {text}"
        yield diagnostic(code, message, hint=HINTS[code], place=place_of(owner))


def place_of(owner: str) -> Place:
    """Parse a place of the form ``file:line:column``."""
    file, line, column = (*owner.rsplit(":", 2), "", "")[:3] if owner else ("", "", "")
    return Place(file, int(line or 0), int(column or 0))
