"""The ledger of tables and drawings over years: each figure of each period, where it is set."""

from __future__ import annotations

import csv
import io

import pikepdf
import pytest

from report.engine.engine import Engine
from report.engine.finished import Finished, finished
from report.engine.progress import Progress
from report.engine.store import Store
from report.ledger.ledger import ledger_of, unexplained_in
from report.model.target import TARGETS
from report.pages.text import read_pages
from report.project.project import Project
from tests.small_report import write_report

FACTS = """\
defaults: {period: 2020年, source: 環境數據冊}
facts:
  energy.power: {label: 外購電力, unit: 兆瓦時, values: {2018: 97000, 2019: 98450, 2020: 101020}}
  energy.gas: {label: 煤氣, unit: 兆瓦時, values: {2018: 5100, 2019: absent, 2020: 4870}}
  energy.total: {label: 總耗量, unit: 兆瓦時, sum: [energy.power, energy.gas], rounded: 0}
  target: {label: 目標, unit: 兆瓦時, value: 90000, period: 2030年}
  part.a: {label: 甲部, unit: 噸, values: {2019: 30, 2020: 40}}
  part.b: {label: 乙部, unit: 噸, values: {2019: 70, 2020: 60.5}}
  long.a: {label: 甲線, unit: 戶, values: {2017: 250410, 2018: 250510, 2019: 250610, 2020: 250710}}
  long.b: {label: 乙線, unit: 戶, values: {2017: 150410, 2018: 150510, 2019: 150610, 2020: 150710}}
  score.a: {label: 甲項, unit: 分, value: 71}
  score.b: {label: 乙項, unit: 分, value: 83}
  named: {label: 只提名稱, unit: 間, values: {2019: 6, 2020: 7}}
"""
SECTION = """\
id: sharing
title: 共享紅利
lead: 見下表。
blocks:
  - type: data_table
    id: energy
    caption: 環境績效
    width: full
    periods: [2018, 2019, 2020]
    columns: [unit, periods, change]
    rows:
      - group: 能源
      - {fact: energy.power}
      - {fact: energy.gas}
      - {fact: energy.total, total: true}
  - type: chart
    id: power
    title: 電力
    lines: 12
    drawing: {kind: line, facts: [energy.power], periods: [2018, 2019, 2020], target: target}
  - type: chart
    id: parts
    title: 部分
    lines: 12
    drawing: {kind: columns, facts: [part.a, part.b], periods: [2019, 2020]}
  - type: chart
    id: shares
    title: 佔比
    lines: 10
    drawing: {kind: share, facts: [part.a, part.b], periods: [2020]}
  - type: chart
    id: long
    title: 兩線
    lines: 10
    drawing: {kind: stacked, facts: [long.a, long.b]}
  - type: chart
    id: topics
    title: 重要議題
    lines: 10
    drawing:
      kind: matrix
      axes: [對公司, 對持份者]
      points: [{name: 甲, x: score.a, y: score.b}, {name: 乙, x: score.b, y: score.a}]
  - type: paragraph
    text: "{{ named | label }}上年有{{ named[2019] }}。"
"""


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> Finished:
    folder = write_report(tmp_path_factory.mktemp("years") / "report")
    (folder / "data/facts.yaml").write_text(FACTS, encoding="utf-8")
    (folder / "data/section.yaml").write_text(SECTION, encoding="utf-8")
    engine = Engine(Project.at(folder), Store(None))
    return finished(engine, Progress(lambda _: None, live=False, silent=True))


def forms(done: Finished, name: str) -> list[tuple[int, str, str]]:
    ledger = ledger_of(done, [TARGETS["screen"]])
    return [(one.page, one.period, one.form) for one in ledger.entry(name).printed]


def test_a_table_prints_each_period(done: Finished) -> None:
    assert forms(done, "energy.gas") == [(2, "2018", "5,100"), (2, "2020", "4,870")]
    assert forms(done, "energy.total") == [(2, "2018", "102,100"), (2, "2020", "105,890")]


def test_a_drawing_prints_what_is_beside_it(done: Finished) -> None:
    years = [(3, "2018", "97,000"), (3, "2019", "98,450"), (3, "2020", "101,020")]
    assert sorted(forms(done, "energy.power")[3:]) == years
    assert forms(done, "target") == [(3, "2030", "90,000")]
    assert sorted(forms(done, "part.a")) == [
        (3, "2019", "30"),
        (3, "2020", "40"),
        (3, "2020", "40"),
    ]


@pytest.mark.parametrize("target", TARGETS)
def test_all_numbers_are_explained(done: Finished, target: str) -> None:
    pdf = done.pdfs[target]
    found = unexplained_in(done, pdf, list(read_pages(pdf)), list(TARGETS.values()))
    assert found == ([], [])


def test_the_attached_facts_are_the_printed_ones(done: Finished) -> None:
    """Parts without a figure on them, and figures of a matrix, are drawn but not printed."""
    ledger = ledger_of(done, [TARGETS["screen"]])
    printed = {
        (entry.series.id, entry.series.heading(one.period), entry.series.point(one.period).value)
        for entry in ledger.entries
        for one in entry.printed
    }
    with pikepdf.open(io.BytesIO(done.pdfs["screen"])) as document:
        data = document.attachments["facts.csv"].get_file().read_bytes().decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(data, newline="")))
    attached = {(row["編號"], row["期間"], row["數值"]) for row in rows}
    assert attached == printed
    assert len(rows) == len(attached)
    periods = {name: {p for i, p, _ in attached if i == name} for name in ("long.a", "named")}
    assert periods["named"] == {"2019年"}
    assert periods["long.a"] == {"2020年"}
    assert not {"score.a", "score.b"} & {name for name, *_ in attached}
