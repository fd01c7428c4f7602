"""The steps of a build: what was made, why, how long it took, and in which process."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Step:
    """A step: its name, and when it began and how long it took, by ``time.perf_counter``.

    ``why`` has the reasons for which a part was made.
    """

    name: str
    began: float
    took: float
    #: 1 for the process of the command, 2 for the other one.
    process: int = 1
    why: tuple[str, ...] = ()


@dataclass(slots=True)
class Steps:
    """Collects steps."""

    process: int = 1
    done: list[Step] = field(default_factory=list)

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Measure a block."""
        began = time.perf_counter()
        yield
        self.done.append(Step(name, began, time.perf_counter() - began, self.process))


def explained(target: str, steps: Sequence[Step], parts: int) -> Iterator[str]:
    """Say which parts were made again and why, and how many were kept."""
    made = {step.name: step for step in steps if step.why}
    for step in made.values():
        yield f"{target}: {step.name} is made: {', '.join(step.why)}"
    if len(made) < parts:
        yield f"{target}: {parts - len(made)} of {parts} parts are kept"
    fonts = sum(step.name.startswith("font ") for step in steps)
    if fonts:
        yield f"{target}: {fonts} font{'s' * (fonts > 1)} made for other characters"
