"""What changed in the text: words changed, added, removed and moved.

In: the tokens of two documents, each one stream over all pages. Out: changes, with their tokens on
both sides. Where lines, columns and pages break plays no part. Furniture is left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from report.compare.reader import Token
from report.compare.sequences import Run, runs
from report.model.characters import HAN

#: Text that is as long as this, in tokens, and stands elsewhere has moved.
MOVED = 8
#: Equal words between two changes that are fewer are part of the change, if it is so much longer.
_SHORT, _LONGER = 2, 6
#: How many characters on each side are read to find where a word ends.
_AROUND = 16
#: The most by which a change is widened to whole words, in characters.
_WIDEST = 4
#: The narrowest space between two words, in em.
_SPACE = 0.14
_LATIN = re.compile(r"[A-Za-z0-9\u00c0-\u024f%]")

#: Returns the places between words of a text.
Boundaries = Callable[[str], frozenset[int]]


@dataclass(slots=True)
class Change:
    """One difference: ``changed``, ``added``, ``removed`` or ``moved``, with its tokens."""

    kind: Literal["changed", "added", "removed", "moved"]
    old: list[Token]
    new: list[Token]
    #: Where it is in both streams.
    a: int = 0
    b: int = 0

    @property
    def old_text(self) -> str:
        """The words of the base."""
        return spoken(self.old)

    @property
    def new_text(self) -> str:
        """The words of the head."""
        return spoken(self.new)


@dataclass(slots=True)
class Wording:
    """Two streams of tokens, what is equal in them, and what changed."""

    base: list[Token]
    head: list[Token]
    runs: list[Run] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)

    def same(self) -> Iterator[tuple[Token, Token]]:
        """Return the tokens that are equal, in pairs, in their order in both streams."""
        for run in self.runs:
            if run.equal:
                yield from zip(
                    self.base[run.a : run.a_end], self.head[run.b : run.b_end], strict=True
                )


def spoken(tokens: Sequence[Token]) -> str:
    """Return tokens as text: with spaces between Western words, and in no other place."""
    text = ""
    last: Token | None = None
    for token in tokens:
        if last and _LATIN.match(text[-1]) and _LATIN.match(token.text[0]) and _apart(last, token):
            text += " "
        text += token.text
        last = token
    return text


def _apart(one: Token, other: Token) -> bool:
    """Return whether there is a space between two tokens, or the end of a line."""
    if (one.page, one.line) != (other.page, other.line):
        return True
    return other.box[0] - one.box[2] > _SPACE * (other.style[1] or 1.0)


def stream(pages: Sequence[Sequence[Token]]) -> list[Token]:
    """Return the text of a document as one stream, without its furniture."""
    found = [token for tokens in pages for token in tokens if not token.furniture]
    _mark_paragraphs(found)
    return found


def _mark_paragraphs(tokens: Sequence[Token]) -> None:
    """Mark the tokens with which a paragraph begins, by size, indent and short lines."""
    lines: list[list[Token]] = []
    for token in tokens:
        if lines and (lines[-1][-1].page, lines[-1][-1].line) == (token.page, token.line):
            lines[-1].append(token)
        else:
            lines.append([token])
    ends: dict[tuple[int, int], float] = {}
    for line in lines:
        column = (line[0].page, round(line[0].x / 12))
        ends[column] = max(ends.get(column, 0.0), line[-1].box[2])
    before: list[Token] | None = None
    for line in lines:
        first, size = line[0], line[0].style[1] or 1.0
        if before is None or abs(before[0].style[1] - first.style[1]) > 0.4:
            first.begins = True
        else:
            end = ends[before[0].page, round(before[0].x / 12)]
            room = max(2.2 * size, first.box[2] - first.box[0] + 0.6 * size)
            short = before[-1].box[2] < end - room
            apart = first.page == before[0].page and first.y - before[0].y > 2.2 * size
            first.begins = short or apart
        before = line


def compare(base: list[Token], head: list[Token], boundaries: Boundaries) -> Wording:
    """Compare two streams; ``boundaries`` tells where words end."""
    found = runs([token.key for token in base], [token.key for token in head])
    found = _slid(_without_crumbs(found), base, head)
    wording = Wording(base, head, found)
    gone = [(run.a, run.a_end) for run in found if not run.equal and run.a_end > run.a]
    come = [(run.b, run.b_end) for run in found if not run.equal and run.b_end > run.b]
    moves = _moves(base, head, gone, come)
    away = [False] * len(base)
    there = [False] * len(head)
    for a, b, length in moves:
        away[a : a + length] = [True] * length
        there[b : b + length] = [True] * length
        for old, new in _paragraphs(base[a : a + length], head[b : b + length]):
            wording.changes.append(Change("moved", old, new, a, b))
    for index, run in enumerate(found):
        if not run.equal:
            around = _widened(wording, index, boundaries) if not moves else run
            wording.changes += _changes(wording, around, away, there)
    wording.changes.sort(key=lambda one: (one.b, one.a, one.kind))
    return wording


def _without_crumbs(found: Sequence[Run]) -> list[Run]:
    """Join changes that only a few equal words part: what was rewritten is one change."""
    made: list[Run] = []
    for index, run in enumerate(found):
        if run.equal and 0 < index < len(found) - 1 and made:
            before, after = made[-1], found[index + 1]
            length = run.a_end - run.a
            around = sum(max(one.a_end - one.a, one.b_end - one.b) for one in (before, after))
            if length <= _SHORT and around >= _LONGER * length:
                made[-1] = Run(before.a, run.a_end, before.b, run.b_end, equal=False)
                continue
        if made and not run.equal and not made[-1].equal:
            before = made.pop()
            made.append(Run(before.a, run.a_end, before.b, run.b_end, equal=False))
        else:
            made.append(run)
    return made


def _slid(found: Sequence[Run], base: Sequence[Token], head: Sequence[Token]) -> list[Run]:
    """Let what was added or removed begin with a paragraph, where it may begin in many places.

    When a paragraph is added between two that end with the same words, it cannot be told which of
    those words are new: then it is those at its own end.
    """
    made = list(found)
    for index, run in enumerate(made):
        if run.equal or not 0 < index < len(made) - 1:
            continue
        added = run.a == run.a_end
        if not added and run.b < run.b_end:
            continue
        tokens = head if added else base
        start, stop = (run.b, run.b_end) if added else (run.a, run.a_end)
        before, after = made[index - 1], made[index + 1]
        left, right = before.a_end - before.a, after.a_end - after.a
        step = _step(tokens, start, stop, left, right)
        if step:
            made[index - 1] = before._replace(a_end=before.a_end + step, b_end=before.b_end + step)
            made[index] = Run(
                run.a + step, run.a_end + step, run.b + step, run.b_end + step, equal=False
            )
            made[index + 1] = after._replace(a=after.a + step, b=after.b + step)
    return [run for run in made if run.a < run.a_end or run.b < run.b_end]


def _step(tokens: Sequence[Token], start: int, stop: int, left: int, right: int) -> int:
    """Return by how many words a run slides to begin with a paragraph; 0 when it cannot."""
    most = stop - start
    for step in range(min(left, most) + 1):
        if tokens[start - step].begins:
            return -step
        if step == start or tokens[start - step - 1].key != tokens[stop - step - 1].key:
            break
    for step in range(min(right, most) + 1):
        if tokens[start + step].begins:
            return step
        if stop + step >= len(tokens) or tokens[start + step].key != tokens[stop + step].key:
            break
    return 0


def _moves(
    base: Sequence[Token],
    head: Sequence[Token],
    gone: Sequence[tuple[int, int]],
    come: Sequence[tuple[int, int]],
) -> list[tuple[int, int, int]]:
    """Return runs of text that were removed in one place and added in another: a, b, length."""
    places: dict[tuple[str, ...], list[int]] = {}
    free_head = [False] * (len(head) + 1)
    for start, stop in come:
        free_head[start:stop] = [True] * (stop - start)
        for at in range(start, stop - MOVED + 1):
            group = tuple(token.key for token in head[at : at + MOVED])
            places.setdefault(group, []).append(at)
    found = []
    for start, stop in gone:
        at = start
        while at <= stop - MOVED:
            group = tuple(token.key for token in base[at : at + MOVED])
            best = (0, 0)
            for other in places.get(group, ())[:20]:
                length = 0
                while (
                    at + length < stop
                    and other + length < len(head)
                    and free_head[other + length]
                    and base[at + length].key == head[other + length].key
                ):
                    length += 1
                best = max(best, (length, -other))
            length, other = best[0], -best[1]
            if length >= MOVED:
                found.append((at, other, length))
                free_head[other : other + length] = [False] * length
                at += length
            else:
                at += 1
    return found


def _paragraphs(
    old: Sequence[Token], new: Sequence[Token]
) -> Iterator[tuple[list[Token], list[Token]]]:
    """Divide a run that is the same on both sides where paragraphs begin in the new one."""
    start = 0
    for at in range(1, len(new) + 1):
        if at == len(new) or new[at].begins:
            yield list(old[start:at]), list(new[start:at])
            start = at


def _changes(
    wording: Wording, run: Run, away: Sequence[bool], there: Sequence[bool]
) -> Iterator[Change]:
    """Return what changed in a run, without what has moved, paragraph by paragraph."""
    olds = _kept_parts(wording.base, run.a, run.a_end, away)
    news = _kept_parts(wording.head, run.b, run.b_end, there)
    if len(olds) == 1 and len(news) == 1:
        yield Change("changed", olds[0][1], news[0][1], olds[0][0], news[0][0])
        return
    if olds and len(olds) == len(news):
        for (a, old), (b, new) in zip(olds, news, strict=True):
            yield Change("changed", old, new, a, b)
        return
    for a, old in olds:
        yield Change("removed", old, [], a, run.b)
    for b, new in news:
        yield Change("added", [], new, run.a, b)


def _kept_parts(
    tokens: Sequence[Token], start: int, stop: int, moved: Sequence[bool]
) -> list[tuple[int, list[Token]]]:
    """Return the parts of a run that have not moved, divided where paragraphs begin."""
    found: list[tuple[int, list[Token]]] = []
    fresh = True
    for at in range(start, stop):
        if moved[at]:
            fresh = True
        elif fresh or tokens[at].begins:
            found.append((at, [tokens[at]]))
            fresh = False
        else:
            found[-1][1].append(tokens[at])
    return found


def _widened(wording: Wording, index: int, boundaries: Boundaries) -> Run:
    """Widen a change to whole words, within the equal words around it."""
    run = wording.runs[index]
    before = wording.runs[index - 1] if index else None
    after = wording.runs[index + 1] if index + 1 < len(wording.runs) else None
    left = right = 0
    for tokens, start, stop in (
        (wording.base, run.a, run.a_end),
        (wording.head, run.b, run.b_end),
    ):
        if start == stop:
            continue
        low, high = max(start - _AROUND, 0), min(stop + _AROUND, len(tokens))
        places = [0]
        for token in tokens[low:high]:
            places.append(places[-1] + len(token.text))
        text = "".join(token.text for token in tokens[low:high])
        ends = boundaries(text) | {0, len(text)}
        if HAN.match(tokens[start].text[0]):
            at = start
            while at > low and start - at < _WIDEST and places[at - low] not in ends:
                at -= 1
            left = max(left, start - at)
        if HAN.match(tokens[stop - 1].text[0]):
            at = stop
            while at < high and at - stop < _WIDEST and places[at - low] not in ends:
                at += 1
            right = max(right, at - stop)
    left = min(left, before.a_end - before.a if before else 0)
    right = min(right, after.a_end - after.a if after else 0)
    # Two changes of one word are told apart: each takes at most half of what is between them.
    if before and index > 1:
        left = min(left, (before.a_end - before.a) // 2)
    if after and index + 2 < len(wording.runs):
        right = min(right, (after.a_end - after.a) // 2)
    return Run(run.a - left, run.a_end + right, run.b - left, run.b_end + right, equal=False)
