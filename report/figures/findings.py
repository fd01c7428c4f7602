"""One finding as an error, ready to be raised."""

from __future__ import annotations

from report.diagnostics import diagnostic
from report.errors import FindingsError


def finding(code: str, message: str, hint: str) -> FindingsError:
    """Make the error that carries one finding: what is wrong, and what to do about it."""
    return FindingsError([diagnostic(code, message, hint=hint)])
