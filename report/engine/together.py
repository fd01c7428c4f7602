"""Makes the parts of a document at the same time, in a crew of processes.

A part starts where the part before it ends, which is not known before that one is laid out. So the
starts are found first: those of the last build, or by a layout of every part that starts at the
beginning of a document. From the number of its pages, and what it adds to counters, follows where
the next part starts. A part whose side has become another one is laid out again, since it may have
another number of pages.

Such a start may be wrong. What is made with it is only kept by its key, in which the start is: a
wrong one costs time, and never gives a wrong page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from report.engine import makers
from report.engine.crew import Done, Hands, Work
from report.pdf.parts import Counters, Draft, Places, Start, following

if TYPE_CHECKING:
    from report.typesetting.typesetter import Typesetter

#: How often parts are laid out to find where they start, and how often a wrong start is mended.
_LOOKS, _MENDS = 3, 2

#: Returns a kept part that starts there, with the places that are known; None when there is none.
Find = Callable[[int, Start, Mapping[str, Places]], Draft | None]


@dataclass(slots=True)
class Together:
    """Makes parts in a crew; ``last`` returns where a part has started in the last build."""

    typesetter: Typesetter
    crew: Hands
    find: Find
    last: Callable[[int], Start | None]
    #: What was laid out to find starts: by the part and whether it starts on a right page.
    _looked: dict[tuple[int, bool], tuple[Start, Draft]] = field(default_factory=dict)
    #: Where the parts start that are being made, and the places that are known to them.
    starts: dict[int, Start] = field(default_factory=dict)
    places: dict[int, dict[str, Places]] = field(default_factory=dict)
    _made: dict[int, Draft] = field(default_factory=dict)
    _failed: set[int] = field(default_factory=set)
    _coming: Iterator[Done] = field(default_factory=lambda: iter(()))
    _numbers: list[int] = field(default_factory=list)
    _mends: int = 0

    def begin(self) -> None:
        """Find where the parts start, and let the crew make those that are not kept."""
        lasts = [self.last(number) for number in range(self.typesetter.parts)]
        if all(lasts):
            self.starts = {number: one for number, one in enumerate(lasts) if one}
            self.places = {number: {} for number in self.starts}
        else:
            self._find_starts(0, Start(), {})
        self._make(0)

    def again(self, number: int, start: Start, places: Mapping[str, Places]) -> bool:
        """Make the parts from ``number`` on again, since it starts elsewhere than was thought.

        Returns whether it was done: not for a part that cannot be made, and not time after time.
        """
        while (done := next(self._coming, None)) is not None:
            self._receive(done)
        if number in self._failed or self._mends == _MENDS:
            return False
        self._mends += 1
        for at, made in self._made.items():
            self._looked[at, self.starts[at].right] = self.starts[at], made
        self._made = {}
        self._find_starts(number, start, places)
        self._make(number)
        return True

    def _make(self, first: int) -> None:
        numbers = [
            number
            for number in range(first, self.typesetter.parts)
            if self.find(number, self.starts[number], self.places[number]) is None
        ]
        # The largest first, so that none is left when all the others are done.
        self._numbers = sorted(numbers, key=lambda one: -len(self.typesetter.source(one)))
        self._coming = self.crew.do(
            (makers.whole, (number, self.starts[number], self.places[number]))
            for number in self._numbers
        )

    def take(self, number: int) -> Draft | None:
        """Wait for a part that the crew makes; returns it with its start, None without one.

        A part that prints places which were not known is only laid out.
        """
        if number not in self._numbers:
            return None
        while number not in self._made and number not in self._failed:
            self._receive(next(self._coming))
        return self._made.get(number)

    def _receive(self, done: Done) -> None:
        number = self._numbers[done.number]
        if isinstance(done.value, Draft):
            self._made[number] = done.value
        else:  # what is wrong is met again when the part is made here, and is told then
            self._failed.add(number)

    def _find_starts(self, first: int, start: Start, places: Mapping[str, Places]) -> None:
        for _ in range(_LOOKS):
            missing = self._chain(first, start, places)
            if not missing:
                return
            jobs: list[Work] = [
                (makers.looked_at, (number, self.starts[number], self.places[number]))
                for number in sorted(missing, key=lambda one: -len(self.typesetter.source(one)))
            ]
            for done in self.crew.do(jobs):
                number, at, _ = jobs[done.number][1]
                if isinstance(done.value, Draft):
                    self._looked[number, at.right] = at, done.value
        self._chain(first, start, places)

    def _chain(self, first: int, start: Start, known: Mapping[str, Places]) -> list[int]:
        """Find where parts start, as far as is known; returns those that must be looked at."""
        places = dict(known)
        missing = []
        for number in range(first, self.typesetter.parts):
            self.starts[number], self.places[number] = start, dict(places)
            done = self.find(number, start, places)
            if done is None:
                if (number, start.right) not in self._looked:
                    missing.append(number)
                looked = self._looked.get((number, start.right))
                looked = looked or self._looked.get((number, not start.right))
                if looked is None:
                    continue  # nothing is known of it: the next one seems to start here too
                done = moved(looked[1], looked[0], start)
            for name, one in done.ids.items():
                places.setdefault(name, one)
            start = following(start, done)
        return missing


def moved(done: Draft, was: Start, now: Start) -> Draft:
    """Return a part that was laid out from ``was`` as it would probably be from ``now``.

    Its pages are as many, and counters are higher by what is before it.
    """
    end = replace(
        done.end,
        index=done.end.index + now.index - was.index,
        right=done.end.right is (was.right is now.right),
        page=_moved(done.end.page, was.page, now.page),
        counters=_moved(done.end.counters, was.counters, now.counters),
    )
    ids = {
        name: Places(
            _raised(one.page, was.page, now.page),
            _raised(one.element, was.counters, now.counters),
        )
        for name, one in done.ids.items()
    }
    return replace(done, end=end, ids=ids)


def _moved(end: Counters | None, was: Counters | None, now: Counters | None) -> Counters | None:
    if end is None:
        return now
    return end[0], _raised(end[1], was, now), end[2]


def _raised(
    values: Mapping[str, list[int]], was: Counters | None, now: Counters | None
) -> dict[str, list[int]]:
    """Return counters with what ``now`` has more than ``was``."""

    def first(counters: Counters | None, name: str) -> int:
        stack = counters[1].get(name) if counters else None
        return stack[0] if stack else 0

    return {
        name: [stack[0] + first(now, name) - first(was, name), *stack[1:]] if stack else []
        for name, stack in values.items()
    }
