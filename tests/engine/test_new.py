"""``report new``: a small project that works, in a folder that was empty, or nothing at all."""

import errno
import io
import os
import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from report.content.load import load_report
from report.content.schema import schemas
from report.engine import output
from report.engine.build import build, check
from report.engine.new import create
from report.engine.progress import Progress
from report.findings.errors import CannotRunError
from report.model.blocks import block_types
from report.model.report import Report
from report.model.target import TARGETS
from report.project.project import Project
from report.project.shipped import SKELETON
from tests.pdf import text


def silent() -> Progress:
    return Progress(lambda _: None, live=False, silent=True)


def codes(error: pytest.ExceptionInfo[CannotRunError]) -> list[str]:
    return [one.code for one in error.value.diagnostics]


@pytest.fixture
def project(tmp_path: Path) -> Project:
    create(tmp_path / "new")
    return Project.at(tmp_path / "new")


@pytest.fixture
def report(project: Project) -> Report:
    read, found, _ = load_report(project)
    assert read is not None, found
    return read


def test_it_gives_the_files_that_it_wrote(tmp_path: Path) -> None:
    folder = tmp_path / "made" / "on the way"
    files = create(folder)
    assert files == sorted(path for path in folder.rglob("*") if path.is_file())
    names = {str(path.relative_to(folder)) for path in files}
    assert {"data/report.yaml", "data/facts.yaml", "build/.gitignore"} <= names
    assert {f"data/.schema/{name}" for name in schemas()} <= names
    assert {str(path.relative_to(SKELETON)) for path in SKELETON.rglob("*.yaml")} <= names


def test_an_empty_folder_is_taken(tmp_path: Path) -> None:
    assert create(tmp_path)
    assert (tmp_path / "data" / "report.yaml").is_file()


def test_a_folder_that_holds_anything_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(CannotRunError) as error:
        create(tmp_path)
    assert codes(error) == ["D704"]
    (found,) = error.value.diagnostics
    assert "mine.txt" in found.message
    assert "empty" in found.hint
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_a_file_in_the_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("mine")
    with pytest.raises(CannotRunError) as error:
        create(tmp_path / "taken")
    assert codes(error) == ["D701"]
    assert (tmp_path / "taken").read_text() == "mine"


def test_a_place_that_cannot_be_written_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path, *args: Any, **kwargs: Any) -> None:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))

    monkeypatch.setattr(Path, "mkdir", refuse)
    with pytest.raises(CannotRunError) as error:
        create(tmp_path / "new")
    assert codes(error) == ["D701"]
    assert not (tmp_path / "new").exists()


def test_a_folder_that_cannot_be_looked_into_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path) -> Iterable[Path]:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))

    def no_trial(path: Path, **kwargs: Any) -> None:
        refuse(path)

    monkeypatch.setattr(Path, "iterdir", refuse)
    monkeypatch.setattr(Path, "touch", no_trial)
    with pytest.raises(CannotRunError) as error:
        create(tmp_path)
    assert codes(error) == ["D701"]


@pytest.mark.parametrize("there", [True, False])
def test_a_full_disk_leaves_nothing_behind(
    there: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_path: Path, _content: bytes) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    folder = tmp_path / "a" / "b"
    if there:
        folder.mkdir(parents=True)
    with monkeypatch.context() as patch:
        patch.setattr(output, "_write_to_disk", full)
        with pytest.raises(CannotRunError) as error:
            create(folder)
    assert codes(error) == ["D702"]
    assert list(tmp_path.rglob("*")) == ([folder.parent, folder] if there else [])
    assert create(folder)


def test_every_block_type_is_used_once(report: Report) -> None:
    used = Counter(block.type for _, block in report.blocks())
    missing = set(block_types()) - set(used)
    assert not missing, f"use it in report/skeleton/small/data/chapter/: {sorted(missing)}"
    assert used == dict.fromkeys(block_types(), 1)


def test_every_block_type_is_explained_where_it_is_used() -> None:
    written = "\n".join(path.read_text(encoding="utf-8") for path in SKELETON.rglob("*.yaml"))
    missing = [name for name in block_types() if f"  # {name}: " not in written]
    assert not missing, f"say above it “# {missing[0]}: ” and what it is, and then each key"


def test_every_key_of_its_blocks_is_explained(report: Report) -> None:
    for _, block in report.blocks():
        place = block.written_at
        lines = (SKELETON / place.file).read_text(encoding="utf-8").splitlines()
        above = []
        for line in reversed(lines[: place.line - 1]):
            if not line.strip().startswith("#"):
                break
            above.append(line)
        said = "\n".join(above)
        keys = set(type(block).model_fields) - {"type", "id"}
        missing = [key for key in keys if not re.search(rf"#   (\w+, )?{key}\b", said)]
        assert missing == [], block.type


def test_it_has_no_faults(project: Project) -> None:
    assert check(project) == []
    assert check(project, release=True) == []


def test_every_data_file_names_its_schema(project: Project) -> None:
    for path in project.data.rglob("*.yaml"):
        first = path.read_text(encoding="utf-8").splitlines()[0]
        assert first.startswith("# yaml-language-server: $schema="), path
        assert (path.parent / first.partition("=")[2]).resolve().is_file(), path


@pytest.mark.slow
def test_it_builds_for_release(project: Project, report: Report) -> None:
    built, found = build(project, list(TARGETS.values()), project.output, silent(), release=True)
    assert found == []
    assert [one.path.name for one in built] == ["print.pdf", "screen.pdf"]
    screen = (project.output / "screen.pdf").read_bytes()
    with pikepdf.open(io.BytesIO(screen)) as pdf:
        assert len(pdf.pages) == built[0].pages
    words = text(screen)
    assert report.settings.organisation in words
    for fact in report.facts.facts.values():
        assert fact.value in words
