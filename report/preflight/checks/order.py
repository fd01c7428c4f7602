"""The reading order of the tags, compared with the layout of the page.

Text is out of order when it comes later in the structure tree but stands higher in the same column.
Figures, notes and asides are exempt: they may stand anywhere on the page.
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
#: Elements that may stand anywhere on the page.
_FREE = frozenset(("Figure", "Formula", "Note", "FENote", "Aside"))
#: Two texts are in one column when the narrower is above or below the other for this share.
_SHARE = 0.5


class Box(NamedTuple):
    """The frame of a text, in pt from the lower left."""

    left: float
    foot: float
    right: float
    top: float

    def joined(self, other: Box) -> Box:
        """Return the smallest box around both."""
        return Box(
            min(self.left, other.left),
            min(self.foot, other.foot),
            max(self.right, other.right),
            max(self.top, other.top),
        )


def check_order(subject: Subject) -> Iterator[Finding]:
    """Find text that is read after text below it (P316); only the first on each page."""
    document = subject.document
    if "/StructTreeRoot" not in document.Root:
        return
    order: dict[int, list[int]] = {}
    for leaf in _in_reading_order(subject.tree):
        order.setdefault(leaf.page, []).append(leaf.mcid)
    for index, marks in sorted(order.items()):
        found = _out_of_order(marks, _places(subject.drawn[index]))
        if found is not None:
            left, _, _, top = sorted_box(document.pages[index].mediabox)
            x, y = (found.left - left) * _MM, (top - found.top) * _MM
            message = "text is read after text that stands below it"
            yield Finding("P316", message, index + 1, x, y)


def _in_reading_order(node: Node) -> Iterator[Content]:
    """Return the marked content of the tree in reading order."""
    for kid in node.kids:
        if isinstance(kid, Content):
            yield kid
        elif isinstance(kid, Node) and kid.kind not in _FREE:
            yield from _in_reading_order(kid)


def _places(page: pypdfium2.PdfPage) -> dict[int, Box]:
    """Return the frame of each marked content, by its MCID."""
    found: dict[int, Box] = {}
    for thing in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT], max_depth=1):
        mark = pdfium.FPDFPageObj_GetMarkedContentID(thing.raw)
        if mark >= 0:
            box = Box(*thing.get_bounds())
            found[mark] = found[mark].joined(box) if mark in found else box
    return found


def _out_of_order(marks: Sequence[int], places: Mapping[int, Box]) -> Box | None:
    """Return the first text that stands above an earlier text of the same column."""
    earlier: list[Box] = []
    for mark in marks:
        box = places.get(mark)
        if box is None:
            continue
        if any(_is_above(box, before) for before in earlier):
            return box
        earlier.append(box)
    return None


def _is_above(one: Box, other: Box) -> bool:
    if one.foot < other.top:
        return False
    shared = min(one.right, other.right) - max(one.left, other.left)
    return shared > _SHARE * min(one.right - one.left, other.right - other.left)


#: The rules of this module.
RULES = (
    Rule(
        "P316",
        Severity.WARNING,
        "the reading order follows the layout of the page",
        "ISO 14289-1, 7.1",
        SCREEN,
        cure="change the order of the data: it is the reading order",
        chinese="閱讀次序與版面一致",
    ),
)
CHECKS = (Check("the structure tree", lambda subject, _: check_order(subject), drawn=True),)
