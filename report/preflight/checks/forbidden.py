"""Features that PDF/X-4 forbids in any object, such as PostScript and transfer functions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pikepdf

from report.findings.diagnostics import Severity
from report.preflight.rules import AGAIN, PRINT, Check, Finding, Rule

_MAX_DEPTH = 6


def check_forbidden(document: pikepdf.Pdf) -> Iterator[Finding]:
    """Find what PDF/X-4 forbids in any object (P223); each kind is reported once."""
    seen: set[str] = set()
    for thing in document.objects:
        for message in _faults(thing, 0):
            if message not in seen:
                seen.add(message)
                yield Finding("P223", message)


def _faults(thing: Any, depth: int) -> Iterator[str]:
    if depth > _MAX_DEPTH or not isinstance(thing, pikepdf.Object):
        return
    if isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
        yield from _states(thing)
        if isinstance(thing, pikepdf.Stream):
            yield from _streams(thing)
        kids = [value for _, value in thing.items()]
    elif isinstance(thing, pikepdf.Array):
        kids = list(thing)
    else:
        return
    for kid in kids:
        if isinstance(kid, pikepdf.Object) and not kid.is_indirect:
            yield from _faults(kid, depth + 1)


def _states(thing: Any) -> Iterator[str]:
    if str(thing.get("/Type", "")) != "/ExtGState":
        return
    if "/TR" in thing or str(thing.get("/TR2", "/Default")) != "/Default":
        yield "a transfer function is used"
    halftone = thing.get("/HT")
    if isinstance(halftone, pikepdf.Dictionary | pikepdf.Stream) and (
        int(halftone.get("/HalftoneType", 1)) not in (1, 5) or "/HalftoneName" in halftone
    ):
        yield "a halftone of a forbidden type is used"


def _streams(thing: Any) -> Iterator[str]:
    filters = thing.get("/Filter", pikepdf.Array())
    names = list(filters) if isinstance(filters, pikepdf.Array) else [filters]
    if pikepdf.Name.LZWDecode in names:
        yield "a stream is compressed with LZW"
    if "/F" in thing:
        yield "the data of a stream are in another file"
    kind = str(thing.get("/Subtype", ""))
    if kind == "/PS" or "/PS" in thing:
        yield "the file has PostScript"
    if "/OPI" in thing:
        yield "a picture is a placeholder for another file (OPI)"
    if kind == "/Form" and "/Ref" in thing:
        yield "a form is a placeholder for a page of another file"
    for other in thing.get("/Alternates", ()):
        if bool(other.get("/DefaultForPrinting", False)):
            yield "a picture has an alternate picture for printing"


#: The rules of this module.
RULES = (
    Rule(
        "P223",
        Severity.ERROR,
        "no transfer functions, PostScript, LZW, or pictures in other files",
        "ISO 15930-7 (forbidden features)",
        PRINT,
        cure=AGAIN,
        chinese="沒有傳遞函數、PostScript、LZW及檔外圖片",
    ),
)
CHECKS = (Check("an object", lambda subject, _: check_forbidden(subject.document)),)
