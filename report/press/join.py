"""Joins finished parts into one document: pages, structure, outline, destinations, fonts.

In: a PDF without pages that has the document's metadata, its fonts, and the parts. Out: an open
document, which :func:`report.press.finish.finish` completes.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any

import pikepdf

from report.pdf.parts import FONTS, Part
from report.pdf.structure import Annotation, Content, Node, read

#: Streams of at least so many bytes are shared by the parts that have them.
_SHARED = 1024
#: Types of objects that name no picture and no profile.
_WITHOUT = (pikepdf.Name.Font, pikepdf.Name.FontDescriptor, pikepdf.Name.Annot)
#: Entries of structure elements with ids of table cells: their own, and those of their heads.
_IDENTIFIED = ("/ID",)


@contextmanager
def joined(
    frame: bytes,
    fonts: Sequence[tuple[bytes, Sequence[int]]],
    parts: Sequence[Part],
    *,
    tagged: bool = True,
) -> Iterator[tuple[pikepdf.Pdf, Node | None]]:
    """Join the parts; gives the document, and its structure when it is ``tagged``.

    ``frame`` is a PDF without pages that has the document's metadata; ``fonts`` are PDFs without
    pages, each with one font in its catalog, and the numbers of the parts that use it.
    """
    with ExitStack() as stack:
        document = stack.enter_context(pikepdf.open(io.BytesIO(frame)))
        named: list[dict[str, Any]] = [{} for _ in parts]
        for pdf, numbers in fonts:
            source = stack.enter_context(pikepdf.open(io.BytesIO(pdf)))
            for name, font in source.Root[f"/{FONTS}"].items():
                own = document.copy_foreign(font)
                for at in numbers:
                    named[at][name] = own
        tagged = tagged and "/StructTreeRoot" in document.Root
        root = Node("Document")
        first, number = 0, 0
        for index, part in enumerate(parts):
            source = stack.enter_context(pikepdf.open(io.BytesIO(part.pdf)))
            for page in source.pages:  # destinations are written anew, below
                document.pages.append(page)
            _embed(document, first, named[index])
            if tagged:
                top = read(source)
                number = _move(document, source, top, index, first, number)
                root.kids += top.kids
            first += part.pages
        _share(document)
        _destinations(document, parts)
        _outline(document, parts)
        yield document, root if tagged else None


def digest(
    frame: bytes, fonts: Sequence[tuple[bytes, Sequence[int]]], parts: Sequence[Part]
) -> bytes:
    """Return a hash of what a document is joined from."""
    whole = hashlib.sha256()
    for pdf in (frame, *(font for font, _ in fonts), *(part.pdf for part in parts)):
        whole.update(hashlib.sha256(pdf).digest())
    return whole.digest()


def _embed(document: pikepdf.Pdf, first: int, fonts: Mapping[str, Any]) -> None:
    """Replace the fonts of a part, whose pages share one dictionary, by those of the document."""
    own = document.pages[first].obj.Resources.get("/Font", pikepdf.Dictionary())
    for name in list(own.keys()):
        own[name] = fonts[str(name)]


def _move(
    document: pikepdf.Pdf, source: pikepdf.Pdf, top: Node, part: int, first: int, number: int
) -> int:
    """Make a part's structure that of the document's pages from ``first`` on.

    Its HTML elements are numbered from ``number`` on. Returns the number after the last one.
    """
    most = number
    links = [
        {one.objgen: at for at, one in enumerate(page.obj.get("/Annots", pikepdf.Array()))}
        for page in source.pages
    ]
    for node in top.walk():
        if node.origin is not None:
            node.origin = replace(node.origin, number=number + node.origin.number)
            most = max(most, node.origin.number + 1)
        node.entries = {
            key: _own(value, f"{part}." if key in _IDENTIFIED else "")
            for key, value in node.entries.items()
        }
        kids: list[Node | Content | Annotation] = []
        for kid in node.kids:
            if isinstance(kid, Content):
                kids.append(Content(kid.page + first, kid.mcid))
            elif isinstance(kid, Annotation):
                at = links[kid.page][kid.annotation.objgen]
                page = document.pages[kid.page + first]
                kids.append(Annotation(kid.page + first, page.obj.Annots[at]))
            else:
                kids.append(kid)
        node.kids = kids
    return most


def _own(value: Any, prefix: str) -> Any:
    """Copy a value out of its document; ``prefix`` makes the ids of table cells unique."""
    if isinstance(value, pikepdf.Dictionary):
        own = pikepdf.Dictionary()
        for key, entry in value.items():
            own[key] = _own(entry, prefix if key == "/Headers" else "")
        return own
    if isinstance(value, pikepdf.Array):
        return pikepdf.Array([_own(entry, prefix) for entry in value])
    if isinstance(value, pikepdf.String):
        return pikepdf.String(f"{prefix}{value}")
    return value


def _share(document: pikepdf.Pdf) -> None:
    """Let equal streams, such as profiles and pictures, be one object."""
    first: dict[bytes, Any] = {}
    same: dict[tuple[int, int], Any] = {}
    for one in document.objects:
        if not isinstance(one, pikepdf.Stream) or int(one.get("/Length", 0)) < _SHARED:
            continue
        if one.get("/Subtype") != "/Image" and "/N" not in one:
            continue
        rest = {key: value for key, value in one.items() if key != "/Length"}
        key = hashlib.sha256(repr(rest).encode() + one.read_raw_bytes()).digest()
        kept = first.setdefault(key, one)
        if kept is not one:
            same[one.objgen] = kept
    if same:
        for one in document.objects:
            if not isinstance(one, pikepdf.Dictionary) or one.get("/Type") not in _WITHOUT:
                _replace(one, same)


def _replace(value: Any, same: dict[tuple[int, int], Any]) -> None:
    """Replace references in a dictionary or array, and in those directly within."""
    if isinstance(value, pikepdf.Array):
        places: Any = range(len(value))
    elif isinstance(value, pikepdf.Dictionary | pikepdf.Stream):
        places = list(value.keys())
    else:
        return
    for place in places:
        entry = value[place]
        if not isinstance(entry, pikepdf.Object):
            continue
        if entry.is_indirect:
            if entry.objgen in same:
                value[place] = same[entry.objgen]
        else:
            _replace(entry, same)


def _destinations(document: pikepdf.Pdf, parts: Sequence[Part]) -> None:
    """Write the ids of all parts as named destinations (ISO 32000-1, 12.3.2.3)."""
    found: dict[str, Any] = {}
    first = 0
    for part in parts:
        for one in part.anchors:
            page = document.pages[first + one.page].obj
            found.setdefault(one.name, pikepdf.Array([page, pikepdf.Name.XYZ, one.x, one.y, 0]))
        first += part.pages
    if found:
        ordered = sorted(found, key=lambda name: bytes(pikepdf.String(name)))
        pairs = [entry for name in ordered for entry in (pikepdf.String(name), found[name])]
        names = document.Root.get("/Names", pikepdf.Dictionary())
        names.Dests = pikepdf.Dictionary(Names=pikepdf.Array(pairs))
        document.Root.Names = names


@dataclass(slots=True)
class _Entry:
    """An entry of the outline, with those below it."""

    level: int
    item: Any
    below: list[_Entry] = field(default_factory=list)


def _outline(document: pikepdf.Pdf, parts: Sequence[Part]) -> None:
    """Write the outline (ISO 32000-1, 12.3.3); levels that are left out count as none."""
    top = _Entry(0, document.make_indirect(pikepdf.Dictionary()))
    above = [top]
    first = 0
    for part in parts:
        for one in part.bookmarks:
            page = document.pages[first + one.page].obj
            made = pikepdf.Dictionary(
                Title=pikepdf.String(one.label),
                Dest=pikepdf.Array([page, pikepdf.Name.XYZ, one.x, one.y, 0]),
                Count=0 if one.open else -1,
            )
            while above[-1].level >= one.level:
                above.pop()
            entry = _Entry(one.level, document.make_indirect(made))
            above[-1].below.append(entry)
            above.append(entry)
        first += part.pages
    if top.below:
        _link(top)
        document.Root.Outlines = top.item


def _link(entry: _Entry) -> int:
    """Link the entries below one; returns how many are visible when it is open."""
    count = len(entry.below)
    for before, after in pairwise(entry.below):
        before.item.Next, after.item.Prev = after.item, before.item
    for one in entry.below:
        one.item.Parent = entry.item
        closed = one.item.Count < 0
        visible = _link(one)
        one.item.Count = -visible if closed else visible
        count += 0 if closed else visible
    if entry.below:
        entry.item.First, entry.item.Last = entry.below[0].item, entry.below[-1].item
    entry.item.Count = count
    return count
