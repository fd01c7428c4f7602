"""A report with SVG pictures, in the colours of each target."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from PIL import Image

from report.content.load import load_theme
from report.engine.build import build, check
from report.engine.reading import read_condition
from report.engine.vectors import Vectors
from report.model.colour import Press
from report.model.target import PRINT, SCREEN
from report.preflight.run import preflight
from report.preflight.subject import Subject
from report.press.gradients import gradients_in_ink
from report.press.inks import Converter
from report.project.project import Project
from report.project.shipped import theme_folder
from report.typesetting.fetcher import ProjectFetcher
from tests.engine.test_photos import FACTS, REPORT, near, silent

CHAPTER = "id: one\ntitle: 甲章\nsections: [section.yaml]\n"
SECTION = "id: first\ntitle: 第一節\nlead: 照片{{ one }}。\nblocks:\n"
#: As large as a slot in a column of three lines, in pt.
HEAD = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
    'viewBox="0 0 218.5 51">'
)


def bitmap(kind: str, mode: str) -> str:
    out = io.BytesIO()
    Image.linear_gradient("L").resize((912, 214)).convert(mode).save(out, kind)
    return f"data:image/x;base64,{base64.b64encode(out.getvalue()).decode()}"


ALL = '<rect width="219" height="51" {}/>'
#: A colour of the theme that is only used here, and a red and an ink outside of the theme.
TOKEN, RED, INK = "#0d6e75", "#c81e28", "device-cmyk(0 .5 1 0)"
PICTURES = {
    "black": ALL.format(""),
    "grey": ALL.format('fill="#808080"'),
    "token": ALL.format(f'fill="{TOKEN}"'),
    "red": ALL.format(f'fill="{RED}"'),
    "ink": ALL.format(f'fill="{INK}"'),
    "styled": f"<style>.a {{ fill: {RED}; stroke: navy }}</style>"
    + ALL.format('class="a" style="opacity: .5"'),
    "gradient": '<linearGradient id="g"><stop stop-color="#0033cc"/>'
    f'<stop offset="1" stop-color="{INK}"/></linearGradient>' + ALL.format('fill="url(#g)"'),
    "faded": '<radialGradient id="g"><stop stop-color="#fff" stop-opacity=".3"/>'
    '<stop offset="1" stop-color="black"/></radialGradient>' + ALL.format('fill="url(#g)"'),
    "masked": '<mask id="m" maskUnits="userSpaceOnUse" width="219" height="51">'
    + ALL.format('fill="#808080"')
    + "</mask>"
    + ALL.format('fill="blue" mask="url(#m)"'),
    "pattern": '<pattern id="p" width="9" height="9" patternUnits="userSpaceOnUse">'
    '<circle cx="4" cy="4" r="3" fill="teal"/></pattern>' + ALL.format('fill="url(#p)"'),
    "marked": '<marker id="m"><path d="M0 0h3v3z" fill="context-stroke"/></marker>'
    '<path d="M9 9L200 40" stroke="purple" marker-end="url(#m)"/>',
    "text": '<text x="9" y="40" font-size="30">香港<tspan fill="crimson">字</tspan></text>',
    "bitmap": f'<image width="218.5" height="51" xlink:href="{bitmap("PNG", "RGB")}"/>',
    "inked": f'<image width="218.5" height="51" href="{bitmap("JPEG", "CMYK")}"/>',
    "copied": f'<symbol id="s"><circle cx="20" cy="25" r="20"/></symbol><g fill="{RED}">'
    '<use href="#s"/><use href="#s" x="60" opacity=".4"/></g>',
    "clipped": '<clipPath id="c"><circle cx="100" cy="25" r="20"/></clipPath>'
    + ALL.format('fill="currentColor" color="olive" clip-path="url(#c)"'),
}
#: A whole picture, three times as wide as its slot: red at the left end, green at the right end.
WIDE = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="600" height="50"><rect width="90" height="50" '
    'fill="#ff0000"/><rect x="510" width="90" height="50" fill="#00ff00"/></svg>'
)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("vectors")
    images = folder / "data/images"
    images.mkdir(parents=True)
    blocks = "".join(f"  - {{type: picture, id: {name}, alt: 圖, lines: 3}}\n" for name in PICTURES)
    blocks += "  - {type: picture, id: wide, alt: 標誌, lines: 9, width: full, fit: contain}\n"
    for name, content in PICTURES.items():
        (images / f"{name}.svg").write_text(f"{HEAD}{content}</svg>", encoding="utf-8")
    (images / "wide.svg").write_text(WIDE, encoding="utf-8")
    texts = {"report": REPORT, "facts": FACTS, "chapter": CHAPTER, "section": SECTION + blocks}
    for name, text in texts.items():
        (folder / f"data/{name}.yaml").write_text(text, encoding="utf-8")
    project = Project.at(folder)
    assert check(project, release=True) == []
    files, found = build(project, [PRINT, SCREEN], project.output, silent(), release=True)
    # The areas are not large; the only finding is about black without other inks.
    assert {one.code for one in found} <= {"P222"}
    return {one.target.name: one.path.read_bytes() for one in files}


def painted(pdf: bytes) -> set[tuple[str, tuple[float, ...]]]:
    with pikepdf.open(io.BytesIO(pdf)) as document, Subject(document, pdf) as subject:
        return {
            (paint.ink.space, paint.ink.values)
            for number in range(1, len(document.pages) + 1)
            for paint in subject.paints(number)
        }


def converter() -> Converter:
    return Converter(read_condition(Project.at(theme_folder()), Press()).profile)


def test_a_release_with_svg_pictures_breaks_no_rule(made: dict[str, bytes]) -> None:
    assert {one.code for one in preflight(made["print"], "print").findings} <= {"P222"}
    assert preflight(made["screen"], "screen").findings == ()


def test_in_print_every_colour_is_cmyk(made: dict[str, bytes]) -> None:
    found = painted(made["print"])
    allowed = {"DeviceCMYK", "DeviceGray", "Pattern", "Separation", "none"}
    assert {space for space, _ in found} <= allowed
    inks = {tuple(round(part, 3) for part in values) for _, values in found}
    assert (0, 0.5, 1, 0) in inks, "ink that is ink stays so"
    assert (0, 0, 0, 1) in inks, "black is black ink alone"
    assert (0.88, 0.28, 0.45, 0.22) in inks, "a token has its own ink"
    (red,) = converter().inks([(0xC8, 0x1E, 0x28)])
    assert any(len(ink) == 4 and near(ink, red, 0.002) for ink in inks)  # type: ignore[arg-type]


def test_on_screen_every_colour_is_rgb(made: dict[str, bytes]) -> None:
    spaces = {space for space, _ in painted(made["screen"])}
    assert "DeviceCMYK" not in spaces
    (orange,) = converter().lights([(0, 0.5, 1, 0)])
    lights = {tuple(round(part * 255) for part in values) for _, values in painted(made["screen"])}
    assert orange in lights


def shadings(document: pikepdf.Pdf) -> Iterator[Any]:
    for thing in document.objects:
        if not isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
            continue
        own = thing.get("/Resources", None)
        if isinstance(own, pikepdf.Dictionary) and "/Shading" in own:
            yield from (one for _, one in own.Shading.items())


def test_gradients_in_print_are_cmyk(made: dict[str, bytes]) -> None:
    document = pikepdf.open(io.BytesIO(made["print"]))
    found = list(shadings(document))
    assert {str(one.ColorSpace) for one in found} == {"/DeviceCMYK", "/DeviceGray"}
    ends = []
    for one in found:
        if str(one.ColorSpace) == "/DeviceCMYK":
            (function,) = one.Function.Functions
            samples = function.read_bytes()
            assert int(function.FunctionType) == 0
            assert len(samples) == 4 * int(function.Size[0])
            ends.append(tuple(samples[-4:]))
    assert (0, 128, 255, 0) in ends
    assert (0, 0, 0, 255) in ends


@pytest.mark.slow
def test_a_whole_picture_is_not_cropped(made: dict[str, bytes]) -> None:
    document = pypdfium2.PdfDocument(made["screen"])
    wanted = {(255, 0, 0): [], (0, 255, 0): []}  # type: ignore[var-annotated]
    for page in document:
        picture = page.render(scale=1).to_pil().convert("RGB")
        colours = picture.load()
        for x in range(picture.width):
            for y in range(picture.height):
                if colours[x, y] in wanted:
                    wanted[colours[x, y]].append((x, y))
    document.close()
    lefts = [min(x for x, _ in places) for places in wanted.values()]
    highs = [{y for _, y in places} for places in wanted.values()]
    assert 380 < lefts[1] - lefts[0] < 395, "510 / 600 of the measure of 456 pt"
    assert all(36 <= len(high) <= 39 for high in highs), "50 / 600 of it, in a slot of 153 pt"


def test_grey_becomes_black_ink_of_the_same_lightness() -> None:
    way = converter()
    greys = [(part,) * 3 for part in (255, 224, 192, 128, 64, 0)]
    inks = way.inks(greys)
    assert all(ink[:3] == (0, 0, 0) for ink in inks)
    blacks = [ink[3] for ink in inks]
    assert blacks == sorted(blacks)
    assert (blacks[0], blacks[-1]) == (0, 1)
    for (grey, *_), light in zip(greys[:4], way.lights(inks)[:4], strict=True):
        assert abs(sum(light) / 3 - grey) < 3


@pytest.mark.parametrize(
    "light", [(200, 30, 40), (0, 51, 204), (255, 204, 0), (0, 128, 128), (1, 2, 3), (250, 250, 240)]
)
def test_converted_colours_look_the_same_as_far_as_possible(
    light: tuple[int, int, int],
) -> None:
    way = converter()
    (ink,) = way.inks([light])
    assert sum(ink) <= 3.01
    (again,) = way.lights([ink])
    assert near(light, again, 60)


@pytest.mark.parametrize("space", ["/DeviceCMYK", "/DeviceRGB"])
def test_gradients_are_converted_everywhere(space: str) -> None:
    document = pikepdf.new()
    page = document.add_blank_page(page_size=(99, 99))
    part = pikepdf.Dictionary(FunctionType=2, Domain=[0, 1], C0=[0, 0, 1], C1=[1, 1, 0], N=1)
    stitched = pikepdf.Dictionary(
        FunctionType=3, Domain=[0, 1], Bounds=[], Encode=[0, 1], Functions=[part]
    )
    grey = pikepdf.Dictionary(FunctionType=2, Domain=[0, 1], C0=[1], C1=[0], N=1)
    made = {
        "/s0": pikepdf.Dictionary(ShadingType=2, ColorSpace=pikepdf.Name(space), Function=stitched),
        "/s1": document.make_indirect(
            pikepdf.Dictionary(ShadingType=2, ColorSpace=pikepdf.Name(space), Function=part)
        ),
        "/s2": pikepdf.Dictionary(ShadingType=2, ColorSpace=pikepdf.Name.DeviceGray, Function=grey),
    }
    page.Resources = pikepdf.Dictionary(Shading=pikepdf.Dictionary(made))
    gradients_in_ink(document, converter(), {"#0000ff": (1.0, 0.5, 0.0, 0.0)})
    for name, shading in page.Resources.Shading.items():
        function = shading.Function
        if name == "/s2":
            assert int(function.FunctionType) == 2
            continue
        assert shading.ColorSpace == pikepdf.Name.DeviceCMYK
        samples = (function.Functions[0] if "/Functions" in function else function).read_bytes()
        assert tuple(samples[:4]) == (255, 128, 0, 0)
        middle = samples[4 * 16 : 4 * 17]
        assert max(middle[:3]) - min(middle[:3]) < 60, "blue becomes yellow by way of grey"


@pytest.mark.parametrize(
    ("content", "shown"),
    [
        (ALL.format(f'fill="{RED}"'), "device-cmyk("),
        (ALL.format(f'fill="{TOKEN}"'), "device-cmyk(0.88 0.28 0.45 0.22)"),
        (ALL.format('fill="red" style="filter: blur(2px)"'), "D311"),
        ('<image href="logo.png"/>', "D311"),
        ("<rect", "D302"),
    ],
)
def test_pictures_of_templates_are_recoloured_too(tmp_path: Path, content: str, shown: str) -> None:
    (tmp_path / "styles").mkdir()
    (tmp_path / "styles/logo.svg").write_text(f"{HEAD}{content}</svg>", encoding="utf-8")
    project = Project(tmp_path.resolve(), theme_folder())
    theme = load_theme(project)
    vectors = Vectors({}, theme, PRINT, read_condition(project, theme.press).profile)
    fetcher = ProjectFetcher("https://a.test/", project, {}, recolour=vectors.coloured)
    if shown.startswith("D"):
        with pytest.raises(ValueError, match="refused"):
            fetcher.fetch("https://a.test/styles/logo.svg")
        assert [(one.code, one.file) for one in fetcher.found] == [(shown, "styles/logo.svg")]
    else:
        text = fetcher.fetch("https://a.test/styles/logo.svg").read().decode()
        assert shown in text
        assert fetcher.found == []
