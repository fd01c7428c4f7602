"""What a reader who does not see the page is told, beyond what the engine tells.

The engine makes one element of every box on every page. Here they become what the writer meant: a
paragraph that goes on in the next column is one paragraph, a table over two pages one table, the
contents a table of contents; what only repeats is an artifact (ISO 14289-1, 7.1 to 7.5 and 7.9;
PDF Association, Tagged PDF Best Practice Guide).
"""

from __future__ import annotations

import re

import pikepdf

from report.pdf.structure import ARTIFACT, Annotation, Content, Node, read
from report.press.structure import write

#: HTML elements within a line that mean nothing to a listener.
_SILENT = frozenset(("data", "span", "strong", "em", "b", "i", "sub", "sup", "br", "small"))
#: HTML elements around others that the engine has no name for.
_GROUPS = frozenset(("figure", "header", "footer", "nav", "aside"))
_PX = 0.75


def tidy(document: pikepdf.Pdf) -> None:
    """Rebuild the structure tree of a document that the engine has tagged."""
    if "/StructTreeRoot" not in document.Root:
        return
    root = read(document)
    _drop_leaders(root)
    _join(root)
    _unite_links(root)
    _set_notes(root)
    _name(root, str(document.Root.get("/Lang", "")))
    _splice(root)
    _prune(root)
    _step(root)
    for index, page in enumerate(document.pages):
        _place(root, index, [float(edge) for edge in page.mediabox])
    for node in root.walk():
        _describe_links(node)
    _drop_untold_links(document, root)
    write(document, root)


def _drop_leaders(root: Node) -> None:
    """Take the dots that lead to a number for what they are: no words; their link stays one."""
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


def _unite_links(node: Node) -> None:
    """Let what is before and after a link's words be part of the one link."""
    for kid in node.nodes:
        _unite_links(kid)
    if node.kind != "Link":
        return
    kids: list[Node | Content | Annotation] = []
    for part in node.kids:
        kids += part.kids if isinstance(part, Node) and part.kind == "Link" else [part]
    node.kids = kids


def _join(root: Node) -> None:
    """Join the parts of one HTML element that stand in different columns or on different pages."""
    whole: dict[tuple[int, str, str], Node] = {}

    def walk(node: Node) -> bool:
        """Give whether the node stays; else its kids have gone to its first part."""
        kids, node.kids = node.kids, []
        key = (node.origin.number, node.origin.tag, node.kind) if node.origin else None
        first = whole.setdefault(key, node) if key else node
        if first is not node and node.kind == "THead":
            return False  # a head that is repeated on the next page
        for kid in kids:
            if not isinstance(kid, Node) or walk(kid):
                first.kids.append(kid)
        return first is node

    walk(root)


def _set_notes(root: Node) -> None:
    """Tell a footnote where it is called, as a note with its number (ISO 14289-1, 7.9)."""
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


def _is(node: Node, part: str) -> bool:
    return node.origin is not None and node.origin.tag.endswith(part)


def _take_out(root: Node, gone: Node) -> None:
    for node in root.walk():
        node.kids = [kid for kid in node.kids if kid is not gone]


def _name(node: Node, language: str) -> None:
    """Give elements the names that PDF has for what they are."""
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
        _name(kid, language)
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
    """Pair the terms of a list of descriptions with what describes them."""
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
    """Say of a head for which direction it is one (ISO 14289-1, 7.5)."""
    attributes = node.entries.setdefault("/A", pikepdf.Dictionary(O=pikepdf.Name.Table))
    if node.kind == "TH":
        row = node.origin is not None and node.origin.scope == "row"
        attributes["/Scope"] = pikepdf.Name.Row if row else pikepdf.Name.Column


def _take_out_labels(item: Node) -> None:
    """Put the number of a list's item before its words, as an element of its own."""
    labels = []
    for body in item.nodes:
        if body.kind == "LBody":
            labels += [kid for kid in body.nodes if kid.kind == "Lbl"]
            body.kids = [kid for kid in body.kids if kid not in labels]
    item.kids[:0] = [label for label in labels if any(True for _ in label.leaves())]


def _splice(node: Node) -> None:
    """Take out elements that only stand between an element and its words."""
    kids = []
    for kid in node.kids:
        if isinstance(kid, Node):
            _splice(kid)
            if _is_silent(kid):
                kids += kid.kids
                continue
        kids.append(kid)
    node.kids = kids


def _is_silent(node: Node) -> bool:
    if set(node.entries) & {"/Lang", "/Alt", "/ActualText", "/E"}:
        return False
    if node.kind == "NonStruct":
        return True
    return node.kind == "Span" and (node.origin is None or node.origin.tag in _SILENT)


def _prune(node: Node) -> None:
    """Take out elements with nothing in them, but cells, which make a table."""
    for kid in node.nodes:
        _prune(kid)
    node.kids = [
        kid
        for kid in node.kids
        if not isinstance(kid, Node) or kid.kids or kid.kind in ("TD", "TH")
    ]


def _step(root: Node) -> None:
    """Let no heading skip a level: a panel's title is one below whatever it stands under.

    Which heading comes before a block is known only here (ISO 14289-1, 7.4.2).
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


def _place(root: Node, page: int, media: list[float]) -> None:
    """Give the frames of figures in the page's own measure: points, from below."""
    for node in root.walk():
        attributes = node.entries.get("/A")
        if node.kind != "Figure" or attributes is None or "/BBox" not in attributes:
            continue
        if next((leaf.page for leaf in node.leaves()), None) != page:
            continue
        left, top, right, foot = (float(edge) * _PX for edge in attributes.BBox)
        box = (media[0] + left, media[3] - foot, media[0] + right, media[3] - top)
        low = (max(box[0], media[0]), max(box[1], media[1]))
        high = (min(box[2], media[2]), min(box[3], media[3]))
        attributes.BBox = pikepdf.Array([round(edge, 3) for edge in (*low, *high)])
        attributes["/Placement"] = pikepdf.Name.Block


def _drop_untold_links(document: pikepdf.Pdf, root: Node) -> None:
    """Take away links that no tag holds: those of a table's head that is repeated on a page.

    The head is an artifact there, which has nothing that can be reached (ISO 14289-1, 7.18.1).
    """
    told = {leaf.annotation.objgen for leaf in root.leaves() if isinstance(leaf, Annotation)}
    for page in document.pages:
        kept = [
            one
            for one in page.obj.get("/Annots", pikepdf.Array())
            if one.get("/Subtype") != "/Link" or one.objgen in told
        ]
        if "/Annots" in page.obj and len(kept) < len(page.obj.Annots):
            page.obj.Annots = pikepdf.Array(kept)


def _describe_links(node: Node) -> None:
    """Say in words where a link leads (ISO 14289-1, 7.18.5)."""
    if node.kind == "Link" and node.origin and node.origin.text:
        for kid in node.kids:
            if isinstance(kid, Annotation):
                kid.annotation["/Contents"] = pikepdf.String(node.origin.text)
