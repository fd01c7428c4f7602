"""The slug: the line of text below the bleed of each page, which identifies the sheet."""

from __future__ import annotations

from html import escape

from report.markup.room import ems
from report.model.report import Report
from report.model.target import Target
from report.model.theme import MM, Theme

_HIGH_MM = 4.0
_SIZE_PT = 5.5
#: Space to the crop mark at the corner, and to the register mark in the middle, in mm.
_EDGE_MM, _MIDDLE_MM = 2.0, 4.0


def slug_lines(report: Report, theme: Theme, target: Target, pages: int) -> tuple[str, str]:
    """Return HTML and CSS of a document with one line per page, as wide as the trimmed page.

    On the left of the middle are page and title; on the right organisation, date and version of the
    data, and the target. Long titles and names are shortened.
    """
    settings, half = report.settings, theme.page.width_mm / 2
    day = settings.dates.published or settings.dates.period_end
    room = (half - _EDGE_MM - _MIDDLE_MM) * MM / _SIZE_PT
    made = f"數據 {day:%Y-%m-%d}，版本 {report.version[:12]}｜{target.file_name}"
    title = settings.title + (f"，{settings.subtitle}" if settings.subtitle else "")
    right = escape(f"{shortened(settings.organisation, room - ems(made) - 1)}｜{made}")
    lines = ""
    for number in range(1, pages + 1):
        page = f"第{number}頁，共{pages}頁"
        left = escape(f"{page}｜{shortened(title, room - ems(page) - 1)}")
        lines += f'<p><span>{left}</span><span class="right">{right}</span></p>'
    ink = "device-cmyk(0 0 0 1)" if target.colour == "cmyk" else "#000"
    css = (
        f"@page {{ margin: 0; size: {theme.page.width_mm:g}mm {_HIGH_MM:g}mm }}"
        f"body {{ margin: 0 }}"
        f"p {{ break-after: page; color: {ink}; height: {_HIGH_MM:g}mm; margin: 0;"
        f' font: {_SIZE_PT:g}pt/{_HIGH_MM:g}mm "{theme.type.sans}"; position: relative }}'
        f"span {{ left: {_EDGE_MM:g}mm; position: absolute; top: 0; white-space: nowrap }}"
        f".right {{ left: {half + _MIDDLE_MM:g}mm }}"
    )
    return f'<html lang="zh-Hant-HK"><body>{lines}</body></html>', css


def shortened(text: str, room: float) -> str:
    """Return a text of at most ``room`` em, shortened with an ellipsis if necessary."""
    if ems(text) <= room:
        return text
    while text and ems(text) + 1 > room:
        text = text[:-1]
    return f"{text.rstrip('，、 ')}…"
