"""A batch is quicker than single builds, in little more memory: a part of `benchmarks.batch`."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.batch import MOST_MEMORY, MOST_TIME, compare
from tests.batch.group import write_group
from tests.small_report import SECTION

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not Path("/proc/self/smaps_rollup").exists(), reason="memory is in /proc"),
]


def test_a_batch_takes_half_the_time_of_single_builds_and_has_their_bytes(tmp_path: Path) -> None:
    projects = write_group(tmp_path, 8, section=SECTION)
    measured = compare(projects, tmp_path, jobs=2, singles=3)
    assert measured.time <= MOST_TIME, measured.lines()
    assert measured.memory <= MOST_MEMORY, measured.lines()
