"""Draws a frame around each finding in the measured PDF.

In: the bytes of a PDF and findings. Out: the bytes of a PDF that looks the same, with coloured
frames over its pages and, on the first page, a legend with the colour of every kind.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from itertools import cycle

import pikepdf

from report.measure.findings import Finding
from report.measure.register import KINDS

_COLOURS = (
    "0.85 0 0", "0 0.45 0.85", "0.9 0.5 0", "0.6 0 0.75", "0.75 0.65 0", "0 0.6 0.25",
    "0 0.65 0.65", "0.9 0.2 0.6", "0.45 0.3 0.1", "0.3 0.3 0.9", "0.5 0.5 0.5", "0.2 0.2 0.2",
    "0.6 0.8 0", "0.9 0.4 0.4", "0.35 0.5 0", "0.4 0.75 0.95", "0.95 0.6 0.7", "0.5 0.15 0.5",
    "0.7 0.55 0.4", "0.15 0.35 0.3", "1 0.75 0.5",
)  # fmt: skip
_FONT = "/MeterHelvetica"


def marked(pdf: bytes, findings: Iterable[Finding]) -> bytes:
    """Return the PDF with a frame around each finding; findings without a place have none."""
    colours = dict(zip(KINDS, cycle(_COLOURS), strict=False))
    found = [one for one in findings if one.width > 0]
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        for number, page in enumerate(document.pages, 1):
            here = [one for one in found if one.page == number]
            left, _, _, top = (float(edge) for edge in page.mediabox)
            drawn = [
                f"{colours[one.kind]} RG {left + one.x - 0.5:.2f} {top - one.y:.2f} "
                f"{one.width + 1:.2f} {-one.height:.2f} re S"
                for one in here
            ]
            if number == 1:
                drawn.append(_legend(page, document, found, colours))
            if any(drawn):
                # Transformations of the page's own content must not move the frames.
                page.contents_add(b"q\n", prepend=True)
                content = "\n".join(["Q q 0.8 w", *drawn, "Q"])
                page.contents_add(content.encode("ascii"), prepend=False)
        document.save(out, deterministic_id=True)
    return out.getvalue()


def _legend(
    page: pikepdf.Page,
    document: pikepdf.Pdf,
    found: Sequence[Finding],
    colours: dict[str, str],
) -> str:
    """Return the content of the legend: the number of findings of each kind."""
    counts = {kind: sum(one.kind == kind for one in found) for kind in KINDS}
    kinds = [kind for kind, count in counts.items() if count]
    if not kinds:
        return ""
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font,
        Subtype=pikepdf.Name.Type1,
        BaseFont=pikepdf.Name.Helvetica,
    )
    page.add_resource(document.make_indirect(font), pikepdf.Name.Font, pikepdf.Name(_FONT))
    left, _, _, top = (float(edge) for edge in page.mediabox)
    drawn = [f"1 g {left + 8} {top - 8} 220 {-(9 * len(kinds) + 6)} re f"]
    for row, kind in enumerate(kinds, 1):
        y = top - 10 - 9 * row
        drawn.append(f"{colours[kind]} rg {left + 12} {y} 6 6 re f")
        text = f"{KINDS[kind].label}: {counts[kind]}"
        drawn.append(f"BT 0 g {_FONT} 7 Tf {left + 22} {y} Td ({_escaped(text)}) Tj ET")
    return "\n".join(drawn)


def _escaped(text: str) -> str:
    return text.replace("(", r"\(").replace(")", r"\)")
