"""Targets: the properties of the print PDF and the screen PDF.

The rooms do not test a target's name; they read the property that they need.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

#: The key of a JPEG's SHA-256 in its dictionary: written by ``press``, read by ``preflight``. A
#: third-class name, which anyone may use (ISO 32000-1, annex E).
DIGEST = "/XXReportSHA256"


@dataclass(frozen=True, slots=True)
class Target:
    """The properties of one kind of PDF."""

    name: str
    #: The bleed around the trimmed page, in mm.
    bleed_mm: float
    #: The margin around the bleed for crop marks, in mm; 0: none.
    slug_mm: float
    #: Whether landscape pages stand on their side, so that all pages of a bound book are upright.
    turns: bool
    colour: Literal["cmyk", "srgb"]
    #: Whether it has links (PDF/X-4 forbids them).
    links: bool
    #: The engine's name for the PDF variant, None for plain PDF.
    variant: str | None
    #: Whether it has an output intent with the printing condition.
    output_intent: bool
    #: The standards that the finished file declares (press/metadata.py).
    standards: tuple[str, ...]
    #: The PDF version of the standards.
    pdf_version: str
    #: Its profile of preflight rules.
    profile: Literal["print", "screen"]
    #: The token for the resolution of pictures.
    fineness: Literal["print_ppi", "screen_ppi"]
    #: Whether it may have attached files (PDF/X-4 forbids them).
    attachments: bool

    @property
    def file_name(self) -> str:
        """The name of its file."""
        return f"{self.name}.pdf"


PRINT = Target(
    name="print",
    bleed_mm=3.0,
    slug_mm=7.0,
    turns=True,
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
    turns=False,
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
