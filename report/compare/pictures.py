"""Pictures of the pages for a preview: each page, its thumbnail, and one contact sheet.

In: a PDF that this program has built, and a store. Out: files by name. The picture of a page is
kept by what the page paints and what draws it, so that only pages that changed are drawn.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from PIL import Image as Pillow

from report.engine.inputs import UnknownInputError, own_fonts, tools_now
from report.engine.store import Store, key_of
from report.pages import images
from report.pdf.prints import prints
from report.project.project import Project

if TYPE_CHECKING:
    from PIL.Image import Image

#: The resolution of the pages, and the width of their thumbnails in px.
_DPI, _THUMB = 110, 340


def pictures(pdf: bytes, store: Store, project: Project) -> tuple[dict[str, bytes], int]:
    """Return pictures of the pages, their thumbnails and the contact sheet, and how many pages.

    ``project`` is that of the PDF.
    """
    try:
        keys = _keys(pdf, own_fonts(project)) if store.keeps else []
    except UnknownInputError:
        keys = []
    kept = [(store.get(page), store.get(thumb)) for page, thumb in keys]
    wanted = {at for at, (page, thumb) in enumerate(kept) if page is None or thumb is None}
    drawn = images.render(pdf, _DPI, wanted if keys else None)
    files: dict[str, bytes] = {}
    shots = []
    count = len(keys) or images.count(pdf)
    for at in range(count):
        page, thumb = kept[at] if keys else (None, None)
        if page is None or thumb is None:
            image = next(drawn)
            page, thumb = images.webp(image), images.webp(_small(image))
            if keys:
                store.put(keys[at][0], page)
                store.put(keys[at][1], thumb)
        files[f"pages/page-{at + 1:02}.webp"] = page
        files[f"pages/thumb-{at + 1:02}.webp"] = thumb
        # The sheet has the same bytes whether a thumbnail was drawn now or kept.
        shots.append(Pillow.open(io.BytesIO(thumb)).convert("RGB"))
    files["contact-sheet.webp"] = images.webp(images.contact_sheet(shots, named=images.names(pdf)))
    return files, count


def _keys(pdf: bytes, fonts: str) -> list[tuple[str, str]]:
    """Return the keys of the picture and the thumbnail of each page."""
    tools = sorted(tools_now().items())
    made = [fonts, *(part for item in tools for part in item)]
    return [
        (
            key_of("page-2", *made, one, f"{_DPI} dpi"),
            key_of("thumbnail-2", *made, one, f"{_THUMB} px"),
        )
        for one in prints(pdf)
    ]


def _small(image: Image) -> Image:
    return image.resize((_THUMB, round(image.height * _THUMB / image.width)))
