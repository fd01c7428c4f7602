"""Rules for accessibility on screen: tags, alternative texts, links, bookmarks, declarations."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import page as page_validation
import pikepdf

from report.findings.diagnostics import Severity
from report.pdf.packet import packet
from report.pdf.structure import Node
from report.preflight.content import sorted_box
from report.preflight.lengths import wrong_lengths
from report.preflight.rules import SCREEN, TEMPLATE, Check, Finding, Rule
from report.preflight.subject import Subject
from report.preflight.validated import in_words

_MM = 25.4 / 72
#: The smallest width and height of a link, in pt; WCAG 2.2 (2.5.8) exempts links in sentences.
_SMALLEST = 2.0


def check_screen(subject: Subject) -> Iterator[Finding]:
    """Find what is wrong in a file for the screen (P301 to P310, P312 to P315)."""
    document = subject.document
    root = document.Root
    tagged = "/StructTreeRoot" in root and bool(
        root.get("/MarkInfo", pikepdf.Dictionary()).get("/Marked", False)
    )
    if not tagged:
        yield Finding("P301", "the file is not tagged")
    if not str(root.get("/Lang", "")).strip():
        yield Finding("P303", "the document has no language")
    if not bool(
        root.get("/ViewerPreferences", pikepdf.Dictionary()).get("/DisplayDocTitle", False)
    ):
        yield Finding("P304", "PDF readers show the file name instead of the title")
    if tagged:
        yield from _tree(subject.tree)
        yield from _untagged(subject)
    yield from _links(document)
    yield from _bookmarks(document, subject.tree if tagged else None)
    yield from _declared(document)
    for code, profile in (("P314", "3a"), ("P315", "ua1")):
        yield from _validated(subject, code, profile)


def _tree(tree: Node) -> Iterator[Finding]:
    level = 0
    for node in tree.walk():
        page = next((leaf.page + 1 for leaf in node.leaves()), 0)
        if node.kind == "Figure" and not _alternative_text(node):
            yield Finding("P302", "a figure has no alternative text", page)
        if node.kind == "TH" and "/Scope" not in _attributes(node):
            yield Finding("P307", "a table header cell has no scope", page)
        heading = re.fullmatch(r"H([1-6])", node.kind)
        if heading:
            now = int(heading[1])
            if now > level + 1:
                where = f"follows level {level}" if level else "is the first heading"
                yield Finding("P306", f"a heading of level {now} {where}", page)
            level = now


def _alternative_text(node: Node) -> str:
    return str(node.entries.get("/Alt", node.entries.get("/ActualText", ""))).strip()


def _attributes(node: Node) -> Any:
    given = node.entries.get("/A", pikepdf.Dictionary())
    if isinstance(given, pikepdf.Array):
        return next((one for one in given if "/Scope" in one), pikepdf.Dictionary())
    return given


def _untagged(subject: Subject) -> Iterator[Finding]:
    for number, _ in enumerate(subject.document.pages, 1):
        for paint in subject.paints(number):
            if not paint.marked:
                where = (paint.x * _MM, paint.y * _MM)
                yield Finding(
                    "P308", f"{paint.kind} is neither tagged nor an artifact", number, *where
                )
                break


def _links(document: pikepdf.Pdf) -> Iterator[Finding]:
    known = _destinations(document)
    pages = {page.obj.objgen for page in document.pages}
    for number, page in enumerate(document.pages, 1):
        top = float(page.mediabox[3])
        for annotation in page.get("/Annots", pikepdf.Array()):
            if str(annotation.get("/Subtype")) != "/Link":
                continue
            left, low, right, high = sorted_box(annotation.Rect)
            where = (number, left * _MM, (top - high) * _MM)
            text = str(annotation.get("/Contents", "")).strip()
            if right - left < _SMALLEST or high - low < _SMALLEST:
                yield Finding("P309", "the area of a link is too small to click", *where)
            action = annotation.get("/A", pikepdf.Dictionary())
            goal = annotation.get("/Dest", action.get("/D"))
            # The title of a section may look like an address: allowed for links within the file.
            if not text or re.match(r"#" if goal is not None else r"https?://|#", text):
                yield Finding("P305", f"a link has no description of its target (“{text}”)", *where)
            if goal is None:
                if not str(action.get("/URI", "")):
                    yield Finding("P309", "a link has no target", *where)
            elif isinstance(goal, pikepdf.Array):
                if len(goal) == 0 or getattr(goal[0], "objgen", None) not in pages:
                    yield Finding(
                        "P309", "the target of a link is a page that does not exist", *where
                    )
            elif str(goal).removeprefix("/") not in known:
                yield Finding("P309", f"the target of a link, “{goal}”, does not exist", *where)


def _destinations(document: pikepdf.Pdf) -> set[str]:
    found = {
        str(key).removeprefix("/") for key in document.Root.get("/Dests", pikepdf.Dictionary())
    }
    names = document.Root.get("/Names", pikepdf.Dictionary())
    if "/Dests" in names:
        found |= {str(key) for key in pikepdf.NameTree(names.Dests)}
    return found


def _bookmarks(document: pikepdf.Pdf, tree: Node | None) -> Iterator[Finding]:
    with document.open_outline() as outline:
        count = sum(1 for _ in _all_items(outline.root))
    headings = 0
    if tree:
        kinds = [node.kind for node in tree.walk()]
        headings = sum(bool(re.fullmatch(r"H[1-6]?", kind)) for kind in kinds)
    if not count and (headings or len(document.pages) > 1):
        yield Finding("P310", "there are no bookmarks")
    elif tree and count != headings:
        yield Finding("P310", f"there are {count} bookmarks but {headings} headings")


def _all_items(items: Any) -> Iterator[Any]:
    for item in items:
        yield item
        yield from _all_items(item.children)


def _declared(document: pikepdf.Pdf) -> Iterator[Finding]:
    text = packet(document)
    part = re.search(r"pdfaid:part(?:>|=\")\s*(\d)", text)
    level = re.search(r"pdfaid:conformance(?:>|=\")\s*(\w)", text)
    if part is None:
        yield Finding("P312", "the metadata do not declare PDF/A")
    elif (part[1], level[1].upper() if level else "") != ("3", "A"):
        declared = f"PDF/A-{part[1]}{level[1].lower() if level else ''}"
        yield Finding("P312", f"the metadata declare {declared}, not PDF/A-3a")
    if not re.search(r"pdfuaid:part(?:>|=\")\s*1", text):
        yield Finding("P313", "the metadata do not declare PDF/UA-1")


def _validated(subject: Subject, code: str, profile: str) -> Iterator[Finding]:
    try:
        report = page_validation.validate_pdf_bytes(subject.pdf, profile=profile)
    except page_validation.PageError as exc:
        yield Finding(code, f"the file cannot be validated: {exc}")
        return
    for rule, times in Counter(str(failure.rule_id) for failure in report.failures).items():
        if rule.endswith("-STREAM-LENGTH-001") and not any(
            wrong_lengths(subject.pdf, subject.document)
        ):
            continue  # page-validation mistakes a carriage return in the data for a line end
        yield Finding(code, in_words(rule, times))


#: The rules of this module.
RULES = (
    Rule(
        "P301",
        Severity.ERROR,
        "the file is tagged",
        "ISO 14289-1, 7.1",
        SCREEN,
        cure="build it as screen.pdf",
        chinese="文件已加標籤",
    ),
    Rule(
        "P302",
        Severity.ERROR,
        "every figure has an alternative text",
        "ISO 14289-1, 7.3",
        SCREEN,
        cure="write alt: for the picture",
        chinese="圖片均有替代文字",
    ),
    Rule(
        "P303",
        Severity.ERROR,
        "the document has a language",
        "ISO 14289-1, 7.2",
        SCREEN,
        cure="build it as screen.pdf",
        chinese="註明文件語言",
    ),
    Rule(
        "P304",
        Severity.ERROR,
        "PDF readers show the title, not the file name",
        "ISO 14289-1, 7.1",
        SCREEN,
        cure="build it as screen.pdf",
        chinese="閱讀器顯示標題而非檔名",
    ),
    Rule(
        "P305",
        Severity.ERROR,
        "every link describes its target in words",
        "ISO 14289-1, 7.18.5",
        SCREEN,
        cure="describe the target in the square brackets of the link: [網站](https://…)",
        chinese="連結均以文字說明去處",
    ),
    Rule(
        "P306",
        Severity.ERROR,
        "headings start at level 1 and skip no level",
        "ISO 14289-1, 7.4.2",
        SCREEN,
        cure="use the level directly below that of the heading before",
        chinese="標題由第一級開始，不跳級",
    ),
    Rule(
        "P307",
        Severity.ERROR,
        "table header cells have a scope",
        "ISO 14289-1, 7.5",
        SCREEN,
        cure='give the header cells of the table scope="col" or scope="row"',
        chinese="表頭註明所屬方向",
    ),
    Rule(
        "P308",
        Severity.ERROR,
        "all content is tagged or an artifact",
        "ISO 14289-1, 7.1",
        SCREEN,
        cure='put it into an element that is read aloud, or give it aria-hidden="true"',
        chinese="內容均有標籤，或列為裝飾",
    ),
    Rule(
        "P309",
        Severity.ERROR,
        "every link has a target that exists",
        "ISO 32000-1, 12.3.2; house rule",
        SCREEN,
        cure="correct the address, or the name of the section or block",
        chinese="連結均有去處",
    ),
    Rule(
        "P310",
        Severity.WARNING,
        "bookmarks match the headings",
        "ISO 14289-1, 7.17; house rule",
        SCREEN,
        cure=TEMPLATE,
        chinese="書籤與標題一致",
    ),
    Rule(
        "P312",
        Severity.ERROR,
        "the file declares PDF/A-3a",
        "ISO 19005-3, 6.6.4",
        SCREEN,
        cure="build it as screen.pdf",
        chinese="聲明為PDF/A-3a",
    ),
    Rule(
        "P313",
        Severity.ERROR,
        "the file declares PDF/UA-1",
        "ISO 14289-1, 5",
        SCREEN,
        cure="build it as screen.pdf",
        chinese="聲明為PDF/UA-1",
    ),
    Rule(
        "P314",
        Severity.ERROR,
        "the file conforms to PDF/A-3a",
        "ISO 19005-3, as page-validation checks it",
        SCREEN,
        cure="see the message",
        chinese="符合PDF/A-3a",
    ),
    Rule(
        "P315",
        Severity.ERROR,
        "the file conforms to PDF/UA-1",
        "ISO 14289-1, as page-validation checks it",
        SCREEN,
        cure="see the message",
        chinese="符合PDF/UA-1",
    ),
)
CHECKS = (Check("a page or a tag", lambda subject, _: check_screen(subject)),)
