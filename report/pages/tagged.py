"""Where the marked content of a page is: the frame around each piece, by its number."""

from __future__ import annotations

import ctypes
from typing import Any

#: Left, foot, right and top in pt, from the left foot of the page as the PDF measures.
Frame = tuple[float, float, float, float]


def marked(page: Any) -> dict[int, Frame]:
    """Return the frame of each piece of marked content of a page of PDFium, by its MCID."""
    import pypdfium2.raw as pdfium

    frames: dict[int, Frame] = {}
    for number in range(pdfium.FPDFPage_CountObjects(page.raw)):
        piece = pdfium.FPDFPage_GetObject(page.raw, number)
        mcid = pdfium.FPDFPageObj_GetMarkedContentID(piece)
        edges = [ctypes.c_float() for _ in range(4)]
        if mcid >= 0 and pdfium.FPDFPageObj_GetBounds(piece, *edges):
            left, foot, right, top = (one.value for one in edges)
            old = frames.get(mcid, (left, foot, right, top))
            frames[mcid] = (
                min(old[0], left),
                min(old[1], foot),
                max(old[2], right),
                max(old[3], top),
            )
    return frames
