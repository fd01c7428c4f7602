"""The baseline grid of a page: blocks that begin or end on one of its lines.

What is as high as it is, a picture, a heading of two lines, a lead of three, would move all that
follows off the grid. Instead, the space before a block grows until the block stands on a line
(css-rhythmic-sizing-1 calls it block-step).
"""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from typing import Any, NamedTuple

from weasyprint.css.properties import Dimension
from weasyprint.layout.block import collapse_margin
from weasyprint.text.line_break import strut

from report.typesetting.extension.paragraphs import rules_of

#: What a block may be off its line, in lines: rounding.
_NEAR = 1e-3
#: A block that is this little too low, in lines, is moved up: a border that somebody added.
_LITTLE = 0.06


class Grid(NamedTuple):
    """Where the lines of a page stand, in px."""

    #: The head of the page's type area.
    origin: float
    leading: float

    def missing(self, place: float, room: float = 0.0) -> float:
        """Give how far below ``place`` the next line is; above it when it is so by very little.

        ``room`` is the space above that may be taken away.
        """
        lines = (place - self.origin) / self.leading
        over = lines - ceil(lines - _NEAR) + 1  # past the line before, in lines
        if over >= 1 - _NEAR or over <= _NEAR:
            return 0.0
        back = over * self.leading
        if over <= _LITTLE and back <= room:
            return -back
        return (1 - over) * self.leading


def grid_of(root: Any) -> Grid | None:
    """Give the grid of the page that a root box stands on; None without a line height."""
    leading, _ = strut(root.style)
    return Grid(root.content_box_y(), leading) if leading > 0 else None


def on_grid(box: Any, grid: Grid, adjoining: Sequence[float]) -> Any:
    """Give the block, or a copy of it with other space above, so that it begins on a line.

    ``adjoining`` are the margins that its own collapses with, in px.
    """
    if _snap(box.style) != "start":
        return box
    above = _margin(box)
    if above is None:
        return box
    if (box.style["column_width"], box.style["column_count"]) != ("auto", "auto"):
        # The engine does not let the margin of columns collapse.
        space = collapse_margin(adjoining) + above
        missing = grid.missing(box.position_y + space, space)
        return _with_margin(box, above + missing) if missing else box
    space = collapse_margin([*adjoining, above])
    missing = grid.missing(box.position_y + space, space)
    return _with_space(box, space + missing, adjoining) if missing else box


def ends_on_grid(box: Any, done: Any, grid: Grid, adjoining: Sequence[float]) -> Any | None:
    """Give a copy of a block with more space above, so that it ends on a line.

    ``done`` is the block as it was laid out; None when it ends on a line, or need not.
    """
    if _snap(box.style) != "end":
        return None
    above = _margin(box)
    if above is None:
        return None
    end = done.border_box_y() + done.border_height() + done.margin_bottom
    missing = grid.missing(end)
    if not missing:
        return None
    return _with_space(box, collapse_margin([*adjoining, above]) + missing, adjoining)


def _snap(style: Any) -> str:
    """Give the rule of a block; most have none, and no other of their rules is needed."""
    known: str | None = vars(style).get("composition_snap")
    if known is None:
        tokens = style["__snap"] or ()
        written = "".join(token.serialize() for token in tokens).strip()
        known = "none" if written in ("", "none") else rules_of(style).snap
        vars(style)["composition_snap"] = known
    return known


def _margin(box: Any) -> float | None:
    """Give the top margin of a block in px; None when it depends on more than its style."""
    margin = box.style["margin_top"]
    if isinstance(margin, Dimension) and (margin.unit == "px" or not margin.value):
        return float(margin.value)
    return None


def _with_space(box: Any, space: float, adjoining: Sequence[float]) -> Any:
    """Give a copy of a block whose margin collapses with others to this much."""
    most, least = max([0.0, *adjoining]), min([0.0, *adjoining])
    return _with_margin(box, space - (least if space - least >= most else most))


def _with_margin(box: Any, margin: float) -> Any:
    box = box.copy()
    box.style = box.style.copy()
    box.style["margin_top"] = Dimension(margin, "px")
    return box
