"""Writes the structure tree of a PDF; content that is in no element becomes an artifact."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import pikepdf

from report.pdf.structure import ARTIFACT, Annotation, Content, Node
from report.press.streams import content_of

_MCID = re.compile(rb"/\w+\s*<<\s*/MCID (\d+)\s*>>\s*BDC")
_LAYOUT = b"/Artifact <</Type /Layout>> BDC"
#: A layout artifact and the beginning of the next one.
_NEIGHBOURS = re.compile(
    rb"(%s(?:(?!\b(?:BDC|EMC)\b)[\s\S])*)\bEMC\s+%s" % (re.escape(_LAYOUT), re.escape(_LAYOUT))
)


def write(document: pikepdf.Pdf, root: Node) -> None:
    """Replace the structure tree of a document; content in no element becomes an artifact."""
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
    #: For each page, the MCIDs of content that is only layout.
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
    """Mark content that is in no element as artifact: running heads, folios, repeated table heads.

    ``layout`` has the MCIDs of content that is only layout; adjacent artifacts of it are merged.
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
