"""Helpers for checks: the boxes of a page and of what is on it, and removing repeated findings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pikepdf

from report.preflight.content import sorted_box
from report.preflight.rules import Finding


def box_of(page: pikepdf.Page, *names: str) -> tuple[float, float, float, float]:
    """Return the first of the named boxes that a page has, else its MediaBox, in pt."""
    for name in names:
        if name in page:
            return sorted_box(page[name])
    return sorted_box(page.mediabox)


def frame_on_page(thing: Any) -> tuple[float, float, float, float]:
    """Return left, bottom, right and top of an object of PDFium on its page, in pt.

    The matrices of the forms around it are applied.
    """
    left, foot, right, top = thing.get_bounds()
    corners = [(left, foot), (left, top), (right, foot), (right, top)]
    around = thing.container
    while around is not None:
        matrix = around.get_matrix()
        corners = [matrix.on_point(x, y) for x, y in corners]
        around = around.container
    across, up = zip(*corners, strict=True)
    return min(across), min(up), max(across), max(up)


def once(found: Iterator[Iterator[Finding]]) -> Iterator[Finding]:
    """Keep only the first finding of each message; numbers in messages are ignored."""
    seen: set[tuple[str, str]] = set()
    for findings in found:
        for one in findings:
            key = (one.code, re.sub(r"[\d.]+", "", one.message))
            if key not in seen:
                seen.add(key)
                yield one
