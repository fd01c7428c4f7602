"""The reference sheets in docs/drawings/ show what is drawn now."""

from __future__ import annotations

import pytest
from PIL import Image, ImageChops, ImageStat

from tests.figures.over_time_sheet import FOLDER, KINDS, Outcome, lines, outcomes, page, pictures

#: The size to which pictures are reduced, and the most that they may differ there, of 255.
SMALL, NEAR = (160, 100), 2.0
AGAIN = "run python -m tests.figures.over_time_sheet, and look at the pictures"


@pytest.fixture(scope="module")
def drawn() -> list[Outcome]:
    return list(outcomes())


def test_every_drawing_is_the_one_that_was_looked_at(drawn: list[Outcome]) -> None:
    kept = (FOLDER / "drawn.txt").read_text(encoding="utf-8")
    differ = set(lines(drawn).splitlines()) ^ set(kept.splitlines())
    assert not differ, f"{AGAIN}: {sorted(differ)[:6]}"


def test_the_page_shows_every_kind() -> None:
    assert (FOLDER / "README.md").read_text(encoding="utf-8") == page(), AGAIN


@pytest.mark.slow
def test_the_pictures_show_the_drawings(drawn: list[Outcome]) -> None:
    made = pictures(drawn)
    assert {path.stem for path in FOLDER.glob("*.png")} == set(KINDS)
    for kind, picture in made.items():
        with Image.open(FOLDER / f"{kind}.png") as kept:
            pair = [one.convert("L").resize(SMALL) for one in (kept, picture)]
        (apart,) = ImageStat.Stat(ImageChops.difference(*pair)).mean
        assert apart < NEAR, f"{kind}: {AGAIN}"


def test_a_picture_that_differs_is_found(drawn: list[Outcome]) -> None:
    other = [one for one in drawn if one.kind == "bars"]
    with Image.open(FOLDER / "bars.png") as bars, Image.open(FOLDER / "line.png") as line:
        pair = [one.convert("L").resize(SMALL) for one in (bars, line)]
    assert ImageStat.Stat(ImageChops.difference(*pair)).mean[0] > NEAR
    assert len(other) == 12
