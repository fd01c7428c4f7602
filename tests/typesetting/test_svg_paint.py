"""The look of SVG pictures that the engine alone draws wrong: colours at some points."""

from __future__ import annotations

import base64

import pypdfium2
import pytest
import weasyprint

from report.typesetting.extension.hooks import install
from report.typesetting.svg import read_vector, recoloured

HEAD = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
    'viewBox="0 0 200 100">'
)
STOPS = '<stop stop-color="#ffcc00"/><stop offset="1" stop-color="#0044cc"/>'
DOT = '<circle cx="10" cy="10" r="8" fill="#008080"/>'
ALL = '<rect width="200" height="100" fill="#0000ff" {}/>'
DISC = '<circle cx="100" cy="50" r="40" {}/>'
TWO = (
    '<g {}><rect width="200" height="50" fill="#0000ff"/><rect y="50" width="200" height="50"/></g>'
)
LIGHT, DARK, CLIPPED = 'fill="#fff"', 'fill="#000"', 'clip-path="url(#c)"'
MASKED, HALF = 'mask="url(#m)"', 'mask="url(#m)" opacity=".5"'
USUAL = "Noto Sans CJK HK"
YELLOW, BLUE, TEAL = (255, 204, 0), (0, 68, 204), (0, 128, 128)
PURE, WHITE, BLACK = (0, 0, 255), (255, 255, 255), (0, 0, 0)
#: SVG pictures, and their colours at some points. resvg and browsers draw the same.
PICTURES: dict[str, tuple[str, dict[tuple[int, int], tuple[int, int, int]]]] = {
    "turned gradient": (
        f'<linearGradient id="g" gradientTransform="rotate(90 .5 .5)">{STOPS}</linearGradient>'
        + ALL.format("").replace("#0000ff", "url(#g)"),
        {(100, 1): YELLOW, (5, 1): YELLOW, (100, 99): BLUE},
    ),
    "radius in shares": (
        f'<radialGradient id="g" r="50%">{STOPS}</radialGradient>' + DISC.format('fill="url(#g)"'),
        {(100, 50): YELLOW, (61, 50): BLUE, (100, 89): BLUE, (70, 50): (64, 102, 153)},
    ),
    "shares of the picture": (
        '<linearGradient id="g" gradientUnits="userSpaceOnUse" x1="25%" x2="75%">'
        f'{STOPS}</linearGradient><path d="M0 0h120v100h-120z" fill="url(#g)"/>',
        {(49, 50): YELLOW, (100, 50): (128, 136, 102)},
    ),
    "line with a gradient": (
        f'<linearGradient id="g" gradientUnits="userSpaceOnUse" x2="200">{STOPS}</linearGradient>'
        '<line y1="50" x2="200" y2="50" stroke="url(#g)" stroke-width="40"/>',
        {(1, 33): YELLOW, (199, 67): BLUE, (100, 25): WHITE},
    ),
    "steps": (
        '<linearGradient id="g"><stop offset=".5" stop-color="#008080"/>'
        '<stop offset=".5" stop-color="#ffcc00"/></linearGradient>'
        + ALL.format("").replace("#0000ff", "url(#g)"),
        {(95, 50): TEAL, (105, 50): YELLOW},
    ),
    "tiles from the corner": (
        f'<pattern id="p" width="20" height="20" patternUnits="userSpaceOnUse">{DOT}</pattern>'
        '<rect x="7" y="7" width="180" height="80" fill="url(#p)"/>',
        {(10, 10): TEAL, (30, 50): TEAL, (20, 20): WHITE},
    ),
    "tiles from a place": (
        '<pattern id="p" x="10" y="10" width="20" height="20" patternUnits="userSpaceOnUse">'
        f'{DOT}</pattern><rect width="200" height="100" fill="url(#p)"/>',
        {(20, 20): TEAL, (40, 60): TEAL, (10, 10): WHITE},
    ),
    "one pattern on two": (
        '<pattern id="p" width=".5" height="1"><rect width="20" height="99" fill="#008080"/>'
        '</pattern><rect width="80" height="90" fill="url(#p)"/>'
        '<rect x="100" width="60" height="90" fill="url(#p)"/>',
        {(10, 50): TEAL, (30, 50): WHITE, (50, 50): TEAL, (110, 50): TEAL, (125, 50): WHITE},
    ),
    "mask of a group": (
        f'<mask id="m">{DISC.format(LIGHT)}</mask>{TWO.format(MASKED)}',
        {(100, 30): PURE, (100, 70): BLACK, (5, 5): WHITE, (190, 90): WHITE},
    ),
    "mask of a path": (
        f'<mask id="m">{DISC.format(LIGHT)}</mask>'
        '<path d="M0 0h200v100h-200z" fill="#0000ff" mask="url(#m)"/>',
        {(100, 30): PURE, (5, 5): WHITE},
    ),
    "mask by the box": (
        '<mask id="m" maskContentUnits="objectBoundingBox"><rect width=".5" height="1" '
        f'fill="#fff"/></mask>{ALL.format(MASKED)}',
        {(50, 50): PURE, (150, 50): WHITE},
    ),
    "mask of opacity": (
        '<mask id="m" style="mask-type: alpha" maskUnits="userSpaceOnUse" width="200" '
        f'height="100">{DISC.format(DARK)}</mask>{ALL.format(MASKED)}',
        {(100, 50): PURE, (5, 5): WHITE},
    ),
    "mask and opacity": (
        f'<mask id="m">{DISC.format(LIGHT)}</mask>{TWO.format(HALF)}',
        {(100, 30): (127, 127, 255), (5, 5): WHITE},
    ),
    "clip with a hole": (
        '<clipPath id="c"><path clip-rule="evenodd" d="M0 0h200v100h-200zM50 30h100v40h-100z"/>'
        f"</clipPath>{ALL.format(CLIPPED)}",
        {(10, 50): PURE, (100, 50): WHITE},
    ),
    "clip of turned shapes": (
        '<clipPath id="c"><rect width="20" height="20" transform="translate(20 0)"/>'
        '<rect width="20" height="20" transform="translate(80 40)"/></clipPath>'
        + ALL.format(CLIPPED),
        {(30, 10): PURE, (90, 50): PURE, (110, 50): WHITE, (10, 10): WHITE},
    ),
    "clip of copies": (
        '<defs><rect id="a" width="20" height="20" fill="red"/></defs><clipPath id="c">'
        '<use xlink:href="#a" x="20"/><use href="#a" transform="translate(80 40)"/></clipPath>'
        + ALL.format(CLIPPED),
        {(30, 10): PURE, (90, 50): PURE, (10, 10): WHITE},
    ),
    "clip by the box of a path": (
        '<clipPath id="c" clipPathUnits="objectBoundingBox"><rect width=".5" height="1"/>'
        '</clipPath><path d="M100 0h100v100h-100z" fill="#0000ff" clip-path="url(#c)"/>',
        {(120, 50): PURE, (180, 50): WHITE},
    ),
    "symbol without a size": (
        '<symbol id="s" viewBox="0 0 20 10"><rect width="20" height="10"/></symbol>'
        '<use href="#s" fill="#008080"/>',
        {(190, 90): TEAL, (5, 5): TEAL},
    ),
    "line without area": ('<line y1="50" x2="200" y2="50"/>', {(100, 50): WHITE}),
}


@pytest.fixture(scope="module")
def pages() -> dict[str, pypdfium2.PdfBitmap]:
    """Draw all pictures at once, each on a page, with four pixels per unit."""
    assert install() == []
    shown = ""
    for content, _ in PICTURES.values():
        text, found = read_vector(
            f"{HEAD}{content}</svg>".encode(), "a.svg", (), "Noto Sans CJK HK"
        )
        assert found == []
        assert text
        source = base64.b64encode(recoloured(text, None, {}).text.encode()).decode()
        shown += f'<img src="data:image/svg+xml;base64,{source}">'
    style = (
        "@page { size: 200px 100px; margin: 0 } body { margin: 0 }"
        "img { display: block; width: 200px; height: 100px; break-after: page }"
    )
    pdf = weasyprint.HTML(string=f"<style>{style}</style>{shown}").write_pdf()
    document = pypdfium2.PdfDocument(pdf)
    drawn = [page.render(scale=4 / 0.75).to_pil().convert("RGB") for page in document]
    document.close()
    return dict(zip(PICTURES, drawn, strict=False))


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_looks_as_the_standard_says(name: str, pages: dict[str, object]) -> None:
    for (x, y), wanted in PICTURES[name][1].items():
        seen = pages[name].getpixel((4 * x + 1, 4 * y + 1))  # type: ignore[attr-defined]
        off = max(abs(one - other) for one, other in zip(seen, wanted, strict=True))
        assert off <= 10, (x, y, seen)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (
            '<clipPath id="c"><text>a</text></clipPath><mask id="m"><rect/></mask>'
            '<rect clip-path="url(#c)" mask="url(#m)"/>',
            "a mask and a clip",
        ),
        ('<rect style="transform: rotate(9deg); transform-origin: center"/>', "transform-origin"),
        ('<rect style="transform: rotate(9deg); transform-box: fill-box"/>', "fill-box"),
    ],
)
def test_unsupported_features_are_reported(content: str, says: str) -> None:
    text, found = read_vector(f"{HEAD}{content}</svg>".encode(), "a.svg", (), USUAL)
    assert text is None
    (one,) = found
    assert (one.code, one.line) == ("D311", 1)
    assert says in one.message
