"""Put builds through faults: ``python -m tests.faults --kills 50 --seed 1``.

Writes each fault and its result; exit code 1 if any result is wrong.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from itertools import chain
from pathlib import Path

from tests.faults.bench import Bench
from tests.faults.caches import caches
from tests.faults.crowds import crowds, walls
from tests.faults.disks import disks
from tests.faults.kills import kills
from tests.faults.rights import rights


def main() -> int:
    """Run all faults; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=50, help="how many builds are ended")
    parser.add_argument("--seed", type=int, default=1, help="other moments for another number")
    asked = parser.parse_args()
    tried = failed = 0
    with tempfile.TemporaryDirectory(prefix="faults-") as folder:
        bench = Bench(Path(folder))
        good = bench.good()
        for name, wrong in chain(
            caches(bench, good),
            crowds(bench, good),
            walls(bench, good),
            disks(bench, good),
            kills(bench, good, asked.kills, asked.seed),
            rights(bench, good),
        ):
            tried += 1
            failed += bool(wrong)
            print("NO" if wrong else "ok", "\n     ".join([name, *wrong]), flush=True)
    print(f"{tried} faults, {failed} of them not as they must be (seed {asked.seed})")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
