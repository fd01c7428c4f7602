"""The widths of the columns of a table that is set close."""

from __future__ import annotations

from typing import Any

import pytest

from report.content.load import load_theme
from report.content.prose import Binder
from report.markup.columns import Columns, columns
from report.model.blocks.table import Table
from report.model.landscape import landscape
from report.model.theme import MM, Theme
from report.project.project import Project
from report.project.shipped import theme_folder


@pytest.fixture(scope="module")
def theme() -> Theme:
    return load_theme(Project.at(theme_folder()))


def shared(theme: Theme, heads: list[dict[str, Any]], row: list[str], **more: Any) -> Columns:
    data = {"type": "table", "caption": "表", "columns": heads, "rows": [row], "close": True}
    return columns(Table.model_validate({**data, **more}, context=Binder({})), theme)


def ems(theme: Theme, points: float) -> float:
    return points / theme.type.scale["caption"]


def test_the_columns_fill_the_table(theme: Theme) -> None:
    made = shared(theme, [{"head": "甲"}, {"head": "乙"}], ["一二三", "四" * 6])
    assert made.fixed and not made.tight
    assert sum(made.widths) == pytest.approx(ems(theme, theme.column_pt), abs=0.01)
    assert made.widths[1] > made.widths[0] > 3


def test_a_width_that_is_said_is_kept(theme: Theme) -> None:
    heads: list[dict[str, Any]] = [{"head": "甲"}, {"head": "乙", "width": 7.5}, {"head": "丙"}]
    made = shared(theme, heads, ["一", "二" * 30, "三"], width="full")
    assert made.widths[1] == 7.5 + 1
    assert sum(made.widths) == pytest.approx(ems(theme, theme.measure_pt), abs=0.01)


def test_words_wrap_before_columns_come_closer(theme: Theme) -> None:
    heads: list[dict[str, Any]] = [{"head": "甲"}, *({"head": "乙"} for _ in range(3))]
    assert not shared(theme, heads, ["一" * 40, *(["二" * 9] * 3)]).tight
    many: list[dict[str, Any]] = [{"head": "甲"}, *({"head": "乙丙丁戊"} for _ in range(12))]
    made = shared(theme, many, ["一" * 40, *(["二二二二"] * 12)], width="full")
    assert made.tight


def test_a_landscape_table_is_as_wide_as_its_page(theme: Theme) -> None:
    made = shared(theme, [{"head": "甲"}, {"head": "乙"}], ["一", "二"], page="landscape")
    assert sum(made.widths) == pytest.approx(ems(theme, theme.wide_pt), abs=0.01)


@pytest.mark.parametrize("turns", [True, False])
def test_the_text_of_a_landscape_page_is_the_same_in_both_targets(
    theme: Theme, turns: bool
) -> None:
    sheet = landscape(theme, turns=turns)
    assert (sheet.width_mm, sheet.height_mm) == (theme.page.height_mm, theme.page.width_mm)
    for top, right, bottom, left in (sheet.left, sheet.right):
        assert sheet.width_mm - left - right == pytest.approx(theme.wide_pt / MM)
        high = sheet.height_mm - top - bottom
        assert high == pytest.approx(theme.wide_lines * theme.type.leading / MM)


def test_pages_that_are_wide_already_are_not_turned(theme: Theme) -> None:
    page = theme.page.model_copy(
        update={"width_mm": 297.0, "height_mm": 250.0, "lines": 30, "inner_mm": 60.0}
    )
    wide = theme.model_copy(update={"page": page})
    assert not wide.is_upright
    assert wide.wide_pt == wide.measure_pt
    sheet = landscape(wide, turns=False)
    assert (sheet.width_mm, sheet.height_mm) == (297.0, 250.0)
