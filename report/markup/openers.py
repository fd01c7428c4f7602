"""The art of openers: what chapters and sections ask of the figures room, at page size."""

from __future__ import annotations

from collections.abc import Iterator

from report.model.drawing import ArtRequest
from report.model.report import Report
from report.model.theme import MM, Theme

#: Bleed around art that reaches the edge, in mm; a screen page simply cuts it.
BLEED_MM = 3.0
#: Height of a section's opener band below the trimmed edge: the top margin and 19 lines.
BAND_LINES = 19


def band_height_pt(theme: Theme) -> float:
    """Give the height of a section's band from the trimmed edge down, in pt."""
    return theme.page.top_mm * MM + BAND_LINES * theme.type.leading


def opener_art(report: Report, theme: Theme) -> Iterator[ArtRequest]:
    """Give the art of every chapter's opener, every section's band, and the closing page."""
    bleed = 2 * BLEED_MM * MM
    width, height = theme.page.width_mm * MM + bleed, theme.page.height_mm * MM + bleed
    # Wider than the paper by the difference of the margins, so that it reaches both edges from
    # a left page and from a right page alike.
    band = round(width + (theme.outer_mm - theme.page.inner_mm) * MM, 3)
    page = (band, round(height, 3))
    for chapter in report.chapters:
        data = chapter.data
        yield ArtRequest(f"opener.{data.id}", data.art, *page, data.accent, titled=True)
        for section in chapter.sections:
            yield ArtRequest(
                f"band.{section.data.id}",
                section.data.art,
                band,
                round(band_height_pt(theme) + bleed / 2, 3),
                section.data.accent,
                titled=True,
            )
    first = report.chapters[0].data
    yield ArtRequest("closing", first.art, *page, first.accent, titled=True)
