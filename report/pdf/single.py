"""One page of a PDF as a PDF of its own."""

from __future__ import annotations

import io

import pikepdf


def single(pdf: bytes, number: int) -> bytes:
    """Return page ``number``, counted from 1, with the output intents of the file."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as whole, pikepdf.new() as one:
        one.pages.append(whole.pages[number - 1])
        intents = whole.Root.get("/OutputIntents")
        if intents is not None:
            one.Root.OutputIntents = one.copy_foreign(whole.make_indirect(intents))
        one.save(out, deterministic_id=True)
    return out.getvalue()
