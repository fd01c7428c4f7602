"""What is published: only figures that are printed."""

from __future__ import annotations

import csv
import io
from functools import cache
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from report.content.load import load_report
from report.model.facts import Fact
from report.model.ledger import ledger, printed_facts
from report.project.project import Project
from tests.small_report import FACTS, SECTION, run, write_report

SECRETS = {
    "note": "只供內部核對用的備註",
    "source": "內部文件夾/數據冊.xlsx",
    "comment": "草稿說明不得外傳",
    "unused": "未公布的利潤",
    "number": "987654.25",
}


def _fact(**given: Any) -> Fact:
    usual = {"value": "1", "label": "名稱", "period": "2020年", "source": "表"}
    return Fact.model_validate(usual | given)


def _report(folder: Path, blocks: str, lead: str = "沒有數字。") -> Any:
    write_report(folder)
    section = SECTION[: SECTION.index("lead:")] + f"lead: {lead}\nblocks:\n{blocks}"
    (folder / "data/section.yaml").write_text(section, encoding="utf-8")
    report, found, _ = load_report(Project(folder, folder))
    assert report, found
    return report


@pytest.mark.parametrize(
    ("block", "printed"),
    [
        ("text: 共{{ gift.east }}", ["gift.east"]),
        ("text: 共{{ gift.east | exact }}", ["gift.east"]),
        ("text: 共{{ gift.east | number }}", ["gift.east"]),
        ("text: 共{{ gift.east | grouped }}", ["gift.east"]),
        ("text: 在{{ gift.east | period }}", []),
        ("text: 名為{{ gift.east | label }}", []),
        ("text: 以{{ gift.east | unit }}計", []),
        ("text: 在{{ gift.east | period }}有**{{ gift.west }}**", ["gift.west"]),
        ("text: 見[{{ gift.east }}](https://example.org)", ["gift.east"]),
    ],
)
def test_a_fact_counts_as_printed_with_its_figure(
    tmp_path: Path, block: str, printed: list[str]
) -> None:
    report = _report(tmp_path / "報告", f"  - type: paragraph\n    {block}\n")
    assert [fact.id for fact in printed_facts(report)] == printed


@pytest.mark.parametrize(
    "block",
    [
        "  - type: figures\n    items:\n      - fact: gift.west\n",
        "  - type: panel\n    id: p\n    title: 甲\n    headline: 乙\n    claims:\n"
        "      - text: 丙\n        fact: gift.west\n",
        "  - type: chart\n    id: c\n    title: 甲\n    drawing:\n      kind: tally\n"
        "      facts: [gift.west]\n",
        "  - type: table\n    caption: 甲\n    columns: [{head: 乙}, {head: 丙}]\n"
        '    rows:\n      - [丁, "共{{ gift.west }}"]\n',
        '  - type: list\n    items: ["共{{ gift.west }}"]\n',
        '  - type: case\n    place: 灣\n    text: ["共{{ gift.west }}"]\n',
    ],
)
def test_facts_are_found_in_blocks_of_all_kinds(tmp_path: Path, block: str) -> None:
    report = _report(tmp_path / "報告", block)
    assert [fact.id for fact in printed_facts(report)] == ["gift.west"]


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=HYPERLINK(1)", "'=HYPERLINK(1)"),
        ("+86", "'+86"),
        ("-2+3", "'-2+3"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("＝1+1", "'＝1+1"),
        ("用戶", "用戶"),
        ("1=1", "1=1"),
        ("%", "%"),
    ],
)
def test_no_text_is_a_formula(text: str, cell: str) -> None:
    data = ledger([_fact(label=text, unit=text, period=text, value="-3.5")])
    (row,) = csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    assert [row["名稱"], row["單位"], row["期間"], row["數值"]] == [cell, cell, cell, "-3.5"]


@cache
def _all_bytes(pdf: bytes) -> bytes:
    """Return all bytes of a PDF, decoded, strings as UTF-8."""
    parts = []
    with pikepdf.open(io.BytesIO(pdf)) as document:
        for thing in document.objects:
            if isinstance(thing, pikepdf.Stream):
                try:
                    parts.append(thing.read_bytes())
                except pikepdf.PdfError:  # the compression of a picture
                    parts.append(thing.read_raw_bytes())
            parts.append(_strings(thing).encode())
    return b"\n".join(parts)


def _strings(thing: Any) -> str:
    if isinstance(thing, pikepdf.String):
        return str(thing)
    if isinstance(thing, pikepdf.Array):
        return "\n".join(_strings(one) for one in list(thing) if not _is_indirect(one))
    if isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
        return "\n".join(_strings(one) for _, one in thing.items() if not _is_indirect(one))
    return ""


def _is_indirect(thing: Any) -> bool:
    return getattr(thing, "is_indirect", False)


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = write_report(tmp_path_factory.mktemp("published") / "機密資料夾")
    facts = FACTS.replace(
        "    source: 創新產品\n",
        f"    source: {SECRETS['source']}\n    note: {SECRETS['note']}\n",
    ).replace(
        "names: [5G]",
        f"  profit.secret:  # {SECRETS['comment']}\n    value: {SECRETS['number']}\n"
        f"    label: {SECRETS['unused']}\n    period: 2020年\n    source: 表\nnames: [5G]",
    )
    (folder / "data/facts.yaml").write_text(facts, encoding="utf-8")
    outcome = run("-C", folder, "build")
    assert outcome.exit_code == 0, outcome
    return {name: (folder / "build" / name).read_bytes() for name in ("print.pdf", "screen.pdf")}


@pytest.mark.parametrize("name", ["print.pdf", "screen.pdf"])
@pytest.mark.parametrize("secret", [*SECRETS.values(), "機密資料夾", "profit.secret"])
def test_nothing_that_is_not_printed_is_in_a_pdf(
    published: dict[str, bytes], name: str, secret: str
) -> None:
    held = _all_bytes(published[name])
    assert secret.encode() not in held
    assert secret.encode("utf-16-be") not in held


def test_the_search_finds_published_text(published: dict[str, bytes]) -> None:
    held = _all_bytes(published["screen.pdf"])
    for known in ("試驗機構", "users.total", "用戶總數"):
        assert known.encode() in held


def test_without_printed_facts_nothing_is_attached(tmp_path: Path) -> None:
    folder = tmp_path / "報告"
    _report(folder, "  - type: paragraph\n    text: 沒有數字。\n")
    outcome = run("-C", folder, "build", "--target", "screen")
    assert outcome.exit_code == 0, outcome
    with pikepdf.open(folder / "build/screen.pdf") as document:
        assert "/AF" not in document.Root
