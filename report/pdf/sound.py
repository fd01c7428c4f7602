"""Whether a PDF can be read at all."""

from __future__ import annotations

import io

import pikepdf

from report.findings.diagnostics import diagnostic
from report.findings.errors import CannotRunError


def check_sound(pdf: bytes) -> int:
    """Read a PDF back and give its number of pages; raises CannotRunError (D703)."""
    try:
        with pikepdf.open(io.BytesIO(pdf)) as document:
            pages = len(document.pages)
    except pikepdf.PdfError as exc:
        raise CannotRunError(
            [diagnostic("D703", f"the finished PDF cannot be read: {exc}")]
        ) from None
    if not pages:
        raise CannotRunError([diagnostic("D703", "the finished PDF has no pages")])
    return pages
