"""The finished parts of one document, in memory and in the store."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from report.engine.store import Store, key_of
from report.pdf.kept import from_bytes, to_bytes
from report.pdf.parts import Draft

#: The form of the entries: another form has other keys.
FORM = "part-2"
#: The most results that are kept for one part: it is made from files and places that may differ.
_MOST = 8


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
    _parts: dict[str, Draft] = field(default_factory=dict)

    def find(self, key: str, fits: Callable[[Mapping[str, Any]], bool]) -> Draft | None:
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

    def keep(self, key: str, trace: Mapping[str, Any], done: Draft) -> None:
        """Keep a part with what it was made from."""
        content = to_bytes(done)
        name = key_of(FORM, content)
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
