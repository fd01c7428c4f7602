"""SVG pictures: simplified, and unprintable content is reported with its line."""

from __future__ import annotations

import base64
import io
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from report.findings.diagnostics import Diagnostic
from report.typesetting.svg import palette, read_vector, recoloured
from report.typesetting.svg.colours import canonical
from tests.timing import takes_at_most

FAMILIES = ("Noto Sans CJK HK", "Noto Serif CJK HK")
HEAD = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
    'viewBox="0 0 60 20">\n'
)


def read(content: str, head: str = HEAD) -> tuple[str | None, list[Diagnostic]]:
    return read_vector(f"{head}{content}</svg>".encode(), "a.svg", FAMILIES, "Usual")


def plain(content: str, head: str = HEAD) -> ElementTree.Element:
    """Read a valid picture."""
    text, found = read(content, head)
    assert found == []
    assert text is not None
    return ElementTree.fromstring(text)


def bitmap(kind: str = "PNG", mode: str = "RGB", **more: Any) -> str:
    out = io.BytesIO()
    Image.linear_gradient("L").resize((40, 30)).convert(mode).save(out, kind, **more)
    return f"data:image/x;base64,{base64.b64encode(out.getvalue()).decode()}"


@pytest.mark.parametrize(
    ("written", "one_way"),
    [
        ("#0A5", "#00aa55"),
        ("#0A5F", "#00aa55"),
        ("#00aa5580", "#00aa5580"),
        (" Tomato ", "#ff6347"),
        ("black", "#000000"),
        ("transparent", "#00000000"),
        ("rgb(300, -5, 20)", "#ff0014"),
        ("rgb(10% 20% 30% / 50%)", "#1a334c80"),
        ("hsl(120deg 100% 25%)", "#008000"),
        ("hwb(0 0% 0%)", "#ff0000"),
        # Calculated with the sample code of CSS Color 4.
        ("lab(50 0 0)", "#777777"),
        ("lab(100 0 0)", "#ffffff"),
        ("lab(54.29 80.8 69.89)", "#ff0000"),
        ("lch(29.5683 131.2014 301.3643)", "#0000ff"),
        ("oklab(0.628 0.2249 0.1258)", "#ff0000"),
        ("oklch(0.452 0.3132 264.05 / 50%)", "#0000ff80"),
        ("color(xyz-d65 0.9505 1 1.089)", "#ffffff"),
        ("color(display-p3 0 1 0)", None),
        ("device-cmyk(0 1 .8 .04)", "device-cmyk(0 1 0.8 0.04)"),
        ("device-cmyk(0% 100% 80% 4% / 0.5)", "device-cmyk(0 1 0.8 0.04 / 0.5)"),
        ("#cd853f icc-color(swop, 0.1, 0.2, 0.3, 0)", "#cd853f"),
        ("currentcolor", "currentColor"),
        ("NONE", "none"),
        ("inherit", "inherit"),
        ("context-stroke", "context-stroke"),
        ("url(#a)", "url(#a)"),
        ("url('#a') red", "url('#a') #ff0000"),
        ("url(#a) nonsense", None),
        ("var(--brand)", None),
        ("chartreus", None),
        ("#12345", None),
        ("linear-gradient(red, blue)", None),
    ],
)
def test_a_colour_is_written_one_way(written: str, one_way: str | None) -> None:
    assert canonical(written) == one_way


DEFS = '<linearGradient id="g"><stop/><stop offset="1"/></linearGradient><rect id="r" width="9"/>'


@pytest.mark.parametrize(
    ("content", "place", "says"),
    [
        ('<foreignObject><p xmlns="h">x</p></foreignObject>', (2, 1), "“foreignObject”"),
        ("<g>\n  <flowRoot><flowPara>x</flowPara></flowRoot></g>", (3, 3), "“flowRoot”"),
        ("<hatch/>", (2, 1), "“hatch”"),
        ('字<rect filter="url(#f)"/>', (2, 2), "filter: url(#f)"),
        ('<rect style="filter: blur(3px)"/>', (2, 1), "blur(3px)"),
        ("<style>.a { filter: drop-shadow(1px 1px) }</style>\n<g class='a'/>", (3, 1), "effect"),
        ('<image href="photo.jpg" width="9" height="9"/>', (2, 1), "in another file, “photo.jpg”"),
        ('<image xlink:href="https://a.hk/b.png"/>', (2, 1), "https://a.hk/b.png"),
        ('<image href="file:///etc/passwd"/>', (2, 1), "another file"),
        ('<image width="9" height="9"/>', (2, 1), "an empty picture"),
        ('<image href="data:image/png;base64,AAAA"/>', (2, 1), "damaged or no bitmap"),
        ('<image href="data:image/svg+xml,%3Csvg/%3E"/>', (2, 1), "no bitmap"),
        (f'<image href="{bitmap("JPEG")[:-600]}"/>', (2, 1), "damaged"),
        ('<use href="other.svg#a"/>', (2, 1), "another file, “other.svg#a”"),
        ('<use href="#nowhere"/>', (2, 1), "a copy of “#nowhere”"),
        ('<rect fill="var(--brand)"/>', (2, 1), "the colour “var(--brand)”"),
        ('<rect style="stroke: brandred"/>', (2, 1), "the colour “brandred”"),
        ('<rect fill="url(#nowhere)"/>', (2, 1), "url(#nowhere)"),
        (f'{DEFS}<rect fill="url(#r)"/>', (2, 90), "not a gradient or pattern"),
        ('<linearGradient id="g" spreadMethod="repeat"/>', (2, 1), "a gradient that repeats"),
        ('<radialGradient spreadMethod="reflect"/>', (2, 1), "a gradient that repeats"),
        ('<rect clip-path="circle(40%)"/>', (2, 1), "clip-path: circle(40%)"),
        ('<rect style="mask: url(m.svg#a)"/>', (2, 1), "mask: url(m.svg#a)"),
        ('<g id="a"><use href="#a"/></g>', (2, 1), "contains itself"),
        (
            '<pattern id="p"><rect fill="url(#p)"/></pattern><rect fill="url(#p)"/>',
            (2, 1),
            "itself",
        ),
    ],
)
def test_unprintable_content_is_reported(content: str, place: tuple[int, int], says: str) -> None:
    text, found = read(content)
    assert text is None
    (one,) = found
    assert (one.code, one.file, one.line, one.column) == ("D311", "a.svg", *place)
    assert says in one.message
    assert one.hint


@pytest.mark.parametrize(
    "head",
    [
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100">',
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 0 20">',
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="a b c d">',
        '<svg xmlns="http://www.w3.org/2000/svg" width="wide" height="9">',
        '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="-9">',
        '<svg xmlns="http://www.w3.org/2000/svg" width="0" height="0">',
    ],
)
def test_an_invalid_size_is_reported(head: str) -> None:
    text, found = read("<rect/>", head)
    assert text is None
    assert {(one.code, one.line) for one in found} == {("D311", 1)}


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("<script>alert(1)</script>", "a script"),
        ("<rect><animate attributeName='x'/></rect>", "an animation"),
        ("<style>@import url(a.css);</style>", "“@import”"),
        ("<style>@font-face { font-family: A; src: url(a.woff) }</style>", "“@font-face”"),
        ("<style>@media print { rect { fill: red } }</style>", "“@media”"),
        ("<style>rect:frobnicate(2) { fill: red }</style>", "rect:frobnicate(2)"),
        ('<text font-family="Arial">a</text>', "uses the font “Arial”"),
        ("<text style=\"font: bold 3px/1.2 'Open Sans', sans-serif\">a</text>", "“Open Sans”"),
        ('<g style="mix-blend-mode: multiply"/>', "mix-blend-mode: multiply"),
        ('<text writing-mode="tb">直</text>', "writing-mode: tb"),
        ('<path vector-effect="non-scaling-stroke"/>', "vector-effect"),
    ],
)
def test_ignored_content_is_reported(content: str, says: str) -> None:
    text, found = read(content)
    assert text is not None
    (one,) = found
    assert (one.code, one.line) == ("D312", 2)
    assert says in one.message


def bomb(levels: int, each: int) -> str:
    """Copies of copies, as in “billion laughs”."""
    copies = [f'<use href="#a{level}"/>' * each for level in range(levels)]
    groups = "".join(f'<g id="a{level}">{inside}</g>' for level, inside in enumerate(copies, 1))
    return f'<defs><rect id="a0" width="1" height="1"/>{groups}</defs>\n<use href="#a{levels}"/>'


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (bomb(8, 10), "D303"),
        (bomb(60, 10), "D303"),
        (bomb(4, 10), ""),
        (bomb(300, 1), "D311"),
        ("<rect width='1' height='1'/>" * 60_000, "D303"),
        (f'<path d="M0 0{"l1.234 5.678" * 500_000}"/>', "D303"),
        (
            f'<marker id="m">{"<rect/>" * 900}</marker>'
            f'<path d="M0 0{"l1 1" * 900}" marker-mid="url(#m)"/>',
            "D303",
        ),
        (
            f'<pattern id="p">{"<rect/>" * 900}</pattern>' + '<rect fill="url(#p)"/>' * 900,
            "D303",
        ),
        ("<mask id='m'>" + "<rect/>" * 900 + "</mask>" + "<g mask='url(#m)'/>" * 900, "D303"),
        ("<symbol id='s'>" + "<rect/>" * 900 + "</symbol>", ""),
        (f"<text>{'字' * 300_000}</text>", "D303"),
    ],
)
def test_too_large_files_are_reported_at_once(content: str, code: str) -> None:
    with takes_at_most(4):
        text, found = read(content)
    assert (text is None) == bool(code)
    assert [one.code for one in found] == ([code] if code else [])
    assert all(one.line for one in found)


def test_styles_become_attributes_of_elements() -> None:
    root = plain(
        "<style>/* a */ .a, #b { fill: red; stroke: blue !important } g .a { opacity: .5 }"
        " rect { fill: lime } .a::before { fill: black } </style>"
        '<g><rect class="a" style="stroke: lime; -x-y: 1"/></g>'
        '<rect id="b" fill="white" style="fill: aqua"/><rect fill="teal"/>'
    )
    rects = [one for one in root.iter() if one.tag.endswith("}rect")]
    shown = [(one.get("fill"), one.get("stroke"), one.get("opacity")) for one in rects]
    assert shown == [
        ("#ff0000", "#0000ff", ".5"),
        ("#00ffff", "#0000ff", None),
        ("#00ff00", None, None),
    ]
    assert not [one for one in root.iter() if one.get("style") or one.tag.endswith("style")]


def test_data_of_other_programs_is_removed() -> None:
    head = HEAD.replace("viewBox", 'xmlns:i="http://ns.adobe.com/x" xmlns:k="k" i:v="1" viewBox')
    text, found = read(
        "<metadata><k:rdf/></metadata><title>secret</title><k:namedview><a/></k:namedview>"
        "<switch><foreignObject requiredExtensions='x'><i:aipgf/></foreignObject>"
        '<g><a xlink:href="https://a.hk"><rect/></a></g><g id="second"/></switch>'
        '<text>甲<k:x>no</k:x>乙<a href="#z">丙</a>丁</text>',
        head,
    )
    assert found == []
    assert text is not None
    for gone in ("secret", "namedview", "aipgf", "https", "second", "no<", "switch"):
        assert gone not in text
    root = ElementTree.fromstring(text)
    assert "".join(root.itertext()).strip() == "甲乙丙丁"


def test_text_takes_the_faces_of_the_theme() -> None:
    root = plain(
        '<text>a</text><text font-family="\'Noto Serif CJK HK\', Arial" font-size="large">b</text>'
        '<text font-family="sans-serif">c</text>'
    )
    faces = [one.get("font-family") for one in root.iter()]
    assert faces == ["Usual", None, "Noto Serif CJK HK, Usual", "Usual"]
    assert [one.get("font-size") for one in root.iter()] == [None, None, "18px", None]


def test_metadata_of_bitmaps_is_removed() -> None:
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "Camera of somebody"
    root = plain(f'<image href="{bitmap("JPEG", exif=exif)}" width="3" height="4"/>')
    source = root[0].get("href", "")
    data = base64.b64decode(source.partition(",")[2])
    assert b"somebody" not in data
    with Image.open(io.BytesIO(data)) as image:
        assert image.size == (30, 40), "it stands upright"
    assert root[0].get("image-rendering") == "crisp-edges"


PAINTED = (
    '<defs><linearGradient id="abc123"><stop stop-color="#c81e28"/>'
    '<stop offset="1" stop-color="device-cmyk(1 0 0 0)" stop-opacity=".5"/></linearGradient>'
    '<linearGradient id="flat"><stop stop-color="#c81e28"/></linearGradient>'
    '<mask id="m"><rect fill="#ffffff"/><rect fill="#ff0000"/></mask></defs>'
    '<rect fill="url(#abc123) #c81e28"/>'
    '<rect fill="#c81e2880" stroke="device-cmyk(1 0 0 0 / 0.5)"/>'
)
RED, CYAN = (0.1, 0.9, 0.8, 0.0), (1.0, 0.0, 0.0, 0.0)


def painted(inks: bool) -> tuple[ElementTree.Element, dict[str, Any]]:
    text, found = read(PAINTED)
    assert found == []
    assert text
    light, ink = palette([text])
    assert (light, ink) == (["#000000", "#c81e28", "#ff0000", "#ffffff"], [CYAN])
    known = dict.fromkeys(light, (0.0, 0.0, 0.0, 1.0)) | {"#c81e28": RED}
    done = recoloured(text, known if inks else None, {CYAN: "#00a0e0"})
    return ElementTree.fromstring(done.text), dict(done.stops)


def test_for_screen_all_colours_are_rgb() -> None:
    root, stops = painted(inks=False)
    assert "device-cmyk" not in ElementTree.tostring(root, encoding="unicode")
    assert stops == {}
    assert root[-1].get("stroke") == "#00a0e080"
    assert root[-1].get("fill") == "#c81e2880"


def test_for_print_all_colours_but_those_of_gradients_are_cmyk() -> None:
    root, stops = painted(inks=True)
    assert stops == {"#c81e28": RED, "#00a0e0": CYAN}
    first, flat, mask = root[0]
    assert [one.get("stop-color") for one in first] == ["#c81e28", "#00a0e0"]
    assert flat[0].get("stop-color") == "device-cmyk(0.1 0.9 0.8 0)"
    assert [one.get("fill") for one in mask] == [
        "device-cmyk(0 0 0 0)",
        "device-cmyk(0 0 0 0.7874)",
    ]
    assert root[1].get("fill") == "url(#abc123) device-cmyk(0.1 0.9 0.8 0)"
    assert root[2].get("fill") == "device-cmyk(0.1 0.9 0.8 0 / 0.502)"
    assert root[2].get("stroke") == "device-cmyk(1 0 0 0 / 0.5)"
    assert root.get("fill") == root.get("color") == "device-cmyk(0 0 0 1)"


PIECES = [
    *('<rect fill="red"/>', "<g>", "</g>", '<use href="#a"/>', '<g id="a">', "<style>", "</style>"),
    *(".a{fill:", "}", "url(#a)", "字", "&#x4e00;", "<!-- -->", "<![CDATA[", "]]>", "<switch>"),
    *("</switch>", '<image href="data:,"/>', "<stop/>", '<linearGradient id="g">', "&b;", "\0"),
    *("</linearGradient>", "<text>", "</text>", '<path d="M0', '0"/>', ' style="fill:', '"', ">"),
]


@given(st.lists(st.sampled_from(PIECES), max_size=14), st.binary(max_size=3), st.integers(0, 99))
def test_any_content_is_read_or_reported(pieces: list[str], junk: bytes, at: int) -> None:
    source = f"{HEAD}{''.join(pieces)}</svg>".encode()
    damaged = source[:-at] + junk + source[len(source) - at :] if at % 3 == 0 and at else source
    text, found = read_vector(damaged, "a.svg", FAMILIES, "Usual")
    assert (text is None) == any(one.code != "D312" for one in found)
    if text is not None:
        light, ink = palette([text])
        recoloured(text, dict.fromkeys(light, RED), dict.fromkeys(ink, "#123456"))
        recoloured(text, None, dict.fromkeys(ink, "#123456"))
