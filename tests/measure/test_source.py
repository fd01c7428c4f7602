"""The source text: the ends of paragraphs and words, and the exact comparison."""

from __future__ import annotations

import pytest

from report.measure.source import Source, Unspaced

TEXT = Source(
    "本館有分館16間。\n- 館藏286.4萬冊\n表頭\n說明一，共六宗。\n"
    "見a-b/c.example.org/one/two-three 一文\n"
)


@pytest.mark.parametrize(
    ("before", "after", "ends"),
    [
        ("本館有分館16間。", "館藏286.4萬冊", True),
        ("16間。", "• 館藏", True),
        ("館藏286.", "4萬冊", False),
        ("萬冊", "表頭", True),
        # Cells of a column follow each other where the source has other cells between them.
        ("16間。", "說明一，", True),
        ("16間。", "1.說明一，", True),
        ("全然", "不同", None),
    ],
)
def test_where_paragraphs_end(before: str, after: str, ends: bool | None) -> None:
    assert TEXT.ends_between(before, after) is ends


def test_separate_paragraphs() -> None:
    assert TEXT.is_whole("表 頭")
    assert not TEXT.is_whole("說明一")


@pytest.mark.parametrize(
    ("page", "holds"),
    [
        ("見a-b/c.example.org/one/two-three 一文", True),
        ("見 a-b/c.example.org/\none/two-three一文", True),
        ("見a-b/c.exam ple.org/one/two-three一文", False),
        ("見a-b/c.example.org/one/two-three一", False),
    ],
)
def test_an_address_may_be_broken_by_a_line(page: str, holds: bool) -> None:
    assert Unspaced(page).holds(TEXT.paragraphs[-1]) is holds


@pytest.mark.parametrize(
    ("page", "holds"),
    [
        ("the web\npage", True),
        ("the web page", True),
        ("the webpage", False),
        ("the\nwe\nb page", False),
    ],
)
def test_words_are_split_as_in_the_source(page: str, holds: bool) -> None:
    assert Unspaced(page).holds(Unspaced("the web page")) is holds
