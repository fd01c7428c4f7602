"""The content of a page as one stream of bytes, however many it is kept in."""

from __future__ import annotations

import pikepdf


def content_of(page: pikepdf.Page) -> bytes:
    """Give a page's content, decompressed; parts are joined by line ends (ISO 32000-1, 7.8.2)."""
    content = page.Contents
    if isinstance(content, pikepdf.Array):
        return b"\n".join(part.read_bytes() for part in content)
    return bytes(content.read_bytes())
