"""What docs/blocks.md promises of each block is so on a built page.

The examples of that page, and a few blocks more, are one report, built once. Each promise is quoted
word for word beside the check that holds it: a promise that is changed in the docs fails here, and
a block type without any.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from report.model.blocks import block_types
from report.project.project import Project
from tests.small_report import CHAPTER, REPORT, ROOT
from tests.test_geometry import Laid, classes, kind, lay_out, walk

DOCS = (ROOT / "docs" / "blocks.md").read_text(encoding="utf-8")
#: What two places may differ by, in px.
NEAR = 0.6
FILLER = "推動數字經濟與實體經濟深度融合，以創新服務改善人民生活品質，持續提升網絡覆蓋率。"
MORE = f"""\
- {{type: paragraph, text: 欄首的段落。{FILLER * 3}}}
- {{type: heading, level: 2, text: 二級標題}}
- {{type: heading, level: 3, text: 三級標題}}
- {{type: heading, level: 4, text: 四級標題}}
- {{type: paragraph, text: "{FILLER * 9}"}}
- {{type: heading, level: 3, text: 不在欄底}}
- {{type: paragraph, lead: true, text: "{FILLER * 2}"}}
- {{type: list, ordered: true, items: [一, 二, 三, 四, 五, 六, 七, 八, 九, 十]}}
- {{type: case, place: 天津, text: ["{FILLER * 4}"]}}
- {{type: figures, items: [{", ".join(["{fact: speed.stations}"] * 10)}]}}
- {{type: picture, id: to_come, alt: 圖, lines: 6}}
- type: picture
  id: high_column
  alt: 圖
  art: skyline
  lines: 40
  caption: "{FILLER * 2}"
- type: picture
  id: high_full
  alt: 圖
  art: skyline
  lines: 40
  caption: "{FILLER * 2}"
  width: full
- type: table
  caption: 長表
  width: full
  columns: [{{head: 地區}}, {{head: 說明}}]
  rows: [{", ".join(["[東區, 借還點]"] * 45)}]
- {{type: table, id: short, caption: 短表, columns: [{{head: 地區}}], rows: [{"[東區], " * 25}]}}
"""


@dataclass(frozen=True)
class Found:
    """A block as it was laid out: its page, and its box."""

    page: int
    box: Any

    @property
    def left(self) -> float:
        return float(self.box.border_box_x())

    @property
    def top(self) -> float:
        return float(self.box.border_box_y())

    @property
    def right(self) -> float:
        return self.left + float(self.box.border_width())

    @property
    def foot(self) -> float:
        return self.top + float(self.box.border_height())

    @property
    def size(self) -> float:
        return float(self.box.style["font_size"])

    def style(self, name: str) -> Any:
        return self.box.style[name]

    def inside(self, *wanted: str) -> list[Found]:
        """Give the boxes inside of these classes or tags, in reading order."""
        return list(_of(self.page, self.box, *wanted))

    @property
    def text(self) -> str:
        return "".join(getattr(box, "text", "") for box, _ in walk(self.box))

    @property
    def lines(self) -> list[Any]:
        return [box for box, _ in walk(self.box) if kind(box) == "LineBox" and box.children]


def _of(page: int, root: Any, *wanted: str) -> Iterator[Found]:
    seen = set()
    for box, _ in walk(root):
        if box.element is None or "::" in box.element_tag or not hasattr(box, "border_box_x"):
            continue
        names = {*classes(box), box.element_tag, box.element.get("id")}
        if names.isdisjoint(wanted) or id(box.element) in seen:
            continue
        seen.add(id(box.element))
        yield Found(page, box)


class Built:
    """The pages of the report."""

    def __init__(self, laid: Laid) -> None:
        self.pages = laid.pages

    def all(self, *wanted: str) -> list[Found]:
        return [one for n, page in enumerate(self.pages, 1) for one in _of(n, page, *wanted)]

    def first(self, *wanted: str) -> Found:
        return self.all(*wanted)[0]

    def with_text(self, text: str, *wanted: str) -> Found:
        return next(one for one in self.all(*wanted) if text in one.text)


def examples() -> Iterator[str]:
    """Give the examples of the blocks as they stand in the docs."""
    for name in block_types():
        body = DOCS.partition(f"\n## `{name}`\n")[2].partition("\n## ")[0]
        found = re.findall(r"```yaml\n(.*?)```", body, re.DOTALL)
        assert len(found) == 1, f"docs/blocks.md needs a section of “{name}” with one example"
        yield found[0]


def promised(name: str) -> str:
    """Give what the docs say of a block, on one line."""
    body = DOCS.partition(f"\n## `{name}`\n")[2].partition("\n## ")[0]
    return " ".join(re.sub(r"```.*?```", "", body, flags=re.DOTALL).split())


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    folder = tmp_path_factory.mktemp("promises")
    (folder / "data").mkdir()
    facts = re.search(r"```yaml\n(facts:.*?)```", DOCS, re.DOTALL)
    assert facts
    breaks = ("type: column_break", "type: page_break")
    own = list(examples())
    plain = [one for one in own if not any(name in one for name in breaks)]
    column, page = (next(one for one in own if name in one) for name in breaks)
    after = f"{page}- {{type: paragraph, text: 頁首的段落。}}\n"
    start = f"- {{type: paragraph, text: 斷欄之前。}}\n{column}"
    section = "id: s\ntitle: 試驗\nlead: 導言。\naccent: second\nblocks:\n"
    for name, text in {
        "report.yaml": REPORT,
        "chapter.yaml": CHAPTER,
        "section.yaml": section + start + MORE + "".join(plain) + after,
        "facts.yaml": facts[1],
    }.items():
        (folder / "data" / name).write_text(text, encoding="utf-8")
    return Built(lay_out(Project.at(folder), folder / "build"))


# The checks ------------------------------------------------------------------------------------


def near(one: float, other: float) -> bool:
    return abs(one - other) <= NEAR


def headings_step(built: Built) -> None:
    second, third, fourth = (built.first(f"level-{level}") for level in (2, 3, 4))
    body = built.first("paragraph")
    assert second.size > third.size > fourth.size == body.size
    assert third.style("color") == fourth.style("color") == body.style("color")
    assert second.style("color") != body.style("color")


def headings_are_followed(built: Built) -> None:
    for one in built.all("heading"):
        below = [
            other
            for other in built.all("paragraph", "heading", "list", "figures")
            if other.page == one.page and near(other.left, one.left) and other.top >= one.foot - 1
        ]
        assert below, one.text


def paragraphs_are_indented(built: Built) -> None:
    one = built.with_text("欄首", "paragraph")
    first, second = one.lines[:2]
    ink = [next(box for box, _ in walk(line) if kind(box) == "TextBox") for line in (first, second)]
    assert near(ink[0].position_x - one.left, 2 * one.size)
    assert ink[1].position_x - one.left < one.size


def leads_are_larger(built: Built) -> None:
    lead = built.first("lead")
    assert lead.size > built.with_text("欄首", "paragraph").size
    first = next(box for box, _ in walk(lead.lines[0]) if kind(box) == "TextBox")
    assert near(first.position_x, lead.left)


def lists_are_marked(built: Built) -> None:
    marks = [
        box
        for box, _ in _everything(built)
        if box.element_tag == "li::before" and kind(box) == "BlockBox"
    ]
    squares = [box for box in marks if box.style["background_color"].alpha]
    assert squares
    assert all(near(box.width, box.height) for box in squares)
    numbers = ["".join(getattr(one, "text", "") for one, _ in walk(box)) for box in marks]
    assert [one for one in numbers if one][:10] == [f"{number}." for number in range(1, 11)]


def numbers_leave_the_text_alone(built: Built) -> None:
    (ten,) = [one for one in built.all("li") if one.text.endswith("十")]
    texts = {box.text: box for box, _ in walk(ten.box) if kind(box) == "TextBox"}
    assert texts["10."].position_x + texts["10."].width < texts["十"].position_x


def numbers_stand_under_rules(built: Built) -> None:
    items = built.first("figures").inside("item")
    assert items and all(item.style("border_top_width") > 0 for item in items)


def ten_numbers_stand_in_rows(built: Built) -> None:
    (ten,) = built.all("of-10")
    items = ten.inside("item")
    rows = {round(one.top) for one in items}
    assert len(items) == 10 and len(rows) == 3
    assert all(one.right <= ten.right + NEAR for one in items)
    assert len({box.style["font_size"] for one in items for box in [one.inside("big")[0].box]}) == 1


def units_are_small(built: Built) -> None:
    big = built.first("big")
    assert big.inside("unit")[0].size < big.inside("number")[0].size


def panels_stand_across(built: Built) -> None:
    one = built.first("panel")
    assert near(one.right - one.left, built.first("across").right - built.first("across").left)
    promise, *claims = one.inside("promise", "claim")
    assert all(claim.left >= promise.right - NEAR for claim in claims)
    assert one.style("border_top_width") > 0
    assert len({round(claim.left) for claim in claims}) == len(claims) == 3


def plain_claims_are_large(built: Built) -> None:
    words = built.first("panel").inside("words")
    drawn, plain = words[0], words[-1]
    assert plain.size > drawn.size


def charts_read_down(built: Built) -> None:
    title, drawing = built.first("chart").inside("title", "drawing")
    assert title.foot <= drawing.top + NEAR


def totals_are_bold(built: Built) -> None:
    table = next(
        one for one in built.all("table") if one.inside("total") and not one.inside("group")
    )
    total = table.inside("total")[0].inside("figure")[0]
    assert total.style("font_weight") == 700
    assert total.style("color") == table.style("color")
    row = table.inside("tbody")[0].inside("tr")[0]
    assert row.inside("th")[0].left < row.inside("td")[0].left


def long_tables_repeat_their_heads(built: Built) -> None:
    pages = [one.page for one in built.all("table") if "借還點" in one.text]
    heads = [one.page for one in built.all("thead") if "說明" in one.text]
    assert len(set(pages)) > 1
    assert heads == sorted(set(pages))
    assert len(built.all("short")) == 1


def close_tables_are_lines_of_the_grid(built: Built) -> None:
    (table,) = built.all("funds_by_region")
    rows = table.inside("tr")
    assert len(rows) == 6
    assert [round(row.foot - row.top, 2) for row in rows] == [22.67] * 6
    for name in ("group", "total"):
        assert table.inside(name)[0].inside("th")[0].style("font_weight") == 700


def heads_stand_over_their_columns(built: Built) -> None:
    table = built.first("funds_by_region")
    over, label = table.inside("over")[0], table.inside("label")[0]
    heads = [one for one in table.inside("figure") if one.box.element_tag == "th"]
    assert near(over.left, heads[0].left)
    assert near(over.right, heads[-1].right)
    assert near(over.foot, heads[0].top)
    assert near(label.top, over.top)
    assert near(label.foot, heads[0].foot)


def rows_of_facts_are_lines_of_the_grid(built: Built) -> None:
    (table,) = built.all("environment")
    rows = table.inside("tr")
    assert len(rows) == 5 and "續上表" not in table.text
    assert [round(row.foot - row.top, 2) for row in rows] == [22.67] * 5
    figures = [one.inside("data")[0] for one in table.inside("figure") if one.inside("data")]
    assert len({round(one.right, 1) for one in figures if ".5" not in one.text}) == 3


def groups_and_totals_are_bold(built: Built) -> None:
    table = built.first("environment")
    for name in ("group", "total"):
        assert table.inside(name)[0].inside("th")[0].style("font_weight") == 700


def captions_stand_below(built: Built) -> None:
    picture = next(one for one in built.all("picture") if one.inside("figcaption"))
    image, caption = picture.inside("img", "figcaption")
    assert caption.top >= image.foot - NEAR
    assert caption.page == image.page


def stand_ins_say_what_is_needed(built: Built) -> None:
    text = built.with_text("圖片待補", "picture").text
    assert re.search(r"\d+ × \d+ mm", text)


def cases_stand_under_a_rule(built: Built) -> None:
    accent = built.first("level-2").style("color")
    for one in built.all("case"):
        place, story = one.inside("place")[0], one.inside("story")[0]
        drawn = [box for box, _ in walk(one.box) if box.element_tag.endswith("p::before")]
        (rule,) = (Found(one.page, box) for box in drawn if box.style["border_top_width"] > 0)
        assert rule.top < place.top
        assert near(rule.box.width, one.box.width)
        assert place.style("color") == accent != story.style("color")
        assert one.style("break_inside") == "avoid"
        if "full" in one.box.element.get("class"):
            assert near(place.top, story.top) and story.left >= place.right - NEAR
            assert story.style("column_count") == 2
        else:
            assert story.top >= place.foot - NEAR
    assert len(built.all("case")) == len({id(one.box.element) for one in built.all("case")})


def awards_have_a_rule(built: Built) -> None:
    one = built.first("award")
    assert one.style("border_left_width") > 0
    assert one.style("border_left_color") != one.style("color")
    assert one.inside("name")[0].style("font_weight") == 700
    assert one.inside("text")[0].top >= one.inside("name")[0].foot - NEAR


def quotes_stand_under_a_rule(built: Built) -> None:
    one = built.first("quote")
    words, source = one.inside("words", "source")
    ink = [box for box, _ in walk(words.box) if kind(box) == "TextBox"]
    bracket, first = ink[:2]
    assert bracket.text == "「"
    assert bracket.position_x + bracket.width < one.left + NEAR
    assert near(first.position_x, one.left)
    assert words.size > source.size
    assert one.style("border_top_width") > one.style("border_bottom_width") == 0


def measures_are_partners(built: Built) -> None:
    one = built.first("measures")
    near_width = built.first("across")
    assert near(one.right - one.left, near_width.right - near_width.left)
    items = one.inside("li")
    for done, planned in zip(items[: len(items) // 2], items[len(items) // 2 :], strict=True):
        assert near(done.top, planned.top) and near(done.foot, planned.foot)


def columns_break(built: Built) -> None:
    before = built.with_text("斷欄之前", "paragraph")
    after = built.with_text("欄首", "paragraph")
    assert after.page == before.page and after.left > before.right
    assert near(after.top, before.top)


def pages_break(built: Built) -> None:
    after = built.with_text("頁首的段落", "paragraph")
    assert after.page > built.all("picture")[-1].page
    assert near(after.top, built.pages[after.page - 1].content_box_y())


def _everything(built: Built) -> Iterator[tuple[Any, Any]]:
    for page in built.pages:
        yield from walk(page)


Check = Callable[[Built], None]
#: What the docs say of a block, word for word, and the check that it is so.
PROMISES: dict[str, dict[str, Check]] = {
    "heading": {
        "Level 2 is the largest, in the section's accent; level 3 is a little larger than the "
        "body; level 4 has the size of the body. Levels 3 and 4 are in ink.": headings_step,
        "never the last line of a column": headings_are_followed,
    },
    "paragraph": {
        "The first line is indented by two characters.": paragraphs_are_indented,
        "Larger, and without indent": leads_are_larger,
    },
    "list": {
        "each with a small square or a number": lists_are_marked,
        "Numbers of several digits have a wider margin": numbers_leave_the_text_alone,
    },
    "figures": {
        "each under its own rule": numbers_stand_under_rules,
        "A row has at most four numbers": ten_numbers_stand_in_rows,
        "The word of approximation and the unit are small, beside each number.": units_are_small,
        "Numbers that do not fit get smaller together": ten_numbers_stand_in_rows,
    },
    "panel": {
        "below a strong rule, the title and the headline, and beside them one to four claims": (
            panels_stand_across
        ),
        "The text of a claim without a drawing is large": plain_claims_are_large,
    },
    "chart": {"A title under a rule, a drawing, and an optional note.": charts_read_down},
    "table": {
        "The total is bold. The first cell of each row is its head.": totals_are_bold,
        "A table that fits on a page is never broken; a longer one breaks between rows and repeats "
        "its heads.": long_tables_repeat_their_heads,
        "set close, a line of the grid for each row": close_tables_are_lines_of_the_grid,
        "A head that has nothing above it is as high as all of them.": (
            heads_stand_over_their_columns
        ),
    },
    "data_table": {
        "Each row is a line of the grid": rows_of_facts_are_lines_of_the_grid,
        "The name of a group is bold": groups_and_totals_are_bold,
        "a total is bold": groups_and_totals_are_bold,
    },
    "picture": {
        "Below the picture": captions_stand_below,
        "a placeholder marked 圖片待補 with the size needed": stand_ins_say_what_is_needed,
    },
    "case": {
        "A story under a rule: the place in the accent": cases_stand_under_a_rule,
        "the place is at the left and the story is beside it in two columns": (
            cases_stand_under_a_rule
        ),
    },
    "award": {
        "A prize in bold with a text below, and a rule in the accent at the left.": (
            awards_have_a_rule
        )
    },
    "quote": {"A large quotation below a hairline": quotes_stand_under_a_rule},
    "measures": {
        "Two lists side by side across the page": measures_are_partners,
        "The two sides of a row have the same height": measures_are_partners,
    },
    "column_break": {"The next block starts at the top of the next column.": columns_break},
    "page_break": {"The next block starts on the next page.": pages_break},
}


def test_every_block_type_has_a_promise_that_is_checked() -> None:
    missing = set(block_types()) - {name for name, told in PROMISES.items() if told}
    assert not missing, (
        "give PROMISES, above, words of the block's section in docs/blocks.md and a function that "
        f"sees on the pages whether they are so: {sorted(missing)}"
    )
    assert set(PROMISES) == set(block_types())


@pytest.mark.variants(12)
@pytest.mark.parametrize(
    ("name", "promise"), [(name, one) for name, told in PROMISES.items() for one in told]
)
def test_what_is_promised_is_so(name: str, promise: str, built: Built) -> None:
    assert promise in promised(name), "the docs say something else now: check that instead"
    PROMISES[name][promise](built)


def test_the_caption_of_a_picture_as_high_as_the_page_stays_with_it(built: Built) -> None:
    for name in ("high_column", "high_full"):
        (one,) = built.all(name)
        (image,), (caption,) = one.inside("img"), one.inside("figcaption")
        assert near(caption.top, image.foot)
        assert caption.foot <= built.pages[one.page - 1].content_box_y() + 40 * 17 * 96 / 72 + 1
