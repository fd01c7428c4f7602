"""Says why a part is made again: which of its inputs are others than in the last build.

The inputs of each part are noted by their hashes, and kept for the next build of the same project
and target. They are only told to people; what is made again is decided by the keys of the store.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from report.engine.store import Store, key_of
from report.pdf.kept import start_from
from report.pdf.parts import Draft, Start


@dataclass(slots=True)
class Reasons:
    """The inputs of the parts of one document, now and in the last build."""

    #: What all parts are made from, by name: stylesheets, tokens, program.
    common: Mapping[str, str]
    before: Mapping[str, Any] = field(default_factory=dict)
    #: The inputs of each part, by its name.
    parts: dict[str, dict[str, Any]] = field(default_factory=dict)

    @classmethod
    def read(cls, store: Store, where: str, common: Mapping[str, str]) -> Reasons:
        """Read those of the last build; ``where`` tells projects and targets apart."""
        kept = store.get(_key(where))
        return cls(common, json.loads(kept) if kept else {})

    def keep(self, store: Store, where: str) -> None:
        """Keep them for the next build."""
        entry = {"common": dict(self.common), "parts": self.parts}
        store.put(_key(where), json.dumps(entry, ensure_ascii=False).encode())

    def note(self, name: str, source: bytes, start: Start, done: Draft) -> None:
        """Note the inputs of a part."""
        fixed = replace(start, strings={}, running={})
        self.parts[name] = {
            "elements": key_of(source),
            "page": start.index + 1,
            "at": asdict(start),
            "pages": done.pages,
            "start": key_of(json.dumps(asdict(fixed), sort_keys=True)),
            "reads": dict(done.reads),
            "needed": {id_: asdict(one) for id_, one in done.needed.items()},
            "names": {**done.strings, **{id_: str(at) for id_, at in done.running.items()}},
        }

    def last(self, name: str) -> tuple[Start, int] | None:
        """Return where a part has started in the last build, and its pages; None if unknown."""
        known = self.before.get("parts", {}).get(name)
        return None if known is None else (start_from(known["at"]), known["pages"])

    def why(self, name: str) -> tuple[str, ...]:
        """Return the reasons for which a part is made, once its inputs are noted."""
        before, now = self.before.get("parts", {}).get(name), self.parts[name]
        if before is None:
            return ("it was not made before",)
        common = [
            f"{one} changed"
            for one in sorted({*self.common, *self.before["common"]})
            if self.common.get(one) != self.before["common"].get(one)
        ]
        return tuple(common or _differences(before, now)) or ("what was kept of it is gone",)


def _differences(before: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[str]:
    if before["elements"] != now["elements"]:
        yield "its elements changed"
    if before["page"] != now["page"]:
        yield f"it starts on page {now['page']}, not {before['page']}"
    elif before["start"] != now["start"]:
        yield "counters before it changed"
    for path in _changed(before["reads"], now["reads"]):
        yield f"{path} changed"
    for id_ in _changed(before["needed"], now["needed"]):
        yield f"the place of #{id_} changed"
    for id_ in _changed(before["names"], now["names"]):
        yield f"“{id_}” of an earlier part changed"


def _changed(before: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    return sorted(name for name in {*before, *now} if before.get(name) != now.get(name))


def _key(where: str) -> str:
    return key_of("reasons-2", where)
