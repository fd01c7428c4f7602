"""Columns of a spreadsheet that say how its figures are printed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from report.content.load import load_report
from report.figures.declared import declare_drawings
from report.findings.diagnostics import Diagnostic
from report.model.report import Report
from report.project.project import Project
from tests.content.workbooks import xlsx

declare_drawings()

HEADS = ("編號", "指標", "單位", "出處", "2024年", "位數", "程度")
IMPORT = """\
imports:
  - file: sources/環境.xlsx
    columns:
      {id: 編號, label: 指標, unit: 單位, source: 出處, 2024: 2024年,
       rounded: 位數, approximation: 程度}
"""
Load = Callable[..., tuple[Report | None, list[Diagnostic]]]


@pytest.fixture
def load(project: Path) -> Load:
    """Read the small report with a spreadsheet that has these rows below its heads."""

    def loaded(*rows: tuple[Any, ...]) -> tuple[Report | None, list[Diagnostic]]:
        (project / "sources").mkdir()
        (project / "sources/環境.xlsx").write_bytes(xlsx(rows=(HEADS, *rows)))
        facts = project / "data/facts.yaml"
        facts.write_text(facts.read_text(encoding="utf-8") + IMPORT, encoding="utf-8")
        report, found, _ = load_report(Project.at(project))
        return report, found

    return loaded


def test_each_figure_has_digits_and_a_word_of_its_own(load: Load) -> None:
    report, found = load(
        ("a", "用水", "噸", "表1", 1234.567, 1, "約"),
        ("b", "用電", "噸", "表1", 1234.567, 0, None),
        ("c", "用氣", "噸", "表1", 1234.5, None, "超"),
    )
    assert report is not None, found
    texts = [report.facts[name].text("2024") for name in "abc"]
    assert texts == ["約1,234.6噸", "1,235噸", "超1,234.5噸"]


@pytest.mark.parametrize(
    ("digits", "word", "cell", "message"),
    [
        ("二", None, "F2", "“二” does not say how many digits are printed"),
        (13, None, "F2", "“13” does not say how many digits are printed"),
        (-1, None, "F2", "“-1” does not say how many digits are printed"),
        (None, "大約", "G2", "“大約” is no word of approximation"),
    ],
)
def test_a_wrong_word_is_told_with_its_cell(
    load: Load, digits: object, word: object, cell: str, message: str
) -> None:
    report, found = load(("a", "用水", "噸", "表1", 5, digits, word))
    assert report is None
    (one,) = found
    assert message in one.message
    assert str(one.place) == f"sources/環境.xlsx:環境!{cell}"
    assert one.hint
