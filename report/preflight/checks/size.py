"""The rule about text that is too small to read."""

from __future__ import annotations

from collections.abc import Iterator

import pikepdf

from report.findings.diagnostics import Severity
from report.preflight.content import Paint
from report.preflight.places import box_of, once
from report.preflight.rules import BOTH, Check, Finding, Options, Rule
from report.preflight.subject import Subject

_MM = 25.4 / 72
#: In pt.
_SMALLEST = 5.0


def check_size(subject: Subject, options: Options) -> Iterator[Finding]:
    """Find text within the page that is smaller than 5 pt (P218); each size once per page."""
    for number, page in enumerate(subject.document.pages, 1):
        yield from once(_small(number, paint, page, options) for paint in subject.paints(number))


def _small(number: int, paint: Paint, page: pikepdf.Page, options: Options) -> Iterator[Finding]:
    if paint.kind != "text" or not 0 < paint.size < _SMALLEST - 1e-3:
        return
    media, trim = box_of(page, "/MediaBox"), box_of(page, options.box, "/ArtBox", "/MediaBox")
    x, y = paint.x - (trim[0] - media[0]), paint.y - (media[3] - trim[3])
    if -0.5 <= x <= trim[2] - trim[0] + 0.5 and -0.5 <= y <= trim[3] - trim[1] + 0.5:
        yield Finding("P218", f"the text size is {paint.size:.1f} pt", number, x * _MM, y * _MM)


#: The rules of this module.
RULES = (
    Rule(
        "P218",
        Severity.WARNING,
        "no text is smaller than 5 pt",
        "house rule",
        BOTH,
        cure="use the size note or a larger one; see type.scale in styles/tokens.yaml",
        chinese="文字不小於5 pt",
    ),
)
CHECKS = (Check("a page", check_size),)
