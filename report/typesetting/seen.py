"""What a reader would not see: text off the page, cut, over other text, unseen or lost.

In: the pages as they are laid out, and the HTML that they were made of. Out: findings, one a block
and kind, at the place where the block was written. Lengths are in px of CSS, places from the top
left corner of the trimmed page.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from weasyprint.formatting_structure import boxes

from report.diagnostics import Diagnostic, Place, diagnostic

#: The attribute by which a template says where a block was written: ``file:line:column``.
ATTRIBUTE = "data-at"
#: What is owned by no one: set to take room, and for nobody to read (``aria-hidden="true"``).
UNREAD = "-"
#: The ink of a character, in em above and below its baseline; less than that of tall letters, so
#: that lines which only come near each other are no fault.
_ABOVE, _BELOW = 0.7, 0.1
#: What two inks may share, or may leave the page by, in em and in px.
_NEAR_EM, _NEAR = 0.15, 1.0
#: What texts of one line may share: neighbouring marks give away half an em.
_NEAR_LINE = 0.6
_PX_PER_MM = 96 / 25.4
#: Type smaller than this cannot be read, in px (1.5 pt).
_SMALLEST = 2.0
#: Less contrast than this is not seen (WCAG 2.1 defines the ratio, and asks for 4.5).
_LEAST_CONTRAST = 1.25
_FAINTEST = 0.1
#: Characters that are not printed, or not told from others.
_BLANK = {ord(one): None for one in " \t\n\r\f\u00a0\u00ad\u2002\u2003\u200b\u2060\u3000"}


class Area(NamedTuple):
    """A rectangle on a page."""

    left: float
    top: float
    right: float
    foot: float

    def holds(self, x: float, y: float) -> bool:
        """Say whether a point lies in it."""
        return self.left <= x <= self.right and self.top <= y <= self.foot

    def within(self, other: Area) -> Area:
        """Give what both have in common."""
        return Area(
            max(self.left, other.left),
            max(self.top, other.top),
            min(self.right, other.right),
            min(self.foot, other.foot),
        )


class Painted(NamedTuple):
    """A ground: where it is, its light from 0 to 1 (None: a picture), when it is painted."""

    area: Area
    light: float | None
    order: int


@dataclass(slots=True)
class Words:
    """A text as it stands on a page."""

    text: str
    area: Area
    size: float
    #: The line it stands on; texts of one line are beside each other.
    line: int
    owner: str


@dataclass(slots=True)
class _Around:
    """What holds for the boxes within a box."""

    clip: Area | None = None
    grounds: tuple[Painted, ...] = ()
    opacity: float = 1.0
    line: int = 0
    turned: bool = False


@dataclass(slots=True)
class _Page:
    """A page under way."""

    number: int
    area: Area
    words: list[Words] = field(default_factory=list)
    #: Pictures and boxes that stand by themselves: what may be painted behind other boxes.
    loose: list[Painted] = field(default_factory=list)
    order: int = 0


class _Found(NamedTuple):
    code: str
    owner: str
    page: int
    text: str


def unseen(pages: Iterable[Any], root: Any, places: Mapping[str, str]) -> list[Diagnostic]:
    """Give what a reader of ``pages`` would not see of the document ``root``.

    ``pages`` are the engine's pages, ``root`` is the element ``html``, ``places`` say where the
    elements of some ids were written; the one of "" holds for all that has no other.

    D611: off the page. D612: over other text. D613: cut or lost. D614: not to be told from its
    ground, or too small. D208: a table that is wider than its place.
    """
    owners = owners_of(root, places)
    looker = _Looker(owners)
    for number, page in enumerate(pages, 1):
        looker.look(page._page_box, number)
    found = [*looker.found, *_lost(root, owners, looker.shown)]
    return list(_told(found))


def owners_of(root: Any, places: Mapping[str, str]) -> dict[Any, str]:
    """Give for each element which place of the data it comes from: its own, or that around it."""
    owners: dict[Any, str] = {}
    stack = [(root, places.get("", ""))]
    while stack:
        element, around = stack.pop()
        if element.get("aria-hidden") == "true":
            around = UNREAD
        own = (
            UNREAD
            if around == UNREAD
            else element.get(ATTRIBUTE) or places.get(element.get("id") or "?") or around
        )
        owners[element] = own
        stack += [(child, own) for child in element]
    return owners


class _Looker:
    """Walks through the boxes of pages."""

    def __init__(self, owners: dict[Any, str]) -> None:
        self.owners = owners
        self.found: list[_Found] = []
        #: What stands on the pages of each owner.
        self.shown: dict[str, list[str]] = {}

    def look(self, box: Any, number: int) -> None:
        """Look at a page."""
        area = Area(0.0, 0.0, box.margin_width(), box.margin_height())
        page = _Page(number, area)
        paper = Painted(area, 1.0, 0)
        canvas = getattr(box, "canvas_background", None)
        light = _ground(canvas)
        around = _Around(grounds=(paper, Painted(area, light[0], 0)) if light else (paper,))
        for child in box.children:
            self._walk(child, around, page)
        for one, other in overlaps(page.words):
            text = f"{one.text}” over “{other.text}"
            self.found.append(_Found("D612", other.owner or one.owner, number, text))

    def _walk(self, box: Any, around: _Around, page: _Page) -> None:
        box = getattr(box, "_box", box)  # what is positioned stands behind a placeholder
        page.order += 1
        if isinstance(box, boxes.TextBox):
            self._text(box, around, page)
            return
        inner = _inside(box, around, page)
        if isinstance(box, boxes.ReplacedBox):
            return
        for child in getattr(box, "all_children", lambda: ())() or getattr(box, "children", ()):
            if getattr(child, "is_table_wrapper", False):
                self._table(child, box, page)
            self._walk(child, inner, page)

    def _table(self, table: Any, place: Any, page: _Page) -> None:
        """See that a table is no wider than what it stands in."""
        over = table.margin_width() - place.width
        if over > _NEAR and table.is_in_normal_flow():
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
        baseline = box.position_y + box.baseline
        area = Area(
            box.position_x,
            baseline - _ABOVE * size,
            box.position_x + box.width,
            baseline + _BELOW * size,
        )
        code = self._fault(box, area, size, around, page)
        if code:
            self.found.append(_Found(code, owner, page.number, text))
        if code != "D611" and not around.turned:
            page.words.append(Words(text, area, size, around.line or page.order, owner))

    def _fault(self, box: Any, area: Area, size: float, around: _Around, page: _Page) -> str | None:
        near = max(_NEAR, _NEAR_EM * size)
        if size < _SMALLEST:
            return "D614"
        if not around.turned:
            if around.clip and _leaves(area, around.clip, near):
                return "D613"
            if _leaves(area, page.area, _NEAR):
                return "D611"
        style = box.style
        alpha = getattr(style["color"], "alpha", 1.0) * around.opacity
        if style["visibility"] != "visible" or alpha < _FAINTEST:
            return "D614"
        if not around.turned:
            light = _light(style["color"])
            ground = _behind(area, around, page)
            if light is not None and ground is not None:
                seen = ground + (light - ground) * min(alpha, 1.0)
                if _contrast(seen, ground) < _LEAST_CONTRAST:
                    return "D614"
        return None


def _inside(box: Any, around: _Around, page: _Page) -> _Around:
    """Give what holds within a box: its ground, where it cuts, its line."""
    style = box.style
    area = None
    grounds = around.grounds
    ground = _ground(getattr(box, "background", None))
    positioned = style["position"] in ("absolute", "fixed", "relative")
    picture = isinstance(box, boxes.ReplacedBox)
    if ground or picture:
        area = Area(
            box.border_box_x(),
            box.border_box_y(),
            box.border_box_x() + box.border_width(),
            box.border_box_y() + box.border_height(),
        )
        painted = Painted(area, ground[0] if ground and not picture else None, page.order)
        if picture or positioned:
            page.loose.append(painted)
        grounds = (*grounds, painted)
    clip = around.clip
    if style["overflow"] != "visible" and box.element_tag not in ("html", "body"):
        own = Area(
            box.padding_box_x(),
            box.padding_box_y(),
            box.padding_box_x() + box.padding_width(),
            box.padding_box_y() + box.padding_height(),
        )
        clip = own.within(clip) if clip else own
    line = around.line
    if isinstance(box, boxes.LineBox) or getattr(box, "is_outside_marker", False):
        line = page.order
    return _Around(
        clip,
        grounds,
        around.opacity * float(style["opacity"]),
        line,
        around.turned or bool(style["transform"]),
    )


def _ground(background: Any) -> tuple[float | None] | None:
    """Give the light of a background, (None,) for a picture; None when nothing is painted."""
    if background is None:
        return None
    if any(getattr(layer, "image", None) is not None for layer in background.layers or ()):
        return (None,)
    colour = background.color
    if colour is None or getattr(colour, "alpha", 1.0) < 0.5:
        return None
    return (_light(colour),)


def _behind(area: Area, around: _Around, page: _Page) -> float | None:
    """Give the light of what is painted last behind a text; None for a picture."""
    x, y = (area.left + area.right) / 2, (area.top + area.foot) / 2
    last = next((one for one in reversed(around.grounds) if one.area.holds(x, y)), None)
    for one in page.loose:
        if one.area.holds(x, y) and (last is None or one.order > last.order):
            last = one
    return last.light if last else None


def _light(colour: Any) -> float | None:
    """Give the luminance of a colour, from 0 to 1; None when it cannot be told."""
    space, parts = getattr(colour, "space", None), getattr(colour, "coordinates", None)
    if space == "device-cmyk" and parts:
        cyan, magenta, yellow, black = (min(max(float(one or 0), 0.0), 1.0) for one in parts)
        red, green, blue = ((1 - ink) * (1 - black) for ink in (cyan, magenta, yellow))
    else:
        try:
            red, green, blue = colour.to("srgb").coordinates
        except (AttributeError, NotImplementedError, TypeError, ValueError):
            return None
    linear = (
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4
        for part in (red, green, blue)
    )
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def _contrast(one: float, other: float) -> float:
    light, dark = max(one, other), min(one, other)
    return (light + 0.05) / (dark + 0.05)


def _leaves(area: Area, frame: Area, near: float) -> bool:
    return (
        area.left < frame.left - near
        or area.right > frame.right + near
        or area.top < frame.top - near
        or area.foot > frame.foot + near
    )


def overlaps(words: list[Words]) -> Iterator[tuple[Words, Words]]:
    """Give the texts that lie on each other, of one page."""
    ordered = sorted(words, key=lambda one: one.area.top)
    open_: list[Words] = []
    for one in ordered:
        area = one.area
        open_ = [other for other in open_ if other.area.foot > area.top]
        for other in open_:
            down = min(area.foot, other.area.foot) - max(area.top, other.area.top)
            across = min(area.right, other.area.right) - max(area.left, other.area.left)
            share = _NEAR_EM if one.line != other.line else _NEAR_LINE
            near = max(_NEAR, share * min(one.size, other.size))
            if down > max(_NEAR, _NEAR_EM * min(one.size, other.size)) and across > near:
                yield other, one
        open_.append(one)


def _lost(root: Any, owners: dict[Any, str], shown: dict[str, list[str]]) -> Iterator[_Found]:
    """Give the owners whose text is not on the pages whole, with where the first gap is."""
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
    """Give the words from the first character on that is not where it should be."""
    lower, other = whole.casefold(), there.casefold()
    at = next((n for n, (a, b) in enumerate(zip(lower, other, strict=False)) if a != b), len(other))
    at = min(at, max(len(whole) - count, 0)) if count >= len(whole) else at
    return whole[at:] or whole


_SAYS = {
    "D208": "the table is wider than its place by",
    "D611": "text stands off the page",
    "D612": "text is printed over other text",
    "D613": "text is cut or lost",
    "D614": "text cannot be seen on its ground, or is too small",
}
_HINTS = {
    "D208": "give it “width: full”, fewer columns, or shorter words and figures in a larger unit",
    "D611": "shorten the text, or give it more room: more lines, a wider block, smaller type",
    "D612": "shorten one of the two, or give them more room: more lines, a wider block",
    "D613": "shorten the text, part it into several blocks, or take away the fixed height or "
    "“overflow: hidden” in the stylesheet",
    "D614": "give it another colour or size in the stylesheet",
}


def _told(found: Iterable[_Found]) -> Iterator[Diagnostic]:
    """Give a finding for each owner and kind."""
    grouped: dict[tuple[str, str], list[_Found]] = {}
    for one in found:
        grouped.setdefault((one.code, one.owner), []).append(one)
    for (code, owner), all_of_it in grouped.items():
        pages = sorted({one.page for one in all_of_it if one.page})
        where = f"page{'s' * (len(pages) > 1)} {', '.join(map(str, pages))}: " if pages else ""
        text = all_of_it[0].text
        text = f"{text[:40]}…" if len(text) > 40 else text
        more = f", and {len(all_of_it) - 1} more" if len(all_of_it) > 1 else ""
        said = f"{where}{_SAYS[code]}: “{text}”{more}"
        if code == "D208":
            said = f"{where}{_SAYS[code]} {text}"
        yield diagnostic(code, said, hint=_HINTS[code], place=place_of(owner))


def place_of(owner: str) -> Place:
    """Give the place that is written as ``file:line:column``."""
    file, line, column = (*owner.rsplit(":", 2), "", "")[:3] if owner else ("", "", "")
    return Place(file, int(line or 0), int(column or 0))
