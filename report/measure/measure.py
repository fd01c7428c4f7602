"""Measures the typography of a finished PDF, whichever program made it."""

from __future__ import annotations

from pdfminer.psexceptions import PSException

from report.measure.extraction import extracted
from report.measure.findings import Finding, Metric, Report
from report.measure.glyphs import read_glyphs
from report.measure.register import KINDS, MEASURES
from report.measure.text import Text
from report.model.theme import Theme


class NotMeasurableError(Exception):
    """The bytes are not a PDF whose glyphs can be read."""


def measure(pdf: bytes, source: str | None = None, theme: Theme | None = None) -> Report:
    """Measure the typography of a PDF; each metric has its unit, pt or em.

    ``source`` is the text of the pages, one paragraph per line. It is needed to find split words
    and lost paragraphs, and makes the search for wrong spaces more precise. ``theme`` has the
    allowed sizes and colours of text. Raises NotMeasurableError when the bytes are not a valid PDF.
    """
    try:
        text = Text(read_glyphs(pdf), extracted(pdf), source, theme)
    except (PSException, RuntimeError) as exc:  # pdfminer's errors, PDFium's
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
