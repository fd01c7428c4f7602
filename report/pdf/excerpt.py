"""Some pages of a PDF as a PDF of their own, to be drawn or read."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pikepdf

#: What refers to other pages: with it, they would stay in the file.
_TIES = ("/StructTreeRoot", "/Outlines", "/Names", "/Dests", "/OpenAction", "/AF", "/PageLabels")


def excerpt(pdf: bytes, numbers: Sequence[int]) -> bytes:
    """Return a PDF with the pages of these numbers, from 1, in the order of the file.

    They look the same. Tags, bookmarks and attached files are left out. When all pages are wanted,
    the file is returned as it is. Raises pikepdf.PdfError for something that is no PDF.
    """
    with pikepdf.open(io.BytesIO(pdf)) as document:
        wanted = set(numbers)
        others = [at for at in range(len(document.pages)) if at + 1 not in wanted]
        if not others:
            return pdf
        for at in reversed(others):
            del document.pages[at]
        for key in _TIES:
            if key in document.Root:
                del document.Root[key]
        for page in document.pages:
            for key in ("/Annots", "/B"):  # links to other pages
                if key in page.obj:
                    del page.obj[key]
        out = io.BytesIO()
        document.save(out, compress_streams=False)
        return out.getvalue()
