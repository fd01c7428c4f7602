"""Facts from spreadsheets: exact figures, each with its cell, and all that can be wrong."""

from __future__ import annotations

import io
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from openpyxl.worksheet.worksheet import Worksheet

from report.content.load import load_report
from report.engine.inputs import inputs
from report.figures.declared import declare_drawings
from report.findings.diagnostics import Diagnostic
from report.model.report import Report
from report.model.series import Absence
from report.project.project import Project
from tests.content.workbooks import (
    HEADS,
    IMPORT,
    ROWS,
    csv_text,
    formula,
    ods,
    packed,
    with_part,
    xlsx,
)

declare_drawings()


@pytest.fixture
def load(project: Path) -> Callable[..., tuple[Report | None, list[Diagnostic]]]:
    """Read the small report with a spreadsheet."""

    def loaded(
        raw: bytes | None, asked: str = IMPORT, name: str = "環境.xlsx", more: str = ""
    ) -> tuple[Report | None, list[Diagnostic]]:
        (project / "sources").mkdir()
        if raw is not None:
            (project / "sources" / name).write_bytes(raw)
        facts = project / "data/facts.yaml"
        text = facts.read_text(encoding="utf-8").replace("facts:\n", f"facts:\n{more}", 1)
        facts.write_text(text + asked.replace("環境.xlsx", name), encoding="utf-8")
        report, found, _ = load_report(Project.at(project))
        return report, found

    return loaded


Load = Callable[..., tuple[Report | None, list[Diagnostic]]]


def told(found: list[Diagnostic]) -> str:
    (one,) = found
    return f"{one.place} {one.code}: {one.message} → {one.hint}"


def test_figures_are_as_exact_as_their_cells(load: Load) -> None:
    report, found = load(xlsx())
    assert report is not None, found
    assert found == []
    power = report.facts["energy.power"]
    assert (power.label, power.unit, power.source) == ("外購電力", "兆瓦時", "表2")
    assert [power.text(one) for one in power.periods] == [
        "98,450兆瓦時",
        "101,020.5兆瓦時",
        "96,804.25兆瓦時",
    ]
    assert str(power.place(2024)) == "sources/環境.xlsx:環境!G4"
    assert report.facts["energy.gas"].at(2023) is Absence.ABSENT
    assert report.files[-1] == "sources/環境.xlsx"


def test_a_cell_in_per_cent_is_what_it_shows(load: Load) -> None:
    report, _ = load(xlsx())
    assert report is not None
    share = report.facts["waste.recycled"]
    assert [share.text(one) for one in share.periods] == ["25%", "30.1%", "33.3%"]


def test_a_title_may_stand_in_the_column_of_the_ids(load: Load) -> None:
    report, found = load(xlsx(rows=(HEADS, ("能源",), ("a", "甲", "噸", "乙", 1, 2, 3))))
    assert report is not None, found
    assert "a" in report.facts


def test_an_id_that_cannot_be_one_is_told_when_its_row_has_more(load: Load) -> None:
    _, found = load(
        xlsx(rows=(HEADS, ("能源", "", "", "", 1, 2, 3), ("a", "甲", "噸", "乙", 1, 2, 3)))
    )
    assert "D224: “能源” cannot be an id" in told(found)


def test_binary_noise_of_a_cell_is_no_figure(load: Load) -> None:
    rows = (HEADS, ("a", "甲", "噸", "乙", 0.1 + 0.2, 1e-7, 123456789012345))
    report, found = load(xlsx(rows=rows))
    assert report is not None, found
    assert [report.facts["a"].exact(one) for one in (2022, 2023, 2024)] == [
        Decimal("0.3"),
        Decimal("0.0000001"),
        Decimal(123456789012345),
    ]


def test_a_computed_fact_of_imported_ones(load: Load) -> None:
    more = "  energy.total: {label: 總耗量, sum: [energy.power, energy.gas], rounded: 0}\n"
    report, found = load(xlsx(), more=more)
    assert report is not None, found
    total = report.facts["energy.total"]
    assert [total.text(one) for one in total.periods] == ["103,460兆瓦時", "–", "101,674兆瓦時"]


def test_rounded_of_an_import(load: Load) -> None:
    report, _ = load(xlsx(), IMPORT + "    rounded: 0\n")
    assert report is not None
    power = report.facts["energy.power"]
    assert (power.text(2023), power.exact(2023)) == ("101,021兆瓦時", Decimal("101020.5"))


ONE_YEAR = """\
imports:
  - file: sources/環境.xlsx
    columns: {id: 編號, label: 指標, value: 2024年}
    period: 2024年度
    unit: 噸
    source: 數據冊
"""


def test_one_period_with_a_unit_and_a_source_of_all(load: Load) -> None:
    report, found = load(xlsx(), ONE_YEAR.replace("2024年度", "2024年度"))
    assert report is None
    assert "this cell is in per cent, but its unit is 噸" in told(found)


def test_an_ods(load: Load) -> None:
    report, found = load(ods(), name="環境.ods")
    assert report is not None, found
    assert report.facts["energy.power"].text(2024) == "96,804.25兆瓦時"
    assert report.facts["waste.recycled"].text(2023) == "30.1%"
    assert str(report.facts["energy.gas"].place(2024)) == "sources/環境.ods:環境!G3"


CSV = IMPORT.replace("    sheet: 環境\n", "")
TEXT = csv_text(rows=(HEADS, ("a", "甲", "噸", "乙", "4.40", '"1,234"', "(3.2)")))


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        (TEXT.encode(), "環境.csv"),
        (TEXT.encode("utf-8-sig"), "環境.csv"),
        (TEXT.encode("big5"), "環境.csv"),
        (TEXT.encode("gb18030"), "環境.csv"),
        (TEXT.encode("utf-16"), "環境.csv"),
        (csv_text(";").replace("98450", "4.40").encode(), "環境.csv"),
        (("環境數據冊\n\n" + csv_text("\t")).replace("98450", "4.40").encode(), "環境.CSV"),
    ],
)
def test_a_csv_in_any_usual_form(load: Load, raw: bytes, name: str) -> None:
    report, found = load(raw, CSV, name)
    assert report is not None, found
    first = next(series for series in report.facts.values() if series.file)
    assert first.text(2022)[:4] == "4.40"
    if first.id == "a":
        assert [first.text(one) for one in (2023, 2024)] == ["1,234噸", "−3.2噸"]


def test_the_place_in_a_csv_is_its_line(load: Load) -> None:
    text = csv_text(rows=(HEADS, ("a", '"甲\n乙"', "噸", "乙", "1", "1", "1"), ("b", "丙", "噸")))
    _, found = load(text.encode(), CSV, "環境.csv")
    assert [str(one.place) for one in found] == ["sources/環境.csv:4"] * 3


def cell(at: str, value: Any, **more: Any) -> Callable[[Worksheet], None]:
    def change(sheet: Worksheet) -> None:
        sheet[at] = value
        for key, one in more.items():
            setattr(sheet[at], key, one)

    return change


WRONG: list[tuple[Callable[[Worksheet], object], str, str]] = [
    (cell("G4", None), "環境!G4 D223: this cell is empty", "– (not known), 不適用 or 無"),
    (cell("G4", "96,804"), "環境!G4 D223: “96,804” is text that only looks", "Text to Columns"),
    (cell("G4", "約9萬"), "環境!G4 D223: “約9萬” is text, and a figure is", "write the figure"),
    (cell("G4", True), "環境!G4 D223: this cell is TRUE, no figure", "write the figure"),
    (cell("G4", "#DIV/0!", data_type="e"), "環境!G4 D223: this cell has the error #DIV/0!", ""),
    (cell("G4", "=E4*2"), "環境!G4 D223: this formula has no stored value", "save it again"),
    (cell("B4", "=E4*2"), "環境!B4 D223: this formula has no stored value", "save it again"),
    (cell("G4", 45293, number_format="yyyy-mm-dd"), "環境!G4 D223: this cell is a date", "Number"),
    (cell("G4", 0.12, number_format="0%"), "環境!G4 D223: this cell is in per cent", "unit %"),
    (cell("G4", 1 / 3), "環境!G4 D223: 0.333333… has more than 12 digits", "rounded: 1"),
    (cell("A5", "energy.power"), "環境!A5 D224: the id “energy.power” is used twice, first in", ""),
    (cell("A5", "煤氣"), "環境!A5 D224: “煤氣” cannot be an id", "small letters"),
    (cell("B5", None), "環境!B5 D223: the fact “energy.gas” has no label", ""),
    (cell("B5", "長" * 201), "環境!B5 D223: this label is longer than 200 characters", ""),
    (lambda s: s.merge_cells("F5:G5"), "環境!F5 D223: a figure is in merged cells", "unmerge"),
    (lambda s: s.merge_cells("F3:G3"), "環境!F3 D222: the head “2023年” is merged over", ""),
    (cell("F3", "2022年"), "環境!E3 D222: the head “2022年” is there twice", ""),
]


@pytest.mark.parametrize(("change", "says", "hint"), WRONG)
def test_a_wrong_cell_is_told_with_its_place(
    load: Load, change: Callable[[Worksheet], object], says: str, hint: str
) -> None:
    report, found = load(xlsx(change))
    assert report is None
    lines = [f"{one.place} {one.code}: {one.message} → {one.hint}" for one in found]
    (line,) = [one for one in lines if one.startswith(f"sources/環境.xlsx:{says}")]
    assert hint in line


def test_many_wrong_cells_are_told_together(load: Load) -> None:
    rows = (HEADS, *((f"f{n}", "甲", "噸", "乙", None, 1, 2) for n in range(300)))
    _, found = load(xlsx(rows=rows))
    assert len(found) == 11
    assert found[-1].message.startswith("290 more cells are wrong in the same way: E12, E13")


def merged_source(sheet: Worksheet) -> None:
    sheet.merge_cells("D4:D5")


def test_merged_texts_are_those_of_all_their_rows(load: Load) -> None:
    report, _ = load(xlsx(merged_source))
    assert report is not None
    assert report.facts["energy.gas"].source == "表2"


def hidden(sheet: Worksheet) -> None:
    assert sheet.parent is not None
    sheet.parent.create_sheet("草稿").sheet_state = "hidden"


def hidden_itself(sheet: Worksheet) -> None:
    assert sheet.parent is not None
    sheet.parent.create_sheet("首頁")
    sheet.parent.active = 1
    sheet.sheet_state = "hidden"


def hidden_row(sheet: Worksheet) -> None:
    sheet.row_dimensions[5].hidden = True


def hidden_column(sheet: Worksheet) -> None:
    sheet.column_dimensions["F"].hidden = True


def nameless(sheet: Worksheet) -> None:
    sheet.append([None, "合計", "兆瓦時", None, 1, 2, 3])


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (xlsx(hidden), "sources/環境.xlsx D225: “sources/環境.xlsx” has hidden sheets: 草稿"),
        (xlsx(hidden_itself), "sources/環境.xlsx D225: the sheet “環境” is hidden"),
        (xlsx(hidden_row), "sources/環境.xlsx:環境!A5 D225: hidden rows are read: 5"),
        (xlsx(hidden_column), "sources/環境.xlsx:環境!F1 D225: a hidden column is read"),
        (xlsx(nameless), "環境!A7 D225: rows with figures but without an id are not read: 7"),
        (with_part(xlsx(), "xl/vbaProject.bin"), "has macros; they are not run"),
    ],
)
def test_what_is_easily_overlooked_is_a_warning(load: Load, raw: bytes, says: str) -> None:
    report, found = load(raw)
    assert report is not None
    assert says in told(found)
    assert found[0].severity == "warning"


def test_values_of_other_workbooks(load: Load) -> None:
    sheet = xlsx()
    with ZipFile(io.BytesIO(sheet)) as archive:
        files = {name: archive.read(name).decode() for name in archive.namelist()}
    name = "xl/worksheets/sheet1.xml"
    files[name] = files[name].replace("<v>98450</v>", "<f>[1]表!A1</f><v>98450</v>")
    report, found = load(packed(files))
    assert report is not None
    assert "環境!E4 D225: 1 cell takes values of other workbooks" in told(found)


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600


@pytest.mark.parametrize(
    ("raw", "asked", "name", "says"),
    [
        (OLE, IMPORT, "環境.xlsx", "30:12 D221: “sources/環境.xlsx” is protected by a password"),
        (b"", IMPORT, "環境.xlsx", "D221: “sources/環境.xlsx” is empty"),
        (b"PK\x03\x04" + b"x" * 99, IMPORT, "環境.xlsx", "D221: “sources/環境.xlsx” is broken"),
        (xlsx()[:-700], IMPORT, "環境.xlsx", "is broken, or is no spreadsheet"),
        (packed({"a.txt": "x"}), IMPORT, "環境.xlsx", "is broken, or is no spreadsheet"),
        (b"x" * 20_000_001, IMPORT, "環境.xlsx", "is larger than 20 MB"),
        (b"\x00\xff" * 40, CSV, "環境.csv", "is no text → save it as CSV with the encoding UTF-8"),
        (TEXT.encode() + b'"x', CSV, "環境.csv", "this line cannot be read as CSV"),
        (b"x", IMPORT, "環境.xls", "is no spreadsheet that can be read → save it as .xlsx"),
        (None, IMPORT, "環境.xlsx", "29:11 D001: the file “sources/環境.xlsx” does not exist"),
        (xlsx(), IMPORT.replace("t: 環境", "t: 環保"), "環境.xlsx", "30:12 D222: “sources"),
        (xlsx(), IMPORT.replace(": 2023年", ": 2023"), "環境.xlsx", "has no head “2023” → did you"),
        (xlsx(), IMPORT.replace("3: 2023年", "3: 2022年"), "環境.xlsx", "would come from"),
        (xlsx(), IMPORT.replace("label:", "lable:"), "環境.xlsx", "the key “lable” is unknown"),
        (xlsx(), IMPORT.replace("id: 編號, ", ""), "環境.xlsx", "the columns have no “id”"),
        (xlsx(), IMPORT.replace("sources/", "../"), "環境.xlsx", "leads out of the project"),
        (xlsx(rows=(HEADS,)), IMPORT, "環境.xlsx", "there are no facts below the heads"),
        (xlsx(rows=((1, 2),)), IMPORT, "環境.xlsx", "no row of the sheet has the heads"),
        (ods(more=formula("of:=1/0", "#DIV/0!", "string")), IMPORT, "環境.ods", "error #DIV/0!"),
        (ods(more=formula("of:=[.A1]")), IMPORT, "環境.ods", "this formula has no stored value"),
    ],
)  # fmt: skip
def test_a_spreadsheet_that_cannot_be_read(
    load: Load, raw: bytes | None, asked: str, name: str, says: str
) -> None:
    report, found = load(raw, asked, name)
    assert report is None
    assert says in told(found[:1])


def test_an_ods_with_a_password(load: Load) -> None:
    raw = packed(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": "x",
            "META-INF/manifest.xml": "<m><manifest:encryption-data/></m>",
        }
    )
    assert "is protected by a password" in told(load(raw, name="環境.ods")[1])


def with_figure(figure: str) -> bytes:
    """Give the workbook with another figure in E4, as it is in the file."""
    with ZipFile(io.BytesIO(xlsx())) as archive:
        files = {name: archive.read(name).decode() for name in archive.namelist()}
    name = "xl/worksheets/sheet1.xml"
    assert "<v>98450</v>" in files[name]
    files[name] = files[name].replace("<v>98450</v>", f"<v>{figure}</v>")
    return packed(files)


@pytest.mark.parametrize(
    ("figure", "says"),
    [
        ("NaN", "環境!E4 D223: this cell has the error nan"),
        ("inf", "環境!E4 D223: this cell has the error inf"),
        ("1E300", "環境!E4 D223: this number has more than 15 digits before its point"),
        ("-9999999999999999", "環境!E4 D223: this number has more than 15 digits"),
        ("1E-20", "環境!E4 D223: 0.000000… has more than 12 digits after its point"),
    ],
)
def test_numbers_that_no_figure_has(load: Load, figure: str, says: str) -> None:
    assert says in told(load(with_figure(figure))[1])


@pytest.mark.parametrize(
    ("figure", "value"),
    [("-0", "0"), ("1e3", "1000"), ("0.1e1", "1"), ("98450.000000000001", "98450")],
)
def test_numbers_in_other_notations(load: Load, figure: str, value: str) -> None:
    report, found = load(with_figure(figure))
    assert report is not None, found
    assert report.facts["energy.power"].point(2022).value == value


def test_a_cell_far_away_is_refused_at_once(load: Load) -> None:
    raw = xlsx(lambda sheet: sheet.cell(19_000, 16_384, "x"))
    assert "2,000,000 cells are read at most → keep only the rows" in told(load(raw)[1])


def test_a_far_cell_without_content_does_no_harm(load: Load) -> None:
    def styled(sheet: Worksheet) -> None:
        sheet.cell(1_048_576, 16_384).number_format = "0.0"

    assert load(xlsx(styled))[1] == []


def test_repeated_cells_of_an_ods_are_counted(load: Load) -> None:
    cell = '<table:table-cell table:number-columns-repeated="16384" office:value-type="float" '
    cell += 'office:value="1"/>'
    row = f'<table:table-row table:number-rows-repeated="19000">{cell}</table:table-row>'
    assert "too many rows or cells" in told(load(ods(more=row), name="環境.ods")[1])


def test_empty_rows_at_the_end_of_an_ods_are_usual(load: Load) -> None:
    cell = '<table:table-cell table:number-columns-repeated="16384"/>'
    row = f'<table:table-row table:number-rows-repeated="1048000">{cell}</table:table-row>'
    assert load(ods(more=row), name="環境.ods")[1] == []


def test_a_workbook_of_the_strict_form_is_told(load: Load) -> None:
    with ZipFile(io.BytesIO(xlsx())) as archive:
        files = {name: archive.read(name).decode() for name in archive.namelist()}
    usual, strict = (
        "schemas.openxmlformats.org/spreadsheetml/2006",
        "purl.oclc.org/ooxml/spreadsheetml",
    )
    raw = packed({name: text.replace(usual, strict) for name, text in files.items()})
    assert "is saved as Strict Open XML → save it as an ordinary" in told(load(raw)[1])


def test_an_empty_sheet_is_told(load: Load) -> None:
    assert "→ the sheet is empty: name another, or fill it in" in told(load(xlsx(rows=()))[1])


def test_a_finding_in_a_csv_names_the_column(load: Load) -> None:
    text = csv_text(rows=(HEADS, ("a", "甲", "噸", "乙", "1", "12%", "3")))
    assert "環境.csv:2 D223: column “2023年”: “12%” cannot be a value" in told(
        load(text.encode(), CSV, "環境.csv")[1]
    )


def test_a_period_with_digits_that_is_no_year(load: Load) -> None:
    _, found = load(xlsx(), IMPORT.replace("2023: 2023年", "203: 2023年"))
    assert "“203” cannot be a period → write a year, like “2023: 2023年”" in told(found)


def test_a_million_rows_are_refused_at_once(load: Load) -> None:
    row = "<row><c><v>1</v></c></row>"
    raw = with_part(xlsx(), "xl/worksheets/sheet9.xml", row.encode() * 1_600_000)
    assert "has a sheet with too many rows" in told(load(raw)[1])
    rows = (HEADS, *((f"f{n}", "甲", "噸", "乙", 1, 1, 2) for n in range(20_001)))
    text = csv_text(rows=rows)
    assert "has too many rows: 20,000" in told(again(load, text))


def again(load: Load, text: str) -> list[Diagnostic]:
    from report.content.sheets import read_sheet
    from report.findings.diagnostics import Place
    from report.findings.errors import FindingsError

    with pytest.raises(FindingsError) as caught:
        read_sheet(text.encode(), "a.csv", "", HEADS, Place("a.yaml", 1, 1))
    return list(caught.value.diagnostics)


def test_a_fact_that_is_written_and_imported(load: Load) -> None:
    more = "  energy.gas: {label: 甲, value: 3, period: 2020年, source: 乙}\n"
    report, found = load(xlsx(), more=more)
    assert report is None
    assert "the fact “energy.gas” is imported too, from sources/環境.xlsx:環境!A5" in told(found)


def test_facts_of_two_sheets(load: Load) -> None:
    report, found = load(xlsx(), IMPORT + IMPORT.removeprefix("imports:\n"))
    assert report is None
    assert {one.code for one in found} == {"D224"}
    assert len(found) == len(ROWS)


def test_a_spreadsheet_is_an_input_of_the_build(load: Load, project: Path) -> None:
    load(xlsx())
    before = inputs(Project.at(project))
    (project / "sources/環境.xlsx").write_bytes(xlsx(cell("G4", 96805)))
    after = inputs(Project.at(project))
    assert [name for name in after if before.get(name) != after[name]] == ["sources/環境.xlsx"]
