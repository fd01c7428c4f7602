"""The order in which a page is read aloud, against the order in which it is seen.

What is told later and stands above, in the same column, is read out of order. Figures are told by
their text, notes where they are called: both may stand anywhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

from report.findings.diagnostics import Severity
from report.pdf.structure import Content, Node
from report.preflight.content import sorted_box
from report.preflight.rules import SCREEN, Check, Finding, Rule
from report.preflight.subject import Subject

_MM = 25.4 / 72
#: Elements that stand wherever there is room.
_FREE = frozenset(("Figure", "Formula", "Note", "FENote", "Aside"))
#: Two texts are in one column when the narrower is above or below the other for this share.
_SHARE = 0.5


class Box(NamedTuple):
    """What a text covers, in pt from the lower left."""

    left: float
    foot: float
    right: float
    top: float

    def joined(self, other: Box) -> Box:
        """Give the box of both."""
        return Box(
            min(self.left, other.left),
            min(self.foot, other.foot),
            max(self.right, other.right),
            max(self.top, other.top),
        )


def check_order(subject: Subject) -> Iterator[Finding]:
    """Find text that is read after what it stands above (P316); the first on each page."""
    document = subject.document
    if "/StructTreeRoot" not in document.Root:
        return
    order: dict[int, list[int]] = {}
    for leaf in _told(subject.tree):
        order.setdefault(leaf.page, []).append(leaf.mcid)
    for index, marks in sorted(order.items()):
        early = _early(marks, _places(subject.drawn[index]))
        if early is not None:
            left, _, _, top = sorted_box(document.pages[index].mediabox)
            x, y = (early.left - left) * _MM, (top - early.top) * _MM
            message = "text is read after what stands below it"
            yield Finding("P316", message, index + 1, x, y)


def _told(node: Node) -> Iterator[Content]:
    """Give the marked content of the tree in the order in which it is told."""
    for kid in node.kids:
        if isinstance(kid, Content):
            yield kid
        elif isinstance(kid, Node) and kid.kind not in _FREE:
            yield from _told(kid)


def _places(page: pypdfium2.PdfPage) -> dict[int, Box]:
    """Give what each marked content's text covers."""
    found: dict[int, Box] = {}
    for thing in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT], max_depth=1):
        mark = pdfium.FPDFPageObj_GetMarkedContentID(thing.raw)
        if mark >= 0:
            box = Box(*thing.get_bounds())
            found[mark] = found[mark].joined(box) if mark in found else box
    return found


def _early(marks: Sequence[int], places: Mapping[int, Box]) -> Box | None:
    """Give the first text that stands above one that is told before it, in its column."""
    told: list[Box] = []
    for mark in marks:
        box = places.get(mark)
        if box is None:
            continue
        if any(_is_above(box, before) for before in told):
            return box
        told.append(box)
    return None


def _is_above(one: Box, other: Box) -> bool:
    if one.foot < other.top:
        return False
    shared = min(one.right, other.right) - max(one.left, other.left)
    return shared > _SHARE * min(one.right - one.left, other.right - other.left)


#: What is asked here.
RULES = (
    Rule(
        "P316",
        Severity.WARNING,
        "no text is above a text that is read before it",
        "ISO 14289-1, 7.1",
        SCREEN,
        cure="put it where it is read: the order of the data is the order of reading",
        chinese="閱讀次序與版面一致",
    ),
)
CHECKS = (Check("the structure tree", lambda subject, _: check_order(subject), drawn=True),)
