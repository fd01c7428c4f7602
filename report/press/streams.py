"""The content of pages, and of the forms on them, as sequences of bytes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pikepdf


def content_of(page: pikepdf.Page) -> bytes:
    """Return a page's content, decompressed; parts are joined by line ends (ISO 32000-1, 7.8.2)."""
    content = page.Contents
    if isinstance(content, pikepdf.Array):
        return b"\n".join(part.read_bytes() for part in content)
    return bytes(content.read_bytes())


def forms_of(document: pikepdf.Pdf) -> Iterator[Any]:
    """Return all forms of a document, in the order of its objects (ISO 32000-1, 8.10)."""
    for thing in document.objects:
        if isinstance(thing, pikepdf.Stream) and str(thing.get("/Subtype")) == "/Form":
            yield thing


def is_group(form: Any) -> bool:
    """Return whether a form is painted as a whole: as a transparency group (11.6.6)."""
    return "/Group" in form
