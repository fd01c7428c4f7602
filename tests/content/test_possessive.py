"""Repetitions of groups that give nothing back mean the same in all versions of Python."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import report
from report.content.possessive import possessive

HOME = Path(report.__file__).parent


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        (r"(?:ab?c)*+", "abca", "abc"),  # not the “a”, as Python 3.11.2 has it
        (r"(?:ab?c)*+", "abcac", "abcac"),
        (r"(?:ab?c)*+", "", ""),
        (r"x(?:, ?\d{1,2}(?!\d))*+", "x, 1,22, 333", "x, 1,22"),
        (r"(?:[ (）-]{0,2}\d){3,}+", "1 (2-3 x", "1 (2-3"),
        (r"(?:[)\]]a)*+(?:\(b)*+", ")a]a(b", ")a]a(b"),
        (r"(?:a(?:b?c)*+d)*+", "abccdad", "abccdad"),
    ],
)
def test_as_many_as_there_are_are_found(pattern: str, text: str, found: str) -> None:
    match = re.match(possessive(pattern), text)
    assert match
    assert match[0] == found


def test_nothing_is_given_back() -> None:
    assert re.match(r"(?:ab)*ab", "abab")
    assert re.match(possessive(r"(?:ab)*+ab"), "abab") is None
    assert re.match(possessive(r"(?:ab){2,}+ab"), "ababab") is None


@pytest.mark.parametrize(
    "pattern", [r"\d++(?:a|b)*", r"[(*+)]", r"\(a\)*", r"(?:a)+", r"[^]()*+]x"]
)
def test_all_else_stays_as_it_is(pattern: str) -> None:
    assert possessive(pattern) == pattern


def test_no_other_pattern_has_such_repetitions() -> None:
    """Elsewhere they would be right in new versions of Python only."""
    found = {
        path.relative_to(HOME).as_posix()
        for path in HOME.rglob("*.py")
        if re.search(r"\)(?:[*+?]|\{\d*,?\d*\})\+", path.read_text(encoding="utf-8"))
    }
    assert found == {"content/known.py", "content/possessive.py"}
