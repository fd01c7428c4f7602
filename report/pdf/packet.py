"""The XMP packet of a PDF (ISO 32000-1, 14.3.2)."""

from __future__ import annotations

import pikepdf


def packet(document: pikepdf.Pdf) -> str:
    """Return the XMP packet as text; empty when there is none."""
    if "/Metadata" not in document.Root:
        return ""
    return document.Root.Metadata.read_bytes().decode("utf-8", "replace")
