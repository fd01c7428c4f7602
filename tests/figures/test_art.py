"""Art for picture slots: reproducible, only colours of tokens, small enough, dark under titles."""

from __future__ import annotations

import base64
import hashlib
import logging
import math
import os
import re
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
import yaml

from report.figures.art import calm_area, draw_art
from report.figures.art.dice import Dice
from report.figures.art.path import Path as Drawn
from report.figures.art.relief import contours, mould
from report.model.drawing import ArtRequest, Svg, arts
from report.model.theme import Theme

ROOT = Path(__file__).parents[2]
THEME = Theme.model_validate(yaml.safe_load((ROOT / "styles/tokens.yaml").read_text("utf-8")))
KINDS = tuple(arts())
ACCENTS = tuple(THEME.accents)
TILES = ((218.5, 136.0), (456.0, 187.0), (218.5, 289.0), (456.0, 680.0), (218.5, 51.0))
TITLED = ((612.28, 260.0), (612.28, 858.9))
WITH_TITLE = {*TITLED, (500.0, 700.0), (1207.6, 858.9)}
SVG = "{http://www.w3.org/2000/svg}"


def draw(kind: str, size: tuple[float, float], name: str = "slot", accent: str = "first") -> Svg:
    return draw_art(ArtRequest(name, kind, *size, accent, titled=size in WITH_TITLE), THEME)


def paths(svg: Svg) -> list[ET.Element]:
    return ET.fromstring(svg.text).findall(f"{SVG}path")


def luminance(rgb: tuple[int, ...]) -> float:
    parts = [c / 255 for c in rgb]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: tuple[int, ...], other: tuple[int, ...]) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def rgb_of(token: str) -> tuple[int, ...]:
    return tuple(bytes.fromhex(THEME.srgb(token).lstrip("#")))


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_its_size_and_descriptions(kind: str) -> None:
    art = draw(kind, (456.0, 187.0), "flood-relief")
    root = ET.fromstring(art.text)
    assert root.tag == f"{SVG}svg"
    assert (root.get("width"), root.get("height")) == ("456pt", "187pt")
    assert root.get("viewBox") == "0 0 456 187"
    assert root.get("role") == "img"
    assert [child.tag for child in root[:2]] == [f"{SVG}title", f"{SVG}desc"]
    assert (art.title, art.description) == (root[0].text, root[1].text)
    assert all(re.search(r"[\u4e00-\u9fff]", words) for words in (art.title, art.description))
    assert (art.id, art.width_pt, art.height_pt) == ("flood-relief", 456.0, 187.0)


def test_each_kind_has_its_own_description() -> None:
    arts = [draw(kind, TILES[0]) for kind in KINDS]
    assert len({art.title for art in arts}) == len({art.description for art in arts}) == len(KINDS)


@pytest.mark.variants(10)
@pytest.mark.no_cover
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("size", (*TILES, *TITLED, (1207.6, 858.9)))
def test_limits_hold_for_many_slots(kind: str, size: tuple[float, float]) -> None:
    tokens = {colour.srgb for colour in THEME.colours.values()}
    for index in range(5):
        art = draw(kind, size, f"slot-{index}", ACCENTS[index % len(ACCENTS)])
        assert len(art.text.encode()) <= 60_000
        root = ET.fromstring(art.text)
        assert len(list(root.iter())) <= 1500
        assert {child.tag for child in root} == {SVG + tag for tag in ("title", "desc", "path")}
        for path in root.findall(f"{SVG}path"):
            assert set(path.keys()) <= {
                "d",
                "fill",
                "fill-rule",
                "stroke",
                "stroke-width",
                "stroke-linecap",
                "stroke-linejoin",
            }
            assert {path.get("fill", ""), path.get("stroke", "none")} <= tokens | {"none"}
            assert float(path.get("stroke-width", "1")) >= 0.25
            assert (path.get("stroke") is None) == (path.get("stroke-width") is None)
            assert re.fullmatch(r"[MlhvcszL0-9. -]+", path.get("d", ""))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("size", TILES + TITLED)
def test_the_ground_covers_the_whole_rectangle(kind: str, size: tuple[float, float]) -> None:
    ground = paths(draw(kind, size))[0]
    number = r"(-?[\d.]+)"
    shape = rf"M{number} ?{number}h{number}v{number}h-[\d.]+z"
    box = re.fullmatch(shape, ground.get("d") or "")
    assert box
    left, top, wide, high = map(float, box.groups())
    assert left <= 0 and top <= 0
    assert left + wide >= size[0] and top + high >= size[1]
    assert ground.get("fill", "").startswith("#")


@pytest.mark.slow
@pytest.mark.no_cover
def test_titled_pictures_have_the_ground_of_their_accent() -> None:
    for kind in KINDS:
        for size in TITLED:
            for name, accent in THEME.accents.items():
                ground = paths(draw(kind, size, accent=name))[0].get("fill")
                dark, night = (
                    (accent.mid, accent.tint) if accent.is_light else (accent.deep, "night")
                )
                assert ground in {THEME.srgb(dark), THEME.srgb(night)}


def test_grounds_of_one_page_differ() -> None:
    grounds = {paths(draw(kind, TILES[0]))[0].get("fill") for kind in KINDS}
    assert len(grounds) >= 4


@pytest.mark.variants(2)
@pytest.mark.parametrize("kind", KINDS)
def test_another_slot_has_another_picture(kind: str) -> None:
    texts = {draw(kind, TILES[0], f"slot-{index}").text for index in range(20)}
    assert len(texts) == 20


@pytest.mark.parametrize("kind", KINDS)
def test_the_accent_changes_the_colours_and_nothing_else(kind: str) -> None:
    drawn = {
        # Lines of one look are one path, and thin ones are thicker in a tone that is screened.
        "".join(path.get("d") or "" for path in paths(draw(kind, TILES[0], accent=accent)))
        for accent in ACCENTS
    }
    assert len(drawn) == 1


@pytest.mark.slow
def test_the_same_bytes_in_every_process() -> None:
    code = (
        "import hashlib, yaml\n"
        "from report.figures.art import draw_art\n"
        "from report.model.drawing import ArtRequest, arts\n"
        "from report.model.theme import Theme\n"
        "from report.figures.declared import declare_drawings\n"
        "declare_drawings()\n"
        "theme = Theme.model_validate(yaml.safe_load(open('styles/tokens.yaml')))\n"
        "for kind in arts():\n"
        "    for size in ((218.5, 136.0), (612.28, 260.0), (612.28, 858.9)):\n"
        "        asked = ArtRequest('slot', kind, *size, 'second', titled=size[0] > 600)\n"
        "        text = draw_art(asked, theme).text\n"
        "        print(kind, hashlib.sha256(text.encode()).hexdigest())\n"
    )
    seed = "1" if os.environ.get("PYTHONHASHSEED") != "1" else "4242"  # another than here
    there = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": seed},
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    here = "".join(
        f"{kind} {hashlib.sha256(draw(kind, size, accent='second').text.encode()).hexdigest()}\n"
        for kind in KINDS
        for size in (TILES[0], *TITLED)
    )
    assert there == here


def test_the_calm_area_is_left_in_bands_and_at_the_bottom_of_pages() -> None:
    assert calm_area(456, 187, titled=False) is None
    assert calm_area(612, 859, titled=False) is None
    left, top, right, bottom = calm_area(612, 260) or (1, 1, 0, 0)
    assert (left, top, bottom) == (0, 0, 260) and right >= 612 / 2
    left, top, right, bottom = calm_area(612, 859) or (1, 1, 0, 0)
    assert (left, right, bottom) == (0, 612, 859) and top <= 859 * 2 / 3 + 1e-9


@pytest.mark.no_cover
def test_type_is_legible_in_the_whole_calm_area(caplog: pytest.LogCaptureFixture) -> None:
    sizes = (*TITLED, (500.0, 700.0))
    slots = [(kind, size) for kind in KINDS for size in sizes]
    names = [
        ACCENTS[(index + shift) % len(ACCENTS)]
        for index in range(len(KINDS))
        for shift in range(len(sizes))
    ]
    arts = [
        draw(kind, size, f"opener-{kind}-{KINDS.index(kind)}", name)
        for (kind, size), name in zip(slots, names, strict=True)
    ]
    with caplog.at_level(logging.WARNING, logger="weasyprint"):
        rendered = rasters(arts)
    assert caplog.records == []
    for art, name, pixels in zip(arts, names, rendered, strict=True):
        type_colour = rgb_of("ink") if THEME.accents[name].is_light else rgb_of("paper")
        assert min(contrast(type_colour, rgb) for rgb in pixels) >= 4.5, art.id


def rasters(arts: list[Svg]) -> Iterable[set[tuple[int, int, int]]]:
    """Render pictures on one page each with WeasyPrint; returns the colours of the calm areas."""
    import pypdfium2
    import weasyprint

    pages = "".join(
        f'<img alt="" style="page: p{index}" src="data:image/svg+xml;base64,'
        f'{base64.b64encode(art.text.encode()).decode()}">'
        for index, art in enumerate(arts)
    )
    sizes = "".join(
        f"@page p{index} {{ size: {art.width_pt}pt {art.height_pt}pt; margin: 0 }}"
        for index, art in enumerate(arts)
    )
    style = f"{sizes} body {{ margin: 0 }} img {{ display: block }}"
    pdf = weasyprint.HTML(string=f"<style>{style}</style>{pages}").write_pdf()
    document = pypdfium2.PdfDocument(pdf)
    assert len(document) == len(arts)
    for art, page in zip(arts, document, strict=True):
        image = page.render(scale=1).to_pil().convert("RGB")
        box = calm_area(art.width_pt, art.height_pt)
        assert box is not None
        calm = image.crop((0, math.ceil(box[1]), math.floor(box[2]), math.floor(box[3])))
        yield {colour for _, colour in calm.getcolors(calm.width * calm.height)}
    document.close()


def test_impossible_requests_raise_errors() -> None:
    with pytest.raises(KeyError):
        draw("mesh", TILES[0], accent="fifth")
    with pytest.raises(ValueError, match="slot has no size"):
        draw("mesh", (218.5, 0))


def test_random_numbers_are_uniform_and_depend_on_the_name() -> None:
    throws = [Dice("a").unit() for _ in range(2)] + [Dice("b").unit()]
    assert throws[0] == throws[1] != throws[2]
    dice = Dice("even")
    many = [dice.unit() for _ in range(4000)]
    assert 0 <= min(many) < 0.01 and 0.99 < max(many) < 1
    assert abs(sum(many) / len(many) - 0.5) < 0.02
    assert {dice.whole(2, 5) for _ in range(200)} == {2, 3, 4, 5}
    assert {dice.pick("ab") for _ in range(50)} == {"a", "b"}
    assert {dice.sign() for _ in range(50)} == {-1, 1}
    assert all(4 <= dice.around(5, 1) < 6 for _ in range(200))
    assert not any(dice.chance(0) for _ in range(50)) and all(dice.chance(1) for _ in range(50))


def test_relative_paths_do_not_drift() -> None:
    path = Drawn().move(0, 0)
    for step in range(1, 1001):
        path.line(step / 3, step / 7)
    steps = [(float(x), float(y)) for x, y in re.findall(r"l(-?[\d.]+) (-?[\d.]+)", path.data)]
    assert sum(x for x, _ in steps) == pytest.approx(1000 / 3, abs=0.006)
    assert sum(y for _, y in steps) == pytest.approx(1000 / 7, abs=0.006)


def test_shifted_path_moves_and_keeps_its_form() -> None:
    path = Drawn().circle(10, 10, 5).rect(0, 0, 3, 2).dot(1, 1)
    assert path.shifted(2, -1).shifted(-2, 1).data == path.data
    assert path.shifted(2, -1).data.startswith("M17 9c")


def test_contours_of_a_cone_are_closed_circles_with_the_high_ground_left() -> None:
    cone = mould(100, 80, 2, 4, lambda x, y: -math.hypot(x - 50, y - 40))
    (line,) = contours(cone, -25)
    radii = [math.hypot(x - 50, y - 40) for x, y in line]
    assert 23 < min(radii) <= max(radii) < 27
    assert math.dist(line[0], line[-1]) < 4
    turns = sum(
        (ax - 50) * (by - 40) - (bx - 50) * (ay - 40)
        for (ax, ay), (bx, by) in zip(line, [*line[1:], line[0]], strict=True)
    )
    assert turns < 0  # y grows downwards: anticlockwise on screen
    assert cone.highest((45, 35, 55, 45)) == max(max(row) for row in cone.rows)
    assert cone.highest((0, 0, 5, 5)) < -40
