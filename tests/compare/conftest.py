"""The repository whose commits are compared."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from report.compare import preview
from report.engine.alone import alone
from tests.compare.history import History, make

CHROMIUM = Path(shutil.which("chromium") or "/usr/bin/chromium")


@pytest.fixture(scope="session")
def history(tmp_path_factory: pytest.TempPathFactory) -> History:
    """The repository; nothing changes it."""
    return make(tmp_path_factory.mktemp("history") / "repository")


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache that tests of one process share, so that each commit is built once."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def cached(cache: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let commands of this test keep what they build."""
    monkeypatch.setenv("REPORT_CACHE", str(cache))
    monkeypatch.delenv("REPORT_NO_CACHE", raising=False)
    return cache


# Starting a process takes longer than what it would do: see tests/conftest.py.
preview.worker = alone  # type: ignore[attr-defined, assignment]
