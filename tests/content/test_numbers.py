"""One way to write numbers, said once in report.yaml."""

from __future__ import annotations

from pathlib import Path

import pytest

from report.content.load import load_report
from report.figures.declared import declare_drawings
from report.figures.kinds.shift import describe
from report.markup.environment import prose_html
from report.model.blocks.table import Table
from report.model.drawing import FigureRequest
from report.model.facts import Fact, Format
from report.model.numbers import Numbers
from report.model.report import Report
from report.project.project import Project
from tests.conftest import Edit, Judge

declare_drawings()


def fact(value: str, **rule: object) -> Fact:
    return Fact(
        value=value,
        unit="萬元",
        label="甲",
        period="2020年",
        source="乙",
        rule=Numbers.model_validate(rule),
    )


@pytest.mark.parametrize(
    ("value", "rule", "printed"),
    [
        ("1234.5", {}, "1,234.5萬元"),
        ("-1234.5", {}, "−1,234.5萬元"),
        ("1234", {"from": "5"}, "1234萬元"),
        ("12345", {"from": "5"}, "12,345萬元"),
        ("1234567", {"thousands": " "}, "1\u00a0234\u00a0567萬元"),
        ("1234567", {"thousands": ""}, "1234567萬元"),
        ("-3.2", {"minus": "-"}, "-3.2萬元"),
        ("-3.2", {"minus": "parentheses"}, "−3.2萬元"),
    ],
)
def test_a_rule_prints(value: str, rule: dict[str, str], printed: str) -> None:
    assert fact(value, **rule).text() == printed


def test_parentheses_are_for_tables() -> None:
    below = fact("-3.2", minus="parentheses")
    assert below.text(table=True) == "(3.2)萬元"
    assert below.text(Format.NUMBER, table=True) == "(3.2)"
    assert fact("3.2", minus="parentheses").text(Format.NUMBER, table=True) == "3.2"
    assert fact("-3.2").text(Format.NUMBER, table=True) == "−3.2"


def test_years_are_no_figures() -> None:
    year = fact("2020").model_copy(update={"unit": "年"})
    assert year.text() == "2020年"


def test_a_drawing_follows_the_rule() -> None:
    before, after = (fact(one, minus="-", **{"from": "5"}) for one in ("4000", "1000"))
    request = FigureRequest("x", "shift", (before, after), 200, 100, "first")
    assert "-3000" in describe(request)[1]


def loaded(project: Path) -> Report:
    report, found, _ = load_report(Project.at(project))
    assert report is not None, found
    return report


def test_a_report_says_it_once(edit: Edit, bad: Judge) -> None:
    rule = 'numbers: {thousands: " ", from: 5, minus: parentheses}\nchapters:'
    edit("data/report.yaml", "chapters:", rule)
    edit("data/facts.yaml", "value: 12.5", "value: (12500)")
    edit("data/facts.yaml", "value: 42.5", "value: -12470")
    report = loaded(bad.project)
    assert report.fact("gift.west").text() == "−12\u00a0500萬元"
    (table,) = [block for _, block in report.blocks() if isinstance(block, Table)]
    cells = [
        prose_html(row.cells[1], links=False, table=True).striptags() for row in table.lines[:-1]
    ]
    assert cells == ["30", "(12 500)"]
    assert [table.room(1, row.cells[1]) for row in table.lines[:-1]] == [")", ""]


@pytest.mark.parametrize(
    ("rule", "says"),
    [
        ("{thousands: .}", "“thousands” cannot be “.”"),
        ("{from: 3}", "“from” must be 4 or more"),
        ("{form: 5}", "did you mean “from”?"),
        ("{minus: ~}", "“minus”"),
    ],
)
def test_a_wrong_rule(edit: Edit, bad: Judge, rule: str, says: str) -> None:
    edit("data/report.yaml", "chapters:", f"numbers: {rule}\nchapters:")
    _, found, _ = load_report(Project.at(bad.project))
    (one,) = found
    assert (one.file, one.line) == ("data/report.yaml", 10)
    assert says in f"{one.message} → {one.hint}"
