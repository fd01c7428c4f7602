"""The arguments that the fuzzers share, and the rounds."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path


def program(
    about: str | None, fuzz: Callable[[int, range, float, Path | None], object], again: float
) -> int:
    """Read the arguments and run; returns the exit code: 1 when anything was found.

    ``fuzz`` takes the seed, the numbers of the rounds, the seconds, and the folder to keep the
    reports in; ``again`` is the number of seconds that a repeated round may take.
    """
    parser = argparse.ArgumentParser(description=(about or "").split("\n")[0])
    parser.add_argument("--minutes", type=float, default=1, help="how long to go on (default: 1)")
    parser.add_argument("--seed", type=int, default=1, help="which rounds (default: 1)")
    parser.add_argument("--replay", metavar="SEED:NUMBER", help="run one round again")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="write what is tried there")
    given = parser.parse_args()
    if given.replay:
        seed, number = map(int, given.replay.split(":"))
        return bool(fuzz(seed, range(number, number + 1), again, given.keep))
    return bool(fuzz(given.seed, range(10**9), given.minutes * 60, given.keep))
