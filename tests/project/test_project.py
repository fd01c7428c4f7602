"""A project: its files, and never a file outside of it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from report.findings.diagnostics import Place
from report.findings.errors import CannotRunError, FindingsError
from report.model.colour import ICC_PROFILE
from report.project.project import Project
from report.project.shipped import theme_folder


@pytest.fixture
def both(tmp_path: Path) -> Project:
    """A project, and a theme in another folder."""
    for name in ("project/data", "project/styles", "theme/styles"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "project/data/report.yaml").touch()
    (tmp_path / "theme/styles/a.css").write_text("theme")
    (tmp_path / "theme/styles/b.css").write_text("theme")
    (tmp_path / "project/styles/a.css").write_text("own")
    return Project((tmp_path / "project").resolve(), (tmp_path / "theme").resolve())


def test_the_theme_has_templates_styles_and_the_profile() -> None:
    for name in ("templates/document.html", "styles/tokens.yaml", f"styles/{ICC_PROFILE}"):
        assert (theme_folder() / name).is_file()


def test_a_project_is_found_by_its_folder(both: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(both.root)
    for folder in (both.root, Path(), Path("data/..")):
        project = Project.at(folder)
        assert project.root == both.root
        assert project.data == both.root / "data"
        assert project.images == both.root / "data" / "images"
        assert project.output == both.root / "build"
        assert project.theme == theme_folder().resolve()


@pytest.mark.parametrize("name", ["theme", "nowhere", "project/data/report.yaml", "x" * 300])
def test_a_folder_that_is_not_a_project(both: Project, name: str) -> None:
    with pytest.raises(CannotRunError, match="there is no report here") as caught:
        Project.at(both.root.parent / name)
    assert caught.value.diagnostics[0].code == "D805"


def test_its_own_files_come_first(both: Project) -> None:
    own, theirs = both.find("styles/a.css"), both.find("styles/b.css")
    assert own is not None
    assert theirs is not None
    assert (own.read_text(), theirs.read_text()) == ("own", "theme")
    assert both.find("styles/c.css") is None
    assert both.layers("styles") == (both.root / "styles", both.theme / "styles")
    assert both.layers("templates") == ()


def test_a_project_that_is_its_own_theme_is_searched_once(both: Project) -> None:
    alone = Project(both.theme, both.theme)
    assert alone.roots == (both.theme,)


def test_names_are_relative_to_the_project_or_the_theme(both: Project) -> None:
    assert both.relative(both.root / "data" / "a.yaml") == "data/a.yaml"
    assert both.relative(both.theme / "styles" / "b.css") == "styles/b.css"
    assert both.relative(Path("/etc/passwd")) == "/etc/passwd"


@pytest.mark.parametrize(
    ("target", "code"),
    [
        ("/etc/passwd", "D011"),
        ("../../theme/styles/b.css", "D011"),
        ("a.css", "D002"),
        ("x", "D002"),
    ],
)
def test_links_that_may_not_be_followed(both: Project, target: str, code: str) -> None:
    path = both.root / "styles" / "a.css"
    path.unlink()
    path.symlink_to(target)
    with pytest.raises(FindingsError) as caught:
        both.find("styles/a.css")
    (found,) = caught.value.diagnostics
    assert (found.code, found.file) == (code, "styles/a.css")
    assert found.hint


@pytest.mark.parametrize("make", [Path.mkdir, os.mkfifo])
def test_a_folder_in_place_of_a_file_is_not_skipped(both: Project, make: object) -> None:
    path = both.root / "styles" / "a.css"
    path.unlink()
    make(path)  # type: ignore[operator]
    with pytest.raises(FindingsError, match="it is not a file"):
        both.find("styles/a.css")


@pytest.mark.parametrize("name", ["styles/" + "x" * 300, "styles/a\0b"])
def test_impossible_file_names(both: Project, name: str) -> None:
    assert both.find(name) is None


def test_inside_says_where_the_path_was_named(both: Project) -> None:
    place = Place("data/report.yaml", 3, 4)
    with pytest.raises(FindingsError) as caught:
        both.inside(both.root / ".." / "secret", both.root, place)
    assert caught.value.diagnostics[0].place == place
    within = both.root / "data" / "report.yaml"
    assert both.inside(within, both.root, place) == within
