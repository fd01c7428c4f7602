"""Turns landscape pages onto their side, so that all pages of a bound book are upright.

In: an open document whose pages have no printer's marks yet. A page that is wider than high, in a
document with pages that are higher than wide, is turned to the left: its head is then at the left.
"""

from __future__ import annotations

import pikepdf

from report.press.streams import content_of

_NAME = "/ReportTurned"
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
    """Draw the content of a page as a form, turned by a quarter."""
    media = [float(edge) for edge in page.mediabox]
    left, bottom, right, top = media
    for name in _BOXES:
        if name in page:
            del page[name]
    # As a form it keeps its own space, in which the matrices of patterns are (ISO 32000-1, 8.7.3).
    form = document.make_stream(content_of(page))
    form.Type, form.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
    form.BBox, form.Resources = pikepdf.Array(media), page.Resources
    page.MediaBox = pikepdf.Array([0, 0, top - bottom, right - left])
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary({_NAME: form}))
    drawn = f"q 0 1 -1 0 {top:.4f} {-left:.4f} cm {_NAME} Do Q"
    page.Contents = document.make_stream(drawn.encode())
