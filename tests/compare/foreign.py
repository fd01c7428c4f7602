"""PDFs that ``report`` has not made: by WeasyPrint alone, and by Chromium."""

from __future__ import annotations

import logging
import subprocess
from functools import cache
from pathlib import Path

from tests.compare.conftest import CHROMIUM

STYLE = """
@page { size: 148mm 210mm; margin: 20mm 18mm;
  @top-left { content: "Annual account"; font-size: 8pt }
  @bottom-right { content: counter(page) " / " counter(pages); font-size: 8pt } }
html { font: 11pt/1.5 "Noto Serif CJK HK"; }
h1 { font-size: 18pt; break-before: page; } h1.first { break-before: avoid; }
p { margin: 0 0 6pt; }
a::after { content: target-counter(attr(href), page); float: right; }
"""
SENTENCES = (
    "船隊在清晨出海，傍晚帶着當日的漁獲回到碼頭。",
    "The harbour office counted every vessel twice before the season opened.",
    "倉庫的屋頂在夏天翻新，雨水從此不再滲入存貨。",
    "Prices were agreed in writing, and nobody had to wait for payment.",
    "學徒先學補網，再學看潮汐，三年之後才獨立掌舵。",
    "Each crew kept a log of fuel, ice and repairs through the winter.",
    "市集每逢初一和十五開檔，鄰村的人也來買魚。",
)


def text(start: int, count: int) -> str:
    """Give some paragraphs that are all different."""
    made = []
    for number in range(start, start + count):
        picked = [SENTENCES[(number * 3 + step * 2) % len(SENTENCES)] for step in range(4)]
        made.append(f"<p>第{number}段。{''.join(picked)}</p>")
    return "".join(made)


def page(body: str, style: str = "") -> str:
    """Give a document."""
    return f'<html lang="zh-Hant-HK"><style>{STYLE}{style}</style><body>{body}</body></html>'


@cache
def weasyprint(body: str, style: str = "") -> bytes:
    """Typeset by WeasyPrint alone."""
    import weasyprint as engine

    logging.getLogger("weasyprint").setLevel(logging.ERROR)
    made: bytes = engine.HTML(string=page(body, style)).write_pdf()
    return made


def chromium(folder: Path, name: str, body: str, style: str = "") -> Path:
    """Print by Chromium."""
    source = folder / f"{name}.html"
    source.write_text(page(body, style), encoding="utf-8")
    target = folder / f"{name}.pdf"
    subprocess.run(
        [
            *(str(CHROMIUM), "--headless", "--no-sandbox", "--disable-gpu"),
            *("--no-pdf-header-footer", f"--print-to-pdf={target}"),
            f"--user-data-dir={folder / 'profile'}",
            source.as_uri(),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    return target
