"""Rules for readers, whatever they read with: tags, texts for pictures, links, contrast."""

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
#: A link's area is at least so wide and high, in pt; WCAG 2.2 (2.5.8) exempts links in sentences.
_SMALLEST = 2.0


def check_screen(subject: Subject) -> Iterator[Finding]:
    """Give what is wrong with a file for readers (P301 to P310, P312 to P315)."""
    document = subject.document
    root = document.Root
    tagged = "/StructTreeRoot" in root and bool(
        root.get("/MarkInfo", pikepdf.Dictionary()).get("/Marked", False)
    )
    if not tagged:
        yield Finding("P301", "the file is not tagged")
    if not str(root.get("/Lang", "")).strip():
        yield Finding("P303", "the document says no language")
    if not bool(
        root.get("/ViewerPreferences", pikepdf.Dictionary()).get("/DisplayDocTitle", False)
    ):
        yield Finding("P304", "readers are not told to show the title")
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
        if node.kind == "Figure" and not _spoken(node):
            yield Finding("P302", "a figure has no alternative text", page)
        if node.kind == "TH" and "/Scope" not in _attributes(node):
            yield Finding("P307", "the head of a table does not say for which direction", page)
        heading = re.fullmatch(r"H([1-6])", node.kind)
        if heading:
            now = int(heading[1])
            if now > level + 1:
                before = f"after level {level}" if level else "as the first"
                yield Finding("P306", f"a heading of level {now} stands {before}", page)
            level = now


def _spoken(node: Node) -> str:
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
            said = str(annotation.get("/Contents", "")).strip()
            if right - left < _SMALLEST or high - low < _SMALLEST:
                yield Finding("P309", "a link has no area that can be clicked", *where)
            action = annotation.get("/A", pikepdf.Dictionary())
            goal = annotation.get("/Dest", action.get("/D"))
            # The title of a section may be an address; it says where a link within the file leads.
            if not said or re.match(r"#" if goal is not None else r"https?://|#", said):
                yield Finding("P305", f"a link does not say where it leads (“{said}”)", *where)
            if goal is None:
                if not str(action.get("/URI", "")):
                    yield Finding("P309", "a link leads nowhere", *where)
            elif isinstance(goal, pikepdf.Array):
                if len(goal) == 0 or getattr(goal[0], "objgen", None) not in pages:
                    yield Finding("P309", "a link leads to a page that is not there", *where)
            elif str(goal).removeprefix("/") not in known:
                yield Finding("P309", f"a link leads to “{goal}”, which is not there", *where)


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
        count = sum(1 for _ in _every(outline.root))
    headings = 0
    if tree:
        kinds = [node.kind for node in tree.walk()]
        headings = sum(bool(re.fullmatch(r"H[1-6]?", kind)) for kind in kinds)
    if not count and (headings or len(document.pages) > 1):
        yield Finding("P310", "there are no bookmarks")
    elif tree and count != headings:
        yield Finding("P310", f"there are {count} bookmarks and {headings} headings")


def _every(items: Any) -> Iterator[Any]:
    for item in items:
        yield item
        yield from _every(item.children)


def _declared(document: pikepdf.Pdf) -> Iterator[Finding]:
    text = packet(document)
    part = re.search(r"pdfaid:part(?:>|=\")\s*(\d)", text)
    level = re.search(r"pdfaid:conformance(?:>|=\")\s*(\w)", text)
    if part is None:
        yield Finding("P312", "the metadata declare no PDF/A")
    elif (part[1], level[1].upper() if level else "") != ("3", "A"):
        declared = f"PDF/A-{part[1]}{level[1].lower() if level else ''}"
        yield Finding("P312", f"the metadata declare {declared}, not PDF/A-3a")
    if not re.search(r"pdfuaid:part(?:>|=\")\s*1", text):
        yield Finding("P313", "the metadata declare no PDF/UA-1")


def _validated(subject: Subject, code: str, profile: str) -> Iterator[Finding]:
    try:
        report = page_validation.validate_pdf_bytes(subject.pdf, profile=profile)
    except page_validation.PageError as exc:
        yield Finding(code, f"it cannot be judged: {exc}")
        return
    for rule, times in Counter(str(failure.rule_id) for failure in report.failures).items():
        if rule.endswith("-STREAM-LENGTH-001") and not any(
            wrong_lengths(subject.pdf, subject.document)
        ):
            continue  # page-validation takes a carriage return of the data for a line end
        yield Finding(code, in_words(rule, times))


#: What is asked here.
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
        "readers show the title, not the file's name",
        "ISO 14289-1, 7.1",
        SCREEN,
        cure="build it as screen.pdf",
        chinese="閱讀器顯示標題而非檔名",
    ),
    Rule(
        "P305",
        Severity.ERROR,
        "every link has a description",
        "ISO 14289-1, 7.18.5",
        SCREEN,
        cure="write in the brackets where the link leads: [網站](https://…)",
        chinese="連結均以文字說明去處",
    ),
    Rule(
        "P306",
        Severity.ERROR,
        "headings start with the first level and skip none",
        "ISO 14289-1, 7.4.2",
        SCREEN,
        cure="use the level below the last heading's",
        chinese="標題由第一級開始，不跳級",
    ),
    Rule(
        "P307",
        Severity.ERROR,
        "table heads say whether they are for a row or a column",
        "ISO 14289-1, 7.5",
        SCREEN,
        cure='give the heads of the table scope="col" or scope="row"',
        chinese="表頭註明所屬方向",
    ),
    Rule(
        "P308",
        Severity.ERROR,
        "all content is tagged or an artifact",
        "ISO 14289-1, 7.1",
        SCREEN,
        cure='put it into an element that is told, or give it aria-hidden="true"',
        chinese="內容均有標籤，或列為裝飾",
    ),
    Rule(
        "P309",
        Severity.ERROR,
        "every link leads somewhere",
        "ISO 32000-1, 12.3.2; house rule",
        SCREEN,
        cure="correct the address, or the name of the section or block",
        chinese="連結均有去處",
    ),
    Rule(
        "P310",
        Severity.WARNING,
        "bookmarks are the headings",
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
        "the file keeps PDF/A-3a",
        "ISO 19005-3, as page-validation checks it",
        SCREEN,
        cure="what to do stands in the finding",
        chinese="符合PDF/A-3a",
    ),
    Rule(
        "P315",
        Severity.ERROR,
        "the file keeps PDF/UA-1",
        "ISO 14289-1, as page-validation checks it",
        SCREEN,
        cure="what to do stands in the finding",
        chinese="符合PDF/UA-1",
    ),
)
CHECKS = (Check("a page or a tag", lambda subject, _: check_screen(subject)),)
