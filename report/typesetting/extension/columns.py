"""Columns start at the top without a margin, and their height is a whole number of lines.

So the text below them is on the baseline grid, and the first lines of all columns are aligned.
"""

from __future__ import annotations

from math import ceil, floor
from typing import Any

from weasyprint.css.properties import ZERO_PIXELS
from weasyprint.formatting_structure import boxes
from weasyprint.text.line_break import strut

from report.typesetting.extension.paragraphs import rules_of

#: Tolerance for whole numbers of lines.
_NEAR = 1e-3


def to_whole_lines(box: Any, room: float) -> None:
    """Make the height of balanced columns a whole number of lines, at most ``room`` px.

    The engine starts to balance with the mean of all columns, which is often half a line more than
    any of them needs.
    """
    style = box.style
    if style["height"] != "auto" or not rules_of(style).baseline_grid:
        return
    leading, _ = strut(style)
    columns = [child for child in box.children if child.is_column]
    if leading <= 0 or not columns or len(columns) < len(box.children):
        return
    lines = box.height / leading
    used = (max(map(_end, columns)) - box.content_box_y()) / leading
    whole = floor(lines + _NEAR)
    if used > whole + _NEAR:
        whole = ceil(lines - _NEAR)
    height = whole * leading
    if height <= room:
        for column in columns:
            column.height += height - box.height
        box.height = height


def starts_column(box: Any, skip: Any, container: Any) -> bool:
    """Return whether a block is the first in a column and its top margin must be dropped there."""
    return (
        skip is None
        and getattr(container, "is_column", False)
        and isinstance(box, boxes.BlockLevelBox)
        and box.style["margin_top"] != ZERO_PIXELS
        and box.style["margin_break"] != "keep"
        and box.position_y == container.content_box_y()
    )


def without_top_margin(box: Any) -> Any:
    """Return a copy of a block without its top margin."""
    box = box.copy()
    box.style = box.style.copy()
    box.style["margin_top"] = ZERO_PIXELS
    return box


def _end(box: Any) -> float:
    """Return where the content of a box ends, in px: a broken box itself ends at the break."""
    children = [child for child in getattr(box, "children", ()) if child.is_in_normal_flow()]
    inner = isinstance(box, boxes.BlockContainerBox) and box.style["height"] == "auto"
    if not children or not inner:
        return float(box.position_y + box.margin_height())
    return float(max(map(_end, children)) + box.padding_bottom + box.border_bottom_width)
