"""Reports that a change touches, and reports that are still to be made."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from report.batch import record
from report.batch.listing import Wishes, listing
from report.batch.since import touched
from report.batch.tasks import Result
from report.findings.errors import CannotRunError
from tests.batch.group import write_group, write_list

LIST = """\
projects:
  - r01
  - {path: r02, theme: house, variables: {logo: logos/a.svg}}
  - {path: r03, theme: house}
output: pdfs/{name}-{target}.pdf
"""


def git(folder: Path, *arguments: str) -> None:
    names = ("-c", "user.name=test", "-c", "user.email=test@example.com")
    subprocess.run(["git", "-C", folder, *names, *arguments], check=True, capture_output=True)


@pytest.fixture
def group(tmp_path: Path) -> Path:
    """Three projects with one theme and a logo, in a repository."""
    write_group(tmp_path, 3)
    for name in ("house/styles/base/own.css", "logos/a.svg", "r03/.schema/x", "notes.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("/* 甲 */\n", encoding="utf-8")
    write_list(tmp_path, LIST)
    (tmp_path / ".gitignore").write_text("pdfs/\n")
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-qm", "first")
    return tmp_path


def names(group: Path, revision: str = "HEAD") -> list[str]:
    path = group / "reports.yaml"
    made = listing([path], Path(), Wishes())
    return [one.name for one in touched(made.tasks, revision, made.lists, Wishes())]


def append(name: str) -> Callable[[Path], None]:
    def change(group: Path) -> None:
        with (group / name).open("a", encoding="utf-8") as file:
            file.write("\n")

    return change


def replace(old: str, new: str) -> Callable[[Path], None]:
    def change(group: Path) -> None:
        path = group / "reports.yaml"
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")

    return change


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (append("notes.txt"), []),
        (append("r03/.schema/x"), []),
        (append("r01/data/facts.yaml"), ["r01"]),
        (append("r02/data/新.yaml"), ["r02"]),
        (append("house/styles/base/own.css"), ["r02", "r03"]),
        (append("logos/a.svg"), ["r02"]),
        (append("reports.yaml"), []),
        (replace("{path: r03, theme: house}", "r03"), ["r03"]),
        (replace("pdfs/{name}", "out/{name}"), ["r01", "r02", "r03"]),
        (replace("  - r01\n", "  - {path: r01, name: first}\n"), ["first"]),
    ],
)
def test_a_change_touches_the_reports_that_are_made_of_it(
    group: Path, change: Callable[[Path], None], expected: list[str]
) -> None:
    assert names(group) == []
    change(group)
    assert names(group) == expected
    git(group, "add", "-A")
    git(group, "commit", "-qm", "second")
    assert names(group) == []
    assert names(group, "HEAD~1") == expected


def test_projects_that_were_named_are_touched_by_their_own_files(group: Path) -> None:
    append("r01/data/facts.yaml")(group)
    made = listing([Path("r01"), Path("r02")], group, Wishes())
    assert [one.name for one in touched(made.tasks, "HEAD", (), Wishes())] == ["r01"]


def test_a_list_that_had_errors_touches_all(group: Path) -> None:
    replace("projects:", "prjects:")(group)
    git(group, "commit", "-qam", "broken")
    replace("prjects:", "projects:")(group)
    assert names(group) == ["r01", "r02", "r03"]


@pytest.mark.parametrize(("folder", "code"), [("", "D902"), ("outside", "D901")])
def test_what_cannot_be_told_is_no_empty_answer(
    group: Path, tmp_path_factory: pytest.TempPathFactory, folder: str, code: str
) -> None:
    where = tmp_path_factory.mktemp(folder) if folder else group
    if folder:
        write_group(where, 1)
    made = listing([where / "r01"], Path(), Wishes())
    with pytest.raises(CannotRunError) as caught:
        touched(made.tasks, "no-such-revision", (), Wishes())
    assert caught.value.diagnostics[0].code == code


def test_the_record_tells_what_is_left_to_make(tmp_path: Path) -> None:
    with pytest.raises(CannotRunError) as caught:
        record.read(tmp_path)
    assert caught.value.diagnostics[0].code == "D917"
    everything = ["a", "b", "c", "d"]
    first = [Result("a", "built"), Result("b", "failed"), Result("c", "stopped")]
    assert record.write(tmp_path, first, everything) == []
    kept = record.read(tmp_path)
    assert [one for one in everything if record.to_make(kept, one)] == ["b", "c", "d"]
    assert record.write(tmp_path, [Result("b", "same")], everything[:3]) == []
    kept = record.read(tmp_path)
    assert kept == {"a": "built", "b": "same", "c": "stopped"}


@pytest.mark.parametrize("content", ["", "[]", '{"form": 9}', '{"form": 1, "reports": 3}', "\0"])
def test_a_record_that_cannot_be_read_is_told(tmp_path: Path, content: str) -> None:
    path = record.path_of(tmp_path)
    path.parent.mkdir()
    path.write_text(content)
    with pytest.raises(CannotRunError) as caught:
        record.read(tmp_path)
    assert caught.value.diagnostics[0].code == "D917"
    assert record.write(tmp_path, [Result("a", "built")], ["a"]) == []
    assert record.read(tmp_path) == {"a": "built"}


def test_a_record_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "build").write_text("a file")
    (found,) = record.write(tmp_path, [Result("a", "built")], ["a"])
    assert found.code == "D916"
