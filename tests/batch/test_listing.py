"""Lists of reports, and folders that are named: which tasks they make, and what is refused."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
import yaml

from report.batch.listing import Wishes, listing
from report.batch.tasks import Task
from report.content.schema import schema_of_lists
from report.findings.diagnostics import Diagnostic
from report.findings.errors import CannotRunError, FindingsError
from tests.batch.group import write_group, write_list

LOGO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>'
WHOLE = """\
projects:
  - r*
  - path: r01
    name: special
    targets: [screen]
    theme: house
    variables:
      organisation: 東部集團
      accents:
        first: teal
        second: {base: amber, ground: light}
      colours:
        brand: {cmyk: [0, 100, 90, 5], srgb: "#cf1431"}
      logo: logos/east.svg
    output: special/{target}.pdf
targets: [print]
theme: plain
variables: {edition: 第二版, organisation: 集團}
output: pdfs/{name}-{target}.pdf
"""


@pytest.fixture
def group(tmp_path: Path) -> Path:
    """Three projects, a shared theme, a logo."""
    write_group(tmp_path, 3)
    (tmp_path / "house" / "templates").mkdir(parents=True)
    (tmp_path / "logos").mkdir()
    (tmp_path / "logos" / "east.svg").write_text(LOGO)
    return tmp_path


def tasks(folder: Path, text: str, wishes: Wishes | None = None) -> dict[str, Task]:
    """Return the tasks of a list by name."""
    path = write_list(folder, text)
    return {one.name: one for one in listing([path], Path(), wishes or Wishes()).tasks}


def refused(folder: Path, text: str) -> list[Diagnostic]:
    """Return why a list is refused."""
    with pytest.raises(FindingsError) as caught:
        tasks(folder, text)
    return list(caught.value.diagnostics)


def test_a_list_says_everything_that_differs(group: Path) -> None:
    found = tasks(group, WHOLE)
    assert list(found) == ["r01", "r02", "r03", "special"]
    plain, special = found["r02"], found["special"]
    assert plain.folder == group / "r02"
    assert (plain.targets, plain.theme) == (("print",), None)
    assert plain.out == (("print", group / "pdfs" / "r02-print.pdf"),)
    common = {"edition": "第二版", "organisation": "集團", "theme": "plain"}
    assert dict(plain.variables) == common
    assert (special.targets, special.theme) == (("screen",), group / "house")
    assert special.path("screen") == group / "special" / "screen.pdf"
    assert special.pictures == (("logo", group / "logos" / "east.svg"),)
    assert dict(special.variables) == {
        **common,
        "organisation": "東部集團",
        **{f"accents.first.{tone}": f"teal-{tone}" for tone in ("deep", "mid", "tint")},
        "accents.first.base": "teal",
        "accents.second.base": "amber",
        "accents.second.ground": "light",
        "colours.brand.cmyk": '["0", "100", "90", "5"]',
        "colours.brand.srgb": "#cf1431",
        "pictures.logo": str(group / "logos" / "east.svg"),
    }
    assert (Path(special.place.file).name, special.place.line) == ("reports.yaml", 3)


def test_the_schema_takes_what_the_reader_takes(group: Path) -> None:
    schema = json.loads(schema_of_lists()["reports.schema.json"])
    jsonschema.validate(yaml.safe_load(WHOLE), schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(yaml.safe_load("projcts: [r01]"), schema)


def test_without_a_pattern_pdfs_go_into_the_projects(group: Path) -> None:
    (one,) = tasks(group, "projects: [r01]").values()
    assert dict(one.out) == {
        "print": group / "r01/build/print.pdf",
        "screen": group / "r01/build/screen.pdf",
    }


def test_what_the_command_asks_wins(group: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(group)
    wishes = Wishes(("screen",), "all/{name}.pdf", release=True)
    found = tasks(group, WHOLE, wishes)
    assert {dict(one.out)["screen"] for one in found.values()} == {
        group / "all" / f"{name}.pdf" for name in found
    }
    assert all(one.release and one.targets == ("screen",) for one in found.values())


def test_folders_are_projects_and_a_folder_with_a_list_is_a_list(group: Path) -> None:
    write_list(group, "projects: [r03]")
    found = listing([Path("r01"), Path("missing"), Path()], group, Wishes()).tasks
    assert [(one.name, one.folder) for one in found] == [
        (name, group / name) for name in ("r01", "missing", "r03")
    ]


def test_a_folder_of_projects_is_all_of_them(group: Path) -> None:
    found = listing([group], Path(), Wishes()).tasks
    assert [one.name for one in found] == ["r01", "r02", "r03"]
    (empty,) = listing([group / "house"], Path(), Wishes()).tasks
    assert empty.folder == group / "house"


def test_folders_of_one_name_are_told_apart_by_those_above(tmp_path: Path) -> None:
    for year in ("2019", "2020"):
        write_group(tmp_path / year, 1)
    found = listing([tmp_path / "2019/r01", tmp_path / "2020/r01"], Path(), Wishes()).tasks
    assert [one.name for one in found] == ["2019-r01", "2020-r01"]


@pytest.mark.parametrize(
    ("text", "code", "place", "says"),
    [
        ("projects: [r01]\noutputs: x.pdf\n", "D101", "2:1", "did you mean “output”?"),
        ("projects: [r01]\ntargets: [prnt]\n", "D105", "2:11", "print"),
        ("projects: [r01]\nvariables: {organization: 甲}\n", "D101", "2:13", "organisation"),
        ("projects: []\n", "D105", "1:11", "at least 1"),
        ("projects: &a [*a]\n", "D009", "1:11", "alias"),
        ("projects: [s*]\n", "D912", "1:12", "“s*”"),
        ("projects: [r01]\ntheme: nowhere/at/all\n", "D912", "2:8", "templates/"),
        ("projects: [r01]\nvariables: {logo: logos/eest.svg}\n", "D912", "2:19", "east.svg"),
        ("projects: [r01]\noutput: x/{nme}.pdf\n", "D913", "2:9", "did you mean “name”?"),
        ("projects: [r01]\noutput: x/{name}.pdf\n", "D913", "2:9", "x/{name}-{target}.pdf"),
        ("projects: [r01]\noutput: x/{name}-{target}\n", "D913", "2:9", ".pdf"),
        ("projects: [r*]\noutput: x/{target}.pdf\n", "D911", "1:12", "{name}"),
        ("projects: [r01, r01]\n", "D911", "1:17", "listed twice"),
        (
            "projects: [r01, {path: r02, name: R01}]\noutput: '{project}/{target}.pdf'\n",
            "D918",
            "1:17",
            "name",
        ),
    ],
)
def test_what_is_wrong_with_a_list_is_told_with_its_place(
    group: Path, text: str, code: str, place: str, says: str
) -> None:
    found = refused(group, text)
    assert found[0].code == code, found
    assert str(found[0].place) == f"{group / 'reports.yaml'}:{place}"
    assert says in f"{found[0].message} {found[0].hint}"
    assert found[0].hint


def test_two_reports_never_write_one_file_however_it_is_written(group: Path) -> None:
    (group / "link").symlink_to(group / "pdfs")
    (group / "pdfs").mkdir()
    found = refused(
        group,
        "targets: [print]\nprojects:\n"
        "  - {path: r01, output: pdfs/A.pdf}\n  - {path: r02, output: link/a.pdf}\n",
    )
    assert [one.code for one in found] == ["D911"]
    assert "“r01” and “r02”" in found[0].message


def test_a_list_that_does_not_exist(tmp_path: Path) -> None:
    with pytest.raises(CannotRunError) as caught:
        listing([tmp_path / "reports.yaml"], Path(), Wishes())
    assert caught.value.diagnostics[0].code == "D001"
