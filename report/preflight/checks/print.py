"""Rules for the press: declarations, boxes, colours, pictures, lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pikepdf

from report.findings.diagnostics import Severity
from report.pdf.packet import packet
from report.preflight.content import Paint, sorted_box
from report.preflight.places import box_of, once
from report.preflight.rules import AGAIN, PICTURE, PRINT, TOKENS, Check, Finding, Rule
from report.preflight.subject import Subject

_MM = 25.4 / 72
_BLEED_MM = 3.0
_NEAR = 0.02
#: An area is large when its height and width are at least this, in mm.
_LARGE = 20.0
#: A colour that is darker than this is meant as black.
_DARK = 0.15
_BLACK = (0, 0, 0, 1)
_LEAST_PPI, _GOOD_PPI = 150, 300
_HAIRLINE = 0.25
_RGB = frozenset(("DeviceRGB", "CalRGB", "ICCRGB", "Lab"))
_ALLOWED = frozenset(
    ("DeviceCMYK", "DeviceGray", "Separation", "DeviceN", "Pattern", "ICCCMYK", "ICCGray", "none")
)


def check_print(subject: Subject, most_ink: float) -> Iterator[Finding]:
    """Find what is wrong in a file for printing (P201 to P219, P222).

    ``most_ink`` is the limit for the total ink of one colour, in per cent.
    """
    document = subject.document
    yield from _declarations(document)
    for number, page in enumerate(document.pages, 1):
        yield from _boxes(page, number)
        group = page.obj.get("/Group", pikepdf.Dictionary())
        if "/CS" in group and str(group.CS) not in ("/DeviceCMYK", "/DeviceGray"):
            yield Finding("P219", f"transparency is blended in {str(group.CS)[1:]}", number)
        trim = box_of(page, "/TrimBox", "/ArtBox", "/MediaBox")
        yield from _annotations(page, number)
        yield from once(
            _paint(number, paint, page, trim, most_ink) for paint in subject.paints(number)
        )


def _declarations(document: pikepdf.Pdf) -> Iterator[Finding]:
    text = packet(document)
    version = re.search(r"GTS_PDFXVersion(?:>|=\")(PDF/X-[^<\"]*)", text)
    if version is None:
        yield Finding("P201", "the metadata do not declare PDF/X")
    elif version[1] != "PDF/X-4":
        yield Finding("P201", f"the metadata declare {version[1]}, not PDF/X-4")
    if str(document.docinfo.get("/Trapped", "")) not in ("/True", "/False"):
        yield Finding("P202", "the key Trapped is missing in the document information, or Unknown")
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
        yield Finding("P203", "the profile of the output intent is not a CMYK profile")


def _boxes(page: pikepdf.Page, number: int) -> Iterator[Finding]:
    if ("/TrimBox" in page) == ("/ArtBox" in page):
        have = (
            "both a TrimBox and an ArtBox"
            if "/TrimBox" in page
            else "neither a TrimBox nor an ArtBox"
        )
        yield Finding("P204", f"the page has {have}", number)
    media = box_of(page, "/MediaBox")
    trim = box_of(page, "/TrimBox", "/ArtBox", "/MediaBox")
    bleed = box_of(page, "/BleedBox", "/TrimBox", "/ArtBox", "/MediaBox")
    if not (_holds(media, bleed) and _holds(bleed, trim)):
        yield Finding("P205", "the page boxes are not nested", number)
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
    media, bleed = box_of(page, "/MediaBox"), box_of(page, "/BleedBox", "/TrimBox", "/MediaBox")
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
    media = box_of(page, "/MediaBox")
    left, top = trim[0] - media[0], media[3] - trim[3]

    def found(code: str, message: str) -> Finding:
        return Finding(code, message, number, (paint.x - left) * _MM, (paint.y - top) * _MM)

    yield from _colours(paint, found, most_ink)
    if paint.kind == "image" and paint.size:
        yield from _resolution(paint, found)
    if paint.kind == "stroke" and 0 <= paint.size < _HAIRLINE - 1e-3:
        yield found("P217", f"a line is only {paint.size:.2f} pt wide")


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
        yield found("P222", "a large area is painted in black ink only")
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
        return  # the limits do not apply to line art
    if paint.size < _LEAST_PPI:
        yield found("P212", f"a picture has {paint.size:.0f} ppi")
    elif paint.size < _GOOD_PPI - 1:
        yield found("P213", f"a picture has {paint.size:.0f} ppi")


#: The rules of this module.
RULES = (
    Rule(
        "P201",
        Severity.ERROR,
        "the file declares PDF/X-4",
        "ISO 15930-7 (identification)",
        PRINT,
        cure="build it as print.pdf",
        chinese="聲明為PDF/X-4",
    ),
    Rule(
        "P202",
        Severity.ERROR,
        "the file says whether it is trapped",
        "ISO 15930-7 (trapping)",
        PRINT,
        cure=AGAIN,
        chinese="註明是否已作補漏白",
    ),
    Rule(
        "P203",
        Severity.ERROR,
        "one output intent with its profile or registry",
        "ISO 15930-7 (output intent)",
        PRINT,
        cure="name one printing condition under press in styles/tokens.yaml",
        chinese="輸出意圖只有一個，並附描述檔或登記名稱",
    ),
    Rule(
        "P204",
        Severity.ERROR,
        "every page has a TrimBox or an ArtBox, not both",
        "ISO 15930-7 (page boxes)",
        PRINT,
        cure=AGAIN,
        chinese="每頁設有裁切框或作品框其中之一",
    ),
    Rule(
        "P205",
        Severity.ERROR,
        "the TrimBox is inside the BleedBox, and that inside the MediaBox",
        "ISO 15930-7 (page boxes)",
        PRINT,
        cure=AGAIN,
        chinese="媒體框、出血框、裁切框依次相套",
    ),
    Rule(
        "P206",
        Severity.ERROR,
        "the bleed is 3 mm on every side",
        "house rule",
        PRINT,
        cure="build it as print.pdf: its bleed is 3 mm",
        chinese="四邊出血3毫米",
    ),
    Rule(
        "P208",
        Severity.ERROR,
        "no annotations in the printed area",
        "ISO 15930-7 (annotations)",
        PRINT,
        cure="build it as print.pdf, which has no links",
        chinese="印刷範圍內沒有註解",
    ),
    Rule(
        "P209",
        Severity.ERROR,
        "nothing is painted in RGB",
        "house rule (CMYK printing condition)",
        PRINT,
        cure=f"{TOKENS}; for colours of an SVG picture, report check shows the line",
        chinese="沒有以RGB着色",
    ),
    Rule(
        "P210",
        Severity.ERROR,
        "no picture is RGB",
        "house rule (CMYK printing condition)",
        PRINT,
        cure=f"{PICTURE}, or use the picture block to put it on a page",
        chinese="沒有RGB圖片",
    ),
    Rule(
        "P211",
        Severity.ERROR,
        "colours are DeviceCMYK, gray or spot",
        "house rule",
        PRINT,
        cure=TOKENS,
        chinese="顏色均為CMYK、灰階或專色",
    ),
    Rule(
        "P212",
        Severity.ERROR,
        "pictures have at least 150 ppi",
        "house rule",
        PRINT,
        cure="give a picture with more pixels, or print it smaller",
        chinese="圖片解像度不低於150 ppi",
    ),
    Rule(
        "P213",
        Severity.WARNING,
        "pictures have at least 300 ppi",
        "house rule",
        PRINT,
        cure="give a picture with more pixels, or print it smaller",
        chinese="圖片解像度不低於300 ppi",
    ),
    Rule(
        "P214",
        Severity.ERROR,
        "total ink of each colour is at most 300%, or the given limit",
        "ISO Coated v2 300%; house rule",
        PRINT,
        cure="use less ink for the colour in styles/tokens.yaml",
        chinese="總墨量不超過300%或另訂上限",
    ),
    Rule(
        "P215",
        Severity.ERROR,
        "black text uses only black ink",
        "house rule",
        PRINT,
        cure="give black text a colour of only black ink: cmyk: [0, 0, 0, 100]",
        chinese="黑色文字只用黑墨",
    ),
    Rule(
        "P216",
        Severity.WARNING,
        "black text overprints",
        "house rule",
        PRINT,
        cure=AGAIN,
        chinese="黑色文字疊印",
    ),
    Rule(
        "P217",
        Severity.WARNING,
        "no line is thinner than 0.25 pt",
        "house rule",
        PRINT,
        cure="make rules.hair in styles/tokens.yaml, or the lines of the picture, at least 0.25 pt",
        chinese="線條不幼於0.25 pt",
    ),
    Rule(
        "P219",
        Severity.ERROR,
        "transparency is blended in CMYK",
        "ISO 15930-7 (transparency)",
        PRINT,
        cure="save the SVG picture without transparency, or as PNG",
        chinese="透明效果在CMYK混合",
    ),
    Rule(
        "P222",
        Severity.WARNING,
        "large black areas use several inks (rich black)",
        "house rule",
        PRINT,
        cure="use a rich black for the area: cmyk: [60, 40, 40, 100]",
        chinese="大片黑色不只用黑墨",
    ),
)
CHECKS = (Check("a page", lambda subject, options: check_print(subject, options.most_ink)),)
