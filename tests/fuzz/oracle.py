"""What a build of a random report is held to: the text that went in, and what a reader sees.

The text of the data is in the HTML; that of the HTML is in the PDF for the screen, each character
once and in the order of the structure tree; print has the same characters on each page. Text that
is off the page, over other text, covered or too pale is told by the build. Preflight finds nothing
else, and nothing but the PDFs is written.
"""

from __future__ import annotations

import io
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import tinyhtml5
from pypdfium2 import raw

from report.engine import document, making, reading
from report.engine.recall import Built
from report.findings.diagnostics import Diagnostic
from report.markup.slug import slug_lines
from report.model.target import PRINT, SCREEN, Target
from report.pdf.structure import Content, Node, read
from report.preflight.register import RULES
from report.preflight.run import preflight
from report.project.project import Project

#: What the build tells of text that a reader would not see.
HIDES = frozenset({"D208", "D611", "D612", "D613", "D614"})
#: What preflight tells of it.
_UNSEEN = frozenset({"P120", "P121", "P122", "P311"})
#: What preflight says of small pictures, and of drafts.
_ALLOWED = frozenset({"P212", "P213"})
#: Stands in the text of the HTML for the number of a page, which the layout knows alone.
_PAGE = "\ue000"
#: The keys of the data under which text stands that is printed.
_PRINTED = frozenset(
    (
        *("title", "subtitle", "lead", "text", "items", "head", "rows", "caption", "label", "note"),
        *("headline", "place", "name", "source", "organisation"),
    )
)


def judged(project: Project, built: Sequence[Built], found: Sequence[Diagnostic]) -> Iterator[str]:
    """Say what is wrong with the PDFs of a build that has told ``found``."""
    pdfs = {one.target.name: one.path.read_bytes() for one in built}
    told = _pages_told(found)
    for one in built:
        yield from _preflight(one.target, pdfs[one.target.name], told)
    is_whole = not any(one.code == "D613" for one in found)
    if is_whole:
        yield from _text(project, pdfs[SCREEN.name])
        yield from _twins(project, pdfs[PRINT.name], pdfs[SCREEN.name])
    strange = {path.name for path in project.output.iterdir()} - {one.path.name for one in built}
    if strange - {".gitignore"}:
        yield f"files are left over: {', '.join(sorted(strange))}"


def _pages_told(found: Sequence[Diagnostic]) -> set[int]:
    """Give the pages of which the build has told that something on them is not seen."""
    heads = (re.match(r"pages? ([\d, ]+):", one.message) for one in found if one.code in HIDES)
    return {int(page) for head in heads if head for page in head[1].split(",")}


def _preflight(target: Target, pdf: bytes, told: set[int]) -> Iterator[str]:
    for one in preflight(pdf, target.profile).findings:
        if one.code in _UNSEEN and one.page in told:
            continue
        if one.code not in _ALLOWED and RULES[one.code].severity == "error":
            yield f"{target.name}: {one.code} {one.message} (page {one.page})"


def _text(project: Project, pdf: bytes) -> Iterator[str]:
    """Compare the text of the data with that of the HTML, and this with the structure tree's."""
    content = reading.read(project)
    drawings = making.draw(reading.requests(content.report, content.theme), content.theme, project)
    html = document.mark_up(content, drawings, SCREEN)
    wanted = _plain("".join(_spoken(tinyhtml5.parse(html, namespace_html_elements=False))))
    for text, pattern in _typed(project.root / "data"):
        if not re.search(pattern, wanted):
            yield f"the HTML does not have what was typed: “{text[:60]}”"
    yield from differences(wanted, _plain("".join(_read(pdf))))


def _typed(data: Path) -> Iterator[tuple[str, str]]:
    """Give each text of the data that is printed, and a pattern for how it is."""
    for path in sorted(data.glob("*.yaml")):
        if path.name != "facts.yaml":
            for text in _texts(json.loads(path.read_text(encoding="utf-8"))):
                shown = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text.replace("**", ""))
                parts = re.split(r"\{\{.*?\}\}", shown)
                yield text, ".{1,60}?".join(re.escape(_plain(part)) for part in parts)


def _texts(thing: Any, *, printed: bool = False) -> Iterator[str]:
    if isinstance(thing, dict):
        for key, value in thing.items():
            yield from _texts(value, printed=key in _PRINTED)
    elif isinstance(thing, list):
        for value in thing:
            yield from _texts(value, printed=printed)
    elif printed and isinstance(thing, str):
        yield thing


def _twins(project: Project, paper: bytes, screen: bytes) -> Iterator[str]:
    """Say on which pages print has other characters than the screen, but for its slug lines."""
    content = reading.read(project)
    here, there = _on_pages(paper), _on_pages(screen)
    lines, _ = slug_lines(content.report, content.theme, PRINT, len(here))
    slugs = [
        "".join(_spoken(line))
        for line in tinyhtml5.parse(lines, namespace_html_elements=False).iter("p")
    ]
    for number, (one, other, slug) in enumerate(zip(here, there, slugs, strict=True), 1):
        wanted = other + Counter(_plain(slug))
        if one != wanted:
            differ = "".join(((one - wanted) + (wanted - one)).elements())
            yield f"page {number} of print has other text than that of the screen: “{differ[:30]}”"


def _on_pages(pdf: bytes) -> list[Counter[str]]:
    with pypdfium2.PdfDocument(pdf) as document:
        return [Counter(_plain("".join(_characters(page)))) for page in document]


def _characters(page: Any) -> Iterator[str]:
    words = page.get_textpage()
    for index in range(words.count_chars()):
        if raw.FPDFText_IsGenerated(words, index) != 1:
            yield chr(raw.FPDFText_GetUnicode(words, index))


def differences(wanted: str, there: str) -> Iterator[str]:
    """Say in what a text differs from what it should be; ``_PAGE`` is any number."""
    if re.fullmatch(r"\d{1,3}".join(map(re.escape, wanted.split(_PAGE))), there):
        return
    lost, extra = missing(wanted.replace(_PAGE, ""), there)
    if lost:
        yield f"text is lost, from “{lost[:30]}” on"
    else:
        yield f"text is there that nobody wrote: “{extra[:30]}”"


def missing(wanted: str, there: str) -> tuple[str, str]:
    """Give what of ``wanted`` is not in ``there`` in its order, and what is there besides."""
    at, extra = 0, []
    for character in there:
        if at < len(wanted) and character == wanted[at]:
            at += 1
        else:
            extra.append(character)
    return wanted[at:], "".join(extra)


def _plain(text: str) -> str:
    """Leave out spaces and what takes no room; forms that look alike are one.

    Hyphens are left out too: at the end of a line PDFium gives another character for them.
    """
    return "".join(
        one
        for one in unicodedata.normalize("NFKC", text)
        if one not in " -‐"
        and not one.isspace()
        and unicodedata.category(one) not in ("Cf", "Cc", "Zs")
    ).casefold()


def _spoken(element: Any) -> Iterator[str]:
    """Give the text of HTML in order, without what no reader is told."""
    body = element.find("body") if element.tag == "html" else element
    if body.get("aria-hidden") == "true" or body.tag in ("script", "style", "svg", "template"):
        return
    classes = (body.get("class") or "").split()
    if "page" in classes:
        yield _PAGE
    if body.tag == "blockquote":  # the bracket that styles/blocks/quote.css hangs before it
        yield "「"
    yield body.text or ""
    numbered = body.tag == "ol" and "list" in classes
    for number, child in enumerate(body, 1):
        if isinstance(child.tag, str):
            yield f"{number}." if numbered else ""
            yield from _spoken(child)
        yield child.tail or ""


def _read(pdf: bytes) -> Iterator[str]:
    """Give the text of a PDF in the order of its structure tree."""
    with pypdfium2.PdfDocument(pdf) as document, pikepdf.open(io.BytesIO(pdf)) as tagged:
        pages = [_marked(page) for page in document]
        for leaf in _told(read(tagged)):
            yield pages[leaf.page].get(leaf.mcid, "")


def _told(node: Node) -> Iterator[Content]:
    """Give what is read of a node, without the words within pictures."""
    for kid in node.kids:
        if isinstance(kid, Content):
            yield kid
        elif isinstance(kid, Node) and not (kid.kind == "Figure" and not kid.nodes):
            yield from _told(kid)


def _marked(page: Any) -> dict[int, str]:
    """Give the text of each marked content of a page."""
    found: dict[int, list[str]] = {}
    words = page.get_textpage()
    for index in range(words.count_chars()):
        shown = raw.FPDFText_GetTextObject(words, index)
        if shown and raw.FPDFText_IsGenerated(words, index) != 1:
            number = raw.FPDFPageObj_GetMarkedContentID(shown)
            found.setdefault(number, []).append(chr(raw.FPDFText_GetUnicode(words, index)))
    return {number: "".join(characters) for number, characters in found.items()}
