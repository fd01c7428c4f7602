"""The measures of a landscape page: as wide as the other pages are high.

In: the theme, and whether the target turns such pages, as a bound book needs. Out: its size and its
margins in mm, as the page is read. A page that is turned has its head at the left of the upright
page: its right margin is that of the head of other pages, and its top or foot is at the spine.
"""

from __future__ import annotations

from dataclasses import dataclass

from report.model.theme import MM, Theme

#: Top, right, bottom and left, in mm.
Margins = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Landscape:
    """Size and margins of a landscape page, on a left and on a right page of the book."""

    width_mm: float
    height_mm: float
    left: Margins
    right: Margins
    #: What the whole lines of the text leave of its height, below it.
    rest_mm: float = 0.0


def landscape(theme: Theme, *, turns: bool) -> Landscape:
    """Return the measures of a landscape page; ``turns``: it stands on its side."""
    page = theme.page
    head, foot = page.top_mm, theme.bottom_mm
    if not theme.is_upright:
        left = (head, page.inner_mm, foot, theme.outer_mm)
        right = (head, theme.outer_mm, foot, page.inner_mm)
        return Landscape(page.width_mm, page.height_mm, left, right)
    rest = theme.measure_pt / MM - theme.wide_lines * theme.type.leading / MM
    if turns:
        left = (theme.outer_mm, head, page.inner_mm + rest, foot)
        right = (page.inner_mm, head, theme.outer_mm + rest, foot)
    else:
        # The text is not moved by the turn: both targets have the same lines on the same pages.
        around = page.inner_mm + theme.outer_mm
        top, side = min(head, around), (head + foot) / 2
        left = right = (top, side, around - top + rest, side)
    return Landscape(page.height_mm, page.width_mm, left, right, rest)
