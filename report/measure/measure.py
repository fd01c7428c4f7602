"""The meter itself: a finished PDF in, a report on its typography out.

In: the bytes of a PDF, ours or a rival's, with the text and the theme it was made from when they
are known. Out: a :class:`~report.measure.findings.Report`. Nothing here knows which engine
it was.
"""

from __future__ import annotations

from collections.abc import Mapping

from pdfminer.psexceptions import PSException

from report.measure.breaks import at_breaks, short_last_lines
from report.measure.columns import find_columns
from report.measure.extraction import extracted, junk_spaces, paragraphs_kept
from report.measure.findings import KINDS, Finding, Metric, Report, counts
from report.measure.glyphs import read_glyphs
from report.measure.hairs import hairs
from report.measure.heads import uneven_heads
from report.measure.lines import find_lines
from report.measure.pages import grid, lone_lines
from report.measure.paragraphs import leadings, measures, paragraphs
from report.measure.source import Source
from report.measure.spacing import (
    full_lines,
    missing_gaps,
    raggedness,
    stretch,
    wide_marks,
    wide_starts,
)
from report.measure.tokens import off_tokens, used
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
        pages = read_glyphs(pdf)
        extracts = extracted(pdf)
    except (PSException, RuntimeError) as exc:  # pdfminer's errors, PDFium's
        raise NotMeasurableError(str(exc) or type(exc).__name__) from exc
    by_page = [find_lines(page) for page in pages]
    lines = [line for one in by_page for line in one]
    known = Source(source) if source is not None else None
    columns = find_columns(by_page, known)
    full = full_lines(columns)
    breaks = [*at_breaks(columns, source), *short_last_lines(columns)]
    ragged, off_measure = raggedness(full)
    stretched, loose = stretch(full)
    inside = [*missing_gaps(lines), *wide_marks(lines), *wide_starts(columns)]
    lone = list(lone_lines(columns, lines, known))
    gridded, off_grid = grid(columns)
    in_use = used(pages)
    blocks = list(paragraphs(columns))
    others = [
        measures(blocks, columns),
        leadings(blocks),
        off_tokens(pages, by_page, in_use, theme),
        uneven_heads(pages, by_page, columns),
        hairs(pages),
    ]
    texts, junk = _texts(extracts, known)
    metrics = [
        Metric("pages", "pages", len(pages)),
        Metric("lines", "lines with Han", sum(line.has_han for line in lines)),
        Metric("full_lines", "full lines that can be measured", len(full)),
        *counts(breaks, ("forbidden-start", "forbidden-end", "split-token", "split-unit")),
        *ragged,
        *stretched,
        *counts(inside, ("missing-gap", "wide-marks", "wide-start")),
        *counts([*breaks, *lone], ("short-last", "widow", "orphan")),
        *gridded,
        *(one for numbers, _ in others for one in numbers),
        *texts,
    ]
    found = [*breaks, *off_measure, *loose, *inside, *lone, *off_grid, *junk]
    found += [one for _, faults in others for one in faults]
    order = list(KINDS)
    found.sort(key=lambda one: (one.page, order.index(one.kind), one.y, one.x))
    return Report(tuple(metrics), tuple(found), in_use)


def _texts(
    extracts: Mapping[str, list[str]], source: Source | None
) -> tuple[list[Metric], list[Finding]]:
    metrics: list[Metric] = []
    found: list[Finding] = []
    for program, pages in extracts.items():
        name = program.lower()
        if program != "mutool":
            junk = list(junk_spaces(pages, source))
            found += junk
            metrics.append(Metric(f"junk_{name}", f"junk spaces, {program}", len(junk)))
        if source is not None:
            kept, wanted = paragraphs_kept(pages, source)
            share = kept / wanted if wanted else None
            label = f"paragraphs of the source word for word, {program}"
            metrics.append(Metric(f"kept_{name}", label, kept))
            metrics.append(Metric(f"kept_{name}_share", f"  of {wanted}", share, "%"))
    return metrics, found
