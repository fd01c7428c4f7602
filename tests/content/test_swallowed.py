"""Text that YAML would silently drop is reported, with a hint what to type."""

from __future__ import annotations

import pytest

from report.content.oddities import find_oddities
from report.content.yaml import parse
from report.findings.diagnostics import Diagnostic
from report.findings.errors import FindingsError
from tests.timing import takes_at_most


def found_in(text: str) -> list[Diagnostic]:
    try:
        return find_oddities(parse(text, "a.yaml"))
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
def test_text_after_a_number_sign(text: str, place: str, hint: str) -> None:
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
def test_comments_are_not_reported(text: str) -> None:
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
        "value: 1\nnote: 一\n\n  二",
        "items:\n\n  - 一\n\n  - 二",
    ],
)
def test_one_paragraph_is_not_reported(text: str) -> None:
    assert found_in(text) == []


@pytest.mark.parametrize(
    ("text", "place", "says", "hint"),
    [
        ("text: [註一]本年起", "1:7", "starts with “[”", 'write "[註一]本年起"'),
        ("- [註一]本年起", "1:3", "starts with “[”", 'write "[註一]本年起"'),
        ("text: {甲}項", "1:7", "starts with “{”", 'write "{甲}項"'),
        ("text: {{ users.total }}用戶", "1:8", "a bracket instead of a key", "quotation marks"),
        ('text: "你好"是', "1:11", "after its closing", "「你好」"),
        ('text: "你好"是', "1:11", "after its closing", "'\"你好\"是'"),
        ("text: '你好'是", "1:11", "after its closing", "\"'你好'是\""),
        ("text: 注意: 小心", "1:9", "a colon with a space", '"注意: 小心"'),
        ("a:\n  - type: list\n      items: x", "3:7", "“items” is indented too far", "column 5"),
        ("a: 1\n  b: 2", "2:3", "“b” is indented too far", "column 1"),
        ("a:\n　b: 2", "2:1", "a full-width space (U+3000)", "type new ones"),
        ("a:\n\u00a0\u00a0b: 2", "2:1", "a no-break space (U+00A0)", "type new ones"),
        ("a:\n \u2003b: 2", "2:2", "a special space (U+2003)", "type new ones"),
        ("a:\n　- 一", "2:1", "a full-width space", "type new ones"),
        ("a:\n　b：二", "2:1", "a full-width space", "type new ones"),
    ],
)
def test_yaml_mistakes_have_plain_messages(text: str, place: str, says: str, hint: str) -> None:
    (one,) = found_in(text)
    assert f"{one.line}:{one.column}" == place, one
    assert says in one.message
    assert hint in one.hint


@pytest.mark.parametrize(
    ("text", "place", "hint"),
    [
        ("text: #減碳 行動", "1:7", '"#減碳 行動"'),
        ("text: # 減碳 行動", "1:7", '"# 減碳 行動"'),
        ("text: #減碳\n  行動", "1:7", '"#減碳行動"'),
        ("items:\n  - #減碳\n  - 乙", "2:5", '"#減碳"'),
        ("items:\n  - 甲\n  - #乙", "3:5", '"#乙"'),
        ("text: | #減碳\n  行動", "1:9", '"#減碳"'),
        ("text: >- #減碳\n  行動", "1:10", '"#減碳"'),
        ("note: #1", "1:7", '"#1"'),
    ],
)
def test_words_instead_of_a_text(text: str, place: str, hint: str) -> None:
    (one,) = found_in(text)
    assert (one.code, f"{one.line}:{one.column}") == ("D013", place)
    assert hint in one.hint


@pytest.mark.parametrize(
    "text",
    [
        "text:  # later",
        "rows: # 表\n  - 甲",
        "rows: #表\n  - 甲",
        "text: # 說明\n  行動",
        "text: | # 說明\n  行動",
        "items:\n  #- 甲\n  - 乙",
        "- #註\n  type: x",
        "- type: x\n  #text: 甲\n  y: z",
        "text:\n  #說明\n  行動",
    ],
)
def test_comments_after_keys_are_accepted(text: str) -> None:
    assert found_in(text) == []


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("text: |\n  甲\n  - 乙\n  - 丙", "3:3"),
        ("text: >\n  甲\n  • 乙", "3:3"),
        ("text: |\n  1. 甲\n  2. 乙", "2:3"),
        ("text: >-\n  甲：\n    * 乙", "3:5"),
    ],
)
def test_a_list_in_a_text(text: str, place: str) -> None:
    (one,) = found_in(text)
    assert (one.code, f"{one.line}:{one.column}") == ("D006", place)
    assert "type: list" in one.hint


def test_a_number_at_the_start_of_one_line_is_not_a_list() -> None:
    assert found_in("text: |\n  甲\n  3.5億戶") == []


@pytest.mark.parametrize(
    ("text", "cure"),
    [
        ("text: >\n  甲\n    乙\n  丙", "same column"),
        ('text: "甲\\n乙"', "remove the “\\n”"),
        ("text: |\n  甲\n\n  乙", "remove the blank line"),
        ("text: 甲\n\n  乙", "remove the blank line"),
    ],
)
def test_two_paragraphs_get_their_own_hint(text: str, cure: str) -> None:
    (one,) = found_in(text)
    assert one.code == "D014"
    assert cure in one.hint


@pytest.mark.parametrize(
    ("text", "place", "typed"),
    [
        ("text: **重點**在此", "1:7", '"**重點**在此"'),
        ("text: *重點*在此", "1:7", '"*重點*在此"'),
        ("items:\n  - **重點**在此", "2:5", '"**重點**在此"'),
        ('text: **重點**，見"乙"', "1:7", "'**重點**，見\"乙\"'"),
        ("text: %50", "1:7", '"%50"'),
        ("%50", "1:1", '"%50"'),
        ("text: ? 甲", "1:7", '"? 甲"'),
        ("- *evelopment/x.yaml", "1:3", '"*evelopment/x.yaml"'),
        ("text: !重要", "1:7", '"!重要"'),
        ("- &甲 乙", "1:3", '"&甲 乙"'),
        ("text: @甲", "1:7", '"@甲"'),
        ("text: `甲`", "1:7", '"`甲`"'),
        ("text: ,甲", "1:7", '",甲"'),
        ("text: |甲", "1:7", '"|甲"'),
        ("text: > 甲", "1:7", '"> 甲"'),
        ("a: b\ntext: 甲\n...\nc: d", "4:1", "remove the line “...”"),
        ("text: 甲\n  乙: 丙", "2:4", "which starts in line 1"),
        ("a: b\ntext: 甲\n  乙\n    丁: 戊", "4:6", "which starts in line 2"),
    ],
)
def test_yaml_indicators_get_a_hint_what_to_type(text: str, place: str, typed: str) -> None:
    (one,) = found_in(text)
    assert (one.code, f"{one.line}:{one.column}") == ("D006", place)
    assert typed in one.hint
    assert "valid YAML" not in one.message


@pytest.mark.parametrize(
    ("text", "place", "says"),
    [
        ("- a: 甲\n   b: 乙", "2:4", "start it in column 3"),
        ("- a: 甲\n b: 乙", "2:2", "start it in column 3"),
        ("a:\n  - b: 甲\n  c: 乙", "3:3", "“c” is not aligned with “b” above it"),
        ("a:\n  - 甲\n   - 乙", "3:4", "start it at the same column"),
        ("a:\n  - b: 甲\n - b: 乙", "3:2", "start it in column 3"),
        ("a: 甲\n- 乙", "2:1", "remove the “- ”"),
        ("a: |\n甲", "2:1", "is not indented"),
        ("- a: >-\n  甲", "2:3", "is not indented"),
        ("a: 甲\nb:\u3000乙", "2:3", "there is a full-width space (U+3000) after the colon"),
        ("a: 甲\nb:\u00a0乙", "2:3", "there is a no-break space (U+00A0) after the colon"),
        ("a:\n  -b: 甲\n   c: 乙", "2:4", "write “- b:”"),
        ("a:\n  — b: 甲\n    c: 乙", "2:3", "type the hyphen"),
        ("a:\n  • b: 甲\n    c: 乙", "2:3", "type the hyphen"),
        ("a:\n  - [甲，{乙: 丙]", "2:7", "the half-width comma and a space"),
        ("- type 甲\n  b: 乙", "1:7", "a colon is missing after “type”"),
    ],
)
def test_typing_errors_get_a_hint_what_to_type(text: str, place: str, says: str) -> None:
    (one,) = found_in(text)
    assert (one.code, f"{one.line}:{one.column}") == ("D006", place)
    assert says in f"{one.message} → {one.hint}"


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ('text: "snake\\_case"', 13),
        ('text: "C:\\temp"', 10),
        ('- "甲\\\\\\t"', 7),
        ('text: "甲\\_"', 9),
    ],
)
def test_a_backslash_escape_that_gives_a_space(text: str, column: int) -> None:
    (one,) = found_in(text)
    assert (one.code, one.line, one.column) == ("D006", 1, column)
    assert "in '…'" in one.hint


@pytest.mark.parametrize(
    "text", ['text: "a\\\\_b"', "text: 'a\\_b'", "text: a\\_b", 'text: "\\u7532\\"乙\\/"']
)
def test_backslashes_that_are_kept(text: str) -> None:
    assert found_in(text) == []


@pytest.mark.parametrize("text", ['- "甲", 乙', 'a: "甲", 乙\nb: 丙'])
def test_a_comma_after_quotation_marks(text: str) -> None:
    (one,) = found_in(text)
    assert "continues after its closing quotation marks" in one.message


@pytest.mark.slow
def test_a_long_file_is_read_in_time() -> None:
    with takes_at_most(5):
        parse("".join(f"- a{n}: 甲乙{n}\n" for n in range(30_000)), "a.yaml")
