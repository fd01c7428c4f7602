"""The slug of a PDF for printing: the line below the bleed that identifies the sheet.

It is a form of its own on each page, so that it can be told from what the page paints.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pikepdf

#: The name of the form in the resources of a page; the number of the page follows.
SLUG = "/ReportSlug"


def without_slug(pdf: bytes) -> bytes:
    """Return a PDF whose slugs paint nothing; one without slugs is returned as it is.

    Raises pikepdf.PdfError for something that is no PDF.
    """
    with pikepdf.open(io.BytesIO(pdf)) as document:
        found = False
        for page in document.pages:
            for name, form in _forms(page):
                if name.startswith(SLUG):
                    form.write(b"")
                    found = True
        if not found:
            return pdf
        out = io.BytesIO()
        document.save(out, compress_streams=False)
        return out.getvalue()


def _forms(page: pikepdf.Page) -> Iterator[tuple[str, Any]]:
    resources: Any = page.obj.get("/Resources", pikepdf.Dictionary())
    yield from resources.get("/XObject", pikepdf.Dictionary()).items()
