"""Makes the parts of a document, or recalls those whose inputs are the same.

A part is made from its elements, the stylesheets, the end of the part before, the files that it
reads, and the places of other parts that it prints. References go both ways, so the parts are gone
through in rounds until all that they print is right. Each round is the same whatever is kept: the
bytes do not depend on the store.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import TYPE_CHECKING, Any

from report.engine.makers import Maker, Pending, waits
from report.engine.store import Store, key_of
from report.findings.diagnostics import Diagnostic, diagnostic
from report.pdf.kept import from_bytes, to_bytes
from report.pdf.parts import Draft, Part, Places, Start, following

if TYPE_CHECKING:
    from report.typesetting.typesetter import Typesetter

#: The form of the entries: another form has other keys.
_FORM = "part-1"
#: The most rounds; a document whose references are all right needs two.
_ROUNDS = 6
#: The most results that are kept for one part: it is made from files and places that may differ.
_MOST = 8

#: Says what was made: the number of the part, and its pages.
Tell = Callable[[int, int], None]


@dataclass(slots=True)
class Shelf:
    """The finished parts of one document and one target: in memory, and in a store if there is one.

    ``base`` is the hash of what all its parts are made from; ``tools`` that of the program, its
    libraries and the fonts.
    """

    base: str
    tools: str
    store: Store = field(default_factory=lambda: Store(None))
    #: The numbers of the parts that were made, not recalled.
    made: list[int] = field(default_factory=list)
    _memory: dict[str, bytes] = field(default_factory=dict)
    _parts: dict[str, Part | Draft] = field(default_factory=dict)

    def find(self, key: str, fits: Callable[[Mapping[str, Any]], bool]) -> Part | Draft | None:
        """Return a kept part whose inputs fit, None when there is none."""
        for trace in self._traces(key):
            if fits(trace):
                name = trace["entry"]
                done = self._parts.get(name)
                if done is None:
                    kept = self.store.get(name)
                    done = None if kept is None else from_bytes(kept)
                if done is not None:
                    self._parts[name] = done
                    return done
        return None

    def recall(self, key: str, make: Callable[[], bytes]) -> bytes:
        """Return the entry of this key, or make and keep it."""
        kept = self.store.get(key)
        if kept is None:
            kept = make()
            self.store.put(key, kept)
        return kept

    def keep(self, key: str, trace: Mapping[str, Any], done: Part | Draft) -> None:
        """Keep a part with what it was made from."""
        content = to_bytes(done)
        name = key_of(_FORM, content)
        self._parts[name] = done
        traces = [{**trace, "entry": name}, *self._traces(key)][:_MOST]
        self._memory[key] = json.dumps(traces, ensure_ascii=False).encode()
        self.store.put(name, content)
        self.store.put(key, self._memory[key])

    def _traces(self, key: str) -> list[dict[str, Any]]:
        kept = self._memory.get(key) or self.store.get(key)
        if kept is None:
            return []
        self._memory[key] = kept
        found: list[dict[str, Any]] = json.loads(kept)
        return found


def make_parts(
    typesetter: Typesetter, shelf: Shelf, maker: Maker, tell: Tell | None = None
) -> tuple[list[Part], list[Diagnostic]]:
    """Return the parts of a document in order, and a finding when their references do not settle.

    ``tell`` is called for each part that is made. Raises what the typesetter raises.
    """
    known: dict[str, Places] = {}
    parts: list[Part] = []
    try:
        for number in range(_ROUNDS):
            results, found = _round(typesetter, shelf, maker, known, first=number == 0, tell=tell)
            parts = [one for one in results if isinstance(one, Part)]
            right = all(one.needed == _of(found, one.needed) for one in results)
            if right and len(parts) == len(results):
                return parts, []
            known = found
    finally:
        maker.drop()
    return parts, [_unsettled(parts, known)]


def _round(
    typesetter: Typesetter,
    shelf: Shelf,
    maker: Maker,
    known: Mapping[str, Places],
    *,
    first: bool,
    tell: Tell | None,
) -> tuple[list[Part | Draft], dict[str, Places]]:
    """Go through all parts once; returns them, and the places of all ids."""
    start = Start()
    found: dict[str, Places] = {}
    results: list[Part | Draft] = []
    begun: dict[int, tuple[str, Pending]] = {}
    for number in range(typesetter.parts):
        places = dict(found) if first else known
        key = _key(typesetter, shelf, number, start)

        def fits(trace: Mapping[str, Any], start: Start = start) -> bool:
            return (first or not trace["draft"]) and _fits(typesetter, trace, start, places)  # noqa: B023

        done = shelf.find(key, fits)
        if done is None:
            pending = maker.begin(number, start, places, wait=first)
            done = pending.draft()
            shelf.made.append(number)
            if tell:
                tell(number, done.pages)
            if first and waits(done, places):
                shelf.keep(key, _trace(typesetter, done), done)
            else:
                begun[number] = key, pending
        results.append(done)
        found |= {name: one for name, one in done.ids.items() if name not in found}
        start = following(start, done)
    maker.flush()
    for number, (key, pending) in begun.items():
        results[number] = part = pending.part()
        shelf.keep(key, _trace(typesetter, part), part)
    return results, found


def _key(typesetter: Typesetter, shelf: Shelf, number: int, start: Start) -> str:
    """Return the key of a part by what is known before it is made."""
    fixed = asdict(replace(start, strings={}, running={}))
    where = json.dumps([fixed, typesetter.division.links(number)], sort_keys=True)
    return key_of(_FORM, shelf.base, typesetter.source(number), where)


def _trace(typesetter: Typesetter, done: Part | Draft) -> dict[str, Any]:
    """Return what is known of a part's inputs only after it was made."""
    return {
        "draft": isinstance(done, Draft),
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
