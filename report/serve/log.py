"""The line of a build on the terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from report.findings.diagnostics import Diagnostic, Severity
from report.pages.numbers import numbers

#: The most files that are named, and the most steps.
_FILES, _STEPS = 3, 3


def line_of(
    why: Sequence[str],
    pages: Sequence[int] | str,
    seconds: float,
    took: Mapping[str, float],
    found: Sequence[Diagnostic],
) -> str:
    """Return what changed, which pages, how long it took and which steps, how many findings.

    ``pages`` are those that changed, or the reason why there are none.
    """
    files = [name for name in why if "/" in name]
    what = f"{len(files)} files" if len(files) > _FILES else ", ".join(files) or "everything"
    if isinstance(pages, str):
        result = f"failed: {pages}"
    elif pages:
        result = f"page{'s' * (len(pages) > 1)} {numbers(pages)}"
    else:
        result = "no page changed"
    steps = sorted(
        ((step, name) for name, step in took.items() if not name.endswith(".pdf")), reverse=True
    )
    times = ", ".join(f"{name} {step:.2f}" for step, name in steps[:_STEPS])
    counts = ", ".join(
        f"{count} {severity.value}{'s' * (count > 1)}"
        for severity, count in counted(found).items()
        if count
    )
    return f"{what} → {result}  {seconds:.2f} s ({times})  {counts or 'no findings'}"


def counted(found: Sequence[Diagnostic]) -> dict[Severity, int]:
    """Count findings by severity."""
    return {severity: sum(one.severity is severity for one in found) for severity in Severity}
