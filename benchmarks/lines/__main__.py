"""Measures how well lines are set: ours, plain WeasyPrint's and Chromium's, at three measures.

    .venv/bin/python -m benchmarks.lines [--rounds 5] [--keep DIR]

There are two texts, each in one column of 40, 20 and 17.3 em: the paragraphs of the report itself,
and ``text.html``, 130 paragraphs that are harder than most: emphasis within emphasis, quotes in
quotes, lists, table cells, footnotes, and a number or Latin word in every other phrase. Every
PDF goes through the meter of ``report check --typography`` with the text as its source. Plain
WeasyPrint is the engine with nothing of ours in it. Chromium and Typst join when they are there
(see ``rivals.py``).

Machines are noisy: the two engines are run in turns, and what counts is the ratio. A turn is a few
runs, of which the first is not counted: a program sets all its documents with one engine, and
Python, which learns what code does by running it, forgets that when names of it are replaced.
"""

from __future__ import annotations

import argparse
import gc
import re
import statistics
import time
from collections.abc import Callable, Iterator
from functools import partial
from html.parser import HTMLParser
from pathlib import Path
from unittest.mock import patch

from pydantic import BaseModel

from benchmarks.lines.rivals import NARROW, RIVALS
from report.engine import document, making, reading
from report.engine.making import isolate_fonts
from report.engine.reading import Content, read
from report.markup.document import BASE_URL
from report.markup.environment import prose_html
from report.measure.findings import Report
from report.measure.measure import measure
from report.model.prose import Prose
from report.model.target import PRINT, SCREEN
from report.project.project import Project
from report.typesetting.stylesheets import Stylesheet, stylesheets

HERE = Path(__file__).parent
BASE = "http://report.invalid/"
MEASURES = (40, 20, 17.3)
#: A mark that ends a sentence, and brackets and tags that close after it.
SENTENCE_END = re.compile(r"[。！？；](?:[」』）]|</\w+>)*\s*$")
#: How many runs of a turn are counted.
TURN = 4
ROWS = (
    ("forbidden starts and ends", ("forbidden_start", "forbidden_end")),
    ("split tokens", ("split_token",)),
    ("number|unit splits", ("split_unit",)),
    ("one-character last lines", ("short_last",)),
    ("ragged share of full lines", ("ragged_share",)),
    ("  at worst, em", ("ragged_most",)),
    ("mean stretch, em", ("stretch_mean",)),
    ("largest stretch, em", ("stretch_most",)),
    ("loose lines", ("loose",)),
    ("Han-Western gaps missing", ("missing_gap",)),
    ("adjacent marks uncompressed", ("wide_marks",)),
    ("brackets untrimmed", ("wide_start",)),
    ("widows and orphans", ("widow", "orphan")),
    ("share of body lines off grid", ("off_grid_share",)),
    ("junk spaces, pdftotext -raw", ("junk_pdftotext",)),
    ("junk spaces, PDFium", ("junk_pdfium",)),
    ("word for word, pdftotext", ("kept_pdftotext_share",)),
    ("word for word, MuPDF", ("kept_mutool_share",)),
    ("word for word, PDFium", ("kept_pdfium_share",)),
)


class _Paragraphs(HTMLParser):
    """Takes the paragraphs out of the HTML, each one line, notes as paragraphs of their own."""

    BLOCKS = frozenset(("h1", "h2", "p", "li", "th", "td", "title"))

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._notes: list[str] = []
        self._into: list[list[str]] = [[]]
        self._count = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a paragraph or a note."""
        if tag in self.BLOCKS:
            self._into = [[]]
        elif tag == "span" and ("class", "note") in attrs:
            self._count += 1
            self._into[-1].append(str(self._count))
            self._into.append([])

    def handle_endtag(self, tag: str) -> None:
        """End a paragraph or a note."""
        if tag == "span":
            self._notes.append("".join(self._into.pop()))
        elif tag in self.BLOCKS and tag != "title":
            self.found += ["".join(self._into[-1]), *self._notes]
            self._notes = []

    def handle_data(self, data: str) -> None:
        """Take text."""
        self._into[-1].append(data)


def source(html: str) -> str:
    """Give the text of the HTML, a paragraph a line, as a reader should be able to copy it."""
    parser = _Paragraphs()
    parser.feed(html)
    return "\n".join(parser.found)


def css(measure_em: float) -> str:
    """Give the stylesheet for one measure, in em."""
    sheet = (HERE / "page.css").read_text(encoding="utf-8")
    narrow = "body" if measure_em < NARROW else ".never"
    return sheet.replace("var(--measure)", str(measure_em)).replace(".narrow", narrow)


def composed(html: str, sheet: str, content: Content) -> bytes:
    """Set the text with our composition, as ``report build`` does."""
    from report.typesetting.engine import typeset

    sheets = [Stylesheet("base", "page.css", sheet)]
    lexicon = content.report.lexicon
    return typeset(html, sheets, {}, PRINT, content.project, BASE, lexicon).pdf


def plain(html: str, sheet: str) -> bytes:
    """Set the text with WeasyPrint alone."""
    import weasyprint

    from report.typesetting.extension import hooks

    hooks.uninstall()
    document = weasyprint.HTML(string=html, base_url=BASE)
    return bytes(
        document.write_pdf(stylesheets=[weasyprint.CSS(string=sheet)], pdf_variant=PRINT.variant)
    )


def table(reports: dict[str, list[Report]]) -> str:
    """Put the reports together: a row a rule, a column a program, a number a measure."""
    lines = [f"{'at ' + ' / '.join(f'{m:g}' for m in MEASURES) + ' em':32}"]
    lines[0] += "".join(f"{name:>26}" for name in reports)
    for label, names in ROWS:
        cells = [
            " / ".join(_shown(report, names) for report in found) for found in reports.values()
        ]
        lines.append(f"{label:32}" + "".join(f"{cell:>26}" for cell in cells))
    return "\n".join(lines)


def _shown(report: Report, names: tuple[str, ...]) -> str:
    try:
        values = [report[name] for name in names]
    except StopIteration:  # a program that is not installed
        return "-"
    known = [value for value in values if value is not None]
    if not known:
        return "-"
    total = sum(known)
    return f"{total:.3f}" if isinstance(total, float) else str(total)


def prose(content: Content) -> str:
    """Give the prose of a report as HTML, a paragraph a text.

    A text that does not end a sentence is a title, a label or a caption, and never justified.
    """
    paragraphs = [
        f"<p>{shown}</p>"
        for _, block in content.report.blocks()
        for text in _texts(block)
        if SENTENCE_END.search(shown := prose_html(text, links=True))
    ]
    body = "\n".join(dict.fromkeys(paragraphs))
    return f'<html lang="zh-Hant-HK"><head></head><body>{body}</body></html>'


def _texts(value: object) -> Iterator[Prose]:
    if isinstance(value, Prose):
        yield value
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from _texts(getattr(value, name))
    elif isinstance(value, tuple | list):
        for part in value:
            yield from _texts(part)


def compare(label: str, html: str, content: Content, options: argparse.Namespace) -> None:
    """Set one text with all programs at all measures; print the table and the ratio of times."""
    text = source(html)
    print(f"\n{label}: {len(text.splitlines())} paragraphs, {len(text):,} characters\n")
    reports: dict[str, list[Report]] = {name: [] for name in ("ours", "plain", *RIVALS)}
    ratios = []
    for width in MEASURES:
        sheet = css(width)
        makers = {
            "ours": partial(composed, html, sheet, content),
            "plain": partial(plain, html, sheet),
        }
        pdfs: dict[str, bytes | None] = {
            name: make(html, sheet, width) for name, make in RIVALS.items()
        }
        ratios.append(ratio(makers["ours"], makers["plain"], options.rounds))
        pdfs |= {who: make() for who, make in makers.items()}
        for who, pdf in pdfs.items():
            if pdf is None:
                continue
            reports[who].append(measure(pdf, text))
            if options.keep:
                options.keep.mkdir(parents=True, exist_ok=True)
                (options.keep / f"{label}-{who.lower()}-{width:g}.pdf").write_bytes(pdf)
    print(table({who: found for who, found in reports.items() if found}))
    print(f"{'time, ours : plain':32}{' / '.join(f'{one:.2f}' for one in ratios):>26}")


def pages(content: Content, rounds: int) -> float:
    """Give the ratio of times for the report's own pages, composed and by the plain engine."""
    from report.typesetting.engine import typeset
    from report.typesetting.extension import hooks

    requests = reading.requests(content.report, content.theme)
    drawings = making.draw(requests, content.theme, content.project)
    html = document.mark_up(content, drawings, SCREEN)
    needed = {block.type for _, block in content.report.blocks()}
    sheets = stylesheets(content.project, content.theme, SCREEN, needed)
    figures = document.coloured(drawings, content.theme, SCREEN)
    lexicon = content.report.lexicon
    make = partial(typeset, html, sheets, figures, SCREEN, content.project, BASE_URL, lexicon)

    def without() -> None:
        hooks.uninstall()
        with patch("report.typesetting.engine.install", return_value=[]):
            make()

    return ratio(make, without, rounds)


def timed(make: Callable[[], object]) -> float:
    """Give the processor time in seconds that something takes."""
    gc.collect()
    gc.disable()  # when a collection falls due is chance
    start = time.process_time()
    make()
    took = time.process_time() - start
    gc.enable()
    return took


def ratio(ours: Callable[[], object], other: Callable[[], object], rounds: int) -> float:
    """Give the ratio of the medians of two that are run in turns."""
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(rounds):
        for made, make in zip(times, (ours, other), strict=True):
            make()
            made += [timed(make) for _ in range(TURN)]
    return statistics.median(times[0]) / statistics.median(times[1])


def main() -> None:
    """Measure and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--keep", type=Path, help="put the PDFs there")
    parser.add_argument("-C", type=Path, default=Path(), dest="folder")
    options = parser.parse_args()
    project = Project.at(options.folder)
    content = read(project)
    isolate_fonts(project, content.theme)
    print(f"time for the report's own pages, ours : plain  {pages(content, options.rounds):.2f}")
    compare("report", prose(content), content, options)
    compare("text", (HERE / "text.html").read_text(encoding="utf-8"), content, options)


if __name__ == "__main__":
    main()
