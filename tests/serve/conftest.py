"""What the tests of this folder share."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def served_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The cache of all servers: what the reports have in common is made once in a process."""
    return tmp_path_factory.mktemp("served") / "cache"
