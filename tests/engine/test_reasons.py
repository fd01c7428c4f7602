"""Why parts are made again: the inputs that are others than in the last build."""

from __future__ import annotations

from pathlib import Path

from report.engine.reasons import Reasons
from report.engine.store import Store
from report.pdf.parts import Draft, Places, Start

START = Start(index=2)


def draft(**changes: object) -> Draft:
    given: dict[str, object] = {
        "pages": 1,
        "end": Start(index=3),
        "ids": {},
        "needed": {},
        "strings": {},
        "running": {},
        "reads": {},
    }
    return Draft(**{**given, **changes})  # type: ignore[arg-type]


def again(store: Store, common: dict[str, str], *noted: object) -> tuple[str, ...]:
    reasons = Reasons.read(store, "here", common)
    reasons.note("part 1", *noted)  # type: ignore[arg-type]
    found = reasons.why("part 1")
    reasons.keep(store, "here")
    return found


def test_each_input_is_named(tmp_path: Path) -> None:
    store = Store(tmp_path)
    one = {"styles/page/flow.css": "1"}
    assert again(store, one, b"a", START, draft()) == ("it was not made before",)
    assert again(store, one, b"b", START, draft()) == ("its elements changed",)
    assert again(store, one, b"b", Start(index=4), draft()) == ("it starts on page 5, not 3",)
    right = Start(index=4, right=False)
    assert again(store, one, b"b", right, draft()) == ("counters before it changed",)
    read = draft(reads={"figures/a.svg": "1"})
    assert again(store, one, b"b", right, read) == ("figures/a.svg changed",)
    needs = draft(reads=read.reads, needed={"x": Places({"page": [2]})})
    assert again(store, one, b"b", right, needs) == ("the place of #x changed",)
    named = draft(reads=read.reads, needed=needs.needed, strings={"chapter": "甲"})
    assert again(store, one, b"b", right, named) == ("“chapter” of an earlier part changed",)
    assert again(store, one, b"b", right, named) == ("what was kept of it is gone",)
    other = {"styles/page/flow.css": "2"}
    assert again(store, other, b"c", right, named) == ("styles/page/flow.css changed",)


def test_where_a_part_has_started_is_known_in_the_next_build(tmp_path: Path) -> None:
    store = Store(tmp_path)
    start = Start(index=2, right=False, strings={"chapter": "甲"}, after=("page",))
    again(store, {}, b"a", start, draft())
    assert Reasons.read(store, "here", {}).last("part 1") == (start, 1)
    assert Reasons.read(store, "there", {}).last("part 1") is None
