"""A project on its way to another machine: the same files there, or a reason why not."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from report.batch.sending import CannotSendError, Manifest, lay_out, manifest
from report.batch.tasks import Task


def task(folder: Path, theme: Path | None = None, **variables: str) -> Task:
    given = tuple((name.replace("__", "."), value) for name, value in variables.items())
    return Task("one", folder, theme, ("print",), (("print", folder / "one.pdf"),), given)


def sent(one: Task, to: Path) -> dict[str, bytes]:
    """Send a task's files to a folder; returns them by name."""
    paths: dict[str, Path] = {}
    wanted = manifest(one, paths)
    lay_out(wanted, to, lambda digest: paths[digest].read_bytes())
    return {
        path.relative_to(to).as_posix(): path.read_bytes()
        for path in to.rglob("*")
        if path.is_file()
    }


def write(root: Path, *names: str) -> Path:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name, encoding="utf-8")
    return root


def test_what_a_build_reads_is_sent_and_nothing_else(tmp_path: Path) -> None:
    project = write(
        tmp_path / "報告",
        *("data/report.yaml", "data/images/photo.jpg", "sources/a.xlsx", "templates/a.html"),
        *("styles/a.css", "build/print.pdf", ".git/config", "notes.txt", "data/.schema/a.json"),
    )
    theme = write(tmp_path / "theme", "styles/b.css", "templates/b.html", "data/report.yaml")
    logo = write(tmp_path, "logos/east.svg") / "logos/east.svg"
    found = sent(task(project, theme, pictures__logo=str(logo), organisation="甲"), tmp_path / "to")
    assert sorted(found) == [
        *("pictures/logo.svg", "project/data/.schema/a.json", "project/data/images/photo.jpg"),
        *("project/data/report.yaml", "project/sources/a.xlsx", "project/styles/a.css"),
        *("project/templates/a.html", "theme/styles/b.css", "theme/templates/b.html"),
    ]
    assert found["project/data/images/photo.jpg"] == b"data/images/photo.jpg"
    assert found["pictures/logo.svg"] == b"logos/east.svg"


def test_a_project_that_reads_beside_its_data_is_sent_whole(tmp_path: Path) -> None:
    project = write(tmp_path / "p", "data/report.yaml", "common/facts.yaml", "build/print.pdf")
    (project / "data/report.yaml").write_text("# ../comment\nfacts: ../common/facts.yaml\n")
    assert "project/common/facts.yaml" in sent(task(project), tmp_path / "to")
    assert not (tmp_path / "to/project/build").exists()


def test_a_comment_about_another_folder_sends_nothing_more(tmp_path: Path) -> None:
    project = write(tmp_path / "p", "data/report.yaml", "common/facts.yaml")
    (project / "data/report.yaml").write_text("# $schema=../.schema/report.json\nfacts: a.yaml\n")
    assert sorted(sent(task(project), tmp_path / "to")) == ["project/data/report.yaml"]


def test_two_copies_of_a_project_are_the_same(tmp_path: Path) -> None:
    names = ("data/report.yaml", "data/facts.yaml", "data/images/a.png")
    one, two = write(tmp_path / "one", *names), write(tmp_path / "two", *reversed(names))
    os.utime(one / "data/facts.yaml", (1, 1))
    assert manifest(task(one), {}).digest() == manifest(task(two), {}).digest()
    (two / "data/facts.yaml").write_text("other")
    assert manifest(task(one), {}).digest() != manifest(task(two), {}).digest()


def test_a_content_that_stands_twice_has_one_hash(tmp_path: Path) -> None:
    project = write(tmp_path / "p", "data/a.yaml", "data/b.yaml")
    (project / "data/b.yaml").write_bytes((project / "data/a.yaml").read_bytes())
    assert len(manifest(task(project), {}).hashes()) == 1


def test_a_link_within_the_project_is_sent_as_its_file(tmp_path: Path) -> None:
    project = write(tmp_path / "p", "data/a.yaml")
    (project / "data/b.yaml").symlink_to(project / "data/a.yaml")
    assert sent(task(project), tmp_path / "to")["project/data/b.yaml"] == b"data/a.yaml"


@pytest.mark.parametrize("target", ["../../secret.yaml", "missing.yaml"])
def test_a_link_that_leads_out_or_nowhere_stays_a_link(tmp_path: Path, target: str) -> None:
    write(tmp_path, "secret.yaml")
    project = write(tmp_path / "p", "data/a.yaml")
    (project / "data/b.yaml").symlink_to(target)
    wanted = manifest(task(project), {})
    assert [entry.link for entry in wanted.entries] == ["", target]
    lay_out(wanted, tmp_path / "to", lambda _: b"")
    assert str((tmp_path / "to/project/data/b.yaml").readlink()) == target


def test_links_to_folders_and_pipes_are_refused(tmp_path: Path) -> None:
    project = write(tmp_path / "p", "data/a.yaml")
    os.mkfifo(project / "data/pipe")
    with pytest.raises(CannotSendError, match="is no file"):
        manifest(task(project), {})
    (project / "data/pipe").unlink()
    (project / "data/more").symlink_to(tmp_path)
    with pytest.raises(CannotSendError, match="links to folders"):
        manifest(task(project), {})


def test_a_missing_project_has_no_files(tmp_path: Path) -> None:
    assert manifest(task(tmp_path / "gone"), {}) == Manifest(())
