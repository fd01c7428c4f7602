"""The meter itself: a finished PDF in, a report on its typography out.

In: the bytes of a PDF, ours or a rival's, with the text and the theme it was made from when they
are known. Out: a :class:`~report.measure.findings.Report`. Nothing here knows which engine
it was.
"""

from __future__ import annotations

from pdfminer.psexceptions import PSException

from report.measure.extraction import extracted
from report.measure.findings import Finding, Metric, Report
from report.measure.glyphs import read_glyphs
from report.measure.register import KINDS, MEASURES
from report.measure.text import Text
from report.model.theme import Theme


class NotMeasurableError(Exception):
    """The bytes are no PDF whose glyphs can be read."""


def measure(pdf: bytes, source: str | None = None, theme: Theme | None = None) -> Report:
    """Measure the typography of a PDF; lengths in pt and em as each metric says.

    ``source`` is the text that the pages were made from, a paragraph a line; with it, junk
    spaces, parted words and lost paragraphs are told from what was written so. ``theme`` has the
    sizes and colours that text may have. Raises NotMeasurableError when the bytes are no sound PDF.
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
