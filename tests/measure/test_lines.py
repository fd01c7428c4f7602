"""The meter's reading: glyphs to lines, lines to columns and paragraphs."""

from __future__ import annotations

import pytest

from report.measure.columns import Column, find_columns, first_unit
from report.measure.glyphs import read_glyphs
from report.measure.lines import Line, find_lines, mode
from tests.measure.test_glyphs import pdf, shown

EM = 10.0


def lines(*drawn: str) -> list[Line]:
    (page,) = read_glyphs(pdf(" ".join(drawn)))
    return find_lines(page)


def texts(*drawn: str) -> list[str]:
    return [line.text for line in lines(*drawn)]


def columns(*drawn: str) -> list[Column]:
    return find_columns([lines(*drawn)])


def column(*rows: str, left: float = 50, top: float = 100, leading: float = 17) -> str:
    """Lines below each other; full-width spaces at the start indent them."""
    drawn = []
    for number, row in enumerate(rows):
        text = row.lstrip("\u3000")
        x = left + EM * (len(row) - len(text))
        drawn.append(shown(text, x, top + leading * number))
    return " ".join(drawn)


def paragraphs(found: Column) -> list[str]:
    return ["|".join(line.text for line in one) for one in found.paragraphs()]


def test_glyphs_on_one_baseline_are_one_line_in_reading_order() -> None:
    (line,) = lines(shown("後", 60, 80), shown("先", 50, 80))
    assert (line.text, line.left, line.right, line.y, line.size) == ("先後", 50, 70, 80, 10)
    assert line.has_han


def test_a_wide_gap_separates_two_lines_and_a_narrow_one_does_not() -> None:
    assert texts(shown("左", 50, 80), shown("右", 74, 80)) == ["左右"]
    assert texts(shown("左", 50, 80), shown("右", 76, 80)) == ["左", "右"]


def test_superscripts_and_note_calls_join_their_line() -> None:
    (line,) = lines(
        shown("中文", 50, 80), shown("12", 70, 76, 6), shown("字", 76, 80), shown("n", 86, 82, 5)
    )
    assert line.text == "中文12字n"
    assert [g.text for g in line.glyphs if line.hangs(g)] == ["1", "2", "n"]
    assert (line.y, line.size) == (80, 10)


def test_a_reading_above_a_character_stays_apart() -> None:
    assert texts(shown("中文", 50, 80), shown("wen", 60, 71, 4)) == ["wen", "中文"]


def test_a_bullet_is_not_part_of_its_line() -> None:
    assert texts(shown("•", 50, 80), shown("項目", 65, 80)) == ["•", "項目"]


def test_a_line_may_end_with_the_ink_of_a_mark() -> None:
    ends = [lines(shown(text, 50, 80))[0].ends() for text in ("中文", "中」", "中。", "中！")]
    assert ends == [(70,), (70, 65), (70, 67.5), (70,)]


def test_mode_takes_the_larger_of_two() -> None:
    assert mode([1, 1.05, 3, 3.05], 0.1) == (3, 2)
    assert mode([1, 1.05, 1.1, 3, 3.05], 0.11) == (1.05, 3)
    assert mode([], 0.1) == (0.0, 0)


FULL = "一二三四五六七八九十"


def test_a_paragraph_ends_before_an_indent_a_short_line_and_a_distance() -> None:
    (found,) = columns(
        column("　　一二三四五六七八", FULL, "一二三四五", "　　甲乙丙丁戊己庚辛", FULL, "甲乙")
    )
    assert (found.left, found.right, found.leading) == (50, 150, 17)
    assert paragraphs(found) == [
        f"一二三四五六七八|{FULL}|一二三四五",
        f"甲乙丙丁戊己庚辛|{FULL}|甲乙",
    ]
    (found,) = columns(column(FULL, FULL) + column(FULL, FULL, top=100 + 17 * 2.4))
    assert paragraphs(found) == [f"{FULL}|{FULL}", f"{FULL}|{FULL}"]


def test_a_line_is_full_when_what_follows_would_not_have_fitted() -> None:
    rows = [FULL, FULL, "一二三四五六七", "12345678個甲乙丙丁戊", FULL, FULL]
    (found,) = columns(column(*rows))
    assert [line.text for line in found.paragraphs()[0]] == rows
    rows[3] = "甲乙丙丁戊己庚辛壬癸"
    (found,) = columns(column(*rows))
    assert [len(one) for one in found.paragraphs()] == [3, 3]


def test_a_bracket_that_starts_a_paragraph_stands_half_an_em_further_out() -> None:
    drawn = column(FULL, FULL, FULL) + shown("「甲乙丙」丁戊己", 65, 151) + column(FULL, top=168)
    (found,) = columns(drawn)
    assert [len(one) for one in found.paragraphs()] == [3, 2]


def test_columns_side_by_side_are_two() -> None:
    found = columns(column(FULL, FULL, FULL), column(FULL, FULL, FULL, left=170))
    assert [(c.left, c.right, len(c.lines)) for c in found] == [(50, 150, 3), (170, 270, 3)]


def test_centred_flush_right_and_single_lines_are_not_measured() -> None:
    centred = [shown("字" * n, 150 - 5 * n, 100 + 17 * k) for k, n in enumerate((9, 6, 8, 5))]
    flush = [shown("字" * n, 300 - 10 * n, 100 + 17 * k) for k, n in enumerate((9, 6, 8, 5))]
    assert [c.right for c in columns(*centred)] == [None]
    assert [c.right for c in columns(*flush)] == [None]
    assert [c.right for c in columns(shown(FULL, 50, 100))] == [None]
    assert [c.right for c in columns(column("abcdef gh", "abcdef gh", "abcdef gh"))] == [None]


@pytest.mark.parametrize(
    ("text", "width"),
    [
        ("中文", 10),
        ("中，文", 20),
        ("「中」，文", 40),
        ("5.5%，文", 30),
        ("2020年的", 30),
        ("——文", 20),
        ("Wi-Fi 中", 25),
        ("word word", 20),
        ("中·文", 30),
    ],
)
def test_the_first_unit_is_the_unbreakable_start(text: str, width: float) -> None:
    assert first_unit(lines(shown(text, 50, 80))[0]) == width


@pytest.mark.parametrize(("end", "ends"), [("。", True), ("字", False)])
def test_a_sentence_that_ends_short_in_a_flush_column_ends_its_paragraph(
    end: str, ends: bool
) -> None:
    flush = column(FULL, FULL, FULL, FULL, FULL)
    near = shown("一二三四五六七八九" + end, 49, 185)
    (found,) = columns(flush, near, shown("２０２０年一二三四五", 50, 202), shown(FULL, 50, 219))
    assert found.breaks[5] is ends


def test_sentences_that_end_short_among_ragged_lines_do_not() -> None:
    ragged = " ".join(shown(FULL, 50 - 0.9 * (at % 2), 100 + 17 * at) for at in range(5))
    near = shown("一二三四五六七八九。", 49.2, 185)
    (found,) = columns(ragged, near, shown("２０２０年一二三四五", 50, 202), shown(FULL, 50, 219))
    assert not found.breaks[5]


def test_ends_that_are_equal_by_chance_are_not_an_edge() -> None:
    """Headlines of two lines each, with second lines of equal length."""
    heads = [
        shown(text, 50, 100 + 100 * at + 17 * line)
        for at in range(3)
        for line, text in enumerate(("大幅讓利　更實", "讓消費者用得起好"))
    ]
    assert [column.right for column in columns(*heads)] == [None, None, None]
    full = [
        shown("大幅讓利更實惠好", 50, 100 + 100 * at + 17 * line)
        for at in range(3)
        for line in (0, 1)
    ]
    assert all(column.right is not None for column in columns(*full))
