"""The answers of the interface as JSON; docs/serve.md describes them."""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from typing import Any

from report.engine.elements import Element
from report.findings.diagnostics import Diagnostic
from report.model.target import TARGETS
from report.pages.regions import around
from report.serve.book import Book
from report.serve.live import Live
from report.serve.messages import Ask
from report.serve.sources import Sources
from report.serve.tokens import colour_of

#: The version of the interface.
INTERFACE = 1
#: The most places of a text that are told.
_HITS = 200


def image(number: int, book: Book, of: str = "") -> str:
    """Return the address of a page's picture; another look has another address."""
    return f"/pages/{f'{of}/' if of else ''}{number}/{book.mark(number)}.png"


async def pages_of(book: Book, of: str = "", *, drawn: bool = True) -> list[dict[str, Any]]:
    """Return the pages of a book; with ``drawn`` the hashes of their pictures too.

    For these each page is drawn, which takes a few hundredths of a second.
    """
    return [
        {
            "number": leaf.number,
            "label": leaf.label,
            "look": book.mark(leaf.number),
            **({"sha256": await book.digest(leaf.number)} if drawn else {}),
            "image": image(leaf.number, book, of),
            "width": round(leaf.width, 2),
            "height": round(leaf.height, 2),
        }
        for leaf in book.leaves
    ]


async def state(
    live: Live, sources: Sources, versions: list[str], *, drawn: bool = True
) -> dict[str, Any]:
    """Return the state: pages, findings, times; see :func:`pages_of`."""
    book = live.book
    stale = live.problem is not None
    pages = await pages_of(book, drawn=drawn) if book else []
    return {
        "interface": INTERFACE,
        "build": live.build,
        "building": live.building,
        "target": live.target,
        "targets": list(TARGETS),
        "title": book.title if book else "",
        "pages": [{**page, "stale": stale} for page in pages],
        "findings": [finding(one, book, sources) for one in live.found],
        "took": dict(live.took),
        "problem": live.problem,
        "contents": [asdict(one) for one in book.contents] if book else [],
        "changed": live.changed,
        "versions": versions,
        "opens": sources.editor.is_command,
    }


def finding(one: Diagnostic, book: Book | None, sources: Sources) -> dict[str, Any]:
    """Return a finding with the lines around its place, and its page."""
    named = re.search(r"\bpages? (\d+)", one.message)
    pages = [element.page for element in book.written_at(one.file, one.line)] if book else []
    place = sources.place(one.file, one.line, one.column)
    return {
        **asdict(one),
        "page": int(named[1]) if named else min(pages, default=None),
        "lines": sources.lines(one.file, one.line),
        "editor": place["editor"] if place else "",
    }


def boxes(number: int, book: Book, sources: Sources) -> dict[str, Any]:
    """Return the blocks of a page, the outermost first."""
    found = [one for one in book.on(number) if one.is_block or one.id]
    return {
        "page": number,
        "blocks": [
            {
                "box": book.box(one),
                "kind": _kind(one),
                "id": one.id or None,
                "source": _source(one, sources),
            }
            for one in found
        ],
    }


async def at(live: Live, book: Book, sources: Sources, point: tuple[int, float, float]) -> Any:
    """Return what stands at a point of a page: page, x and y."""
    number, x, y = point
    found = book.at(number, x, y)
    blocks = []
    for depth, one in enumerate(found):
        # The rest is asked for the innermost element and for its block only.
        if depth and not one.is_block:
            continue
        blocks.append(await _described(live, book, sources, one))
        if one.is_block:
            break
    return {"page": number, "blocks": blocks}


async def _described(live: Live, book: Book, sources: Sources, one: Element) -> dict[str, Any]:
    known = await live.ask(Ask(book.edition.target, one.part, one.number, one.place))
    template = sources.place(*known.template) if known.template else None
    return {
        "box": book.box(one),
        "kind": known.kind or _kind(one),
        "id": one.id or None,
        "classes": list(one.classes),
        "tag": one.tag,
        "source": _source(one, sources),
        "template": template,
        "styles": [
            {**asdict(rule), "editor": (sources.place(rule.file, rule.line) or {}).get("editor")}
            for rule in known.rules
        ],
        "computed": {
            "size": f"{one.look.size:g} pt",
            "leading": f"{one.look.leading:g} pt" if one.look.leading else "normal",
            "face": one.look.face,
            "weight": str(one.look.weight),
            "colour": colour_of(sources, live.design, one.look.colour),
            "width": f"{book.box(one)[2]:g} pt",
            "height": f"{book.box(one)[3]:g} pt",
        },
        "facts": [
            {**asdict(fact), "editor": (sources.place(fact.file, fact.line) or {}).get("editor")}
            for fact in known.facts
        ],
    }


def read(raw: bytes) -> object:
    """Read the JSON of a request; raises ValueError."""
    return json.loads(raw)


def _kind(one: Element) -> str:
    return one.classes[0] if one.classes else one.tag


def _source(one: Element, sources: Sources) -> dict[str, Any] | None:
    if not one.place:
        return None
    file, line, column = (*one.place.rsplit(":", 2), "0", "0")[:3]
    return sources.place(file, int(line), int(column))


async def find(book: Book, text: str) -> dict[str, Any]:
    """Return the places of a text."""
    hits = await book.find(text, _HITS + 1) if text.strip() else []
    return {"hits": [asdict(hit) for hit in hits[:_HITS]], "more": len(hits) > _HITS}


async def goto(
    live: Live, book: Book, sources: Sources, file: str, line: int
) -> dict[str, Any] | None:
    """Return where a line of a file is printed: page, frame, and the boxes of its block.

    A fact is where it is printed first, a template or stylesheet of a block where the first one is.
    """
    name = sources.name_of(file)
    found = book.written_at(name, line)
    if not found and name.startswith("data/"):
        found = await _printing(live, book, name, line)
    if not found and name.startswith(("templates/blocks/", "styles/blocks/")):
        stem = name.rsplit("/", 1)[-1].partition(".")[0]
        names = {stem, stem.replace("_", "-")}
        found = [one for one in book.edition.elements if names & {*one.classes}][:1]
    if not found:
        return None
    page = found[0].page
    frames = [book.box(one) for one in found if one.page == page]
    return {"page": page, "box": around(frames), "boxes": frames}


async def _printing(live: Live, book: Book, name: str, line: int) -> list[Element]:
    """Return the first block that prints the fact of this line."""
    counted = await live.count()
    facts = {
        fact.line: fact.id
        for figures in counted.facts.values()
        for fact in figures
        if fact.file == name and fact.line <= line
    }
    if not facts:
        return []
    wanted = facts[max(facts)]
    places = {
        place for place, figures in counted.facts.items() if wanted in [fact.id for fact in figures]
    }
    blocks = [one for one in book.edition.elements if one.is_block and one.place in places]
    return [one for one in blocks if one.place == blocks[0].place]
