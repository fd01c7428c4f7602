"""A hash for each page of a PDF, of all that is painted on it: equal ones look the same.

What a page paints is its content and what that names: forms, pictures, patterns, states. Fonts
count by their names, since a glyph keeps its number whatever glyphs a file has. Links and the
structure are not painted.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from typing import Any

import pikepdf

from report.pdf.slug import SLUG

#: Entries that name other pages, or say nothing of what is painted.
_LEFT_OUT = frozenset(("/Parent", "/StructParents", "/StructParent", "/Length"))

#: Entries of a page that change how it is shown or checked.
_BOXES = ("/CropBox", "/TrimBox", "/BleedBox", "/Rotate", "/UserUnit")


def prints(pdf: bytes, *, slug: bool = True) -> tuple[str, ...]:
    """Return a hash for each page. Raises pikepdf.PdfError for something that is no PDF.

    Without ``slug``, the text of the slug does not count: it has the version of the data, and
    changes on all pages with each of them.
    """
    with pikepdf.open(io.BytesIO(pdf)) as document:
        known: dict[tuple[int, int], bytes] = {}
        return tuple(_print(page, known, slug=slug) for page in document.pages)


def _print(page: pikepdf.Page, known: dict[tuple[int, int], bytes], *, slug: bool) -> str:
    digest = hashlib.sha256(str([float(one) for one in page.mediabox]).encode())
    for key in _BOXES:
        if key in page.obj:
            digest.update(key.encode())
            for piece in _told(page.obj[key], known):
                digest.update(piece)
    resources = page.obj.get("/Resources")
    if resources is not None:
        for piece in _told(resources, known) if slug else _without_slug(resources, known):
            digest.update(piece)
    contents = page.obj.get("/Contents")
    streams = contents if isinstance(contents, pikepdf.Array) else [contents]
    for stream in streams:
        if isinstance(stream, pikepdf.Stream):
            digest.update(stream.read_raw_bytes())
    return digest.hexdigest()


def _without_slug(resources: Any, known: dict[tuple[int, int], bytes]) -> Iterator[bytes]:
    """Tell the resources of a page, but not its slug."""
    for key in sorted(resources.keys()):
        yield key.encode()
        if key != "/XObject":
            yield from _told(resources[key], known)
            continue
        for name in sorted(resources[key].keys()):
            if not name.startswith(SLUG):
                yield name.encode()
                yield from _told(resources[key][name], known)


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
