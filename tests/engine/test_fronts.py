"""Text in front of pictures and art is checked in drafts too, and reported at its block."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.small_report import run, write_report

BAND = ".band h2 { color: var(--accent-deep) }"
CAPTION = (
    "#blue img { height: 9rlh } #blue figcaption { color: #336699; position: relative; top: -5rlh }"
)
BLUE = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 200">'
    '<path d="M0 0h300v200h-300z" fill="#336699"/></svg>'
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = write_report(tmp_path / "報告")
    section = made / "data/section.yaml"
    text = section.read_text(encoding="utf-8")
    picture = "  - {type: picture, id: blue, alt: 藍, caption: 藍上之藍, width: full}\n"
    section.write_text(f"{text}\n{picture}", encoding="utf-8")
    (made / "data/images").mkdir()
    (made / "data/images/blue.svg").write_text(BLUE, encoding="utf-8")
    (made / "styles/blocks").mkdir(parents=True)
    return made


@pytest.mark.parametrize(
    "targets",
    [
        (),
        pytest.param(("--target", "screen"), marks=pytest.mark.slow),
        pytest.param(("--target", "print"), marks=pytest.mark.slow),
    ],
)
def test_text_in_front_of_pictures(folder: Path, targets: tuple[str, ...]) -> None:
    (folder / "styles/blocks/zz.css").write_text(BAND + CAPTION, encoding="utf-8")
    found = run("-C", folder, "--format", "json", "build", *targets).found
    told = [one for one in found if one["code"] == "D614"]
    assert len(told) == 2, found
    for one, text in zip(told, ("共享紅利", "藍上之藍"), strict=True):
        assert text in one["message"]
        assert one["file"].startswith("data/")
        assert one["line"] > 1


@pytest.mark.no_cover
def test_legible_text_in_front_of_pictures(folder: Path) -> None:
    found = run("-C", folder, "--format", "json", "build", "--target", "print").found
    assert [one for one in found if one["code"] == "D614"] == []
