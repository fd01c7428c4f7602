"""What changed on one pair of pages: regions, by words and by pixels.

In: both pages, what their text changed, what their words did. Out: the page with its regions.
Pixels under words that changed or moved are left out: words are told by their text. What is left is
compared; a picture or a rule that went with the words around it is no change.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from report.compare.motion import Motion
from report.compare.paper import Paper
from report.compare.pixels import Area, areas, differing, is_plain, joined, same_patch
from report.compare.reader import Box, Token
from report.compare.result import Page

if TYPE_CHECKING:
    import re

    from report.compare.paper import Picture

#: How far around a word pixels are left out, and how near regions are joined, in pt.
_PAD, _JOIN = 2.5, 6.0
#: How many ways of words are tried for something that may have gone with them.
_WAYS = 6
_MM = 72 / 25.4


@dataclass(frozen=True, slots=True)
class Tolerance:
    """What is no change of looks."""

    #: The resolution of the pictures that are compared.
    dpi: float = 96.0
    #: A shift up to this, in mm.
    shift: float = 0.25
    #: Text whose lines match is left out, and so are these areas: page (0: all), box in pt.
    ignored: re.Pattern[str] | None = None
    masks: tuple[tuple[int, Box], ...] = ()

    @property
    def points(self) -> float:
        """The largest shift in pt."""
        return self.shift * _MM

    @property
    def radius(self) -> int:
        """The largest shift in px, at least one: for antialiasing."""
        return max(1, math.ceil(self.points * self.dpi / 72))


def mask(text: str) -> tuple[int, Box] | None:
    """Return an area that is left out, from ``3:10,280,60,8``: page, then mm; None when wrong."""
    page, colon, area = text.rpartition(":")
    parts = area.split(",")
    try:
        left, top, wide, high = (float(part) * _MM for part in parts)
        number = int(page) if colon else 0
    except ValueError:
        return None
    if wide <= 0 or high <= 0 or number < 0:
        return None
    return number, (left, top, left + wide, top + high)


@dataclass(slots=True)
class Side:
    """One page of a pair: its words, and those of them that changed."""

    paper: Paper
    number: int
    tokens: Sequence[Token]
    changed: list[Token] = field(default_factory=list)

    @property
    def corner(self) -> tuple[float, float]:
        """The corner of the trimmed page."""
        left, top, _, _ = self.paper.trims[self.number - 1]
        return left, top


def look(
    page: Page,
    base: Side,
    head: Side,
    motion: Motion,
    tolerance: Tolerance,
    ways_on: Sequence[tuple[int, float, float]] = (),
    *,
    drawn: bool = True,
) -> None:
    """Find what changed on a pair of pages, and note it in ``page``.

    ``ways_on`` are the ways that words of the base's page went: page of the head, right, down.
    Without ``drawn`` both pages are known to look the same: no pixels are compared.
    """
    page.reflowed = bool(motion.flowed)
    resized = _sizes_differ(base, head)
    regions = [token.box for token in head.changed]
    base_regions = [token.box for token in base.changed]
    regions += [new.box for _, new in motion.reset]
    base_regions += [old.box for old, _ in motion.reset]
    page.looks = bool(motion.reset) or resized
    if drawn and not resized:
        seen = _seen(base, head, motion, tolerance, ways_on)
        scale = 72 / tolerance.dpi
        for area in seen:
            left, top, right, foot = (edge * scale for edge in area)
            regions.append((left, top, right, foot))
            x, y = _offset(base, head, motion)
            base_regions.append((left - x, top - y, right - x, foot - y))
            page.looks = True
    if resized:
        regions.append((0.0, 0.0, *head.paper.sizes[head.number - 1]))
        base_regions.append((0.0, 0.0, *base.paper.sizes[base.number - 1]))
    page.regions += joined(regions, _JOIN)
    page.base_regions += joined(base_regions, _JOIN)


def _seen(
    base: Side,
    head: Side,
    motion: Motion,
    tolerance: Tolerance,
    ways_on: Sequence[tuple[int, float, float]],
) -> list[Area]:
    """Return the areas of the head's page, in px, that look different."""
    one = base.paper.picture(base.number, tolerance.dpi)
    other = head.paper.picture(head.number, tolerance.dpi)
    if one.shape == other.shape and not (one != other).any():
        return []
    return _pixels(one, other, base, head, motion, tolerance, ways_on)


def _sizes_differ(base: Side, head: Side) -> bool:
    one, other = base.paper.trims[base.number - 1], head.paper.trims[head.number - 1]
    return (
        abs((one[2] - one[0]) - (other[2] - other[0])) > 1.0
        or abs((one[3] - one[1]) - (other[3] - other[1])) > 1.0
    )


def _offset(base: Side, head: Side, motion: Motion) -> tuple[float, float]:
    """Return how far the head's page stands from the base's, in pt."""
    (x, y), (right, down) = base.corner, head.corner
    turn = motion.turned or (0.0, 0.0)
    return right - x + turn[0], down - y + turn[1]


def _pixels(
    one: Picture,
    other: Picture,
    base: Side,
    head: Side,
    motion: Motion,
    tolerance: Tolerance,
    ways_on: Sequence[tuple[int, float, float]],
) -> list[Area]:
    """Return the areas of the head that look otherwise, in px."""
    scale = tolerance.dpi / 72
    x, y = _offset(base, head, motion)
    shifted = _laid(one, other, x * scale, y * scale)
    furniture = _furniture(base, head, (x, y))
    frame = _frame(head, motion)
    masked = [*_edges_of(frame, other, scale)]
    words = [new for _, new in motion.flowed + motion.reset] + head.changed
    masked += [_scaled(token.box, scale) for token in words]
    gone = [old for old, _ in motion.flowed + motion.reset if old.page == base.number]
    masked += [_scaled(_moved(token.box, x, y), scale) for token in [*gone, *base.changed]]
    margin = [_scaled(box, scale) for box in furniture]
    masked += margin
    for number, box in tolerance.masks:
        if number in (0, head.number):
            left, top = head.corner
            masked.append(_scaled(_moved(box, left, top), scale, 0.0))
    masked += [_scaled(box, scale) for box in _ignored(base, head, (x, y), tolerance)]
    # A page that is on the other side now is seldom shifted by whole pixels.
    radius = tolerance.radius + (motion.turned is not None)
    cells = differing(shifted, other, radius, masked)
    found = []
    for area in areas(cells):
        if any(_touch(area, box) for box in margin) and _in_margin(area, base, head, (x, y), scale):
            continue
        if motion.flowed and _went_along(area, shifted, other, base, head, motion, ways_on, scale):
            continue
        found.append(area)
    return found


def _laid(base: Picture, head: Picture, right: float, down: float) -> Picture:
    """Return the base's picture on an area of the head's size, shifted; white where nothing is."""
    import numpy as np

    x, y = round(right), round(down)
    if not x and not y and base.shape == head.shape:
        return base
    made = np.full_like(head, 255)
    height, width = head.shape[:2]
    top, left = max(y, 0), max(x, 0)
    foot, end = min(base.shape[0] + y, height), min(base.shape[1] + x, width)
    if top < foot and left < end:
        made[top:foot, left:end] = base[top - y : foot - y, left - x : end - x]
    return made


def _scaled(box: Box, scale: float, pad: float = _PAD) -> Box:
    left, top, right, foot = box
    return (left - pad) * scale, (top - pad) * scale, (right + pad) * scale, (foot + pad) * scale


def _moved(box: Box, right: float, down: float) -> Box:
    return box[0] + right, box[1] + down, box[2] + right, box[3] + down


def _frame(head: Side, motion: Motion) -> Box:
    """Return the area that is compared: what is printed, or the text when the side was turned."""
    left, top, right, foot = head.paper.bleeds[head.number - 1]
    if motion.turned is None:
        return left, top, right, foot
    boxes = [token.box for token in head.tokens if not token.furniture]
    if not boxes:
        return left, top, right, foot
    return (
        min(box[0] for box in boxes) - _JOIN,
        min(box[1] for box in boxes) - _JOIN,
        max(box[2] for box in boxes) + _JOIN,
        max(box[3] for box in boxes) + _JOIN,
    )


def _edges_of(frame: Box, picture: Picture, scale: float) -> Iterable[Box]:
    """Return what is outside of a frame, in px."""
    height, width = picture.shape[:2]
    left, top, right, foot = (edge * scale for edge in frame)
    yield 0, 0, left, height
    yield right, 0, width, height
    yield 0, 0, width, top
    yield 0, foot, width, height


def _furniture(base: Side, head: Side, offset: tuple[float, float]) -> list[Box]:
    """Return the places of the head's page where furniture is not what it was."""

    def placed(side: Side, x: float, y: float) -> dict[tuple[str, int, int], Box]:
        found = {}
        for token in side.tokens:
            if token.furniture:
                box = _moved(token.box, x, y)
                found[token.text, round((token.x + x) / 2), round((token.y + y) / 2)] = box
        return found

    was, now = placed(base, *offset), placed(head, 0.0, 0.0)
    return [box for key, box in was.items() if key not in now] + [
        box for key, box in now.items() if key not in was
    ]


def _ignored(
    base: Side, head: Side, offset: tuple[float, float], tolerance: Tolerance
) -> Iterable[Box]:
    if tolerance.ignored is None:
        return
    for side, (x, y) in ((base, offset), (head, (0.0, 0.0))):
        for line in ignored_lines(side.tokens, tolerance.ignored):
            for token in line:
                yield _moved(token.box, x, y)


def ignored_lines(tokens: Sequence[Token], pattern: re.Pattern[str]) -> list[list[Token]]:
    """Return the lines of a page whose text matches."""
    lines: dict[int, list[Token]] = {}
    for token in tokens:
        lines.setdefault(token.line, []).append(token)
    return [
        line for line in lines.values() if pattern.search("".join(token.text for token in line))
    ]


def _touch(area: Area, box: Box) -> bool:
    near = 16
    return (
        area[0] - near <= box[2]
        and box[0] <= area[2] + near
        and area[1] - near <= box[3]
        and box[1] <= area[3] + near
    )


def _in_margin(
    area: Area, base: Side, head: Side, offset: tuple[float, float], scale: float
) -> bool:
    """Return whether an area is outside of the text of both pages."""
    boxes = [token.box for token in head.tokens if not token.furniture]
    boxes += [_moved(token.box, *offset) for token in base.tokens if not token.furniture]
    if not boxes:
        return True
    left, top = min(box[0] for box in boxes) * scale, min(box[1] for box in boxes) * scale
    right, foot = max(box[2] for box in boxes) * scale, max(box[3] for box in boxes) * scale
    near = 4.0
    return (
        area[2] <= left + near
        or area[0] >= right - near
        or area[3] <= top + near
        or area[1] >= foot - near
    )


def _went_along(
    area: Area,
    shifted: Picture,
    other: Picture,
    base: Side,
    head: Side,
    motion: Motion,
    ways_on: Sequence[tuple[int, float, float]],
    scale: float,
) -> bool:
    """Return whether what differs in an area came and went with the words around it."""
    height, width = other.shape[:2]
    area = (area[0], area[1], min(area[2], width), min(area[3], height))
    dpi = scale * 72
    if not is_plain(other, area):
        for number, right, down in _common(motion):
            picture = base.paper.picture(number, dpi)
            x, y = base.paper.trims[number - 1][:2]
            across, below = head.corner[0] - x + right, head.corner[1] - y + down
            if same_patch(picture, other, area, across * scale, below * scale):
                break
        else:
            return False
    if not is_plain(shifted, area):
        for number, right, down in ways_on[:_WAYS]:
            picture = head.paper.picture(number, dpi)
            x, y = head.paper.trims[number - 1][:2]
            across, below = head.corner[0] - x - right, head.corner[1] - y - down
            if same_patch(picture, shifted, area, across * scale, below * scale):
                break
        else:
            return False
    return True


def _common(motion: Motion) -> list[tuple[int, float, float]]:
    ordered = sorted(motion.ways.items(), key=lambda entry: (-entry[1], entry[0]))
    return [way for way, _ in ordered[:_WAYS]]
