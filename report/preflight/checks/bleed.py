"""The rule about filled bleed: it is checked on a rendered picture of each page."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import Any

from PIL import Image
from pypdfium2 import raw

from report.findings.diagnostics import Severity
from report.preflight.content import sorted_box
from report.preflight.places import frame_on_page
from report.preflight.rules import PRINT, Check, Finding, Rule
from report.preflight.subject import Subject

_MM = 25.4 / 72
#: Pixels per millimetre.
_PIXELS_PER_MM = 4
#: Pixels of at least ``_PAPER`` count as paper; where nothing is painted, pixels are ``_BARE``.
#: White that is painted in the bleed does fill it, since a picture may be white there.
_PAPER, _BARE = 250, 255
#: Pixels with less alpha than this, of 255, are ignored: they are antialiased edges.
_OPAQUE = 16
#: The required bleed.
_BLEED_MM = 3
#: Colour that ends at the trim along at least this length should have run into the bleed.
_LENGTH_MM = 4


def check_bleed(subject: Subject) -> Iterator[Finding]:
    """Find colour that ends at the trim instead of filling the bleed (P207)."""
    for number in subject.wanted:
        page, drawn = subject.document.pages[number - 1], subject.drawn[number - 1]
        if "/TrimBox" not in page:
            continue
        scale = _PIXELS_PER_MM * _MM
        left, foot, right, top = sorted_box(page.mediabox)
        trim = sorted_box(page.TrimBox)
        _remove_background(drawn, trim)
        picture = _lightness(drawn.render(scale=scale, fill_color=(255, 255, 255, 0)).to_pil())
        # PDFium stretches the page to whole pixels.
        across, down = picture.width / (right - left), picture.height / (top - foot)
        edges = [
            *(round((trim[0] - left) * across), round((top - trim[3]) * down)),
            *(round((trim[2] - left) * across), round((top - trim[1]) * down)),
        ]
        yield from _edges(picture, edges, number)


def _remove_background(page: Any, trim: tuple[float, ...]) -> None:
    """Remove white areas as large as the page that are painted before anything else.

    They may be in forms, such as the ground of a drawing.
    """
    while True:
        things = (one for one in page.get_objects() if one.type != raw.FPDF_PAGEOBJ_FORM)
        thing = next(things, None)
        if thing is None or not (_is_white(thing) and _covers(frame_on_page(thing), trim)):
            return
        page.remove_obj(thing)


def _is_white(thing: Any) -> bool:
    if thing.type != raw.FPDF_PAGEOBJ_PATH:
        return False
    parts = [ctypes.c_uint() for _ in range(4)]
    known = raw.FPDFPageObj_GetFillColor(thing, *parts)
    return bool(known) and all(part.value >= _PAPER for part in parts)


def _covers(box: tuple[float, ...], trim: tuple[float, ...]) -> bool:
    near = 1.0
    lower = all(edge <= part + near for edge, part in zip(box[:2], trim[:2], strict=True))
    return lower and all(edge >= part - near for edge, part in zip(box[2:], trim[2:], strict=True))


def _lightness(picture: Image.Image) -> Image.Image:
    """Return the lightness of a page drawn on transparent; ``_BARE`` where nothing is painted."""
    lightest = _BARE - 1
    paper = Image.new("RGBA", picture.size, (255, 255, 255, 255))
    light = Image.alpha_composite(paper, picture.convert("RGBA")).convert("L")
    painted = picture.getchannel("A").point(lambda alpha: 255 if alpha >= _OPAQUE else 0)
    bare = Image.new("L", picture.size, _BARE)
    return Image.composite(light.point(lambda one: min(one, lightest)), bare, painted)


def _edges(picture: Any, trim: list[int], number: int) -> Iterator[Finding]:
    """Compare pixels 0.5 mm inside each edge of the trim with pixels 2.5 mm outside it.

    ``picture`` has the lightness of the page, and ``_BARE`` where nothing is painted.
    """
    left, top, right, foot = trim
    pixels, size = picture.load(), picture.size
    inner, outer = round(0.5 * _PIXELS_PER_MM), round(2.5 * _PIXELS_PER_MM)
    for name, turn, inside, outside, start, end in (
        ("left", False, left + inner, left - outer, top, foot),
        ("right", False, right - inner, right + outer, top, foot),
        ("top", True, top + inner, top - outer, left, right),
        ("bottom", True, foot - inner, foot + outer, left, right),
    ):
        run = 0
        for at in range(start + 2, end - 2):
            here = _pixel(pixels, size, (at, inside) if turn else (inside, at))
            there = _pixel(pixels, size, (at, outside) if turn else (outside, at))
            run = run + 1 if here < _PAPER and there == _BARE else 0
            if run >= _LENGTH_MM * _PIXELS_PER_MM:
                along = (at - start) / _PIXELS_PER_MM
                x, y = (along, 0.0) if turn else (0.0, along)
                message = (
                    f"colour ends at the {name} edge and does not fill the bleed; extend it "
                    f"{_BLEED_MM} mm over the edge"
                )
                yield Finding("P207", message, number, x, y)
                break


def _pixel(pixels: Any, size: tuple[int, int], place: tuple[int, int]) -> int:
    x, y = place
    if not (0 <= x < size[0] and 0 <= y < size[1]):
        return _BARE
    return int(pixels[place])


#: The rules of this module.
RULES = (
    Rule(
        "P207",
        Severity.ERROR,
        "colour at the edge of the page fills the bleed",
        "house rule",
        PRINT,
        cure="extend art and areas at the edge by var(--overrun); see docs/styles.md, Pages",
        chinese="出血的色塊填滿至出血邊",
    ),
)
CHECKS = (
    Check(
        "the picture of a page", lambda subject, _: check_bleed(subject), drawn=True, by_page=True
    ),
)
