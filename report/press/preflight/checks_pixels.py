"""Rules that only the picture of a page can answer: bleed to the edge, contrast of text."""

from __future__ import annotations

import ctypes
from collections import Counter
from collections.abc import Iterator
from typing import Any

from PIL import Image
from pypdfium2 import raw

from report.press.preflight.content import sorted_box
from report.press.preflight.rules import Finding
from report.press.preflight.subject import Subject

_MM = 25.4 / 72
#: Pixels a millimetre for the bleed, pixels a point for contrast.
_FINE, _CLOSE = 4, 2
#: Paper is this light or lighter; where nothing is painted at all a pixel is ``_BARE``. White that
#: is painted in the bleed is colour that fills it: a picture may be white there.
_PAPER, _BARE = 250, 255
#: What is less opaque than this, from 0 to 255, is taken for the soft edge of something.
_OPAQUE = 16
#: How far colour should run over the edge.
_BLEED_MM = 3
#: What ends at the trim over this length, in mm, was meant to bleed.
_LENGTH_MM = 4
#: Text of this size or more may have less contrast (WCAG 2.1, 1.4.3: large is 18 pt).
_LARGE = 18.0
_LEAST, _LEAST_LARGE = 4.5, 3.0


def check_bleed(subject: Subject) -> Iterator[Finding]:
    """Find what ends at the trimmed edge instead of running over it (P207)."""
    pages = zip(subject.document.pages, subject.drawn, strict=True)
    for number, (page, drawn) in enumerate(pages, 1):
        if "/TrimBox" not in page:
            continue
        scale = _FINE * _MM
        left, _, _, top = sorted_box(page.mediabox)
        trim = sorted_box(page.TrimBox)
        _bare(drawn, trim)
        picture = _where_painted(drawn.render(scale=scale, fill_color=(255, 255, 255, 0)).to_pil())
        edges = [
            round(value * scale)
            for value in (trim[0] - left, top - trim[3], trim[2] - left, top - trim[1])
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


def check_contrast(subject: Subject) -> Iterator[Finding]:
    """Find text that is too near in light to its ground (P311): what is drawn most around it."""
    pages = zip(subject.document.pages, subject.drawn, strict=True)
    for number, (_, drawn) in enumerate(pages, 1):
        picture = drawn.render(scale=_CLOSE).to_pil().convert("RGB")
        seen: set[tuple[Any, Any]] = set()
        for paint in subject.paints(number):
            ink = _light(paint.ink.space, paint.ink.values)
            if paint.kind != "text" or ink is None or paint.size <= 0:
                continue
            ground = _ground(picture, paint.x, paint.y, paint.size, ink)
            if ground is None or (ink, ground) in seen:
                continue
            found = contrast(ink, ground)
            if found < (_LEAST_LARGE if paint.size >= _LARGE else _LEAST) - 0.05:
                seen.add((ink, ground))
                message = f"text of {paint.size:.0f} pt has a contrast of {found:.1f} : 1"
                yield Finding("P311", message, number, paint.x * _MM, paint.y * _MM)


def _light(space: str, values: tuple[float, ...]) -> tuple[int, int, int] | None:
    parts = values * 3 if space in ("DeviceGray", "ICCGray") else values
    if space not in ("DeviceRGB", "ICCRGB", "DeviceGray", "ICCGray") or len(parts) != 3:
        return None
    red, green, blue = (round(part * 255) for part in parts)
    return red, green, blue


def _ground(
    picture: Image.Image, x: float, y: float, size: float, ink: tuple[int, int, int]
) -> tuple[int, int, int] | None:
    box = (x - 0.15 * size, y - 1.05 * size, x + 1.1 * size, y + 0.35 * size)
    area = picture.crop(tuple(round(edge * _CLOSE) for edge in box))  # type: ignore[arg-type]
    colours: Counter[Any] = Counter()
    for count, colour in area.getcolors(area.width * area.height) or []:
        if max(abs(a - b) for a, b in zip(colour, ink, strict=True)) > 6:  # type: ignore[arg-type]
            colours[colour] += count
    return colours.most_common(1)[0][0] if colours else None


def contrast(one: tuple[int, ...], other: tuple[int, ...]) -> float:
    """Give the contrast ratio of two sRGB colours (WCAG 2.1, 1.4.3)."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: tuple[int, ...]) -> float:
    parts = [part / 255 for part in colour]
    red, green, blue = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
