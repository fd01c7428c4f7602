"""Errors in extracted text."""

from __future__ import annotations

from report.measure.extraction import junk_spaces, paragraphs_kept
from report.measure.findings import Finding, Kind, Metric
from report.measure.text import Text

PLACE = 120
KINDS = {
    "junk-space": Kind(
        "junk spaces in extracted text", "extracted text has a space that was not typed"
    ),
}


def find(text: Text) -> tuple[list[Metric], list[Finding]]:
    """Find spaces that are not in the source, and count the paragraphs extracted exactly."""
    metrics: list[Metric] = []
    found: list[Finding] = []
    for program, pages in text.extracts.items():
        name = program.lower()
        if program != "mutool":
            junk = list(junk_spaces(pages, text.source))
            found += junk
            metrics.append(Metric(f"junk_{name}", f"junk spaces, {program}", len(junk)))
        if text.source is not None:
            kept, wanted = paragraphs_kept(pages, text.source)
            share = kept / wanted if wanted else None
            label = f"paragraphs of the source word for word, {program}"
            metrics.append(Metric(f"kept_{name}", label, kept))
            metrics.append(Metric(f"kept_{name}_share", f"  of {wanted}", share, "%"))
    return metrics, found
