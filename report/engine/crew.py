"""More than two processes, for a document of many parts.

They begin when the document is open: a process that is forked then has it too, and need not read it
again. Each has one job at a time, so that a large answer cannot stop a process that waits for its
next job.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from multiprocessing.connection import wait
from typing import Any, Protocol

from report.engine.worker import Worker, worker

#: A job: what is done, and with what.
Work = tuple[Callable[..., Any], tuple[Any, ...]]
#: A document with fewer characters is not worth the start of more processes.
LONG = 150_000


@dataclass(frozen=True, slots=True)
class Done:
    """A job that has ended: its number from 0, and its result or what it raised."""

    number: int
    value: Any = None
    raised: Exception | None = None

    def result(self) -> Any:
        """Return the result; raises what the job raised."""
        if self.raised is not None:
            raise self.raised
        return self.value


class Hands(Protocol):
    """What does jobs at the same time: processes of this machine, or those of many."""

    @property
    def size(self) -> int:
        """The number of processes."""

    def do(self, jobs: Iterable[Work]) -> Iterator[Done]:
        """Do jobs, and yield each when it has ended, whatever their order.

        A function and its arguments must be picklable, and give the same wherever they are called.
        """


class Crew:
    """Processes that take jobs from one queue."""

    def __init__(self, members: Sequence[Worker]) -> None:
        self.members = tuple(members)

    @property
    def is_forked(self) -> bool:
        """Whether its processes have all that this process had when they began."""
        return all(member.is_forked for member in self.members)

    @property
    def size(self) -> int:
        """The number of processes."""
        return len(self.members)

    def do(self, jobs: Iterable[Work]) -> Iterator[Done]:
        """Do jobs, and yield each when it has ended, whatever their order.

        A process has its next job before the result of the last one is looked at. Raises
        CannotRunError (D705) when a process has died.
        """
        waiting = deque(enumerate(jobs))
        free = list(self.members)
        busy: dict[Any, tuple[int, Worker, Any]] = {}

        def give() -> None:
            while free and waiting:
                member = free.pop()
                number, (work, args) = waiting.popleft()
                busy[member.connection] = number, member, member.start(work, *args)

        give()
        while busy:
            for connection in wait(list(busy)):
                number, member, job = busy.pop(connection)
                try:
                    done = Done(number, job.result())
                except Exception as exc:  # noqa: BLE001 - raised for whoever asks for the result
                    done = Done(number, raised=exc)
                if member.is_alive:
                    free.append(member)
                    give()
                elif isinstance(done.raised, Exception):
                    raise done.raised
                yield done


@contextmanager
def crew(number: int) -> Iterator[Crew]:
    """Start so many processes; they always end with the block."""
    with ExitStack() as stack:
        yield Crew([stack.enter_context(worker()) for _ in range(number)])


def worth(sizes: Sequence[int], jobs: int, *, known: bool, otherwise: int = 2) -> bool:
    """Return whether a crew of ``jobs`` processes is quicker than ``otherwise`` processes, 1 or 2.

    ``sizes`` say how large the parts are. Two processes lay out one part after the other, while
    they write. A crew makes parts at the same time: it lays them out and writes them, which takes
    twice as long as a layout, and first lays out those of which nobody knows where they start
    (``known``). It cannot be quicker than the largest part. One process alone takes twice as long
    as a layout, too; but others of a crew that is not on this machine must open the document
    first, so that it has to be clearly quicker.
    """
    if jobs <= otherwise or len(sizes) < jobs:
        return False
    steps = 2 if known else 3
    return max(steps / jobs, steps * max(sizes) / sum(sizes)) < (1 if otherwise == 2 else 1.5)
