"""Makes the parts of a document, or recalls those whose inputs are the same.

A part is made from its elements, the stylesheets, the end of the part before, the files that it
reads, and the places of other parts that it prints. References go both ways, so the parts are gone
through in rounds until all that they print is right. Each round is the same whatever is kept: the
bytes do not depend on the store.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import TYPE_CHECKING, Any

from report.engine.ahead import Ahead, chosen
from report.engine.crew import Hands
from report.engine.makers import Maker, Pending, waits
from report.engine.reasons import Reasons
from report.engine.shelf import FORM, Shelf
from report.engine.steps import Step, Steps
from report.engine.store import key_of
from report.engine.together import Together
from report.findings.diagnostics import Diagnostic, diagnostic
from report.pdf.parts import Draft, Part, Places, Start, following

if TYPE_CHECKING:
    from report.typesetting.typesetter import Typesetter

#: The most rounds; a document whose references are all right needs two.
_ROUNDS = 6


@dataclass(slots=True)
class Rounds:
    """Makes the parts of one document.

    ``steps`` gets a step for each part that is made, ``reasons`` its inputs.
    """

    typesetter: Typesetter
    shelf: Shelf
    maker: Maker
    steps: Steps = field(default_factory=Steps)
    reasons: Reasons = field(default_factory=lambda: Reasons({}))
    #: Called when a part begins to be made: with its number from 1, and the number of parts.
    tell: Callable[[int, int], None] | None = None
    #: More processes, which make parts at the same time.
    crew: Hands | None = None

    def make(self) -> tuple[list[Part], list[Diagnostic]]:
        """Return the parts in order, and a finding when their references do not settle.

        Raises what the typesetter raises.
        """
        known: dict[str, Places] = {}
        parts: list[Part] = []
        try:
            for number in range(_ROUNDS):
                results, found = self._round(known, first=number == 0)
                parts = [one for one in results if isinstance(one, Part)]
                right = all(one.needed == _of(found, one.needed) for one in results)
                if right and len(parts) == len(results):
                    return parts, []
                known = found
        finally:
            self.maker.drop()
        return parts, [_unsettled(parts, known)]

    def _round(
        self, known: Mapping[str, Places], *, first: bool
    ) -> tuple[list[Draft], dict[str, Places]]:
        """Go through all parts once; returns them, and the places of all ids."""
        start = Start()
        found: dict[str, Places] = {}
        results: list[Draft] = []
        begun: dict[int, tuple[str, Pending]] = {}
        ahead = self._ahead() if first else Ahead()
        together = self._together() if first else None
        for number in range(self.typesetter.parts):
            places = dict(found) if first else known
            source = self.typesetter.source(number)
            key = _key(self.typesetter, self.shelf, number, source, start)
            began = time.perf_counter()
            taken = ahead.take(number, self._keep) or self._take(together, number)
            fits = self._fits(start, places, drafts=first)
            done = self.shelf.find(key, fits)
            if done is None and together and together.again(number, start, places):
                taken = self._take(together, number)
                done = self.shelf.find(key, fits)
            made = done is None or taken
            if done is None:
                if self.tell:
                    self.tell(number + 1, self.typesetter.parts)
                pending = self.maker.begin(number, start, places, wait=first)
                done = pending.draft()
                if first and waits(done, places):
                    self.shelf.keep(key, _trace(self.typesetter, done), done)
                else:
                    begun[number] = key, pending
            self.shelf.made += [number] * made
            name = self.typesetter.title(number)
            self.reasons.note(name, source, start, done)
            if made:
                took = time.perf_counter() - began
                self.steps.done.append(Step(name, began, took, 1, self.reasons.why(name)))
            results.append(done)
            found |= {name: one for name, one in done.ids.items() if name not in found}
            start = following(start, done)
        with self.steps.step("pages"):
            self.maker.flush()
            for number, (key, pending) in begun.items():
                results[number] = part = pending.part()
                self._keep(key, part)
        return results, found

    def _keep(self, key: str, part: Part) -> None:
        self.shelf.keep(key, _trace(self.typesetter, part), part)

    def _together(self) -> Together | None:
        """Let the crew make the parts, if there is one."""
        if self.crew is None:
            return None

        def find(number: int, start: Start, places: Mapping[str, Places]) -> Draft | None:
            source = self.typesetter.source(number)
            key = _key(self.typesetter, self.shelf, number, source, start)
            return self.shelf.find(key, self._fits(start, places, drafts=True))

        def last(number: int) -> Start | None:
            known = self.reasons.last(self.typesetter.title(number))
            return None if known is None else known[0]

        together = Together(self.typesetter, self.crew, find, last)
        together.begin()
        return together

    def _take(self, together: Together | None, number: int) -> bool:
        """Keep a part that the crew has made; returns whether there is one."""
        if together is None:
            return False
        self.maker.flush()  # while the crew works, this process may lay out parts for it
        done = together.take(number)
        if done is None:
            return False
        if self.tell:
            self.tell(number + 1, self.typesetter.parts)
        source, start = self.typesetter.source(number), together.starts[number]
        key = _key(self.typesetter, self.shelf, number, source, start)
        self.shelf.keep(key, _trace(self.typesetter, done), done)
        return True

    def _ahead(self) -> Ahead:
        """Let the other process make the last parts, if all starts of the last build are known."""
        if self.maker.other is None:
            return Ahead()
        missing: dict[int, tuple[Start, int]] = {}
        keys: dict[int, str] = {}
        for number in range(self.typesetter.parts):
            last = self.reasons.last(self.typesetter.title(number))
            if last is None:
                return Ahead()
            source = self.typesetter.source(number)
            keys[number] = _key(self.typesetter, self.shelf, number, source, last[0])
            if self.shelf.find(keys[number], self._fits(last[0], {}, drafts=False)) is None:
                missing[number] = last
        jobs = {}
        for number, start in chosen(missing).items():
            pending = self.maker.ahead(number, start)
            if pending is not None:
                jobs[number] = keys[number], pending
        return Ahead(jobs)

    def _fits(
        self, start: Start, places: Mapping[str, Places], *, drafts: bool
    ) -> Callable[[Mapping[str, Any]], bool]:
        """Return a test: whether a kept part would be made from the same inputs now."""

        def fits(trace: Mapping[str, Any]) -> bool:
            return (drafts or not trace["draft"]) and _fits(self.typesetter, trace, start, places)

        return fits


def _key(typesetter: Typesetter, shelf: Shelf, number: int, source: bytes, start: Start) -> str:
    """Return the key of a part by what is known before it is made."""
    fixed = asdict(replace(start, strings={}, running={}))
    where = json.dumps([fixed, typesetter.division.links(number)], sort_keys=True)
    return key_of(FORM, shelf.base, source, where)


def _trace(typesetter: Typesetter, done: Draft) -> dict[str, Any]:
    """Return what is known of a part's inputs only after it was made."""
    return {
        "draft": not isinstance(done, Part),
        "needed": {name: asdict(one) for name, one in done.needed.items()},
        "strings": dict(done.strings),
        "running": {name: key_of(typesetter.running(path)) for name, path in done.running.items()},
        "reads": dict(done.reads),
    }


def _fits(
    typesetter: Typesetter,
    trace: Mapping[str, Any],
    start: Start,
    places: Mapping[str, Places],
) -> bool:
    """Return whether a part would be made from the same inputs again."""
    needed = {name: asdict(places.get(name, Places())) for name in trace["needed"]}
    running = {
        name: key_of(typesetter.running(start.running[name]))
        for name in trace["running"]
        if name in start.running
    }
    return (
        needed == trace["needed"]
        and {name: start.strings.get(name, "") for name in trace["strings"]} == trace["strings"]
        and running == trace["running"]
        and all(typesetter.read(path) == digest for path, digest in trace["reads"].items())
    )


def _of(found: Mapping[str, Places], names: Mapping[str, Places]) -> dict[str, Places]:
    return {name: found.get(name, Places()) for name in names}


def _unsettled(parts: list[Part], known: Mapping[str, Places]) -> Diagnostic:
    names = sorted(
        name for part in parts for name, one in part.needed.items() if known.get(name) != one
    )
    return diagnostic(
        "D615",
        f"page numbers in the text do not settle after {_ROUNDS} rounds: the reference to "
        f"“{names[0] if names else ''}” moves the page to which it refers",
        hint="give the reference a fixed width in the stylesheet, or shorten the text around it",
    )
