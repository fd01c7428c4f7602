"""A hash for each page of a PDF, of all that is painted on it: equal ones look the same.

What a page paints is its content and what that names: forms, pictures, patterns, states. Fonts
count by their names, since a glyph keeps its number whatever glyphs a file has. Links and the
structure are not painted.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator

import pikepdf

#: Entries that name other pages, or say nothing of what is painted.
_LEFT_OUT = frozenset(("/Parent", "/StructParents", "/StructParent", "/Length"))


def prints(pdf: bytes) -> tuple[str, ...]:
    """Return a hash for each page. Raises pikepdf.PdfError for something that is no PDF."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        known: dict[tuple[int, int], bytes] = {}
        return tuple(_print(page, known) for page in document.pages)


def _print(page: pikepdf.Page, known: dict[tuple[int, int], bytes]) -> str:
    digest = hashlib.sha256(str([float(one) for one in page.mediabox]).encode())
    resources = page.obj.get("/Resources")
    if resources is not None:
        for piece in _told(resources, known):
            digest.update(piece)
    contents = page.obj.get("/Contents")
    streams = contents if isinstance(contents, pikepdf.Array) else [contents]
    for stream in streams:
        if isinstance(stream, pikepdf.Stream):
            digest.update(stream.read_raw_bytes())
    return digest.hexdigest()


def _told(one: object, known: dict[tuple[int, int], bytes]) -> Iterator[bytes]:
    """Tell an object and all that it refers to."""
    if not isinstance(one, pikepdf.Array | pikepdf.Dictionary | pikepdf.Stream):
        yield repr(one).encode()
        return
    number = one.objgen
    if number[0] and number in known:
        yield known[number]
        return
    if number[0]:
        known[number] = b"around"  # something that refers to itself
    digest = hashlib.sha256()
    for piece in _inside(one, known):
        digest.update(piece)
    if number[0]:
        known[number] = digest.digest()
    yield digest.digest()


def _inside(
    one: pikepdf.Array | pikepdf.Dictionary | pikepdf.Stream, known: dict[tuple[int, int], bytes]
) -> Iterator[bytes]:
    """Tell what is in an array, a dictionary or a stream."""
    if isinstance(one, pikepdf.Array):
        for item in one:
            yield from _told(item, known)
        return
    if one.get("/Type") == "/Font":
        yield repr(one.get("/BaseFont")).encode()
        return
    for key in sorted(one.keys()):
        if key not in _LEFT_OUT:
            yield key.encode()
            yield from _told(one[key], known)
    if isinstance(one, pikepdf.Stream):
        yield one.read_raw_bytes()
