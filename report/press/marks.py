"""Page boxes and printer's marks.

A file for printing needs MediaBox ⊃ BleedBox ⊃ TrimBox (ISO 15930-7, page boxes), with the marks
outside the bleed. The engine makes the MediaBox as large as the bleed, so this module enlarges it:
for crop marks at the corners, register marks at the middle of each side, a colour bar at the top
and a line of text at the foot.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pikepdf

from report.pdf.slug import SLUG

_PT = 72 / 25.4
#: Marks are 0.25 pt lines in all inks, 5 mm long, starting 1 mm outside the bleed.
_LINE = 0.25
_LENGTH_MM = 5.0
_GAP_MM = 1.0
#: Radius of a register mark, and how far its cross reaches, in mm.
_RING_MM, _CROSS_MM = 1.3, 2.4
#: The side of a patch of the colour bar, and the distance of the bar from the trim's corner, in mm.
_PATCH_MM, _BAR_MM = 4.0, 12.0
#: The patches: the four inks solid and at 50 %, and overprints of two and three inks.
_PATCHES = (
    *((1, 0, 0, 0), (0, 1, 0, 0), (0, 0, 1, 0), (0, 0, 0, 1)),
    *((0.5, 0, 0, 0), (0, 0.5, 0, 0), (0, 0, 0.5, 0), (0, 0, 0, 0.5)),
    *((0, 1, 1, 0), (1, 0, 1, 0), (1, 1, 0, 0), (0.5, 0.4, 0.4, 0)),
)
#: The name of the colour space of marks: all inks, including spot colours (ISO 32000-1, 8.6.6.4).
_ALL = "ReportRegistration"


def frame(page: pikepdf.Page, bleed_mm: float, slug_mm: float, plates: Sequence[str] = ()) -> None:
    """Set the boxes of a page whose MediaBox is its bleed area, and draw its marks.

    The content is clipped to the bleed, so that it does not run under the marks. ``bleed_mm`` is
    the bleed that the page already has, ``slug_mm`` the margin to add around it, ``plates`` the
    resource names of the colour spaces of spot colours. Without bleed and slug, BleedBox and
    TrimBox equal the MediaBox.
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
        spaces = page.Resources.get("/ColorSpace", pikepdf.Dictionary())
        spaces[f"/{_ALL}"] = _registration()
        page.Resources.ColorSpace = spaces
        drawn = (
            _marks(trim, bleed + _GAP_MM * _PT)
            + _register(trim, bleed + slug / 2)
            + _bar(trim, bleed, plates)
        )
        page.contents_add(f"/Artifact BMC q {drawn} Q EMC".encode(), prepend=False)


def slug_line(document: pikepdf.Pdf, lines: pikepdf.Pdf, bleed_mm: float, slug_mm: float) -> None:
    """Put a line of text below the bleed of every page; ``lines`` has one page for each page.

    The pages of ``lines`` are as wide as the trimmed page and no higher than the slug.
    """
    pairs = zip(document.pages, lines.pages, strict=True)
    for number, (page, line) in enumerate(pairs, 1):
        left, bottom, _, _ = (float(edge) for edge in page.TrimBox)
        low = float(line.mediabox[1])
        high = float(line.mediabox[3]) - low
        lowest = bottom - (bleed_mm + slug_mm) * _PT
        foot = max(lowest, bottom - (bleed_mm + _GAP_MM) * _PT - high)
        form = document.copy_foreign(line.as_form_xobject())
        forms = page.Resources.get("/XObject", pikepdf.Dictionary())
        name = f"{SLUG}{number}"
        forms[name] = form
        page.Resources.XObject = forms
        shown = f"/Artifact BMC q 1 0 0 1 {left:.3f} {foot - low:.3f} cm {name} Do Q EMC"
        page.contents_add(shown.encode(), prepend=False)


def _box(left: float, bottom: float, right: float, top: float) -> pikepdf.Array:
    return pikepdf.Array([round(edge, 4) for edge in (left, bottom, right, top)])


def _registration() -> Any:
    """Return the colour space of the marks: the same tint on every plate."""
    tint = pikepdf.Dictionary(
        FunctionType=2,
        Domain=pikepdf.Array([0, 1]),
        C0=pikepdf.Array([0, 0, 0, 0]),
        C1=pikepdf.Array([1, 1, 1, 1]),
        N=1,
    )
    return pikepdf.Array([pikepdf.Name.Separation, pikepdf.Name.All, pikepdf.Name.DeviceCMYK, tint])


def _marks(trim: tuple[float, float, float, float], offset: float) -> str:
    left, bottom, right, top = trim
    far = offset + _LENGTH_MM * _PT
    lines = []
    for x in (left, right):
        lines += [(x, top + offset, x, top + far), (x, bottom - offset, x, bottom - far)]
    for y in (bottom, top):
        lines += [(left - offset, y, left - far, y), (right + offset, y, right + far, y)]
    drawn = " ".join(f"{a:.3f} {b:.3f} m {c:.3f} {d:.3f} l" for a, b, c, d in lines)
    return f"/{_ALL} CS 1 SCN {_LINE} w 0 J {drawn} S "


def _register(trim: tuple[float, float, float, float], offset: float) -> str:
    """Draw a register mark, a ring with a cross, at the middle of each side."""
    left, bottom, right, top = trim
    across, down = (left + right) / 2, (bottom + top) / 2
    drawn = ""
    for x, y in (
        *((across, top + offset), (across, bottom - offset)),
        *((left - offset, down), (right + offset, down)),
    ):
        reach = _CROSS_MM * _PT
        drawn += (
            f"{x - reach:.3f} {y:.3f} m {x + reach:.3f} {y:.3f} l "
            f"{x:.3f} {y - reach:.3f} m {x:.3f} {y + reach:.3f} l {_ring(x, y)} S "
        )
    return drawn


def _ring(x: float, y: float) -> str:
    """Draw a circle as four curves."""
    r = _RING_MM * _PT
    k = 0.5523 * r
    return (
        f"{x + r:.3f} {y:.3f} m "
        f"{x + r:.3f} {y + k:.3f} {x + k:.3f} {y + r:.3f} {x:.3f} {y + r:.3f} c "
        f"{x - k:.3f} {y + r:.3f} {x - r:.3f} {y + k:.3f} {x - r:.3f} {y:.3f} c "
        f"{x - r:.3f} {y - k:.3f} {x - k:.3f} {y - r:.3f} {x:.3f} {y - r:.3f} c "
        f"{x + k:.3f} {y - r:.3f} {x + r:.3f} {y - k:.3f} {x + r:.3f} {y:.3f} c"
    )


def _bar(trim: tuple[float, float, float, float], bleed: float, plates: Sequence[str]) -> str:
    """Draw the colour bar: process inks on the left, spot colours right of the middle."""
    left, _, right, top = trim
    side = _PATCH_MM * _PT
    y = top + bleed + _GAP_MM * _PT
    colours = [" ".join(f"{ink:g}" for ink in inks) + " k" for inks in _PATCHES]
    spots = [f"/{name} cs {tint:g} scn" for name in plates for tint in (1, 0.5)]
    drawn = ""
    for start, row in ((left, colours), ((left + right) / 2, spots)):
        for index, colour in enumerate(row):
            x = start + _BAR_MM * _PT + index * side
            if x + side < right:
                drawn += f"{colour} {x:.3f} {y:.3f} {side:.3f} {side:.3f} re f "
    return drawn
