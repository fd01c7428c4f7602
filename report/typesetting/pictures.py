"""Prepares bitmaps for the engine: reduces them to the printed size and removes private metadata.

In: the bytes of a picture file, and its printed size. Out: a JPEG or PNG that looks the same,
without the metadata of cameras and programs (place, camera, earlier versions).
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from PIL import Image, ImageCms, ImageOps

#: A picture with more colours than this in a small copy is a photograph.
_MANY_COLOURS = 2_000
_SMALL = (192, 192)
#: JPEG markers that are removed: comments and metadata.
_PRIVATE = frozenset((0xE1, 0xED, 0xFE, *range(0xE3, 0xED), 0xEF))
#: The JPEG quality for pictures that are saved again later, and for those that are no photographs.
_FINEST = 95
#: A picture is cropped when its proportions differ from those of its frame by more than this share.
RIM = 0.01
#: A picture is not reduced when it is larger than necessary by less than this factor.
_ENOUGH = 1.05
#: The name of the colour space in an ICC profile for each mode of Pillow.
_SPACES = {"RGB": "RGB", "L": "GRAY", "CMYK": "CMYK"}


@dataclass(frozen=True, slots=True)
class Printed:
    """How a picture is printed: its frame in pt, pixels per inch, JPEG quality (1 to 95).

    With ``whole``, all of it is visible in the frame; otherwise it is cropped to fill the frame.
    """

    width_pt: float
    height_pt: float
    ppi: float
    quality: int
    whole: bool = False


def prepared(raw: bytes, printed: Printed | None) -> tuple[bytes, str]:
    """Return a picture for the engine, and its media type.

    The picture keeps at least ``ppi`` pixels per inch in its frame and is never enlarged.
    Photographs become JPEG; other pictures and those with alpha stay lossless. Raises OSError for a
    file that cannot be read.
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
    """Return the JPEG quality of printed pictures, which comes from the tokens."""
    return max((one.quality for one in printed.values()), default=_FINEST)


def _saved(
    made: Image.Image, profile: bytes | None, is_photograph: bool, printed: Printed | None
) -> tuple[bytes, str]:
    out = io.BytesIO()
    if made.mode == "CMYK" or (is_photograph and made.mode in ("RGB", "L")):
        # Cropped pictures are saved again later.
        is_last = printed is not None and not _is_cut(made, printed)
        quality = printed.quality if printed and is_last and is_photograph else _FINEST
        made.save(out, "JPEG", quality=quality, subsampling=0, icc_profile=profile)
        return out.getvalue(), "image/jpeg"
    made.save(out, "PNG", optimize=False, compress_level=6, icc_profile=profile)
    return out.getvalue(), "image/png"


def _is_cut(image: Image.Image, printed: Printed) -> bool:
    """Return whether a picture will be cropped by its frame."""
    if printed.whole:
        return False
    return abs(image.width / image.height * printed.height_pt / printed.width_pt - 1) > RIM


def _factor(
    image: Image.Image, printed: Printed | None, full: tuple[int, int] | None = None
) -> float:
    """Return the factor for reducing a picture to the necessary number of pixels; 1: keep it."""
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
    """Convert a picture to a mode that is supported later: L, LA, RGB, RGBA or CMYK."""
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
    """Return a picture's profile if it is valid and fits the mode, None otherwise."""
    if not isinstance(profile, bytes) or not fits(profile, made.mode):
        return None
    return profile


def fits(profile: bytes, mode: str) -> bool:
    """Return whether an ICC profile is readable and fits a Pillow mode (ICC.1, 7.2.6)."""
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
    """Remove the metadata of cameras and programs from a JPEG without decoding it."""
    kept = [raw[:2]]
    at = 2
    while at + 4 <= len(raw) and raw[at] == 0xFF and raw[at + 1] != 0xDA:
        marker = raw[at + 1]
        if marker == 0xFF:  # padding
            at += 1
            continue
        end = at + 2 + int.from_bytes(raw[at + 2 : at + 4])
        is_profile = marker == 0xE2 and raw[at + 4 : at + 16] == b"ICC_PROFILE\0"
        if marker not in _PRIVATE and (marker != 0xE2 or is_profile):
            kept.append(raw[at:end])
        at = end
    end = raw.rfind(b"\xff\xd9")
    first_end = raw.find(b"\xff\xd9\xff\xd8", at)  # more pictures may follow the first
    stop = first_end + 2 if first_end >= 0 else (end + 2 if end >= at else len(raw))
    return b"".join((*kept, raw[at:stop]))


@contextmanager
def _quiet() -> Iterator[None]:
    """Suppress Pillow's warnings about large pictures; their size has been checked."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield
