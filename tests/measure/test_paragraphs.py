"""The shape of paragraphs in the meter: the measure of their lines, and their leading."""

from __future__ import annotations

import pytest

from report.measure.measure import measure
from tests.measure.test_glyphs import pdf, shown
from tests.measure.test_measure import TEXT, page

LONG = TEXT * 2


def text(*rows: str, leading: float = 17, size: float = 10, x: float = 50, top: float = 100) -> str:
    return " ".join(shown(row, x, top + leading * n, size) for n, row in enumerate(rows))


def found(kind: str, *contents: str, width: float = 600) -> list[tuple[int, str]]:
    report = measure(pdf(*contents, width=width))
    return [(one.page, one.excerpt) for one in report.findings if one.kind == kind]


# Measures ------------------------------------------------------------------------------------


def rows(em: int, count: int = 5) -> list[str]:
    """Lines of a paragraph with this measure, the last one short."""
    return [LONG[n : n + em] for n in range(count - 1)] + [LONG[20 : 20 + em // 2] + "。"]


@pytest.mark.parametrize("em", [12, 23, 36])
def test_a_readable_measure_is_not_reported(em: int) -> None:
    report = measure(pdf(text(*rows(em)), width=600))
    assert [one for one in report.findings if one.kind == "measure"] == []
    assert report["measure_widest"] == report["measure_narrowest"] == em
    assert report["measure_off"] == 0


@pytest.mark.parametrize("em", [11, 37, 45])
def test_a_measure_too_long_or_too_short_is_reported(em: int) -> None:
    content = text(*rows(em))
    report = measure(pdf("", content, width=600))
    (one,) = (one for one in report.findings if one.kind == "measure")
    assert (one.page, one.x, one.width) == (2, 50, 10 * em)
    assert one.y < 100 < 168 < one.y + one.height
    assert one.excerpt.startswith(f"{em}.0 em: {LONG[:5]}")
    assert report["measure_off"] == 1
    assert ("  over 36 em, or justified under 12 em", "1") in report.rows()


def test_the_widest_and_the_narrowest_are_reported() -> None:
    report = measure(pdf(text(*rows(20)), text(*rows(30), x=40), width=600))
    assert (report["measure_widest"], report["measure_narrowest"]) == (30, 20)


def test_the_measure_is_relative_to_the_type_size() -> None:
    assert found("measure", text(*rows(40), size=8, leading=14))
    assert not found("measure", text(*rows(30), size=12, leading=21))


def test_two_long_lines_are_not_running_text() -> None:
    assert not found("measure", text(LONG[:40], LONG[2:20] + "。"))


def test_ragged_text_may_be_narrow_but_not_long() -> None:
    narrow = [TEXT[:9], TEXT[:7], TEXT[:8], TEXT[:9], TEXT[:4]]
    assert not found("measure", text(*narrow))
    long = [LONG[:44], LONG[:41], LONG[:43], LONG[:20]]
    assert len(found("measure", text(*long))) == 1


def test_a_heading_over_three_even_lines_is_not_running_text() -> None:
    body = text(*rows(20), top=300)
    assert not found("measure", text(TEXT[:8], TEXT[8:16], TEXT[16:24], size=20, leading=30) + body)


def test_contents_with_leaders_are_not_running_text() -> None:
    entries = [f"{LONG[n : n + 6]}{'…' * 32}" for n in range(4)]
    assert not found("measure", text(*entries))


# Leadings ------------------------------------------------------------------------------------


@pytest.mark.parametrize("leading", [13.5, 17, 20])
def test_a_usual_leading_is_not_reported(leading: float) -> None:
    report = measure(pdf(text(*rows(20), leading=leading)))
    assert [one for one in report.findings if one.kind == "leading"] == []
    assert report["leading_least"] == pytest.approx(leading / 10)
    assert report["leading_most"] == pytest.approx(leading / 10)
    assert report["leading_off"] == 0


@pytest.mark.parametrize("leading", [11, 13, 20.5, 24])
def test_a_leading_too_small_or_too_large_is_reported(leading: float) -> None:
    report = measure(pdf("", text(*rows(20), leading=leading)))
    (one,) = (one for one in report.findings if one.kind == "leading")
    assert (one.page, one.x, one.width) == (2, 50, 200)
    assert one.excerpt.startswith(f"{leading / 10:.2f}: {TEXT[:5]}")
    assert report["leading_off"] == 1
    assert ("  texts not between 1.35 and 2", "1") in report.rows()


def test_a_label_of_two_lines_is_one_text() -> None:
    body = page(*[TEXT[:16]] * 4, TEXT[:4], left=300)
    label = text("五年間移動網絡流量平均", "資費的降幅", size=8)
    assert found("leading", label + body) == [(1, "2.12: 五年間移動網絡流量平均")]
    assert not found("leading", text("五年間移動網絡流量平均", "資費", size=8, leading=13) + body)


@pytest.mark.parametrize(
    "items",
    [
        ("移動出賬用戶", "3.06億戶"),  # a value below its label
        ("報告", "版次與日期", "報告期間的全部"),  # more would have fitted
        ("甘肅省", "湖南省", "河南省", "安徽省"),  # names below each other
    ],
)
def test_items_below_each_other_are_not_text(items: tuple[str, ...]) -> None:
    assert not found("leading", text(*items, size=8))


def test_separate_paragraphs_are_two_texts() -> None:
    first, second = rows(20), rows(20)
    assert not found("leading", text(*first) + text(*second, top=100 + 4 * 17 + 25))
    mixed = text(*first, leading=22) + text(*second, top=300)
    assert len(found("leading", mixed)) == 1


def test_western_text_is_not_judged() -> None:
    assert not found("leading", text("a label in English", "of two lines", leading=11.5))
