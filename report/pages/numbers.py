"""Page numbers as people write them."""

from __future__ import annotations

from collections.abc import Iterable


def numbers(pages: Iterable[int]) -> str:
    """Return page numbers for people: ``3, 5–7``."""
    spans: list[list[int]] = []
    for page in sorted(set(pages)):
        if spans and page == spans[-1][1] + 1:
            spans[-1][1] = page
        else:
            spans.append([page, page])
    return ", ".join(str(a) if a == b else f"{a}–{b}" for a, b in spans)
