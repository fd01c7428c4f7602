"""Reads the structure tree of a PDF (ISO 32000-1, 14.7) into plain objects.

An entry of our engine names the HTML element of each structure element; see :class:`Origin`. It is
removed when the tree is written (``report/press/structure.py``).
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pikepdf

#: The key of that entry.
MARK = "/ReportOrigin"
#: The kind of nodes for artifacts.
ARTIFACT = "Artifact"
_ENTRIES = ("/Alt", "/ActualText", "/E", "/Lang", "/ID", "/A", "/T")


@dataclass(frozen=True, slots=True)
class Origin:
    """The HTML element of a structure element: its number in the document, and its properties."""

    number: int
    tag: str
    classes: tuple[str, ...]
    lang: str
    scope: str
    text: str
    #: Whether it is a row of leader dots.
    leads: bool


@dataclass(frozen=True, slots=True)
class Content:
    """Marked content: the index of the page, from 0, and its MCID."""

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
        """Return this node and all nodes below it, in reading order.

        Kids may be changed on the way, as long as those of nodes that are still to come.
        """
        stack: list[Node] = [self]
        while stack:
            node = stack.pop()
            yield node
            stack += reversed(node.nodes)

    def leaves(self) -> Iterator[Content | Annotation]:
        """Return its content and annotations, in reading order."""
        for kid in self.kids:
            if isinstance(kid, Node):
                yield from kid.leaves()
            else:
                yield kid


def read(document: pikepdf.Pdf) -> Node:
    """Return the tree of a document that has one."""
    pages = {page.obj.objgen: index for index, page in enumerate(document.pages)}
    root = document.Root.StructTreeRoot
    names = {str(key)[1:]: str(value)[1:] for key, value in root.get("/RoleMap", {}).items()}
    tops = [
        _read(top, pages, names, frozenset()) for top in _kids(root) if not isinstance(top, int)
    ]
    return tops[0] if len(tops) == 1 else Node("Document", list(tops))


def order_on(pdf: bytes, number: int) -> list[tuple[str, list[int]]]:
    """Return the elements with content on a page, in reading order: kind, and MCIDs.

    Pages count from 1. Without tags there are none.
    """
    with pikepdf.open(io.BytesIO(pdf)) as document:
        if "/StructTreeRoot" not in document.Root:
            return []
        found = []
        for node in read(document).walk():
            own = [kid for kid in node.kids if isinstance(kid, Content)]
            mcids = [one.mcid for one in own if one.page == number - 1]
            if mcids:
                found.append((node.kind.lstrip("/"), mcids))
        return found


def _kids(element: Any) -> list[Any]:
    """Return the kids of ``/K``, which may be missing, one object, or an array."""
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
    """Return an element as a node; content of pages that are not in the document is left out.

    ``names`` maps the document's own structure types to standard ones (14.7.3), ``above`` are the
    ancestors. Raises ValueError when an element contains itself.
    """
    if element.objgen in above:
        raise ValueError("an element of the structure tree contains itself")
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
