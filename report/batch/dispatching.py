"""Gives tasks to the workers of a cluster, one to each that is free, and takes their answers.

In: tasks, and a client of Dask. Out: results. A dying worker takes with it only what it was making;
Dask gives that to another worker. A lost connection to the scheduler ends the run if it does not
come back within some seconds; the PDFs at their places are whole then.
"""

from __future__ import annotations

import contextlib
import queue
import time
from collections import deque
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from report.batch.delivering import Errands, LostError
from report.batch.making import lost
from report.batch.orders import Answer
from report.batch.pieces import Piece, Sent, divided
from report.batch.sending import CannotSendError
from report.batch.tasks import Event, Result, Status, Stop, Task, Tell
from report.batch.workers import Workers
from report.engine.capacity import RENEWED
from report.findings.diagnostics import Diagnostic, diagnostic
from report.findings.errors import CannotRunError

if TYPE_CHECKING:
    from distributed import Client

#: How often a report is given to a worker at most, when answers or files are lost.
ATTEMPTS = 3
#: How long the loop waits for something to happen, and for an answer on its way, in seconds.
_PULSE, _ANSWER = 0.2, 5.0
#: How often in turn a scheduler may give no answer, each time for ten seconds.
_SILENT = 3


@dataclass(slots=True)
class Dispatch:
    """One run: what is waiting, what is with the cluster, and what is done."""

    client: Client
    workers: Workers
    errands: Errands
    tell: Tell
    stop: Stop
    timeout: float
    #: Why the cluster cannot be used any more.
    lost: Diagnostic | None = None
    _waiting: deque[Task] = field(default_factory=deque)
    _sent: dict[str, Sent] = field(default_factory=dict)
    _results: dict[str, Result] = field(default_factory=dict)
    #: How often each report was given to the cluster.
    _given: dict[str, int] = field(default_factory=dict)
    #: Contents that a worker could not get, by report.
    _missing: dict[str, tuple[str, ...]] = field(default_factory=dict)
    _silent: int = 0
    _heard: queue.SimpleQueue[dict[str, Any]] = field(default_factory=queue.SimpleQueue)

    def run(self, tasks: list[Task]) -> list[Result]:
        """Make all reports, as far as the cluster and the user let it."""
        self._waiting.extend(tasks)
        self._subscribe()
        while (self._waiting or self._sent) and not self._must_end():
            try:
                self._send()
                self._listen()
                self._collect()
                self._watch()
            except OSError:  # the connection: its state says whether it comes back
                self._reconnect()
        self._end_rest()
        return [self._results[task.name] for task in tasks]

    def leave(self) -> None:
        """Take back what is still with the cluster."""
        if self.client.status != "running" or self.lost:
            return
        for one in self._sent.values():
            self._cancel(one)
        self.workers.dismiss()

    def _subscribe(self) -> None:
        topic = self.errands.terms.topic
        self.client.subscribe_topic(topic, lambda event: self._heard.put(event[1]))

    def _must_end(self) -> bool:
        return bool(self.lost) or (self.stop.asked and (self.stop.interrupted or not self._sent))

    def _send(self) -> None:
        """Give tasks to workers that are free, unless the run is to end."""
        from report.batch.node import build

        if self.stop.asked:
            for one in [one for one in self._sent.values() if not one.began]:
                self._take_back(one)
            return
        while self._waiting and (free := self.workers.count - self._busy()) > 0:
            task = self._waiting.popleft()
            known = self.errands.recalled(task)
            if known is not None:
                self._done(replace(known, worker="recalled"))
                continue
            try:
                order = self.errands.order(task, self._missing.get(task.name, ()))
            except CannotSendError as exc:
                self._fail(Sent(task, []), f"it cannot be sent to a worker: {exc}")
                continue
            given = self._given[task.name] = self._given.get(task.name, 0) + 1
            resource = self.workers.terms.resource
            sent = self._sent[task.name] = Sent(task, [])
            # The last reports are divided, as workers would have nothing to do otherwise.
            pieces = divided(order, free - len(self._waiting))
            each = self._each(len(pieces)) if not order.carried else 1
            for piece in [replace(one, workers=each) for one in pieces]:
                targets = piece.task.targets
                key = f"{resource}-{task.name}-{given}-{'-'.join(targets)}"
                needs = {resource: 1}
                future = self.client.submit(build, piece, key=key, pure=False, resources=needs)
                sent.pieces.append(Piece(targets, future))
                future.add_done_callback(lambda _: self._heard.put({}))

    def _each(self, pieces: int) -> int:
        """Return how many workers there are for each of so many new pieces, and of all others."""
        return max(1, self.workers.count // (self._busy() + pieces + len(self._waiting)))

    def _busy(self) -> int:
        return sum(len(one.going) for one in self._sent.values())

    def _listen(self) -> None:
        """Hear how far the reports are; returns when there is nothing more to hear."""
        try:
            event = self._heard.get(timeout=_PULSE)
            while True:
                self._hear(event)
                event = self._heard.get_nowait()
        except queue.Empty:
            return

    def _hear(self, event: dict[str, Any]) -> None:
        one = self._sent.get(event.get("report", ""))
        piece = one.piece(event) if one else None
        if one is None or piece is None:
            return
        name, state = one.task.name, event["state"]
        if state == "began":
            if piece.began:
                self.tell(Event(name, "waiting"))
            if piece.began or not one.began:
                self.tell(Event(name, "began"))
            piece.began, piece.worker = time.monotonic(), event["worker"]
            piece.attempts += 1
        elif state == "part":  # that it is done is told when it is at its place
            piece.part, piece.parts = event["part"], event["parts"]
            part, parts = (sum(getattr(x, of) for x in one.pieces) for of in ("part", "parts"))
            self.tell(Event(name, "part", part, parts))

    def _collect(self) -> None:
        """Take the answers that have come."""
        for one in list(self._sent.values()):
            for piece in [piece for piece in one.going if piece.future.done()]:
                if piece.future.status == "finished":
                    # Its worker may have died since: Dask has it made again.
                    with contextlib.suppress(TimeoutError):
                        piece.answer = piece.future.result(timeout=_ANSWER)
                elif piece.future.status == "error":
                    self._fail(one, _why(piece.future.exception(timeout=_ANSWER)))
                    break
                else:  # cancelled, as the connection to the scheduler was lost
                    self._reconnect()
                    return
            answer = one.answer() if one.task.name in self._sent else None
            if answer is not None:
                self._take(one, answer)

    def _take(self, one: Sent, answer: Answer) -> None:
        """Bring the PDFs of an answer to their places, or have the report made again."""
        task = one.task
        self._missing[task.name] = answer.missing
        if answer.result is None:
            self._again(one, f"{len(answer.missing)} of its files cannot be read by the worker")
            return
        try:
            result = self.errands.deliver(task, answer, answer.result)
        except LostError:
            self._again(one, "its PDF is gone from the shared store")
            return
        self._done(replace(result, attempts=self._attempts(one)))
        for piece in one.pieces:
            if piece.answer and piece.answer.held > RENEWED:
                self.workers.restart(piece.worker)

    def _watch(self) -> None:
        """Look for what takes too long, and whether there are workers."""
        if self.client.status != "running":
            self._reconnect()
            return
        try:
            self.workers.look()
            self._silent = 0
        except OSError:  # the scheduler is busy, or it has gone: then the connection tells it soon
            self._silent += 1
        if self._silent > _SILENT:
            self.lost = _gone()
        if self.workers.gone():
            self.lost = self.workers.none_left()
        if not self.timeout:
            return
        late = time.monotonic() - self.timeout
        for one in list(self._sent.values()):
            slow = [piece.worker for piece in one.going if 0 < piece.began < late]
            if slow:
                hint = "give it more time with --timeout, or build it alone to see what it does"
                self._fail(one, f"it took longer than {self.timeout:g} s", hint)
            for worker in slow:
                self.workers.restart(worker)

    def _reconnect(self) -> None:
        """Wait for the connection to come back; give the tasks again then."""
        while self.client.status == "connecting" and not self.stop.interrupted:
            time.sleep(_PULSE)
        for one in list(self._sent.values()):
            self._take_back(one)
        if self.stop.interrupted:
            return
        try:
            if self.client.status != "running":
                raise OSError
            self.workers.examine()
            self._subscribe()
        except CannotRunError as exc:
            self.lost = exc.diagnostics[0]
        except OSError:
            self.lost = _gone()

    def _take_back(self, one: Sent) -> None:
        """Let a task wait again."""
        del self._sent[one.task.name]
        self._cancel(one)
        self._waiting.appendleft(one.task)
        if not self.stop.asked:
            self.tell(Event(one.task.name, "waiting"))

    def _again(self, one: Sent, why: str) -> None:
        """Have a report made again, if that was not tried too often."""
        if self._given[one.task.name] >= ATTEMPTS:
            self._fail(one, why)
        else:
            self._take_back(one)

    def _cancel(self, one: Sent) -> None:
        """Tell the cluster that a report is not wanted any more."""
        if self.client.status == "running":
            for piece in one.going:
                piece.future.cancel(force=True)

    def _attempts(self, one: Sent) -> int:
        """Return how often a report was begun; of its pieces, the one that was begun most."""
        before = self._given.get(one.task.name, 1) - 1
        return before + max([1, *(piece.attempts for piece in one.pieces)])

    def _fail(self, one: Sent, why: str, hint: str = "") -> None:
        self._cancel(one)
        found = lost(one.task, why, hint)
        attempts, reason = self._attempts(one), found.message
        name = one.task.name
        self._done(Result(name, "failed", findings=(found,), attempts=attempts, reason=reason))

    def _done(self, result: Result) -> None:
        """Tell a result, once."""
        self._sent.pop(result.name, None)
        self._results[result.name] = result
        count = len(result.findings)
        self.tell(Event(result.name, "done", findings=count, result=result))

    def _end_rest(self) -> None:
        """Give a result to all tasks that have none."""
        status: Status = "skipped"
        reason = "another report has failed"
        if self.lost or self.stop.interrupted:
            status, reason = "stopped", self.lost.message if self.lost else "interrupted"
        for task in [*(one.task for one in self._sent.values()), *self._waiting]:
            self._results[task.name] = Result(task.name, status, reason=reason)
            self.tell(Event(task.name, "done", result=self._results[task.name]))


def _gone() -> Diagnostic:
    message = "the scheduler has gone in the middle of the work"
    hint = "the PDFs that are done are whole; start it again, then the rest with --only failed"
    return diagnostic("D947", message, hint=hint)


def _why(exc: BaseException | None) -> str:
    """Say why Dask could not have a report made."""
    from distributed import KilledWorker

    if isinstance(exc, KilledWorker):
        return (
            f"its worker died {exc.allowed_failures + 1} times while it was made: is it too big "
            f"for the memory of a worker? The last was {exc.last_worker.address}"
        )
    return f"{type(exc).__name__}: {exc}"
