"""What YAML would take from a text without a word is told, with what to type."""

from __future__ import annotations

import pytest

from report.content.oddities import look_through
from report.content.yaml import parse
from report.diagnostics import Diagnostic
from report.errors import FindingsError


def found_in(text: str) -> list[Diagnostic]:
    try:
        return look_through(parse(text, "a.yaml"))
    except FindingsError as exc:
        return list(exc.diagnostics)


@pytest.mark.parametrize(
    ("text", "place", "hint"),
    [
        ("text: 本年 #減碳 行動", "1:10", '"本年 #減碳 行動"'),
        ("text: 本年 # 減碳", "1:10", '"本年 # 減碳"'),
        ("text: 本年  #減碳", "1:11", '"本年  #減碳"'),
        ("text: 本年\t#減碳", "1:10", "quotation marks"),
        ("- 我們的 #標籤", "1:7", '"我們的 #標籤"'),
        ("items:\n  - 甲\n  - 乙 #丙", "3:7", '"乙 #丙"'),
        ("rows:\n  - [東部 #一, 西部]", "2:9", "quotation marks"),
        ("text: 第一行\n  第二行 #三", "2:7", "quotation marks"),
        ("text: 第一行\n  #第二行", "2:3", "quotation marks"),
        ("title: Report #1 of Hong Kong", "1:15", '"Report #1 of Hong Kong"'),
        ("label: 用戶 #", "1:11", "quotation marks"),
        ("text: 100萬 #1", "1:12", "quotation marks"),
    ],
)
def test_words_behind_a_number_sign(text: str, place: str, hint: str) -> None:
    (one,) = found_in(text)
    assert one.code == "D013"
    assert f"{one.line}:{one.column}" == place
    assert hint in one.hint


@pytest.mark.parametrize(
    "text",
    [
        "level: 2  # the second",
        "level: 2 # the second",
        "level: 2 #the second",
        "kind: figure #數字",
        "path: a/b.yaml #檔案",
        "title: 謀發展  # the cover",
        "title: 謀發展  #",
        "title: 謀發展     # 封面",
        'title: "謀發展" #封面',
        "title: '謀發展' #封面",
        "# 說明\ntitle: 甲\n# 說明\nother: 乙",
        "#說明\ntitle: 甲\n#說明\nother: 乙",
        "title: 甲\n  # 說明\nother: 乙",
        "items:\n  - 甲\n  # 說明\n  #說明\n  - 乙",
        "text: |\n  本年 #減碳 行動",
        "text: >\n  本年 #減碳 行動",
        "text: C#語言",
        "text: 甲#乙",
        "text: '本年 #減碳'",
        "empty:  # nothing",
    ],
)
def test_remarks_are_remarks(text: str) -> None:
    assert found_in(text) == []


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("text: |\n  一\n\n  二", "4:3"),
        ("text: |\n  一\n   \n\n  二", "5:3"),
        ("text: >\n  一\n\n  二", "4:3"),
        ("text: >-\n  一\n\n  二", "4:3"),
        ("text: 一\n\n  二", "3:3"),
        ('text: "一\n\n  二"', "3:3"),
        ("text: '一\n\n  二'", "3:3"),
        ('text: "一\\n二"', "1:11"),
        ("items:\n  - 一\n\n    二", "4:5"),
        ("caption: 一\n\n  二", "3:3"),
    ],
)
def test_a_second_paragraph_within_a_text(text: str, place: str) -> None:
    (one,) = found_in(text)
    assert one.code == "D014"
    assert f"{one.line}:{one.column}" == place


@pytest.mark.parametrize(
    "text",
    [
        "text: |\n  一\n  二\n",
        "text: |\n  一\n\n\nnext: 二",
        "text: >\n  一\n  二\n\nnext: 二",
        "text: 一\n\nnext: 二",
        "text: 一\n  二\n  三",
        "note: 一\n\n  二",
        "items:\n\n  - 一\n\n  - 二",
    ],
)
def test_one_paragraph_is_one(text: str) -> None:
    assert found_in(text) == []


@pytest.mark.parametrize(
    ("text", "place", "says", "hint"),
    [
        ("text: [註一]本年起", "1:7", "starts with “[”", 'write "[註一]本年起"'),
        ("- [註一]本年起", "1:3", "starts with “[”", 'write "[註一]本年起"'),
        ("text: {甲}項", "1:7", "starts with “{”", 'write "{甲}項"'),
        ("text: {{ users.total }}用戶", "1:8", "a bracket starts here", "quotation marks"),
        ('text: "你好"是', "1:11", "after its closing", "「你好」"),
        ('text: "你好"是', "1:11", "after its closing", "'\"你好\"是'"),
        ("text: '你好'是", "1:11", "after its closing", "\"'你好'是\""),
        ("text: 注意: 小心", "1:9", "a colon and a space", '"注意: 小心"'),
        ("a:\n  - type: list\n      items: x", "3:7", "“items” is indented too far", "column 5"),
        ("a: 1\n  b: 2", "2:3", "“b” is indented too far", "column 1"),
        ("a:\n　b: 2", "2:1", "a full-width space (U+3000)", "type spaces"),
        ("a:\n\u00a0\u00a0b: 2", "2:1", "a no-break space (U+00A0)", "type spaces"),
        ("a:\n \u2003b: 2", "2:2", "a special space (U+2003)", "type spaces"),
        ("a:\n　- 一", "2:1", "a full-width space", "type spaces"),
        ("a:\n　b：二", "2:1", "a full-width space", "type spaces"),
    ],
)
def test_mistakes_in_the_words_of_who_makes_them(
    text: str, place: str, says: str, hint: str
) -> None:
    (one,) = found_in(text)
    assert f"{one.line}:{one.column}" == place, one
    assert says in one.message
    assert hint in one.hint
