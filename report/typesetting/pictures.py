"""Pictures as the engine is given them: as large as the printed size asks for, and nothing hidden.

In: the bytes of a picture file, and how large it is printed. Out: a JPEG or PNG that shows the
same.
What was taken with the picture (place, camera, earlier states) is removed.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from PIL import Image, ImageCms, ImageOps

#: More colours than this in a small copy: a photograph.
_MANY_COLOURS = 2_000
_SMALL = (192, 192)
#: JPEG's markers that are kept as they are: all but comments and what programs write of a picture.
_PRIVATE = frozenset((0xE1, 0xED, 0xFE, *range(0xE3, 0xED), 0xEF))
#: The quality of JPEG for what is worked on again, and for what is no photograph.
_FINEST = 95
#: A picture and its frame may differ by this share before it is taken for one that is cut.
RIM = 0.01
#: A picture is left alone when it is but this much larger than it need be.
_ENOUGH = 1.05
#: How profiles name the colours that a mode of Pillow's has.
_SPACES = {"RGB": "RGB", "L": "GRAY", "CMYK": "CMYK"}


@dataclass(frozen=True, slots=True)
class Printed:
    """How a picture is printed: its frame in pt, pixels to the inch, quality of JPEG (1 to 95).

    ``whole`` says that all of it is shown within the frame, and not cut to fill it.
    """

    width_pt: float
    height_pt: float
    ppi: float
    quality: int
    whole: bool = False


def prepared(raw: bytes, printed: Printed | None) -> tuple[bytes, str]:
    """Give a picture for the engine, and its media type.

    It fills its frame with at least ``ppi`` where the file has as many pixels, and is never
    enlarged. Photographs become JPEG, other pictures and those with alpha stay lossless. Raises
    OSError for what cannot be read.
    """
    with _quiet(), Image.open(io.BytesIO(raw)) as image:
        factor = _factor(image, printed)
        upright = image.getexif().get(0x0112, 1) == 1
        kind = image.format
        if factor == 1 and upright and kind in ("JPEG", "MPO"):
            return _without_private(raw), "image/jpeg"
        if kind in ("JPEG", "MPO") and factor < 1:
            wanted = (round(image.width * factor), round(image.height * factor))
            image.draft(None, wanted)
        made = ImageOps.exif_transpose(image) if not upright else image
        made = _mode(made)
        if printed and factor < 1:
            again = _factor(made, printed, full=made.size)
            wanted = (max(1, round(made.width * again)), max(1, round(made.height * again)))
            made = made.resize(wanted, Image.Resampling.LANCZOS, reducing_gap=3.0)
        profile = _profile(image.info.get("icc_profile"), made)
        made.info.clear()  # Pillow would write comments again
        is_photograph = kind in ("JPEG", "MPO") or _is_photograph(made)
        return _saved(made, profile, is_photograph, printed)


def quality_of(printed: Mapping[str, Printed]) -> int:
    """Give the quality of JPEG in which pictures are printed, that of the tokens."""
    return max((one.quality for one in printed.values()), default=_FINEST)


def _saved(
    made: Image.Image, profile: bytes | None, is_photograph: bool, printed: Printed | None
) -> tuple[bytes, str]:
    out = io.BytesIO()
    if made.mode == "CMYK" or (is_photograph and made.mode in ("RGB", "L")):
        # What will be cut is saved once more afterwards.
        is_last = printed is not None and not _is_cut(made, printed)
        quality = printed.quality if printed and is_last and is_photograph else _FINEST
        made.save(out, "JPEG", quality=quality, subsampling=0, icc_profile=profile)
        return out.getvalue(), "image/jpeg"
    made.save(out, "PNG", optimize=False, compress_level=6, icc_profile=profile)
    return out.getvalue(), "image/png"


def _is_cut(image: Image.Image, printed: Printed) -> bool:
    """Say whether a part of a picture will not be seen within its frame."""
    if printed.whole:
        return False
    return abs(image.width / image.height * printed.height_pt / printed.width_pt - 1) > RIM


def _factor(
    image: Image.Image, printed: Printed | None, full: tuple[int, int] | None = None
) -> float:
    """Give by how much a picture may shrink and still fill its frame with enough pixels."""
    if printed is None:
        return 1.0
    wide, high = full or image.size
    if image.getexif().get(0x0112, 1) in (5, 6, 7, 8) and full is None:
        wide, high = high, wide
    inches = printed.ppi / 72
    sides = (printed.width_pt * inches / wide, printed.height_pt * inches / high)
    factor = min(sides) if printed.whole else max(sides)
    return factor if factor * _ENOUGH < 1 else 1.0


def _mode(image: Image.Image) -> Image.Image:
    """Give a picture in a mode that the engine and the press know: L, LA, RGB, RGBA or CMYK."""
    if image.mode in ("L", "LA", "RGB", "RGBA", "CMYK"):
        return image
    if image.mode == "P":
        has_alpha = "transparency" in image.info
        return image.convert("RGBA" if has_alpha else "RGB")
    if image.mode.startswith("I"):  # 16 bits of gray
        return image.convert("I").point(lambda value: value * (1 / 257)).convert("L")
    if image.mode == "LAB":
        to = ImageCms.buildTransform(
            ImageCms.createProfile("LAB"), ImageCms.createProfile("sRGB"), "LAB", "RGB"
        )
        done = ImageCms.applyTransform(image, to)
        return done if done is not None else image.convert("RGB")
    return image.convert("L" if image.mode == "1" else "RGB")


def _profile(profile: Any, made: Image.Image) -> bytes | None:
    """Give a picture's profile when it is whole and one for its colours."""
    if not isinstance(profile, bytes) or not fits(profile, made.mode):
        return None
    return profile


def fits(profile: bytes, mode: str) -> bool:
    """Say whether an ICC profile can be read and is one for pictures of a mode (ICC.1, 7.2.6)."""
    space = profile[16:20].decode("latin-1").strip()
    if _SPACES.get(mode.removesuffix("A")) != space:
        return False
    try:
        ImageCms.ImageCmsProfile(io.BytesIO(profile))
    except (OSError, ImageCms.PyCMSError, ValueError):
        return False
    return True


def _is_photograph(image: Image.Image) -> bool:
    if image.mode not in ("RGB", "L", "CMYK"):
        return False
    small = image.resize(
        tuple(min(one, most) for one, most in zip(image.size, _SMALL, strict=True)),  # type: ignore[arg-type]
        Image.Resampling.NEAREST,
    )
    if image.mode == "L":
        return len(small.getcolors(256) or ()) > 200
    return small.getcolors(_MANY_COLOURS) is None


def _without_private(raw: bytes) -> bytes:
    """Take the notes of cameras and programs out of a JPEG, and leave its pixels as they are."""
    kept = [raw[:2]]
    at = 2
    while at + 4 <= len(raw) and raw[at] == 0xFF and raw[at + 1] != 0xDA:
        marker = raw[at + 1]
        if marker == 0xFF:  # filling
            at += 1
            continue
        end = at + 2 + int.from_bytes(raw[at + 2 : at + 4])
        is_profile = marker == 0xE2 and raw[at + 4 : at + 16] == b"ICC_PROFILE\0"
        if marker not in _PRIVATE and (marker != 0xE2 or is_profile):
            kept.append(raw[at:end])
        at = end
    end = raw.rfind(b"\xff\xd9")
    first_end = raw.find(b"\xff\xd9\xff\xd8", at)  # further pictures behind the first
    stop = first_end + 2 if first_end >= 0 else (end + 2 if end >= at else len(raw))
    return b"".join((*kept, raw[at:stop]))


@contextmanager
def _quiet() -> Iterator[None]:
    """Read large pictures without Pillow's own words about them; their size has been looked at."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield
