"""Pictures of pages: one per page or per spread, and one contact sheet with all spreads."""

from __future__ import annotations

import io
from collections.abc import Container, Iterator, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

#: Width of a page on the contact sheet, the space between pages and spreads, in px.
THUMB = 360
GAP = 24
GROUND = (238, 238, 240)
#: The names of pages on the contact sheet: colour, and size in px.
INK, NAME = (70, 70, 74), 14


def render(pdf: bytes, dpi: float, wanted: Container[int] | None = None) -> Iterator[Image]:
    """Return pages as pictures, ``dpi`` pixels per inch: all, or the ``wanted`` ones (from 0)."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        for at in range(len(document)):
            if wanted is not None and at not in wanted:
                continue
            page = document[at]
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


def webp(image: Image, quality: int = 84) -> bytes:
    """Return a picture as WebP, with losses that are not seen."""
    out = io.BytesIO()
    image.save(out, "WEBP", quality=quality, method=1)
    return out.getvalue()


def count(pdf: bytes) -> int:
    """Return the number of pages."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        return len(document)
    finally:
        document.close()


def names(pdf: bytes) -> list[str]:
    """Return the name of each page: its label, such as iv, or its number."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        return [document.get_page_label(at) or str(at + 1) for at in range(len(document))]
    finally:
        document.close()


def spreads(pages: Sequence[Image]) -> list[Image]:
    """Return the pages as spreads: the first stands alone on the right, as in a bound book."""
    from PIL import Image as Pillow

    made = []
    for start in range(-1, len(pages), 2):
        left = pages[start] if start >= 0 else None
        right = pages[start + 1] if start + 1 < len(pages) else None
        there = [page for page in (left, right) if page]
        width, height = max(page.width for page in there), max(page.height for page in there)
        spread = Pillow.new("RGB", (2 * width, height), GROUND)
        if left:
            spread.paste(left, (width - left.width, 0))
        if right:
            spread.paste(right, (width, 0))
        made.append(spread)
    return made


def contact_sheet(pages: Sequence[Image], across: int = 3, named: Sequence[str] = ()) -> Image:
    """Return a contact sheet: the first page on the right, then spread by spread.

    ``across`` is the number of spreads in a row, ``named`` are the names of the pages.
    """
    from PIL import Image as Pillow
    from PIL import ImageDraw, ImageFont

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
    draw, font = ImageDraw.Draw(sheet), ImageFont.load_default(NAME)
    for number, page in enumerate(pages, 1):
        row, column = divmod(number // 2, across)
        x = GAP + column * (2 * width + GAP) + (number % 2) * width
        y = GAP + row * (height + GAP)
        small = page.resize(
            (width, round(page.height * width / page.width)), Pillow.Resampling.LANCZOS
        )
        sheet.paste(small, (x, y))
        name = named[number - 1] if number <= len(named) else str(number)
        middle = (x + width / 2, y + height + (GAP - NAME) / 2)
        draw.text(middle, name, fill=INK, font=font, anchor="ma")
    return sheet
