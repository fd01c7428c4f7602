"""The comparison as one HTML file that needs nothing else: no network, no other file.

In: a comparison and both PDFs. Out: bytes. It works without JavaScript too; with it, pictures can
be laid over each other and the keyboard goes from page to page.
"""

from __future__ import annotations

import base64
import io
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from report.compare.markdown import what
from report.compare.paper import Paper
from report.compare.reader import Box
from report.compare.result import Comparison, Page, Words, counted, headline
from report.pages.numbers import numbers

if TYPE_CHECKING:
    from report.compare.paper import Picture

_ASSETS = Path(__file__).parent / "assets"
#: Resolutions of thumbnails and of pages, in pixels per inch.
_THUMB, _FULL = 20, 100
#: So many changed pages have large pictures; more would make a file that no browser opens.
_PICTURES = 150
#: A lossless picture that is larger, in bytes, is made smaller.
_LARGE = 220_000
_MODES = (
    ("side", "Side by side"),
    ("swipe", "Swipe"),
    ("onion", "Onion skin"),
    ("blink", "Blink"),
    ("difference", "Difference"),
)
_MARKS = {"same": "same", "changed": "changed", "added": "added", "removed": "removed"}


def page(
    found: Comparison, base: Path | None, head: Path | None, *, only_changed: bool = False
) -> bytes:
    """Return the comparison as HTML; ``only_changed`` leaves equal pages out."""
    with ExitStack() as stack:
        one = stack.enter_context(Paper(base)) if base else None
        other = stack.enter_context(Paper(head)) if head else None
        return "".join(_document(found, one, other, only_changed=only_changed)).encode()


def _document(
    found: Comparison, base: Paper | None, head: Paper | None, *, only_changed: bool
) -> Iterator[str]:
    script = (_ASSETS / "compare.js").read_text(encoding="utf-8")
    title = f"{found.base_name} → {found.head_name}"
    yield opening(title)
    yield '<a class="skip" href="#pages">Skip to the pages</a>\n'
    yield from _head(found)
    yield '<main id="main">\n'
    yield from fact_table(found)
    yield from _overview(found, base, head, only_changed=only_changed)
    yield from _pages(found, base, head)
    yield from _causes(found)
    yield from _uncounted(found)
    yield f"</main>\n<script>\n{script}</script>\n</html>\n"


def opening(title: str, more: str = "", *, local: bool = False) -> str:
    """Return the head of a document, with ``more`` styles; ``local``: it has files beside it."""
    style = (_ASSETS / "compare.css").read_text(encoding="utf-8") + more
    pictures = "'self' file: data:" if local else "data:"
    policy = (
        f"default-src 'none'; img-src {pictures}; style-src 'unsafe-inline'; "
        "script-src 'unsafe-inline'"
    )
    return (
        '<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        f"<title>{escape(title)}</title>\n<style>\n{style}</style>\n"
    )


def _head(found: Comparison) -> Iterator[str]:
    yield (
        f'<header class="top"><p class="kicker">Comparison</p><h1><span class="name">'
        f'{escape(found.base_name)}</span> <span class="arrow" aria-label="to">→</span> '
        f'<span class="name">{escape(found.head_name)}</span></h1>\n'
        f'<p class="lead">{escape(_sentence(headline(found)))}.</p>\n'
    )
    for one in found.found:
        yield (
            f'<p class="note"><strong>{one.code}</strong> {escape(one.message)}. '
            f"{escape(one.hint)}</p>\n"
        )
    yield "</header>\n"


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def fact_table(found: Comparison, file: str = "") -> Iterator[str]:
    """Return the table of the figures that changed; its links go to pages in ``file``."""
    if not found.facts:
        return
    yield (
        '<section aria-labelledby="figures"><h2 id="figures">Figures '
        f'<span class="count">{len(found.facts)}</span></h2>\n'
        '<table class="facts"><thead><tr><th scope="col">figure</th><th scope="col">old</th>'
        '<th scope="col">new</th><th scope="col">pages</th></tr></thead><tbody>\n'
    )
    for fact in found.facts:
        old = f"<del>{_chinese(fact.old)}</del>" if fact.old else "<span>new</span>"
        new = f"<ins>{_chinese(fact.new)}</ins>" if fact.new else "<span>gone</span>"
        yield (
            f'<tr><th scope="row"><code>{escape(fact.id)}</code></th><td>{old}</td><td>{new}</td>'
            f"<td>{links(fact.pages, file + '#head-{}')}</td></tr>\n"
        )
    yield "</tbody></table></section>\n"


def _chinese(text: str) -> str:
    return f'<span lang="zh-Hant-HK">{escape(text)}</span>'


def links(pages: Iterable[int], target: str) -> str:
    """Return page numbers as links; ``target`` is where they go, with {} for the number."""
    made = (f'<a href="{target.format(number)}">{number}</a>' for number in pages)
    return ", ".join(made) or "–"


def _overview(
    found: Comparison, base: Paper | None, head: Paper | None, *, only_changed: bool
) -> Iterator[str]:
    pages = found.changed() if only_changed or found.same_bytes else found.pages
    changed = len(found.changed())
    yield (
        f'<section aria-labelledby="overview"><h2 id="overview">Pages <span class="count">'
        f"{changed} of {len(found.pages)}</span></h2>\n"
    )
    if not found.changed():
        yield '<p class="none">No page changed.</p>\n'
    yield '<ol class="thumbs">\n'
    for one in pages:
        paper, number = (head, one.head) if one.head else (base, one.base)
        if paper is None or number is None:
            continue
        width, height = paper.sizes[number - 1]
        picture = _encoded(paper.picture(number, _THUMB), small=True)
        regions = one.regions if one.head else one.base_regions
        image = (
            f'<img src="{picture}" width="{round(width / 6)}" height="{round(height / 6)}" alt="">'
            f"{_overlay(regions, (width, height))}"
        )
        label = f'<span class="number">{one.name}</span> <span class="what">{what(one)}</span>'
        inner = f'<span class="frame">{image}</span><span class="label">{label}</span>'
        if one.kind == "same":
            yield f'<li class="same">{inner}</li>\n'
        else:
            yield f'<li class="{_MARKS[one.kind]}"><a href="#{_anchor(one)}">{inner}</a></li>\n'
    yield "</ol></section>\n"


def _anchor(page: Page) -> str:
    return f"head-{page.head}" if page.head else f"base-{page.base}"


def _overlay(regions: list[Box], size: tuple[float, float]) -> str:
    """Return the frames of what changed, over a picture."""
    if not regions:
        return ""
    frames = "".join(
        f'<rect x="{left - 2:.1f}" y="{top - 2:.1f}" width="{right - left + 4:.1f}" '
        f'height="{foot - top + 4:.1f}" rx="2"/>'
        for left, top, right, foot in regions
    )
    return (
        f'<svg class="regions" viewBox="0 0 {size[0]:g} {size[1]:g}" aria-hidden="true">'
        f"{frames}</svg>"
    )


def _encoded(picture: Picture, *, small: bool = False) -> str:
    """Return a picture as a data URL: without loss, unless it is large."""
    from PIL import Image

    image, out = Image.fromarray(picture), io.BytesIO()
    if small:
        image.save(out, "WEBP", quality=70, method=2)
    else:
        image.save(out, "WEBP", lossless=True, quality=20, method=1)
        if out.tell() > _LARGE:
            out = io.BytesIO()
            image.save(out, "WEBP", quality=86, method=2)
    return f"data:image/webp;base64,{base64.b64encode(out.getvalue()).decode()}"


def _pages(found: Comparison, base: Paper | None, head: Paper | None) -> Iterator[str]:
    changed = found.changed()
    if not changed:
        return
    yield ('<section id="pages" aria-labelledby="by-page"><h2 id="by-page">Page by page</h2>\n')
    yield from _toolbar()
    for number, one in enumerate(changed):
        yield from _article(one, base, head, pictures=number < _PICTURES)
    if len(changed) > _PICTURES:
        yield f'<p class="none">Pictures are shown of the first {_PICTURES} changed pages.</p>\n'
    yield "</section>\n"


def _toolbar() -> Iterator[str]:
    yield '<div class="toolbar" role="toolbar" aria-label="How pages are compared">\n'
    yield '<fieldset class="modes"><legend>View</legend>'
    for index, (mode, label) in enumerate(_MODES, 1):
        checked = " checked" if mode == "side" else ""
        yield (
            f'<label><input type="radio" name="mode" value="{mode}"{checked}>'
            f"<span>{label} <kbd>{index}</kbd></span></label>"
        )
    yield "</fieldset>"
    yield (
        '<label class="amount"><span>Amount</span><input type="range" min="0" max="100" value="50" '
        'id="amount"></label>'
        '<label class="toggle"><input type="checkbox" id="frames" checked>'
        "<span>Frames <kbd>F</kbd></span></label>"
        '<span class="steps"><button type="button" id="previous">Previous <kbd>K</kbd></button>'
        '<button type="button" id="next">Next <kbd>J</kbd></button></span></div>\n'
    )


def _article(one: Page, base: Paper | None, head: Paper | None, *, pictures: bool) -> Iterator[str]:
    yield (
        f'<article class="page {one.kind}" id="{_anchor(one)}" tabindex="-1" '
        f'aria-labelledby="{_anchor(one)}-title">\n'
        f'<h3 id="{_anchor(one)}-title">Page {one.name} '
        f'<span class="what">{what(one)}</span></h3>\n'
    )
    yield '<div class="body">'
    if pictures:
        both = " both" if one.base and one.head else ""
        yield f'<div class="stage{both}">'
        if one.base and base:
            yield _figure("base", base, one.base, one.base_regions)
        if one.head and head:
            yield _figure("head", head, one.head, one.regions)
        yield "</div>"
    yield from _redline(one)
    yield "</div></article>\n"


def _figure(side: str, paper: Paper, number: int, regions: list[Box]) -> str:
    picture = paper.picture(number, _FULL)
    height, width = picture.shape[:2]
    caption = "old" if side == "base" else "new"
    return (
        f'<figure class="{side}"><figcaption>{caption}, page {number}</figcaption>'
        f'<span class="frame"><img loading="lazy" src="{_encoded(picture)}" width="{width}" '
        f'height="{height}" alt="Page {number}, {caption}">'
        f"{_overlay(regions, paper.sizes[number - 1])}</span></figure>"
    )


def _redline(one: Page) -> Iterator[str]:
    if not one.text:
        if one.looks:
            yield '<p class="words none">No word changed: the page looks otherwise.</p>'
        return
    yield f'<ul class="words" aria-label="Text of page {one.name}">'
    for words in one.text:
        yield f'<li class="{words.kind}"><span class="kind">{words.kind}</span> '
        yield f'<span lang="zh-Hant-HK">{_marked(words)}</span></li>'
    yield "</ul>"


def _marked(words: Words) -> str:
    if words.kind == "moved":
        origin = f' <span lang="en">(from page {words.from_page})</span>' if words.from_page else ""
        return f"<mark>{escape(words.new)}</mark>{origin}"
    old = f"<del>{escape(words.old)}</del>" if words.old else ""
    new = f"<ins>{escape(words.new)}</ins>" if words.new else ""
    before = f"…{escape(words.before)}" if words.before else ""
    after = f"{escape(words.after)}…" if words.after else ""
    return f"{before}{old}{new}{after}"


def _causes(found: Comparison) -> Iterator[str]:
    if not found.causes:
        return
    yield (
        '<section aria-labelledby="causes"><h2 id="causes">Causes <span class="count">'
        f"{len(found.causes)}</span></h2>\n"
        '<table class="causes"><thead><tr><th scope="col">file</th><th scope="col">what</th>'
        '<th scope="col">pages</th></tr></thead><tbody>\n'
    )
    for cause in found.causes:
        yield (
            f'<tr><th scope="row"><code>{escape(cause.file)}:{cause.line}</code></th>'
            f"<td>{_chinese(cause.what)}</td><td>{links(cause.pages, '#head-{}')}</td></tr>\n"
        )
    yield "</tbody></table></section>\n"


def _uncounted(found: Comparison) -> Iterator[str]:
    rows = [(old or "–", new or "–", "running head or folio") for old, new in found.furniture] + [
        (old, new, "fact has another id") for old, new in found.renamed
    ]
    reflowed = [page.head for page in found.pages if page.reflowed and page.head]
    if not rows and not reflowed:
        return
    yield '<section aria-labelledby="uncounted"><h2 id="uncounted">Not counted</h2>\n'
    if reflowed:
        yield (
            f"<p>On {counted(len(reflowed), 'page')} text moved to other lines, columns or pages: "
            f"{numbers(reflowed)}.</p>\n"
        )
    if rows:
        yield (
            '<table><thead><tr><th scope="col">what</th><th scope="col">old</th>'
            '<th scope="col">new</th></tr></thead><tbody>\n'
        )
        for old, new, why in rows:
            yield (
                f'<tr><th scope="row">{why}</th><td>{_chinese(old)}</td>'
                f"<td>{_chinese(new)}</td></tr>\n"
            )
        yield "</tbody></table>\n"
    yield "</section>\n"
