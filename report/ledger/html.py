"""The ledger as a page for the browser: a click on a fact shows its page, the number outlined.

In: the ledger and the pages of one PDF. Out: one HTML file with all that it needs; it asks no
network. Without scripts, a click still shows the page.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path

from report.ledger.ledger import Entry, Ledger
from report.ledger.printed import Printed
from report.pages.images import render, webp

#: Resolution of the pictures of the pages, in pixels per inch.
_PPI = 110
_HERE = Path(__file__).parent / "page"
_CHINESE = ' lang="zh-Hant-HK"'


def as_html(ledger: Ledger, entries: Sequence[Entry], target: str) -> str:
    """Return the page for the facts of ``entries``, with the pages of a target."""
    wanted = {one.page for entry in entries for one in entry.printed if one.target == target}
    pages = "".join(_pages(ledger.pdfs[target], wanted))
    title = escape(ledger.report.settings.title)
    printed = sum(bool(entry.printed) for entry in entries)
    style, script = ((_HERE / f"ledger.{kind}").read_text("utf-8") for kind in ("css", "js"))
    rows = "".join(_row(entry, target) for entry in entries)
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        f"<title>Facts of {title}</title><style>\n{style}</style></head><body>"
        f"<header><h1>Facts of <span{_CHINESE}>{title}</span></h1>"
        f"<p>{len(entries)} facts, {printed} of them printed</p>"
        '<label>Find <input type="search"></label></header>'
        '<main tabindex="0" aria-label="Facts"><table><thead><tr><th scope="col">Fact</th>'
        '<th scope="col">Figures</th><th scope="col">Printed on page</th></tr></thead>'
        f"<tbody>{rows}</tbody></table></main>"
        f'<aside tabindex="0" aria-label="Page"><p role="status">Choose a page of a fact.</p>'
        f"{pages}</aside><script>\n{script}</script></body></html>\n"
    )


def _row(entry: Entry, target: str) -> str:
    series = entry.series
    figures = "<br>".join(
        f"<span>{escape(series.heading(period))}</span> {escape(entry.shown(period))}"
        for period in series.points
    )
    printed = [one for one in entry.printed if one.target == target]
    links = "".join(_link(entry, group) for group in _by_page(printed))
    return (
        f"<tr><th scope='row'{_CHINESE}>{escape(series.label)}"
        f'<span class="id" lang="en">{escape(series.id)}</span></th>'
        f'<td class="figure"{_CHINESE}>{figures}'
        f'<span class="source">{escape(series.source)}</span></td>'
        f"<td>{links or '<span class=none>not printed</span>'}</td></tr>"
    )


def _by_page(printed: Sequence[Printed]) -> Iterator[list[Printed]]:
    pages: dict[int, list[Printed]] = {}
    for one in printed:
        pages.setdefault(one.page, []).append(one)
    yield from pages.values()


def _link(entry: Entry, group: Sequence[Printed]) -> str:
    first = group[0]
    boxes = ";".join(" ".join(f"{edge:g}" for edge in one.box) for one in group)
    forms = ", ".join(dict.fromkeys(one.form for one in group))
    title = escape(f"{entry.series.id}, page {first.label}: {forms}", quote=True)
    return (
        f'<a href="#page-{first.page}" data-boxes="{boxes}" title="{title}">'
        f"{escape(first.label)}</a>"
    )


def _pages(pdf: bytes, wanted: set[int]) -> Iterator[str]:
    for number, image in enumerate(render(pdf, _PPI), 1):
        if number in wanted:
            width, height = (round(side * 72 / _PPI, 2) for side in image.size)
            picture = b64encode(webp(image)).decode()
            yield (
                f'<figure id="page-{number}" data-size="{width:g} {height:g}">'
                f'<img alt="Page {number}" src="data:image/webp;base64,{picture}"></figure>'
            )
