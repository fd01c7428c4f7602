"""Drawings that are kept: drawn again only when what they are drawn from has changed."""

from __future__ import annotations

import re
import shutil
from collections.abc import Sequence
from pathlib import Path, PurePosixPath
from typing import Any

import pytest

from report.engine import making
from report.engine.engine import Engine
from report.engine.progress import Progress
from report.engine.store import Store
from report.model.blocks.base import Request
from report.model.drawing import Svg
from report.model.target import SCREEN
from report.model.theme import Theme
from report.project.project import Project
from report.typesetting.svg import forms
from tests import remembered
from tests.small_report import ROOT, write_report

SECTION, FACTS, TOKENS = "data/section.yaml", "data/facts.yaml", "styles/tokens.yaml"
CHART = """\
  - type: chart
    id: users
    title: 用戶總數
    drawing: {kind: tally, facts: [users.total]}
"""
ALL = {"opener.growth", "band.sharing", "closing", "photo", "users"}


class Build:
    """Builds a report with a store, and says what was drawn."""

    def __init__(self, project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.project = project
        self.store = Store(project.parent / "cache")
        self.drawn: set[str] = set()
        #: The ids of what the engine has drawn.
        self.typeset: set[str] = set()
        draw, typeset = making.draw, forms._draw

        def watched(wanted: Sequence[Request], theme: Theme, of: Project) -> dict[str, Svg]:
            self.drawn |= {request.id for request in wanted}
            return draw(wanted, theme, of)

        def engine(image: Any, *rest: Any) -> None:
            self.typeset.add(PurePosixPath(image._base_url).stem)
            typeset(image, *rest)

        monkeypatch.setattr("report.engine.build.draw", watched)
        monkeypatch.setattr(forms, "_draw", engine)

    def __call__(self, store: Store | None = None) -> set[str]:
        """Build, and give the ids of what was drawn."""
        self.drawn, self.typeset = set(), set()
        remembered.forget("recording")
        project = Project.at(self.project)
        progress = Progress(lambda _: None, live=False, silent=True)
        Engine(project, store or self.store).build([SCREEN], project.output, progress)
        return self.drawn

    def explain(self) -> list[str]:
        """Build, and give what is said of drawings, in order."""
        lines: list[str] = []
        project = Project.at(self.project)
        progress = Progress(lambda _: None, live=False, silent=True)
        engine = Engine(project, self.store)
        engine.build([SCREEN], project.output, progress, explain=lines.append)
        told = [line for line in lines if "drawing" in line and "screen" not in line]
        return sorted(told, key=lambda line: (line[0].isdigit(), line))

    @property
    def pdf(self) -> bytes:
        return (self.project / "build" / "screen.pdf").read_bytes()

    def edit(self, name: str, pattern: str, new: str) -> None:
        path = self.project / name
        text, count = re.subn(pattern, new, path.read_text(encoding="utf-8"), count=1)
        assert count == 1, (name, pattern)
        path.write_text(text, encoding="utf-8")


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a report that was built once, with the store that it filled."""
    folder = tmp_path_factory.mktemp("drawn")
    project = write_report(folder / "報告")
    section = project / SECTION
    section.write_text(section.read_text(encoding="utf-8") + CHART, encoding="utf-8")
    (project / "styles").mkdir()
    shutil.copy(ROOT / TOKENS, project / TOKENS)
    with pytest.MonkeyPatch.context() as patch:
        assert Build(project, patch)() == ALL
    return folder


@pytest.fixture
def build(first: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Build:
    """A copy of the report and its store."""
    shutil.copytree(first, tmp_path, dirs_exist_ok=True)
    return Build(tmp_path / "報告", monkeypatch)


#: What is edited, one after the other, and what is drawn again after each.
EDITS: tuple[tuple[list[tuple[str, str, str]], set[str]], ...] = (
    (
        [
            (SECTION, "公司推廣", "公司大力推廣"),
            (SECTION, "title: 用戶總數", "title: 全部用戶"),
            (FACTS, "^", "# 一行註釋\n"),
        ],
        set(),
    ),
    (
        [(FACTS, "value: 4.4", "value: 4.5"), (SECTION, "art: waves", "art: snow")],
        {"users", "band.sharing"},
    ),
)


def test_only_what_has_changed_is_drawn_again_and_the_bytes_are_the_same(build: Build) -> None:
    for edits, drawn in EDITS:
        for edit in edits:
            build.edit(*edit)
        assert build() == drawn
        assert build.typeset <= drawn
    with_store = build.pdf
    assert build(Store(None)) == build.typeset == ALL
    assert build.pdf == with_store


def test_all_is_drawn_again_after_a_colour_of_the_theme(build: Build) -> None:
    build.edit(TOKENS, 'srgb: "#cf1430"', 'srgb: "#cf1431"')
    assert build() == ALL
    assert build.typeset


def test_drawings_of_another_program_are_drawn_again(
    build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    build.edit(SECTION, "公司推廣", "公司大力推廣")
    monkeypatch.setattr("report.engine.inputs.program", lambda: "another")
    assert build() == build.typeset == ALL


def test_reasons_of_drawings_are_named(build: Build) -> None:
    build.edit(FACTS, "^", "# 一行註釋\n")
    build()  # in this folder, for the first time
    build.edit(FACTS, "value: 4.4", "value: 4.5")
    build.edit(SECTION, "art: waves", "art: snow")
    assert build.explain() == [
        "drawing band.sharing is made: what it is drawn from changed",
        "drawing users is made: a figure changed",
        "3 of 5 drawings are kept",
    ]
    build.edit(TOKENS, 'srgb: "#cf1430"', 'srgb: "#cf1431"')
    lines = build.explain()
    assert len(lines) == 5
    assert {line.partition(": ")[2] for line in lines} == {"styles/tokens.yaml changed"}
