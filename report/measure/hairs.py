"""Lines that are too thin to print well.

In: pages with their shapes. Out: findings of the kinds screened-hair and reversed-hair, and the
width of the thinnest line. Widths are in pt.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from report.measure.findings import Finding, Metric
from report.measure.glyphs import Page
from report.measure.inks import Ink
from report.measure.shapes import Frame, Point, Shape, common

#: A line thinner than this in a screened ink prints as a row of dots.
THIN = 0.75
#: A white line thinner than this on colour fills with ink.
THIN_REVERSED = 0.5
#: Tolerance for rounding errors of a width.
_ROUNDING = 0.005
#: The most points of a line that are examined.
_PLACES = 16
#: The share of these points that must be on colour.
_ON_COLOUR = 0.5


def hairs(pages: Sequence[Page]) -> tuple[list[Metric], list[Finding]]:
    """Find lines too thin for their ink: strokes, and filled upright rectangles.

    An ink is screened when every plate has less than 85 %. RGB colours are skipped, since their
    plates depend on the profile. A white line is checked in every colour space; it counts when at
    least half of it is on colour. A picture always counts as colour.
    """
    found: list[Finding] = []
    thinnest: float | None = None
    for page in pages:
        for place, frame, width in _lines(page):
            shape = page.shapes[place]
            thinnest = width if thinnest is None else min(thinnest, width)
            if width < THIN - _ROUNDING and shape.ink.is_screened:
                found.append(_finding("screened-hair", page, frame, width, shape.ink))
            elif width < THIN_REVERSED - _ROUNDING and shape.ink.is_paper:
                below = page.shapes[:place]
                if _share_on_colour(_places(shape, frame), below) >= _ON_COLOUR:
                    found.append(_finding("reversed-hair", page, frame, width, shape.ink))
    return [Metric("thinnest", "thinnest line", thinnest, "pt")], found


def _lines(page: Page) -> Iterator[tuple[int, Frame, float]]:
    """Return every line on the trimmed page: the index of its shape, its frame and width."""
    for place, shape in enumerate(page.shapes):
        if common(shape.frame, page.trim) is None:
            continue
        if shape.kind == "stroke":
            yield place, shape.frame, shape.width
        for bar in shape.bars():
            if common(bar, page.trim):
                yield place, bar, min(bar[2] - bar[0], bar[3] - bar[1])


def _places(shape: Shape, frame: Frame) -> list[Point]:
    """Return some points along the visible part of a line."""
    left, top, right, bottom = frame
    if shape.kind != "stroke":
        return _between((left, top), (right, bottom))
    places = [
        (x, y)
        for part in shape.outlines
        for one, other in pairwise(part)
        for x, y in _between(one, other)
        if left <= x <= right and top <= y <= bottom
    ]
    return places[:: len(places) // _PLACES + 1]


def _between(one: Point, other: Point) -> list[Point]:
    return [
        (one[0] + t * (other[0] - one[0]), one[1] + t * (other[1] - one[1]))
        for t in (0.1, 0.3, 0.5, 0.7, 0.9)
    ]


def _share_on_colour(places: Sequence[Point], below: Sequence[Shape]) -> float:
    """Return the share of points whose topmost shape below the line is not white."""
    coloured = 0
    for x, y in places:
        ground = next((one for one in reversed(below) if one.holds(x, y)), None)
        coloured += ground is not None and not ground.ink.is_paper
    return coloured / len(places) if places else 0.0


def _finding(kind: str, page: Page, frame: Frame, width: float, ink: Ink) -> Finding:
    left, top, right, bottom = frame
    excerpt = f"{width:.2f} pt, {ink.shown}"
    return Finding(kind, page.number, left, top, right - left, bottom - top, excerpt)
