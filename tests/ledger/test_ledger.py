"""The ledger of a small report: what is printed where, in every form, and what nothing explains."""

from __future__ import annotations

import csv
import io
import json
import subprocess
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import openpyxl
import pikepdf
import pytest

from tests.pdf import characters
from tests.small_report import Outcome, run, write_report

FACTS = """\
defaults: {period: 2020年, source: 環境數據冊}
facts:
  energy.power: {label: 外購電力, unit: 兆瓦時, values: {2019: 98450, 2020: 101020.5}}
  energy.gas: {label: 煤氣, unit: 兆瓦時, values: {2019: absent, 2020: 4870}}
  energy.total: {label: 總耗量, unit: 兆瓦時, sum: [energy.power, energy.gas], rounded: 0}
  users.total: {label: 用戶總數, unit: 億, value: 4.4}
  users.loss: {label: 虧損, unit: 萬元, value: -3.2}
  users.lead: {label: 領先, unit: "%", value: 12}
  users.unseen: {label: =未印, unit: 人, value: 3, source: "=甲"}
"""
SECTION = """\
id: sharing
title: 共享紅利
accent: second
art: waves
lead: 用戶總數{{ users.total }}，按ISO 14001管理，2020年12月31日止。
blocks:
  - type: paragraph
    text: 耗電{{ energy.power }}，上年{{ energy.power[2019] | in(吉瓦時) | rounded(1) }}，
      煤氣上年{{ energy.gas[2019] }}。
  - type: figures
    items:
      - fact: energy.total
      - fact: users.lead
  - type: list
    ordered: true
    items: [甲, 乙]
  - type: chart
    id: counted
    title: 兩項
    lines: 6
    drawing: {kind: tally, facts: [energy.gas, users.total]}
  - type: table
    id: gifts
    caption: 金額
    width: full
    columns: [{head: 項目}, {head: 金額, kind: figure, unit: 萬元}]
    rows:
      - [虧損, "{{ users.loss | number }}"]
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A small report that was built, with a cache of its own and a repository."""
    folder = tmp_path_factory.mktemp("ledger")
    made = write_report(folder / "report")
    (made / "data/facts.yaml").write_text(FACTS, encoding="utf-8")
    (made / "data/section.yaml").write_text(SECTION, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("REPORT_NO_CACHE", raising=False)
        patch.setenv("REPORT_CACHE", str(folder / "cache"))
        git(made, "init", "-q")
        git(made, "add", "data")
        commit(made)
        outcome = run("-C", made, "build")
        assert outcome.exit_code == 0, outcome.stderr
        yield made


def git(folder: Path, *words: str) -> None:
    subprocess.run(["git", "-C", folder, *words], check=True, capture_output=True)


def commit(folder: Path) -> None:
    person = ("-c", "user.name=a", "-c", "user.email=a@example.org")
    git(folder, *person, "commit", "-qm", "data")


def facts(project: Path, *words: str | Path) -> Outcome:
    return run("-C", project, "facts", *words)


def lines(project: Path, *words: str) -> dict[str, dict[str, object]]:
    outcome = run("-C", project, "--format", "json", "facts", *words)
    assert outcome.exit_code == 0, outcome.stderr
    read = [json.loads(line) for line in outcome.stdout.splitlines()]
    return {one["id"]: one for one in read}


def forms(project: Path, name: str) -> list[tuple[str, int, str]]:
    printed = lines(project)[name]["printed"]
    assert isinstance(printed, list)
    return [(one["target"], one["page"], one["form"]) for one in printed]


def test_a_line_of_json_has_these_keys(project: Path) -> None:
    power = lines(project)["energy.power"]
    assert list(power) == ["id", "values", "unit", "source", "printed"]
    assert power["values"] == {"2019": "98450", "2020": "101020.5"}
    assert (power["unit"], power["source"]) == ("兆瓦時", "環境數據冊")
    assert lines(project)["energy.gas"]["values"] == {"2019": "absent", "2020": "4870"}
    printed = power["printed"]
    assert isinstance(printed, list)
    assert list(printed[0]) == ["target", "page", "form", "box"]
    assert len(printed[0]["box"]) == 4


def test_every_form_is_read_from_the_pages(project: Path) -> None:
    found = forms(project, "energy.power")
    assert found == [
        *(("print", 2, "101,020.5兆瓦時"), ("print", 2, "98.5吉瓦時")),
        *(("screen", 2, "101,020.5兆瓦時"), ("screen", 2, "98.5吉瓦時")),
    ]
    assert [form for _, _, form in forms(project, "energy.gas")] == ["4,870兆瓦時"] * 2
    assert [form for _, _, form in forms(project, "users.total")] == ["4.4億"] * 4
    assert [form for _, _, form in forms(project, "users.loss")] == ["−3.2"] * 2
    assert [form for _, _, form in forms(project, "energy.total")] == ["105,891兆瓦時"] * 2


def test_the_boxes_are_where_another_reader_sees_the_text(project: Path) -> None:
    """On paper, whose pages do not begin at the corner of the trimmed page."""
    pages = characters((project / "build" / "print.pdf").read_bytes())
    count = 0
    for one in lines(project).values():
        printed = one["printed"]
        assert isinstance(printed, list)
        for place in printed:
            if place["target"] != "print":
                continue
            top, chars = pages[place["page"] - 1]
            x0, y0, x1, y1 = place["box"]
            inside = [
                char.get_text()
                for char in chars
                if x0 - 1 <= (char.x0 + char.x1) / 2 <= x1 + 1
                and y0 - 4 <= top - (char.y0 + char.y1) / 2 <= y1 + 4
            ]
            assert set(place["form"]) <= set("".join(inside)), (place, inside)
            count += 1
    assert count == 8


def test_the_attached_facts_are_those_that_are_printed(project: Path) -> None:
    with pikepdf.open(project / "build" / "screen.pdf") as pdf:
        raw = pdf.attachments["facts.csv"].get_file().read_bytes()
    rows = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"))))[1:]
    attached = {(row[0], row[5]) for row in rows}
    printed = {
        (row["編號"], row["期間"])
        for row in table(facts(project, "--format", "csv").stdout)
        if row["版本"] == "screen"
    }
    assert attached == printed
    assert ("energy.power", "2019年") in attached
    assert "users.unseen" not in {name for name, _ in attached}


def table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def test_csv_has_a_row_for_each_place(project: Path) -> None:
    rows = table(facts(project, "--format", "csv").stdout)
    first = next(row for row in rows if row["編號"] == "energy.power" and row["期間"] == "2020年")
    assert (first["數值"], first["單位"], first["所印"]) == (
        "101020.5",
        "兆瓦時",
        "101,020.5兆瓦時",
    )
    assert first["數據位置"] == "data/facts.yaml:3:70"
    unseen = next(row for row in rows if row["編號"] == "users.unseen")
    assert (unseen["名稱"], unseen["出處"], unseen["頁序"]) == ("'=未印", "'=甲", "")


def test_a_workbook_has_numbers_and_no_formulas(project: Path, tmp_path: Path) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        assert facts(project, "-o", tmp_path / name).exit_code == 0
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    first, second = book["數據"], book["印刷位置"]
    assert [cell.value for cell in first[1]][:5] == ["編號", "名稱", "單位", "2019年", "2020年"]
    assert [cell.value for cell in first[2]][:5] == [
        "energy.power",
        "外購電力",
        "兆瓦時",
        98450,
        101020.5,
    ]
    assert first["D3"].value == "–"
    labels = {cell.value: cell.data_type for cell in first["B"]}
    assert labels["=未印"] == "s"
    assert second.max_row > 16


def test_text_and_one_fact(project: Path) -> None:
    listed = facts(project).stdout
    assert "  2019年 98,450兆瓦時 · 環境數據冊 · data/facts.yaml:3:57\n" in listed
    assert "print: 98.5吉瓦時 p. 2 · screen: 98.5吉瓦時 p. 2" in listed
    one = facts(project, "--where", "energy.power[2019]").stdout.splitlines()
    assert one[-1].startswith("screen page 2 (2): 98.5吉瓦時 [")
    assert len([line for line in one if line.startswith(("print page", "screen page"))]) == 2


def test_unprinted(project: Path) -> None:
    assert list(lines(project, "--unprinted")) == ["users.unseen"]


def test_the_page_for_the_browser(project: Path, tmp_path: Path) -> None:
    assert facts(project, "-o", tmp_path / "a.html").exit_code == 0
    page = (tmp_path / "a.html").read_text(encoding="utf-8")
    assert "http:" not in page
    assert "https:" not in page
    assert page.count("<figure id=") == 2
    assert 'title="users.loss, page 3: −3.2"' in page
    facts(project, "--format", "html", "--target", "print")
    assert "print" not in (project / "build/facts.html").read_text("utf-8")[:200]


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("--where", "users.totl"), 1, "D201: there is no fact “users.totl”"),
        (("--where", "users.total[1999]"), 1, "D213"),
        (("--where", "a", "--unprinted"), 2, "cannot be used together"),
        (("--since", "v9"), 2, "D810: the facts at “v9” cannot be read: "),
        (("--unexplained", "none.pdf"), 2, "D703: none.pdf cannot be read: No such file"),
        (("--unexplained", __file__), 2, "D703: this is not a valid PDF"),
    ],
)
def test_bad_arguments(project: Path, words: tuple[str, ...], code: int, says: str) -> None:
    outcome = facts(project, *words)
    assert outcome.exit_code == code
    assert says in outcome.stderr


@pytest.mark.parametrize("target", ["print", "screen"])
def test_every_number_is_explained(project: Path, target: str) -> None:
    outcome = facts(project, "--unexplained", project / "build" / f"{target}.pdf")
    assert (outcome.stdout, outcome.exit_code) == ("", 0)


def test_changes_since_a_commit(project: Path) -> None:
    path = project / "data/facts.yaml"
    before = path.read_text(encoding="utf-8")
    try:
        path.write_text(
            before.replace("4.4}", "4.5}")
            .replace("2020: 4870", "2020: 4871")
            .replace("users.unseen: {label: =未印", "users.news: {label: 新")
            .replace("領先", "優勢"),
            encoding="utf-8",
        )
        said = facts(project, "--since", "HEAD").stdout.splitlines()
        read = run("-C", project, "--format", "json", "facts", "--since", "HEAD").stdout
    finally:
        path.write_text(before, encoding="utf-8")
    assert said == [
        "changed  energy.gas[2020]  4,870兆瓦時 → 4,871兆瓦時  print 2 · screen 2",
        "changed  energy.total[2020]  105,891兆瓦時 → 105,892兆瓦時  print 2 · screen 2",
        "changed  users.total[2020]  4.4億 → 4.5億  print 2 · screen 2",
        "changed  users.lead label  領先 → 優勢  print 2 · screen 2",
        "added  users.news[2020]  3人  not printed",
        "gone  users.unseen[2020]  3人  not printed",
    ]
    first = json.loads(read.splitlines()[0])
    assert first["pages"] == {"print": [2], "screen": [2]}
    assert (first["old"], first["new"]) == ("4,870兆瓦時", "4,871兆瓦時")


def test_what_templates_and_stylesheets_print_is_found(project: Path, tmp_path: Path) -> None:
    own = tmp_path / "own"
    for name in ("data/report.yaml", "data/facts.yaml", "data/chapter.yaml", "data/section.yaml"):
        (own / name).parent.mkdir(parents=True, exist_ok=True)
        (own / name).write_bytes((project / name).read_bytes())
    (own / "templates/blocks").mkdir(parents=True)
    (own / "templates/blocks/paragraph.html").write_text(
        "<p>{{ block.text | prose }}共765家。</p>", encoding="utf-8"
    )
    (own / "styles/blocks").mkdir(parents=True)
    (own / "styles/blocks/list.css").write_text('li::after { content: "98人" }')
    assert run("-C", own, "build", "--target", "screen").exit_code == 0
    outcome = facts(own, "--unexplained", own / "build/screen.pdf", "--format", "json")
    assert outcome.exit_code == 1
    found = [json.loads(line) for line in outcome.stdout.splitlines()]
    assert {(one["page"], one["number"]) for one in found} == {(1, "98"), (2, "765"), (2, "98")}
    assert ["共765家" in one["around"] for one in found if one["number"] == "765"] == [True]
    other = facts(project, "--unexplained", own / "build/screen.pdf")
    assert "D216" in other.stderr


def test_exact_decimals(project: Path) -> None:
    values = lines(project)["energy.power"]["values"]
    assert isinstance(values, dict)
    assert Decimal(values["2020"]) == Decimal("101020.5")
