"""The kinds of a paragraph's characters, as their font and their neighbours make them."""

from __future__ import annotations

from collections.abc import Sequence

from report.model.characters import Kind, kind

#: A mark is a full em wide when it differs by less, in em.
_FULL = 0.02
_MARKS = frozenset((Kind.OPEN, Kind.CLOSE, Kind.PAUSE))
_COMMON = (Kind.HAN, Kind.WESTERN)


def kinds_of(text: str, advances: Sequence[float], ems: Sequence[float]) -> list[Kind]:
    """Classify the characters; a mark that is no full em wide has no blank to give."""
    kinds = list(map(kind, text))
    for at, one in enumerate(kinds):
        if one in _COMMON:
            continue
        if one in _MARKS and abs(advances[at] - ems[at]) > _FULL * ems[at]:
            kinds[at] = Kind.OTHER
        elif text[at] in "%‰" and at and kinds[at - 1] is Kind.WESTERN:
            kinds[at] = Kind.WESTERN
    return kinds
