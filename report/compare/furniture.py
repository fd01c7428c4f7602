"""What stands on pages without being said by them: folios, running heads, contents' page numbers.

In: the tokens of all pages. Out: the same tokens, with the furniture marked. It is found by tags
(artifacts), by repetition in the margins, and by numbers that are those of the pages they name.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise

from report.compare.paper import Paper
from report.compare.reader import Box, Token

#: The margins in which furniture may stand, as shares of height and width.
_TOP, _FOOT, _SIDE = 0.09, 0.91, 0.08
#: Artifacts may stand in larger margins.
_TAGGED_TOP, _TAGGED_FOOT = 0.16, 0.84
#: A place is one of running heads when so few of its texts differ, as a share.
_ALIKE = 0.6
_DIGITS = re.compile(r"[0-9]+")
_LEADERS = re.compile(r"[.·…⋯․‥\s]+$")
#: How far heads and feet stand from the text, from baseline to baseline, in em.
_APART = 2.0
#: The longest running head, in characters.
_LONGEST = 60
#: How many entries make a list the contents.
_ENTRIES = 2
#: The shortest title of an entry, in characters.
_TITLE = 2

Line = list[Token]


def mark_furniture(paper: Paper, pages: Sequence[Sequence[Token]]) -> None:
    """Mark the furniture in the tokens of all pages of an opened PDF."""
    for tokens, bleed in zip(pages, paper.bleeds, strict=True):
        _mark([token for token in tokens if _outside(token.box, bleed)])
    lines = [_lines(token for token in tokens if not token.furniture) for tokens in pages]
    slots: dict[tuple[str, int], list[tuple[int, Line, str]]] = defaultdict(list)
    for number, found in enumerate(lines):
        trim = paper.trims[number]
        top, foot = _inner_edges(found)
        for line in found:
            if all(token.artifact for token in line) and _edge(line, trim, tagged=True):
                _mark(line)
                continue
            edge = _edge(line, trim)
            text = "".join(token.text for token in line)
            apart = edge == "side" or line[0].y <= top or line[0].y >= foot
            if edge and apart and len(text) <= _LONGEST:
                slots[edge, _slot(edge, line[0].y, trim)].append((number, line, text))
    for entries in slots.values():
        _mark_slot(entries)
    for number, found in enumerate(lines, 1):
        for line in found:
            if _edge(line, paper.trims[number - 1]) and _folio(line) == number:
                _mark(line)
    _mark_contents(pages, lines)


def agree(
    one: Paper, pages: Sequence[Sequence[Token]], other: Paper, others: Sequence[Sequence[Token]]
) -> None:
    """Mark as furniture what is furniture in the other document, at the same height.

    A line repeats only where there are pages enough: the same line must not count in one document
    and not in the other.
    """
    known = _known(one, pages) | _known(other, others)
    for paper, found in ((one, pages), (other, others)):
        for number, tokens in enumerate(found):
            for line in _lines(token for token in tokens if not token.furniture):
                if _key(line, paper.trims[number]) in known:
                    _mark(line)


def _known(paper: Paper, pages: Sequence[Sequence[Token]]) -> set[tuple[str, int, str]]:
    return {
        key
        for number, tokens in enumerate(pages)
        for line in _lines(token for token in tokens if token.furniture)
        if (key := _key(line, paper.trims[number]))
    }


def _key(line: Line, trim: Box) -> tuple[str, int, str] | None:
    """Return the margin of a line, its height and its text; None when it stands on the page."""
    edge = _edge(line, trim)
    text = "".join(token.text for token in line)
    if not edge or text.isdecimal():
        return None
    return edge, _slot(edge, line[0].y, trim), text


def _lines(tokens: Iterable[Token]) -> list[Line]:
    found: dict[int, Line] = defaultdict(list)
    for token in tokens:
        found[token.line].append(token)
    return list(found.values())


def _mark(line: Line) -> None:
    for token in line:
        token.furniture = True


def _outside(box: Box, frame: Box) -> bool:
    return box[2] < frame[0] or box[0] > frame[2] or box[3] < frame[1] or box[1] > frame[3]


def _edge(line: Line, trim: Box, *, tagged: bool = False) -> str:
    """Return the margin in which a line stands, an empty text when it stands on the page."""
    left, above, right, below = trim
    width, height = right - left, below - above
    top, foot = (_TAGGED_TOP, _TAGGED_FOOT) if tagged else (_TOP, _FOOT)
    if all(token.y < above + top * height for token in line):
        return "top"
    if all(token.y > above + foot * height for token in line):
        return "foot"
    if all(
        token.box[2] < left + _SIDE * width or token.box[0] > right - _SIDE * width
        for token in line
    ):
        return "side"
    return ""


def _inner_edges(lines: Sequence[Line]) -> tuple[float, float]:
    """Return how far down heads reach, and how far up feet do: they stand apart from the text."""
    rows = sorted({(line[0].y, line[0].style[1] or 1.0) for line in lines})
    gaps = [
        (one[0], other[0])
        for one, other in pairwise(rows)
        if other[0] - one[0] > _APART * max(one[1], other[1])
    ]
    if not gaps:
        return -1.0, 1e9
    return gaps[0][0], gaps[-1][1]


def _slot(edge: str, y: float, trim: Box) -> int:
    """Return a number for the height of a line; tabs at the side stand at any height."""
    if edge == "side":
        return 0
    return round((y - trim[1] if edge == "top" else trim[3] - y) / 2)


def _mark_slot(entries: Sequence[tuple[int, Line, str]]) -> None:
    """Mark the lines at one height, when most of them repeat."""
    pages = {number for number, _, _ in entries}
    if len(pages) < 2:
        return
    alike = {_DIGITS.sub("#", text) for _, _, text in entries}
    if len(alike) <= max(_ALIKE * len(entries), 1):
        for _, line, _ in entries:
            _mark(line)


def _folio(line: Line) -> int | None:
    """Return the page number that a line is, None when it is something else."""
    text = "".join(token.text for token in line).strip("-–—·•| ")
    match = re.fullmatch(
        r"(?:第|p\.?|page)?([1-9][0-9]{0,3})(?:頁|页|(?:/|of)[0-9]{1,4})?", text, re.I
    )
    return int(match[1]) if match else None


def _row(number: Token, lines: Sequence[Line]) -> Line:
    """Return what stands on the baseline of a number, and the number: it may be drawn apart."""
    near = 0.3 * (number.style[1] or 1.0)
    before = [
        token
        for line in lines
        for token in line
        if abs(token.y - number.y) < near and token.x < number.x and not token.furniture
    ]
    return [*sorted(before, key=lambda token: token.x), number]


def _mark_contents(pages: Sequence[Sequence[Token]], lines: Sequence[Sequence[Line]]) -> None:
    """Mark page numbers of contents: numbers of the pages on which the title beside them stands."""
    texts = ["".join(token.key for token in tokens if not token.furniture) for tokens in pages]
    at = {number: number - 1 for number in range(1, len(pages) + 1)}
    for index, found in enumerate(lines):
        for line in found:
            if line[0].furniture and (folio := _folio(line)) is not None:
                at[folio] = index
    for index, found in enumerate(lines):
        numbers = []
        for line in found:
            number = line[-1]
            if number.furniture or not number.text.isdecimal():
                continue
            row = line if len(line) > 1 else _row(number, found)
            title = _LEADERS.sub("", "".join(token.key for token in row[:-1]))
            title = re.sub(r"^[0-9.]+", "", title)
            there = at.get(int(number.text))
            if there is None or there == index or len(title) < _TITLE:
                continue
            if title in texts[there]:
                numbers.append(number)
        values = [int(one.text) for one in numbers]
        if len(values) >= _ENTRIES and len(set(values)) > 1:
            for one in numbers:
                one.furniture = True
