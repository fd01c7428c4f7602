"""The fuzzing of builds itself: it goes through, and it would see what it looks for."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fuzz import builds
from tests.fuzz.builds import differences, missing, problems


@pytest.mark.parametrize(
    ("wanted", "there", "lost", "extra"),
    [
        ("甲乙丙", "甲乙丙", "", ""),
        ("甲乙丙", "1.甲乙2.丙", "", "1.2."),
        ("甲乙丙", "甲丙", "乙丙", "丙"),
        ("甲乙丙", "乙甲丙", "乙丙", "乙丙"),
        ("甲乙丙", "甲乙丙丙", "", "丙"),
        ("甲乙丙", "", "甲乙丙", ""),
    ],
)
def test_what_is_lost_or_twice_is_seen(wanted: str, there: str, lost: str, extra: str) -> None:
    assert missing(wanted, there) == (lost, extra)


@pytest.mark.parametrize(
    ("wanted", "there"),
    [
        ("180.5月", "180.58月"),
        ("5個", "55個"),
        ("12.5億", "12.5.5億"),
        ("甲，乙", "甲··，乙"),
        ("第\ue000頁", "第頁"),
        ("第\ue000頁", "第x頁"),
        ("一", ""),
    ],
)
def test_every_character_more_or_less_is_a_problem(wanted: str, there: str) -> None:
    assert list(differences(wanted, there)) != []


def test_the_number_of_a_page_is_any() -> None:
    assert list(differences("第\ue000頁，第\ue000頁", "第3頁，第120頁")) == []


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("report.press.preflight.checks_ink.ghostscript", lambda: None)
    monkeypatch.setattr("tests.fuzz.reports.MOST_BLOCKS", 2)


def test_a_random_report_goes_through(tmp_path: Path) -> None:
    said, told = problems(1, 2, tmp_path)
    assert said == []
    assert not any(code.startswith("refused") for code in told)


def test_text_that_is_lost_is_a_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read = builds._read

    def without_the_longest(pdf: bytes) -> list[str]:
        texts = list(read(pdf))
        texts.remove(max(texts, key=len))
        return texts

    monkeypatch.setattr(builds, "_read", without_the_longest)
    said, _ = problems(1, 2, tmp_path)
    assert [one.partition(",")[0] for one in said] == ["text is lost"]
