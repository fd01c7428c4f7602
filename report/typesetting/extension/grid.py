"""The baseline grid of a page: blocks that start or end on one of its lines.

The height of a picture or a heading is not a multiple of the leading and would move the following
text off the grid. So the space above a block grows until the block is on the grid
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

#: Tolerance for rounding, in lines.
_NEAR = 1e-3
#: A block that is too low by at most this, in lines, is moved up instead, such as for a border.
_LITTLE = 0.06


class Grid(NamedTuple):
    """The lines of a page, in px."""

    #: The top of the page's type area.
    origin: float
    leading: float

    def missing(self, place: float, room: float = 0.0) -> float:
        """Return the distance from ``place`` to the next line; negative for a line just above.

        ``room`` is the space above that may be removed.
        """
        lines = (place - self.origin) / self.leading
        over = lines - ceil(lines - _NEAR) + 1  # distance from the line before, in lines
        if over >= 1 - _NEAR or over <= _NEAR:
            return 0.0
        back = over * self.leading
        if over <= _LITTLE and back <= room:
            return -back
        return (1 - over) * self.leading


def grid_of(root: Any) -> Grid | None:
    """Return the grid of the page of a root box; None without a line height."""
    leading, _ = strut(root.style)
    return Grid(root.content_box_y(), leading) if leading > 0 else None


def on_grid(box: Any, grid: Grid, adjoining: Sequence[float]) -> Any:
    """Return the block, or a copy with a different top margin, so that it starts on a line.

    ``adjoining`` are the margins that collapse with its margin, in px.
    """
    if _snap(box.style) != "start":
        return box
    above = _margin(box)
    if above is None:
        return box
    if (box.style["column_width"], box.style["column_count"]) != ("auto", "auto"):
        # In the engine, the margin of columns does not collapse.
        space = collapse_margin(adjoining) + above
        missing = grid.missing(box.position_y + space, space)
        return _with_margin(box, above + missing) if missing else box
    space = collapse_margin([*adjoining, above])
    missing = grid.missing(box.position_y + space, space)
    return _with_space(box, space + missing, adjoining) if missing else box


def ends_on_grid(box: Any, done: Any, grid: Grid, adjoining: Sequence[float]) -> Any | None:
    """Return a copy of a block with a larger top margin, so that it ends on a line.

    ``done`` is the laid-out block. Returns None when it already ends on a line, or need not.
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
    """Return the rule ``snap`` of a block, without reading its other rules if there is none."""
    known: str | None = vars(style).get("composition_snap")
    if known is None:
        tokens = style["__snap"] or ()
        written = "".join(token.serialize() for token in tokens).strip()
        known = "none" if written in ("", "none") else rules_of(style).snap
        vars(style)["composition_snap"] = known
    return known


def _margin(box: Any) -> float | None:
    """Return the top margin of a block in px; None for auto and percentages."""
    margin = box.style["margin_top"]
    if isinstance(margin, Dimension) and (margin.unit == "px" or not margin.value):
        return float(margin.value)
    return None


def _with_space(box: Any, space: float, adjoining: Sequence[float]) -> Any:
    """Return a copy of a block whose margin collapses with the others to ``space`` px."""
    most, least = max([0.0, *adjoining]), min([0.0, *adjoining])
    return _with_margin(box, space - (least if space - least >= most else most))


def _with_margin(box: Any, margin: float) -> Any:
    box = box.copy()
    box.style = box.style.copy()
    box.style["margin_top"] = Dimension(margin, "px")
    return box
