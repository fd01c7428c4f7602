"""Bad content: facts, references, tables, links and drafts, each reported with its exact place."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import Edit, Judge, Run
from tests.content.test_bad_input import FACTS, SECTION, Case, judge
from tests.small_report import LAST_GOOD, contents

USERS = "{{ users.total | exact }}"
STRONG = "**用心**"
WEST = '"{{ gift.west | number }}"'
TOTAL = '"{{ gift.total | number }}"'
SOURCE = "    label: 用戶總數\n    period: 2020年\n    source: 創新產品\n"
SOURCELESS = "    label: 用戶總數\n    period: 2020年\n"

REFERENCES: list[Case] = [
    ("S:8:26", "D201", USERS, "{{ users.totl }}", "did you mean “users.total”?"),
    ("S:8:26", "D201", USERS, "{{ Users.Total }}", "did you mean “users.total”?"),
    ("S:8:26", "D201", USERS, "{{ x }}", "data/facts.yaml"),
    ("S:8:26", "D205", USERS, "{{ users.total | exat }}", "did you mean “exact”?"),
    ("S:8:26", "D205", USERS, "{{ users.total | code() }}", "nothing more; formats: full"),
    ("S:8:26", "D205", USERS, "{{ users.total + 1 }}", "cannot be read: {{ users.total + 1 }}"),
    ("S:8:26", "D205", USERS, "{{ users.total | exact | number }}", "cannot be read"),
    ("S:8:26", "D205", USERS, "{{}}", "cannot be read: {{}}"),
    ("S:8:26", "D205", USERS, "{{ users.total", "“{{” is never closed"),
    ("S:8:26", "D205", USERS, "{ users.total }", "two half-width braces"),
    ("S:8:38", "D205", USERS, "users.total }}", "“}}” is not a reference"),
    ("S:8:26", "D205", USERS, "｛｛ users.total ｝｝", "two half-width braces"),
    ("S:8:26", "D205", USERS, "{{ users.total ｜ exact }}", "cannot be read"),
    ("S:8:18", "D108", STRONG, "[見此](#photos)", "did you mean “photo”?"),
    ("S:8:18", "D108", STRONG, "[見此](#)", "#id for a place in the report"),
    ("S:8:18", "D108", STRONG, "[見此](javascript:alert)", "https:// or mailto:"),
    ("S:8:18", "D108", STRONG, "[見此](other.html)", "https:// or mailto:"),
    ("S:12:16", "D108", "caption: 照片", "caption: 照片[一](ftp://a)", "“ftp://a”"),
]
BAD_FACTS: list[Case] = [
    ("F:3:5", "D203", SOURCE, SOURCELESS, "the fact “users.total” has no source"),
    ("F:7:12", "D102", SOURCE, SOURCELESS + "    source:\n", "not nothing"),
    ("F:7:13", "D105", SOURCE, SOURCELESS + "    source: ' '\n", "“source” is empty"),
    ("F:3:11", "D102", "value: 4.4", "value:", "“value” must be a number, not nothing"),
    ("F:3:12", "D102", "value: 4.4", "value: [4.4]", "digits and one decimal point, like 4.4"),
    ("F:2:3", "D105", "  users.total:", "  Users.total:", "an id cannot be written like this"),
    ("F:2:3", "D105", "  users.total:", "  用戶:", "only small letters, digits, _"),
    ("F:23:20", "D105", "約", "約為", "did you mean “約”?"),
    ("F:27:9", "D105", "names: [5G]", "names: ['']", "is empty"),
    ("F:2:16", "D102", "users.total:", "users.total: 4.4\n  x:", "keys and values, not “4.4”"),
]
VALUES = [
    "4.4億",
    "1e400",
    "NaN",
    ".inf",
    "1_000",
    "0x10",
    "1,00",
    "-0",
    "0468",
    "１２",
    "4.",
    "5%",
    "1:30",
]
TABLES: list[Case] = [
    ("S:23:9", "D105", "[西部, ", "[西部, 北部, ", "this row has 3 cells, the table has 2"),
    ("S:24:12", "D105", "[合計, ", "[", "this row has 1 cell,"),
    ("S:23:14", "D204", WEST, '"{{ gift.west | number }}萬"', "row 2 of the column “金額”"),
    ("S:23:14", "D204", WEST, "12.5", "only one reference"),
    ("S:24:17", "D204", TOTAL, "很多", "the total of the column “金額” must have exactly one fact"),
    ("S:24:17", "D204", TOTAL, '"{{ gift.east }}"', "add up to 42.5, but the total is 30"),
    ("S:24:17", "D204", TOTAL, '"{{ users.total }}"', "different units: 萬元, 億"),
]


@pytest.mark.parametrize("case", REFERENCES)
def test_references_and_links(bad: Judge, edit: Edit, case: Case) -> None:
    judge(bad, edit, case)


@pytest.mark.parametrize("case", BAD_FACTS)
def test_facts(bad: Judge, edit: Edit, case: Case) -> None:
    judge(bad, edit, case)


@pytest.mark.parametrize("value", VALUES)
def test_values_that_are_not_plain_numbers(bad: Judge, edit: Edit, value: str) -> None:
    edit(FACTS, "value: 4.4", f"value: {value}")
    bad("D105", f"{FACTS}:3:12", "cannot be a value: ")


@pytest.mark.parametrize("case", TABLES)
def test_tables(bad: Judge, edit: Edit, case: Case) -> None:
    judge(bad, edit, case)


def test_a_row_that_does_not_add_up(bad: Judge, edit: Edit) -> None:
    edit(FACTS, "value: 12.5", "value: 12.51")
    says = "the rows of “金額” add up to 42.51, but the total is 42.5"
    bad("D204", f"{SECTION}:24:17", says, "check each figure")


def test_a_format_that_a_fact_does_not_have(bad: Judge, edit: Edit) -> None:
    edit(FACTS, "    unit: 億\n", "")
    edit(SECTION, "| exact }}", "| unit }}")
    bad("D205", f"{SECTION}:8:26", "the fact “users.total” has no unit")


def test_all_errors_of_one_text_are_reported(run: Run, edit: Edit) -> None:
    edit(SECTION, STRONG, "{{ x }}**{{ y }}[a](b){{ users.total | z }}**")
    outcome = run("--format", "json", "check")
    assert [(one["code"], one["column"]) for one in outcome.found] == [
        ("D201", 18),
        ("D201", 27),
        ("D108", 34),
        ("D205", 40),
    ]


def test_a_place_inside_a_folded_text_is_exact(bad: Judge, edit: Edit) -> None:
    edit(
        SECTION,
        f"    text: 公司推廣5G，{STRONG}",
        f"    text: >-\n      公司推廣\n      5G，{STRONG}",
    )
    edit(SECTION, "服務{{ users.total | exact }}用戶", "服務\n      各地{{ users.totl }}用戶")
    bad("D201", f"{SECTION}:11:9", "users.totl")


def test_a_place_inside_a_quoted_text_is_exact(bad: Judge, edit: Edit) -> None:
    edit(
        SECTION,
        f"公司推廣5G，{STRONG}服務{USERS}",
        '"\\u516c\\"司\\"：\\\n      {{ users.totl }}"#',
    )
    edit(SECTION, "#用戶。", "")
    bad("D201", f"{SECTION}:9:7", "users.totl")


# --- what is no error ----------------------------------------------------------------------------


def test_an_unused_fact_is_a_note(run: Run, edit: Edit) -> None:
    edit(FACTS, "names:", "  spare: {value: 1, label: 備用, period: 2020年, source: 無}\nnames:")
    outcome = run("--format", "json", "check", "--release")
    assert outcome.exit_code == 0
    (found,) = outcome.found
    assert (found["code"], found["severity"]) == ("D202", "note")
    assert (found["file"], found["line"], found["column"]) == (FACTS, 27, 3)
    assert "“spare” is never used" in found["message"]
    assert found["hint"]


DRAFTS = [
    ("一張照片", "一張TODO照片", "D305", "11:12", "still marked “TODO”"),
    (STRONG, "此處待補", "D305", "8:20", "still marked “待補”"),
    (STRONG, "第8名", "D206", "8:19", "the figure “8” is typed in the text"),
    ("共享紅利", "共享12.5%紅利", "D206", "2:10", "the figure “12.5%”"),
    ("    art: rings\n", "", "D301", "10:9", "the picture “photo” is missing"),
]


@pytest.mark.parametrize(("old", "new", "code", "place", "message"), DRAFTS)
def test_a_draft_warns_and_a_release_fails(
    run: Run, edit: Edit, bad: Judge, old: str, new: str, code: str, place: str, message: str
) -> None:
    edit(SECTION, old, new)
    outcome = run("--format", "json", "check")
    assert outcome.exit_code == 0
    (found,) = outcome.found
    assert (found["code"], found["severity"]) == (code, "warning")
    assert run("--fail-level", "warning", "check").exit_code == 1
    bad(code, f"{SECTION}:{place}", message, options=("--release",))


def test_an_unclosed_emphasis_mark_is_a_warning(run: Run, edit: Edit) -> None:
    edit(SECTION, STRONG, "**用心")
    outcome = run("--format", "json", "check")
    assert outcome.exit_code == 0
    (found,) = outcome.found
    assert (found["code"], found["line"], found["column"]) == ("D109", 8, 18)
    assert "close the emphasis" in found["hint"]


NAMES_AND_DATES = ["5G", "2020年", "2019至2020年", "12月31日", "2019年底"]


@pytest.mark.parametrize("words", NAMES_AND_DATES)
def test_names_and_dates_are_not_typed_figures(run: Run, edit: Edit, words: str) -> None:
    edit(SECTION, STRONG, words)
    assert run("--format", "json", "check").found == []


def test_a_failed_release_keeps_the_pdfs(run: Run, edit: Edit, project: Path) -> None:
    edit(SECTION, "    art: rings\n", "")
    assert run("build", "--release").exit_code == 1
    assert contents(project / "build") == LAST_GOOD


# --- what only the engine knows ------------------------------------------------------------------


def test_a_character_without_glyph_is_reported_in_every_key(
    run: Run, edit: Edit, project: Path
) -> None:
    edit(SECTION, STRONG, "**用😀心**")
    edit(SECTION, "lead: 用戶總數", "lead: >-\n  用戶\n  總數😀")
    edit(SECTION, "title: 共享紅利", "title: 共享紅利😀")
    outcome = run("--format", "json", "build", "--target", "screen")
    assert outcome.exit_code == 1
    errors = [found for found in outcome.found if found["severity"] == "error"]
    assert {found["code"] for found in errors} == {"D601"}
    assert [(one["file"], one["line"], one["column"]) for one in errors] == [
        (SECTION, 2, 12),
        (SECTION, 7, 5),
        (SECTION, 10, 21),
    ]
    assert "“😀” (U+1F600)" in errors[0]["message"]
    assert errors[0]["hint"]
    assert contents(project / "build") == LAST_GOOD


def test_characters_without_glyph_are_reported_once_per_text(run: Run, edit: Edit) -> None:
    wanted = [
        ("用ก心", 19, "no font has the character “ก” (U+0E01)"),
        ("ก用😀ก", 18, "no font has the characters “ก” (U+0E01) and “😀” (U+1F600)"),
        ("".join(map(chr, range(0x0E01, 0x0E0D))), 18, ", “จ” (U+0E08) and 4 more"),
    ]
    block = "  - type: paragraph\n    text: 公司推廣5G，"
    more = "".join(f"{words}。\n{block}" for words, *_ in wanted[:-1])
    edit(SECTION, STRONG, more + wanted[-1][0])
    outcome = run("--format", "json", "build", "--target", "screen")
    found = [one for one in outcome.found if one["severity"] != "note"]
    assert [(one["code"], one["line"], one["column"]) for one in found] == [
        ("D601", 8 + 2 * number, column) for number, (_, column, _) in enumerate(wanted)
    ]
    for one, (_, _, message) in zip(found, wanted, strict=True):
        assert message in one["message"]


def test_the_longest_title_is_typeset(run: Run, edit: Edit, project: Path) -> None:
    edit("data/report.yaml", "試驗報告", "報" * 200)
    assert run("build", "--target", "screen").exit_code == 0
    assert (project / "build/screen.pdf").read_bytes().startswith(b"%PDF-")


CHART = """\
  - type: chart
    id: shares
    title: 佔比
    lines: 3
    drawing: {kind: tally, facts: [users.total]}
"""


@pytest.mark.two_processes
def test_a_failing_drawing_is_reported_at_its_block(bad: Judge, edit: Edit, project: Path) -> None:
    edit(FACTS, "label: 用戶總數", "label: " + "用戶總數" * 40)
    with (project / SECTION).open("a", encoding="utf-8") as file:
        file.write(CHART)
    found = bad("D606", f"{SECTION}:26:9", "“shares”", by=("build",))
    assert "labels" in found["hint"]
