"""Checks of a whole report: ids, links, names with digits, and printed texts."""

from __future__ import annotations

from pathlib import Path

import pytest

from report.content.checks import texts
from report.content.load import load_report
from report.model.report import Report
from report.project.project import Project
from tests.conftest import Edit, Judge, Run

FACTS, SECTION = "data/facts.yaml", "data/section.yaml"
PANEL = """\
  - type: panel
    id: promise
    title: 看提速
    headline: 更快
    claims:
      - {text: 快, drawing: {kind: tally, facts: [gift.east]}}
  - type: chart
    id: promise.1
    title: 圖
    drawing: {kind: tally, facts: [gift.east]}
"""


@pytest.fixture
def report(project: Path) -> Report:
    made, found, used = load_report(Project.at(project))
    assert found == []
    assert used == {"users.total", "gift.east", "gift.west", "gift.total"}
    assert made is not None
    return made


def test_drawings_may_not_share_an_id(bad: Judge, project: Path) -> None:
    with (project / SECTION).open("a", encoding="utf-8") as file:
        file.write(PANEL)
    says = f"“promise.1” is used twice, first in {SECTION}:26:9"
    bad("D106", f"{SECTION}:32:9", says, by=("check",))


def test_an_id_that_an_opener_uses(bad: Judge, edit: Edit) -> None:
    edit(SECTION, "id: photo", "id: opener.growth")
    bad("D106", f"{SECTION}:10:9", "first in data/chapter.yaml:1:5", by=("check",))


def test_a_link_to_each_kind_of_target(run: Run, edit: Edit) -> None:
    edit(SECTION, "**用心**", "[甲](#growth)[乙](#sharing)[丙](#photo)[丁](#gifts)")
    assert run("--format", "json", "check").found == []


def test_every_printed_text_is_found_with_its_place(report: Report, project: Path) -> None:
    found = {text: written.at(0) for text, written in texts(report)}
    for text in (
        "試驗報告",
        "試驗機構",
        "謀發展",
        "用心",
        "一張照片",
        "地區",
        "用戶總數",
        "2020年",
    ):
        place = found[text]
        line = (project / place.file).read_text(encoding="utf-8").split("\n")[place.line - 1]
        assert line[place.column - 1 :].startswith(text)


def test_texts_that_are_not_printed(report: Report) -> None:
    assert "2020年" not in dict(texts(report, without=frozenset({"period"})))


@pytest.mark.parametrize(
    ("names", "text", "typed"),
    [
        ("[5G]", "5G與5G", []),
        ("[7G]", "7G與9個", ["9"]),
        ("[5G, 1+N+1]", "構建1+N+1體系", []),
        ("[]", "8月8日與2019年", []),
        ("[]", "第1、2,300.5及40%", ["1", "2,300.5", "40%"]),
        ("['.*']", "共3個", ["3"]),
    ],
)
def test_typed_figures(run: Run, edit: Edit, names: str, text: str, typed: list[str]) -> None:
    edit(FACTS, "names: [5G]", f"names: {names}")
    edit(SECTION, "公司推廣5G，**用心**", text)
    found = run("--format", "json", "check").found
    assert [one["code"] for one in found] == ["D206"] * len(typed)
    assert [one["message"].split("”")[0].removeprefix("the figure “") for one in found] == typed


def test_the_version_is_that_of_the_data(report: Report, project: Path) -> None:
    again, _, _ = load_report(Project.at(project))
    assert again is not None
    assert again.version == report.version
    with (project / FACTS).open("a") as file:
        file.write("# one more\n")
    changed, _, _ = load_report(Project.at(project))
    assert changed is not None
    assert changed.version != report.version
