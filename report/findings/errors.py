"""The exceptions of ``report``.

::

    ReportError                 has Diagnostics; is never shown as a traceback
    ├── FindingsError           there are errors in the input (exit code 1)
    └── CannotRunError          the machine or the arguments are wrong (exit code 2)

``report.cli`` turns them into exit codes.
"""

from __future__ import annotations

from collections.abc import Iterable

from report.findings.diagnostics import Diagnostic


class ReportError(Exception):
    """An error that is shown as Diagnostics instead of a traceback."""

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.diagnostics = tuple(diagnostics)
        super().__init__("; ".join(d.message for d in self.diagnostics))

    def __reduce__(self) -> tuple[type[ReportError], tuple[tuple[Diagnostic, ...]]]:
        """Pickle the exception with its Diagnostics, to pass it between processes."""
        return type(self), (self.diagnostics,)


class FindingsError(ReportError):
    """The input has errors that stop the command (exit code 1)."""


class CannotRunError(ReportError):
    """The command cannot start or finish for a reason outside the input (exit code 2)."""
