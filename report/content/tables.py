"""Checks of tables that need the theme, and what is around them.

In: a report and its theme. Out: findings on landscape tables where they cannot be, and on widths
that do not fit (D105).
"""

from __future__ import annotations

from collections.abc import Iterator

from report.findings.diagnostics import Diagnostic, diagnostic
from report.model.blocks.table import Table
from report.model.report import Report
from report.model.tablerows import LEAST, TIGHT
from report.model.theme import Theme


def check_tables(report: Report, theme: Theme) -> list[Diagnostic]:
    """Check all tables of a report against the pages of its theme (D105)."""
    return [*_landscapes(report), *_widths(report, theme)]


def _landscapes(report: Report) -> Iterator[Diagnostic]:
    """Find tables on landscape pages in the introduction of a chapter, which is one page."""
    for chapter in report.chapters:
        for block in chapter.introduction:
            if block.landscape:
                yield diagnostic(
                    "D105",
                    "a landscape page cannot be in the introduction of a chapter",
                    hint="move the table into a section, or remove “page: landscape”",
                    place=block.key_written_at("page"),
                )


def _widths(report: Report, theme: Theme) -> Iterator[Diagnostic]:
    """Find tables whose columns say that they are wider than the page is."""
    for _, block in report.blocks():
        if not isinstance(block, Table):
            continue
        said = [column for column in block.columns if column.width is not None]
        if not said:
            continue
        room = block.measure(theme) / theme.type.scale["caption"]
        others = len(block.columns) - len(said)
        gaps = TIGHT * (len(block.columns) - 1)
        most = room - gaps - LEAST * others
        wide = sum(column.width or 0.0 for column in said)
        if wide > most:
            wider = "" if block.landscape else ", or give the table “width: full”"
            if block.span == "full" and not block.landscape:
                wider = ", or give the table “page: landscape”"
            yield diagnostic(
                "D105",
                f"these widths are {wide:g} characters together, and there is room for "
                f"{max(0.0, most):.0f}{' beside the other columns' if others else ''}",
                hint=f"make some columns narrower, or leave widths to the content{wider}",
                place=said[-1].key_written_at("width"),
            )
