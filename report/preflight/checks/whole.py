"""Rules for damaged files: every stream, font, picture and colour profile is decoded completely."""

from __future__ import annotations

import io
from collections.abc import Iterator
from hashlib import md5, sha256
from typing import Any

import pikepdf
from PIL import Image, ImageCms

from report.findings.diagnostics import Severity
from report.pdf.known import Known
from report.preflight.rules import AGAIN, BOTH, Check, Finding, Rule
from report.preflight.whole import PICTURE, DamagedError, data_of, filters

#: Font programs that have been checked, by the digests of the program and of the used glyphs: the
#: print and the screen PDF embed the same fonts.
_checked: set[tuple[str, str]] = set()
_PARTS = {"/DeviceGray": 1, "/DeviceRGB": 3, "/DeviceCMYK": 4, "/CalGray": 1, "/CalRGB": 3}
_MODES = {"L": 1, "1": 1, "RGB": 3, "YCbCr": 3, "CMYK": 4, "P": 1}
#: Components of a profile by its colour space (ICC.1:2022, 7.2.6).
_SPACES = {b"GRAY": 1, b"RGB ": 3, b"CMYK": 4, b"Lab ": 3}


def check_whole(document: pikepdf.Pdf, known: Known | None = None) -> Iterator[Finding]:
    """Find what is damaged: streams (P109), fonts (P110), pictures (P111), profiles (P112).

    With ``known``, fonts that were sound in an earlier run are not read again.
    """
    pages = _pages(document)
    fonts = _programs(document)
    profiles = _profiles(document)
    for thing in document.objects:
        if not isinstance(thing, pikepdf.Stream):
            continue
        page = pages.get(thing.objgen, 0)
        code, what = _named(thing, fonts, profiles)
        try:
            data = data_of(thing)
            if code == "P110":
                font, kind = fonts[thing.objgen]
                _check_font(font, kind, data, known)
            elif code == "P111":
                _check_picture(thing, data)
            elif code == "P112":
                _check_profile(data, profiles[thing.objgen])
        except DamagedError as exc:
            yield Finding(code, f"{what} is damaged: {exc}", page)


def _named(
    thing: Any, fonts: dict[Any, tuple[Any, str]], profiles: dict[Any, int]
) -> tuple[str, str]:
    """Return the code of the rule for a stream, and a description of the stream."""
    number = thing.objgen[0]
    if thing.objgen in fonts:
        name = str(fonts[thing.objgen][0].get("/BaseFont", "/without a name"))[1:]
        return "P110", f"the font {name.split('+')[-1]}"
    if thing.objgen in profiles:
        return "P112", "a colour profile"
    kind = str(thing.get("/Subtype", ""))
    if kind == "/Image":
        return (
            "P111",
            f"a picture of {thing.get('/Width', '?')} × {thing.get('/Height', '?')} pixels",
        )
    if kind == "/Form":
        return "P109", f"a drawing (object {number})"
    whole = {
        **{"/Metadata": "the metadata", "/EmbeddedFile": "an attached file"},
        **{"/ObjStm": "a list of objects", "/XRef": "the list of all objects"},
    }.get(str(thing.get("/Type")))
    return "P109", whole or f"the content of a page or of a font (object {number})"


def _pages(document: pikepdf.Pdf) -> dict[Any, int]:
    """Return the first page that uses each object, by the number of the object."""
    found: dict[Any, int] = {}
    for number, page in enumerate(document.pages, 1):
        stack: list[tuple[Any, int]] = [(page.obj.get(key), 0) for key in _USED_BY_PAGES]
        while stack:
            thing, depth = stack.pop()
            if depth > _MAX_DEPTH or not isinstance(
                thing, (pikepdf.Dictionary, pikepdf.Array, pikepdf.Stream)
            ):
                continue
            if thing.is_indirect:
                if thing.objgen in found:
                    continue
                found[thing.objgen] = number
            inner = (
                thing
                if isinstance(thing, pikepdf.Array)
                else [value for key, value in thing.items() if key not in _ELSEWHERE]
            )
            stack += [(one, depth + 1) for one in inner]
    return found


_USED_BY_PAGES = ("/Contents", "/Resources", "/Annots", "/Group")
_ELSEWHERE = frozenset(("/Parent", "/P", "/Dest", "/D", "/StructParent", "/StructParents", "/Pg"))
_MAX_DEPTH = 12


def _programs(document: pikepdf.Pdf) -> dict[Any, tuple[Any, str]]:
    """Return the font programs: a font that uses each, and the key such as ``/FontFile2``."""
    found = {}
    for font in document.objects:
        if isinstance(font, pikepdf.Dictionary) and "/FontDescriptor" in font:
            for key in ("/FontFile", "/FontFile2", "/FontFile3"):
                program = font.FontDescriptor.get(key)
                if isinstance(program, pikepdf.Stream):
                    found[program.objgen] = (font, key)
    return found


def _profiles(document: pikepdf.Pdf) -> dict[Any, int]:
    """Return the colour profiles, with the number of components that each should have.

    They are the only streams with ``/N`` and without ``/Type`` (ISO 32000-1, 8.6.5.5).
    """
    return {
        thing.objgen: int(thing.N)
        for thing in document.objects
        if isinstance(thing, pikepdf.Stream) and "/N" in thing and "/Type" not in thing
    }


def _check_font(font: Any, kind: str, program: bytes, known: Known | None) -> None:
    widths = font.get("/W")
    used = widths.unparse(resolved=True) if isinstance(widths, pikepdf.Array) else b""
    key = (sha256(program).hexdigest(), sha256(used).hexdigest())
    if key in _checked:
        return

    def check() -> bytes:
        from report.preflight.fontprograms import check_program

        check_program(font, kind, program)
        return b"sound"

    if known is None:
        check()
    else:
        known.content(("font", kind, key[1]), program, check)
    _checked.add(key)


def _check_picture(picture: Any, data: bytes) -> None:
    names = filters(picture)
    wide, high = int(picture.get("/Width", 0)), int(picture.get("/Height", 0))
    if wide <= 0 or high <= 0:
        raise DamagedError("it has no size")
    last = names[-1] if names else ""
    if last in ("/DCTDecode", "/DCT", "/JPXDecode"):
        _check_compressed(picture, data, (wide, high))
        return
    if last in PICTURE:
        return  # CCITT fax and JBIG2: Pillow has no decoder
    mask = bool(picture.get("/ImageMask", False))
    bits = 1 if mask else int(picture.get("/BitsPerComponent", 8))
    parts = 1 if mask else _components(picture.get("/ColorSpace"))
    wanted = (wide * bits * parts + 7) // 8 * high
    if parts and len(data) < wanted:
        raise DamagedError(f"it has {len(data)} bytes of pixels instead of {wanted}")
    if parts and len(data) > wanted + 2:
        raise DamagedError(f"it has {len(data)} bytes of pixels, more than {wanted}")


def _components(space: Any) -> int:
    """Return how many components a pixel has; 0 when that is unknown."""
    if isinstance(space, pikepdf.Array):
        name = str(space[0])
        if name == "/Indexed":
            _check_palette(space)
            return 1
        if name == "/ICCBased":
            return int(space[1].get("/N", 0))
        if name == "/Separation":
            return 1
        if name == "/DeviceN":
            return len(space[1])
        return {"/Lab": 3}.get(name, _PARTS.get(name, 0))
    return _PARTS.get(str(space), 0)


def _check_palette(space: Any) -> None:
    table = space[3]
    colours = data_of(table) if isinstance(table, pikepdf.Stream) else bytes(table)
    if len(colours) < (int(space[2]) + 1) * max(_components(space[1]), 1):
        raise DamagedError("its palette ends too early")


def _check_compressed(picture: Any, data: bytes, size: tuple[int, int]) -> None:
    """Decode a JPEG or JPEG 2000 completely."""
    if data[:2] == b"\xff\xd8" and not data.rstrip(b"\0\r\n").endswith(b"\xff\xd9"):
        raise DamagedError("its JPEG ends too early")
    try:
        with Image.open(io.BytesIO(data)) as pixels:
            actual, parts = pixels.size, _MODES.get(pixels.mode, 0)
            pixels.load()
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as exc:
        raise DamagedError("its JPEG cannot be decoded") from exc
    if actual != size:
        raise DamagedError(f"its JPEG has {actual[0]} × {actual[1]} pixels")
    space = picture.get("/ColorSpace")
    wanted = _components(space) if space is not None else 0
    if wanted and parts and wanted != parts:
        raise DamagedError(f"its JPEG has {parts} colours instead of {wanted}")


def _check_profile(profile: bytes, components: int) -> None:
    """Check a colour profile (ICC.1:2022, 7) completely."""
    if len(profile) < 132 or profile[36:40] != b"acsp":
        raise DamagedError("it is not an ICC profile")
    if int.from_bytes(profile[:4]) != len(profile):
        raise DamagedError("its length is not the length in its header")
    wanted = _SPACES.get(profile[16:20], 0)
    if wanted and components and wanted != components:
        raise DamagedError(f"it has {wanted} colours instead of {components}")
    for number in range(int.from_bytes(profile[128:132])):
        entry = profile[132 + 12 * number :][:12]
        offset, length = int.from_bytes(entry[4:8]), int.from_bytes(entry[8:12])
        if len(entry) < 12 or offset + length > len(profile):
            raise DamagedError("one of its tables lies outside it")
    digest = profile[84:100]
    if any(digest):
        plain = bytearray(profile)
        for start, end in ((44, 48), (64, 68), (84, 100)):
            plain[start:end] = bytes(end - start)
        if md5(plain, usedforsecurity=False).digest() != digest:
            raise DamagedError("its checksum is wrong")
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        mode = {1: "L", 3: "RGB", 4: "CMYK"}.get(wanted)
        if mode and profile[12:16] != b"abst" and profile[16:20] != b"Lab ":
            ImageCms.buildTransform(source, ImageCms.createProfile("sRGB"), mode, "RGB")
    except (OSError, ValueError, ImageCms.PyCMSError) as exc:
        raise DamagedError("colours cannot be converted with it") from exc


def check_pages(document: pikepdf.Pdf, box: str) -> Iterator[Finding]:
    """Find pages of a different size than most (P113); ``box`` is ``/TrimBox`` or ``/MediaBox``.

    On screen, where pages are not bound, a page may be wide and the others high.
    """
    from report.preflight.content import sorted_box

    sizes: dict[tuple[float, float], list[int]] = {}
    for number, page in enumerate(document.pages, 1):
        left, foot, right, top = sorted_box(page.obj.get(box, page.mediabox))
        turned = int(page.obj.get("/Rotate", 0)) % 180 == 90
        size = (round(right - left, 1), round(top - foot, 1))
        known = next((one for one in sizes if _alike(one, size[::-1] if turned else size)), None)
        sizes.setdefault(known or (size[::-1] if turned else size), []).append(number)
    most = max(sizes, key=lambda one: len(sizes[one]), default=(0.0, 0.0))
    for size, numbers in sizes.items():
        turned = box == "/MediaBox" and _alike(size[::-1], most)
        if size != most and not turned:
            message = f"the page is {_mm(size)} mm, the others are {_mm(most)} mm"
            yield from (Finding("P113", message, number) for number in numbers)


def _alike(one: tuple[float, float], other: tuple[float, float]) -> bool:
    return abs(one[0] - other[0]) < 1 and abs(one[1] - other[1]) < 1


def _mm(size: tuple[float, float]) -> str:
    return " × ".join(f"{edge * 25.4 / 72:.0f}" for edge in size)


def check_unwanted(document: pikepdf.Pdf) -> Iterator[Finding]:
    """Find page transitions, automatic page turns, and forms to fill in (P114)."""
    for number, page in enumerate(document.pages, 1):
        if "/Trans" in page.obj:
            yield Finding("P114", "the page has a transition effect", number)
        if "/Dur" in page.obj:
            yield Finding("P114", "the page turns automatically after some time", number)
    if "/AcroForm" in document.Root:
        yield Finding("P114", "the file has a form to fill in")


#: The rules of this module.
RULES = (
    Rule(
        "P109",
        Severity.ERROR,
        "every stream is complete",
        "ISO 32000-1, 7.4",
        BOTH,
        cure=AGAIN,
        chinese="所有數據流完整",
    ),
    Rule(
        "P110",
        Severity.ERROR,
        "every font program is complete",
        "ISO 32000-1, 9.9",
        BOTH,
        cure=f"{AGAIN}; if that does not help, replace the font in styles/fonts/",
        chinese="所有字型程式完整",
    ),
    Rule(
        "P111",
        Severity.ERROR,
        "every picture is complete",
        "ISO 32000-1, 8.9.5",
        BOTH,
        cure=f"{AGAIN}; if that does not help, save the picture again",
        chinese="所有圖片完整",
    ),
    Rule(
        "P112",
        Severity.ERROR,
        "every colour profile is complete",
        "ICC.1:2022, 7",
        BOTH,
        cure=f"{AGAIN}; if that does not help, replace the profile in styles/icc/",
        chinese="所有色彩描述檔完整",
    ),
    Rule(
        "P113",
        Severity.ERROR,
        "all pages have the same size; on screen, some may be turned",
        "house rule",
        BOTH,
        cure="set the page size only in styles/tokens.yaml: page.width_mm and page.height_mm",
        chinese="各頁尺寸一致；閱讀檔可有橫頁",
    ),
    Rule(
        "P114",
        Severity.ERROR,
        "no page transitions, no forms to fill in",
        "house rule",
        BOTH,
        cure="remove form elements from the templates, and do not change the file after the build",
        chinese="沒有翻頁效果及表單",
    ),
)
CHECKS = (
    Check("an object", lambda subject, _: check_whole(subject.document, subject.known)),
    Check("the box of a page", lambda subject, options: check_pages(subject.document, options.box)),
    Check("the file", lambda subject, _: check_unwanted(subject.document)),
)
