"""Rules about the file as a whole: encryption, fonts, metadata, actions, layers, declarations."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pikepdf

from report.findings.diagnostics import Severity
from report.pdf.dates import full_date
from report.preflight.rules import AGAIN, BOTH, Check, Finding, Rule

_SUBSET = re.compile(r"/[A-Z]{6}\+")
_XMP = {
    "/Title": "{http://purl.org/dc/elements/1.1/}title",
    "/Producer": "{http://ns.adobe.com/pdf/1.3/}Producer",
    "/CreationDate": "{http://ns.adobe.com/xap/1.0/}CreateDate",
}


def check_file(document: pikepdf.Pdf) -> Iterator[Finding]:
    """Find what is wrong in any profile (P102 to P108)."""
    if document.is_encrypted:
        yield Finding("P102", "the file is encrypted")
    yield from _fonts(document)
    info = document.docinfo
    if not str(info.get("/Title", "")).strip() and not _xmp(document, "/Title"):
        yield Finding("P105", "the document has no title")
    yield from _actions(document)
    yield from _layers(document)
    for key in _XMP:
        ours, xmp = str(info.get(key, "")), _xmp(document, key)
        if ours and xmp and not _same(ours, xmp):
            message = f"{key[1:]} is “{ours}” in the document information but “{xmp}” in the XMP"
            yield Finding("P107", message)


def _layers(document: pikepdf.Pdf) -> Iterator[Finding]:
    """Find layers that are hidden when the file is opened (ISO 32000-1, 8.11.4)."""
    layers = document.Root.get("/OCProperties", pikepdf.Dictionary())
    default = layers.get("/D", pikepdf.Dictionary())
    off = {one.objgen for one in default.get("/OFF", pikepdf.Array())}
    shown = {one.objgen for one in default.get("/ON", pikepdf.Array())}
    hides = str(default.get("/BaseState", "/ON")) == "/OFF"
    for layer in layers.get("/OCGs", pikepdf.Array()):
        if layer.objgen in off or (hides and layer.objgen not in shown):
            yield Finding("P108", f"the layer “{layer.get('/Name', '')}” is hidden")
    if "/AS" in default:
        yield Finding("P108", "layers are shown or hidden automatically, such as for printing")


def _fonts(document: pikepdf.Pdf) -> Iterator[Finding]:
    seen: set[tuple[int, int]] = set()
    forms: set[tuple[int, int]] = set()
    for number, page in enumerate(document.pages, 1):
        for font in _fonts_of(page.obj.get("/Resources", pikepdf.Dictionary()), forms):
            if font.objgen in seen and font.objgen != (0, 0):
                continue
            seen.add(font.objgen)
            name = str(font.get("/BaseFont", "/without a name"))
            if str(font.get("/Subtype")) == "/Type3":
                continue
            if not _is_embedded(font):
                yield Finding("P103", f"the font {name[1:]} is not embedded", number)
            elif not _SUBSET.match(name):
                yield Finding("P104", f"the font {name[1:]} is not a subset", number)


def _fonts_of(resources: Any, forms: set[tuple[int, int]]) -> Iterator[Any]:
    """Return the fonts of a page and of its forms; forms in ``forms`` are skipped, others added."""
    yield from resources.get("/Font", pikepdf.Dictionary()).values()
    for thing in resources.get("/XObject", pikepdf.Dictionary()).values():
        if "/Resources" in thing and thing.objgen not in forms:
            forms.add(thing.objgen)
            yield from _fonts_of(thing.Resources, forms)


def _is_embedded(font: Any) -> bool:
    for one in font.get("/DescendantFonts", [font]):
        descriptor = one.get("/FontDescriptor", pikepdf.Dictionary())
        if not any(key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3")):
            return False
    return True


def _actions(document: pikepdf.Pdf) -> Iterator[Finding]:
    root = document.Root
    if "/JavaScript" in root.get("/Names", pikepdf.Dictionary()):
        yield Finding("P106", "the file holds JavaScript")
    for key in ("/OpenAction", "/AA"):
        action = root.get(key)
        if isinstance(action, pikepdf.Dictionary):
            yield Finding("P106", "the file does something when it is opened")
    for number, page in enumerate(document.pages, 1):
        if "/AA" in page:
            yield Finding("P106", "the page does something when it is opened", number)
        for annotation in page.get("/Annots", pikepdf.Array()):
            action = annotation.get("/A", pikepdf.Dictionary())
            if str(action.get("/S", "/GoTo")) in ("/JavaScript", "/Launch"):
                yield Finding("P106", "an annotation runs a script or a program", number)


def _xmp(document: pikepdf.Pdf, key: str) -> str:
    if "/Metadata" not in document.Root:
        return ""
    try:
        with document.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as xmp:
            return str(xmp.get(_XMP[key], ""))
    except (ValueError, SyntaxError):
        return ""


def _same(ours: str, xmp: str) -> bool:
    if ours == xmp:
        return True
    if ours.startswith("D:"):  # a date
        digits = re.sub(r"\D", "", full_date(ours))
        return digits.startswith(re.sub(r"\D", "", xmp)[:14])
    return False


#: The rules of this module.
RULES = (
    Rule(
        "P102",
        Severity.ERROR,
        "the file is not encrypted",
        "ISO 15930-7 (encryption); ISO 19005-3, 6.1.3",
        BOTH,
        cure="save it without a password",
        chinese="沒有加密",
    ),
    Rule(
        "P103",
        Severity.ERROR,
        "every font is embedded",
        "ISO 15930-7 (fonts); ISO 19005-3, 6.2.11",
        BOTH,
        cure="put the font, as .otf or .ttf, into styles/fonts/",
        chinese="字型全部嵌入",
    ),
    Rule(
        "P104",
        Severity.WARNING,
        "embedded fonts are subsets",
        "house rule",
        BOTH,
        cure="check that the font subsetter is installed: report doctor",
        chinese="嵌入的字型均為子集",
    ),
    Rule(
        "P105",
        Severity.ERROR,
        "the document has a title",
        "ISO 14289-1, 7.1; ISO 15930-7 (identification)",
        BOTH,
        cure="write title: in report.yaml",
        chinese="文件設有標題",
    ),
    Rule(
        "P106",
        Severity.ERROR,
        "no JavaScript, no actions",
        "ISO 15930-7 (actions); ISO 19005-3, 6.5",
        BOTH,
        cure=AGAIN,
        chinese="不含腳本及自動動作",
    ),
    Rule(
        "P107",
        Severity.WARNING,
        "metadata and document information agree",
        "ISO 19005-3, 6.6.3",
        BOTH,
        cure=AGAIN,
        chinese="元數據與文件資料一致",
    ),
    Rule(
        "P108",
        Severity.ERROR,
        "no hidden layers",
        "ISO 15930-7 (optional content); house rule",
        BOTH,
        cure="flatten the layers of the picture, or show them",
        chinese="沒有隱藏的圖層",
    ),
)
CHECKS = (Check("the file", lambda subject, _: check_file(subject.document)),)
