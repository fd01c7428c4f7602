"""The checks before a commit: the file is valid, and every hook runs a command that exists."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[1]
CONFIG = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
HOOKS: list[dict[str, Any]] = [hook for repo in CONFIG["repos"] for hook in repo["hooks"]]
#: A file of each kind that a hook checks.
SAMPLES = {"python": "report/__main__.py", "djlint": "templates/blocks/quote.html"}


def test_all_hooks_are_local() -> None:
    assert [repo["repo"] for repo in CONFIG["repos"]] == ["local"]
    assert all(hook["language"] == "system" for hook in HOOKS)
    assert len({hook["id"] for hook in HOOKS}) == len(HOOKS)
    assert all(hook.get("name") and hook.get("entry") for hook in HOOKS)


def without_make() -> dict[str, str]:
    """The environment without the variables of make, which prints the folders it enters."""
    return {
        key: value for key, value in os.environ.items() if not key.startswith(("MAKE", "MFLAGS"))
    }


@pytest.mark.parametrize("hook", HOOKS, ids=lambda hook: str(hook["id"]))
def test_hooks_are_given_files_that_exist(hook: dict[str, Any]) -> None:
    assert "files" in hook or "types" in hook
    if "files" in hook:
        folders = ("data", "templates", "styles")
        paths = [path for name in folders for path in (ROOT / name).rglob("*") if path.is_file()]
        names = [path.relative_to(ROOT).as_posix() for path in paths]
        assert any(re.search(hook["files"], name) for name in names)


@pytest.mark.parametrize("hook", HOOKS, ids=lambda hook: str(hook["id"]))
def test_hooks_run(hook: dict[str, Any]) -> None:
    """Programs of .venv run on one file; for a make target, the commands are only looked up."""
    program, *arguments = shlex.split(hook["entry"])
    if program == "make":
        assert hook["pass_filenames"] is False
        command = ["make", "--dry-run", *arguments]
    else:
        assert program.startswith(".venv/bin/")
        sample = SAMPLES.get(hook["id"]) or SAMPLES[hook["types"][0]]
        command = [str(Path(sys.executable).parent / Path(program).name), *arguments, sample]
    done = subprocess.run(
        command, cwd=ROOT, check=False, env=without_make(), capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_make_check_all_runs_the_steps_of_ci() -> None:
    done = subprocess.run(
        ["make", "--dry-run", "check-all"],
        cwd=ROOT,
        check=True,
        env=without_make(),
        capture_output=True,
        text=True,
    )
    assert done.stdout.split() == [".ci/run"]
