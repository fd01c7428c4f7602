"""A picture of the ink on a page: the more ink in total, the warmer."""

from __future__ import annotations

import io

import numpy as np
import pikepdf
from PIL import Image

from report.preflight.checks.ink import ghostscript, rendered

#: Bounds of the total of inks in per cent, and the colour up to each, with its opacity.
STEPS = (
    (1, (0, 0, 0, 0)),
    (100, (60, 130, 220, 90)),
    (200, (60, 180, 90, 130)),
    (260, (240, 200, 40, 160)),
    (300, (240, 130, 30, 190)),
    (400, (210, 20, 40, 230)),
)


def ink_picture(pdf: bytes) -> bytes | None:
    """Return a PNG of the ink of the first page of a PDF; None when it cannot be rendered.

    Raises pikepdf.PdfError for something that is no PDF.
    """
    program = ghostscript()
    if program is None:
        return None
    with (
        pikepdf.open(io.BytesIO(pdf)) as document,
        rendered(document, pdf, program) as pictures,
    ):
        if not pictures:
            return None
        with Image.open(pictures[0]) as picture:
            total = np.asarray(picture).astype(np.int32).sum(axis=2) / 2.55
    colours = np.array([colour for _, colour in STEPS], np.uint8)
    bounds = np.array([bound for bound, _ in STEPS[:-1]])
    out = io.BytesIO()
    Image.fromarray(colours[np.digitize(total, bounds)], "RGBA").save(out, "PNG")
    return out.getvalue()
