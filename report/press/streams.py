"""The content of a page as one sequence of bytes."""

from __future__ import annotations

import pikepdf


def content_of(page: pikepdf.Page) -> bytes:
    """Return a page's content, decompressed; parts are joined by line ends (ISO 32000-1, 7.8.2)."""
    content = page.Contents
    if isinstance(content, pikepdf.Array):
        return b"\n".join(part.read_bytes() for part in content)
    return bytes(content.read_bytes())
