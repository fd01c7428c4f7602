"""Pictures for the engine: any colours, no larger than needed, without hidden parts."""

from __future__ import annotations

import io
from typing import Any

import pytest
from PIL import Image, ImageCms

from report.typesetting.pictures import Printed, fits, prepared

FRAME = Printed(100, 50, 144, 85)  # 200 × 100 pixels
SECRET = b"22.3193N 114.1694E, a camera of the house"


def file(mode: str, size: tuple[int, int], form: str, **more: Any) -> bytes:
    out = io.BytesIO()
    noise = Image.effect_noise(size, 60)
    if mode in ("RGB", "CMYK"):
        image = Image.merge(mode, [Image.effect_noise(size, 60) for _ in mode])
    elif mode == "RGBA":
        image = Image.merge("RGBA", [noise, noise, noise, noise])
    elif mode == "LAB":
        image = Image.merge("LAB", [noise, noise, noise])
    elif mode == "P":
        image = noise.convert("P")
    elif mode == "I;16":
        image = Image.new("I;16", size, 40_000)
    else:
        image = noise.convert(mode)
    image.save(out, form, **more)
    return out.getvalue()


@pytest.mark.variants(6)
@pytest.mark.parametrize(
    ("mode", "form", "more", "kind", "made"),
    [
        ("CMYK", "TIFF", {}, "image/jpeg", "CMYK"),
        ("CMYK", "TIFF", {"compression": "tiff_lzw"}, "image/jpeg", "CMYK"),
        ("CMYK", "TIFF", {"compression": "tiff_adobe_deflate"}, "image/jpeg", "CMYK"),
        ("CMYK", "TIFF", {"compression": "jpeg"}, "image/jpeg", "CMYK"),
        ("CMYK", "TIFF", {"compression": "packbits"}, "image/jpeg", "CMYK"),
        ("CMYK", "JPEG", {}, "image/jpeg", "CMYK"),
        ("RGB", "TIFF", {}, "image/jpeg", "RGB"),
        ("RGB", "JPEG", {"progressive": True}, "image/jpeg", "RGB"),
        ("RGB", "PNG", {}, "image/jpeg", "RGB"),
        ("RGBA", "PNG", {}, "image/png", "RGBA"),
        ("LAB", "TIFF", {}, "image/jpeg", "RGB"),
        ("P", "PNG", {}, "image/png", "RGB"),
        ("1", "TIFF", {}, "image/png", "L"),
        ("1", "PNG", {}, "image/png", "L"),
        ("L", "JPEG", {}, "image/jpeg", "L"),
        ("I;16", "PNG", {}, "image/png", "L"),
        ("I;16", "TIFF", {}, "image/png", "L"),
    ],
)
def test_every_kind_has_the_pixels_that_are_needed(
    mode: str, form: str, more: dict[str, Any], kind: str, made: str
) -> None:
    body, media = prepared(file(mode, (1000, 700), form, **more), FRAME)
    with Image.open(io.BytesIO(body)) as image:
        assert (media, image.mode) == (kind, made)
        assert image.size == (200, 140)


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        ((400, 400), (200, 200)),
        ((2000, 101), (2000, 101)),  # the height has no pixels to spare
        ((2000, 200), (1000, 100)),
        ((205, 104), (205, 104)),
        ((50, 20), (50, 20)),
    ],
)
def test_a_picture_fills_its_frame_and_is_never_enlarged(
    size: tuple[int, int], expected: tuple[int, int]
) -> None:
    body, _ = prepared(file("RGB", size, "JPEG"), FRAME)
    with Image.open(io.BytesIO(body)) as image:
        assert image.size == expected


def test_few_colours_stay_lossless() -> None:
    out = io.BytesIO()
    Image.new("RGB", (900, 600), (10, 200, 30)).save(out, "PNG")
    body, media = prepared(out.getvalue(), FRAME)
    assert media == "image/png"
    with Image.open(io.BytesIO(body)) as image:
        assert image.getcolors(9) == [(200 * 133, (10, 200, 30))]


@pytest.mark.parametrize("size", [(1000, 700), (120, 60)])
@pytest.mark.parametrize("form", ["JPEG", "TIFF", "PNG"])
def test_metadata_of_cameras_is_removed(form: str, size: tuple[int, int]) -> None:
    exif = Image.Exif()
    exif[0x010E] = SECRET.decode()
    raw = file("RGB", size, form, exif=exif)
    raw = raw if form != "JPEG" else raw[:2] + b"\xff\xfe\x00\x2b" + SECRET + raw[2:]
    assert SECRET in raw
    body, _ = prepared(raw, FRAME)
    assert SECRET not in body
    with Image.open(io.BytesIO(body)) as image:
        image.load()
        assert not image.getexif()


def test_a_small_jpeg_keeps_its_pixels_and_its_profile() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    raw = file("RGB", (120, 60), "JPEG", icc_profile=profile)
    body, _ = prepared(raw, FRAME)
    with Image.open(io.BytesIO(raw)) as before, Image.open(io.BytesIO(body)) as after:
        assert before.tobytes() == after.tobytes()
        assert after.info["icc_profile"] == profile


@pytest.mark.parametrize("turned", [3, 6, 8])
def test_exif_orientation_is_applied(turned: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = turned
    body, _ = prepared(file("RGB", (1000, 500), "JPEG", exif=exif), FRAME)
    with Image.open(io.BytesIO(body)) as image:
        wide = turned == 3
        assert image.size == ((200, 100) if wide else (200, 400))
        assert not image.getexif()


@pytest.mark.parametrize(
    ("profile", "mode", "fit"),
    [
        (b"", "RGB", False),
        (b"garbage" * 40, "RGB", False),
        (ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes(), "RGB", True),
        (ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes(), "RGBA", True),
        (ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes(), "CMYK", False),
        (ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()[:200], "RGB", False),
    ],
)
def test_profiles_that_can_be_used(profile: bytes, mode: str, fit: bool) -> None:
    assert fits(profile, mode) is fit


@pytest.mark.parametrize("mode", ["RGB", "CMYK"])
def test_a_wrong_profile_is_ignored(mode: str) -> None:
    raw = file(mode, (1000, 700), "JPEG", icc_profile=b"garbage" * 60)
    body, _ = prepared(raw, FRAME)
    with Image.open(io.BytesIO(body)) as image:
        assert "icc_profile" not in image.info


def test_the_same_picture_gives_the_same_bytes() -> None:
    raw = file("RGB", (1000, 700), "JPEG")
    assert prepared(raw, FRAME) == prepared(raw, FRAME)
