"""Places on pages that stand on their side in the finished PDF; see report/press/turn.py.

In: the engine's pages, as they are laid out. Out: places as they are on the pages of the target.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from report.pdf.parts import Shown
from report.typesetting.areas import Area
from report.typesetting.seen import Visibility

Frame = tuple[float, float, float, float]

#: CSS px in pt and in mm.
_PT, _MM = 0.75, 25.4 / 96


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

    def area(self, page: int, area: Frame, per_px: float) -> Frame:
        """Return an area from the top left of a page; ``per_px`` is its unit, of a CSS px."""
        if page not in self._sizes:
            return area
        width = self._sizes[page][0] * per_px
        left, top, right, foot = area
        return (top, width - right, foot, width - left)

    def seen(self, look: Visibility, first: int = 1) -> Visibility:
        """Return what is seen on the pages, which count from ``first`` on, at its place."""

        def placed(one: Shown) -> Shown:
            area = self.area(one.page - first, (*one.area,), _MM)
            return one._replace(area=Area(*area))

        return look._replace(
            pictures=tuple(map(placed, look.pictures)), fronts=tuple(map(placed, look.fronts))
        )

    def point(self, page: int, x: float, y: float) -> tuple[float, float]:
        """Return a point in pt from the bottom left of a page."""
        if page not in self._sizes:
            return x, y
        return self._sizes[page][1] * _PT - y, x
