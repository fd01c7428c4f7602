"""What goes to a worker of a cluster, and what it answers: plain values that can be pickled."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from report.batch.sending import Manifest
from report.batch.tasks import Result, Task
from report.engine.crew import LONG
from report.findings.diagnostics import Severity


@dataclass(frozen=True, slots=True)
class Terms:
    """What all orders of a batch have in common."""

    #: The address of the shared store.
    store: str
    #: A file in it that a worker must be able to read.
    token: str
    #: The name under which workers that are alike offer themselves.
    resource: str
    #: The topic under which a worker says how far it is.
    topic: str
    #: A report with a finding at or above it fails.
    fail_level: Severity = Severity.ERROR
    #: Whether parts are kept for the next run, and those that are kept are taken.
    cached: bool = True
    #: Environment variables that a build reads.
    environment: Mapping[str, str] = field(default_factory=dict)
    #: A PDF whose HTML has fewer characters is made by one worker.
    least: int = LONG

    @property
    def helping(self) -> str:
        """The name under which a worker offers to help with a report that another one makes."""
        return f"{self.resource}-parts"


@dataclass(frozen=True, slots=True)
class Order:
    """One report to make."""

    task: Task
    manifest: Manifest
    terms: Terms
    #: Contents that the shared store could not take, by hash.
    carried: Mapping[str, bytes] = field(default_factory=dict)
    #: How many workers make it, if it is long: one that has the lead, and others that help.
    workers: int = 1


@dataclass(frozen=True, slots=True)
class Errand:
    """What those who help with a report are given with each job."""

    order: Order
    #: The name of the target whose parts are made.
    target: str
    #: The hash of what the templates gave, in the shared store.
    source: str


@dataclass(frozen=True, slots=True)
class Stored:
    """A large argument of a job: its hash, by which it is in the shared store."""

    sha256: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of an order."""

    #: None when contents were missing; nothing was made then.
    result: Result | None
    #: The hashes of contents that the worker could not get.
    missing: tuple[str, ...] = ()
    #: PDFs that the shared store could not take, by target.
    carried: Mapping[str, bytes] = field(default_factory=dict)
    #: Why the shared store could not be used; empty: it could.
    trouble: str = ""
    #: The memory that the worker holds after it, in bytes.
    held: int = 0
