"""Corrects the tags of the engine for screen readers.

The engine makes one element of every box on every page. This module joins and renames them: a
paragraph that continues in the next column is one paragraph, a table on two pages is one table, the
contents are a table of contents, and repeated content is an artifact (ISO 14289-1, 7.1 to 7.5 and
7.9; PDF Association, Tagged PDF Best Practice Guide).
"""

from __future__ import annotations

import re

import pikepdf

from report.pdf.structure import ARTIFACT, Annotation, Content, Node
from report.press.heads import name_heads
from report.press.structure import write

#: Inline HTML elements without a meaning for screen readers.
_INLINE = frozenset(("data", "span", "strong", "em", "b", "i", "sub", "sup", "br", "small"))
#: HTML containers for which the engine has no tag.
_GROUPS = frozenset(("figure", "header", "footer", "nav", "aside"))
_PX = 0.75


def tidy(document: pikepdf.Pdf, root: Node) -> None:
    """Rebuild the structure tree of a document from the structure that the engine has made."""
    _drop_leaders(root)
    _join(root)
    _merge_links(root)
    _move_notes(root)
    _tag_table_notes(root)
    _rename(root, str(document.Root.get("/Lang", "")))
    _remove_inline_elements(root)
    _remove_empty_elements(root)
    _correct_heading_levels(root)
    _convert_boxes(root, [[float(edge) for edge in page.mediabox] for page in document.pages])
    name_heads(root)
    for node in root.walk():
        _describe_links(node)
    _drop_untagged_links(document, root)
    write(document, root)


def _drop_leaders(root: Node) -> None:
    """Make the leader dots of the contents artifacts; their links stay."""
    for node in root.walk():
        kids: list[Node | Content | Annotation] = []
        for kid in node.kids:
            if isinstance(kid, Node) and kid.origin is not None and kid.origin.leads:
                leaves = list(kid.leaves())
                kids += [leaf for leaf in leaves if isinstance(leaf, Annotation)]
                kids.append(Node(ARTIFACT, [one for one in leaves if isinstance(one, Content)]))
            else:
                kids.append(kid)
        node.kids = kids


def _merge_links(node: Node) -> None:
    """Merge links within a link, such as generated content, into the outer link."""
    for kid in node.nodes:
        _merge_links(kid)
    if node.kind != "Link":
        return
    kids: list[Node | Content | Annotation] = []
    for part in node.kids:
        kids += part.kids if isinstance(part, Node) and part.kind == "Link" else [part]
    node.kids = kids


def _join(root: Node) -> None:
    """Join the parts of one HTML element that are in different columns or on different pages."""
    whole: dict[tuple[int, str, str], Node] = {}

    def walk(node: Node) -> bool:
        """Return whether the node stays; otherwise its kids were moved to its first part."""
        kids, node.kids = node.kids, []
        key = (node.origin.number, node.origin.tag, node.kind) if node.origin else None
        first = whole.setdefault(key, node) if key else node
        if first is not node and node.kind == "THead":
            return False  # a table head that is repeated on the next page
        for kid in kids:
            if not isinstance(kid, Node) or walk(kid):
                first.kids.append(kid)
        return first is node

    walk(root)


def _move_notes(root: Node) -> None:
    """Move each footnote behind its call, as a Note with its number (ISO 14289-1, 7.9)."""
    notes: dict[int, Node] = {}
    for node in list(root.walk()):
        for kid in node.nodes:
            marker = next((one for one in kid.nodes if _is(one, "::footnote-marker")), None)
            if marker is not None and marker.origin is not None:
                marker.kind, kid.kind = "Lbl", "Note"
                kid.entries["/ID"] = pikepdf.String(f"note-{len(notes) + 1}")
                notes[marker.origin.number] = kid
    for node in list(root.walk()):
        for kid in node.nodes:
            if not _is(kid, "::footnote-call") or kid.origin is None:
                continue
            kid.kind, kid.kids = "Reference", [Node("Lbl", kid.kids)]
            note = notes.pop(kid.origin.number, None)
            if note is not None:
                _take_out(root, note)
                at = next(at for at, one in enumerate(node.kids) if one is kid)
                node.kids.insert(at + 1, note)


def _tag_table_notes(root: Node) -> None:
    """Make the notes below a table Notes with their numbers, and their calls references."""
    number = sum(node.kind == "Note" for node in root.walk())
    for node in root.walk():
        if _has(node, "note-text"):
            number += 1
            node.kind = "Note"
            node.entries["/ID"] = pikepdf.String(f"note-{number}")
            for kid in node.nodes:
                if _has(kid, "number"):
                    kid.kind = "Lbl"
        elif _has(node, "call") and node.kind == "Span":
            node.kind, node.kids = "Reference", [Node("Lbl", node.kids)]


def _is(node: Node, part: str) -> bool:
    return node.origin is not None and node.origin.tag.endswith(part)


def _take_out(root: Node, gone: Node) -> None:
    for node in root.walk():
        node.kids = [kid for kid in node.kids if kid is not gone]


def _rename(node: Node, language: str) -> None:
    """Rename elements to the standard structure types of PDF, and set their language."""
    origin = node.origin
    tag, classes = (origin.tag, origin.classes) if origin else ("", ())
    if origin and origin.lang and origin.lang != language:
        node.entries["/Lang"] = pikepdf.String(origin.lang)
    if node.kind == "NonStruct" and tag in _GROUPS:
        node.kind = "Div"
    elif tag == "li::before":
        node.kind = "Lbl"
    elif tag == "ol" and "contents" in classes:
        node.kind = "TOC"
    elif node.kind == "L" and tag == "dl":
        node.kids = list(_terms(node))
    elif node.kind in ("TH", "TD"):
        _cell(node)
    for kid in node.nodes:
        _rename(kid, language)
    if node.kind == "TOC":
        for item in node.nodes:
            item.kind = "TOCI"
            for body in item.nodes:
                body.kind = "NonStruct"
                for part in body.nodes:
                    part.kind = "Lbl" if _has(part, "ordinal") else "Reference"
    elif node.kind == "LI":
        _take_out_labels(node)


def _has(node: Node, name: str) -> bool:
    return node.origin is not None and name in node.origin.classes


def _terms(node: Node) -> list[Node]:
    """Return a list item for each term of a description list, with its descriptions."""
    items: list[Node] = []
    for item in node.nodes:
        for body in item.nodes:
            if body.origin and body.origin.tag == "dt":
                body.kind = "Lbl"
                items.append(Node("LI", [body]))
            elif items:
                items[-1].kids.append(body)
    return items


def _cell(node: Node) -> None:
    """Set the scope of a table header cell (ISO 14289-1, 7.5)."""
    attributes = node.entries.setdefault("/A", pikepdf.Dictionary(O=pikepdf.Name.Table))
    if node.kind == "TH":
        row = node.origin is not None and node.origin.scope in ("row", "rowgroup")
        attributes["/Scope"] = pikepdf.Name.Row if row else pikepdf.Name.Column


def _take_out_labels(item: Node) -> None:
    """Move the label of a list item in front of its body, as an element of its own."""
    labels = []
    for body in item.nodes:
        if body.kind == "LBody":
            labels += [kid for kid in body.nodes if kid.kind == "Lbl"]
            body.kids = [kid for kid in body.kids if kid not in labels]
    item.kids[:0] = [label for label in labels if any(True for _ in label.leaves())]


def _remove_inline_elements(node: Node) -> None:
    """Replace elements without a meaning of their own by their content."""
    kids = []
    for kid in node.kids:
        if isinstance(kid, Node):
            _remove_inline_elements(kid)
            if _is_meaningless(kid):
                kids += kid.kids
                continue
        kids.append(kid)
    node.kids = kids


def _is_meaningless(node: Node) -> bool:
    if set(node.entries) & {"/Lang", "/Alt", "/ActualText", "/E"}:
        return False
    if node.kind == "NonStruct":
        return True
    return node.kind == "Span" and (node.origin is None or node.origin.tag in _INLINE)


def _remove_empty_elements(node: Node) -> None:
    """Remove empty elements, but keep the cells of tables."""
    for kid in node.nodes:
        _remove_empty_elements(kid)
    node.kids = [
        kid
        for kid in node.kids
        if not isinstance(kid, Node) or kid.kids or kid.kind in ("TD", "TH")
    ]


def _correct_heading_levels(root: Node) -> None:
    """Change heading levels so that none is skipped (ISO 14289-1, 7.4.2).

    The title of a panel is one level below the heading before it, which is known only here.
    """
    above: list[int] = []
    for node in root.walk():
        match = re.fullmatch(r"H([1-6])", node.kind)
        if match:
            level = int(match[1])
            while above and above[-1] >= level:
                above.pop()
            above.append(level)
            node.kind = f"H{len(above)}"


def _convert_boxes(root: Node, pages: list[list[float]]) -> None:
    """Convert the frames of figures from CSS px from the top to pt from the bottom of the page.

    ``pages`` are the media boxes of the pages, in pt.
    """
    for node in root.walk():
        attributes = node.entries.get("/A")
        if node.kind != "Figure" or attributes is None or "/BBox" not in attributes:
            continue
        page = next((leaf.page for leaf in node.leaves()), None)
        if page is None:
            continue
        media = pages[page]
        left, top, right, foot = (float(edge) * _PX for edge in attributes.BBox)
        box = (media[0] + left, media[3] - foot, media[0] + right, media[3] - top)
        low = (max(box[0], media[0]), max(box[1], media[1]))
        high = (min(box[2], media[2]), min(box[3], media[3]))
        attributes.BBox = pikepdf.Array([round(edge, 3) for edge in (*low, *high)])
        attributes["/Placement"] = pikepdf.Name.Block


def _drop_untagged_links(document: pikepdf.Pdf, root: Node) -> None:
    """Remove links that are in no element: those in repeated table heads.

    Repeated heads are artifacts, and artifacts must not contain links (ISO 14289-1, 7.18.1).
    """
    tagged = {leaf.annotation.objgen for leaf in root.leaves() if isinstance(leaf, Annotation)}
    for page in document.pages:
        kept = [
            one
            for one in page.obj.get("/Annots", pikepdf.Array())
            if one.get("/Subtype") != "/Link" or one.objgen in tagged
        ]
        if "/Annots" in page.obj and len(kept) < len(page.obj.Annots):
            page.obj.Annots = pikepdf.Array(kept)


def _describe_links(node: Node) -> None:
    """Set the description of a link's target (ISO 14289-1, 7.18.5)."""
    if node.kind == "Link" and node.origin and node.origin.text:
        for kid in node.kids:
            if isinstance(kid, Annotation):
                kid.annotation["/Contents"] = pikepdf.String(node.origin.text)
