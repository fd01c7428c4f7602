"""Rules for the press: declarations, boxes, colours, pictures, lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pikepdf

from report.preflight.checks_file import packet
from report.preflight.content import Paint, sorted_box
from report.preflight.rules import Finding
from report.preflight.subject import Subject

_MM = 25.4 / 72
_BLEED_MM = 3.0
_NEAR = 0.02
#: An area is large when it is so high and so wide, in mm.
_LARGE = 20.0
#: A colour with no more light than this is meant as black.
_DARK = 0.15
_BLACK = (0, 0, 0, 1)
_LEAST_PPI, _GOOD_PPI = 150, 300
_HAIRLINE, _SMALL = 0.25, 5.0
_RGB = frozenset(("DeviceRGB", "CalRGB", "ICCRGB", "Lab"))
_ALLOWED = frozenset(
    ("DeviceCMYK", "DeviceGray", "Separation", "DeviceN", "Pattern", "ICCCMYK", "ICCGray", "none")
)


def check_print(subject: Subject, most_ink: float) -> Iterator[Finding]:
    """Give what is wrong with a file for the press (P201 to P219, P222).

    ``most_ink`` is the most ink of one colour in per cent.
    """
    document = subject.document
    yield from _declarations(document)
    for number, page in enumerate(document.pages, 1):
        yield from _boxes(page, number)
        group = page.obj.get("/Group", pikepdf.Dictionary())
        if "/CS" in group and str(group.CS) not in ("/DeviceCMYK", "/DeviceGray"):
            yield Finding("P219", f"transparency is blended in {str(group.CS)[1:]}", number)
        trim = _box(page, "/TrimBox", "/ArtBox", "/MediaBox")
        yield from _annotations(page, number)
        yield from _once(
            _paint(number, paint, page, trim, most_ink) for paint in subject.paints(number)
        )


def _once(found: Iterator[Iterator[Finding]]) -> Iterator[Finding]:
    """Tell each fault once a page: the first place stands for all."""
    seen: set[tuple[str, str]] = set()
    for findings in found:
        for one in findings:
            key = (one.code, re.sub(r"[\d.]+", "", one.message))
            if key not in seen:
                seen.add(key)
                yield one


def _declarations(document: pikepdf.Pdf) -> Iterator[Finding]:
    text = packet(document)
    version = re.search(r"GTS_PDFXVersion(?:>|=\")(PDF/X-[^<\"]*)", text)
    if version is None:
        yield Finding("P201", "the metadata declare no PDF/X")
    elif version[1] != "PDF/X-4":
        yield Finding("P201", f"the metadata declare {version[1]}, not PDF/X-4")
    if str(document.docinfo.get("/Trapped", "")) not in ("/True", "/False"):
        yield Finding("P202", "the document information has no key Trapped, or it is Unknown")
    intents = [
        one
        for one in document.Root.get("/OutputIntents", pikepdf.Array())
        if str(one.get("/S")) == "/GTS_PDFX"
    ]
    if len(intents) != 1:
        yield Finding("P203", f"there are {len(intents)} output intents for PDF/X")
        return
    (intent,) = intents
    if "/OutputConditionIdentifier" not in intent:
        yield Finding("P203", "the output intent has no condition identifier")
    profile = intent.get("/DestOutputProfile")
    if profile is None and str(intent.get("/RegistryName", "")) != "http://www.color.org":
        yield Finding("P203", "the output intent has neither a profile nor a registry")
    elif profile is not None and int(profile.get("/N", 0)) != 4:
        yield Finding("P203", "the profile of the output intent is not one for four inks")


def _box(page: pikepdf.Page, *names: str) -> tuple[float, float, float, float]:
    for name in names:
        if name in page:
            return sorted_box(page[name])
    return sorted_box(page.mediabox)


def _boxes(page: pikepdf.Page, number: int) -> Iterator[Finding]:
    if ("/TrimBox" in page) == ("/ArtBox" in page):
        have = (
            "both a TrimBox and an ArtBox"
            if "/TrimBox" in page
            else "neither a TrimBox nor an ArtBox"
        )
        yield Finding("P204", f"the page has {have}", number)
    media = _box(page, "/MediaBox")
    trim = _box(page, "/TrimBox", "/ArtBox", "/MediaBox")
    bleed = _box(page, "/BleedBox", "/TrimBox", "/ArtBox", "/MediaBox")
    if not (_holds(media, bleed) and _holds(bleed, trim)):
        yield Finding("P205", "the boxes do not lie within each other", number)
    least = min(trim[0] - bleed[0], trim[1] - bleed[1], bleed[2] - trim[2], bleed[3] - trim[3])
    if least * _MM < _BLEED_MM - _NEAR:
        yield Finding("P206", f"the bleed is {max(least, 0) * _MM:.1f} mm", number)


def _holds(outer: tuple[float, ...], inner: tuple[float, ...]) -> bool:
    return (
        outer[0] <= inner[0] + _NEAR
        and outer[1] <= inner[1] + _NEAR
        and outer[2] >= inner[2] - _NEAR
        and outer[3] >= inner[3] - _NEAR
    )


def _annotations(page: pikepdf.Page, number: int) -> Iterator[Finding]:
    media, bleed = _box(page, "/MediaBox"), _box(page, "/BleedBox", "/TrimBox", "/MediaBox")
    for annotation in page.get("/Annots", pikepdf.Array()):
        kind = str(annotation.get("/Subtype", "/"))[1:]
        if kind in ("PrinterMark", "TrapNet"):
            continue
        left, bottom, right, top = sorted_box(annotation.get("/Rect", [0, 0, 0, 0]))
        if left < bleed[2] and right > bleed[0] and bottom < bleed[3] and top > bleed[1]:
            x, y = (left - media[0]) * _MM, (media[3] - top) * _MM
            yield Finding("P208", f"an annotation ({kind}) lies in the printed area", number, x, y)


def _paint(
    number: int, paint: Paint, page: pikepdf.Page, trim: tuple[float, ...], most_ink: float
) -> Iterator[Finding]:
    media = _box(page, "/MediaBox")
    left, top = trim[0] - media[0], media[3] - trim[3]
    right, foot = trim[2] - media[0], media[3] - trim[1]
    inside = left - 0.5 <= paint.x <= right + 0.5 and top - 0.5 <= paint.y <= foot + 0.5

    def found(code: str, message: str) -> Finding:
        return Finding(code, message, number, (paint.x - left) * _MM, (paint.y - top) * _MM)

    yield from _colours(paint, found, most_ink)
    if paint.kind == "image" and paint.size:
        yield from _resolution(paint, found)
    if paint.kind == "stroke" and 0 <= paint.size < _HAIRLINE - 1e-3:
        yield found("P217", f"a line is {paint.size:.2f} pt thin")
    if paint.kind == "text" and 0 < paint.size < _SMALL - 1e-3 and inside:
        yield found("P218", f"text is set in {paint.size:.1f} pt")


def _colours(paint: Paint, found: Any, most_ink: float) -> Iterator[Finding]:
    space = paint.ink.space
    if paint.kind == "image":
        if space in _RGB:
            yield found("P210", f"a picture is {space}")
        elif space not in _ALLOWED:
            yield found("P211", f"a picture is in the colour space {space}")
        return
    if space in _RGB:
        yield found("P209", f"{_WORDS[paint.kind]} is painted in {space}")
        return
    if space not in _ALLOWED:
        yield found("P211", f"{_WORDS[paint.kind]} is painted in {space}")
    inks = paint.ink.cmyk
    if inks is None:
        return
    total = sum(inks)
    if total * 100 > most_ink + 0.1 and not (paint.kind == "stroke" and min(inks) == 1):
        yield found("P214", f"{_WORDS[paint.kind]} has {total:.0%} of ink")
    if paint.kind == "fill" and inks == _BLACK and paint.size * _MM >= _LARGE:
        yield found("P222", "a large area is painted in black ink alone")
    if paint.kind != "text":
        return
    light = 1 - min(1.0, inks[3] + sum(inks[:3]) / 3)
    if light < _DARK and inks[3] > 0.5 and sum(inks[:3]) > 0 and max(inks[:3]) < inks[3]:
        yield found("P215", f"black text is made of several inks ({_percents(inks)})")
    if inks == _BLACK and not paint.overprint:
        yield found("P216", "black text knocks out what is below it")


_WORDS = {"fill": "an area", "stroke": "a line", "text": "text", "shading": "a gradient"}


def _percents(inks: tuple[float, ...]) -> str:
    return " ".join(f"{name} {part:.0%}" for name, part in zip("CMYK", inks, strict=True))


def _resolution(paint: Paint, found: Any) -> Iterator[Finding]:
    bits = int(paint.thing.get("/BitsPerComponent", 8)) if paint.thing is not None else 8
    if bits == 1:
        return  # line art has other needs
    if paint.size < _LEAST_PPI:
        yield found("P212", f"a picture has {paint.size:.0f} ppi")
    elif paint.size < _GOOD_PPI - 1:
        yield found("P213", f"a picture has {paint.size:.0f} ppi")
