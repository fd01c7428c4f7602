"""Whatever is edited: a build that recalls parts has the bytes of one that makes everything."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from benchmarks.edits import Edits, build, compare, copy
from report.engine.ahead import chosen
from report.engine.engine import Engine
from report.engine.store import Store
from report.pdf.parts import Start
from report.project.project import Project
from tests.small_report import write_report

MORE = """\
  - type: page_break
  - type: paragraph
    id: more
    text: 詳見[照片](#photo)及[捐贈](#gifts)。用戶總數{{ users.total }}，公司大力推廣。
"""


def written(folder: Path) -> Path:
    """Write a report of several parts, with styles of its own."""
    source = write_report(folder / "source")
    section = source / "data" / "section.yaml"
    section.write_text(section.read_text(encoding="utf-8") + MORE, encoding="utf-8")
    return copy(Project.at(source), folder / "project")


@pytest.mark.parametrize(
    ("seed", "target", "is_open"),
    [(1, "screen", True), pytest.param(2, "print", False, marks=pytest.mark.slow)],
)
def test_random_edits_give_the_same_bytes(
    seed: int, target: str, is_open: bool, tmp_path: Path
) -> None:
    project = written(tmp_path)
    edits = Edits(project, random.Random(f"{seed} {target}"))
    store = Store(tmp_path / "cache")
    engine = Engine(Project.at(project), store) if is_open else None
    results = [compare(project, target, store, edits, engine) for _ in range(2)]
    assert [what for what, same in results if same is False] == []
    assert any(same for _, same in results)


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a report that was built once, and of the store that it filled."""
    folder = tmp_path_factory.mktemp("edits")
    assert build(written(folder), "screen", Store(folder / "cache")) is not None
    return folder


@pytest.mark.slow
@pytest.mark.two_processes
@pytest.mark.parametrize(
    "rule", ["p { letter-spacing: 0.1pt }", ".approach, .opener { break-after: left }"]
)
def test_parts_that_are_made_ahead_have_the_same_bytes(rule: str, first: Path) -> None:
    # In its own place: the store knows an earlier build by its folder.
    project, store = first / "project", Store(first / "cache")
    sheet = project / "styles" / "page" / "flow.css"
    before = sheet.read_text(encoding="utf-8")
    sheet.write_text(before + rule, encoding="utf-8")
    try:
        assert build(project, "screen", store) == build(project, "screen", Store(None))
    finally:
        sheet.write_text(before, encoding="utf-8")


def test_the_last_parts_are_made_ahead_with_at_most_half_of_the_pages() -> None:
    at = [Start(index=index) for index in range(4)]
    missing = {0: (at[0], 1), 1: (at[1], 9), 2: (at[2], 2), 3: (at[3], 3)}
    assert chosen(missing) == {2: at[2], 3: at[3]}
    assert chosen({1: (at[1], 9)}) == {}
