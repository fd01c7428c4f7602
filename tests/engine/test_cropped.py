"""Cropped parts of a picture are not in the PDF, and the rest keeps its position."""

from __future__ import annotations

from functools import cache

import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageStat

from report.model.target import PRINT, SCREEN, Target
from tests.engine.test_photos import BLACK, RED, built, pictures, saved

#: It takes long: many builds of whole reports.
pytestmark = pytest.mark.slow

#: A slot of a column is wider than high; of these pictures, the upper and lower thirds are hidden.
HIDDEN, SEEN = BLACK, RED


def striped(mode: str = "RGB") -> Image.Image:
    made = Image.new("RGB", (900, 2400), HIDDEN)
    made.paste(SEEN, (0, 700, 900, 1700))
    if mode == "RGBA":
        made.putalpha(Image.linear_gradient("L").resize(made.size))
    return made.convert(mode)


def lying() -> bytes:
    """A picture rotated by 90°, with EXIF orientation 6."""
    exif = Image.Exif()
    exif[0x0112] = 6
    return saved(striped().rotate(90, expand=True), "JPEG", exif=exif, quality=95)


@cache
def files() -> dict[str, bytes]:
    """Make the files of the pictures, by name."""
    return {
        "jpeg.jpg": saved(striped(), "JPEG", quality=95),
        "png.png": saved(striped(), "PNG"),
        "alpha.png": saved(striped("RGBA"), "PNG"),
        "grey.png": saved(striped("L"), "PNG"),
        "ink.tif": saved(striped("CMYK"), "TIFF"),
        "lying.jpg": lying(),
    }


@pytest.fixture(scope="module", params=[SCREEN, PRINT], ids=["screen", "print"])
def pdfs(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> list[bytes]:
    """Return the report with cropped pictures, and with whole ones behind the same frames."""
    target: Target = request.param
    cut = built(tmp_path_factory.mktemp("cut"), files(), target)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("report.typesetting.laid.crop_pictures", lambda *_: None)
        return [cut, built(tmp_path_factory.mktemp("whole"), files(), target)]


def test_hidden_parts_are_not_in_the_file(pdfs: list[bytes]) -> None:
    cut, whole = ([image for _, image in pictures(pdf)] for pdf in pdfs)
    # What is left of two files may be the same picture, which is in the PDF once.
    assert len(files()) - 1 <= len(cut) <= len(whole) == len(files())
    (before,) = {image.height for image in whole}
    (width,) = {image.width for image in whole}
    for image in cut:
        assert image.height < 0.4 * before
        assert image.width == width
        # All of it has the visible colour, except for JPEG artefacts at the edges.
        spread = [most - least for least, most in ImageStat.Stat(image).extrema]
        assert max(spread) < 30, (image, spread)


def test_visible_parts_keep_their_position(pdfs: list[bytes]) -> None:
    drawn = []
    for pdf in pdfs:
        with pypdfium2.PdfDocument(pdf) as document:
            drawn.append([page.render(scale=1.5).to_pil().convert("RGB") for page in document])
    assert len(drawn[0]) == len(drawn[1])
    for one, other in zip(*drawn, strict=True):
        change = ImageStat.Stat(ImageChops.difference(one, other))
        assert max(change.mean) < 0.5, change.mean
