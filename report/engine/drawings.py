"""Drawings kept in the store, each by what it is drawn from: as SVG, and as they were typeset.

A drawing is made from its request, the theme, and the program with its libraries and fonts. Where a
fact was written plays no part: a drawing is kept when lines above it in the data change.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import PurePosixPath

from report.engine.inputs import TOOLS
from report.engine.store import Store, key_of
from report.model.blocks.base import Request
from report.model.drawing import Svg
from report.model.facts import Fact
from report.model.theme import Theme

_FORM, _TYPESET = "drawing-1", "typeset-1"


@dataclass(frozen=True, slots=True)
class Recordings:
    """Drawings as they were typeset by the same program, with the same libraries and fonts.

    ``tools`` is the hash of all that, and of the theme's families.
    """

    store: Store
    tools: str

    def get(self, key: str) -> bytes | None:
        """Return what was kept for a key, None when there is nothing."""
        return self.store.get(key_of(_TYPESET, self.tools, key))

    def put(self, key: str, content: bytes) -> None:
        """Keep a drawing as it was typeset."""
        self.store.put(key_of(_TYPESET, self.tools, key), content)


@dataclass(frozen=True, slots=True)
class Drawings:
    """The drawings of a store that were made by the same program, libraries and fonts."""

    store: Store
    tools: str
    #: The hash of what all typesetting depends on: the tools, and the fonts of project and theme.
    faces: str
    #: Whether an earlier build with the same tokens has kept its drawings.
    likely: bool = False
    #: Whether what all parts are made from has changed since, such as a stylesheet.
    common: bool = False
    #: What names the project in the store; empty: its folder.
    where: str = ""

    @classmethod
    def of(
        cls, store: Store, now: Mapping[str, str], before: Mapping[str, str] | None, where: str = ""
    ) -> Drawings:
        """Choose those made by the tools of these inputs; ``before``: those of the last build."""
        tokens = [name for name in now if name.endswith("tokens.yaml")]
        likely = before is not None and all(
            before.get(name) == now[name] for name in (*TOOLS, *tokens)
        )
        tools = [now[name] for name in TOOLS]
        fonts = [name for name in sorted(now) if "fonts" in PurePosixPath(name).parts[:-1]]
        faces = key_of(*tools, *(f"{name} {now[name]}" for name in fonts))
        shared = [
            name
            for name in {*now, *(before or {})}
            if name.startswith(("styles/", "templates/")) or name == "data/report.yaml"
        ]
        common = before is not None and any(before.get(name) != now.get(name) for name in shared)
        return cls(store, key_of(*tools), faces, likely, common, where)

    def get(self, wanted: Iterable[Request], theme: Theme) -> dict[str, Svg]:
        """Return the drawings that are kept, by id."""
        found: dict[str, Svg] = {}
        for request in wanted:
            entry = self.store.get(self._key(request, theme))
            if entry is not None:
                found[request.id] = Svg(**json.loads(entry))
        return found

    def put(self, wanted: Sequence[Request], drawn: Mapping[str, Svg], theme: Theme) -> None:
        """Keep drawings that have been made."""
        for request in wanted:
            if request.id in drawn:
                entry = json.dumps(asdict(drawn[request.id]), ensure_ascii=False)
                self.store.put(self._key(request, theme), entry.encode())

    def explain(
        self, wanted: Sequence[Request], missing: Sequence[Request], theme: Theme, where: str
    ) -> Iterator[str]:
        """Say which drawings are made and why, and how many are kept; notes their inputs.

        ``where`` tells the projects of a store apart.
        """
        key = key_of("drawings-1", where)
        entry = self.store.get(key)
        before: dict[str, dict[str, str]] = json.loads(entry) if entry else {}
        now = {request.id: self._inputs(request, theme) for request in wanted}
        for request in missing:
            yield f"drawing {request.id} is made: {_why(before.get(request.id), now[request.id])}"
        if len(missing) < len(wanted):
            yield f"{len(wanted) - len(missing)} of {len(wanted)} drawings are kept"
        if now != before:
            self.store.put(key, json.dumps(now, sort_keys=True).encode())

    def _inputs(self, request: Request, theme: Theme) -> dict[str, str]:
        """Return the hashes of what a drawing is made from, by what people call it."""
        told = _parts(request)
        return {
            "the program, a library or a font": self.tools,
            "styles/tokens.yaml": key_of(theme.model_dump_json()),
            "a figure": key_of(*told[1]),
            "what it is drawn from": key_of(*told[0]),
        }

    def _key(self, request: Request, theme: Theme) -> str:
        own, facts = _parts(request)
        return key_of(_FORM, self.tools, theme.model_dump_json(), *own, "facts", *facts)


def _parts(request: Request) -> tuple[list[str], list[str]]:
    """Return what a request says itself, and the figures that it draws."""
    own, facts = [type(request).__name__], list[str]()
    for field in fields(request):
        value = getattr(request, field.name)
        if field.name == "facts":
            facts += [_told(fact) for fact in value if isinstance(fact, Fact)]
        else:
            own.append(f"{field.name}: {value!r}")
    return own, facts


def _why(before: Mapping[str, str] | None, now: Mapping[str, str]) -> str:
    if before is None:
        return "it was not made before"
    changed = [f"{name} changed" for name in now if before.get(name) != now[name]]
    return ", ".join(changed) or "what was kept of it is gone"


def _told(fact: Fact) -> str:
    """Return all that a drawing can print of a fact; its digits follow the report's rule."""
    return f"{fact.model_dump_json()} {fact.digits} {fact.rule.model_dump_json()}"
