"""A file that has not changed is validated once; what it uses is known each time."""

from __future__ import annotations

from pathlib import Path

import pytest

from report.content import validated
from report.content.load import load_report
from report.project.project import Project
from tests.small_report import write_report


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project.at(write_report(tmp_path / "report"))


def edit(project: Project, name: str, old: str, new: str) -> None:
    path = project.root / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_a_section_is_the_same_object_until_it_changes(project: Project) -> None:
    first, found, used = load_report(project)
    again, *rest = load_report(project)
    assert first
    assert again
    assert rest == [found, used]
    assert again.chapters == first.chapters
    section, same = (one.chapters[0].sections[0].data for one in (first, again))
    assert same is section
    edit(project, "data/section.yaml", "公司", "本公司")
    changed, *_ = load_report(project)
    assert changed
    assert changed.chapters[0].sections[0].data is not section
    assert changed.chapters[0].data is first.chapters[0].data


def test_another_fact_makes_all_anew(project: Project) -> None:
    first, *_ = load_report(project)
    edit(project, "data/facts.yaml", "source:", "source: 另一個")
    changed, *_ = load_report(project)
    validated._last.clear()
    fresh, *_ = load_report(project)
    assert first
    assert changed
    assert fresh
    assert changed.chapters == fresh.chapters
    assert changed.chapters != first.chapters


def test_findings_and_used_facts_of_all_files_are_told_each_time(project: Project) -> None:
    edit(project, "data/section.yaml", "公司", "公司 。")
    told = load_report(project)[1:]
    assert told[1]
    assert load_report(project)[1:] == told
    validated._last.clear()
    assert load_report(project)[1:] == told


def test_a_file_with_errors_is_validated_each_time(project: Project) -> None:
    edit(project, "data/section.yaml", "type: paragraph", "type: paragraf")
    first = load_report(project)
    assert first[0] is None
    assert load_report(project)[1] == first[1] != []
    edit(project, "data/section.yaml", "type: paragraf", "type: paragraph")
    assert load_report(project)[0]


def test_only_the_last_models_are_kept(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(validated, "_FILES", 1)
    validated._last.clear()
    first, *_ = load_report(project)
    again, *_ = load_report(project)
    assert first
    assert again
    assert first.chapters == again.chapters
    assert len(validated._last) <= 1
