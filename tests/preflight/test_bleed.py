"""Bleed: colour that ends at the trim is found, and white there is not reported."""

from __future__ import annotations

import base64
import io
import itertools
from pathlib import Path

import pikepdf
import pytest
import yaml
from pikepdf import Array

from report.engine.reading import read_condition
from report.figures.art import draw_art
from report.figures.recolour import to_cmyk
from report.markup.openers import BLEED_MM, band_height_pt
from report.model.drawing import ArtRequest, arts
from report.model.target import PRINT, Target
from report.model.theme import MM, Theme
from report.preflight.checks.bleed import check_bleed
from report.preflight.subject import Subject
from report.press.finish import finish
from report.project.project import Project

ROOT = Path(__file__).parents[2]
KINDS = tuple(arts())
DESIGNS = ("styles/tokens.yaml", "styles/themes/plain/tokens.yaml")
#: The places where art bleeds; the closing page has the size of an opener. In the theme “plain” art
#: does not reach the edge, but it could in another theme with the same tokens.
PLACES = ("opener", "band", "closing")


def edges(content: bytes, *, in_forms: bool = False) -> set[str]:
    """Return the edges where P207 finds colour that ends, on 100 × 100 pt with 10 pt of bleed.

    With ``in_forms`` the content is in a form that is in another one, which is half as large.
    """
    document = pikepdf.new()
    page = document.add_blank_page(page_size=(120, 120))
    page.Contents = document.make_stream(content)
    for _ in range(2 if in_forms else 0):
        inner = page.Contents
        inner.Type, inner.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
        inner.BBox, inner.Matrix = Array([-500, -500, 500, 500]), Array([0.5, 0, 0, 0.5, 0, 0])
        inner.Resources = page.Resources
        page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary({"/Form": inner}))
        page.Contents = document.make_stream(b"q 2 0 0 2 0 0 cm /Form Do Q")
    page.BleedBox, page.TrimBox = Array([0, 0, 120, 120]), Array([10, 10, 110, 110])
    out = io.BytesIO()
    document.save(out)
    return {
        name
        for one in found(out.getvalue())
        for name in ("left", "right", "top", "bottom")
        if f"at the {name} edge" in one
    }


def found(pdf: bytes) -> list[str]:
    with pikepdf.open(io.BytesIO(pdf)) as document, Subject(document, pdf) as subject:
        return [f"page {one.page}: {one.message}" for one in check_bleed(subject)]


PAPER = b"0 0 0 0 k 0 0 120 120 re f "
SHEET = b"1 g -5 -5 130 130 re f "
DARK = b"1 .7 0 .3 k "


@pytest.mark.parametrize(
    ("content", "ends"),
    [
        (DARK + b"10 10 100 30 re f", {"left", "right", "bottom"}),
        (DARK + b"0 0 120 30 re f", set()),
        (DARK + b"5 5 110 30 re f", {"left", "right", "bottom"}),
        (PAPER + DARK + b"10 10 100 30 re f", {"left", "right", "bottom"}),
        (SHEET + PAPER + DARK + b"0 10 120 30 re f", {"bottom"}),
        (PAPER + DARK + b"0 0 120 30 re f", set()),
        # White shapes within a picture with bleed, along the edge and across it.
        (DARK + b"0 0 120 60 re f 0 0 0 0 k 0 0 120 9 re f", set()),
        (DARK + b"0 0 120 120 re f 0 0 0 0 k 0 0 8 120 re f 111.5 0 20 120 re f", set()),
        (DARK + b"0 0 120 120 re f 1 g 60 0 60 120 re f 0 0 60 10.2 re f", set()),
        # White over paper is a picture too; its dark part ends at the edge of the bleed.
        (PAPER + DARK + b"0 0 120 60 re f 1 g 0 0 120 9.5 re f", set()),
        # White that is smaller than the page is not treated as paper.
        (b"1 g 0 0 60 60 re f " + DARK + b"10 10 40 40 re f", set()),
        # Tints, and nearly white colours.
        (b".08 0 0 0 k 10 10 100 100 re f", {"left", "right", "top", "bottom"}),
        (b".01 0 0 0 k 10 10 100 100 re f", set()),
        (b"", set()),
        (PAPER, set()),
    ],
)
def test_colour_that_ends_at_the_trim(content: bytes, ends: set[str]) -> None:
    assert edges(content) == edges(content, in_forms=True) == ends


def size(place: str, theme: Theme) -> tuple[float, float]:
    """Return the size of the art of a place, as :mod:`report.markup.openers` asks for it."""
    wide = theme.page.width_mm * MM + 2 * BLEED_MM * MM
    high = theme.page.height_mm * MM + 2 * BLEED_MM * MM
    wide += (theme.outer_mm - theme.page.inner_mm) * MM
    return wide, high if place != "band" else band_height_pt(theme) + BLEED_MM * MM


def pages_of_art(design: str, target: Target, turn: int) -> tuple[bytes, list[str]]:
    """Print every kind of art at every place, one per page; returns the PDF and its contents.

    The accents change from kind to kind, and begin with number ``turn``.
    """
    import weasyprint

    theme = Theme.model_validate(yaml.safe_load((ROOT / design).read_text("utf-8")))
    accents = itertools.islice(itertools.cycle(theme.accents), turn, None)
    bleed, shown, pages = BLEED_MM * MM, [], ""
    for (kind, place), accent in zip(itertools.product(KINDS, PLACES), accents, strict=False):
        wide, high = size(place, theme)
        art = draw_art(ArtRequest(f"{place}.{kind}", kind, wide, high, accent, titled=True), theme)
        text = to_cmyk(art.text, theme) if target.colour == "cmyk" else art.text
        source = base64.b64encode(text.encode()).decode()
        shown.append(f"{kind} in the accent {accent} as {place}")
        pages += (
            f'<p><img alt="" src="data:image/svg+xml;base64,{source}" '
            f'style="height: {high}pt; width: {wide}pt"></p>'
        )
    style = (
        f"@page {{ bleed: 3mm; margin: 0; size: {theme.page.width_mm}mm {theme.page.height_mm}mm }}"
        f"body, p {{ margin: 0 }} p {{ break-after: page; height: 1pt; position: relative }}"
        f"img {{ left: -{bleed}pt; position: absolute; top: -{bleed}pt }}"
    )
    return weasyprint.HTML(string=f"<style>{style}</style>{pages}").write_pdf(), shown


@pytest.mark.slow
@pytest.mark.parametrize(
    "design", [DESIGNS[0], *(pytest.param(one, marks=pytest.mark.slow) for one in DESIGNS[1:])]
)
def test_the_art_of_every_kind_fills_the_bleed(design: str) -> None:
    pdf, shown = pages_of_art(design, PRINT, DESIGNS.index(design))
    theme = Theme.model_validate(yaml.safe_load((ROOT / design).read_text("utf-8")))
    finished = finish(pdf, PRINT, read_condition(Project.at(ROOT), theme.press))
    assert len(shown) == len(KINDS) * len(PLACES)
    assert found(finished) == [], shown
