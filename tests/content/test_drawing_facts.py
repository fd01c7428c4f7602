"""Drawings take facts that count what they draw, and languages the tags of BCP 47."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from report.content.prose import Binder
from report.model.drawing import Drawing
from report.model.facts import Fact
from report.model.prose import ProseFaults


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
        ("ratio", [("0", "倍")], "cannot draw nothing"),
        ("ratio", [("-2", "倍")], "below zero"),
        ("remainder", [("30", "萬")], "needs facts in %"),
        ("remainder", [("130", "%")], "more than 100"),
        ("shift", [("31", "%"), ("46", "萬人")], "needs facts in %"),
        ("field", [("46", "%")], "not a share"),
        ("people", [("46", "個百分點")], "not a share"),
        ("split", [("30", "萬元"), ("20", "人")], "“f0” is in 萬元"),
        ("split", [("30", "%"), ("20", "萬元")], "all in %, or none"),
        ("split", [("60", "%"), ("50", "%")], "these make 110 per cent"),
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
def test_facts_that_do_not_fit(kind: str, figures: list[tuple[str, str]], says: str) -> None:
    with pytest.raises(ValidationError) as caught:
        drawing(kind, *figures)
    (error,) = caught.value.errors()
    assert error["type"] == "facts_misfit"
    assert says in error["msg"]


@pytest.mark.parametrize(
    ("kind", "figures"),
    [
        ("ratio", [("8", "倍")]),
        ("ratio", [("8", "倍以上")]),
        ("split", [("1.2", "億元"), ("8000", "萬元")]),
        ("split", [("60", "%"), ("40", "%")]),
        ("people", [("55006", "人"), ("58095", "人次")]),
        ("gains", [("3", "個百分點"), ("-2", "個百分點")]),
        ("tally", [("3", "元"), ("2", "%")]),
        ("customers", [("4.4", "億"), ("3", "億戶"), ("2", "億戶"), ("8610", "萬戶"), ("64", "%")]),
    ],
)
def test_facts_that_fit(kind: str, figures: list[tuple[str, str]]) -> None:
    assert len(drawing(kind, *figures).facts) == len(figures)


@pytest.mark.parametrize(
    "tag",
    [
        *("en", "zh-Hant-HK", "zh-cmn-Hans-CN", "de-CH-1901", "sl-rozaj-biske", "es-419"),
        *("en-a-bbb-x-a-ccc", "x-whatever", "zh-Latn-pinyin", "i-klingon", "de-DE-u-co-phonebk"),
        *("qaa-Qaaa-QM-x-southern", "yue-x-jyutping", "EN-us", "sgn-BE-FR"),
    ],
)
def test_languages(tag: str) -> None:
    assert Binder({}).prose(f"[words](lang:{tag})").plain == "words"


@pytest.mark.parametrize(
    "tag", ["", "e", "english1", "zh_HK", "zh-", "-en", "en--us", "a-DE", "x-", "en-x", "中文"]
)
def test_what_is_no_language(tag: str) -> None:
    with pytest.raises(ProseFaults):
        Binder({}).prose(f"[words](lang:{tag})")
