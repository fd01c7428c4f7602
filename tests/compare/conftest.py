"""The repository whose commits are compared, and a browser."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from report.compare import preview
from report.engine.alone import alone
from tests.compare.history import History, make

if TYPE_CHECKING:
    from playwright.sync_api import Browser

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


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, without a network."""
    if not CHROMIUM.is_file():
        pytest.skip(f"Chromium is not installed: {CHROMIUM} is missing")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=str(CHROMIUM), args=["--no-sandbox", "--disable-gpu"]
        )
        yield started
        started.close()
