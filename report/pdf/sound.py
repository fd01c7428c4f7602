"""Checks whether a PDF can be read."""

from __future__ import annotations

import io

import pikepdf

from report.findings.diagnostics import diagnostic
from report.findings.errors import CannotRunError


def check_sound(pdf: bytes) -> int:
    """Return the number of pages of a PDF; raises CannotRunError (D703) if it cannot be read."""
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
