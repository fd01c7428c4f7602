"""Machines that are alike, and what is told of those that are not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from report.batch import likeness
from report.batch.likeness import Machine, this_machine, unlike

MINE = Machine(
    ("Python 3.11.7 x86_64 linux",),
    ("report 1", "theme 1"),
    ("click 8.5.1", "weasyprint 70.0"),
    ("libpango-1.0.so.0 100 aa",),
    tuple(f"noto/{name}.ttc 5 {name}" for name in "abcdef"),
)


def test_a_machine_is_like_itself_and_its_copy() -> None:
    assert unlike(MINE, MINE) == []
    assert replace(MINE).fingerprint() == MINE.fingerprint()


@pytest.mark.parametrize(
    ("other", "says"),
    [
        ({"python": ("Python 3.12.1 x86_64 linux",)}, "Python 3.12.1 x86_64 linux instead of Pyth"),
        ({"program": ("report 2", "theme 1")}, "another version of report, or of its templates"),
        ({"program": ("report 1", "theme 2")}, "another version of report, or of its templates"),
        ({"packages": ("click 8.5.1", "weasyprint 69.0")}, "packages: weasyprint other"),
        ({"packages": ("click 8.5.1",)}, "packages: weasyprint missing"),
        ({"libraries": ()}, "libraries: libpango-1.0.so.0 missing"),
        ({"fonts": ()}, "fonts: noto/a.ttc, noto/b.ttc, noto/c.ttc and 3 more missing"),
        ({"fonts": (*MINE.fonts, "x.otf 1 x")}, "fonts: x.otf not here"),
    ],
)
def test_each_difference_is_told(other: dict[str, tuple[str, ...]], says: str) -> None:
    theirs = replace(MINE, **other)
    (told,) = unlike(MINE, theirs)
    assert told.startswith(says)
    assert theirs.fingerprint() != MINE.fingerprint()


def test_what_doctor_finds_wrong_there_is_told() -> None:
    assert unlike(MINE, replace(MINE, faults=("Pango: missing → install it",))) == [
        "Pango: missing → install it"
    ]
    assert unlike(MINE, replace(MINE, faults=("one", "two", "three"))) == [
        *("one", "and 2 more that “report doctor” tells there")
    ]


def test_this_machine_knows_what_it_makes_reports_with(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(likeness, "_faults", lambda: iter(()))
    monkeypatch.setattr(likeness, "_last", [])
    mine = this_machine()
    names = {line.partition(" ")[0] for line in mine.packages}
    assert {"weasyprint", "pikepdf", "report", "distributed", "dask"} <= names
    assert "pytest" not in names, "what a build does not need is not compared"
    assert any(line.startswith("libpango") for line in mine.libraries)
    assert mine.fonts
    assert this_machine() is mine, "it is not read again at once"
    likeness._last.clear()
    assert this_machine() == mine
