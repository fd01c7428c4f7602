"""The worker that makes a long report, with others that do parts of it.

In: an order for several workers, and the jobs of the engine. Out: their results. The others are
given what takes longest, while this worker does the rest. What one of them could not do, is lost,
or does not come, is done here: a job gives the same wherever it is done, so twice is harmless.
"""

from __future__ import annotations

import json
import secrets
import time
from asyncio import CancelledError
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any

from distributed import Future, Worker, get_client
from distributed.utils import sync

from report.batch import hand
from report.batch.contents import Contents, StoreError
from report.batch.orders import Errand, Order, Stored, Terms
from report.engine.crew import Done, Work

if TYPE_CHECKING:
    from report.engine.document import Source

#: How many jobs each of the others is given at once: the next one is there when it has done one.
_AHEAD = 2
#: How long this worker waits for others before it does what they were given, in seconds.
_PATIENCE = 3.0
#: How long it waits for something to happen, and for a result on its way, in seconds.
_PULSE, _RESULT = 0.2, 10.0
#: Arguments with more bytes go through the shared store, once.
_LARGE = 64 * 1024


@contextmanager
def leading(worker: Worker, terms: Terms) -> Iterator[None]:
    """Let this worker be given no jobs of other leads, within the block."""
    _offer(worker, terms, 0)
    try:
        yield
    finally:
        _offer(worker, terms, 1)


def _offer(worker: Worker, terms: Terms, number: int) -> None:
    told = {terms.helping: number}
    with suppress(OSError, TimeoutError):  # without a scheduler, the worker itself ends
        sync(worker.loop, worker.set_resources, callback_timeout=_RESULT, **told)


@dataclass(slots=True)
class Lead:
    """Has jobs of one order done by other workers, and by this one."""

    order: Order
    shared: Contents
    #: Raises an error that ends the work, if nobody wants the report any more.
    check: Callable[[], None]
    #: Who has done something, besides this worker.
    names: dict[str, None] = field(default_factory=dict)
    _errand: Errand | None = None

    @property
    def least(self) -> int:
        """A document with fewer characters is made here alone."""
        return self.order.terms.least

    @property
    def size(self) -> int:
        """The number of workers, with this one."""
        return self.order.workers

    @contextmanager
    def opened(self, source: Source) -> Iterator[Lead]:
        """Let others do jobs for a document, within the block."""
        filled = {"html": source.html, "figures": source.figures, "only": secrets.token_hex(8)}
        try:
            digest = self.shared.put(json.dumps(filled).encode())
        except StoreError:  # all is done here: the PDF goes to the client without the store too
            yield self
            return
        self._errand = Errand(self.order, source.target.name, digest)
        try:
            yield self
        finally:
            self._errand = None
            self.shared.discard(digest)

    def do(self, jobs: Iterable[Work]) -> Iterator[Done]:
        """Do jobs, and yield each when it has ended, whatever their order.

        The first ones go to the other workers, the last ones are done here.
        """
        every = list(jobs)
        waiting = deque(range(len(every)))
        going: dict[int, Future] = {}
        heard: SimpleQueue[int] = SimpleQueue()
        last = time.monotonic()
        try:
            while waiting or going:
                self.check()
                while self._errand and self._others_need(len(going), len(waiting)):
                    number = waiting.popleft()
                    future = self._submit(self._errand, every[number])
                    if future is None:
                        waiting.append(number)
                        break
                    going[number] = future
                    future.add_done_callback(lambda _, one=number: heard.put(one))
                try:
                    number = heard.get(timeout=_PULSE) if not waiting else heard.get_nowait()
                except Empty:
                    if waiting:
                        yield _here(waiting.pop(), every)
                    elif time.monotonic() - last > _PATIENCE:
                        number = next(reversed(going))
                        going.pop(number).cancel()
                        yield _here(number, every)
                    else:
                        continue
                else:
                    if number not in going:  # it was done here meanwhile
                        continue
                    yield self._result(number, going.pop(number), every)
                last = time.monotonic()
        finally:
            for future in going.values():
                future.cancel()

    def _others_need(self, going: int, waiting: int) -> bool:
        """Return whether the others should have one more of the jobs that are waiting.

        Each has one, and one to go on with if something is left for this worker.
        """
        others = self.size - 1
        return (waiting > 0 and going < others) or (waiting > 1 and going < _AHEAD * others)

    def _submit(self, errand: Errand, job: Work) -> Future | None:
        """Give a job to the other workers; None when that cannot be done."""
        work, args = job
        terms = self.order.terms
        try:
            given = tuple(self._stored(one) for one in args)
            return get_client().submit(
                *(hand.do, errand, work, given),
                key=f"{terms.helping}-{secrets.token_hex(8)}",
                pure=False,
                resources={terms.resource: 1, terms.helping: 1},
            )
        except (StoreError, OSError):
            return None

    def _stored(self, one: Any) -> Any:
        """Return an argument; large bytes as what is in the shared store."""
        is_large = isinstance(one, bytes) and len(one) > _LARGE
        return Stored(self.shared.put(one)) if is_large else one

    def _result(self, number: int, future: Future, every: list[Work]) -> Done:
        """Return the result of a job that another worker has ended, or do it here."""
        try:
            name, value = future.result(timeout=_RESULT)
        except (Exception, CancelledError):  # noqa: BLE001 - what is wrong is met here again
            return _here(number, every)
        self.names[name] = None
        return Done(number, value)


def _here(number: int, every: list[Work]) -> Done:
    work, args = every[number]
    try:
        return Done(number, work(*args))
    except Exception as exc:  # noqa: BLE001 - raised for whoever asks for the result
        return Done(number, raised=exc)
