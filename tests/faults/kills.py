"""Builds that are killed at random moments."""

from __future__ import annotations

import os
import random
import signal
import time
from collections.abc import Iterator

from tests.engine.test_interrupted import ends, living
from tests.faults.bench import FORBIDDEN, Bench, fine
from tests.small_report import LAST_GOOD, contents

SIGNALS = (signal.SIGKILL, signal.SIGTERM, signal.SIGINT)


def kills(
    bench: Bench, good: dict[str, bytes], number: int, seed: int
) -> Iterator[tuple[str, list[str]]]:
    """Kill ``number`` builds; returns each with what is wrong after it."""
    start = time.monotonic()
    bench.finish(bench.start())
    longest = time.monotonic() - start
    for n in range(number):
        chance = random.Random(f"{seed}:{n}")
        ending, group = SIGNALS[n % 3], chance.random() < 0.5
        # Not before the signal handlers are set, about when the work begins.
        moment = chance.uniform(0.4, longest)
        bench.reset()
        name = f"{ending.name} to {'the group' if group else 'the first'} after {moment:.2f} s"
        yield name, killed(bench, good, ending, moment, group=group)
        if n % 10 == 9 or n == number - 1:
            code, told = bench.finish(bench.start())
            yield f"the build after {n + 1} kills", fine(code, told, contents(bench.build), good)


def killed(
    bench: Bench, good: dict[str, bytes], ending: signal.Signals, moment: float, *, group: bool
) -> list[str]:
    """Kill one build after ``moment`` seconds; returns what is wrong."""
    process = bench.start()
    time.sleep(moment)
    if process.poll() is None:
        (os.killpg if group else os.kill)(process.pid, ending)
    code, told = bench.finish(process)
    wrong = [f"“{word}” in: {told}" for word in FORBIDDEN if word in told]
    if not ends(process.pid):
        wrong.append(f"processes survive: {living(process.pid)}")
    made = contents(bench.build)
    for name, pdf in LAST_GOOD.items():
        if made.pop(name, None) not in (pdf, good[name]):
            wrong.append(f"{name} is neither the last good one nor the new one")
    wrong += [f"left in build/: {name}" for name in made]
    if ending is not signal.SIGKILL:
        wrong += [f"left in the temporary folder: {name}" for name in bench.stray()]
        if code not in (0, 2, -ending):
            wrong.append(f"exit code {code}: {told[-300:]}")
    return wrong
