"""The YAML reader: any text gives a value or findings, and every value has its place."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from report.content.yaml import DEEPEST, parse, parse_once
from report.findings.diagnostics import Place
from report.findings.errors import FindingsError
from report.model.base import Located, Scalar, Sequence

#: Pieces of YAML syntax, so that random texts test the grammar.
PIECES = [
    "a",
    "用戶",
    "😀",
    ": ",
    ":",
    "- ",
    "-",
    "\n",
    "\n  ",
    "\n    ",
    "\t",
    " ",
    "{",
    "}",
    "[",
    "]",
    ",",
    "? ",
    "|",
    ">",
    "|2-",
    "'",
    '"',
    "\\",
    "\\u",
    "\\ud800",
    "#",
    " # ",
    "&a ",
    "*a",
    "!!str ",
    "!",
    "%YAML 1.1\n",
    "---\n",
    "...\n",
    "<<",
    "~",
    "null",
    "@",
    "`",
    "\r",
    "\x00",
    "\x85",
    "\u2028",
    "\ufeff",
    "：",
]
TEXTS = st.one_of(st.text(), st.lists(st.sampled_from(PIECES), max_size=40).map("".join))


def scalars(value: Any) -> list[Scalar]:
    """Return every scalar in a tree."""
    if isinstance(value, Scalar):
        return [value]
    items = value.values() if isinstance(value, Located) else value or ()
    return [scalar for item in items for scalar in scalars(item)]


@given(TEXTS)
def test_any_text_gives_a_value_or_findings(text: str) -> None:
    try:
        value = parse(text, "a.yaml")
    except FindingsError as exc:
        lines = text.split("\n")
        for found in exc.diagnostics:
            assert found.code in {"D006", "D007", "D008", "D009", "D010", "D012"}
            assert found.message
            assert found.hint
            assert found.file == "a.yaml"
            assert 1 <= found.line <= len(lines)
            assert 1 <= found.column <= len(lines[found.line - 1]) + 1
    else:
        assert value is None or isinstance(value, Located | Sequence | Scalar)


@given(TEXTS)
def test_every_character_has_its_position(text: str) -> None:
    try:
        value = parse(text, "a.yaml")
    except FindingsError:
        return
    lines = text.split("\n")
    for scalar in scalars(value):
        for index, character in enumerate(scalar):
            place = scalar.written.at(index)
            there = f"{lines[place.line - 1]}\n"[place.column - 1]
            assert there == character or there in "\\\n \t"


KEYS = st.text("abcdefgh_", min_size=1, max_size=8)
VALUES = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=60).filter(
    lambda text: not any(character in text for character in "\ufeff\ufffe\uffff")
)
TREES = st.recursive(
    VALUES,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)


def plain(value: Any) -> Any:
    if isinstance(value, Located):
        return {key: plain(item) for key, item in value.items()}
    return [plain(item) for item in value] if isinstance(value, Sequence) else value


@given(TREES, st.sampled_from([None, '"', "'"]))
def test_values_are_read_as_written(tree: Any, style: str | None) -> None:
    text = yaml.safe_dump(tree, allow_unicode=True, default_style=style, width=1_000_000)
    assert plain(parse(text, "a.yaml")) == tree


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a: 4.40", "4.40"),
        ("a: no", "no"),
        ("a: 2020-01-01", "2020-01-01"),
        ("a: 0x10", "0x10"),
        ("a: 1_000", "1_000"),
        ("a: .inf", ".inf"),
        ("a: 'null'", "null"),
        ("a: ''", ""),
        ("a:", None),
        ("a: ~", None),
        ("a: null", None),
    ],
)
def test_scalars_stay_as_written(text: str, value: str | None) -> None:
    assert parse(text, "a.yaml") == {"a": value}


def test_places_of_keys_values_and_items() -> None:
    tree = parse("a: 用戶\nb:\n  - x\n  - {c: 'd'}\n", "a.yaml")
    assert isinstance(tree, Located)
    assert tree.origin.place == Place("a.yaml", 1, 1)
    assert tree.origin.keys == {"a": Place("a.yaml", 1, 1), "b": Place("a.yaml", 2, 1)}
    assert tree.origin.values["a"] == Place("a.yaml", 1, 4)
    assert tree.origin.items["b"] == (Place("a.yaml", 3, 5), Place("a.yaml", 4, 5))
    inner = tree["b"][1]
    assert inner.origin.values["c"] == Place("a.yaml", 4, 9)
    assert inner["c"].written.at(0) == Place("a.yaml", 4, 10)


FOLDS = [
    ("a: 用戶\n  總數", "用戶總數"),
    ("a: 用戶\n  total\n  users", "用戶total users"),
    ("a: the total\n  of users", "the total of users"),
    ("a: >-\n  用戶\n  **總數**\n  達", "用戶**總數**達"),
    ("a: '用戶，\n  總數'", "用戶，總數"),
    ('a: "用戶\n  總數"', "用戶總數"),
    ("a: 用戶 總數", "用戶 總數"),
    ("a: |-\n  用戶\n  總數", "用戶\n總數"),
    ("a: 甲\n\n  乙", "甲\n乙"),
]


@pytest.mark.parametrize(("text", "value"), FOLDS)
def test_folded_lines_of_chinese_are_joined_without_a_space(text: str, value: str) -> None:
    tree = parse(text, "a.yaml")
    assert tree == {"a": value}
    last = tree["a"].written.at(len(value) - 1)
    assert text.split("\n")[last.line - 1][last.column - 1] == value[-1]


def test_the_deepest_permitted_nesting() -> None:
    assert parse("[" * DEEPEST + "]" * DEEPEST, "a.yaml") is not None
    with pytest.raises(FindingsError, match="more than 40 levels"):
        parse("[" * (DEEPEST + 1), "a.yaml")


def test_the_slow_parser_gives_the_same_result(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "a: 'x'\nb: [用戶, \"總\\\n  數\"]\nc: >-\n  d\n  e\n"
    quick = parse(text, "a.yaml")
    monkeypatch.setattr("report.content.yaml._Loader", yaml.SafeLoader)
    slow = parse(text, "a.yaml")
    assert slow == quick
    assert slow.origin == quick.origin
    with pytest.raises(FindingsError):
        parse('a: "\\ud800"', "a.yaml")
    with pytest.raises(FindingsError):
        parse("a: [", "a.yaml")


@pytest.mark.parametrize(
    ("row", "column"), [("[一, , 二]", 11), ("[, 一]", 8), ("[一, 二, , , 三]", 14)]
)
def test_an_empty_entry_in_brackets_has_its_own_message(row: str, column: int) -> None:
    with pytest.raises(FindingsError) as caught:
        parse(f"rows:\n  - [甲]\n    {row}\n".replace("    [", "  - ["), "a.yaml")
    (one,) = caught.value.diagnostics
    assert (one.code, one.message) == ("D006", "an entry in brackets is empty")
    assert "write ''" in one.hint
    assert one.place.line == 3


def test_a_text_that_was_read_is_not_read_again() -> None:
    text = "a: 一\nb: [二, 三]\n"
    first = parse_once(text, "one.yaml")
    assert parse_once(text, "one.yaml") is first
    assert first == parse(text, "one.yaml")
    other = parse_once(text, "other.yaml")
    assert other is not first
    assert other.origin.keys["a"].file == "other.yaml"
    assert parse_once(f"{text}c: 四\n", "one.yaml") is not first
    assert parse_once(text, "one.yaml") is not first  # one text of a file is remembered


def test_an_error_is_told_each_time() -> None:
    for _ in range(2):
        with pytest.raises(FindingsError):
            parse_once("a: [", "a.yaml")
