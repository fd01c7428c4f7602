"""The rule that only the picture of a page can answer: what bleeds is filled to the edge."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import Any

from PIL import Image
from pypdfium2 import raw

from report.findings.diagnostics import Severity
from report.preflight.content import sorted_box
from report.preflight.rules import PRINT, Check, Finding, Rule
from report.preflight.subject import Subject

_MM = 25.4 / 72
#: Pixels a millimetre.
_FINE = 4
#: Paper is this light or lighter; where nothing is painted at all a pixel is ``_BARE``. White that
#: is painted in the bleed is colour that fills it: a picture may be white there.
_PAPER, _BARE = 250, 255
#: What is less opaque than this, from 0 to 255, is taken for the soft edge of something.
_OPAQUE = 16
#: How far colour should run over the edge.
_BLEED_MM = 3
#: What ends at the trim over this length, in mm, was meant to bleed.
_LENGTH_MM = 4


def check_bleed(subject: Subject) -> Iterator[Finding]:
    """Find what ends at the trimmed edge instead of running over it (P207)."""
    pages = zip(subject.document.pages, subject.drawn, strict=True)
    for number, (page, drawn) in enumerate(pages, 1):
        if "/TrimBox" not in page:
            continue
        scale = _FINE * _MM
        left, foot, right, top = sorted_box(page.mediabox)
        trim = sorted_box(page.TrimBox)
        _bare(drawn, trim)
        picture = _where_painted(drawn.render(scale=scale, fill_color=(255, 255, 255, 0)).to_pil())
        # The page is stretched to whole pixels.
        across, down = picture.width / (right - left), picture.height / (top - foot)
        edges = [
            *(round((trim[0] - left) * across), round((top - trim[3]) * down)),
            *(round((trim[2] - left) * across), round((top - trim[1]) * down)),
        ]
        yield from _edges(picture, edges, number)


def _bare(page: Any, trim: tuple[float, ...]) -> None:
    """Take white areas as large as the page, which stand for paper, from below all else on it."""
    for thing in list(page.get_objects(max_depth=1)):
        if not (_is_white(thing) and _covers(thing.get_bounds(), trim)):
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


def _where_painted(picture: Image.Image) -> Image.Image:
    """Give how light a page is, drawn on nothing: ``_BARE`` where it is not painted."""
    lightest = _BARE - 1
    paper = Image.new("RGBA", picture.size, (255, 255, 255, 255))
    light = Image.alpha_composite(paper, picture.convert("RGBA")).convert("L")
    painted = picture.getchannel("A").point(lambda alpha: 255 if alpha >= _OPAQUE else 0)
    bare = Image.new("L", picture.size, _BARE)
    return Image.composite(light.point(lambda one: min(one, lightest)), bare, painted)


def _edges(picture: Any, trim: list[int], number: int) -> Iterator[Finding]:
    """Compare what is just inside each edge with what is at the end of the bleed.

    ``picture`` is as light as the page where it is painted, and ``_BARE`` where it is not.
    """
    left, top, right, foot = trim
    pixels, size = picture.load(), picture.size
    inner, outer = round(0.5 * _FINE), round(2.5 * _FINE)
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
            if run >= _LENGTH_MM * _FINE:
                along = (at - start) / _FINE
                x, y = (along, 0.0) if turn else (0.0, along)
                message = (
                    f"colour ends at the {name} edge and does not fill the bleed; let it run "
                    f"{_BLEED_MM} mm over the edge"
                )
                yield Finding("P207", message, number, x, y)
                break


def _pixel(pixels: Any, size: tuple[int, int], place: tuple[int, int]) -> int:
    x, y = place
    if not (0 <= x < size[0] and 0 <= y < size[1]):
        return _BARE
    return int(pixels[place])


#: What is asked here.
RULES = (
    Rule(
        "P207",
        Severity.ERROR,
        "colour that bleeds extends to the edge of the bleed",
        "house rule",
        PRINT,
        cure="let art and areas at the edge run var(--overrun) over it; see docs/styles.md, Pages",
        chinese="出血的色塊填滿至出血邊",
    ),
)
CHECKS = (Check("the picture of a page", lambda subject, _: check_bleed(subject), drawn=True),)
