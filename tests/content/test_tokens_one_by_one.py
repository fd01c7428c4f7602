"""A token is changed where it is written, and nothing else of the file."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from report.content.tokens import TokenError, changed, tokens
from tests.small_report import ROOT

TEXT = (ROOT / "styles" / "tokens.yaml").read_text(encoding="utf-8")
VALUES = {"colour": "#0a0b0c", "ink": "1 2 3.5 4", "length": "12.5", "number": "7"}


@pytest.mark.variants(40)
@pytest.mark.parametrize("token", tokens(TEXT), ids=lambda one: one.path)
def test_every_token_of_the_design_can_be_changed(token) -> None:  # type: ignore[no-untyped-def]
    value = VALUES.get(token.kind, "false" if token.value == "true" else "true")
    value = "Other" if token.kind == "text" else value
    new = changed(TEXT, token.path, value)
    start, end = token.span
    assert new.startswith(TEXT[:start])
    assert new.endswith(TEXT[end:])
    after = {one.path: one.value for one in tokens(new)}
    before = {one.path: one.value for one in tokens(TEXT)}
    assert after.pop(token.path) != before.pop(token.path)
    assert after == before


def test_lines_and_units_are_told() -> None:
    found = {one.path: one for one in tokens(TEXT)}
    inner = found["page.inner_mm"]
    assert (inner.kind, inner.unit) == ("length", "mm")
    assert TEXT.splitlines()[inner.line - 1].strip() == "inner_mm: 22"
    assert found["rules.hair"].unit == "pt"
    assert found["colours.red.cmyk"].value == "C0 M100 Y90 K5"


@pytest.mark.parametrize(
    ("path", "value", "why"),
    [
        ("colours.red.srgb", "red", "#rrggbb"),
        ("colours.red.srgb", '#ffffff"\nx: 1', "#rrggbb"),
        ("colours.red.cmyk", "1 2 3", "C M Y K"),
        ("colours.red.cmyk", "1 2 3 101", "C M Y K"),
        ("page.inner_mm", "wide", "a number"),
        ("type.serif", "a\nb", "one line"),
        ("type.serif", "", "one line"),
        ("no.such", "1", "no token"),
    ],
)
def test_what_is_none_of_its_kind_is_refused(path: str, value: str, why: str) -> None:
    with pytest.raises(TokenError, match=why):
        changed(TEXT, path, value)


@given(st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1))
def test_any_text_is_read_back_as_it_is(value: str) -> None:
    if len(value) <= 200:
        new = changed("a: x # comment\nb: 2\n", "a", value)
        assert {one.path: one.value for one in tokens(new)} == {"a": value.strip(), "b": "2"}
        assert "# comment" in new


def test_a_byte_order_mark_stays() -> None:
    assert changed("\ufeffa: 1\nb: 紅\n", "b", "青") == "\ufeffa: 1\nb: 青\n"


@pytest.mark.parametrize("text", ["a: [1", "- 1", "", "a: *b", "a: " + "[" * 200_000])
def test_a_file_that_cannot_be_read_is_said(text: str) -> None:
    with pytest.raises(TokenError):
        tokens(text)


def test_a_value_that_holds_itself_is_refused() -> None:
    with pytest.raises(TokenError, match="line 2 has an alias"):
        tokens("a: &a\n  b: *a\n")
