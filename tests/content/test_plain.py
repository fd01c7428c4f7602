"""Markup in texts that cannot have it is reported, with the key."""

from __future__ import annotations

import pytest

from report.content.plain import marks_in_words
from report.model.base import Written


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("用戶{{ users.total }}", [("D112", 3)]),
        ("**重點**", [("D112", 1)]),
        ("見[甲](https://a.hk)", [("D112", 2)]),
        ("[甲](mark:dots)", [("D112", 1)]),
        ("**甲**與{{ a }}", [("D112", 7), ("D112", 1)]),
        ("`甲`", [("D111", 1)]),
        ("<b>甲</b>", [("D111", 1)]),
        ("甲&nbsp;乙", [("D111", 2)]),
        ("見[甲] (https://a.hk)", [("D108", 2)]),
        ("5*3、[註]、{甲}、C#", []),
    ],
)
def test_marks_in_words(text: str, found: list[tuple[str, int]]) -> None:
    told = list(marks_in_words([("title", text, Written("a.yaml", ((0, 4, 1),)))]))
    assert [(one.code, one.column) for one in told] == found
    assert all(one.line == 4 and "“title”" in one.message + one.hint for one in told)
