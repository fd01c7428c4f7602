"""Measures the typography of a finished PDF, whichever program made it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pdfminer.psexceptions import PSException
from pikepdf import PdfError

from report.measure import storable
from report.measure.extraction import extracted
from report.measure.findings import Finding, Metric, Report
from report.measure.glyphs import Page, read_glyphs
from report.measure.register import KINDS, MEASURES
from report.measure.text import Text
from report.model.theme import Theme
from report.pdf.excerpt import excerpt
from report.pdf.known import Known
from report.pdf.slug import without_slug


class NotMeasurableError(Exception):
    """The bytes are not a PDF whose glyphs can be read."""


def measure(
    pdf: bytes,
    source: str | None = None,
    theme: Theme | None = None,
    known: Known | None = None,
) -> Report:
    """Measure the typography of a PDF; each metric has its unit, pt or em.

    The slug of a PDF that this program has built is not measured.
    ``source`` is the text of the pages, one paragraph per line. It is needed to find split words
    and lost paragraphs, and makes the search for wrong spaces more precise. ``theme`` has the
    allowed sizes and colours of text. With ``known``, only pages that are new are read. Raises
    NotMeasurableError when the bytes are not a valid PDF.
    """
    try:
        pages, extracts = _read(without_slug(pdf), known)
        text = Text(pages, extracts, source, theme)
    except (PSException, RuntimeError, PdfError) as exc:  # of pdfminer, PDFium, pikepdf
        raise NotMeasurableError(str(exc) or type(exc).__name__) from exc
    metrics = [
        Metric("pages", "pages", len(text.pages)),
        Metric("lines", "lines with Han", sum(line.has_han for line in text.lines)),
        Metric("full_lines", "full lines that can be measured", len(text.full)),
    ]
    found: list[Finding] = []
    for module in MEASURES:
        numbers, faults = module.find(text)
        metrics += numbers
        found += faults
    order = list(KINDS)
    found.sort(key=lambda one: (one.page, order.index(one.kind), one.y, one.x))
    return Report(tuple(metrics), tuple(found), text.used)


def _read(pdf: bytes, known: Known | None) -> tuple[Sequence[Page], dict[str, list[str]]]:
    """Return the pages, and the text of each as extracted by each program."""
    if known is None:
        return read_glyphs(pdf), extracted(pdf)

    def read(wanted: Sequence[int]) -> dict[int, Any]:
        pages = read_glyphs(pdf, wanted)
        texts = extracted(excerpt(pdf, wanted))
        return {
            page.number: {
                "page": storable.to_json(page),
                "texts": {
                    name: found[at] for name, found in texts.items() if len(found) == len(pages)
                },
            }
            for at, page in enumerate(pages)
        }

    found = known.pages(("glyphs and text",), read)
    names = [name for name in found[0]["texts"] if all(name in one["texts"] for one in found)]
    pages = tuple(storable.from_json(one["page"], at) for at, one in enumerate(found, 1))
    return pages, {name: [one["texts"][name] for one in found] for name in names}
