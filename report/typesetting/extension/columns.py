"""Columns that end on whole lines, so that what follows them stands on the baseline grid."""

from __future__ import annotations

from math import ceil, floor
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.text.line_break import strut

from report.typesetting.extension.paragraphs import rules_of

#: Heights are whole when they differ by less, in lines.
_NEAR = 1e-3


def to_whole_lines(box: Any, room: float) -> None:
    """Make the height of balanced columns a whole number of lines, at most ``room`` (px).

    The engine begins to balance with the mean of all columns, which is as often as not half a
    line more than any of them needs.
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


def _end(box: Any) -> float:
    """Give where the last thing in a box ends, in px: a box that is cut is drawn out to the cut."""
    children = [child for child in getattr(box, "children", ()) if child.is_in_normal_flow()]
    inner = isinstance(box, boxes.BlockContainerBox) and box.style["height"] == "auto"
    if not children or not inner:
        return float(box.position_y + box.margin_height())
    return float(max(map(_end, children)) + box.padding_bottom + box.border_bottom_width)
