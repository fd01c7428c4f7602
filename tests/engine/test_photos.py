"""A report with photographs: correct colours, sizes and findings of preflight."""

from __future__ import annotations

import io
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from PIL import Image, ImageCms

from report.engine.build import build
from report.engine.judging import judge
from report.engine.progress import Progress
from report.engine.reading import read_condition
from report.findings.errors import FindingsError
from report.model.colour import ICC_PROFILE, Press
from report.model.target import PRINT, SCREEN, Target
from report.pdf.parts import Shown
from report.preflight.rules import Finding
from report.preflight.run import Result, preflight
from report.project.project import Project
from report.project.shipped import theme_folder
from report.typesetting.areas import Area

#: It takes long: many builds of whole reports.
pytestmark = pytest.mark.slow

REPORT = """\
title: 照片報告
organisation: 示例機構
year: 2020
language: zh-Hant-HK
dates: {period_start: 2020-01-01, period_end: 2020-12-31}
chapters: [chapter.yaml]
"""
FACTS = "facts:\n  one: {value: 1, unit: 張, label: 照片, period: 2020年, source: 甲}\n"
CHAPTER = "id: one\ntitle: 甲章\nsections: [section.yaml]\n"
SECTION = """\
id: first
title: 第一節
lead: 照片{{ one }}。
blocks:
"""
#: Colours with well-known inks: sRGB → roughly C, M, Y, K in per cent.
RED, WHITE, BLACK = (200, 30, 40), (255, 255, 255), (0, 0, 0)
#: A column is 218.5 pt wide, and 10 lines of 17 pt are high: in pixels at 300 ppi.
SIZE = (911, 709)


def gradient(size: tuple[int, int] = SIZE) -> Image.Image:
    """Red at the left, white at the right."""
    left, right = Image.new("RGB", size, RED), Image.new("RGB", size, WHITE)
    return Image.composite(right, left, Image.linear_gradient("L").rotate(90).resize(size))


def halves(size: tuple[int, int] = SIZE) -> Image.Image:
    """Red in the left half, black in the right one."""
    made = Image.new("RGB", size, RED)
    made.paste(BLACK, (size[0] // 2, 0, size[0], size[1]))
    return made


def saved(image: Image.Image, kind: str, **more: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **more)
    return out.getvalue()


def swapped_profile() -> bytes:
    """A profile that a camera might embed."""
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def rotated() -> bytes:
    """A picture rotated by 90°, with EXIF orientation 6."""
    exif = Image.Exif()
    exif[0x0112] = 6
    return saved(halves((SIZE[1], SIZE[0])), "JPEG", exif=exif, quality=95)


def translucent() -> bytes:
    made = halves().convert("RGBA")
    made.putalpha(Image.linear_gradient("L").resize(SIZE))
    return saved(made, "PNG")


@cache
def drawn() -> dict[str, bytes]:
    """Make the files of the pictures, by name."""
    return {
        "jpeg.jpg": saved(gradient(), "JPEG", quality=95),
        "png.png": saved(halves(), "PNG"),
        "noise.png": saved(Image.effect_noise(SIZE, 80).convert("RGB"), "PNG"),
        "grey.jpg": saved(gradient().convert("L"), "JPEG", quality=95),
        "ink.jpg": saved(Image.new("CMYK", SIZE, (0, 255, 230, 12)), "JPEG", quality=95),
        "profiled.jpg": saved(halves(), "JPEG", quality=95, icc_profile=swapped_profile()),
        "alpha.png": translucent(),
        "rotated.jpg": rotated(),
    }


def project(tmp_path: Path, photos: dict[str, bytes]) -> Project:
    data = tmp_path / "data"
    (data / "images").mkdir(parents=True)
    blocks = ""
    for name, content in photos.items():
        (data / "images" / name).write_bytes(content)
        slot = name.partition(".")[0]
        blocks += f"  - {{type: picture, id: {slot}, alt: 照片, caption: 照片, lines: 10}}\n"
    texts = {"report": REPORT, "facts": FACTS, "chapter": CHAPTER, "section": SECTION + blocks}
    for name, text in texts.items():
        (data / f"{name}.yaml").write_text(text, encoding="utf-8")
    return Project.at(tmp_path)


def silent() -> Progress:
    return Progress(lambda _: None, live=False, silent=True)


def built(tmp_path: Path, photos: dict[str, bytes], target: Target) -> bytes:
    """Build a draft of one target, in a third of the time of a release."""
    made = project(tmp_path, photos)
    ((one,), _) = build(made, [target], made.output, silent())
    return one.path.read_bytes()


def pictures(pdf: bytes) -> list[tuple[str, Image.Image]]:
    """Return the pictures of a PDF, masks aside: the colour space of each, and its pixels."""
    document = pikepdf.open(io.BytesIO(pdf))
    found: dict[tuple[int, int], Any] = {}
    for page in document.pages:
        shown = page.obj.get("/Resources", pikepdf.Dictionary())
        for thing in shown.get("/XObject", pikepdf.Dictionary()).values():
            if str(thing.get("/Subtype")) == "/Image":
                found[thing.objgen] = thing
    return [
        (str(thing.ColorSpace), pikepdf.PdfImage(thing).as_pil_image(apply_mask=False))
        for thing in found.values()
    ]


@pytest.fixture(scope="module")
def photos(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    made = project(tmp_path_factory.mktemp("photos"), drawn())
    files, _ = build(made, [PRINT, SCREEN], made.output, silent(), release=True)
    return {one.target.name: one.path.read_bytes() for one in files}


def test_a_release_with_photographs_breaks_no_rule(photos: dict[str, bytes]) -> None:
    assert preflight(photos["print"], "print").findings == ()
    assert preflight(photos["screen"], "screen").findings == ()


def test_in_print_every_picture_is_cmyk_or_gray(photos: dict[str, bytes]) -> None:
    spaces = sorted(space for space, _ in pictures(photos["print"]))
    assert len(spaces) == len(drawn())
    assert spaces == ["/DeviceCMYK"] * (len(drawn()) - 1) + ["/DeviceGray"]


def test_on_screen_rgb_stays_rgb(photos: dict[str, bytes]) -> None:
    spaces = sorted(space for space, _ in pictures(photos["screen"]))
    assert spaces == ["/DeviceGray"] + ["/DeviceRGB"] * (len(drawn()) - 1)


def painted(page: pikepdf.Page) -> Iterator[Any]:
    """Return the pictures of a page in the order in which they are painted."""
    things: Any = page.obj.get("/Resources", pikepdf.Dictionary()).get("/XObject", {})
    for step in pikepdf.parse_content_stream(page):
        if str(step.operator) == "Do":
            thing = things[str(step.operands[0])]
            if thing.Subtype == "/Image":
                yield thing


def shown(pdf: bytes, name: str) -> Any:
    """Return a picture of the report as it is in the PDF: they are painted in their order."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        found = [picture for page in document.pages for picture in painted(page)]
        assert len(found) == len(drawn())
        one = found[list(drawn()).index(name)]
        return str(one.ColorSpace), str(one.get("/Filter")), pikepdf.PdfImage(one).as_pil_image()


def expected(colour: tuple[int, int, int], source: bytes = b"") -> tuple[int, ...]:
    """Return the inks of a colour by the profile of the printing condition."""
    profile = (theme_folder() / "styles" / ICC_PROFILE).read_bytes()
    light = (
        ImageCms.ImageCmsProfile(io.BytesIO(source)) if source else ImageCms.createProfile("sRGB")
    )
    done = ImageCms.profileToProfile(
        Image.new("RGB", (1, 1), colour),
        light,
        ImageCms.ImageCmsProfile(io.BytesIO(profile)),
        renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
        outputMode="CMYK",
        flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
    )
    assert done is not None
    return done.getpixel((0, 0))  # type: ignore[return-value]


def near(one: Any, other: Any, by: int = 4) -> bool:
    return all(abs(a - b) <= by for a, b in zip(one, other, strict=True))


def test_rgb_becomes_cmyk_with_the_profile(photos: dict[str, bytes]) -> None:
    *_, ink = shown(photos["print"], "png.png")
    assert ink.mode == "CMYK"
    width, height = ink.size
    left, right = (
        ink.getpixel((width // 4, height // 2)),
        ink.getpixel((width * 3 // 4, height // 2)),
    )
    assert near(left, expected(RED))
    assert near(right, expected(BLACK))
    assert sum(right) / 255 <= 3.01, "the profile keeps to 300 % of ink"


def test_cmyk_becomes_rgb_on_screen(photos: dict[str, bytes]) -> None:
    *_, found = shown(photos["screen"], "ink.jpg")
    red, green, blue = found.getpixel((10, 10))
    assert red > 160
    assert green < 60
    assert blue < 70


def test_cmyk_for_print_is_not_changed(photos: dict[str, bytes]) -> None:
    space, packed, _ = shown(photos["print"], "ink.jpg")
    assert (space, packed) == ("/DeviceCMYK", "/DCTDecode")


def test_exif_orientation_is_applied(photos: dict[str, bytes]) -> None:
    *_, ink = shown(photos["print"], "rotated.jpg")
    width, height = ink.size
    top, foot = ink.getpixel((width // 2, height // 8)), ink.getpixel((width // 2, height * 7 // 8))
    assert near(top, expected(RED), 8) != near(foot, expected(RED), 8)


def test_a_picture_that_is_too_small_is_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("report.preflight.checks.ink.ghostscript", lambda: None)
    small = {"small.png": saved(halves((700, 545)), "PNG")}
    made = project(tmp_path / "soft", small)
    files, found = build(made, [PRINT], made.output, silent(), release=True)
    assert {d.code for d in found} == {"P213"}
    assert all("in the picture data/images/" in d.message for d in found), found
    assert files
    tiny = {"tiny.png": saved(halves((200, 156)), "PNG")}
    made = project(tmp_path / "coarse", tiny)
    with pytest.raises(FindingsError) as caught:
        build(made, [PRINT], made.output, silent(), release=True)
    assert "P212" in {d.code for d in caught.value.diagnostics}
    assert not list(made.output.glob("*.pdf"))


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        (Finding("P209", "red", 1, 20, 20), "in the picture data/images/a.svg: red"),
        (Finding("P209", "red", 1, 60, 20), "in the picture data/images/b.svg: red"),
        (Finding("P209", "red", 2, 20, 20), "mm from the top: red"),
        (Finding("P209", "red", 1, 20, 52), "mm from the top: red"),
        (Finding("P207", "bare", 1, 0, 12), "in the picture chapter.yaml:3:5: bare"),
        (Finding("P210", "a photo", 1, 120, 20), "in the picture data/images/b.svg: a photo"),
        (Finding("P122", "text", 1, 20, 20), "mm from the top: text"),
        (Finding("P209", "red"), "red"),
    ],
)
def test_a_finding_names_the_picture_in_which_it_is(
    monkeypatch: pytest.MonkeyPatch, one: Finding, expected: str
) -> None:
    pictures = [
        Shown(1, Area(10, 10, 50, 50), "data/images/a.svg"),
        Shown(1, Area(50, 10, 100, 50), "data/images/b.svg"),
        Shown(1, Area(-3, -3, 213, 300), "chapter.yaml:3:5"),
    ]
    if one.code != "P207":
        pictures.pop()
    result = Result("print", 2, (one,))
    monkeypatch.setattr("report.preflight.run.preflight", lambda *_: result)
    (told,) = judge(Path("build/print.pdf"), b"", "print", 300, pictures)
    assert told.message.endswith(expected)
    assert ("picture" in told.message) == ("picture" in expected)


def test_the_profile_of_the_condition_is_the_shipped_one() -> None:
    profile = ImageCms.ImageCmsProfile(
        io.BytesIO(read_condition(Project.at(theme_folder()), Press()).profile)
    )
    assert profile.profile.xcolor_space.strip() == "CMYK"
