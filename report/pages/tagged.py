"""Where the marked content of a page is: the frame around each piece, by its number."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import Any

from report.pages.regions import Box


def marked(page: Any) -> dict[int, Box]:
    """Return the frame of each piece of marked content of a page of PDFium, by its MCID."""
    import pypdfium2.raw as pdfium

    height = page.get_height()
    frames: dict[int, tuple[float, float, float, float]] = {}
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
    return dict(_boxes(frames, height))


def _boxes(frames: dict[int, Box], height: float) -> Iterator[tuple[int, Box]]:
    for mcid, (left, foot, right, top) in frames.items():
        yield mcid, (left, height - top, right - left, top - foot)
