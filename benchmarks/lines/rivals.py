"""Other programs that set Chinese lines, each given all it knows of them.

Chromium is taken when it is installed: text-autospace, text-spacing-trim, text-wrap: pretty; it has
no footnotes, so its notes stand at the end. Typst is taken when its Python package is installed
(``.venv/bin/pip install typst``): justified, with optimized line breaks and its own space between
Chinese and Western text. Neither is needed for anything else.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Mapping
from html.parser import HTMLParser
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

#: Below this measure, in em, the cells of a table stand below each other.
NARROW = 30
_NOTE = re.compile(r'<span class="note">(.*?)</span>', re.DOTALL)
_NOTO = Path("/usr/share/fonts/opentype/noto")
#: What Typst is told: the page of ``page.css``, in its words.
_TYPST = """\
#set page(width: {width}pt, height: 833pt, margin: (x: 28pt, y: 51pt))
#set text(lang: "zh", region: "hk", font: "Noto Serif CJK HK", size: 10pt)
#set par(justify: true, linebreaks: "optimized", leading: 7pt, spacing: 7pt)
#set par(first-line-indent: (amount: 2em, all: true))
#set table(stroke: none, inset: 0pt)
#set enum(body-indent: 0.5em)
#show heading: it => par(first-line-indent: 0pt, text(font: "Noto Sans CJK HK", it.body))
#show footnote.entry: set text(size: 10pt)
#let sans(weight, body) = text(font: "Noto Sans CJK HK", weight: weight, body)
"""


def chromium(html: str, sheet: str, measure: float) -> bytes | None:
    """Set the text with Chromium, whose stylesheet has the measure; None when there is none."""
    del measure
    program = shutil.which("chromium")
    if program is None:
        return None
    notes: list[str] = []

    def call(match: re.Match[str]) -> str:
        notes.append(match[1])
        return f"<sup>{len(notes)}</sup>"

    page = _NOTE.sub(call, html).replace(
        "</body>", "".join(f"<p>{note}</p>" for note in notes) + "</body>"
    )
    with tempfile.TemporaryDirectory() as folder:
        file, pdf = Path(folder) / "page.html", Path(folder) / "page.pdf"
        file.write_text(page.replace("</head>", f"<style>{sheet}</style></head>"), encoding="utf-8")
        command = [
            *(program, "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"),
            *(f"--print-to-pdf={pdf}", file.as_uri()),
        ]
        subprocess.run(command, check=True, capture_output=True, timeout=300)
        return pdf.read_bytes()


def typst(html: str, sheet: str, measure: float) -> bytes | None:
    """Set the text with Typst, which reads no CSS; None when there is none."""
    del sheet
    if find_spec("typst") is None:
        return None
    source = typst_source(html, measure).encode()
    pdf = import_module("typst").compile(source, font_paths=[str(_NOTO)])
    return bytes(pdf)


def typst_source(html: str, measure: float) -> str:
    """Say in Typst's markup what the HTML says; ``measure`` is in em of 10 pt."""
    parser = _Typst(stacked=measure < NARROW)
    parser.feed(html)
    return _TYPST.format(width=measure * 10 + 56) + "".join(parser.found)


class _Typst(HTMLParser):
    """Translates the few elements of the benchmark's texts."""

    _SPECIAL = re.compile(r"[\\#$*_`<>@=+\-/~\[\]]")

    def __init__(self, *, stacked: bool) -> None:
        super().__init__()
        self.found: list[str] = []
        self._ends: list[str] = []
        self._silent = 0
        self._numbered = False
        table = ("", "") if stacked else ("#table(columns: (5em, 1fr), ", ")\n\n")
        cell = ("#par[", "]\n\n") if stacked else ("[#par(first-line-indent: 0pt)[", "]], ")
        self._forms: Mapping[str, tuple[str, str]] = {
            "p": ("", "\n\n"),
            "h1": ("= ", "\n\n"),
            "h2": ("== ", "\n\n"),
            "b": ("#sans(700)[", "]"),
            "strong": ("#sans(700)[", "]"),
            "i": ("#sans(500)[", "]"),
            "sup": ("#super[", "]"),
            "ol": ("", "\n"),
            "ul": ("", "\n"),
            "table": table,
            "td": cell,
            "th": cell,
        }

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin an element."""
        begin, end = self._forms.get(tag, ("", ""))
        if tag == "head":
            self._silent += 1
        elif tag in ("ol", "ul"):
            self._numbered = tag == "ol"
        elif tag == "li":
            begin, end = ("+ " if self._numbered else "- "), "\n"
        elif ("class", "note") in attrs:
            begin, end = "#footnote[", "]"
        if tag != "meta":
            self.found.append(begin)
            self._ends.append(end)

    def handle_endtag(self, tag: str) -> None:
        """End an element."""
        if tag == "head":
            self._silent -= 1
        self.found.append(self._ends.pop())

    def handle_data(self, data: str) -> None:
        """Take text."""
        if not self._silent and data.strip():
            self.found.append(self._SPECIAL.sub(r"\\\g<0>", re.sub("[ \n]+", " ", data)))


#: What sets the text: HTML, its stylesheet and the measure in em in, a PDF out, or None.
RIVALS: Mapping[str, Callable[[str, str, float], bytes | None]] = {
    "Chromium": chromium,
    "Typst": typst,
}
