"""Links and marks of Markdown: read or reported, never printed without a finding."""

from __future__ import annotations

import pytest

from report.content.prose import Binder
from report.model.prose import ProseFaults, Span


def read(text: str) -> tuple[str, list[str], list[str]]:
    """Return the plain text, the addresses of links, and the codes and messages of findings."""
    binder = Binder({})
    try:
        prose = binder.prose(text)
    except ProseFaults as exc:
        return "", [], [f"{one.code} {one.message} → {one.hint}" for one in exc.faults]
    links = [piece.href for piece in prose.walk() if isinstance(piece, Span) and piece.href]
    return prose.plain, links, [f"{one.code} {one.message}" for one in binder.warnings]


@pytest.mark.parametrize(
    ("text", "plain", "address"),
    [
        ("見[甲](https://a.hk/x_(y))。", "見甲。", "https://a.hk/x_(y)"),
        ("[甲](https://a.hk/(a(b)c))", "甲", "https://a.hk/(a(b)c)"),
        ("[甲](https://a.hk/\\(x)", "甲", "https://a.hk/(x"),
        ("（[甲](https://a.hk/x)）", "（甲）", "https://a.hk/x"),
        ("([甲](https://a.hk/x))", "(甲)", "https://a.hk/x"),
        ("[甲](https://a.hk/%20x)", "甲", "https://a.hk/%20x"),
        ("[甲](#a.b_c)", "甲", "#a.b_c"),
        ("[甲](mailto:a@b.hk)", "甲", "mailto:a@b.hk"),
        ("[\\[甲\\]](https://a.hk)", "[甲]", "https://a.hk"),
    ],
)
def test_links_are_read(text: str, plain: str, address: str) -> None:
    assert read(text) == (plain, [address], [])


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[甲](https://a.hk/b c)", "there are spaces in the address"),
        ("[甲]( https://a.hk )", "there are spaces in the address"),
        ("[甲](https://a.hk\n/b)", "there are spaces in the address"),
        ("[甲]（https://a.hk）", "full-width"),
        ("[甲]（#donations）", "full-width"),
        ("［甲］(https://a.hk)", "full-width"),
        ("［甲］（https://a.hk）", "full-width"),
        ("[甲] (https://a.hk)", "there are spaces between"),
        ("[甲]　(https://a.hk)", "there are spaces between"),
        ("[甲] （https://a.hk）", "there are spaces between"),
        ("[](https://a.hk)", "has no words"),
        ("[ ](https://a.hk)", "has no words"),
        ("[甲]()", "invalid address"),
        ("[甲](example.org)", "invalid address"),
        ("[甲](<https://a.hk>)", "invalid address"),
        ('[甲](https://a.hk "題")', "cannot have a title"),
        ("[甲](https://a.hk/(b)", "not closed"),
        ("【甲】(https://a.hk)", "full-width"),
        ("[甲(https://a.hk)", "after the words is missing"),
        ("甲](https://a.hk)", "before the words is missing"),
        ("(甲)[https://a.hk]", "swapped"),
        ("[甲](<https://a.hk/b c>)", "< >"),
        ("[1]: https://a.hk", "link definitions"),
        ("<a@b.hk>", "mailto:"),
        ("快看![甲](https://a.hk)", "cannot have pictures"),
        ("[甲](https：//a.hk)", "“https：//a.hk”"),
        ("[甲](https://a.hk/b", "not closed"),
        ("[甲[乙]丙](https://a.hk)", "square brackets"),
        ("[甲][1]", "reference links"),
        ("[甲][]", "reference links"),
        ("<https://a.hk/x>", "in < >"),
        ("![甲](https://a.hk/x y.png)", "cannot have pictures"),
    ],
)
def test_invalid_links_are_reported(text: str, says: str) -> None:
    _, links, found = read(f"參看{text}等")
    assert links == []
    assert len(found) == 1, found
    assert found[0].startswith("D108")
    assert says in found[0]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("# 標題", "not make a heading"),
        ("### 標題", "not make a heading"),
        ("- 甲", "not make a list"),
        ("+ 甲", "not make a list"),
        ("> 甲", "not make a quotation"),
        ("用`甲`字", "“`”"),
        ("~~甲~~", "“~~”"),
        ("__甲__", "“__”"),
        ("H<sub>2</sub>O", "HTML"),
        ("甲<br/>乙", "HTML"),
        ('<a href="https://a.hk">甲', "HTML"),
        ("A&amp;B", "HTML"),
        ("&#160;", "HTML"),
        ("{% if x %}", "template code"),
        ("{# x #}", "template code"),
        ("_甲_", "“_”"),
        ("==甲==", "“==”"),
        ("＊＊甲＊＊", "full-width"),
        ("H~2~O", "subscript or superscript"),
        ("m^2^", "subscript or superscript"),
        ("甲[^1]", "footnotes"),
        ("甲\\n乙", "backslash code"),
        ("| a | b |", "not make a table"),
        ("---", "not make a line"),
        ("CO<sub>2</sub>", "HTML"),
    ],
)
def test_unsupported_marks_are_reported(text: str, says: str) -> None:
    plain, _, found = read(text)
    assert plain == text
    assert found
    assert all(one.startswith("D111") for one in found)
    assert says in found[0]


@pytest.mark.parametrize(
    "text",
    [
        "[註一]本年",
        "［註］（附錄）",
        "[甲] （附註）",
        "[甲](mark:dots)",
        "A&B、R&D",
        "5 < 6 > 4、<甲>",
        "C#和#標籤",
        "1. 甲",
        "snake_case_name",
        "2024 - 2025",
        "https://a.hk/x",
        "\\[甲\\](https://a.hk)",
        "\\# 甲",
        "\\- 甲",
        "甲[乙][丙]",
        "~甲~乙",
        "3~5年，6~8月",
        "a_b_c、https://a.hk/_x_/",
        "a == b",
        "快看\\![甲](https://a.hk)",
        "C:\\new",
        "[甲]：乙",
    ],
)
def test_markdown_is_printed_as_expected(text: str) -> None:
    assert read(text)[2] == []
