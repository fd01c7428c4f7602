"""Which page of one document is which page of the other.

In: fingerprints of pages. Out: pairs of pages in order; a page that was added or removed stands
alone. Pages that moved past others are paired too.

A fingerprint has the text, as a vector of hashed groups of three characters, and a small picture.
Both documents are aligned as sequences, by the likeness of their pages.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from report.compare.paper import Paper
from report.compare.reader import Token

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float32]

#: The length of the vector of a text.
_LENGTH = 4096
#: Pages that are less alike are not the same page.
_LEAST = 0.3
#: Pages that moved past others must be so much alike.
_MOVED = 0.7
#: Pages with fewer characters are told by their pictures.
_FEW = 24
#: The difference of grey, from 0 to 255, at which pictures have nothing in common.
_FAR = 48.0


@dataclass(frozen=True, slots=True)
class Pair:
    """A page of the base and the same page of the head, from 1; None: there is none."""

    base: int | None
    head: int | None
    #: Whether it moved past other pages.
    moved: bool = False


@dataclass(slots=True)
class Prints:
    """The fingerprints of a document: one row a page."""

    texts: Floats
    pictures: Floats
    counts: list[int]

    @classmethod
    def of(cls, paper: Paper, pages: Sequence[Sequence[Token]]) -> Prints:
        """Take the fingerprints of all pages; their furniture does not count."""
        import numpy as np

        texts = np.zeros((len(pages), _LENGTH), np.float32)
        pictures = np.array([paper.glance(number) for number in range(1, len(pages) + 1)])
        counts = []
        for number, tokens in enumerate(pages):
            text = "".join(token.key for token in tokens if not token.furniture)
            counts.append(len(text))
            for at in range(max(len(text) - 2, min(len(text), 1))):
                place, sign = _place(text[at : at + 3])
                texts[number, place] += sign
        lengths = np.linalg.norm(texts, axis=1, keepdims=True)
        texts /= np.where(lengths == 0, 1, lengths)
        return cls(texts, pictures, counts)


@lru_cache(maxsize=1 << 16)
def _place(text: str) -> tuple[int, int]:
    """Return the place of a group of characters in the vector, and its sign."""
    number = zlib.crc32(text.encode())
    return number % _LENGTH, 1 if number >> 31 else -1


def likeness(base: Prints, head: Prints) -> Floats:
    """Return how much alike each page of the base is to each of the head, from 0 to 1."""
    import numpy as np

    texts = np.clip(base.texts @ head.texts.T, 0, 1)
    seen = np.empty_like(texts)
    for row, picture in enumerate(base.pictures):
        away = np.abs(head.pictures - picture).mean(axis=1)
        seen[row] = np.clip(1 - away / _FAR, 0, 1)
    few_base = np.array(base.counts) < _FEW
    few_head = np.array(head.counts) < _FEW
    few = few_base[:, None] & few_head[None, :]
    one_sided = few_base[:, None] ^ few_head[None, :]
    alike = np.where(few, 0.3 * texts + 0.7 * seen**2, 0.85 * texts + 0.15 * seen)
    blank = few & (np.array(base.counts) == 0)[:, None] & (np.array(head.counts) == 0)[None, :]
    alike = np.where(blank, seen**2, alike)
    found: Floats = np.where(one_sided, alike * 0.5, alike).astype(np.float32)
    return found


def align(alike: Floats) -> list[Pair]:
    """Align two documents by the likeness of their pages (rows: base, columns: head)."""
    rows, columns = alike.shape
    ways = _best(alike)
    pairs: list[Pair] = []
    row, column = rows, columns
    while row or column:
        way = ways[row][column]
        if way == 0:
            row, column = row - 1, column - 1
            pairs.append(Pair(row + 1, column + 1))
        elif way == 1:
            row -= 1
            pairs.append(Pair(row + 1, None))
        else:
            column -= 1
            pairs.append(Pair(None, column + 1))
    pairs.reverse()
    return _with_moved(pairs, alike)


def _best(alike: Floats) -> list[bytearray]:
    """Return the best way to each cell: 0 a pair, 1 a page removed, 2 a page added."""
    rows, columns = alike.shape
    ways = [bytearray([2]) * (columns + 1)]
    above = [0.0] * (columns + 1)
    for row in range(rows):
        line = alike[row].tolist()
        here = [0.0] * (columns + 1)
        way = bytearray(columns + 1)
        way[0] = 1
        for column in range(columns):
            paired = above[column] + line[column] - _LEAST
            removed, added = above[column + 1], here[column]
            # Of two equal ways the pair is taken, so that equal documents have pairs only.
            if paired >= removed and paired >= added and line[column] >= _LEAST:
                here[column + 1] = paired
            elif removed >= added:
                here[column + 1], way[column + 1] = removed, 1
            else:
                here[column + 1], way[column + 1] = added, 2
        ways.append(way)
        above = here
    return ways


def _with_moved(pairs: Sequence[Pair], alike: Floats) -> list[Pair]:
    """Pair the pages that were removed in one place and added in another."""
    gone = [pair.base for pair in pairs if pair.base and not pair.head]
    come = [pair.head for pair in pairs if pair.head and not pair.base]
    wanted = sorted(
        (
            (-float(alike[base - 1, head - 1]), base, head)
            for base in gone
            for head in come
            if alike[base - 1, head - 1] >= _MOVED
        ),
    )
    moved: dict[int, int] = {}
    for _, base, head in wanted:
        if base not in moved.values() and head not in moved:
            moved[head] = base
    away = set(moved.values())
    found = []
    for pair in pairs:
        if pair.head in moved and pair.base is None:
            found.append(Pair(moved[pair.head], pair.head, moved=True))
        elif not (pair.head is None and pair.base in away):
            found.append(pair)
    return found
