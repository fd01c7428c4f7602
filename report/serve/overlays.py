"""What is drawn over a page on demand: the grid, frames, findings, ink, tags, facts, pictures."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import Awaitable, Callable
from pathlib import PurePosixPath
from typing import Any

from report.pages.regions import Box, around
from report.pdf.single import single
from report.pdf.structure import order_on
from report.serve.book import Book
from report.serve.live import Live
from report.serve.messages import Figure

Overlay = dict[str, Any]
_MM = 72 / 25.4
#: Text nearer to the trim than this may be cut off, in pt. Printers ask for 3 to 5 mm.
_SAFE = 5 * _MM
#: Pictures of ink that are kept, each of some tens of kilobytes.
_MOST_INKS = 100


def _line_block(book: Book, number: int) -> Box:
    """Return the text block of a page: left, top, width, height in its picture."""
    leaf, grid = book.leaves[number - 1], book.edition.grid
    left, top = leaf.trim
    width = leaf.width - 2 * left
    is_right = number % 2 == 1
    start = grid.inner if is_right else width - grid.inner - grid.measure
    return left + start, top + grid.top, grid.measure, grid.lines * grid.leading


async def _grid(_: Live, book: Book, number: int) -> Overlay:
    """Show the baselines, at the phase that most lines of the page have."""
    left, top, width, height = _line_block(book, number)
    grid = book.edition.grid
    found = await asyncio.to_thread(_phase, single(book.edition.pdf, number), grid.leading)
    first = top + (found - top) % grid.leading if found is not None else top
    count = int((top + height - first) / grid.leading) + 1
    lines = [
        (left, round(first + line * grid.leading, 2), left + width, first + line * grid.leading)
        for line in range(count)
    ]
    note = None if found is not None else "no line of this page has the leading of the text"
    return {"lines": lines, "note": note}


def _phase(pdf: bytes, leading: float) -> float | None:
    """Return where the most frequent baseline of a page is, within a leading."""
    from report.measure.glyphs import read_glyphs

    glyphs = [glyph for page in read_glyphs(pdf) for glyph in page.glyphs if not glyph.is_space]
    counts: dict[float, int] = {}
    for glyph in glyphs:
        place = round(glyph.y % leading, 1)
        counts[place] = counts.get(place, 0) + 1
    return max(counts, key=lambda place: counts[place]) if counts else None


async def _columns(_: Live, book: Book, number: int) -> Overlay:
    """Show the columns of the text block."""
    left, top, _width, height = _line_block(book, number)
    grid = book.edition.grid
    step = grid.column + grid.gutter
    return {
        "boxes": [
            _box((left + at * step, top, grid.column, height), f"{grid.column:g} pt", "column")
            for at in range(grid.columns)
        ]
    }


async def _boxes(_: Live, book: Book, number: int) -> Overlay:
    """Show the trim, the bleed and the safe area."""
    leaf, bleed = book.leaves[number - 1], book.edition.bleed
    left, top = leaf.trim
    width, height = leaf.width - 2 * left, leaf.height - 2 * top
    frames = [_box((left, top, width, height), "trim", "trim")]
    if bleed:
        outer = (left - bleed, top - bleed, width + 2 * bleed, height + 2 * bleed)
        frames.append(_box(outer, f"bleed {bleed / _MM:g} mm", "bleed"))
    inner = (left + _SAFE, top + _SAFE, width - 2 * _SAFE, height - 2 * _SAFE)
    frames.append(_box(inner, f"safe area {_SAFE / _MM:g} mm", "safe"))
    return {"boxes": frames}


async def _findings(live: Live, book: Book, number: int) -> Overlay:
    """Show the findings of the build, and those of the typographic meter on this page."""
    frames = [
        _box(book.box(element), f"{one.code} {one.message}", one.severity)
        for one in live.found
        if one.line
        for element in book.written_at(one.file, one.line)
        if element.page == number
    ]
    faults = await asyncio.to_thread(_measured, single(book.edition.pdf, number))
    return {**faults, "boxes": [*frames, *faults["boxes"]]}


def _measured(page: bytes) -> Overlay:
    """Return what the typographic meter finds; it is loaded when it is first asked for."""
    from report.measure.measure import NotMeasurableError, measure

    try:
        found = measure(page).findings
    except NotMeasurableError as exc:
        return {"boxes": [], "note": str(exc)}
    return {
        "boxes": [
            _box((one.x, one.y, one.width, one.height), f"{one.kind}: {one.excerpt}", "typography")
            for one in found
            if one.width > 0
        ]
    }


async def _ink(live: Live, book: Book, number: int) -> Overlay:
    """Show the total of inks, as a picture."""
    if book.edition.target != "print":
        return {"note": "ink is measured on the print pages; choose the target print"}
    mark = book.mark(number)
    if mark not in live.inks:
        page = single(book.edition.pdf, number)
        live.inks[mark] = await asyncio.to_thread(_inked, page)
        while len(live.inks) > _MOST_INKS:
            live.inks.popitem(last=False)
    picture = live.inks[mark]
    if picture is None:
        return {"note": "ink is measured with Ghostscript, which is not installed or has failed"}
    text = base64.b64encode(picture).decode()
    note = "total ink: blue to 100%, green to 200%, yellow to 260%, orange to 300%, red above"
    return {"image": f"data:image/png;base64,{text}", "note": note}


def _inked(page: bytes) -> bytes | None:
    """Return the picture of a page's ink; what draws it is loaded when it is first asked for."""
    from report.preflight.inked import ink_picture

    return ink_picture(page)


async def _tags(_: Live, book: Book, number: int) -> Overlay:
    """Show the structure elements in reading order."""
    order = await asyncio.to_thread(order_on, book.edition.pdf, number)
    if not order:
        return {"note": "these pages have no tags; the screen pages have"}
    frames = await book.marked(number)
    boxes = []
    for at, (kind, mcids) in enumerate(order, 1):
        here = [frames[mcid] for mcid in mcids if mcid in frames]
        if here:
            boxes.append(_box(around(here), f"{at} {kind}", "tag"))
    return {"boxes": boxes}


async def _facts(live: Live, book: Book, number: int) -> Overlay:
    """Show the facts: figures in text where they stand, those of drawings by their texts."""
    counted = await live.count()
    here = book.on(number)
    known = {fact.id: fact for facts in counted.facts.values() for fact in facts}
    frames, placed = [], set()
    for one in here:
        name = one.fact.partition("[")[0]
        if name in known:
            placed.add((one.place, name))
            frames.append(_box(book.box(one), _fact(known[name], one.fact), "fact"))
    blocks = [one for one in here if one.is_block and one.place in counted.facts]
    rest = [
        (one, fact)
        for one in blocks
        for fact in counted.facts[one.place]
        if (one.place, fact.id) not in placed
    ]
    hits = await book.find_on(number, sorted({fact.value for _, fact in rest}))
    for one, fact in rest:
        left, top, width, height = book.box(one)
        for hit in hits[fact.value]:
            x, y = hit.boxes[0][:2] if hit.boxes else (-1.0, -1.0)
            if left <= x <= left + width and top <= y <= top + height:
                frames += [_box(box, _fact(fact, fact.id), "fact") for box in hit.boxes]
    return {"boxes": list({str(one): one for one in frames}.values())}


def _fact(fact: Figure, name: str) -> str:
    return " ".join(dict.fromkeys((name, fact.period, fact.source)))


async def _pictures(live: Live, book: Book, number: int) -> Overlay:
    """Show the pictures, with the resolution that their pixels have at this size."""
    left, top = book.leaves[number - 1].trim
    frames = []
    for page, area, name in book.edition.pictures:
        if page != number:
            continue
        x, y, right, foot = (one * _MM for one in area)
        label = await asyncio.to_thread(_resolution, live, name, right - x, foot - y)
        frames.append(_box((left + x, top + y, right - x, foot - y), label, "picture"))
    return {"boxes": frames, "note": None if frames else "there are no pictures on this page"}


def _resolution(live: Live, name: str, width: float, height: float) -> str:
    """Return the name of a picture and its effective resolution, in pixels per inch."""
    from PIL import Image

    path = live.project.root / name
    if PurePosixPath(name).suffix.lower() == ".svg" or not path.is_file():
        return f"{name} (drawing)"
    try:
        with Image.open(path) as picture:
            wide, high = picture.size
    except OSError:
        return name
    # A picture that fills its frame is cut: the side that fits tells its scale.
    ppi = min(wide / (width / 72), high / (height / 72)) if width and height else 0
    return f"{name} {ppi:.0f} ppi"


def _box(box: Box, label: str, kind: str) -> dict[str, Any]:
    return {"box": [round(one, 2) for one in box], "label": label, "kind": str(kind)}


OVERLAYS: dict[str, Callable[[Live, Book, int], Awaitable[Overlay]]] = {
    "grid": _grid,
    "columns": _columns,
    "boxes": _boxes,
    "findings": _findings,
    "ink": _ink,
    "tags": _tags,
    "facts": _facts,
    "pictures": _pictures,
}


async def overlay(what: str, live: Live, book: Book, number: int) -> Overlay:
    """Return an overlay of a page: lines, boxes with labels, a picture, a note."""
    empty: Overlay = {"what": what, "lines": [], "boxes": [], "image": None, "note": None}
    return {**empty, **await OVERLAYS[what](live, book, number)}
