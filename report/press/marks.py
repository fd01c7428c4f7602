"""Page boxes and crop marks.

A press wants MediaBox ⊃ BleedBox ⊃ TrimBox (ISO 15930-7, 6.8) with the marks outside the bleed.
The engine makes MediaBox and bleed the same, so the page is given room around it here.
"""

from __future__ import annotations

import pikepdf

_PT = 72 / 25.4
#: Marks are 0.25 pt lines in all four inks, 5 mm long, starting 1 mm outside the bleed.
_LINE = 0.25
_LENGTH_MM = 5.0
_GAP_MM = 1.0


def frame(page: pikepdf.Page, bleed_mm: float, slug_mm: float) -> None:
    """Set the boxes of a page whose MediaBox is its bleed area, and draw its crop marks.

    What hangs over the bleed is clipped, so that it does not run under the marks.
    ``bleed_mm`` is the bleed already in the page, ``slug_mm`` the room to add around it.
    Without bleed and slug, BleedBox and TrimBox are made equal to the MediaBox.
    """
    left, bottom, right, top = (float(edge) for edge in page.mediabox)
    bleed, slug = bleed_mm * _PT, slug_mm * _PT
    trim = (left + bleed, bottom + bleed, right - bleed, top - bleed)
    if slug:
        clip = f"q {left} {bottom} {right - left} {top - bottom} re W n\n"
        page.contents_add(clip.encode(), prepend=True)
        page.contents_add(b"\nQ", prepend=False)
    page.BleedBox = _box(left, bottom, right, top)
    page.TrimBox = _box(*trim)
    page.MediaBox = _box(left - slug, bottom - slug, right + slug, top + slug)
    for name in ("/CropBox", "/ArtBox"):
        if name in page:
            del page[name]
    if slug:
        page.contents_add(_marks(trim, bleed + _GAP_MM * _PT).encode(), prepend=False)


def _box(left: float, bottom: float, right: float, top: float) -> pikepdf.Array:
    return pikepdf.Array([round(edge, 4) for edge in (left, bottom, right, top)])


def _marks(trim: tuple[float, float, float, float], offset: float) -> str:
    left, bottom, right, top = trim
    far = offset + _LENGTH_MM * _PT
    lines = []
    for x in (left, right):
        lines += [(x, top + offset, x, top + far), (x, bottom - offset, x, bottom - far)]
    for y in (bottom, top):
        lines += [(left - offset, y, left - far, y), (right + offset, y, right + far, y)]
    drawn = " ".join(f"{a:.3f} {b:.3f} m {c:.3f} {d:.3f} l" for a, b, c, d in lines)
    return f"/Artifact BMC q 1 1 1 1 K {_LINE} w 0 J {drawn} S Q EMC"
