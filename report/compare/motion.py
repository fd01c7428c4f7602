"""What happened to words that did not change: they stand still, flowed on, or were set otherwise.

In: the words of both documents and the pairs of pages. Out: for each page of the head, the words
that flowed, with the ways that they went, and those that were set otherwise.

Words flow because the text before them changed: to another line, column or page. They were set
otherwise when their font, size or colour changed, or when they moved and no text did.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from report.compare.alignment import Pair
from report.compare.paper import Paper
from report.compare.reader import Token
from report.compare.wording import Wording

#: Differences of size, as a share, that are not seen.
_SIZE = 0.02
#: How far line starts may stand from those of the base, in pt.
_NEAR = 2.0
#: An edge of a column has so many lines.
_EDGE = 4
#: So many of a page's words must have gone the same way for the page to have turned its side.
_MOST = 0.6

Way = tuple[int, float, float]


@dataclass(slots=True)
class Motion:
    """What happened to the unchanged words of one page of the head."""

    #: How far everything on it stands from the base, since it is on the other side of the spread.
    turned: tuple[float, float] | None = None
    flowed: list[tuple[Token, Token]] = field(default_factory=list)
    reset: list[tuple[Token, Token]] = field(default_factory=list)
    #: The ways that words went to this page: page of the base, right and down in pt.
    ways: Counter[Way] = field(default_factory=Counter)


@dataclass(slots=True)
class _Step:
    """A word in both documents; without, something changed between its neighbours."""

    old: Token | None = None
    new: Token | None = None
    state: str = "text"
    way: Way = (0, 0.0, 0.0)


def motions(
    wording: Wording, pairs: Sequence[Pair], base: Paper, head: Paper, tolerance: float
) -> dict[int, Motion]:
    """Return what happened on each page of the head; ``tolerance`` is in pt."""
    partner = {pair.head: pair.base for pair in pairs if pair.head and pair.base}
    found: dict[int, Motion] = defaultdict(Motion)
    ways: dict[int, Counter[tuple[float, float]]] = defaultdict(Counter)
    for old, new in wording.same():
        if partner.get(new.page) == old.page:
            right, down = _way(old, new, base, head)
            ways[new.page][round(right * 2) / 2, round(down * 2) / 2] += 1
    for number, other in partner.items():
        if (number - other) % 2:
            found[number].turned = _turn(ways[number], tolerance)
    edges = _edges(wording, base)
    for run in _moving(_steps(wording, partner, found, base, head, tolerance)):
        _settle(run, partner)
        _mark_spacing(run, tolerance)
        for step in run:
            if step.old is None or step.new is None or step.state == "still":
                continue
            motion = found[step.new.page]
            if step.state == "flow":
                motion.flowed.append((step.old, step.new))
                motion.ways[step.way] += 1
            else:
                motion.reset.append((step.old, step.new))
    for number, motion in found.items():
        _check_edges(number, motion, edges, head)
    return dict(found)


def _way(old: Token, new: Token, base: Paper, head: Paper) -> tuple[float, float]:
    """Return how far a word went, from the corners of the trimmed pages."""
    one, other = base.trims[old.page - 1], head.trims[new.page - 1]
    return (new.x - other[0]) - (old.x - one[0]), (new.y - other[1]) - (old.y - one[1])


def _turn(ways: Counter[tuple[float, float]], tolerance: float) -> tuple[float, float]:
    """Return the shift of a page that is on the other side of the spread now."""
    if not ways:
        return 0.0, 0.0
    (right, down), _ = min(ways.items(), key=lambda entry: (-entry[1], entry[0]))
    near = sum(
        count
        for (x, y), count in ways.items()
        if abs(x - right) <= max(tolerance, 0.5) and abs(y - down) <= max(tolerance, 0.5)
    )
    if near < _MOST * sum(ways.values()) or abs(down) > max(tolerance, 0.5):
        return 0.0, 0.0
    return right, down


def _steps(
    wording: Wording,
    partner: Mapping[int, int],
    found: Mapping[int, Motion],
    base: Paper,
    head: Paper,
    tolerance: float,
) -> Iterator[_Step]:
    for run in wording.runs:
        if not run.equal:
            yield _Step()
            continue
        tokens = zip(wording.base[run.a : run.a_end], wording.head[run.b : run.b_end], strict=True)
        for old, new in tokens:
            right, down = _way(old, new, base, head)
            turned = found[new.page].turned if new.page in found else None
            if turned:
                right, down = right - turned[0], down - turned[1]
            here = partner.get(new.page) == old.page
            if _restyled(old, new):
                state = "reset"
            elif here and abs(right) <= tolerance and abs(down) <= tolerance:
                state = "still"
            else:
                state = "moved"
            yield _Step(old, new, state, (old.page, round(right, 1), round(down, 1)))


def _restyled(old: Token, new: Token) -> bool:
    (font, size, colour), (other, now, ink) = old.style, new.style
    return font != other or colour != ink or abs(now - size) > _SIZE * max(size, 1.0)


def _moving(steps: Iterable[_Step]) -> Iterator[list[_Step]]:
    """Return the runs of words that moved, with the changes of text in and beside them.

    The word before a run, which stands still, is part of it.
    """
    run: list[_Step] = []
    for step in steps:
        if step.state == "still":
            if len(run) > 1 or (run and run[0].state != "still"):
                yield run
            run = [step]
        else:
            run.append(step)
    if run:
        yield run


def _settle(run: Sequence[_Step], partner: Mapping[int, int]) -> None:
    """Say of the words of a run that moved whether they flowed, or were set otherwise.

    They flowed if text changed in the run, and after one of them went to another page.
    """
    flows = any(step.state == "text" for step in run)
    for step in run:
        if step.old is None or step.new is None or step.state in ("reset", "still"):
            continue
        if partner.get(step.new.page) != step.old.page:
            flows = True
        step.state = "flow" if flows else "reset"


def _mark_spacing(steps: Sequence[_Step], tolerance: float) -> None:
    """Find words that flowed and stand below the line before at another distance than they did."""
    before: _Step | None = None
    for step in steps:
        old, new = step.old, step.new
        if old is None or new is None:
            before = None
            continue
        if before and before.old and before.new and step.state == "flow":
            was, now = before.old, before.new
            lines = old.line != was.line and new.line != now.line
            pages = old.page == was.page and new.page == now.page
            if lines and pages:
                down, below = old.y - was.y, new.y - now.y
                in_column = down > 0 and below > 0 and abs(down - below) < 3 * new.style[1]
                if in_column and abs(down - below) > max(tolerance, 0.7):
                    step.state = "reset"
        before = step


def _starts(tokens: Sequence[Token], paper: Paper) -> Iterator[tuple[int, float]]:
    """Return the start of each line: its page, and its place from the left edge."""
    last = (0, -1)
    for token in tokens:
        if (token.page, token.line) != last:
            yield token.page, token.x - paper.trims[token.page - 1][0]
        last = (token.page, token.line)


def _edges(wording: Wording, base: Paper) -> dict[int, list[float]]:
    """Return the places at which lines of the base begin, for pages on the left and the right."""
    found: dict[int, set[int]] = defaultdict(set)
    for page, x in _starts(wording.base, base):
        found[page % 2].add(round(x))
    return {side: sorted(places) for side, places in found.items()}


def _check_edges(
    number: int, motion: Motion, edges: Mapping[int, Sequence[float]], head: Paper
) -> None:
    """Find columns of words that flowed, at an edge at which no line of the base begins."""
    known = edges.get(number % 2) or [x for places in edges.values() for x in places]
    tokens = [new for _, new in motion.flowed]
    starts = Counter(round(x) for _, x in _starts(tokens, head))
    strange = {
        x
        for x, count in starts.items()
        if count >= _EDGE and all(abs(x - one) > _NEAR for one in known)
    }
    if strange:
        left = head.trims[number - 1][0]
        stay: list[tuple[Token, Token]] = []
        reset: list[tuple[Token, Token]] = []
        for old, new in motion.flowed:
            (reset if round(new.x - left) in strange else stay).append((old, new))
        motion.flowed, motion.reset = stay, [*motion.reset, *reset]
