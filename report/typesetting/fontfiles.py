"""Checks the font files of a design.

fontconfig skips unreadable fonts silently, and a damaged table leads to wrong or missing outlines.
Tables have checksums, so damage can be found without reading outlines.
"""

from __future__ import annotations

import sys
from array import array
from collections.abc import Iterable, Iterator
from pathlib import Path
from struct import error as struct_error
from struct import unpack_from

from report.findings.diagnostics import Diagnostic, Place, diagnostic

#: The folder for the fonts of a design.
FOLDER = "styles/fonts"
#: The first bytes of a font with TrueType or CFF outlines, and of a collection (ISO/IEC 14496-22,
#: 4.3).
_SINGLE = (b"\0\1\0\0", b"OTTO", b"true")
_COLLECTION = b"ttcf"
#: Tables that every font has (ISO/IEC 14496-22, 5.1.2); outlines are in one of the others.
_NEEDED = frozenset((b"cmap", b"head", b"hhea", b"hmtx", b"maxp", b"name"))
_OUTLINES = frozenset((b"glyf", b"CFF ", b"CFF2"))
#: The table with the checksum of the whole font; these bytes are not part of the table's checksum.
_HEAD, _ADJUSTMENT = b"head", slice(8, 12)
#: Supported and unsupported types of font files.
_FONTS = frozenset((".otf", ".ttf", ".ttc", ".otc"))
_OTHERS = frozenset((".woff", ".woff2", ".eot", ".pfb", ".pfm", ".dfont"))


def check_font_files(folders: Iterable[Path]) -> Iterator[Diagnostic]:
    """Find damaged and unsupported fonts in folders (D608)."""
    for folder in folders:
        for file in sorted(folder.iterdir()) if folder.is_dir() else ():
            place = Place(f"{FOLDER}/{file.name}", 1, 1)
            kind = file.suffix.lower()
            if kind in _OTHERS:
                message = f"{file.name} is not used: fonts in styles/fonts/ are .otf, .ttf or .ttc"
                hint = "use the same font as .otf or .ttf, or remove the file"
                yield diagnostic("D608", message, hint=hint, place=place)
            elif kind in _FONTS:
                fault = _fault(file)
                hint = "copy it again from the original"
                if fault:
                    message = f"the font file {file.name} cannot be used: {fault}"
                    yield diagnostic("D608", message, hint=hint, place=place)


def _fault(file: Path) -> str:
    try:
        return fault_of(file.read_bytes())
    except OSError as exc:
        return (exc.strerror or str(exc)).lower()


def fault_of(font: bytes) -> str:
    """Return what is wrong with a font file; empty when nothing is wrong."""
    try:
        if font[:4] == _COLLECTION:
            count = unpack_from(">L", font, 8)[0]
            starts = unpack_from(f">{count}L", font, 12) if count <= len(font) // 4 else ()
            if not starts:
                return "it is a collection without fonts"
            known: set[tuple[int, int, int]] = set()  # fonts in a collection share tables
            return next(filter(None, (_of_one(font, start, known) for start in starts)), "")
        return _of_one(font, 0, set())
    except struct_error:
        return "it ends too early"


def _of_one(font: bytes, start: int, known: set[tuple[int, int, int]]) -> str:
    if not font:
        return "it is empty"
    if font[start : start + 4] not in _SINGLE:
        return "it is not an OpenType font"
    tables: set[bytes] = set()
    for number in range(unpack_from(">H", font, start + 4)[0]):
        tag, checksum, offset, length = unpack_from(">4sLLL", font, start + 12 + 16 * number)
        name = tag.decode("latin-1").strip()
        table = font[offset : offset + length]
        if len(table) < length:
            return f"its table {name} is incomplete"
        if tag == _HEAD and length >= _ADJUSTMENT.stop:
            table = table[: _ADJUSTMENT.start] + bytes(4) + table[_ADJUSTMENT.stop :]
        same = (checksum, offset, length)
        if same not in known and _checksum(table) != checksum:
            return f"its table {name} is damaged"
        known.add(same)
        tables.add(tag)
    missing = sorted(tag.decode() for tag in _NEEDED - tables)
    if missing or not tables & _OUTLINES:
        return f"it has no {', '.join(missing) or 'outlines'}"
    return ""


def _checksum(table: bytes) -> int:
    """Return the checksum of a table (ISO/IEC 14496-22, 4.3.2)."""
    numbers = array("I", table + bytes(-len(table) % 4))
    if sys.byteorder == "little":
        numbers.byteswap()
    return sum(numbers) & 0xFFFFFFFF
