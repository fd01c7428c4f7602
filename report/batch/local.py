"""Makes the reports of a batch in processes of this machine.

In: tasks. Out: a result for each. A process makes many reports, so that what is loaded, parsed and
compiled stays; all share one store. One that has grown too large is renewed between reports; one
that is lost, too slow or too large is replaced, and its report tried once more, or told as failed.
"""

from __future__ import annotations

import os
from collections import deque
from dataclasses import dataclass, field, replace
from multiprocessing.connection import wait
from pathlib import Path

from report.batch.making import lost, recalled
from report.batch.process import Bench, Process
from report.batch.tasks import Event, Result, Stop, Task, Tell
from report.engine.capacity import RENEWED
from report.engine.inputs import tools_now
from report.engine.store import Store
from report.findings.diagnostics import Diagnostic, Severity, diagnostic

#: How often processes are looked at, in seconds.
_EVERY = 0.1
#: How often a report is tried whose process was lost.
_TRIES = 2
_ALONE = "build it alone with “report -C DIR build” to see what it does"


@dataclass(slots=True)
class _Work:
    """A report that waits for a process, and how often it was tried."""

    number: int
    task: Task
    tries: int = 0


@dataclass(slots=True)
class LocalRunner:
    """Processes of this machine; ``jobs`` is their number, ``each`` how many make one report.

    ``timeout`` is the longest that a report may take, in seconds; ``memory`` the most that its
    process may have, in bytes; 0: no limit.
    """

    jobs: int
    cache: Path | None
    timeout: float = 0.0
    memory: int = 0
    fail_level: Severity = Severity.ERROR
    each: int = 1
    #: Why something could not be kept in the cache; empty: all was kept.
    trouble: str = ""
    _waiting: deque[_Work] = field(default_factory=deque)
    _busy: dict[Process, _Work] = field(default_factory=dict)
    _idle: list[Process] = field(default_factory=list)
    _done: dict[int, Result] = field(default_factory=dict)

    def run(self, tasks: list[Task], tell: Tell, stop: Stop) -> list[Result]:
        """Return a result for each task, in the order of the tasks."""
        self._waiting = deque(_Work(number, task) for number, task in enumerate(tasks))
        self._done = {}
        bench = Bench(self.cache, self.fail_level, self._tools(), dict(os.environ), self.each)
        try:
            self._recall(bench, tell, stop)
            while (self._waiting and not stop.asked) or (self._busy and not stop.interrupted):
                self._give(bench, tell, stop)
                self._listen(tell)
                self._watch(tell)
        except KeyboardInterrupt:
            stop.ask(interrupted=True)
        finally:
            if stop.interrupted:
                self._listen(tell, seconds=0)  # what was done a moment ago is done
            for process in (*self._idle, *self._busy):
                process.end()
            self._idle, self._busy = [], {}
        for number, task in enumerate(tasks):
            if number not in self._done:
                left = Result(task.name, "skipped", reason="another report has failed")
                if stop.interrupted:
                    left = Result(task.name, "stopped", reason="interrupted")
                self._finish(number, left, tell)
        return [self._done[number] for number in range(len(tasks))]

    @property
    def processes(self) -> list[tuple[int, str]]:
        """The numbers of the processes that make reports now, and the reports' names."""
        return [(process.number, work.task.name) for process, work in self._busy.items()]

    def found(self) -> list[Diagnostic]:
        """Return a warning when something could not be kept."""
        if not self.trouble:
            return []
        message = f"the cache {self.cache} cannot keep what is made: {self.trouble}"
        hint = "make room, or name another folder with REPORT_CACHE; the reports are not affected"
        return [diagnostic("D916", message, hint=hint)]

    def _tools(self) -> dict[str, str] | None:
        """Return the hashes of the program and its libraries, which are the same for all."""
        if self.cache is None:
            return None
        try:
            return tools_now()
        except OSError:
            return None

    def _recall(self, bench: Bench, tell: Tell, stop: Stop) -> None:
        """Recall the first reports, up to one that must be made: before that, nothing is loaded."""
        store = Store(bench.cache)
        while self._waiting and not stop.asked:
            work = self._waiting[0]
            known = recalled(work.task, store, fail_level=bench.fail_level, tools=bench.tools)
            if known is None:
                return
            self._waiting.popleft()
            self._finish(work.number, replace(known, worker="recalled"), tell)

    def _give(self, bench: Bench, tell: Tell, stop: Stop) -> None:
        """Give reports to processes, and begin processes while there are more reports."""
        while self._waiting and not stop.asked and len(self._busy) < self.jobs:
            if not self._idle:
                stop.raises = True
                try:
                    self._idle.append(Process(bench))
                finally:
                    stop.raises = False
            process, work = self._idle.pop(), self._waiting.popleft()
            work.tries += 1
            self._busy[process] = work
            if not process.give(work.task):
                self._lose(process, tell)

    def _listen(self, tell: Tell, seconds: float = _EVERY) -> None:
        """Hear what processes say, for some time."""
        if not self._busy:
            return
        heard = wait([process.connection for process in self._busy], seconds)
        for process in [one for one in self._busy if one.connection in heard]:
            try:
                said = process.messages()
            except EOFError:
                self._lose(process, tell)
                continue
            for one in said:
                if isinstance(one, Event):
                    tell(one)
                else:
                    result, trouble = one
                    self.trouble = self.trouble or trouble
                    self._take(process, result, tell)

    def _take(self, process: Process, result: Result, tell: Tell) -> None:
        """Take a result; a process that has grown is ended, and another one begins later."""
        work = self._busy.pop(process)
        now = process.memory()
        most = process.peak or result.memory
        result = replace(result, attempts=work.tries, memory=most, worker=process.name)
        self._finish(work.number, result, tell)
        process.task = None
        if now > min(RENEWED, self.memory or RENEWED) or not self._waiting:
            process.end()
        else:
            self._idle.append(process)

    def _watch(self, tell: Tell) -> None:
        """End processes whose report takes too long, or too much memory."""
        for process in list(self._busy):
            memory = process.memory()
            if self.timeout and process.seconds() > self.timeout:
                why = f"it took longer than {self.timeout:g} s"
                self._give_up(process, why, f"give it more time with --timeout, or {_ALONE}", tell)
            elif self.memory and memory > self.memory:
                why = f"it needed more than {self.memory / 2**20:.0f} MB of memory"
                self._give_up(process, why, f"give it more with --memory, or {_ALONE}", tell)

    def _lose(self, process: Process, tell: Tell) -> None:
        """Replace a process that has ended in the middle: its report is tried once more."""
        work = self._busy.pop(process)
        seconds, peak, name = process.seconds(), process.peak, process.name
        how = process.end(0.5)
        if work.tries < _TRIES:
            self._waiting.append(work)
            tell(Event(work.task.name, "waiting"))
            return
        finding = lost(work.task, f"its process {how}, twice", f"is there enough memory? {_ALONE}")
        self._fail(work, finding, (seconds, peak, name), tell)

    def _give_up(self, process: Process, why: str, hint: str, tell: Tell) -> None:
        """End a process, and tell its report as failed."""
        work = self._busy.pop(process)
        told = (process.seconds(), process.peak, process.name)
        process.end()
        self._fail(work, lost(work.task, why, hint), told, tell)

    def _fail(
        self, work: _Work, finding: Diagnostic, told: tuple[float, int, str], tell: Tell
    ) -> None:
        seconds, peak, name = told
        result = Result(
            work.task.name,
            "failed",
            findings=(finding,),
            seconds=seconds,
            memory=peak,
            worker=name,
            attempts=work.tries,
            reason=finding.message,
        )
        self._finish(work.number, result, tell)

    def _finish(self, number: int, result: Result, tell: Tell) -> None:
        self._done[number] = result
        tell(Event(result.name, "done", findings=len(result.findings), result=result))
