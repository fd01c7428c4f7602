"""Links and marks of Markdown: read, or told; never printed as they stand in silence."""

from __future__ import annotations

import pytest

from report.content.prose import Binder
from report.model.prose import ProseFaults, Span


def read(text: str) -> tuple[str, list[str], list[str]]:
    """Give the plain text, the addresses of links, and the codes and messages of findings."""
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
        ("[甲](https://a.hk/b c)", "blanks stand within the address"),
        ("[甲]( https://a.hk )", "blanks stand within the address"),
        ("[甲](https://a.hk\n/b)", "blanks stand within the address"),
        ("[甲]（https://a.hk）", "full-width"),
        ("[甲]（#donations）", "full-width"),
        ("［甲］(https://a.hk)", "full-width"),
        ("［甲］（https://a.hk）", "full-width"),
        ("[甲] (https://a.hk)", "blanks part"),
        ("[甲]　(https://a.hk)", "blanks part"),
        ("[甲] （https://a.hk）", "blanks part"),
        ("[](https://a.hk)", "has no words"),
        ("[ ](https://a.hk)", "has no words"),
        ("[甲]()", "leads nowhere"),
        ("[甲](example.org)", "leads nowhere"),
        ("[甲](<https://a.hk>)", "leads nowhere"),
        ('[甲](https://a.hk "題")', "no title"),
        ("[甲](https://a.hk/(b)", "not closed"),
        ("【甲】(https://a.hk)", "full-width"),
        ("[甲(https://a.hk)", "behind the words is missing"),
        ("甲](https://a.hk)", "before the words is missing"),
        ("(甲)[https://a.hk]", "exchanged"),
        ("[甲](<https://a.hk/b c>)", "< >"),
        ("[1]: https://a.hk", "apart from its link"),
        ("<a@b.hk>", "mailto:"),
        ("快看![甲](https://a.hk)", "picture does not stand"),
        ("[甲](https：//a.hk)", "“https：//a.hk”"),
        ("[甲](https://a.hk/b", "not closed"),
        ("[甲[乙]丙](https://a.hk)", "square brackets"),
        ("[甲][1]", "from elsewhere"),
        ("[甲][]", "from elsewhere"),
        ("<https://a.hk/x>", "in < >"),
        ("![甲](https://a.hk/x y.png)", "a picture"),
    ],
)
def test_links_that_are_none_are_told(text: str, says: str) -> None:
    _, links, found = read(f"參看{text}等")
    assert links == []
    assert len(found) == 1, found
    assert found[0].startswith("D108")
    assert says in found[0]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("# 標題", "no heading"),
        ("### 標題", "no heading"),
        ("- 甲", "no list"),
        ("+ 甲", "no list"),
        ("> 甲", "no quotation"),
        ("用`甲`字", "“`”"),
        ("~~甲~~", "“~~”"),
        ("__甲__", "“__”"),
        ("H<sub>2</sub>O", "HTML"),
        ("甲<br/>乙", "HTML"),
        ('<a href="https://a.hk">甲', "HTML"),
        ("A&amp;B", "HTML"),
        ("&#160;", "HTML"),
        ("{% if x %}", "no template"),
        ("{# x #}", "no template"),
        ("_甲_", "“_”"),
        ("==甲==", "“==”"),
        ("＊＊甲＊＊", "full-width"),
        ("H~2~O", "small figure"),
        ("m^2^", "small figure"),
        ("甲[^1]", "notes at the foot"),
        ("甲\\n乙", "starts no sign"),
        ("| a | b |", "no table"),
        ("---", "no line"),
        ("CO<sub>2</sub>", "HTML"),
    ],
)
def test_marks_that_have_no_meaning_are_told(text: str, says: str) -> None:
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
def test_what_a_writer_expects_is_printed(text: str) -> None:
    assert read(text)[2] == []
