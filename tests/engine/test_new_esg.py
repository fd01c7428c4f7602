"""``report new --kind esg``: a report from a spreadsheet, with every drawing over time."""

from __future__ import annotations

import csv
import io
from collections import Counter
from pathlib import Path

import pikepdf
import pytest
from python_calamine import CalamineWorkbook

from report.content.load import load_report
from report.engine.engine import Engine
from report.engine.new import create
from report.engine.progress import Progress
from report.engine.store import Store
from report.ledger.ledger import read_ledger, unexplained
from report.model.blocks.chart import Chart
from report.model.blocks.data_table import DataTable
from report.model.drawing import kinds
from report.model.report import Report
from report.model.target import TARGETS
from report.project.project import Project
from report.project.shipped import KINDS, WORKFLOWS
from tests.engine.performance_workbook import MATERIALITY, PERFORMANCE, PLACE, workbook
from tests.small_report import run


def silent() -> Progress:
    return Progress(lambda _: None, live=False, silent=True)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("esg") / "new"
    assert run("new", "--kind", "esg", place).exit_code == 0
    return place


@pytest.fixture(scope="module")
def report(folder: Path) -> Report:
    read, found, _ = load_report(Project.at(folder))
    assert read is not None, found
    return read


def test_the_help_names_the_kinds() -> None:
    shown = " ".join(run("new", "--help").stdout.split())
    for kind, what in KINDS.items():
        assert f"{kind}: {what}" in shown
    assert "[default: small]" in shown


def test_an_unknown_kind_is_refused(tmp_path: Path) -> None:
    outcome = run("new", "--kind", "annual", tmp_path / "new")
    assert outcome.exit_code == 2
    assert "'small', 'esg'" in outcome.stderr
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("service", WORKFLOWS)
def test_a_workflow_may_be_added(service: str, tmp_path: Path) -> None:
    names = {str(file.relative_to(tmp_path)) for file in create(tmp_path, service, "esg")}
    assert {WORKFLOWS[service], "sources/performance.xlsx", "data/report.yaml"} <= names


def test_the_spreadsheet_is_the_one_that_the_script_makes(folder: Path) -> None:
    assert workbook() == workbook()
    assert (folder / "sources" / "performance.xlsx").read_bytes() == PLACE.read_bytes()
    for name, rows in (("績效", PERFORMANCE), ("重要性", MATERIALITY)):
        kept, made = (
            CalamineWorkbook.from_filelike(io.BytesIO(raw)).get_sheet_by_name(name).to_python()
            for raw in (PLACE.read_bytes(), workbook())
        )
        assert kept == made
        assert [tuple(row[: len(own)]) for row, own in zip(kept, rows, strict=True)] == list(rows)


def test_it_has_a_table_of_twenty_facts_over_three_years(report: Report) -> None:
    (table,) = [block for _, block in report.blocks() if isinstance(block, DataTable)]
    assert len(table.periods) == 3
    assert sum(row.fact is not None for row in table.rows) == 20
    assert sum(row.group is not None for row in table.rows) >= 3
    assert len({name for row in table.rows for name in row.notes}) >= 2


def test_every_drawing_over_time_is_there_once(report: Report) -> None:
    drawn = Counter(block.drawing.kind for _, block in report.blocks() if isinstance(block, Chart))
    assert drawn == dict.fromkeys((name for name, kind in kinds().items() if kind.over), 1)


def test_it_shows_imported_and_computed_facts_claims_and_a_rule(
    folder: Path, report: Report
) -> None:
    assert sum(series.file.endswith(".xlsx") for series in report.facts.values()) > 20
    used = {series.computed.how for series in report.facts.values() if series.computed}
    assert used >= {"sum", "difference", "divide", "share", "change"}
    facts = (folder / "data/facts.yaml").read_text(encoding="utf-8")
    assert facts.partition("\nmust:\n")[2].startswith("  - ")
    settings = (folder / "data/report.yaml").read_text(encoding="utf-8")
    assert "\nnumbers: {" in settings


def test_a_sentence_that_no_longer_holds_is_found(folder: Path, tmp_path: Path) -> None:
    create(tmp_path / "new", kind="esg")
    facts = tmp_path / "new/data/facts.yaml"
    text = facts.read_text(encoding="utf-8")
    changed = text.replace("water.total[2025] < water.total[2024]", "water.total[2025] > 50,000")
    facts.write_text(changed, encoding="utf-8")
    outcome = run("-C", tmp_path / "new", "--format", "json", "check")
    assert outcome.codes == ["D211"]


def test_every_data_file_names_its_schema(folder: Path) -> None:
    for path in (folder / "data").rglob("*.yaml"):
        first = path.read_text(encoding="utf-8").splitlines()[0]
        assert (path.parent / first.partition("$schema=")[2]).resolve().is_file(), path


@pytest.mark.parametrize("release", [(), ("--release",)])
def test_it_has_no_faults(folder: Path, release: tuple[str, ...]) -> None:
    outcome = run("-C", folder, "check", *release)
    assert (outcome.exit_code, outcome.stdout) == (0, "0 errors, 0 warnings, 0 notes\n")


@pytest.mark.slow
@pytest.mark.parametrize("theme", ["", "plain"])
def test_it_builds_for_release_and_every_number_is_explained(theme: str, tmp_path: Path) -> None:
    create(tmp_path / "new", kind="esg")
    settings = tmp_path / "new/data/report.yaml"
    if theme:
        text = settings.read_text(encoding="utf-8")
        assert "# theme: plain" in text
        settings.write_text(text.replace("# theme: plain", "theme: plain"), encoding="utf-8")
    engine = Engine(Project.at(tmp_path / "new"), Store(tmp_path / "kept"))
    _, found = engine.build(list(TARGETS.values()), engine.project.output, silent(), release=True)
    assert found == []
    ledger = read_ledger(engine, list(TARGETS.values()), silent())
    assert ledger.found == ()
    for target in TARGETS.values():
        pdf = (engine.project.output / f"{target.name}.pdf").read_bytes()
        assert unexplained(engine, pdf, [target], silent()) == ([], [])
    _check_attachment(
        pdf, {one.series.id: {p.period for p in one.printed} for one in ledger.entries}
    )


def _check_attachment(pdf: bytes, printed: dict[str, set[str]]) -> None:
    """The attached figures are those that the pages print, of these periods only."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        data = document.attachments["facts.csv"].get_file().read_bytes()
    attached: dict[str, set[str]] = {}
    for row in csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")):
        attached.setdefault(row["編號"], set()).add(row["期間"].removesuffix("年"))
    assert attached == {name: periods for name, periods in printed.items() if periods}
