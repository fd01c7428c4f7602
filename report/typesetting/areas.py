"""Areas of a page, the luminance of what is painted there, and overlapping texts.

Lengths are in CSS px, places from the top left corner of the trimmed page.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

#: How much two texts may overlap, or extend beyond a frame, in em and in px.
NEAR_EM, NEAR = 0.15, 1.0
#: How much texts of one line may overlap, in em: adjacent marks are compressed by half an em.
_NEAR_LINE = 0.6


class Area(NamedTuple):
    """A rectangle on a page."""

    left: float
    top: float
    right: float
    foot: float

    def holds(self, x: float, y: float) -> bool:
        """Return whether a point lies in it."""
        return self.left <= x <= self.right and self.top <= y <= self.foot

    def within(self, other: Area) -> Area:
        """Return what both have in common."""
        return Area(
            max(self.left, other.left),
            max(self.top, other.top),
            min(self.right, other.right),
            min(self.foot, other.foot),
        )


class Painted(NamedTuple):
    """A background: its area, its luminance from 0 to 1 (None: a picture), its painting order."""

    area: Area
    light: float | None
    order: int


@dataclass(slots=True)
class Words:
    """A text on a page."""

    text: str
    area: Area
    size: float
    #: The number of its line; texts of one line are beside each other.
    line: int
    owner: str


def light(colour: Any) -> float | None:
    """Return the luminance of a colour, from 0 to 1; None when it is unknown."""
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


def contrast(one: float, other: float) -> float:
    """Return the contrast ratio of two luminances (WCAG 2.1)."""
    return (max(one, other) + 0.05) / (min(one, other) + 0.05)


def leaves(area: Area, frame: Area, near: float) -> bool:
    """Return whether an area extends beyond a frame by more than ``near``."""
    return (
        area.left < frame.left - near
        or area.right > frame.right + near
        or area.top < frame.top - near
        or area.foot > frame.foot + near
    )


def overlaps(words: list[Words]) -> Iterator[tuple[Words, Words]]:
    """Return the pairs of overlapping texts of one page."""
    ordered = sorted(words, key=lambda one: one.area.top)
    open_: list[Words] = []
    for one in ordered:
        area = one.area
        open_ = [other for other in open_ if other.area.foot > area.top]
        for other in open_:
            down = min(area.foot, other.area.foot) - max(area.top, other.area.top)
            across = min(area.right, other.area.right) - max(area.left, other.area.left)
            share = NEAR_EM if one.line != other.line else _NEAR_LINE
            near = max(NEAR, share * min(one.size, other.size))
            if down > max(NEAR, NEAR_EM * min(one.size, other.size)) and across > near:
                yield other, one
        open_.append(one)
