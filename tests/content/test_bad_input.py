"""Bad data: each mistake gets its code, its exact place and a hint, and no PDF is changed."""

from __future__ import annotations

import os
import tracemalloc
from pathlib import Path

import pytest

from tests.conftest import Edit, Judge, Run
from tests.timing import takes_at_most

REPORT, FACTS = "data/report.yaml", "data/facts.yaml"
CHAPTER, SECTION = "data/chapter.yaml", "data/section.yaml"
FILES = {"R": REPORT, "F": FACTS, "C": CHAPTER, "S": SECTION}

#: (file:line:column of the finding, code, old text, new text, parts of the message)
Case = tuple[str, str, str, str, str]


def judge(bad: Judge, edit: Edit, case: Case) -> None:
    place, code, old, new, says = case
    file = FILES[place[0]]
    edit(file, old, new)
    bad(code, file + place[1:], says)


def test_the_small_report_has_no_findings(run: Run) -> None:
    outcome = run("--format", "json", "check", "--release")
    assert (outcome.exit_code, outcome.found) == (0, [])


# --- YAML ----------------------------------------------------------------------------------------

ALT = "    alt: 一張照片"
GRAMMAR: list[Case] = [
    ("S:11:11", "D006", ALT, "    alt: 甲: 一張", "there is a colon with a space in this text"),
    ("S:11:10", "D006", ALT, '    alt: "一張照片', "open here close only in line 22"),
    ("S:13:9", "D006", ALT, "    alt: '一\n      張'\n    x: a: b", "put quotation marks"),
    (
        "S:2:1",
        "D006",
        "title: 共享",
        "title 共享\n  long: 共享",
        "write a colon and a space after a key",
    ),
    ("S:24:17", "D006", "合計, ", "合計, '", "quotation marks open here and are never closed"),
    ("S:14:4", "D006", "  - type: table", "   - type: table", "start it in column 3"),
    ("S:2:6", "D006", "title: 共享", "title：共享", "full-width colon"),
    ("S:2:7", "D006", "title: 共享", "title:共享", "write a space between"),
    ("S:2:6", "D006", "title: 共享", "title 共享", "a colon is missing after “title”"),
    ("S:5:8", "D006", "lead: 用戶總數", "lead: ", "needs quotation marks around it"),
    (
        "S:16:14",
        "D006",
        "    caption: 捐贈",
        "    caption: [捐贈",
        "the bracket that opens here is never closed",
    ),
    ("S:11:10", "D006", ALT, "    alt: @一張", 'write "@一張"'),
    ("S:11:13", "D006", ALT, '    alt: "\\ud800"', "this backslash code is invalid"),
    ("S:11:10", "D006", ALT, "    alt: - 一", "there is an unexpected list"),
    ("S:2:1", "D006", "id: sharing", "id: sharing\n---\nid: b", "a second document"),
    ("C:5:5", "D006", "  - section", "  - x\n    - section", "belongs to the text above"),
    ("S:11:1", "D007", ALT, "\talt: 一", "replace the tab by two spaces"),
    ("S:11:3", "D007", ALT, "  \t  alt: 一", "replace the tab by two spaces"),
    ("S:14:5", "D008", "    art: rings", "    art: rings\n    art: mesh", "first in line 13"),
    ("S:11:10", "D009", ALT, "    alt: &a 一張", "anchor"),
    ("S:11:9", "D009", ALT, "    <<: *a", "write the full value"),
    ("S:11:10", "D009", ALT, "    alt: !!str 一張", "tag"),
    ("S:11:12", "D012", "一張照片", "一張\x00照片", "U+0000"),
    ("S:11:12", "D012", "一張照片", "一張\u2028照片", "U+2028"),
    ("S:11:12", "D012", "一張照片", '"一\\x1b張"', "U+001B"),
    ("S:11:10", "D012", "一張照片", "\ufeff一張", "U+FEFF"),
]


@pytest.mark.parametrize("case", GRAMMAR)
def test_grammar(bad: Judge, edit: Edit, case: Case) -> None:
    judge(bad, edit, case)


@pytest.mark.parametrize(
    ("content", "place"),
    [
        ("facts: " + "[" * 10_000, "1:47"),
        ("facts: " + "{a: " * 10_000, "1:164"),
        ("- " * 10_000 + "a", "1:81"),
        ("".join(f"{' ' * depth}a:\n" for depth in range(1_000)), "41:41"),
    ],
    ids=["brackets", "braces", "dashes", "indentation"],
)
def test_nesting_ten_thousand_deep(bad: Judge, project: Path, content: str, place: str) -> None:
    (project / FACTS).write_text(content)
    bad("D010", f"{FACTS}:{place}", "more than 40 levels")


def test_an_alias_bomb_never_explodes(bad: Judge, project: Path) -> None:
    levels = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    levels += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 30)]
    (project / FACTS).write_text("\n".join(levels))
    with takes_at_most(2):
        bad("D009", f"{FACTS}:1:5", by=("check",))


def test_a_file_of_a_hundred_megabytes_is_refused_quickly(bad: Judge, project: Path) -> None:
    os.truncate(project / FACTS, 100_000_000)
    with takes_at_most(3):
        tracemalloc.start()
        try:
            bad("D005", f"{FACTS}:1:1", "larger than 1 MB", by=("check",))
            peak = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
    assert peak < 20_000_000
    bad("D005", f"{FACTS}:1:1", by=("build",))


@pytest.mark.parametrize("content", ["", "\n \n", "\ufeff"])
def test_an_empty_file(bad: Judge, project: Path, content: str) -> None:
    (project / SECTION).write_text(content, encoding="utf-8")
    bad("D004", f"{SECTION}:1:1", "empty")


def test_a_file_of_nothing_but_comments(bad: Judge, project: Path) -> None:
    (project / SECTION).write_text("# 稍後補上\n---\n", encoding="utf-8")
    bad("D004", f"{SECTION}:1:1", "comments")


@pytest.mark.parametrize(
    ("encoding", "place"), [("big5", "2:8"), ("utf-16", "1:1"), ("gb18030", "2:8")]
)
def test_a_file_that_is_not_utf8(bad: Judge, project: Path, encoding: str, place: str) -> None:
    text = (project / SECTION).read_text(encoding="utf-8")
    (project / SECTION).write_bytes(text.encode(encoding))
    bad("D003", f"{SECTION}:{place}", "not UTF-8", "encoding UTF-8")


@pytest.mark.parametrize("change", ["bom", "crlf", "cr"])
def test_byte_order_marks_are_ignored(run: Run, project: Path, change: str) -> None:
    for name in FILES.values():
        path = project / name
        ends = {"bom": b"\n", "crlf": b"\r\n", "cr": b"\r"}[change]
        bom = b"\xef\xbb\xbf" if change == "bom" else b""
        path.write_bytes(bom + path.read_bytes().replace(b"\n", ends))
    assert run("--format", "json", "check").found == []


def test_places_are_right_in_a_file_with_crlf(bad: Judge, edit: Edit, project: Path) -> None:
    edit(SECTION, "{{ users.total }}", "{{ users.totl }}")
    path = project / SECTION
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    bad("D201", f"{SECTION}:5:11", "did you mean “users.total”")


# --- shape ---------------------------------------------------------------------------------------

SECTIONS = "sections:\n  - section.yaml"
SHAPE: list[Case] = [
    ("S:12:5", "D101", "    caption: 照片", "    captoin: 照片", "did you mean “caption”?"),
    ("S:18:9", "D101", "      - head: 地區", "      - haed: 地區", "did you mean “head”?"),
    ("S:12:5", "D101", "    caption: 照片", "    <<: {x: y}", "known here: type, id, caption"),
    ("F:8:5", "D101", "    source: 創新產品", "    source: 甲\n    id: a", "remove it"),
    ("R:4:7", "D102", "year: 2020", "year: 二零二零", "a whole number, not “二零二零”"),
    ("R:4:7", "D102", "year: 2020", "year: 1e400", "only digits"),
    ("R:4:7", "D105", "year: 2020", "year: 20201", "“year” must be 2200 or less"),
    ("R:4:6", "D102", "year: 2020", "year:", "not nothing"),
    ("R:5:11", "D105", "zh-Hant-HK", "zh-Hans-CN", "allowed: zh-Hant-HK"),
    ("R:8:15", "D102", "2020-12-31", "2020-02-30", "write year, month and day"),
    ("R:8:15", "D102", "2020-12-31", "1609372800", "a date like 2020-12-31"),
    ("R:8:15", "D105", "2020-12-31", "2019-12-31", "ends on 2019-12-31, before it starts"),
    ("R:1:8", "D105", "試驗報告", "報" * 201, "“title” is longer than 200 characters"),
    ("C:3:11", "D102", SECTIONS, "sections: section.yaml", "must be a list"),
    ("C:3:10", "D102", SECTIONS, "sections:", "write the entries after the colon"),
    ("C:3:11", "D105", SECTIONS, "sections: []", "“sections” has too few entries"),
    ("C:2:8", "D102", "title: 謀發展", "title: [謀發展]", "must be text, not a list"),
    ("S:9:5", "D103", f"{ALT}\n", "", "add “alt: …”"),
    ("S:1:1", "D103", "lead: 用戶總數{{ users.total }}。\n", "", "“lead” is missing"),
    ("S:11:10", "D105", ALT, "    alt: '  '", "“alt” is empty"),
    ("S:9:11", "D104", "type: picture", "type: pitcure", "did you mean “picture”?"),
    ("S:9:11", "D104", "type: picture", "type: video", "the block types are: award, case"),
    ("S:9:11", "D103", "type: picture", "type: [picture]", "this block has no type"),
    ("S:9:5", "D103", "type: picture", "kind: picture", "start it with “type: paragraph”"),
    ("S:9:5", "D102", "  - type: picture", "  - 照片\n  - type: picture", "not “照片”"),
    ("S:13:12", "D105", "    art: rings", "    lines: 99", "“lines” must be 40 or less"),
    ("S:13:10", "D105", "    art: rings", "    art: ring", "did you mean “rings”?"),
    ("S:10:9", "D105", "id: photo", "id: ../../etc/passwd", "small letters, digits, _"),
    ("S:10:9", "D105", "id: photo", "id: 照片*", "“照片*”"),
    ("S:3:9", "D105", "accent: second", "accent: secnd", "did you mean “second”?"),
    ("S:15:9", "D106", "id: gifts", "id: sharing", f"first in {SECTION}:1:5"),
    ("S:10:9", "D106", "id: photo", "id: band.sharing", "give one of the two another id"),
    ("S:8:11", "D105", "公司推廣5G", "字" * 10_000 + "5G", "a text may have 10,000"),
]


@pytest.mark.parametrize("case", SHAPE)
def test_shape(bad: Judge, edit: Edit, case: Case) -> None:
    judge(bad, edit, case)


def test_all_errors_are_reported_at_once(run: Run, edit: Edit) -> None:
    edit(SECTION, "    alt:", "    atl:")
    edit(SECTION, "kind: figure", "kind: figur")
    edit(SECTION, "{{ users.total }}", "{{ users.totl }}")
    edit(CHAPTER, "  - section.yaml", "  - section.yaml\n  - other.yaml")
    outcome = run("--format", "json", "check")
    assert outcome.codes == ["D001", "D201", "D101", "D105"]


def test_a_mistake_repeated_a_thousand_times_is_reported_briefly(run: Run, project: Path) -> None:
    with (project / SECTION).open("a", encoding="utf-8") as file:
        file.write("  - {type: paragraph, text: '{{ x }}'}\n" * 1_000)
    outcome = run("check")
    assert outcome.exit_code == 1
    assert "and 900 more findings in this file" in outcome.stderr
    assert outcome.stdout == "101 errors, 0 warnings, 0 notes\n"
