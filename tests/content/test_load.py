"""A project with any damage: always findings, never a crash, always a place that exists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from report.engine.build import check
from report.findings.diagnostics import CODES
from report.project.project import Project
from tests.small_report import FILES, write_report

SNIPPETS = [
    "{{ users.total }}",
    "{{ nope | full }}",
    "{{",
    "}}",
    "- ",
    ": ",
    "[",
    "{",
    "'",
    '"',
    "\n",
    "\n  ",
    "\t",
    "#",
    "&a",
    "*",
    "**",
    "!",
    "|",
    ">",
    "null",
    "1e999",
    "-1",
    "２０",
    "😀",
    "\\",
    "\x00",
    "../",
    "[a](#b)",
    "type: table",
    "type: chart",
    "TODO",
]


@st.composite
def damaged(draw: st.DrawFn) -> tuple[str, str]:
    """Draw one of the files with one or more changes made to its text."""
    name = draw(st.sampled_from(sorted(FILES)))
    text = FILES[name]
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(text)))
        lines = text.split("\n")
        line = draw(st.integers(0, len(lines) - 1))
        match draw(st.integers(0, 4)):
            case 0:
                text = text[:at] + draw(st.sampled_from(SNIPPETS)) + text[at:]
            case 1:
                text = text[:at] + text[at + draw(st.integers(1, 30)) :]
            case 2:
                text = "\n".join(lines[:line] + lines[line + 1 :])
            case 3:
                text = "\n".join([*lines[: line + 1], *lines[line:]])
            case _:
                words = re.findall(r"[\w.]+", text) or ["x"]
                old, new = draw(st.sampled_from(words)), draw(st.sampled_from(words))
                text = text.replace(old, new, 1)
    return name, text


@pytest.fixture(scope="module")
def damaged_project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_report(tmp_path_factory.mktemp("damaged") / "a")


@settings(max_examples=60)
@given(damaged())
def test_any_damage_gives_findings(damaged_project: Path, damage: tuple[str, str]) -> None:
    name, text = damage
    for file, sound in FILES.items():
        content = text if file == name else sound
        (damaged_project / file).write_text(content, encoding="utf-8", newline="")
    for found in check(Project.at(damaged_project)):
        assert found.code in CODES
        assert found.message
        assert found.hint, found
        lines = (damaged_project / found.file).read_text(encoding="utf-8").split("\n")
        assert 1 <= found.line <= len(lines), found
        assert 1 <= found.column <= len(lines[found.line - 1]) + 1, found
