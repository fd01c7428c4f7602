"""The ways to write findings, one module each, found by name: the values of ``--format``.

A format has one function, ``write(found)``: diagnostics in, text out. :data:`FORMATS` has them by
name, that for people first.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Iterable
from importlib import import_module

from report.findings.diagnostics import Diagnostic

_NAMES = sorted((found.name for found in pkgutil.iter_modules(__path__)), key="text".__ne__)
#: The values of ``--format`` and what each writes.
FORMATS: dict[str, Callable[[Iterable[Diagnostic]], str]] = {
    name: import_module(f"{__name__}.{name}").write for name in _NAMES
}
