"""The workers of a cluster: which of them are like this machine, and which are refused.

In: a client of Dask. Out: the number of workers that take orders; a finding for each that does not,
by its name. A worker that starts later, or again, is looked at in the same way.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from report.batch.likeness import Machine
from report.batch.orders import Terms
from report.findings.diagnostics import Diagnostic, diagnostic
from report.findings.errors import CannotRunError

if TYPE_CHECKING:
    from distributed import Client

#: How long to wait for a worker when there is none, in seconds: one that was killed starts again.
PATIENCE = 20.0
#: How long a scheduler may take to say who is there, and a worker to start again, in seconds.
ANSWER, RESTART = 10.0, 10.0
#: How often the scheduler is asked who is there, in seconds.
_EVERY = 1.0
_SAME = "use the same image, or install the same versions and fonts, on every machine"


@dataclass(slots=True)
class Workers:
    """The workers that take the orders of a batch."""

    client: Client
    mine: Machine
    terms: Terms
    #: Is told the finding of a worker that is refused.
    tell: Callable[[Diagnostic], None]
    #: How long to wait for the first worker, and for one after the last has gone, in seconds.
    patience: float = PATIENCE
    #: The number of workers that take orders.
    count: int = field(default=0, init=False)
    _refused: dict[str, str] = field(default_factory=dict, init=False)
    _asked: float = field(default=0.0, init=False)
    _seen: float = field(default=0.0, init=False)

    def examine(self) -> None:
        """Compare all workers with this machine.

        Raises CannotRunError (D945) when none is like it.
        """
        from report.batch.node import Alike

        plugin = Alike(self.mine, self.terms)
        try:
            self.client.register_plugin(plugin, name=self.terms.resource)
        except Exception as exc:  # noqa: BLE001 - of one worker; each is asked below
            del exc
        self._seen = time.monotonic()
        while not self._ask() and not self.gone():
            if self._refused and len(self._refused) == len(self._all()):
                break
            time.sleep(0.2)
        if not self.count:
            raise CannotRunError([self.none_left()])

    def dismiss(self) -> None:
        """Let the workers take no more orders of this batch."""
        self.client.unregister_worker_plugin(self.terms.resource)

    def look(self) -> None:
        """Count the workers anew, if that was not done just now."""
        if time.monotonic() - self._asked >= _EVERY:
            self._ask()

    def gone(self) -> bool:
        """Return whether there has been no worker for longer than one takes to start again."""
        return not self.count and time.monotonic() - self._seen > self.patience

    def none_left(self) -> Diagnostic:
        """Return the finding that there is no worker."""
        if self._refused:
            reasons = "; ".join(self._refused.values())
            return diagnostic("D945", f"no worker can make reports: {reasons}", hint=_SAME)
        hint = "start one with “dask worker ADDRESS --nthreads 1”"
        return diagnostic("D945", "the scheduler has no worker", hint=hint)

    def _all(self) -> dict[str, Any]:
        """Return what the scheduler knows of all workers; raises OSError when it is gone."""
        identity = self.client.scheduler.identity
        known = self.client.sync(identity, n_workers=-1, callback_timeout=ANSWER)
        found: dict[str, Any] = known["workers"]
        return found

    def restart(self, address: str) -> bool:
        """Start a worker anew; returns whether that is possible: not without a nanny."""
        try:
            self.client.restart_workers([address], timeout=RESTART, raise_for_error=False)
        except (ValueError, KeyError, OSError, TimeoutError):
            return False
        return True

    def _ask(self) -> int:
        """Count the workers that take orders, and find out why others do not."""
        everyone = self._all()
        resource = self.terms.resource
        able = [address for address, one in everyone.items() if one["resources"].get(resource)]
        others = [address for address in everyone if address not in able]
        unknown = [address for address in others if address not in self._refused]
        if unknown:
            self._refuse({address: str(everyone[address]["name"]) for address in unknown})
        self._asked = time.monotonic()
        if len(able) > self.count:
            self._wake()
        self.count = len(able)
        if able:
            self._seen = self._asked
        return self.count

    def _wake(self) -> None:
        """Let the scheduler look for workers for tasks that have none.

        It looks when a worker joins; ours offer themselves only after they were compared.
        """
        with suppress(OSError, TimeoutError):
            self.client.run_on_scheduler(_look_again)

    def _refuse(self, names: dict[str, str]) -> None:
        """Tell why workers take no orders; ``names`` are by their addresses."""
        from report.batch.node import why_not

        resource = self.terms.resource
        answers = self.client.run(why_not, resource, workers=list(names), on_error="return")
        for address, answer in answers.items():
            why = _reasons(answer)
            if why:
                name = names[address]
                shown = address if name in ("", address) else f"{name} ({address})"
                self._refused[address] = f"{shown}: {why}"
                self.tell(diagnostic("D944", f"the worker {shown} is refused: {why}", hint=_SAME))


def _look_again(dask_scheduler: Any) -> None:
    """Give tasks without a worker to the workers that there are; it runs in the scheduler."""
    for worker in list(dask_scheduler.workers.values()):
        found = dask_scheduler.bulk_schedule_unrunnable_after_adding_worker(worker)
        dask_scheduler.transitions(found, stimulus_id="report-workers")


def _reasons(answer: Any) -> str:
    """Return in words why a worker takes no orders; empty: it does, or is just starting."""
    if isinstance(answer, ModuleNotFoundError):
        return f"report cannot be run there: {answer}"
    if isinstance(answer, BaseException):
        return f"it cannot be asked: {type(answer).__name__}: {answer}"
    return "; ".join(answer)
