"""One report of a batch, made in this process: what differs from its files reaches its pages."""

from __future__ import annotations

import errno
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from report.batch.making import make
from report.batch.tasks import Event, Result, Task
from report.engine.build import build
from report.engine.engine import Engine
from report.engine.progress import Progress
from report.engine.store import Store
from report.findings.diagnostics import Place, Severity
from report.model.target import PRINT, SCREEN
from report.project.project import Project
from tests.batch.group import break_project, tasks_for, write_project
from tests.pdf import text
from tests.small_report import SECTION

LOGO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>'


def made(task: Task, store: Store | None = None, **options: Any) -> Result:
    return make(task, store or Store(None), lambda _event: None, **options)


@pytest.fixture
def task(tmp_path: Path) -> Task:
    """A small report whose PDF goes to a place of its own."""
    (one,) = tasks_for([write_project(tmp_path / "east")], tmp_path / "pdfs")
    return one


def alone(folder: Path, target: Any = PRINT) -> bytes:
    """Build a project as the command does, and return its PDF."""
    progress = Progress(lambda _: None, live=False, silent=True)
    (built,), _ = build(Project.at(folder), [target], folder / "build", progress)
    return built.path.read_bytes()


@pytest.fixture(scope="module")
def usual(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The PDF of the small report, built as the command does."""
    return alone(write_project(tmp_path_factory.mktemp("usual") / "east"))


def test_a_report_has_the_bytes_of_a_build_and_is_told_by_part(task: Task, usual: bytes) -> None:
    heard: list[Event] = []
    result = make(task, Store(None), heard.append)
    (pdf,) = result.written
    assert (result.status, result.reason) == ("built", "")
    assert pdf.path.read_bytes() == usual
    assert (pdf.target, pdf.pages, pdf.size) == ("print", 3, pdf.path.stat().st_size)
    assert heard[0].state == "began"
    parts = [one for one in heard if one.state == "part"]
    assert parts
    assert all(1 <= one.part <= one.parts for one in parts)
    assert result.memory > 50_000_000


def test_variables_stand_for_what_is_in_the_files(task: Task) -> None:
    place = Place("reports.yaml", 3, 5)
    values = (("organisation", "江蘇分公司"), ("title", "另一份報告"), ("edition", "第三版"))
    result = made(replace(task, variables=values, place=place))
    assert result.status == "built"
    words = text(task.path("print"))
    assert "江蘇分公司" in words
    assert "另一份報告" in words
    assert "南部公司" not in words
    assert "南部公司" in (task.folder / "data/report.yaml").read_text(encoding="utf-8")


def test_a_finding_about_a_variable_is_at_its_place_in_the_list(task: Task) -> None:
    place = Place("reports.yaml", 3, 5)
    digits = made(replace(task, variables=(("organisation", "第12分公司"),), place=place))
    assert digits.status == "built"
    assert [(one.code, one.file, one.line) for one in digits.findings] == [
        ("D206", "reports.yaml", 3)
    ]
    accents = (("accents.second.base", "viollet"),)
    colour = made(replace(task, variables=accents, place=place))
    assert colour.status == "failed"
    assert [(one.code, one.file) for one in colour.findings] == [("D504", "reports.yaml")]
    assert "viollet" in colour.reason


@pytest.mark.slow
def test_accents_and_colours_are_those_of_the_list(task: Task, usual: bytes) -> None:
    teal = tuple(
        (f"accents.second.{tone}", name)
        for tone, name in (("base", "teal"), ("deep", "brand"), ("mid", "teal-mid"))
    )
    brand = (("colours.brand.cmyk", '["95", "45", "55", "48"]'), ("colours.brand.srgb", "#06444b"))
    result = made(replace(task, variables=(*brand, *teal)))
    assert result.status == "built", result
    tokens = task.folder / "styles" / "tokens.yaml"
    tokens.parent.mkdir()
    whole = (Project.at(task.folder).theme / "styles/tokens.yaml").read_text(encoding="utf-8")
    whole = whole.replace(
        "second: {base: ice, deep: ice-deep, mid: ice-mid,",
        "second: {base: teal, deep: brand, mid: teal-mid,",
    )
    line = '  brand: {cmyk: [95, 45, 55, 48], srgb: "#06444b"}\n'
    tokens.write_text(whole.replace("\naccents:", f"\n{line}accents:"), encoding="utf-8")
    assert task.path("print").read_bytes() == alone(task.folder) != usual


@pytest.mark.slow
def test_a_theme_that_many_share_has_the_bytes_of_a_copy_in_the_project(
    task: Task, tmp_path: Path
) -> None:
    house = tmp_path / "house"
    logo_there = "{% if 'logo' in pictures %}<img alt='標誌' src='{{ pictures.logo }}'>{% endif %}"
    own = f"<p>{logo_there}本集團</p>"
    for folder in (house, task.folder):
        for name, content in (
            ("templates/colophon.html", own),
            ("styles/blocks/house.css", "p { letter-spacing: 0.1pt }"),
        ):
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, encoding="utf-8")
    logo = tmp_path / "logo.svg"
    logo.write_text(LOGO)
    (plain,) = tasks_for([write_project(tmp_path / "copy" / "east")], tmp_path / "shared")
    shared = replace(plain, theme=house, variables=(("pictures.logo", str(logo)),))
    assert made(shared).reason == ""
    (task.folder / "data/images").mkdir()
    (task.folder / "data/images/logo.svg").write_text(LOGO)
    pdf = shared.path("print").read_bytes()
    assert pdf == alone(task.folder)
    assert "本集團" in text(pdf)
    assert made(replace(shared, variables=())).status == "built"
    assert shared.path("print").read_bytes() != pdf


def test_a_logo_that_no_page_has_is_not_looked_at(task: Task) -> None:
    (task.folder / "data/images").mkdir()
    (task.folder / "data/images/logo.svg").write_text("no picture")
    (task.folder / "data/images/logo.ai").write_text("no picture")
    assert made(task).findings == ()


def test_a_logo_of_the_list_is_checked(task: Task, tmp_path: Path) -> None:
    logo = tmp_path / "logo.svg"
    logo.write_text("no picture")
    place = Place("reports.yaml", 2, 5)
    result = made(replace(task, variables=(("pictures.logo", str(logo)),), place=place))
    assert [(one.code, one.file) for one in result.findings] == [("D302", "reports.yaml")]


@pytest.mark.slow
def test_the_picture_of_a_block_may_be_another_in_each_report(
    tmp_path: Path,
) -> None:
    project = write_project(tmp_path / "east", section=SECTION)
    picture = tmp_path / "elsewhere.svg"
    picture.write_text(LOGO)
    (task,) = tasks_for([project], tmp_path / "pdfs", ["screen"])
    assert made(replace(task, variables=(("pictures.photo", str(picture)),))).status == "built"
    (project / "data/images").mkdir()
    (project / "data/images/photo.svg").write_text(LOGO)
    assert task.path("screen").read_bytes() == alone(project, SCREEN)
    broken = replace(task, variables=(("pictures.photo", str(project / "data/report.yaml")),))
    assert made(broken).status == "failed"


@pytest.mark.slow
def test_what_is_known_is_the_same_and_a_variable_makes_it_anew(task: Task, tmp_path: Path) -> None:
    store = Store(tmp_path / "cache")
    assert made(task, store).status == "built"
    assert made(task, store).status == "same"
    other = replace(task, variables=(("organisation", "江蘇分公司"),))
    assert made(other, store).status == "built"
    assert made(other, store).status == "same"
    task.path("print").unlink()
    back = made(task, store)
    assert back.status == "built"
    assert "南部公司" in text(task.path("print"))


def test_a_missing_project_fails_with_its_reason(tmp_path: Path) -> None:
    (task,) = tasks_for([tmp_path / "nothing"], tmp_path)
    result = made(task)
    assert (result.status, [one.code for one in result.findings]) == ("failed", ["D805"])
    assert str(tmp_path / "nothing") in result.reason


def test_a_broken_project_fails_and_keeps_its_last_pdf(task: Task) -> None:
    task.path("print").parent.mkdir()
    task.path("print").write_bytes(b"the last good PDF")
    break_project(task.folder)
    result = made(task)
    assert (result.status, [one.code for one in result.findings]) == ("failed", ["D201"])
    assert result.reason.startswith("data/section.yaml:5:")
    assert task.path("print").read_bytes() == b"the last good PDF"


@pytest.mark.slow
def test_warnings_fail_a_report_when_that_is_asked(task: Task) -> None:
    task = replace(task, variables=(("organisation", "第12分公司"),))
    assert made(task, fail_level=Severity.WARNING).status == "failed"


def test_a_locked_folder_for_pdfs_is_told(task: Task, tmp_path: Path) -> None:
    (tmp_path / "pdfs").write_text("a file")
    result = made(task)
    assert (result.status, [one.code for one in result.findings]) == ("failed", ["D701"])


@pytest.mark.parametrize(
    ("fault", "code", "says"),
    [
        (MemoryError(), "D914", "not enough memory"),
        (PermissionError(errno.EACCES, "Permission denied", "data"), "D702", "Permission denied"),
        (ZeroDivisionError("oh"), "D806", "ZeroDivisionError: oh"),
    ],
)
def test_any_error_of_one_report_is_its_result(
    task: Task, monkeypatch: pytest.MonkeyPatch, fault: Exception, code: str, says: str
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise fault

    monkeypatch.setattr(Engine, "build", fail)
    result = made(task)
    assert (result.status, [one.code for one in result.findings]) == ("failed", [code])
    assert says in result.reason


@pytest.mark.slow
def test_a_full_store_is_told_and_the_report_is_made(
    task: Task, usual: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = Path.write_bytes

    def full(path: Path, content: bytes) -> int:
        if "cache" in path.parts:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return write(path, content)

    monkeypatch.setattr(Path, "write_bytes", full)
    store = Store(tmp_path / "cache")
    result = made(task, store)
    assert result.status == "built"
    assert store.trouble == "No space left on device"
    assert task.path("print").read_bytes() == usual
