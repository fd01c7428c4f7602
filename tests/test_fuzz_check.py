"""A small part of the fuzzing of ``report check``: the same damaged reports every time."""

from __future__ import annotations

import random

import pytest

from tests.fuzz.check import fuzz, shape
from tests.fuzz.mutations import mutated
from tests.small_report import SECTION


def test_damaged_reports_give_findings() -> None:
    assert fuzz(7, range(25), seconds=60) == {}


@pytest.mark.parametrize("kind", ["yaml", "design", "picture"])
def test_a_round_can_be_repeated(kind: str) -> None:
    content = SECTION.encode()
    made = [mutated(content, kind, random.Random(f"1:{n}")) for n in range(20)]
    again = [mutated(content, kind, random.Random(f"1:{n}")) for n in range(20)]
    assert made == again
    assert len({content, *made}) > 15


def test_problems_that_differ_in_numbers_or_quotes_are_one_kind() -> None:
    assert shape("D206 “a b” in line 12") == shape("D206 “cd” in line 3") != shape("D205 in line")
