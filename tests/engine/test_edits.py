"""Whatever is edited: a build that recalls parts has the bytes of one that makes everything."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from benchmarks.edits import Edits, compare, copy
from report.engine.store import Store
from report.project.project import Project
from tests.small_report import write_report

MORE = """\
  - type: page_break
  - type: paragraph
    id: more
    text: 詳見[照片](#photo)及[捐贈](#gifts)。用戶總數{{ users.total }}，公司大力推廣。
"""


@pytest.mark.parametrize(("seed", "target"), [(1, "screen"), (2, "print")])
def test_random_edits_give_the_same_bytes(seed: int, target: str, tmp_path: Path) -> None:
    source = write_report(tmp_path / "source")
    section = source / "data" / "section.yaml"
    section.write_text(section.read_text(encoding="utf-8") + MORE, encoding="utf-8")
    project = copy(Project.at(source), tmp_path / "project")
    edits = Edits(project, random.Random(f"{seed} {target}"))
    store = Store(tmp_path / "cache")
    results = [compare(project, target, store, edits) for _ in range(3)]
    assert [what for what, same in results if same is False] == []
    assert any(same for _, same in results)
