"""The space that texts need, and the rows of big numbers."""

from __future__ import annotations

from typing import Any, cast

import pytest

from report.content.load import load_theme
from report.markup.room import LADDER, digits, ems, lengths, longest_word, strip, words_lines
from report.markup.room import claims as panel_claims
from report.markup.room import opener as opener_room
from report.model.blocks.figures import Figures
from report.model.blocks.panel import Panel
from report.model.facts import Fact
from report.model.prose import Figure, Prose, Span, Text
from report.model.report import Chapter, ChapterFile, Section, SectionFile
from report.model.theme import Theme
from report.project.project import Project
from report.project.shipped import theme_folder


@pytest.fixture(scope="module")
def theme() -> Theme:
    return load_theme(Project.at(theme_folder()))


def fact(value: str, unit: str = "", approximation: str | None = None) -> Fact:
    return Fact.model_validate(
        {
            "value": value,
            "unit": unit,
            "approximation": approximation,
            "label": "甲",
            "period": "2020年",
            "source": "乙",
        }
    )


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("謀發展", 3, 3),
        ("「三千兆時代」", 7, 7),
        ("千兆5G", 3, 3.5),
        ("Telecommunications", 8, 11),
        ("iiii", 1, 1.5),
        ("WWWW", 3.5, 4.2),
        ("12345678", 4.4, 5),
        ("", 0, 0),
        ("約\u2060八", 2, 2),
    ],
)
def test_widths_are_near_those_of_the_faces(text: str, low: float, high: float) -> None:
    assert low <= ems(text) <= high


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("推動數字經濟", ""),
        ("推廣Telecommunications服務", "Telecommunications"),
        ("an infrastructure of towers", "infrastructure"),
        ("infrastructure-as-a-service", "infrastructure-"),
        ("見https://www.example.hk/path", "https:/"),
    ],
)
def test_the_longest_word_is_the_longest_unbreakable_text(text: str, word: str) -> None:
    assert longest_word(text) >= ems(word)
    assert longest_word(text) <= max(ems(word), ems("example."))


@pytest.mark.parametrize("length", [1, 4, 5, 10, 11, 37, 60, 140, 141, 500])
def test_a_text_has_the_class_of_every_exceeded_length(length: int) -> None:
    passed = [step for step in LADDER if length > step]
    assert lengths("字" * length).split() == [f"over-{step}" for step in passed]


def test_the_length_of_prose_is_that_of_its_printed_text() -> None:
    prose = Prose((Text("千兆"), Span("strong", (Text("更暢爽"),)), Figure(fact("4.4", "億"))))
    assert lengths(prose) == " over-4 over-6"
    assert lengths("Telecommunications").split()[-1] == "word-over-10"


@pytest.mark.parametrize(
    ("count", "name"),
    [(1, ""), (9, ""), (10, "digits-2"), (99, "digits-2"), (100, "digits-3"), (1000, "digits-4")],
)
def test_a_list_has_the_class_for_its_number_of_digits(count: int, name: str) -> None:
    assert digits(count).strip() == name


EIGHT, LONG = fact("12345678", "萬個"), fact("123456789012345.123456", "萬元", "約")
UNIT = fact("8.5", "萬噸二氧化碳當量每百萬港元營業收入", "約")


@pytest.mark.parametrize(
    ("facts", "column", "across", "size"),
    [
        ([fact("4.4", "億")] * 4, False, 4, "title"),
        ([fact("4.4", "億")] * 5, False, 3, "title"),
        ([fact("4.4", "億")] * 2, True, 2, "title"),
        ([EIGHT] * 2, False, 2, "title"),
        ([EIGHT] * 4, False, 2, "title"),
        ([EIGHT] * 5, False, 3, "headline"),
        ([EIGHT] * 6, False, 3, "headline"),
        ([EIGHT] * 10, False, 3, "headline"),
        ([EIGHT] * 2, True, 1, "title"),
        ([LONG], False, 1, "title"),
        ([LONG] * 3, True, 1, "lead"),
        ([UNIT] * 2, False, 1, "title"),
        ([UNIT], True, 1, "title"),
        ([fact("1")] * 6, False, 3, "title"),
        ([fact("1")] * 7, False, 4, "title"),
        ([fact("1")] * 10, False, 4, "title"),
    ],
)
def test_a_strip_has_room_for_its_numbers(
    facts: list[Fact], column: bool, across: int, size: str, theme: Theme
) -> None:
    chosen = strip(facts, theme, column=column)
    assert (chosen.across, chosen.size) == (across, size)
    width = theme.column_pt if column else theme.measure_pt
    room = (width - theme.page.gutter_em * theme.type.body * (across - 1)) / across
    for one in facts:
        beside = "" if chosen.apart else one.unit
        wide = ems(one.digits) * theme.type.scale[size] + ems(beside) * theme.type.scale["lead"]
        assert wide <= room


def test_a_strip_uses_only_sizes_that_the_theme_has(theme: Theme) -> None:
    scale = {name: size for name, size in theme.type.scale.items() if name != "headline"}
    own = theme.model_copy(update={"type": theme.type.model_copy(update={"scale": scale})})
    for count in range(1, 11):
        assert strip([EIGHT] * count, own, column=False).size in scale


def test_a_strip_has_a_greatest_count_of_numbers(theme: Theme) -> None:
    (most,) = [
        limit.max_length
        for limit in Figures.model_fields["items"].metadata
        if hasattr(limit, "max_length")
    ]
    for count in range(1, most + 1):
        assert 1 <= strip([fact("1")] * count, theme, column=False).across <= 4


def panel_of(count: int) -> Panel:
    kind: Any = Panel
    return cast("Panel", kind.model_construct(claims=(None,) * count))


@pytest.mark.parametrize(
    ("value", "count", "across", "size"),
    [
        ("8", 3, 3, "title"),
        ("8", 4, 4, "title"),
        ("12345678", 3, 2, "headline"),
        ("12345678", 4, 2, "title"),
    ],
)
def test_a_panel_has_room_for_its_numbers(
    value: str, count: int, across: int, size: str, theme: Theme
) -> None:
    panel = panel_of(count)
    chosen = panel_claims([fact(value, "倍")], panel, theme)
    assert (chosen.across, chosen.size) == (across, size)
    assert panel_claims([], panel, theme).across == count
    assert panel_claims([LONG], panel, theme).across < count


@pytest.mark.parametrize(
    ("length", "width", "lines"),
    [(0, "column", 0), (20, "column", 1), (30, "column", 2), (48, "full", 1), (120, "full", 3)],
)
def test_a_picture_has_the_number_of_lines_of_its_caption(
    length: int, width: str, lines: int, theme: Theme
) -> None:
    text = Prose((Text("字" * length),)) if length else None
    assert words_lines([text], ["caption"], theme, width) == lines
    assert words_lines([text, text], ["caption"] * 2, theme, width) == 2 * lines
    assert words_lines([Prose((Text("字" * 5000),))], ["caption"], theme, width) == 20


def chapter(title: str, subtitle: str, sections: list[str]) -> Chapter:
    def model(kind: Any, **fields: str) -> Any:
        return kind.model_construct(**fields)

    made = [Section(n, "", model(SectionFile, title=name)) for n, name in enumerate(sections)]
    return Chapter(1, "", model(ChapterFile, title=title, subtitle=subtitle), tuple(made))


@pytest.mark.parametrize(
    ("title", "subtitle", "sections", "contents", "tall"),
    [
        (3, 10, [8] * 4, "wide", False),
        (3, 10, [8] * 6, "wide", True),
        (3, 10, [8] * 14, "close", True),
        (3, 10, [8] * 40, "apart", False),
        (3, 0, [200] * 3, "apart", False),
        (200, 200, [8] * 4, "apart", True),
        (20, 0, [8] * 8, "wide", True),
        (31, 0, [13] * 4, "wide", True),
        (8, 0, [8], "wide", False),
    ],
)
def test_an_opener_has_room_for_its_words(
    title: int, subtitle: int, sections: list[int], contents: str, tall: bool
) -> None:
    room = opener_room(chapter("字" * title, "字" * subtitle, ["字" * one for one in sections]))
    assert (room.contents, room.tall) == (contents, tall)
