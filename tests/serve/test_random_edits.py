"""What is served equals what is built, after any sequence of edits."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest

from benchmarks.edits import Edits
from tests.serve.served import Served, digests, fresh, serving
from tests.small_report import write_report

#: How many edits are made, and after how many the pages are compared.
EDITS, COMPARED = 50, 10


@pytest.mark.slow
@pytest.mark.parametrize("seed", [7])
def test_pages_after_random_edits_are_those_of_a_fresh_build(tmp_path: Path, seed: int) -> None:
    """Some edits are saved alone, some in a burst; one that is wrong is told and taken back."""
    folder = write_report(tmp_path / "report")
    for name in ("styles", "templates"):
        shutil.copytree(Path(__file__).parents[2] / name, folder / name, dirs_exist_ok=True)
    chance = random.Random(seed)
    edits = Edits(folder, chance)
    valid = 0
    with serving(folder, tmp_path / "cache") as served:
        made = 0
        while made < EDITS:
            undo = []
            for _ in range(chance.choice((1, 1, 2, 4))):
                undo.append(edits.make()[1])
                made += 1
            if _settled(served):
                valid += 1
            else:
                for take_back in reversed(undo):
                    take_back()
                assert _settled(served)
            if made % COMPARED < 4:
                assert digests(served.state()) == fresh(served), (seed, made)
        assert digests(served.state()) == fresh(served)
    assert valid > EDITS // 5


def _settled(served: Served) -> bool:
    """Wait until the pages are those of the files now; returns whether the report is valid.

    A file of which the last state is known is added to make a build begin that is seen to end.
    """
    mark = served.file("data/.mark")
    state = served.after(lambda: mark.write_text(str(random.random()), encoding="utf-8"))
    return state["problem"] is None
