"""docs/batch.md: every key of a list is told, and its examples are right."""

from __future__ import annotations

from pathlib import Path

from report.batch.summary import STATUSES
from report.content.load import load_list
from report.model.reportsfile import ReportsFile, Variables
from tests.test_docs import code, in_code, keys, rows, section, table

PAGE = "docs/batch.md"


def test_every_key_of_a_list_is_told() -> None:
    told = table(section(PAGE, "## The list: `reports.yaml`"))
    known = dict(keys(ReportsFile, frozenset({Variables})))
    assert set(told) == set(known)
    for name, field in known.items():
        assert told[name][1].startswith("yes" if field.is_required() else "no"), name


def test_every_variable_is_told() -> None:
    body = section(PAGE, "## One design, many organisations")
    told = {name for row in rows(body) for name in in_code(row[0])}
    assert told == set(Variables.model_fields)


def test_every_result_is_told() -> None:
    assert list(table(section(PAGE, "## Results"))) == list(STATUSES)


def test_the_example_of_a_list_can_be_read(tmp_path: Path) -> None:
    example, *_ = code(PAGE, "yaml")
    path = tmp_path / "reports.yaml"
    path.write_text(example, encoding="utf-8")
    read, found = load_list(path)
    assert found == []
    assert [one.path for one in read.projects] == ["provinces/*", "special/hainan"]
