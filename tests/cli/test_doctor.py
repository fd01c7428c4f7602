"""`report doctor`: what it checks, and what it says when something is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from report.findings.diagnostics import diagnostic
from report.machine import examination
from report.machine.check import Check
from tests.conftest import Run
from tests.small_report import run as run_anywhere

FONT = diagnostic("D801", "the font is missing", hint="apt-get install it")


@pytest.fixture
def checks(monkeypatch: pytest.MonkeyPatch) -> list[Check]:
    """The checks that the command finds: two that are fine, until a test adds another."""
    found = [Check("Python", True, "3.11"), Check("tools", True, "gs", "apt-get install gs")]
    monkeypatch.setattr(examination, "examine", lambda *_: found)
    return found


def test_this_machine_is_checked(run: Run) -> None:
    done = run("doctor")
    assert done.exit_code == 0, done
    names = [line.split(" ", 1)[1].split(":")[0].strip() for line in done.stdout.splitlines()]
    assert {"Python", "WeasyPrint", "Pango"} <= set(names), names


def test_what_is_fine_has_no_cure(run: Run, checks: list[Check]) -> None:
    done = run("doctor")
    assert done.exit_code == 0
    assert done.stdout.splitlines()[:2] == ["ok  Python: 3.11", "ok  tools: gs"]
    assert len(checks) == 2


def test_what_is_wrong_is_told_with_its_cure(run: Run, checks: list[Check]) -> None:
    checks.append(Check("font", False, "not installed", "apt-get install it", FONT))
    done = run("doctor")
    assert done.exit_code == 1
    assert "NO  font: not installed\n    → apt-get install it" in done.stdout
    found = run("--format", "json", "doctor")
    assert found.exit_code == 1
    assert [one["code"] for one in found.found if "code" in one] == ["D801"]


def test_it_works_in_any_folder(tmp_path: Path, checks: list[Check]) -> None:
    assert run_anywhere("-C", tmp_path, "doctor").exit_code == 0
    assert checks
