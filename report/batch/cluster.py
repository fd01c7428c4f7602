"""Reports on many machines: the tasks of a batch as tasks of Dask.

In: tasks and a cluster. Out: a result for each task; PDFs at their places. Projects go to the
workers by content, through a shared store, and so do the PDFs on their way back. The bytes are the
same as on one machine. Only this process writes to the places of the PDFs, once for each report.
"""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass, field

from report.batch.connecting import Where, connected, require
from report.batch.contents import Contents, StoreError
from report.batch.delivering import Errands
from report.batch.dispatching import Dispatch
from report.batch.likeness import Machine, this_machine
from report.batch.orders import Terms
from report.batch.tasks import Event, Result, Stop, Task, Tell
from report.batch.workers import PATIENCE, Workers
from report.engine.crew import LONG
from report.engine.inputs import VARIABLES
from report.findings.diagnostics import Diagnostic, Severity, diagnostic
from report.findings.errors import CannotRunError
from report.project.cache import cache_folder


@dataclass(slots=True)
class Cluster:
    """Makes the reports of tasks on the workers of a Dask cluster."""

    where: Where
    #: The address of the shared store; empty: the cache folder, which all machines must see.
    store: str = ""
    #: The longest that a report may take, in seconds; 0: no limit.
    timeout: float = 0.0
    #: A report with a finding at or above it fails.
    fail_level: Severity = Severity.ERROR
    #: How long to wait for a worker when there is none, in seconds.
    patience: float = PATIENCE
    #: Whether workers keep parts for the next run, and take those that are kept.
    cached: bool = True
    #: A PDF whose HTML has fewer characters is made by one worker, however many there are.
    least: int = LONG
    _found: list[Diagnostic] = field(default_factory=list, init=False)

    def run(self, tasks: list[Task], tell: Tell, stop: Stop) -> list[Result]:
        """Return a result for each task, in the order of the tasks.

        When the cluster is lost in the middle, there is an error among what was found (D945, D947),
        and what was not finished is ``stopped``. Raises CannotRunError before anything is made:
        D801 without Dask, D941 for the shared store, D942 and D943 for the scheduler, D945 when no
        worker is like this machine.
        """
        require()
        shared = Contents(self.store or str(cache_folder()))
        mine = this_machine()
        run = secrets.token_hex(8)
        terms = Terms(
            *(shared.address, f"hello-1/{run}", f"report-{mine.fingerprint()[:16]}-{run}"),
            *(f"report-{run}", self.fail_level, self.cached),
            {name: os.environ.get(name, "") for name in VARIABLES},
            self.least,
        )
        self._greet(shared, terms)
        try:
            return self._run(mine, Errands(shared, terms, self._trouble), tasks, tell, stop)
        except KeyboardInterrupt:  # while the cluster was looked at: nothing was begun
            stop.ask(interrupted=True)
            stopped = [Result(task.name, "stopped", reason="interrupted") for task in tasks]
            for result in stopped:
                tell(Event(result.name, "done", result=result))
            return stopped
        finally:
            shared.remove(terms.token)

    def found(self) -> list[Diagnostic]:
        """Return what belongs to no report: refused workers, a full store, a lost cluster."""
        return self._found

    def _run(
        self, mine: Machine, errands: Errands, tasks: list[Task], tell: Tell, stop: Stop
    ) -> list[Result]:
        # The processes of a local cluster are begun without an interruption in the middle.
        stop.raises = not self.where.local
        try:
            with connected(self.where) as client:
                stop.raises = True
                workers = Workers(client, mine, errands.terms, self._find, self.patience)
                workers.examine()
                stop.raises = False
                dispatch = Dispatch(client, workers, errands, tell, stop, self.timeout)
                try:
                    results = dispatch.run(tasks)
                finally:
                    dispatch.leave()
                    errands.clean()
        finally:
            stop.raises = False
        if dispatch.lost:
            self._find(dispatch.lost)
        return results

    def _greet(self, shared: Contents, terms: Terms) -> None:
        """Put a file into the shared store, by which a worker knows that it sees the same one."""
        try:
            shared.write(terms.token, b"report")
        except StoreError as exc:
            message = f"the shared store {shared.address} cannot be written: {exc}"
            hint = "make room there, or name another one with --shared-store"
            raise CannotRunError([diagnostic("D941", message, hint=hint)]) from None

    def _trouble(self, why: str) -> None:
        message = f"the shared store cannot be used: {why}; files go with the tasks instead"
        hint = "make room in it, or name another one with --shared-store"
        self._find(diagnostic("D946", message, hint=hint))

    def _find(self, found: Diagnostic) -> None:
        if found not in self._found:
            self._found.append(found)
