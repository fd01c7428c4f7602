"""Targets: what a PDF is for decides its page, its colour, its links. One object each.

No room asks for a target's name; each reads the property it needs.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

#: The entry of a JPEG in a PDF that says the SHA-256 of its bytes: written by the press, read by
#: preflight. A name of the third class, which anyone may use (ISO 32000-1, annex E).
DIGEST = "/XXReportSHA256"


@dataclass(frozen=True, slots=True)
class Target:
    """One way of making a PDF."""

    name: str
    #: How far colour runs over the trimmed edge, in mm.
    bleed_mm: float
    #: Room around the bleed for crop marks, in mm; 0: none.
    slug_mm: float
    colour: Literal["cmyk", "srgb"]
    #: Whether places in the text can be clicked (PDF/X-4 forbids it).
    links: bool
    #: The engine's name for the conformance it writes, None for plain PDF.
    variant: str | None
    #: Whether it names the printing condition that its inks are meant for.
    output_intent: bool
    #: The standards that the finished file declares (press/metadata.py).
    standards: tuple[str, ...]
    #: The version of PDF that the standards are built on.
    pdf_version: str
    #: The rules that preflight asks of it.
    profile: Literal["print", "screen"]
    #: Which fineness of the tokens' pictures it asks for.
    fineness: Literal["print_ppi", "screen_ppi"]
    #: Whether files may travel with it (PDF/X-4 forbids it).
    attachments: bool

    @property
    def file_name(self) -> str:
        """The file it is written to."""
        return f"{self.name}.pdf"


PRINT = Target(
    name="print",
    bleed_mm=3.0,
    slug_mm=7.0,
    colour="cmyk",
    links=False,
    variant=None,
    output_intent=True,
    standards=("pdf/x-4",),
    pdf_version="1.6",
    profile="print",
    fineness="print_ppi",
    attachments=False,
)
SCREEN = Target(
    name="screen",
    bleed_mm=0.0,
    slug_mm=0.0,
    colour="srgb",
    links=True,
    variant="pdf/a-3a",
    output_intent=False,
    standards=("pdf/a-3a", "pdf/ua-1"),
    pdf_version="1.7",
    profile="screen",
    fineness="screen_ppi",
    attachments=True,
)

TARGETS = {target.name: target for target in (PRINT, SCREEN)}
