"""Damaged files are found, whatever part of them is damaged; sound ones are not."""

from __future__ import annotations

import io
import random
import zlib
from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
import pikepdf
import pytest
from fontTools.ttLib import TTFont
from pikepdf import Array, Dictionary, Name
from PIL import Image, ImageCms

from report.engine import reading
from report.markup.document import BASE_URL
from report.model.target import PRINT, SCREEN, Target
from report.preflight.run import preflight
from report.preflight.whole import DamagedError, data_of
from report.press.finish import finish
from report.project.project import Project
from report.project.shipped import theme_folder
from report.typesetting.stylesheets import Stylesheet, target_css
from tests.preflight.faults import annotation
from tests.preflight.test_preflight import BODY, PICTURE, STYLE
from tests.shipped import shipped

PROJECT = Project.at(theme_folder())
TARGETS = {"print": PRINT, "screen": SCREEN}


@pytest.fixture(autouse=True)
def no_ghostscript(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("report.preflight.checks.ink.ghostscript", lambda: None)


def photo(target: Target) -> bytes:
    """Make a JPEG of noise and slopes, in the colours of the target."""
    steps = np.linspace(0, 120, 96)
    noise = np.random.default_rng(1).integers(0, 60, (96, 96))
    pixels = (steps[:, None] / 2 + steps[None, :] / 2 + noise).astype(np.uint8)
    image = Image.fromarray(pixels).convert("CMYK" if target is PRINT else "RGB")
    out = io.BytesIO()
    image.save(out, "JPEG", quality=90)
    return out.getvalue()


@cache
def sound(name: str) -> bytes:
    """Make two pages with text in two faces, a drawing, a table, two pictures."""
    from report.typesetting.engine import typeset

    target = TARGETS[name]
    content = shipped()
    ink = target.colour == "cmyk"
    html = (
        '<!DOCTYPE html><html lang="zh-Hant-HK"><title>文</title><meta name="dcterms.created" '
        'content="2020-12-31"><meta name="dcterms.modified" content="2020-12-31"><body>'
        + (BODY if target.links else BODY.replace('href="', 'data-href="'))
        + '<p style="break-before: page">後頁的字。</p></body></html>'
    )
    style = (STYLE + target_css(content.theme, target)).replace(
        "INK", "device-cmyk(0 0 0 1)" if ink else "#1c1c1e"
    )
    red = "device-cmyk(0 1 0.9 0.05)" if ink else "#cf1430"
    svg = PICTURE.format(red)
    done = typeset(
        html, [Stylesheet("page", "test", style)], {"one": svg}, target, PROJECT, BASE_URL
    )
    plain = io.BytesIO()
    with pikepdf.open(io.BytesIO(done.pdf)) as document:
        _add_pictures(document, target)
        document.save(plain)
    return finish(plain.getvalue(), target, reading.read_condition(PROJECT, content.theme.press))


def _add_pictures(document: pikepdf.Pdf, target: Target) -> None:
    """Add a photograph, and a picture without loss that has a mask and a palette."""
    page = document.pages[1]
    mode = Name.DeviceCMYK if target is PRINT else Name.DeviceRGB
    jpeg = _picture(document, photo(target), Name.DCTDecode, mode)
    if target is PRINT:
        jpeg.Decode = Array([1, 0] * 4)
    noise = random.Random(2)
    colours = bytes(noise.randrange(200) for _ in range(16 * (4 if target is PRINT else 3)))
    places = bytes(noise.randrange(16) for _ in range(96 * 96))
    palette = Array([Name.Indexed, mode, 15, pikepdf.String(colours)])
    flat = _picture(document, zlib.compress(places), Name.FlateDecode, palette)
    mask = zlib.compress(bytes(noise.randrange(256) for _ in range(96 * 96)))
    flat.SMask = _picture(document, mask, Name.FlateDecode, Name.DeviceGray)
    if "/XObject" not in page.Resources:
        page.Resources.XObject = Dictionary()
    for number, picture in enumerate((jpeg, flat)):
        page.Resources.XObject[f"/Test{number}"] = picture
        at = f"/Artifact BMC q 20 0 0 20 {100 + 40 * number} 300 cm /Test{number} Do Q EMC"
        page.contents_add(at.encode(), prepend=False)


def _picture(document: pikepdf.Pdf, data: bytes, kind: Name, space: object) -> Any:
    picture = pikepdf.Stream(document, data)
    entries = {"Type": Name.XObject, "Subtype": Name.Image, "Width": 96, "Height": 96}
    for key, value in {
        **entries,
        "BitsPerComponent": 8,
        "Filter": kind,
        "ColorSpace": space,
    }.items():
        picture[f"/{key}"] = value
    return document.make_indirect(picture)


def found(pdf: bytes, name: str) -> set[str]:
    return {one.code for one in preflight(pdf, "print" if name == "print" else "screen").findings}


@pytest.mark.parametrize("name", TARGETS)
def test_nothing_is_found_in_a_whole_file(name: str) -> None:
    codes = found(sound(name), name)
    assert codes <= {"P212", "P213"}, codes


# --- damage to the file itself: bytes are changed and nothing else -------------------------------


def spans(pdf: bytes) -> dict[str, tuple[int, int]]:
    """Say where the bytes of a stream of each kind stand in the file."""
    places: dict[str, tuple[int, int]] = {}
    with pikepdf.open(io.BytesIO(pdf)) as document:
        fonts = {
            one.FontDescriptor.FontFile3.objgen
            for one in document.objects
            if isinstance(one, Dictionary) and "/FontDescriptor" in one
        }
        for thing in document.objects:
            if not isinstance(thing, pikepdf.Stream):
                continue
            kind = str(thing.get("/Type", thing.get("/Subtype", ""))).strip("/") or "content"
            if thing.objgen in fonts:
                kind = "font"
            elif kind == "XObject":
                kind = str(thing.get("/Subtype")).strip("/")
                if kind == "Image":
                    kind = f"Image {thing.get('/Filter')}"
            elif "/N" in thing:
                kind = "profile" if kind == "content" else kind
            raw = thing.read_raw_bytes()
            at = pdf.find(raw)
            if at >= 0 and len(raw) > 40:
                places[kind] = max((at, at + len(raw)), places.get(kind, (0, 0)), key=_long)
    return places


def _long(span: tuple[int, int]) -> int:
    return span[1] - span[0]


def hole(pdf: bytes, start: int, end: int, at: float) -> bytes:
    """Make 2,000 bytes zero, or as many as there are."""
    begin = start + int((end - start) * at)
    size = min(2000, end - begin)
    return pdf[:begin] + bytes(size) + pdf[begin + size :]


def noise(pdf: bytes, start: int, end: int, at: float) -> bytes:
    begin = start + int((end - start) * at)
    size = min(64, end - begin)
    return pdf[:begin] + random.Random(begin).randbytes(size) + pdf[begin + size :]


def flip(pdf: bytes, start: int, end: int, at: float) -> bytes:
    begin = start + int((end - start) * at)
    return pdf[:begin] + bytes([pdf[begin] ^ 8]) + pdf[begin + 1 :]


KINDS = ("font", "content", "Image /DCTDecode", "Image /FlateDecode", "profile")
#: Where in a stream it is damaged. The same code reads the streams of both targets.
AT = {"print": (0.1, 0.9), "screen": (0.5,)}
DAMAGE: dict[str, Callable[[bytes, int, int, float], bytes]] = {
    "a hole": hole,
    "noise": noise,
    "a flipped bit": flip,
}


@pytest.mark.variants(10)
@pytest.mark.parametrize("damage", DAMAGE)
@pytest.mark.parametrize(
    ("name", "kind", "at"),
    [(name, kind, at) for name, ats in AT.items() for kind in KINDS for at in ats],
)
def test_damaged_bytes_of_a_stream_are_found(name: str, kind: str, damage: str, at: float) -> None:
    pdf = sound(name)
    start, end = spans(pdf)[kind]
    changed = DAMAGE[damage](pdf, start, end, at)
    assert found(changed, name) - {"P212", "P213"}, kind


@pytest.mark.parametrize("name", TARGETS)
def test_content_with_another_checksum_is_told_as_such(name: str) -> None:
    pdf = sound(name)
    _, end = spans(pdf)["content"]
    assert found(flip(pdf, end - 1, end, 0), name) - {"P212", "P213"} == {"P109"}


@pytest.mark.parametrize("damage", [hole, noise])
@pytest.mark.parametrize("name", TARGETS)
def test_damaged_metadata_are_found(
    name: str, damage: Callable[[bytes, int, int, float], bytes]
) -> None:
    pdf = sound(name)
    assert found(damage(pdf, *spans(pdf)["Metadata"], 0.3), name) - {"P212", "P213"}


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9, 0.999])
@pytest.mark.parametrize("name", TARGETS)
def test_a_file_that_ends_too_early_is_found(name: str, share: float) -> None:
    pdf = sound(name)
    assert found(pdf[: int(len(pdf) * share)], name) == {"P101"}


# --- damage that came before the file was written: each stream is as its filter wants it ---------


def rewritten(change: Callable[[pikepdf.Pdf], None], name: str) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(sound(name))) as document:
        change(document)
        document.save(out, static_id=True)
    return out.getvalue()


def program(change: Callable[[bytes], bytes]) -> Callable[[pikepdf.Pdf], None]:
    def changed(document: pikepdf.Pdf) -> None:
        fonts = [one for one in document.objects if isinstance(one, Dictionary) and "/W" in one]
        file = max(fonts, key=lambda font: len(font.W)).FontDescriptor.FontFile3
        file.write(change(file.read_bytes()))

    return changed


def holed(share: float) -> Callable[[bytes], bytes]:
    """Make half of an outline zero."""

    def change(font: bytes) -> bytes:
        with TTFont(io.BytesIO(font), lazy=True) as read:
            top = read["CFF "].cff.topDictIndex[0]
            codes = [top.CharStrings[name].bytecode for name in top.charset]
        outlines = [code for code in codes if len(code) > 40]
        code = outlines[int(len(outlines) * share)]
        at, size = font.index(code), len(code) // 2
        return font[:at] + bytes(size) + font[at + size :]

    return change


def picture(kind: str, **entries: object) -> Callable[[pikepdf.Pdf], None]:
    def changed(document: pikepdf.Pdf) -> None:
        for thing in document.objects:
            picked = isinstance(thing, pikepdf.Stream) and f"/{kind}" == thing.get("/Filter")
            if picked and thing.get("/Subtype") == "/Image":
                for key, value in entries.items():
                    thing[f"/{key}"] = value
                return

    return changed


def jpeg(change: Callable[[bytes], bytes]) -> Callable[[pikepdf.Pdf], None]:
    """Change a JPEG as a program would that writes no digest."""

    def changed(document: pikepdf.Pdf) -> None:
        for thing in document.objects:
            if isinstance(thing, pikepdf.Stream) and thing.get("/Filter") == "/DCTDecode":
                thing.write(change(thing.read_raw_bytes()), filter=Name.DCTDecode)
                del thing["/XXReportSHA256"]

    return changed


def profile(change: Callable[[bytes], bytes]) -> Callable[[pikepdf.Pdf], None]:
    def changed(document: pikepdf.Pdf) -> None:
        stream = document.Root.OutputIntents[0].DestOutputProfile
        stream.write(change(stream.read_bytes()))

    return changed


def content(change: Callable[[bytes], bytes]) -> Callable[[pikepdf.Pdf], None]:
    def changed(document: pikepdf.Pdf) -> None:
        page = document.pages[0]
        page.contents_coalesce()
        page.Contents.write(change(page.Contents.read_bytes()))

    return changed


def page(**entries: object) -> Callable[[pikepdf.Pdf], None]:
    def changed(document: pikepdf.Pdf) -> None:
        for key, value in entries.items():
            document.pages[1].obj[f"/{key}"] = value

    return changed


def trimmed(document: pikepdf.Pdf) -> None:
    page = document.pages[1].obj
    for key in ("/TrimBox", "/MediaBox"):
        if key in page:
            left, foot, right, top = (float(edge) for edge in page[key])
            page[key] = Array([left, foot, right - 20, top])


def form(document: pikepdf.Pdf) -> None:
    document.Root.AcroForm = Dictionary(Fields=Array([]))


CHANGED: list[tuple[str, str, Callable[[pikepdf.Pdf], None]]] = [
    ("P110", "a hole in the outlines", program(holed(0.7))),
    ("P110", "a font that ends early", program(lambda font: font[: len(font) * 2 // 3])),
    ("P110", "an empty font", program(lambda _: b"")),
    ("P110", "a font that is a web page", program(lambda _: b"<html>" * 99)),
    ("P110", "a font without outlines", program(lambda font: font.replace(b"CFF ", b"XXXX", 1))),
    ("P111", "a picture with half its pixels", picture("FlateDecode", Height=192)),
    ("P111", "a picture with pixels to spare", picture("FlateDecode", Width=48)),
    ("P111", "a picture of other depth", picture("FlateDecode", BitsPerComponent=16)),
    ("P111", "a picture without a size", picture("FlateDecode", Width=0)),
    ("P111", "a JPEG of another size", picture("DCTDecode", Width=97)),
    ("P111", "a JPEG of other colours", picture("DCTDecode", ColorSpace=Name.DeviceGray)),
    ("P101", "a JPEG that ends early", jpeg(lambda data: data[: len(data) // 2])),
    ("P101", "a JPEG with no end", jpeg(lambda data: data[:-2])),
    ("P101", "a JPEG that is none", jpeg(lambda _: b"GIF89a" * 99)),
    ("P101", "an operator that there is not", content(lambda text: text + b"\n1 2 3 xyz\n")),
    ("P101", "content that ends within a text", content(lambda text: text + b"\nq BT\n")),
    ("P101", "one state too many", content(lambda text: b"Q\n" + text)),
    ("P101", "content of noise", content(lambda _: b"\x80\x81 ( <<" * 50)),
    ("P113", "a page of another size", trimmed),
    ("P114", "a transition", page(Trans=Dictionary(S=Name.Wipe))),
    ("P114", "a page that turns itself", page(Dur=5)),
    ("P114", "a form", form),
]
PRINT_ONLY: list[tuple[str, str, Callable[[pikepdf.Pdf], None]]] = [
    ("P112", "half a profile", profile(lambda data: data[: len(data) // 2])),
    ("P112", "a profile with a hole", profile(lambda data: data[:400] + bytes(4000) + data[4400:])),
    (
        "P112",
        "a profile for light",
        profile(lambda _: ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()),
    ),
    (
        "P112",
        "a profile with tables outside",
        profile(lambda data: data[:136] + b"\xff" * 8 + data[144:]),
    ),
    ("P112", "no profile", profile(lambda _: b"profile" * 40)),
]
CASES = [(name, *case) for name in TARGETS for case in CHANGED] + [
    ("print", *case) for case in PRINT_ONLY
]


@pytest.mark.variants(10)
@pytest.mark.parametrize(
    ("name", "code", "what", "change"), CASES, ids=[f"{name} {what}" for name, _, what, _ in CASES]
)
def test_what_was_damaged_before_is_found(
    name: str, code: str, what: str, change: Callable[[pikepdf.Pdf], None]
) -> None:
    assert code in found(rewritten(change, name), name), what


def test_a_stream_that_decodes_to_too_many_bytes_is_damaged(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("report.preflight.whole._MOST", 3_000_000)
    document = pikepdf.new()
    stream = pikepdf.Stream(document, b"")
    stream.write(zlib.compress(bytes(30_000_000)), filter=Name.FlateDecode)
    with pytest.raises(DamagedError, match="larger than"):
        data_of(stream)


def test_a_link_is_no_form() -> None:
    change = annotation([-15.0, -15.0, -10.0, -10.0], Subtype=Name.Link)
    assert "P114" not in found(rewritten(change, "screen"), "screen")
