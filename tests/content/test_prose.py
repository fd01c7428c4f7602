"""Prose: plain text is unchanged, marks become pieces, references become facts."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from report.content.prose import LONGEST, Binder
from report.content.yaml import parse
from report.findings.diagnostics import Diagnostic
from report.model.facts import Fact, Format
from report.model.prose import Break, Figure, Piece, ProseFaults, Span, Text
from tests.timing import takes_at_most

USERS = Fact(value="4.4", unit="億", label="用戶", period="2020年", source="甲", id="users.total")
BARE = Fact(value="7", label="件", period="2020年", source="甲", id="bare")


def binder() -> Binder:
    return Binder({"users.total": USERS, "bare": BARE})


def read(text: str) -> tuple[Piece, ...]:
    return binder().prose(text).pieces


def faults(text: str) -> list[Diagnostic]:
    with pytest.raises(ProseFaults) as caught:
        read(text)
    return caught.value.faults


PLAIN = st.text(st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="*[]{}\\｛｝"))
MARKS = ["*", "**", "***", "[", "]", "](", ")", "{{", "}}", "{", "}", "\\", "\n", "  \n", "｛｛"]
WORDS = ["用戶", "a", " ", "8", "，", "「", "」", "users.total", "|", "exact", "https://a.hk", "#a"]
MARKED = st.lists(st.sampled_from(MARKS + WORDS), max_size=40).map("".join)


@given(PLAIN)
def test_plain_text_is_unchanged(text: str) -> None:
    prose = binder().prose(text)
    assert prose.plain == text.strip(" ")
    assert all(isinstance(piece, Text) for piece in prose.pieces)


@given(st.one_of(st.text(), MARKED))
def test_any_text_gives_prose_or_errors(text: str) -> None:
    try:
        prose = binder().prose(text)
    except ProseFaults as exc:
        assert {fault.code for fault in exc.faults} <= {"D105", "D108", "D201", "D205"}
        assert all(fault.message and fault.hint for fault in exc.faults)
    else:
        for piece in prose.walk():
            assert isinstance(piece, Text | Figure | Break | Span)


@given(MARKED)
def test_every_plain_character_has_its_position(text: str) -> None:
    source = "a: |-\n" + "".join(f"  {line}\n" for line in f"甲{text}".split("\n"))
    value = parse(source, "a.yaml")["a"]
    try:
        prose = binder().prose(value)
    except ProseFaults:
        return
    lines = source.split("\n")
    last = (0, 0)
    for piece in prose.walk():
        if isinstance(piece, Text):
            for index, character in enumerate(piece.text):
                place = piece.written.at(index)
                there = f"{lines[place.line - 1]}\n"[place.column - 1]
                assert there == character or (there == "\n" and character == " ")
                assert (place.line, place.column) > last
                last = (place.line, place.column)


STRONG = Span("strong", (Text("創新"),))
PIECES: list[tuple[str, tuple[Piece, ...]]] = [
    ("「**創新**」", (Text("「"), STRONG, Text("」"))),
    ("提升**8**倍", (Text("提升"), Span("strong", (Text("8"),)), Text("倍"))),
    ("**創新**", (STRONG,)),
    ("**創新。**公司", (Span("strong", (Text("創新。"),)), Text("公司"))),
    ("*輕*重", (Span("em", (Text("輕"),)), Text("重"))),
    ("***重***", (Span("strong", (Span("em", (Text("重"),)),)),)),
    ("**甲*乙***", (Span("strong", (Text("甲"), Span("em", (Text("乙"),)))),)),
    ("*甲**乙***", (Span("em", (Text("甲"), Span("strong", (Text("乙"),)))),)),
    ("**甲****乙**", (Span("strong", (Text("甲"),)), Span("strong", (Text("乙"),)))),
    ("5 * 8", (Text("5 * 8"),)),
    ("註*", (Text("註*"),)),
    ("****", (Text("****"),)),
    (r"\*\*不重\*\*", (Text("**不重**"),)),
    (r"**甲\**乙**", (Span("strong", (Text("甲**乙"),)),)),
    (r"**甲\\**乙", (Span("strong", (Text("甲\\"),)), Text("乙"))),
    ("[聯通](https://a.hk/?b=1&c)", (Span("a", (Text("聯通"),), "https://a.hk/?b=1&c"),)),
    ("[**創新**](#a)", (Span("a", (STRONG,), "#a"),)),
    (
        "**[聯通](mailto:a@b.hk)**",
        (Span("strong", (Span("a", (Text("聯通"),), "mailto:a@b.hk"),)),),
    ),
    ("[紅樓夢](mark:title)", (Span("mark", (Text("紅樓夢"),), "title"),)),
    ("[餸](ruby:sung3)", (Span("ruby", (Text("餸"),), "sung3"),)),
    ("[Wi-Fi](lang:en)", (Span("lang", (Text("Wi-Fi"),), "en"),)),
    ("[餸](lang:zh-yue)", (Span("lang", (Text("餸"),), "zh-yue"),)),
    ("[软件](lang:zh-Hans-CN)", (Span("lang", (Text("软件"),), "zh-Hans-CN"),)),
    ("[方括號]", (Text("[方括號]"),)),
    (r"\[甲](#a)", (Text("[甲](#a)"),)),
    (r"\{甲\}", (Text("{甲}"),)),
    (r"\{users\}", (Text("{users}"),)),
    ("甲  \n乙", (Text("甲"), Break(), Text("乙"))),
    ("甲\\\n乙", (Text("甲"), Break(), Text("乙"))),
    ("甲\n乙", (Text("甲乙"),)),
    ("the\nusers", (Text("the users"),)),
    ("**創新**\n**創新**", (STRONG, STRONG)),
    ("達\n{{ bare }}", (Text("達"), Figure(BARE))),
    ("{{ users.total }}", (Figure(USERS),)),
    ("{{users.total|exact}}", (Figure(USERS, Format.EXACT),)),
    ("{{  users.total  |  label  }}", (Figure(USERS, Format.LABEL),)),
    ("{{ bare }}{{ bare }}", (Figure(BARE), Figure(BARE))),
    ("**{{ bare }}件**", (Span("strong", (Figure(BARE), Text("件"))),)),
    ("<b>甲</b> &amp;", (Text("<b>甲</b> &amp;"),)),
    ("`甲` # 乙 _丙_ ~~丁~~ ![戊]", (Text("`甲` # 乙 _丙_ ~~丁~~ ![戊]"),)),
    (" \n甲\n ", (Text("甲"),)),
    ("\u3000甲", (Text("\u3000甲"),)),
]


@pytest.mark.parametrize(("text", "pieces"), PIECES)
def test_pieces(text: str, pieces: tuple[Piece, ...]) -> None:
    assert read(text) == pieces


FAULTS = [
    ("{{", "D205", "never closed"),
    ("{{ users.total", "D205", "never closed"),
    ("{{ users.total }", "D205", "never closed"),
    ("users.total }}", "D205", "“}}”"),
    ("{{ }}", "D205", "cannot be read"),
    ("{{ users total }}", "D205", "cannot be read"),
    ("{{ users.total | }}", "D205", "cannot be read"),
    ("{{ users.total | exact() }}", "D205", "cannot be read"),
    ("{{ ''.__class__ }}", "D201", "''.__class__"),
    ("{{ users.total | percent }}", "D205", "no format “percent”"),
    ("{{ nope }}", "D201", "no fact “nope”"),
    ("{{ bare | unit }}", "D205", "has no unit"),
    ("{users.total}", "D205", "not a reference"),
    ("｛｛users.total｝｝", "D205", "not a reference"),
    ("[甲](https://)", "D108", "invalid address"),
    ("[甲](javascript:alert)", "D108", "invalid address"),
    ("[甲](data:text/html,x)", "D108", "invalid address"),
    ("[甲]({{bare}})", "D108", "invalid address"),
    ("[甲]()", "D108", "invalid address"),
    ("[甲](mark:dot)", "D108", "no mark “dot”"),
    ("[甲](ruby:)", "D108", "has no reading"),
    ("[甲](lang:English_UK)", "D108", "“English_UK” is not a language tag"),
    ("[](ruby:zi6)", "D108", "not a valid ruby"),
    ("[字](ruby:zi6 zi)", "D108", "not a valid ruby"),
    ("[字]（ruby：zi6）", "D108", "not a valid ruby"),
    ("[甲] (lang:en)", "D108", "not a valid lang"),
    ("[甲](mark: dots)", "D108", "not a valid mark"),
    ("[甲](lang:en", "D108", "not a valid lang"),
    ("[甲](lang:)", "D108", "“” is not a language tag"),
    ("字" * (LONGEST + 1), "D105", "a text may have 10,000"),
]


@pytest.mark.parametrize(("text", "code", "message"), FAULTS)
def test_faults(text: str, code: str, message: str) -> None:
    (fault,) = faults(text)
    assert fault.code == code
    assert message in fault.message
    assert fault.hint


def test_only_printed_facts_count_as_used() -> None:
    one = binder()
    one.prose("{{ users.total }}")
    assert one.used == {"users.total"}


@given(st.sampled_from(["[", "[a", "x[", "*a**b", "**", "* ", "{", "\\", "](", "a\n", "*"]))
def test_no_text_takes_long(piece: str) -> None:
    with takes_at_most(2):
        try:
            read(piece * (LONGEST // len(piece)))
        except ProseFaults as exc:
            assert exc.faults


def test_an_unclosed_mark_is_reported_once() -> None:
    one = binder()
    one.prose("甲**乙")
    (found,) = one.warnings
    assert found.code == "D109"
    assert re.search("close the emphasis", found.hint)


@pytest.mark.parametrize(
    ("word", "advice"),
    [
        ("users.totl", "did you mean “users.total”?"),
        ("USERS.TOTAL", "did you mean “users.total”?"),
        ("x", "write the fact in data/facts.yaml, or correct the id"),
        ("x" * 100_000, "write the fact in data/facts.yaml, or correct the id"),
    ],
)
def test_advice(word: str, advice: str) -> None:
    with pytest.raises(LookupError) as caught:
        binder().fact(word)
    assert caught.value.args[1] == advice
