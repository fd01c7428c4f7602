"""The errors of ``report``, one small tree.

::

    ReportError                 something ``report`` can explain; never shown as a traceback
    ├── FindingsError           the input has faults; carries the Diagnostics that say which
    └── CannotRunError          the machine or the call is at fault (exit 2), with a Diagnostic

Nothing here knows Click: ``report.cli`` turns them into exit codes at the edge.
"""

from __future__ import annotations

from collections.abc import Iterable

from report.findings.diagnostics import Diagnostic


class ReportError(Exception):
    """Anything that ``report`` explains by Diagnostics instead of a traceback."""

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.diagnostics = tuple(diagnostics)
        super().__init__("; ".join(d.message for d in self.diagnostics))

    def __reduce__(self) -> tuple[type[ReportError], tuple[tuple[Diagnostic, ...]]]:
        """Travel whole between processes."""
        return type(self), (self.diagnostics,)


class FindingsError(ReportError):
    """The input has faults that stop the work (exit code 1)."""


class CannotRunError(ReportError):
    """The work could not even start or finish for an outside reason (exit code 2)."""
