"""Odd characters that are hard to see: reported once per kind, and corrected where that is safe."""

from __future__ import annotations

from pathlib import Path

import pytest

from report.content.fix import fix
from report.content.oddities import find_oddities
from report.content.yaml import parse
from report.project.project import Project
from tests.small_report import run, write_report


@pytest.mark.parametrize(
    ("text", "code", "says", "hint"),
    [
        ("同⾏", "D015", "“⾏”: radicals", "write “行”"),
        ("⼈⽤⼾⾏⼈", "D015", "“⼈⽤⼾⾏”: radicals", "write “人用戶行”"),
        ("⻑者", "D015", "“⻑”: radicals", "write “長”"),
        ("⺠主", "D015", "“⺠”: radicals", "write “民”"),
        ("金\uf90a", "D015", "“\uf90a”: compatibility forms", "write “金”"),
        ("\U0002f80e", "D015", "compatibility forms", "write “免”"),
        ("１２元", "D015", "“１２”: full-width", "write “12”"),
        ("ＡＢＣ", "D015", "full-width", "write “ABC”"),
        ("ｶﾅ", "D015", "half-width", "write “カナ”"),
        ("ｶﾞﾊﾟ", "D015", "half-width", "write “ガパ”"),
        ("o\ufb03ce", "D015", "joined forms", "write “ffi”"),
        ("﹙甲﹚﹐", "D015", "small", "write “（），”"),
        ("︵甲︶", "D015", "vertical", "write “（）”"),
        ("\U0001d400\U0001d7ce", "D015", "joined forms", "write “A0”"),
        ("\u0664\u0968", "D015", "usual characters", "write “42”"),
        ("5\u212a", "D015", "compatibility forms", "write “K”"),
        ("\u2329乙\u232a", "D015", "compatibility forms", "write “〈〉”"),
        ("二○二○年", "D015", "circle sign instead of the Chinese digit zero", "write “〇”"),
        ("乙\u200b", "D016", "U+200B", "delete it"),
        ("乙\u2060 丙", "D016", "U+2060", "delete it"),
        ("乙\u3164", "D016", "U+3164", "delete it"),
        ("cafe\u0301", "D015", "separate accent", "write “é”"),
        ("a\u202eb", "D016", "changes the writing direction (U+202E)", "delete it"),
        ("a\u200fb", "D016", "U+200F", "delete it"),
        ("公\u00ad司", "D016", "invisible character without effect (U+00AD)", "delete"),
        ("公\u200d司", "D016", "U+200D", "delete it"),
        ("葛\U000e0100飾", "D016", "after “葛”", "delete it"),
        ("行\ufe00", "D016", "U+FE00", "delete it"),
        (
            "\ue123",
            "D017",
            "a private-use character (U+E123)",
            "the intended character",
        ),
        ("\U000f0001", "D017", "U+F0001", "the intended character"),
    ],
)
def test_odd_characters_are_reported(text: str, code: str, says: str, hint: str) -> None:
    (one,) = find_oddities(parse(f"text: 甲{text}", "a.yaml"))
    assert one.code == code
    assert says in one.message
    assert hint in one.hint


@pytest.mark.parametrize(
    "text",
    [
        "行方人用金門長",
        "﨎﨏﨑﨓﨔﨟﨡﨣﨤﨧﨨﨩",  # ideographs of their own in a block of doubles
        "𠮷野家、㗎、嘅",
        "阿諾‧舒華，A·B，①②，～，…，—",
        "é Å ñ",
        "👨‍👩‍👧 ☎️ 1️⃣",
        "（）：；！？％",
        "甲\u3000乙",
        "長\u200b江 長\u2060江",
        "❤\ufe0f\u200d🔥",
        "○項、○○公司",
        "ΔΩ µm",
    ],
)
def test_usual_characters_are_not_reported(text: str) -> None:
    assert find_oddities(parse(f"text: 甲{text}", "a.yaml")) == []


def test_a_kind_is_reported_once_with_its_lines() -> None:
    tree = parse("a: ⼈\nb: [⼈, 乙]\nc: {d: ⾏⼈}\nsections: [⼈.yaml]\ntheme: ⼈", "a.yaml")
    (one,) = find_oddities(tree)
    assert (one.line, one.column) == (1, 4)
    assert "4 times, in lines 1, 2, 3" in one.message


def test_only_safe_corrections_are_made(tmp_path: Path) -> None:
    folder = write_report(tmp_path / "報告")
    path = folder / "data/section.yaml"
    before = (
        "\ufeff# ⼈ remark stays\r\nid: sharing\rtitle: 同⾏１２  # ⾏\r\n"
        "lead: 甲\u200f乙\ue123丙\r\n\r\nblocks:\r\n"
        '  - type: paragraph\n    text: "⼈\\u2f08e\u0301人"\n'
    ).encode()
    path.write_bytes(before)
    (one,) = fix(Project(folder, folder), ["data/section.yaml", "data/missing.yaml"])
    after = (
        "\ufeff# ⼈ remark stays\r\nid: sharing\rtitle: 同行12  # ⾏\r\n"
        "lead: 甲乙\ue123丙\r\n\r\nblocks:\r\n"
        '  - type: paragraph\n    text: "人\\u2f08é人"\n'
    ).encode()
    assert one.content == after
    assert [(str(place), old, new) for place, old, new in one.changes][:2] == [
        ("data/section.yaml:3:9", "⾏", "行"),
        ("data/section.yaml:3:10", "１", "1"),
    ]
    assert path.read_bytes() == before


def test_the_command_writes_its_corrections(tmp_path: Path) -> None:
    folder = write_report(tmp_path / "報告")
    path = folder / "data/section.yaml"
    good = path.read_text(encoding="utf-8")
    path.write_text(good.replace("一張照片", "⼀張照⽚"), encoding="utf-8")
    outcome = run("-C", folder, "check", "--release")
    assert outcome.exit_code == 1
    assert "D015" in outcome.stderr
    outcome = run("-C", folder, "check", "--release", "--fix")
    assert outcome.exit_code == 0, outcome
    assert "“⼀” (U+2F00) → “一” (U+4E00)" in outcome.stdout
    assert path.read_text(encoding="utf-8") == good
    assert "→" not in run("-C", folder, "check", "--fix").stdout


def test_dots_of_two_kinds_are_reported() -> None:
    (one,) = find_oddities(parse("a: 阿諾·舒華\nb: 甲乙\nc: 羅素‧高爾", "a.yaml"))
    assert (one.code, one.line, one.column) == ("D018", 3, 6)
    assert "U+00B7 in line 1" in one.message
    assert find_oddities(parse("a: 阿諾‧舒華\nb: 羅素‧高爾\nc: •甲", "a.yaml")) == []


def test_only_the_notes_and_sources_of_facts_are_not_printed() -> None:
    blocks = (
        "- {type: quote, source: ⾏}\n- {type: table, note: ⾏}\n- {value: 1, note: ⾏, source: ⾏}"
    )
    (one,) = find_oddities(parse(blocks, "a.yaml"))
    assert "2 times, in lines 1, 2" in one.message


def test_many_corrections_in_one_line_keep_the_next_line(tmp_path: Path) -> None:
    folder = write_report(tmp_path / "報告")
    path = folder / "data/section.yaml"
    path.write_text("a: ⼈１２⾏\u200f１\u200f\u200f⼈e\u0301\nb: 漢字漢字\n", encoding="utf-8")
    (one,) = fix(Project(folder, folder), ["data/section.yaml"])
    assert one.content.decode() == "a: 人12行1人é\nb: 漢字漢字\n"
