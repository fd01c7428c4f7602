"""The line below the bleed of each page for the press: what it is, for whoever finds the sheet."""

from __future__ import annotations

from html import escape

from report.model.report import Report
from report.model.target import Target
from report.model.theme import Theme

_HIGH_MM = 4.0


def slug_lines(report: Report, theme: Theme, target: Target, pages: int) -> tuple[str, str]:
    """Give HTML and CSS of a document with one line a page, as wide as the trimmed page.

    Each says title, page, the day and version of the data, and the target.
    """
    settings = report.settings
    day = settings.dates.published or settings.dates.period_end
    parts = [settings.title + (f"，{settings.subtitle}" if settings.subtitle else "")]
    parts += [
        settings.organisation,
        f"數據 {day:%Y-%m-%d}，版本 {report.version[:12]}",
        target.file_name,
    ]
    lines = "".join(
        f"<p>{escape('｜'.join([f'第{number}頁，共{pages}頁', *parts]))}</p>"
        for number in range(1, pages + 1)
    )
    ink = "device-cmyk(0 0 0 1)" if target.colour == "cmyk" else "#000"
    css = (
        f"body {{ margin: 0 }}"
        f"@page {{ margin: 0; size: {theme.page.width_mm:g}mm {_HIGH_MM:g}mm }}"
        f"p {{ break-after: page; color: {ink}; margin: 0; padding-left: 2mm;"
        f' font: 5.5pt/{_HIGH_MM:g}mm "{theme.type.sans}"; white-space: nowrap }}'
    )
    return f'<html lang="zh-Hant-HK"><body>{lines}</body></html>', css
