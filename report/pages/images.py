"""Pictures of pages: one PNG per page, and one contact sheet with all spreads."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

#: Width of a page on the contact sheet, the space between pages and spreads, in px.
THUMB = 360
GAP = 24
GROUND = (238, 238, 240)


def render(pdf: bytes, dpi: float) -> Iterator[Image]:
    """Return every page as a picture with ``dpi`` pixels per inch."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        for page in document:
            bitmap = page.render(scale=dpi / 72, rev_byteorder=True)
            yield bitmap.to_pil().convert("RGB")
            page.close()
    finally:
        document.close()


def png(image: Image) -> bytes:
    """Return a picture as PNG, compressed fast rather than small."""
    out = io.BytesIO()
    image.save(out, "PNG", compress_level=1)
    return out.getvalue()


def contact_sheet(pages: Sequence[Image], across: int = 3) -> Image:
    """Return a contact sheet: the first page on the right, then spread by spread.

    ``across`` is the number of spreads in a row.
    """
    from PIL import Image as Pillow

    width = THUMB
    height = max(round(page.height * THUMB / page.width) for page in pages)
    spreads = len(pages) // 2 + 1
    rows = -(-spreads // across)
    across = min(across, spreads)
    sheet = Pillow.new(
        "RGB",
        (across * (2 * width + GAP) + GAP, rows * (height + GAP) + GAP),
        GROUND,
    )
    for number, page in enumerate(pages, 1):
        row, column = divmod(number // 2, across)
        x = GAP + column * (2 * width + GAP) + (number % 2) * width
        small = page.resize(
            (width, round(page.height * width / page.width)), Pillow.Resampling.LANCZOS
        )
        sheet.paste(small, (x, GAP + row * (height + GAP)))
    return sheet
