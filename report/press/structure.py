"""The structure tree of a PDF (ISO 32000-1, 14.7), read into plain objects and written back.

The engine's own marks say from which HTML element each structure element was made; see
:class:`Origin`. They are taken out when the tree is written.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pikepdf

from report.press.streams import content_of

#: The key of the engine's mark in a structure element.
MARK = "/ReportOrigin"
_MCID = re.compile(rb"/\w+\s*<<\s*/MCID (\d+)\s*>>\s*BDC")
#: The kind of a node that no reader is told of.
ARTIFACT = "Artifact"
_LAYOUT = b"/Artifact <</Type /Layout>> BDC"
#: One such artifact and the beginning of the next.
_NEIGHBOURS = re.compile(
    rb"(%s(?:(?!\b(?:BDC|EMC)\b)[\s\S])*)\bEMC\s+%s" % (re.escape(_LAYOUT), re.escape(_LAYOUT))
)
_ENTRIES = ("/Alt", "/ActualText", "/E", "/Lang", "/ID", "/A", "/T")


@dataclass(frozen=True, slots=True)
class Origin:
    """The HTML element behind a structure element: its number in the document, and what it is."""

    number: int
    tag: str
    classes: tuple[str, ...]
    lang: str
    scope: str
    text: str
    #: Whether it is the dots that lead the eye to a number.
    leads: bool


@dataclass(frozen=True, slots=True)
class Content:
    """Marked content: the page's index, from 0, and its number on it."""

    page: int
    mcid: int


@dataclass(frozen=True, slots=True)
class Annotation:
    """An annotation that belongs to an element, such as a link."""

    page: int
    annotation: Any


@dataclass(slots=True)
class Node:
    """A structure element."""

    kind: str
    kids: list[Node | Content | Annotation] = field(default_factory=list)
    entries: dict[str, Any] = field(default_factory=dict)
    origin: Origin | None = None

    @property
    def nodes(self) -> list[Node]:
        """The elements among its kids."""
        return [kid for kid in self.kids if isinstance(kid, Node)]

    def walk(self) -> Iterator[Node]:
        """Give it and everything below, in reading order."""
        yield self
        for kid in self.nodes:
            yield from kid.walk()

    def leaves(self) -> Iterator[Content | Annotation]:
        """Give what is seen of it, in reading order."""
        for kid in self.kids:
            if isinstance(kid, Node):
                yield from kid.leaves()
            else:
                yield kid


def read(document: pikepdf.Pdf) -> Node:
    """Read the tree of a document that has one."""
    pages = {page.obj.objgen: index for index, page in enumerate(document.pages)}
    root = document.Root.StructTreeRoot
    names = {str(key)[1:]: str(value)[1:] for key, value in root.get("/RoleMap", {}).items()}
    tops = [
        _read(top, pages, names, frozenset()) for top in _kids(root) if not isinstance(top, int)
    ]
    return tops[0] if len(tops) == 1 else Node("Document", list(tops))


def _kids(element: Any) -> list[Any]:
    """Give what ``/K`` holds: nothing, one thing, or an array of things."""
    kids = element.get("/K")
    if kids is None:
        return []
    return list(kids) if isinstance(kids, pikepdf.Array) else [kids]


def _read(
    element: Any,
    pages: Mapping[tuple[int, int], int],
    names: Mapping[str, str],
    above: frozenset[tuple[int, int]],
) -> Node:
    """Read an element; what lies on pages that are not in the document is left out.

    ``names`` are the standard names of the document's own ones (14.7.3), ``above`` the
    elements it lies in. Raises ValueError when it lies in itself.
    """
    if element.objgen in above:
        raise ValueError("an element of the structure tree lies in itself")
    if element.is_indirect:
        above = above | {element.objgen}
    page = pages.get(element.Pg.objgen) if "/Pg" in element else None
    kind = str(element.S).removeprefix("/")
    node = Node(
        names.get(kind, kind),
        entries={key: element[key] for key in _ENTRIES if key in element},
        origin=_origin(element),
    )
    for kid in _kids(element):
        if isinstance(kid, int):
            if page is not None:
                node.kids.append(Content(page, kid))
            continue
        if kid is None:
            continue
        role = str(kid.get("/Type", ""))
        if role not in ("/OBJR", "/MCR"):
            node.kids.append(_read(kid, pages, names, above))
            continue
        there = pages.get(kid.Pg.objgen) if "/Pg" in kid else page
        if there is not None and role == "/OBJR":
            node.kids.append(Annotation(there, kid.Obj))
        elif there is not None:
            node.kids.append(Content(there, int(kid.MCID)))
    return node


def _origin(element: Any) -> Origin | None:
    if MARK not in element:
        return None
    number, tag, classes, lang, scope, text, leads = json.loads(str(element[MARK]))
    return Origin(number, tag, tuple(classes), lang, scope, text, leads)


def write(document: pikepdf.Pdf, root: Node) -> None:
    """Write a tree into a document in place of its own; what is in no element becomes artifact."""
    tree = document.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.StructTreeRoot))
    parents: list[dict[int, Any]] = [{} for _ in document.pages]
    annotations: list[Any] = []
    identified: list[tuple[str, Any]] = []
    layout: list[set[int]] = [set() for _ in document.pages]
    writer = _Writer(document, parents, annotations, identified, layout)
    tree.K = pikepdf.Array([writer.element(root, tree)])
    numbers = pikepdf.Array()
    for index, page in enumerate(document.pages):
        elements = parents[index]
        _make_artifacts(document, page, set(elements), writer.layout[index])
        page.StructParents = index
        row = [elements.get(mcid) for mcid in range(max(elements, default=-1) + 1)]
        numbers.append(index)
        numbers.append(pikepdf.Array(row))
    for number, (annotation, element) in enumerate(annotations, len(document.pages)):
        annotation.StructParent = number
        numbers.append(number)
        numbers.append(element)
    tree.ParentTree = document.make_indirect(pikepdf.Dictionary(Nums=numbers))
    tree.ParentTreeNextKey = len(document.pages) + len(annotations)
    if identified:
        identified.sort(key=lambda pair: pair[0].encode())
        names = [part for name, one in identified for part in (pikepdf.String(name), one)]
        tree.IDTree = document.make_indirect(pikepdf.Dictionary(Names=pikepdf.Array(names)))
    document.Root.StructTreeRoot = tree


@dataclass(slots=True)
class _Writer:
    document: pikepdf.Pdf
    parents: list[dict[int, Any]]
    annotations: list[Any]
    identified: list[tuple[str, Any]]
    #: For each page, what is part of the layout alone.
    layout: list[set[int]]

    def element(self, node: Node, parent: Any) -> Any:
        """Write an element and everything below."""
        made = self.document.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.StructElem, S=pikepdf.Name(f"/{node.kind}"), P=parent
            )
        )
        for key, value in node.entries.items():
            made[key] = value
        if "/ID" in node.entries:
            self.identified.append((str(node.entries["/ID"]), made))
        page = next((leaf.page for leaf in node.leaves()), None)
        if page is not None:
            made.Pg = self.document.pages[page].obj
        kids = pikepdf.Array()
        for kid in node.kids:
            if isinstance(kid, Node) and kid.kind == ARTIFACT:
                for leaf in kid.leaves():
                    if isinstance(leaf, Content):
                        self.layout[leaf.page].add(leaf.mcid)
            elif isinstance(kid, Node):
                kids.append(self.element(kid, made))
            elif isinstance(kid, Annotation):
                there = self.document.pages[kid.page].obj
                kids.append(
                    pikepdf.Dictionary(Type=pikepdf.Name.OBJR, Obj=kid.annotation, Pg=there)
                )
                self.annotations.append((kid.annotation, made))
            else:
                self.parents[kid.page][kid.mcid] = made
                if kid.page == page:
                    kids.append(kid.mcid)
                else:
                    there = self.document.pages[kid.page].obj
                    kids.append(pikepdf.Dictionary(Type=pikepdf.Name.MCR, MCID=kid.mcid, Pg=there))
        made.K = kids
        return made


def _make_artifacts(
    document: pikepdf.Pdf, page: pikepdf.Page, kept: set[int], layout: set[int]
) -> None:
    """Mark what is in no element as artifact: running heads, folios, repeated table heads.

    ``layout`` is what only serves the page's looks; what stands beside each other of it is one.
    """
    whole = content_of(page)

    def marked(match: re.Match[bytes]) -> bytes:
        number = int(match[1])
        if number in kept:
            return match[0]
        return _LAYOUT if number in layout else b"/Artifact <</Type /Pagination>> BDC"

    changed = _MCID.sub(marked, whole)
    merged = 1 if layout else 0
    while merged:
        changed, merged = _NEIGHBOURS.subn(rb"\1", changed)
    if changed != whole:
        page.Contents = document.make_stream(changed)
