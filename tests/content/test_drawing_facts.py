"""The facts of drawings must match their content; languages are tags of BCP 47."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pydantic import ValidationError

from report.content.prose import Binder
from report.engine.reading import read
from report.model.blocks.base import Measures
from report.model.drawing import Drawing, FigureRequest
from report.model.facts import Fact
from report.model.ledger import printed_facts
from report.model.prose import ProseFaults
from report.project.project import Project
from tests.small_report import run, write_report

ROOM = Measures(218.5, 456.0, 19.0, 17.0)


def drawing(kind: str, *figures: tuple[str, str]) -> Drawing:
    facts = {
        f"f{n}": Fact.model_validate(
            {"value": value, "unit": unit, "label": "甲", "period": "2020年", "source": "表"}
        ).model_copy(update={"id": f"f{n}"})
        for n, (value, unit) in enumerate(figures)
    }
    return Drawing.model_validate({"kind": kind, "facts": list(facts)}, context=Binder(facts))


@pytest.mark.parametrize(
    ("kind", "figures", "says"),
    [
        ("ratio", [("52", "%")], "needs a fact in 倍"),
        ("ratio", [("12.6", "萬人")], "needs a fact in 倍"),
        ("ratio", [("8", "")], "needs a fact in 倍"),
        ("ratio", [("0", "倍")], "needs a figure above zero"),
        ("ratio", [("-2", "倍")], "below zero"),
        ("remainder", [("30", "萬")], "needs facts in %"),
        ("remainder", [("130", "%")], "more than 100"),
        ("remainder", [("30", "‰")], "needs facts in %"),
        ("remainder", [("5", "個百分點")], "needs facts in %"),
        ("remainder", [("-5", "%")], "below zero"),
        ("shift", [("5", "個百分點"), ("6", "個百分點")], "needs facts in %"),
        ("shift", [("31", "%"), ("146", "%")], "more than 100"),
        ("score", [("80", "億元")], "needs facts in 分 or %"),
        ("score", [("180", "分")], "score out of 100, and cannot show more"),
        ("score", [("80", "分"), ("30", "億元")], "needs facts in 分 or %"),
        ("score", [("20", "分"), ("60", "分")], "cannot be more than the score"),
        ("score", [("80", "分"), ("-3", "分")], "below zero"),
        ("field", [("0", "個")], "needs a figure above zero"),
        ("field", [("5", "倍")], "cannot show shares"),
        ("people", [("0", "人")], "needs a figure above zero"),
        ("people", [("30", "億元")], "needs facts in 人"),
        ("people", [("3", "人"), ("30", "噸")], "needs facts in 人"),
        ("split", [("600", "‰"), ("500", "‰")], "these make 1100 of 1000"),
        ("split", [("3", "倍"), ("5", "倍")], "needs amounts or shares"),
        ("split", [("3", "個百分點"), ("5", "個百分點")], "needs amounts or shares"),
        ("split", [("-3", "元"), ("5", "元")], "below zero"),
        ("split", [("3", "兆瓦時"), ("5", "千瓦時")], "“f0” is in 兆瓦時"),
        ("shift", [("31", "%"), ("46", "萬人")], "needs facts in %"),
        ("field", [("46", "%")], "cannot show shares"),
        ("people", [("46", "個百分點")], "cannot show shares"),
        ("split", [("30", "萬元"), ("20", "人")], "“f0” is in 萬元"),
        ("split", [("30", "%"), ("20", "萬元")], "all in %, or none"),
        ("split", [("60", "%"), ("50", "%")], "these make 110 of 100"),
        ("split", [("0", "元"), ("0", "元")], "these are nothing"),
        ("split", [("30", ""), ("20", "元")], "without a unit"),
        ("gains", [("3", "個百分點"), ("2", "分")], "bars of one scale"),
        (
            "customers",
            [("4", "億戶"), ("3", "億戶"), ("2", "億戶"), ("1", "億戶"), ("64", "萬")],
            "in %",
        ),
        (
            "customers",
            [("4", "億戶"), ("3", "%"), ("2", "億戶"), ("1", "億戶"), ("64", "%")],
            "in %",
        ),
        (
            "customers",
            [("4", "億戶"), ("3", "億元"), ("2", "億戶"), ("1", "億戶"), ("64", "%")],
            "億元",
        ),
    ],
)
def test_facts_that_do_not_match(kind: str, figures: list[tuple[str, str]], says: str) -> None:
    with pytest.raises(ValidationError) as caught:
        drawing(kind, *figures)
    (error,) = caught.value.errors()
    assert error["type"] == "facts_misfit"
    assert says in error["msg"]


@pytest.mark.parametrize(
    ("figures", "at"),
    [
        (("4", "5", "2", "1", "64"), 1),  # mobile is more than the total
        (("4", "3", "2", "1.5", "64"), 1),  # mobile and broadband are more than the total
        (("4", "3", "3.5", "1", "64"), 2),  # 4G is more than mobile
        (("4", "3", "2", "1", "164"), 4),
        (("4", "-3", "2", "1", "64"), 1),
        (("4", "3", "2", "0", "64"), 3),
        (("4", "3", "2", "1", "0"), 4),
    ],
)
def test_customers_are_parts_of_their_whole(figures: tuple[str, ...], at: int) -> None:
    units = ("億戶", "億戶", "億戶", "億戶", "%")
    with pytest.raises(ValidationError) as caught:
        drawing("customers", *zip(figures, units, strict=True))
    (error,) = caught.value.errors()
    assert error["ctx"]["path"] == ("facts", at)
    assert f"“f{at}” is {figures[at].replace('-', '−')}" in error["msg"]
    assert "docs/blocks.md" in error["ctx"]["hint"]


@pytest.mark.parametrize(
    ("kind", "figures"),
    [
        ("ratio", [("8", "倍")]),
        ("ratio", [("8", "倍以上")]),
        ("split", [("1.2", "億元"), ("8000", "萬元")]),
        ("split", [("60", "%"), ("40", "%")]),
        ("split", [("33.4", "%"), ("33.4", "%"), ("33.3", "%")]),
        ("split", [("3", "百萬元"), ("500", "萬元")]),
        ("score", [("78.5", "分"), ("1.2", "個百分點")]),
        ("score", [("91", "%")]),
        ("gains", [("1", "億元"), ("8000", "萬元")]),
        ("field", [("38", "萬個")]),
        ("people", [("3", "千名")]),
        ("remainder", [("100", "%")]),
        ("people", [("55006", "人"), ("58095", "人次")]),
        ("gains", [("3", "個百分點"), ("-2", "個百分點")]),
        ("tally", [("3", "元"), ("2", "%")]),
        ("customers", [("4.4", "億"), ("3", "億戶"), ("2", "億戶"), ("8610", "萬戶"), ("64", "%")]),
    ],
)
def test_facts_that_match(kind: str, figures: list[tuple[str, str]]) -> None:
    assert len(drawing(kind, *figures).facts) == len(figures)


@pytest.mark.parametrize(
    "tag",
    [
        *("en", "zh-Hant-HK", "zh-cmn-Hans-CN", "de-CH-1901", "sl-rozaj-biske", "es-419"),
        *("en-a-bbb-x-a-ccc", "x-whatever", "zh-Latn-pinyin", "i-klingon", "de-DE-u-co-phonebk"),
        *(
            "qaa-Qaaa-QM-x-southern",
            "yue-x-jyutping",
            "EN-us",
            "sgn-BE-FR",
            "art-lojban",
            "zh-min-nan",
        ),
    ],
)
def test_languages(tag: str) -> None:
    assert Binder({}).prose(f"[words](lang:{tag})").plain == "words"


@pytest.mark.parametrize(
    "tag",
    [
        *("", "e", "english1", "zh_HK", "zh-", "-en", "en--us", "a-DE", "x-", "en-x", "中文"),
        *("english", "chinese", "jp", "cn", "hk", "abcd", "de-1901-1901", "en-a-bb-a-cc", "en-x-"),
    ],
)
def test_values_that_are_not_a_language(tag: str) -> None:
    with pytest.raises(ProseFaults):
        Binder({}).prose(f"[words](lang:{tag})")


@pytest.mark.parametrize(
    ("tag", "write"),
    [("english", "en"), ("jp", "ja"), ("cn", "zh-Hans"), ("zh_hant_hk", "zh-Hant-HK")],
)
def test_the_intended_language_is_suggested(tag: str, write: str) -> None:
    with pytest.raises(ProseFaults) as caught:
        Binder({}).prose(f"[words](lang:{tag})")
    assert f"write {write};" in caught.value.faults[0].hint


OVER_TIME = """\
facts:
  e.grid: {label: 外購電力, unit: 兆瓦時, source: 表, values: {2019: 98450, 2020: 96804}}
  e.gas: {label: 煤氣, unit: 兆瓦時, source: 表, values: {2019: absent, 2020: 4870}}
  e.goal: {label: 目標, unit: 兆瓦時, value: 90000, period: 2030年, source: 表}
  e.staff: {label: 員工, unit: 人, source: 表, values: {2019: 3, 2020: 4}}
"""
CHART = """\
id: sharing
title: 共享
accent: second
art: waves
lead: 導言。
blocks:
  - type: chart
    id: energy
    title: 能源
    drawing: {kind: line, facts: [e.grid, e.gas], periods: [2019, 2020], KEYS}
"""


def charted(folder: Path, keys: str) -> Project:
    write_report(folder)
    data = folder / "data"
    (data / "facts.yaml").write_text(OVER_TIME, encoding="utf-8")
    (data / "section.yaml").write_text(CHART.replace("KEYS", keys), encoding="utf-8")
    return Project.at(folder)


def test_figures_of_a_drawing_over_time_are_printed_facts(tmp_path: Path) -> None:
    report = read(charted(tmp_path, "target: e.goal")).report
    printed = [(fact.id, fact.period) for fact in printed_facts(report)]
    years = [("e.grid", "2019年"), ("e.grid", "2020年"), ("e.gas", "2020年")]
    assert printed == [*years, ("e.goal", "2030年")]
    (request,) = (one for _, block in report.blocks() for one in block.requests("second", ROOM))
    assert isinstance(request, FigureRequest) and request.over is not None
    assert request.facts == () and request.over.periods == ("2019年", "2020年")


@pytest.mark.parametrize(
    ("keys", "told"),
    [
        ("target: e.staff", r"section\.yaml:10:82: error D207: the target “e\.staff” is in 人"),
        ("mark: e.staff", r":10:80: error D207: “e\.staff” is neither a fact nor a period"),
        ("form: ring", r":10:80: error D207: the drawing “line” has no key “form”"),
        ("from: e.grid", r"D207: the axis starts at 96804, above the smallest figure, 4870"),
        ("colour: red", r"D101: the key “colour” is unknown here"),
    ],
)
def test_what_is_wrong_in_a_drawing_over_time_has_its_place(
    tmp_path: Path, keys: str, told: str
) -> None:
    charted(tmp_path, keys)
    outcome = run("-C", tmp_path, "check")
    assert outcome.exit_code == 1
    assert re.search(told, outcome.stderr), outcome.stderr
