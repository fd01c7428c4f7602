"""Turns landscape pages onto their side, so that all pages of a bound book are upright.

In: an open document whose pages have no printer's marks yet. A page that is wider than high, in a
document with pages that are higher than wide, is turned to the left: its head is then at the left.
"""

from __future__ import annotations

import copy

import pikepdf

from report.press.streams import content_of

#: Other boxes of the page: they are set again when its marks are drawn.
_BOXES = ("/BleedBox", "/TrimBox", "/CropBox", "/ArtBox")


def turn_pages(document: pikepdf.Pdf) -> None:
    """Turn the landscape pages of a document, unless all pages are."""
    shapes = [_is_wide(page) for page in document.pages]
    if all(shapes):
        return
    for page, wide in zip(document.pages, shapes, strict=True):
        if wide:
            _turn(document, page)


def _is_wide(page: pikepdf.Page) -> bool:
    left, bottom, right, top = (float(edge) for edge in page.mediabox)
    return right - left > top - bottom


def _turn(document: pikepdf.Pdf, page: pikepdf.Page) -> None:
    """Turn the content of a page by a quarter."""
    left, bottom, right, top = (float(edge) for edge in page.mediabox)
    for name in _BOXES:
        if name in page:
            del page[name]
    page.MediaBox = pikepdf.Array([left, bottom, left + top - bottom, bottom + right - left])
    turn = pikepdf.Matrix(0, 1, -1, 0, left + top, bottom - left)
    drawn = f"q {turn.encode().decode()} cm\n".encode()
    page.Contents = document.make_stream(drawn + content_of(page) + b"\nQ")
    _turn_patterns(document, page, turn)


def _turn_patterns(document: pikepdf.Pdf, page: pikepdf.Page, turn: pikepdf.Matrix) -> None:
    """Turn the patterns of a page, which do not follow its content (ISO 32000-1, 8.7.3).

    Other pages may have the same resources, so the page gets its own.
    """
    patterns = page.Resources.get("/Pattern")
    if patterns is None:
        return
    own = pikepdf.Dictionary()
    for name, pattern in patterns.items():
        turned = copy.copy(pattern)
        matrix = pikepdf.Matrix(pattern.get("/Matrix", pikepdf.Matrix().as_array()))
        turned.Matrix = (matrix @ turn).as_array()
        own[name] = document.make_indirect(turned)
    page.Resources = copy.copy(page.Resources)
    page.Resources.Pattern = own
