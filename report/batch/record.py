"""The record of the last batch: which reports it has made.

In: a batch that has ended, and the folder of its list. Out: a small file in the folder's
``build/``, from which ``--only failed`` reads what is left to make.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from report.batch.tasks import Result
from report.engine import output
from report.findings.diagnostics import Diagnostic, diagnostic
from report.findings.errors import CannotRunError

_FORM = 1
#: The statuses of reports that are made.
_MADE = ("built", "same")


def path_of(home: Path) -> Path:
    """Return the file of the record, for the folder of a list."""
    return home / "build" / "batch.json"


def read(home: Path) -> dict[str, str]:
    """Return the status of each report in the last batch, by name.

    Raises CannotRunError (D917) when there is no record, or one that cannot be read.
    """
    path = path_of(home)
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        if kept["form"] == _FORM:
            return {str(name): str(status) for name, status in kept["reports"].items()}
        why = "is of another version"
    except FileNotFoundError:
        why = "does not exist"
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        why = "cannot be read"
    message = f"which reports have failed is not known: {path} {why}"
    hint = "run the whole batch first, without --only"
    raise CannotRunError([diagnostic("D917", message, hint=hint)])


def to_make(kept: Mapping[str, str], name: str) -> bool:
    """Return whether a report is still to be made: it failed, was not reached, or is new."""
    return kept.get(name) not in _MADE


def write(home: Path, results: Iterable[Result], names: Iterable[str]) -> list[Diagnostic]:
    """Write the record; reports of ``names`` without a result stay as they were.

    Returns a warning (D916) when it cannot be written.
    """
    try:
        before = read(home)
    except CannotRunError:
        before = {}
    now = {name: before[name] for name in names if name in before}
    now |= {one.name: one.status for one in results}
    text = json.dumps({"form": _FORM, "reports": now}, ensure_ascii=False, indent=1) + "\n"
    path = path_of(home)
    try:
        output.prepare(path.parent)
        output.write(path, text.encode())
    except CannotRunError as exc:
        message = f"the record of this batch is not kept: {exc}"
        hint = "--only failed will not know what is left to make"
        return [diagnostic("D916", message, hint=hint)]
    return []
