"""SVG drawings as form XObjects: drawn once, looking as before, and the same from a recording."""

from __future__ import annotations

import base64
import io
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from typing import TYPE_CHECKING, Any

import numpy as np
import pikepdf
import pypdfium2
import pytest
from PIL import Image

from report.content.load import load_theme
from report.markup.document import BASE_URL
from report.model.target import PRINT, SCREEN, Target
from report.project.project import Project
from report.project.shipped import theme_folder
from report.typesetting.fonts import isolate
from report.typesetting.stylesheets import Stylesheet, target_css, tokens_css
from report.typesetting.svg import forms
from report.typesetting.svg.recording import Recording
from tests import remembered
from tests.pdf import operators, text

if TYPE_CHECKING:
    from report.typesetting.engine import Typeset

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 100" width="200" height="100">'
    "{}</svg>"
)
FONT = 'font-family="Noto Sans CJK HK" font-size="18"'
STOPS = '<stop stop-color="#ffcc00"/><stop offset="1" stop-color="#0044cc" stop-opacity=".3"/>'
DOT = '<circle cx="10" cy="10" r="8" fill="#008080"/>'
RED = '<rect width="200" height="100" fill="#d00000"/>'
PICTURES = {
    "shapes": f'{RED}<path d="M10 10l80 5 20 60z" fill="none" stroke="#000" stroke-width="3"/>',
    "inks": '<rect width="150" height="80" fill="device-cmyk(0 .5 1 0)"/>'
    '<rect x="20" y="20" width="99" height="50" fill="device-cmyk(0 0 0 1)"/>',
    "text": f'<text y="30" {FONT}>謀發展 5G</text>'
    f'<text y="60" {FONT} font-weight="700">人民 85.4%</text>'
    f'<text y="90" {FONT} fill-opacity=".5">生活品質</text>',
    "anchored text": f'<text x="99" y="40" {FONT} text-anchor="middle">居 <tspan>5G</tspan></text>',
    "radicals": f'<text y="40" {FONT}>⾏⼈⾨</text>',
    "gradient": f'<linearGradient id="g">{STOPS}</linearGradient>'
    '<rect width="200" height="100" fill="url(#g)"/>',
    "pattern": '<pattern id="p" width="20" height="20" patternUnits="userSpaceOnUse">'
    f"{DOT}</pattern>"
    '<rect x="7" y="7" width="180" height="80" fill="url(#p)"/>',
    "mask": f'<mask id="m"><circle cx="90" cy="50" r="40" fill="#fff"/></mask>'
    f'<g mask="url(#m)">{RED}</g>',
    "opacity": f'{RED}<g opacity=".4"><rect width="90" height="90" fill="#00f"/>'
    '<rect x="40" width="90" height="60" fill="#0f0"/></g>',
    "clip and blend": '<clipPath id="c"><circle cx="60" cy="50" r="40"/></clipPath>'
    '<filter id="f"><feBlend mode="multiply"/></filter>'
    f'<g clip-path="url(#c)">{RED}</g><rect x="50" width="90" height="90" fill="#ff0" '
    'filter="url(#f)"/>',
    "beyond its box": '<circle cx="200" cy="100" r="60" fill="#008000"/>',
}
#: Each drawing on screen, and in print those with colours and letters of each kind.
DRAWN = [(name, SCREEN) for name in PICTURES]
DRAWN += [(name, PRINT) for name in ("inks", "text", "gradient", "mask")]
#: Where a drawing may stand: bodies of HTML.
PLACES = {
    "image": '<img src="figures/a.svg" alt="圖">',
    "another size": '<img src="figures/a.svg" alt="圖" style="width: 333px; height: 90px">',
    "visible overflow": '<img src="figures/a.svg" alt="圖" style="overflow: visible">',
    "turned": '<img src="figures/a.svg" alt="圖" style="transform: rotate(20deg) scale(.7)">',
    "in a group": '<div style="opacity: .5"><p>字<img src="figures/a.svg" alt="圖"></p></div>',
    "ground": '<div style="height: 150px; background: url(figures/a.svg) 7px 5px / 90px">字</div>',
    "border": '<div style="height: 50px; border: 20px solid; border-image: url(figures/a.svg) 30">'
    "字</div>",
}
_REST = '<p>謀發展，⾏人行門 85.4%</p><img src="figures/a.svg" alt="圖">'


class Kept(dict[str, bytes]):
    """Recordings in memory."""

    def put(self, key: str, content: bytes) -> None:
        self[key] = content


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    root = tmp_path_factory.mktemp("forms")
    (root / "data" / "images").mkdir(parents=True)
    project = Project(root.resolve(), theme_folder().resolve())
    isolate(load_theme(project).type.families, [project.theme / "styles" / "fonts"])
    return project


Typesets = Callable[..., "Typeset"]


@pytest.fixture
def typesets(project: Project) -> Typesets:
    """Typeset a body of HTML with the drawings ``a`` and ``b``."""
    from report.typesetting.engine import typeset

    theme = load_theme(project)
    remembered.forget("recording")

    def done(
        body: str, *drawings: str, target: Target = SCREEN, kept: Kept | None = None
    ) -> Typeset:
        html = f'<html lang="zh-Hant-HK"><head><title>題</title></head><body>{body}</body></html>'
        css = "@page { size: 500px 400px } :root { font-family: var(--serif) }"
        sheets = [
            Stylesheet("tokens", "tokens", tokens_css(theme, target)),
            Stylesheet("base", "styles/base/a.css", css),
            Stylesheet("target", "target", target_css(theme, target)),
        ]
        figures = dict(zip("ab", map(SVG.format, drawings), strict=False))
        return typeset(html, sheets, figures, target, project, BASE_URL, recorded=kept)

    return done


@pytest.fixture
def plainly(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Let the engine draw as it does itself, until the end of the test."""
    from report.typesetting import engine

    return lambda: monkeypatch.setattr(engine, "placing", lambda *_: nullcontext())


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The URLs of the drawings that are drawn from now on."""
    seen: list[str] = []
    draw = forms._draw

    def watched(image: Any, *rest: Any) -> None:
        seen.append(image._base_url)
        draw(image, *rest)

    monkeypatch.setattr(forms, "_draw", watched)
    return seen


def forms_in(document: pikepdf.Pdf) -> list[Any]:
    """Return the forms that are no transparency groups."""
    return [
        thing
        for thing in document.objects
        if isinstance(thing, pikepdf.Stream)
        and thing.get("/Subtype") == "/Form"
        and "/Group" not in thing
    ]


def pixels(pdf: bytes) -> Iterator[Any]:
    for page in pypdfium2.PdfDocument(pdf):
        yield np.asarray(page.render(scale=1.5).to_pil().convert("RGB")).astype(int)


@pytest.mark.variants(5)
@pytest.mark.parametrize(("picture", "target"), DRAWN, ids=lambda one: getattr(one, "name", one))
def test_a_drawing_looks_as_the_engine_draws_it(
    typesets: Typesets, plainly: Callable[[], None], picture: str, target: Target
) -> None:
    body = "".join(PLACES.values())
    placed = typesets(body, PICTURES[picture], target=target)
    plainly()
    alone = typesets(body, PICTURES[picture], target=target)
    pairs = list(zip(pixels(placed.pdf), pixels(alone.pdf), strict=True))
    assert len(pairs) == placed.pages == alone.pages
    # PDFium smooths letters in a group in another way when a form is between them.
    most = 48 if "<text" in PICTURES[picture] else 2
    assert max(abs(one - other).max() for one, other in pairs) <= most
    assert any(one.min() < 255 for one, _ in pairs)


@pytest.mark.parametrize("place", PLACES)
def test_every_place_is_painted_with_a_form(typesets: Typesets, place: str) -> None:
    with pikepdf.open(io.BytesIO(typesets(PLACES[place], PICTURES["shapes"]).pdf)) as document:
        assert len(forms_in(document)) == 1


def test_a_drawing_is_drawn_once_for_each_size(typesets: Typesets, drawn: list[str]) -> None:
    small = '<img src="figures/a.svg" alt="圖" style="width: 50px">'
    group = f'<div style="opacity: .5">{PLACES["image"]}</div>'
    body = f"{PLACES['image'] * 2}{group}{small}<p style='break-before: page'>{small}</p>"
    done = typesets(body, PICTURES["text"])
    assert drawn == [f"{BASE_URL}figures/a.svg"] * 2
    with pikepdf.open(io.BytesIO(done.pdf)) as document:
        assert len(document.pages) == 2
        assert len(forms_in(document)) == 2


def test_drawings_with_the_same_text_are_one_form(typesets: Typesets) -> None:
    body = PLACES["image"] + PLACES["image"].replace("a.svg", "b.svg")
    for second, count in ((PICTURES["shapes"], 1), (PICTURES["inks"], 2)):
        with pikepdf.open(io.BytesIO(typesets(body, PICTURES["shapes"], second).pdf)) as document:
            assert len(forms_in(document)) == count


def test_a_form_stands_in_the_marked_content_of_its_figure(typesets: Typesets) -> None:
    with pikepdf.open(io.BytesIO(typesets(PLACES["image"], PICTURES["text"]).pdf)) as document:
        form = forms_in(document)[0]
        names = [str(step.operator) for step in pikepdf.parse_content_stream(document.pages[0])]
        at = names.index("Do")
        before = names[:at]
        assert before.count("BDC") == before.count("EMC") + 1
        assert "/MCID" not in form.read_bytes().decode("latin-1")
        assert "q" in [name for name, _ in operators(form)]


@pytest.mark.variants(5)
@pytest.mark.parametrize(("picture", "target"), DRAWN, ids=lambda one: getattr(one, "name", one))
def test_a_recording_gives_the_same_bytes_and_nothing_is_drawn(
    typesets: Typesets, drawn: list[str], picture: str, target: Target
) -> None:
    kept = Kept()
    body = "".join(PLACES.values())
    first = typesets(body, PICTURES[picture], target=target, kept=kept)
    count = len(drawn)
    assert count == len(kept) > 1
    again = typesets(body, PICTURES[picture], target=target, kept=kept)
    assert len(drawn) == count
    assert again.pdf == first.pdf == typesets(body, PICTURES[picture], target=target).pdf
    assert again.found == first.found


def test_a_recording_serves_another_document(typesets: Typesets, drawn: list[str]) -> None:
    """Its glyphs may be those of other text, there or here, and that text stays as it is."""
    for before, after in (("", _REST), (_REST, "")):
        for picture in ("text", "radicals"):
            kept = Kept()
            typesets(before + PLACES["image"], PICTURES[picture], kept=kept)
            drawn.clear()
            placed = typesets(after + PLACES["image"], PICTURES[picture], kept=kept)
            assert drawn == []
            assert placed.pdf == typesets(after + PLACES["image"], PICTURES[picture]).pdf


def test_text_of_a_recording_is_copied_as_it_was_written(typesets: Typesets) -> None:
    kept = Kept()
    for _ in range(2):
        pdf = typesets(_REST, PICTURES["radicals"], kept=kept).pdf
        copied = "".join(text(pdf).split())
        assert "謀發展，⾏人行門85.4%" in copied
        assert "⾏⼈⾨" in copied


def test_a_recording_is_read_as_it_was_written(typesets: Typesets) -> None:
    kept = Kept()
    for picture in PICTURES.values():
        typesets(PLACES["image"], picture, kept=kept)
    for written in kept.values():
        assert Recording.from_bytes(written).to_bytes() == written
    assert len(kept) == len(PICTURES)


@pytest.mark.parametrize("damage", [b"", b"{}\n", b"[1]\n", b"\xff", None])
def test_a_damaged_recording_is_drawn_again(
    typesets: Typesets, drawn: list[str], damage: bytes | None
) -> None:
    kept = Kept()
    pdf = typesets(PLACES["image"], PICTURES["mask"], kept=kept).pdf
    sound = dict(kept)
    for key, content in sound.items():
        kept[key] = content[:-9] if damage is None else damage
    assert typesets(PLACES["image"], PICTURES["mask"], kept=kept).pdf == pdf
    assert len(drawn) == 2
    assert kept == sound


def test_a_recording_with_another_font_is_drawn_again(
    typesets: Typesets, drawn: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = Kept()
    with monkeypatch.context() as patch:
        patch.setattr(forms, "face_of", lambda _: "another file")
        typesets(PLACES["image"], PICTURES["text"], kept=kept)
    pdf = typesets(PLACES["image"], PICTURES["text"], kept=kept).pdf
    assert len(drawn) == 2
    assert pdf == typesets(PLACES["image"], PICTURES["text"]).pdf


def test_a_recording_is_that_of_its_target(typesets: Typesets) -> None:
    kept = Kept()
    for target in (PRINT, SCREEN):
        typesets(PLACES["image"], PICTURES["gradient"], target=target, kept=kept)
    assert len(kept) == 2


def picture_in(kind: str) -> str:
    out = io.BytesIO()
    Image.linear_gradient("L").resize((40, 30)).convert("RGB").save(out, "PNG")
    bitmap = f"data:image/png;base64,{base64.b64encode(out.getvalue()).decode()}"
    url = bitmap if kind == "bitmap" else "b.svg"
    return f'<image width="80" height="60" href="{url}"/>{RED}'


@pytest.mark.parametrize(
    ("drawing", "codes"),
    [
        (picture_in("bitmap"), []),
        (picture_in("drawing"), []),
        (f'<text y="40" {FONT}>字\U0001f9ff</text>', []),
        ('<rect width="9" height="9" stroke="#000" stroke-miterlimit="x"/>', ["D602"]),
    ],
    ids=["bitmap", "drawing", "missing glyph", "failure"],
)
def test_what_does_not_depend_on_its_text_alone_is_not_kept(
    typesets: Typesets, drawn: list[str], drawing: str, codes: list[str]
) -> None:
    kept = Kept()
    body = PLACES["in a group"] + PLACES["image"]
    first, again = (typesets(body, drawing, DOT, kept=kept) for _ in range(2))
    assert [one.code for one in first.found] == codes * 2
    assert (first.pdf, first.found, first.missing) == (again.pdf, again.found, again.missing)
    assert first.missing == (("\U0001f9ff",) if "\U0001f9ff" in drawing else ())
    assert len(drawn) % 2 == 0
    assert kept == {}


def test_a_drawing_that_fails_leaves_the_page_whole(typesets: Typesets) -> None:
    wrong = '<g opacity=".5"><rect width="9" height="9" stroke="#000" stroke-miterlimit="x"/></g>'
    bad = f'<text y="40" {FONT} font-weight="700">字</text>{wrong}'
    done = typesets(f"{PLACES['image']}<p>完整</p>", bad)
    assert [one.code for one in done.found] == ["D602"]
    assert "完整" in text(done.pdf)
    assert len(done.pdf) < 100_000, "no font is embedded as a whole"
    with pikepdf.open(io.BytesIO(done.pdf)) as document:
        assert forms_in(document) == []
        names = [name for name, _ in operators(document.pages[0])]
        assert names.count("q") == names.count("Q")
