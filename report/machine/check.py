"""The result of one check of this machine, and helpers for checks."""

from __future__ import annotations

import importlib.metadata
import sys
from dataclasses import dataclass
from pathlib import Path

from report.findings.diagnostics import Diagnostic, diagnostic


@dataclass(frozen=True, slots=True)
class Check:
    """One check: its name, whether it passed, what was found, and how to fix it."""

    name: str
    ok: bool
    detail: str
    cure: str = ""
    diagnostic: Diagnostic | None = None


def failed(name: str, detail: str, cure: str, code: str) -> Check:
    """Return a failed check: what is wrong, how to fix it, and the code of its finding."""
    return Check(name, False, detail, cure, diagnostic(code, f"{name}: {detail}", hint=cure))


def version_of(distribution: str) -> str | None:
    """Return the installed version of a package; None when it is not installed."""
    try:
        return importlib.metadata.version(distribution)
    except importlib.metadata.PackageNotFoundError:
        return None


def in_checkout() -> bool:
    """Return whether the package runs from a checkout of its sources."""
    return (Path(__file__).resolve().parents[2] / "Makefile").is_file()


def cure_for_python(*requirements: str) -> str:
    """Return the command that installs Python packages here."""
    if in_checkout():
        return "make setup"
    return f"{sys.executable} -m pip install {' '.join(requirements)}"
