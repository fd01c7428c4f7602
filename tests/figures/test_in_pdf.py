"""The drawings as printed by the layout engine."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from io import BytesIO

import pikepdf
import pypdfium2
import pytest

from report.figures.draw import draw_all
from report.figures.fonts import font
from report.figures.recolour import to_cmyk
from tests.figures.samples import CHAPTER, COLUMN, THEME, Read, request

HEIGHT = 187.0


class Warned(logging.Handler):
    """Collects the warnings of the engine."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(record.getMessage())


@pytest.fixture(scope="module")
def printed() -> Iterator[tuple[dict[str, Read], bytes, bytes, list[str]]]:
    from weasyprint import HTML
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    drawn = draw_all([request(name, COLUMN, HEIGHT) for name in CHAPTER], THEME)

    def pdf(texts: dict[str, str]) -> bytes:
        class Fetcher(URLFetcher):  # type: ignore[misc]
            def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
                body = texts[url.rsplit("/", 1)[1]].encode()
                return URLFetcherResponse(url, body=body, headers={"Content-Type": "image/svg+xml"})

        images = "".join(f'<p><img src="http://report.invalid/{name}"></p>' for name in texts)
        style = f"@page {{ size: {COLUMN}pt {HEIGHT}pt; margin: 0 }} p, body {{ margin: 0 }}"
        html = f'<html lang="zh-Hant-HK"><style>{style} img {{ display: block }}</style>{images}'
        made: bytes = HTML(
            string=html, base_url="http://report.invalid/", url_fetcher=Fetcher()
        ).write_pdf()
        return made

    handler = Warned()
    logger = logging.getLogger("weasyprint")
    logger.addHandler(handler)
    try:
        light = pdf({name: svg.text for name, svg in drawn.items()})
        ink = pdf({name: to_cmyk(svg.text, THEME) for name, svg in drawn.items()})
    finally:
        logger.removeHandler(handler)
    yield {name: Read(svg) for name, svg in drawn.items()}, light, ink, handler.said


def test_the_engine_does_not_complain(
    printed: tuple[dict[str, Read], bytes, bytes, list[str]],
) -> None:
    assert printed[3] == []


def test_each_drawing_fills_its_page_with_real_text(
    printed: tuple[dict[str, Read], bytes, bytes, list[str]],
) -> None:
    drawings, light, *_ = printed
    document = pypdfium2.PdfDocument(light)
    assert len(document) == len(drawings)
    for page, drawing in zip(document, drawings.values(), strict=True):
        found = page.get_textpage().get_text_bounded()
        squeezed = "".join(found.split())
        for text in drawing.texts:
            assert "".join(text.text.split()) in squeezed


def test_text_is_at_its_measured_position(
    printed: tuple[dict[str, Read], bytes, bytes, list[str]],
) -> None:
    """The box of each number in the PDF is the box calculated for the drawing."""
    drawings, light, *_ = printed
    document = pypdfium2.PdfDocument(light)
    checked = 0
    for page, drawing in zip(document, drawings.values(), strict=True):
        textpage = page.get_textpage()
        signs = (textpage.get_text_range(at, 1) for at in range(textpage.count_chars()))
        found = [(sign, at) for at, sign in enumerate(signs) if sign.strip()]
        for text in drawing.texts:
            if text.weight != 700 or len(text.text) < 4:
                continue
            start = "".join(character for character, _ in found).index(text.text)
            boxes = [textpage.get_charbox(at) for _, at in found[start : start + len(text.text)]]
            left, top, right, _ = font(700).ink(text.text, text.size)
            assert min(box[0] for box in boxes) == pytest.approx(text.x + left, abs=0.3)
            assert max(box[2] for box in boxes) == pytest.approx(text.x + right, abs=0.3)
            assert HEIGHT - max(box[3] for box in boxes) == pytest.approx(text.y + top, abs=0.5)
            checked += 1
    assert checked > 8


def test_the_fonts_are_those_of_hong_kong(
    printed: tuple[dict[str, Read], bytes, bytes, list[str]],
) -> None:
    with pikepdf.open(BytesIO(printed[1])) as pdf:
        names = {
            str(item.BaseFont)
            for item in pdf.objects
            if isinstance(item, pikepdf.Dictionary) and "/BaseFont" in item
        }
    assert names
    assert all("Noto-Sans-CJK-HK" in name or "NotoSansCJKhk" in name for name in names), names


def test_print_has_no_rgb(
    printed: tuple[dict[str, Read], bytes, bytes, list[str]],
) -> None:
    with pikepdf.open(BytesIO(printed[2])) as pdf:
        streams = [
            item
            for item in pdf.objects
            if isinstance(item, pikepdf.Stream) and item.get("/Subtype") in {None, "/Form"}
        ]
        used = set()
        for page in pdf.pages:
            used |= {str(step.operator) for step in pikepdf.parse_content_stream(page)}
        for form in (item for item in streams if item.get("/Subtype") == "/Form"):
            used |= {str(step.operator) for step in pikepdf.parse_content_stream(form)}
    assert not used & {"rg", "RG", "g", "G", "sh"}, used
