"""Numbers that are set large beside the sentence that says them: strips, and notes of drawings."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Run

SECTION, CHAPTER = "data/section.yaml", "data/chapter.yaml"
BLOCKS_START = 5
EAST, WEST, TOTAL = "{{ gift.east }}", "{{ gift.west }}", "{{ gift.total }}"

Told = list[tuple[int, str]]
Check = Callable[..., Told]


@pytest.fixture
def check(project: Path, run: Run) -> Check:
    """Give line and words of the notes that a section of these blocks gets, one line a block."""

    def told(*blocks: str) -> Told:
        lines = "".join(f"  - {{{block}}}\n" for block in blocks)
        head = "id: sharing\ntitle: 共享紅利\nlead: 捐贈\nblocks:\n"
        (project / SECTION).write_text(head + lines, encoding="utf-8")
        outcome = run("--format", "json", "check")
        assert outcome.exit_code == 0, outcome
        return [notice(one) for one in outcome.found if one["code"] == "D633"]

    def notice(one: dict[str, Any]) -> tuple[int, str]:
        assert (one["severity"], one["file"]) == ("note", SECTION)
        return one["line"] - BLOCKS_START, f"{one['message']} → {one['hint']}"

    return told


def strip(*facts: str) -> str:
    return f"type: figures, items: [{', '.join(f'{{fact: gift.{name}}}' for name in facts)}]"


def paragraph(text: str) -> str:
    return f'type: paragraph, text: "{text}"'


def chart(*facts: str, note: str = "") -> str:
    drawn = ", ".join(f"gift.{name}" for name in facts)
    below = f', note: "{note}"' if note else ""
    return f"type: chart, id: art, title: 圖, drawing: {{kind: tally, facts: [{drawn}]}}{below}"


def table(*cells: str, note: str = "", more: str = "") -> str:
    rows = ", ".join(f'[甲, "{cell}"]' for cell in cells)
    below = f', note: "{note}"' if note else ""
    columns = "[{head: 地區}, {head: 金額, kind: figure}]"
    return f"type: table, caption: 捐贈, columns: {columns}, rows: [{rows}]{more}{below}"


def panel(*claims: str) -> str:
    return f"type: panel, id: promise, title: 看, headline: 更快, claims: [{', '.join(claims)}]"


LIST = f'type: list, items: ["東部{EAST}", "西部{WEST}"]'
CASE = f'type: case, place: 離島, text: [捐贈, "東部{EAST}，西部**{WEST}**"]'
AWARD = f'type: award, name: 大獎, text: "捐贈{EAST}及{WEST}"'
SENTENCE = paragraph(f"東部{EAST}，西部{WEST}。")
WORDS = paragraph("捐贈全數用於社區。")
HEADING = "type: heading, level: 2, text: 捐贈"
BREAK = "type: column_break"
TWO = strip("east", "west")


# --- notes ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "block",
    [
        chart("east", "west", note=f"東部捐贈{EAST}，西部捐贈{WEST}。"),
        chart("east", "west", note=f"西部捐贈{WEST}。"),
        chart("west", note="**{{ gift.west | number }}**，即{{ gift.west | exact }}"),
        chart("total", note="{{ gift.total | period }}共{{ gift.total | grouped }}"),
        table("{{ gift.east | number }}", "{{ gift.west | number }}", note=f"西部{WEST}"),
        table(EAST, WEST, more=f', total: [合計, "{TOTAL}"]', note=f"共{TOTAL}"),
        table("–", more=', total: [合計, "無"]', note=f"{TOTAL}").replace("甲", f'"{TOTAL}"'),
        table("–", note=f"{TOTAL}").replace("地區", f'"{TOTAL}"'),
    ],
)
def test_a_note_that_says_what_is_seen_above(check: Check, block: str) -> None:
    ((line, says),) = check(WORDS, block)
    assert line == 1
    assert "the note in line 6 repeats " in says
    assert "remove the note, or write something that is not above, without these numbers" in says


def test_the_facts_of_a_note_are_named(check: Check) -> None:
    ((_, says),) = check(chart("east", "west", note=f"西部{WEST}，東部{EAST}，{WEST}"))
    assert "the figures of this chart: “gift.west”, “gift.east” →" in says
    ((_, says),) = check(table("{{ gift.east | number }}", note=f"東部{EAST}"))
    assert "the figures of this table: “gift.east” →" in says


def test_the_line_is_that_of_the_note_and_the_place_that_of_the_block(check: Check) -> None:
    block = chart("east", note=f"東部{EAST}").replace(", ", ",\n      ")
    assert check(block)[0][0] == 0
    assert "the note in line 10 repeats" in check(block)[0][1]


@pytest.mark.parametrize(
    "block",
    [
        chart("east", "west", note="東部較西部多。"),
        chart("east", "west", note=f"東部{EAST}，合計{TOTAL}。"),
        chart("east", note=f"西部{WEST}。"),
        chart("east", note=f"東部{EAST}，{{{{ gift.total | label }}}}見下表。"),
        chart("east", note="截至{{ gift.east | period }}，單位{{ gift.east | unit }}。"),
        chart("east"),
        table("{{ gift.east | number }}", note=f"另有西部{WEST}"),
        table("{{ gift.east | number }}", note="數字未經審計。"),
        table("{{ gift.east | number }}"),
        f'type: quote, text: "{EAST}", source: "{EAST}"',
        f'type: chart, id: art, title: 圖, drawing: {{kind: crossing}}, note: "{EAST}"',
    ],
)
def test_a_note_that_says_more_or_no_number(check: Check, block: str) -> None:
    assert check(WORDS, block) == []


# --- strips beside text --------------------------------------------------------------------------


@pytest.mark.parametrize("text", [SENTENCE, LIST, CASE, AWARD])
def test_a_strip_right_after_the_text_that_says_it(check: Check, text: str) -> None:
    ((line, says),) = check(HEADING, text, TWO)
    kind = text.removeprefix("type: ").partition(",")[0]
    assert line == 2
    assert f"directly beside it, in the {kind} in line 6: “gift.east”, “gift.west” →" in says
    assert "remove it, or move it to the start of the subsection" in says
    assert "be beside the sentence that contains it" in says


@pytest.mark.parametrize("text", [SENTENCE, LIST, CASE, AWARD])
def test_a_strip_right_before_the_text_that_says_it(check: Check, text: str) -> None:
    ((line, says),) = check(HEADING, TWO, text)
    assert line == 1
    assert "in line 7: “gift.east”, “gift.west” →" in says


def test_facts_in_several_blocks_before_it(check: Check) -> None:
    ((line, says),) = check(
        HEADING, paragraph(f"西部{WEST}"), WORDS, paragraph(f"東部{EAST}"), TWO, WORDS
    )
    assert line == 4
    assert "in the paragraph in line 6 and the paragraph in line 8: “gift.east”" in says


def test_facts_before_and_after_it(check: Check) -> None:
    first, second = paragraph(f"東部{EAST}"), f'type: list, items: ["西部{WEST}"]'
    total = paragraph(f"合計{TOTAL}")
    ((_, says),) = check(first, total, strip("west", "east", "total"), second)
    assert "the paragraph in line 5, the paragraph in line 6 and the list in line 8: " in says
    assert "“gift.west”, “gift.east”, “gift.total” →" in says


def test_the_block_that_is_nearest_is_named(check: Check) -> None:
    ((_, says),) = check(SENTENCE, WORDS, AWARD, TWO)
    assert "in the award in line 7: " in says


def test_a_fact_is_the_same_in_any_format(check: Check) -> None:
    text = paragraph("合計{{ gift.total | number }}萬元")
    assert [line for line, _ in check(text, strip("total"))] == [1]


@pytest.mark.parametrize(
    "blocks",
    [
        [SENTENCE, strip("east", "west", "total")],
        [paragraph(f"東部{EAST}"), TWO, WORDS],
        [SENTENCE, HEADING, TWO],
        [SENTENCE, BREAK, TWO],
        [SENTENCE, "type: page_break", TWO],
        [SENTENCE, "type: picture, id: photo, alt: 照片, art: rings", TWO],
        [SENTENCE, "type: quote, text: 同心", TWO],
        [SENTENCE, chart("total"), TWO],
        [SENTENCE, table("{{ gift.total | number }}"), TWO],
        [SENTENCE, strip("total"), TWO],
        [TWO, WORDS, SENTENCE],
        [TWO, HEADING, SENTENCE],
        [TWO, BREAK, SENTENCE],
        [paragraph("{{ gift.east | label }}，{{ gift.west | period }}"), TWO],
        [f'type: quote, text: "{EAST}{WEST}"', TWO],
        [f'type: heading, level: 2, text: "{EAST}{WEST}"', TWO],
        [f'type: case, place: 離島, title: "{EAST}{WEST}", text: [捐贈]', TWO],
        [f'type: award, name: "{EAST}{WEST}", text: 捐贈', TWO],
        [TWO],
    ],
)
def test_a_strip_away_from_the_text(check: Check, blocks: list[str]) -> None:
    assert check(*blocks) == []


# --- strips beside drawings ----------------------------------------------------------------------

BOTH = [
    chart("east", "west", "total"),
    table("{{ gift.east | number }}", "{{ gift.west | number }}"),
    panel("{text: 東, fact: gift.east}", f'{{text: "西{WEST}"}}'),
    panel("{text: 捐贈, drawing: {kind: tally, facts: [gift.west, gift.east]}}"),
]


@pytest.mark.parametrize("between", [[], [HEADING]], ids=["beside", "heading"])
@pytest.mark.parametrize("drawn", BOTH)
def test_a_strip_beside_what_draws_it(check: Check, drawn: str, between: list[str]) -> None:
    kind = drawn.removeprefix("type: ").partition(",")[0]
    ((line, says),) = check(WORDS, drawn, *between, TWO)
    assert line == 2 + len(between)
    assert f"in the {kind} in line 6: “gift.east”, “gift.west” →" in says
    assert "a large number should not be beside other blocks that contain it" in says
    ((line, says),) = check(WORDS, TWO, *between, drawn)
    assert line == 1
    assert f"in the {kind} in line {7 + len(between)}: " in says


@pytest.mark.variants(8)
@pytest.mark.parametrize("drawn", BOTH)
@pytest.mark.parametrize(
    "between",
    [
        [WORDS],
        [BREAK],
        [HEADING, WORDS],
        [HEADING, "type: heading, level: 3, text: 東部"],
        ["type: quote, text: 同心"],
    ],
)
def test_a_strip_away_from_what_draws_it(check: Check, drawn: str, between: list[str]) -> None:
    assert check(drawn, *between, TWO) == []
    assert check(TWO, *between, drawn) == []


@pytest.mark.parametrize(
    "drawn",
    [
        chart("east"),
        chart("total"),
        table("{{ gift.east | number }}"),
        panel("{text: 東, fact: gift.east}"),
        'type: chart, id: art, title: "{{ gift.east }}{{ gift.west }}", drawing: {kind: crossing}',
    ],
)
def test_a_strip_with_a_fact_that_is_not_drawn(check: Check, drawn: str) -> None:
    assert check(drawn, TWO) == []
    assert check(TWO, drawn) == []


def test_half_drawn_and_half_drawn_elsewhere_is_not_drawn(check: Check) -> None:
    assert check(chart("east"), TWO, table("{{ gift.west | number }}")) == []
    assert check(paragraph(f"東部{EAST}"), TWO, chart("west")) == []


# --- one finding a block, everywhere -------------------------------------------------------------


def test_one_finding_a_block(check: Check) -> None:
    drawn = chart("east", "west", note=f"東部{EAST}")
    found = check(SENTENCE, TWO, drawn)
    assert [line for line, _ in found] == [1, 2]
    assert "in the paragraph in line 5: " in found[0][1]
    assert "the note in line 7" in found[1][1]


def test_a_fact_that_is_set_large_twice_is_named_once(check: Check) -> None:
    ((_, says),) = check(SENTENCE, strip("east", "east"))
    assert says.count("“gift.east”") == 1


def test_the_introduction_of_a_chapter_is_looked_at_too(project: Path, run: Run) -> None:
    with (project / CHAPTER).open("a", encoding="utf-8") as file:
        file.write(f"introduction:\n  - {{{SENTENCE}}}\n  - {{{TWO}}}\n")
    (found,) = run("--format", "json", "check").found
    assert (found["code"], found["file"], found["line"]) == ("D633", CHAPTER, 7)


def test_blocks_of_two_sections_are_not_beside_each_other(project: Path, run: Run) -> None:
    text = (project / SECTION).read_text(encoding="utf-8")
    with (project / SECTION).open("a", encoding="utf-8") as file:
        file.write(f"  - {{{SENTENCE}}}\n")
    other = text.partition("blocks:")[0].replace("id: sharing", "id: other")
    (project / "data/other.yaml").write_text(f"{other}blocks:\n  - {{{TWO}}}\n", encoding="utf-8")
    with (project / CHAPTER).open("a", encoding="utf-8") as file:
        file.write("  - other.yaml\n")
    assert run("--format", "json", "check").found == []


@pytest.mark.parametrize("option", [[], ["--release"], ["--fail-level", "warning"]])
def test_it_stops_nothing(check: Check, run: Run, option: list[str]) -> None:
    assert check(SENTENCE, TWO)
    outcome = run("check", *option)
    assert outcome.exit_code == 0
    assert "note D633: this strip" in outcome.stderr
    assert outcome.stdout == "0 errors, 0 warnings, 3 notes\n"


def test_a_tally_is_told_like_a_strip(check: Check) -> None:
    tally = chart("east", "west")
    ((line, words),) = check(SENTENCE, tally)
    assert line == 1
    assert "this tally repeats numbers directly beside it, in the paragraph in line 5" in words
    assert check(WORDS, tally) == []
    assert check(SENTENCE, chart("east", "total")) == []


def test_other_drawings_may_show_what_a_sentence_says(check: Check) -> None:
    gains = chart("east", "west").replace("kind: tally", "kind: gains")
    assert check(SENTENCE, gains) == []
