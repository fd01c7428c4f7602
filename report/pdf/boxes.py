"""The boxes of a PDF's pages (ISO 32000-1, 14.11.2)."""

from __future__ import annotations

import io
from dataclasses import dataclass

import pikepdf

#: Left, foot, right and top edge in pt.
Edges = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Boxes:
    """The whole page, and the page when it is trimmed."""

    media: Edges
    trim: Edges


def boxes(pdf: bytes) -> list[Boxes]:
    """Return the boxes of all pages; raises pikepdf.PdfError for something that is no PDF.

    A page without a trim box is trimmed to its crop box. PDFium would read the whole content of a
    page first.
    """
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return [Boxes(_edges(page.mediabox), _edges(page.trimbox)) for page in document.pages]


def _edges(box: pikepdf.Object) -> Edges:
    left, foot, right, top = (float(edge) for edge in box)
    return min(left, right), min(foot, top), max(left, right), max(foot, top)
