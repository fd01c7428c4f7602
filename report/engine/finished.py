"""What a build gave, for those who read the pages: the PDFs, and where their elements are.

In: an engine. Out: :class:`Finished`, from what is kept of the last build, or made again.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from report.engine import recall
from report.engine.elements import Element
from report.engine.store import Store, key_of
from report.findings.diagnostics import Diagnostic
from report.model.target import TARGETS
from report.pdf.parts import Look

if TYPE_CHECKING:
    from report.engine.build import Outcome
    from report.engine.engine import Engine
    from report.engine.progress import Progress
    from report.engine.reading import Content

_FORM = "finished-1"
_NO_LOOK = Look(0, 0, "", 0, "")


@dataclass(frozen=True, slots=True)
class Finished:
    """The finished PDFs by target, their elements, and the words that drawings say of themselves.

    Elements that are recalled have no look, id and classes.
    """

    content: Content
    pdfs: Mapping[str, bytes]
    elements: Mapping[str, Sequence[Element]]
    words: Mapping[str, str]
    found: tuple[Diagnostic, ...] = ()

    @classmethod
    def of(cls, done: Outcome) -> Finished:
        """Return what a build gave."""
        return cls(
            done.content,
            {one.target.name: one.pdf for one in done.made},
            {one.target.name: one.elements for one in done.made},
            _words(done),
            done.found,
        )


def finished(engine: Engine, progress: Progress) -> Finished:
    """Return the PDFs of all targets as a build gives them.

    Raises FindingsError when they cannot be made.
    """
    from report.engine.reading import read

    now = recall.inputs_of(engine.project)
    for release in (False, True):
        key = recall.key_of_build(now, list(TARGETS.values()), release=release)
        record = engine.store.get(key) if key else None
        places = engine.store.get(_key(key)) if key else None
        if record is None or places is None:
            continue
        pdfs = {name: engine.store.get(one[0]) for name, one in json.loads(record)["pdfs"].items()}
        if all(pdfs.values()):
            with progress.step("data"):
                content = read(engine.project)
            kept = json.loads(zlib.decompress(places))
            elements = {name: [_element(one) for one in kept["elements"][name]] for name in pdfs}
            whole = {name: pdf for name, pdf in pdfs.items() if pdf is not None}
            return Finished(content, whole, elements, kept["words"])
    done = engine.make(list(TARGETS.values()), progress)
    key = recall.key_of_build(now, list(TARGETS.values()), release=False)
    if key and now == recall.inputs_of(engine.project) and not done.content.read_elsewhere:
        recall.keep(engine.store, key, done.made, done.found)
        keep_places(engine.store, key, done)
    return Finished.of(done)


def keep_places(store: Store, key: str, done: Outcome) -> None:
    """Keep where the elements of a build are, under the key of the build."""
    entry = {
        "elements": {one.target.name: list(map(_packed, one.elements)) for one in done.made},
        "words": _words(done),
    }
    store.put(_key(key), zlib.compress(json.dumps(entry, ensure_ascii=False).encode(), 1))


def _key(key: str) -> str:
    return key_of(_FORM, key)


def _words(done: Outcome) -> dict[str, str]:
    return {name: f"{svg.title} {svg.description}" for name, svg in done.drawings.items()}


def _packed(one: Element) -> list[Any]:
    return [
        *(one.page, one.area, one.part, one.number, one.tag, one.place, one.is_block),
        *(one.is_hidden, one.fact, one.value, one.source, one.target),
    ]


def _element(packed: Sequence[Any]) -> Element:
    page, area, part, number, tag, place, block, hidden, *more = packed
    return Element(
        page, tuple(area), part, number, tag, "", (), place, block, hidden, _NO_LOOK, *more
    )
