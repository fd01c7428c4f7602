"""Crops pictures to their frames, so that the invisible part is not in the PDF.

In: the laid-out pages, before they are written. Only bitmaps are cropped; SVG pictures are clipped.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from math import ceil, floor
from typing import Any

from PIL import Image
from weasyprint.formatting_structure import boxes
from weasyprint.images import RasterImage
from weasyprint.layout.replaced import replacedbox_layout

from report.typesetting.pictures import RIM

#: Left, top, right and bottom of the visible part of a picture, in pixels.
Part = tuple[int, int, int, int]


def crop_pictures(pages: Iterable[Any], quality: int) -> None:
    """Remove the parts of bitmaps that are outside their frames.

    A JPEG stays a JPEG, with the given ``quality`` (1 to 95); others stay lossless.
    """
    for page in pages:
        for box in _replaced(page._page_box):
            if isinstance(box.replacement, RasterImage) and box.width and box.height:
                part = _seen(box)
                if part is not None:
                    box.replacement = _cropped(box.replacement, part, quality)


def _replaced(box: Any) -> Iterator[Any]:
    box = getattr(box, "_box", box)  # positioned boxes are behind a placeholder
    if isinstance(box, boxes.ReplacedBox):
        yield box
    for child in getattr(box, "all_children", lambda: ())() or getattr(box, "children", ()):
        yield from _replaced(child)


def _seen(box: Any) -> Part | None:
    """Return the visible part of a picture; None when it is almost all of it, or nothing."""
    image = box.replacement
    wide, high, x, y = replacedbox_layout(box)
    if wide <= 0 or high <= 0:
        return None
    left, top = box.content_box_x() - x, box.content_box_y() - y
    across, down = image.width / wide, image.height / high
    part = (
        max(floor(left * across), 0),
        max(floor(top * down), 0),
        min(ceil((left + box.width) * across), image.width),
        min(ceil((top + box.height) * down), image.height),
    )
    kept = (part[2] - part[0], part[3] - part[1])
    if min(kept) < 1:
        return None
    rest = max(1 - kept[0] / image.width, 1 - kept[1] / image.height)
    return part if rest > RIM else None


def _cropped(image: Any, part: Part, quality: int) -> Any:
    with Image.open(io.BytesIO(image.image_data.data)) as whole:
        profile = whole.info.get("icc_profile")
        made = whole.crop(part)
        made.info.clear()
        out = io.BytesIO()
        if image.format == "JPEG":
            made.save(out, "JPEG", quality=quality, subsampling=0, icc_profile=profile)
        else:
            made.save(out, "PNG", compress_level=1, icc_profile=profile)
    data = out.getvalue()
    name = f"{image.id}-{'-'.join(map(str, part))}"
    with Image.open(io.BytesIO(data)) as opened:
        return RasterImage(opened, name, data, cache=image._cache)
