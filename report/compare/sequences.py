"""The differences of two long sequences of words.

In: two sequences of keys. Out: runs that are equal, and runs of one side for which the other has
something else or nothing. First groups of keys that both have once are found, in their order
(patience); what is between them is compared word by word. A document of 1,000 pages takes seconds.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

#: The lengths of the groups that are looked for, one after the other.
_GROUPS = (8, 3, 1)
#: Parts that are longer, in words, have so many groups that not all of them are needed.
_LONG = 20_000
#: The largest product of lengths that is compared word by word.
_MOST = 1_000_000


class Run(NamedTuple):
    """A run from ``a`` to ``a_end`` of one sequence, and ``b`` to ``b_end`` of the other."""

    a: int
    a_end: int
    b: int
    b_end: int
    equal: bool


def runs(one: Sequence[str], other: Sequence[str]) -> list[Run]:
    """Return the runs of two sequences in order; equal ones and others alternate."""
    numbers: dict[str, int] = {}
    a = [numbers.setdefault(key, len(numbers)) for key in one]
    b = [numbers.setdefault(key, len(numbers)) for key in other]
    matches: list[tuple[int, int, int]] = []
    waiting = [(0, len(a), 0, len(b), 0)]
    while waiting:
        part = waiting.pop()
        found, rest = _matches(a, b, *part)
        matches += found
        waiting += rest
    return list(_joined(sorted(matches), len(a), len(b)))


Part = tuple[int, int, int, int, int]


def _matches(
    a: Sequence[int], b: Sequence[int], lo: int, hi: int, low: int, high: int, level: int
) -> tuple[list[tuple[int, int, int]], list[Part]]:
    """Return equal runs of a part, and the parts between them that are compared next."""
    found = []
    same = 0
    while lo + same < hi and low + same < high and a[lo + same] == b[low + same]:
        same += 1
    if same:
        found.append((lo, low, same))
        lo, low = lo + same, low + same
    same = 0
    while hi - same > lo and high - same > low and a[hi - same - 1] == b[high - same - 1]:
        same += 1
    if same:
        hi, high = hi - same, high - same
        found.append((hi, high, same))
    if lo == hi or low == high:
        return found, []
    if level == len(_GROUPS):
        if (hi - lo) * (high - low) <= _MOST:
            matcher = SequenceMatcher(None, a[lo:hi], b[low:high], autojunk=False)
            found += [(lo + i, low + j, n) for i, j, n in matcher.get_matching_blocks() if n]
        return found, []
    rest: list[Part] = []
    anchors = _anchors(a, b, lo, hi, low, high, _GROUPS[level])
    if not anchors:
        return found, [(lo, hi, low, high, level + 1)]
    for i, j in anchors:
        if i >= lo and j >= low:
            length = 0
            while i + length < hi and j + length < high and a[i + length] == b[j + length]:
                length += 1
            if not length:  # two groups of the same hash
                continue
            rest.append((lo, i, low, j, level))
            found.append((i, j, length))
            lo, low = i + length, j + length
    rest.append((lo, hi, low, high, level if rest else level + 1))
    return found, [one for one in rest if one[0] < one[1] and one[2] < one[3]]


def _anchors(
    a: Sequence[int], b: Sequence[int], lo: int, hi: int, low: int, high: int, length: int
) -> list[tuple[int, int]]:
    """Return groups that both parts have once, the longest row of them that is in order."""
    places = _unique(a, lo, hi, length)
    others = _unique(b, low, high, length)
    common = [(i, others[group]) for group, i in places.items() if group in others]
    ends: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for index, (_, j) in enumerate(common):
        at = bisect_left(ends, j)
        before.append(last[at - 1] if at else -1)
        if at == len(ends):
            ends.append(j)
            last.append(index)
        else:
            ends[at], last[at] = j, index
    row = []
    index = last[-1] if last else -1
    while index >= 0:
        row.append(common[index])
        index = before[index]
    return row[::-1]


def _unique(keys: Sequence[int], start: int, stop: int, length: int) -> dict[int, int]:
    """Return the groups that a part has once, by their hashes, each with its place, in order.

    Of the long groups of a long part only a quarter is taken, the same in both parts, which saves
    memory.
    """
    found: dict[int, int] = {}
    twice = set()
    sieve = 3 if length == _GROUPS[0] and stop - start > _LONG else 0
    for at in range(start, stop - length + 1):
        group = hash(tuple(keys[at : at + length]))
        if group & sieve:
            continue
        if group in found:
            twice.add(group)
        found[group] = at
    return {group: at for group, at in found.items() if group not in twice}


def _joined(matches: Sequence[tuple[int, int, int]], a: int, b: int) -> Iterator[Run]:
    i = j = 0
    start: tuple[int, int] | None = None
    for at, other, length in [*matches, (a, b, 0)]:
        if at > i or other > j:
            if start:
                yield Run(start[0], i, start[1], j, equal=True)
            yield Run(i, at, j, other, equal=False)
            start = None
        if length:
            start = start or (at, other)
        i, j = at + length, other + length
    if start:
        yield Run(start[0], i, start[1], j, equal=True)
