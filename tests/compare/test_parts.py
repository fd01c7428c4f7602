"""The parts of a comparison, each by itself: sequences, alignment, files, facts."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from report.compare.alignment import Pair, align
from report.compare.facts import read_table
from report.compare.pixels import areas, differing, joined
from report.compare.reader import Token
from report.compare.sequences import runs
from report.compare.sources import hunks, keys, rules
from report.compare.wording import spoken

WORDS = st.lists(st.sampled_from("甲乙丙丁戊"), max_size=60)


@given(WORDS, WORDS)
def test_runs_rebuild_both_sequences(one: list[str], other: list[str]) -> None:
    found = runs(one, other)
    a = b = 0
    for index, run in enumerate(found):
        assert (run.a, run.b) == (a, b)
        assert run.equal == (one[run.a : run.a_end] == other[run.b : run.b_end])
        assert index == 0 or found[index - 1].equal != run.equal
        a, b = run.a_end, run.b_end
    assert (a, b) == (len(one), len(other))


def test_one_word_in_a_long_text_is_one_difference() -> None:
    dice = random.Random(1)
    one = [dice.choice("天地玄黃宇宙洪荒日月盈昃辰宿列張") for _ in range(60_000)]
    other = list(one)
    other[31_000] = "寒"
    other[50_000:50_000] = ["來", "暑", "往"]
    different = [run for run in runs(one, other) if not run.equal]
    assert [(run.a_end - run.a, run.b_end - run.b) for run in different] == [(1, 1), (0, 3)]


def matrix(rows: int, columns: int, pairs: dict[int, int]) -> np.ndarray:
    made = np.full((rows, columns), 0.1, np.float32)
    for row, column in pairs.items():
        made[row - 1, column - 1] = 1
    return made


@pytest.mark.parametrize(
    ("rows", "columns", "alike", "pairs"),
    [
        (2, 2, {1: 1, 2: 2}, [(1, 1), (2, 2)]),
        (2, 3, {1: 2, 2: 3}, [(None, 1), (1, 2), (2, 3)]),
        (3, 2, {1: 1, 3: 2}, [(1, 1), (2, None), (3, 2)]),
        (1, 1, {}, [(1, None), (None, 1)]),
    ],
)
def test_pages_are_aligned(
    rows: int, columns: int, alike: dict[int, int], pairs: list[tuple[int | None, int | None]]
) -> None:
    found = align(matrix(rows, columns, alike))
    assert sorted((one.base or 0, one.head or 0) for one in found) == sorted(
        (base or 0, head or 0) for base, head in pairs
    )


def test_a_page_that_moved_is_paired() -> None:
    found = align(matrix(4, 4, {1: 4, 2: 1, 3: 2, 4: 3}))
    assert Pair(1, 4, moved=True) in found
    assert len(found) == 4


def test_a_thousand_pages_are_aligned_in_seconds() -> None:
    alike = matrix(1000, 1001, {page: page + (page > 500) for page in range(1, 1001)})
    assert [one for one in align(alike) if one.base is None] == [Pair(None, 501)]


def test_antialiasing_is_no_difference() -> None:
    white = np.full((64, 64, 3), 255, np.uint8)
    line, shifted, dot = white.copy(), white.copy(), white.copy()
    line[:, 20] = 0
    shifted[:, 20], shifted[:, 21] = 128, 128
    dot[30:32, 50:53] = 0
    assert not differing(line, shifted, 1).any()
    assert differing(line, white, 1).any()
    assert areas(differing(white, dot, 1)) == [(48, 24, 56, 32)]
    assert not differing(white, dot, 1, [(45, 25, 60, 40)]).any()


def test_a_faint_change_of_an_area_is_seen() -> None:
    one = np.full((64, 64, 3), 200, np.uint8)
    other = one.copy()
    other[16:48, 16:48] = 208
    assert areas(differing(one, other, 1)) == [(16, 16, 48, 48)]


def test_boxes_are_joined() -> None:
    assert joined([(0, 0, 1, 1), (3, 0, 4, 1), (20, 0, 21, 1)], 2.5) == [
        (0, 0, 4, 1),
        (20, 0, 21, 1),
    ]


def test_keys_of_yaml() -> None:
    found = keys(
        "# head\npage:\n  lines: 40  # a comment\n  long: >\n    one\n    two\n"
        'list:\n  - a.yaml\n  - name: "x: y"\n    other: 2\n'
    )
    assert {name: (one.value, one.line) for name, one in found.items()} == {
        "page.lines": ("40", 3),
        "page.long": ("> one two", 4),
        "list.1": ("a.yaml", 8),
        "list.2.name": ('"x: y"', 9),
        "list.2.other": ("2", 10),
    }


def test_rules_of_css() -> None:
    found = rules(
        '/* a { b: c } */\n@media print {\n  .x, .y { color: red; content: "};" }\n}\n'
        ".x {\n  margin: 0\n}\n@import 'x.css';\n"
    )
    assert {name: [(one.body, one.line) for one in made] for name, made in found.items()} == {
        "@media print .x, .y": [('color: red; content: "};"', 3)],
        ".x": [("margin: 0", 5)],
        "@import 'x.css'": [("@import 'x.css'", 1)],
    }


def test_comments_and_blank_lines_are_no_hunks() -> None:
    assert list(hunks("a: 1\n", "# note\n\na: 1\n")) == []
    assert list(hunks("a: 1\nb: 2\n", "a: 1\nb: 3\n")) == [(1, 2, 1, 2)]


def test_tables_of_facts() -> None:
    head = "編號,名稱,數值,單位,約數,期間\r\n"
    rows = "a.b,名,4.4,億,約,2020年\r\nc,名,1,,,2019年\r\nc,名,2,,,2020年\r\nd,名,3,個,多,\r\n"
    found = read_table(f"\ufeff{head}{rows}".encode())
    assert found is not None
    assert {name: one.text for name, one in found.items()} == {
        "a.b": "約4.4億",
        "c[2019年]": "1",
        "c[2020年]": "2",
        "d": "3個多",
    }
    assert read_table(b"\xff\xfe") is None
    assert read_table(b"id,value\r\n1,2\r\n") is None


def token(text: str, x: float, line: int = 0) -> Token:
    width = 5.0 * len(text)
    return Token(text, text, 1, line, x, 0, (x, 0, x + width, 10), ("F", 10.0, "000000ff"))


def test_words_are_spoken_with_spaces_where_there_are() -> None:
    assert spoken([token("4", 0), token("G", 5)]) == "4G"
    assert spoken([token("two", 0), token("words", 20)]) == "two words"
    assert spoken([token("two", 0), token("lines", 0, 1)]) == "two lines"
    assert spoken([token("中", 0), token("文", 20)]) == "中文"


def test_assets_are_in_the_package() -> None:
    import report.compare

    folder = Path(report.compare.__file__).parent / "assets"
    assert {path.name for path in folder.iterdir()} >= {"compare.css", "compare.js", "preview.css"}
