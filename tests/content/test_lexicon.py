"""The lexicon: words that are not broken, read like every other file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from report.content.load import load_report
from report.model.lexicon import LONGEST, MOST, SHORTEST, Lexicon
from report.project.project import Project
from report.project.shipped import theme_folder
from tests.conftest import Edit, Judge
from tests.content.test_schema import faults

REPORT, LEXICON = "data/report.yaml", "data/lexicon.yaml"


@pytest.fixture
def lexicon(project: Path, edit: Edit) -> Callable[[str], None]:
    """Give the project a lexicon of this text."""
    edit(REPORT, "facts: facts.yaml\n", "facts: facts.yaml\nlexicon: lexicon.yaml\n")

    def write(text: str) -> None:
        (project / LEXICON).write_text(text, encoding="utf-8")

    return write


def words(project: Path) -> tuple[str, ...]:
    report, found, _ = load_report(Project.at(project))
    assert report is not None, found
    return report.lexicon


def version(project: Path) -> str:
    report, found, _ = load_report(Project.at(project))
    assert report is not None, found
    return report.version


def test_a_report_needs_no_lexicon(project: Path) -> None:
    assert words(project) == ()


def test_words_keep_their_order(project: Path, lexicon: Callable[[str], None]) -> None:
    lexicon("words:\n  - 沃家電視\n  - 5G消息\n  - '10010'\n  - 中國 聯通\n")
    assert words(project) == ("沃家電視", "5G消息", "10010", "中國 聯通")


def test_an_empty_list_is_a_lexicon(project: Path, lexicon: Callable[[str], None]) -> None:
    lexicon("words: []\n")
    assert words(project) == ()


def test_the_lexicon_is_part_of_the_version_of_the_data(
    project: Path, lexicon: Callable[[str], None]
) -> None:
    lexicon("words: [沃家電視]\n")
    first = version(project)
    lexicon("words: [沃家組網]\n")
    assert version(project) != first


@pytest.mark.parametrize(
    ("text", "code", "place", "says"),
    [
        ("words:\n  - 聯通\n  - 沃家\n  - 聯通\n", "D106", "4:5", f"first in {LEXICON}:2:5"),
        ("words: [聯通, ' 聯通 ']\n", "D106", "1:13", "“聯通” is listed twice"),
        ("words:\n  - 網\n", "D105", "2:5", "this one has 1"),
        (f"words:\n  - 聯通\n  - {'網' * 21}\n", "D105", "3:5", "2 to 20 characters"),
        ("words:\n  - ''\n", "D105", "2:5", "this one has 0"),
        ("words: 聯通\n", "D102", "1:8", "“words” must be a list"),
        ("words:\n", "D102", "1:7", "“words” must be a list, not nothing"),
        ("words:\n  - [聯通]\n", "D102", "2:5", "entry 1 of “words” must be text"),
        ("words:\n  - 聯通\n  -\n", "D102", "3:4", "entry 2 of “words” must be text"),
        ("word: [聯通]\n", "D101", "1:1", "did you mean “words”?"),
        ("words: []\nnames: []\n", "D101", "2:1", "known here: words"),
        ("words: []\nwords: []\n", "D008", "2:1", "first in line 1"),
        ("- 聯通\n", "D102", "1:1", "must have keys and values"),
        ("# 無\n", "D004", "1:1", "only comments"),
        ("words: [聯通\n", "D006", "1:8", "never closed"),
    ],
)
def test_errors_in_the_lexicon_are_reported(
    lexicon: Callable[[str], None], bad: Judge, text: str, code: str, place: str, says: str
) -> None:
    lexicon(text)
    bad(code, f"{LEXICON}:{place}", says, by=("check",))


def test_every_repeated_word_is_reported(project: Path, lexicon: Callable[[str], None]) -> None:
    lexicon("words: [聯通, 聯通, 沃家, 聯通, 沃家]\n")
    report, found, _ = load_report(Project.at(project))
    assert report is None
    assert [(one.code, one.column) for one in found] == [("D106", 13), ("D106", 21), ("D106", 25)]
    assert all(f"{LEXICON}:1:" in one.message for one in found)


def test_a_missing_lexicon_is_reported(edit: Edit, bad: Judge) -> None:
    edit(REPORT, "facts: facts.yaml\n", "facts: facts.yaml\nlexicon: lexicn.yaml\n")
    bad("D001", f"{REPORT}:10:10", "“data/lexicn.yaml” does not exist")


def test_a_file_has_only_one_role(edit: Edit, bad: Judge) -> None:
    edit(REPORT, "facts: facts.yaml\n", "facts: facts.yaml\nlexicon: section.yaml\n")
    outcome = load_report(Project.at(bad.project))[1]
    assert {one.code for one in outcome} >= {"D101", "D106"}


def test_the_limits_of_a_lexicon() -> None:
    assert Lexicon(words=("一" * SHORTEST, "一" * LONGEST)).words
    assert Lexicon.model_fields["words"].is_required()
    with pytest.raises(ValueError, match="at most"):
        Lexicon(words=tuple(f"第{number}詞" for number in range(MOST + 1)))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("words: [網]", "too short"),
        ("words: [聯通, 聯通]", "non-unique"),
        ("words: []\nname: a", "'name' was unexpected"),
        ("{}", "'words' is a required"),
    ],
)
def test_the_schema_marks_errors(text: str, says: str) -> None:
    assert any(says in fault for fault in faults("lexicon", text))


def test_the_schema_accepts_a_valid_lexicon() -> None:
    assert faults("lexicon", "words: []") == []
    assert faults("lexicon", "words: [聯通, 5G消息, 10010]") == []


def test_the_words_of_the_shipped_lexicon_are_in_the_chapter() -> None:
    home = theme_folder()
    known = words(home)
    assert {"中國聯通", "江蘇聯通", "沃家電視", "5G消息", "暢聽王卡", "提速降費"} <= set(known)
    text = "".join(
        "".join(line.strip() for line in path.read_text(encoding="utf-8").splitlines())
        for path in sorted((home / "data" / "development").glob("*.yaml"))
    )
    assert [word for word in known if word not in text] == []
