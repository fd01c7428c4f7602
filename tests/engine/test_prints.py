"""A page is another one when a font of its report is another file of the same name."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

from report.engine.making import _prints
from report.project.project import Project
from tests.small_report import write_report

PARTS: Any = [SimpleNamespace(prints=("one", "two")), SimpleNamespace(prints=("three",))]


def test_fonts_of_the_report_count(tmp_path: Path) -> None:
    project = Project.at(write_report(tmp_path / "報告"))
    first = _prints(PARTS, None, project)
    assert len(set(first)) == 3
    assert _prints(PARTS, None, project) == first
    fonts = project.root / "styles/fonts"
    fonts.mkdir(parents=True)
    found = [first]
    for content in (b"one", b"two"):
        (fonts / "own.otf").write_bytes(content)
        found.append(_prints(PARTS, None, project))
    pages = [page for prints in found for page in prints]
    assert len(set(pages)) == 9


def test_a_slug_counts(tmp_path: Path) -> None:
    project = Project.at(write_report(tmp_path / "報告"))
    assert not set(_prints(PARTS, b"a", project)) & set(_prints(PARTS, b"b", project))
