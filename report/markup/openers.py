"""The requests for the art of openers, section bands and the closing page."""

from __future__ import annotations

from collections.abc import Iterator

from report.model.drawing import ArtRequest
from report.model.report import Report
from report.model.theme import MM, Theme

#: Bleed around art at the edge of the page, in mm; on screen it is clipped.
BLEED_MM = 3.0
#: Height of a section's opener band below the trimmed edge: the top margin and 19 lines.
BAND_LINES = 19


def band_height_pt(theme: Theme) -> float:
    """Return the height of a section's band from the trimmed edge, in pt."""
    return theme.page.top_mm * MM + BAND_LINES * theme.type.leading


def opener_art(report: Report, theme: Theme) -> Iterator[ArtRequest]:
    """Return the requests for the art of all openers, section bands, and the closing page."""
    bleed = 2 * BLEED_MM * MM
    width, height = theme.page.width_mm * MM + bleed, theme.page.height_mm * MM + bleed
    # Wider than the page by the difference of the margins, so that it fills left and right pages.
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
