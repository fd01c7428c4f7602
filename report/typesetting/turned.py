"""Places on pages that stand on their side in the finished PDF; see report/press/turn.py.

In: the engine's pages, as they are laid out. Out: places as they are on the pages of the target.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

#: CSS px in pt.
_PT = 0.75
Area = tuple[float, float, float, float]


class Turned:
    """The pages of a part that will be turned to the left: those that are wide, if not all are."""

    def __init__(self, pages: Sequence[Any], *, turns: bool) -> None:
        wide = [page.width > page.height for page in pages]
        turned = turns and not all(wide)
        #: The width and height of each turned page in px, by its number from 0.
        self._sizes = {
            number: (float(page.width), float(page.height))
            for number, page in enumerate(pages)
            if turned and wide[number]
        }

    def area(self, page: int, area: Area, per_px: float) -> Area:
        """Return an area from the top left of a page; ``per_px`` is its unit, of a CSS px."""
        if page not in self._sizes:
            return area
        width = self._sizes[page][0] * per_px
        left, top, right, foot = area
        return (top, width - right, foot, width - left)

    def point(self, page: int, x: float, y: float) -> tuple[float, float]:
        """Return a point in pt from the bottom left of a page."""
        if page not in self._sizes:
            return x, y
        return self._sizes[page][1] * _PT - y, x
