"""Pictures in the colour mode of their target: CMYK for print, RGB for screens.

Pictures in that mode and gray pictures are not changed. Others are converted from their embedded
profile, or without one from sRGB or the printing condition, with relative colorimetric intent and
black point compensation, as is usual for photographs in offset printing.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable
from hashlib import sha256
from typing import Any, Literal

import pikepdf
from PIL import Image, ImageCms

from report.model.target import DIGEST

Mode = Literal["RGB", "CMYK"]


def convert_pictures(document: pikepdf.Pdf, to: Mode, profile: bytes, quality: int = 90) -> None:
    """Convert every picture to ``to``; ``profile`` is the ICC profile of the printing condition.

    A JPEG stays a JPEG, with the given ``quality`` (1 to 95); others stay lossless.
    """
    known: dict[bytes, Any] = {}

    def transform(source: bytes) -> Any:
        if source not in known:
            known[source] = _transform(source, to, profile)
        return known[source]

    for thing in list(document.objects):
        if isinstance(thing, pikepdf.Stream) and str(thing.get("/Subtype")) == "/Image":
            if "/Interpolate" in thing:
                del thing["/Interpolate"]  # ISO 19005-3, 6.2.8.3: false, which is the default
            _convert(thing, to, transform, quality)


def seal_pictures(document: pikepdf.Pdf) -> None:
    """Write the SHA-256 of each JPEG into its dictionary, so that preflight can find damage.

    The key is a third-class name, which anyone may use (ISO 32000-1, annex E).
    """
    for thing in document.objects:
        if isinstance(thing, pikepdf.Stream) and str(thing.get("/Filter", "")) == "/DCTDecode":
            thing[DIGEST] = pikepdf.String(sha256(thing.read_raw_bytes()).hexdigest())


def _transform(source: bytes, to: Mode, profile: bytes) -> Any:
    """Return the transform from a picture's profile; empty: from the default profile."""
    light, ink = ImageCms.createProfile("sRGB"), ImageCms.ImageCmsProfile(io.BytesIO(profile))
    usual = light if to == "CMYK" else ink
    try:
        start = ImageCms.ImageCmsProfile(io.BytesIO(source)) if source else usual
        return _between(start, ink if to == "CMYK" else light, to)
    except (OSError, ImageCms.PyCMSError):  # the profile is damaged, or for another mode
        return _between(usual, ink if to == "CMYK" else light, to)


def _between(start: Any, end: Any, to: Mode) -> Any:
    modes = ("RGB", "CMYK") if to == "CMYK" else ("CMYK", "RGB")
    return ImageCms.buildTransform(
        start,
        end,
        *modes,
        ImageCms.Intent.RELATIVE_COLORIMETRIC,
        ImageCms.Flags.BLACKPOINTCOMPENSATION,
    )


def _convert(picture: Any, to: Mode, transform: Callable[[bytes], Any], quality: int) -> None:
    if bool(picture.get("/ImageMask", False)) or "/ColorSpace" not in picture:
        return
    count = _components(picture.ColorSpace)
    if count != (3 if to == "CMYK" else 4):
        return
    pixels = pikepdf.PdfImage(picture).as_pil_image(apply_mask=False)
    source = _source(picture, pixels)
    is_jpeg = "/DCTDecode" in str(picture.get("/Filter", ""))
    mode = "RGB" if to == "CMYK" else "CMYK"
    if pixels.mode != mode:
        pixels = pixels.convert(mode)
    made = ImageCms.applyTransform(pixels, transform(source))
    if made is None:  # pragma: no cover - only for transforms in place
        return
    if is_jpeg:
        out = io.BytesIO()
        made.save(out, "JPEG", quality=quality, subsampling=0)
        picture.write(out.getvalue(), filter=pikepdf.Name.DCTDecode)
    else:
        picture.write(zlib.compress(made.tobytes(), 9), filter=pikepdf.Name.FlateDecode)
    picture.ColorSpace = pikepdf.Name.DeviceCMYK if to == "CMYK" else pikepdf.Name.DeviceRGB
    picture.BitsPerComponent = 8
    for key in ("/DecodeParms", "/Decode", "/Intent"):
        if key in picture:
            del picture[key]
    if is_jpeg and to == "CMYK":
        # Pillow writes inverted inks, as Adobe's programs do, and marks that only within the JPEG.
        picture.Decode = pikepdf.Array([1, 0] * 4)


def _components(space: Any) -> int:
    """Return the number of components of a colour space, or of its base."""
    if isinstance(space, pikepdf.Array):
        name = str(space[0])
        if name == "/Indexed":
            return _components(space[1])
        if name == "/ICCBased":
            return int(space[1].get("/N", 0))
        return 3 if name in ("/CalRGB", "/Lab") else 1
    return {"/DeviceRGB": 3, "/DeviceCMYK": 4}.get(str(space), 1)


def _source(picture: Any, pixels: Image.Image) -> bytes:
    """Return the profile of a picture: of its colour space, or from its JPEG; empty without one."""
    space = picture.ColorSpace
    if isinstance(space, pikepdf.Array) and str(space[0]) == "/ICCBased":
        return bytes(space[1].read_bytes())
    return bytes(pixels.info.get("icc_profile", b""))
