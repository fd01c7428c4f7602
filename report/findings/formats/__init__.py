"""The output formats of findings, one module each; its name is the value of ``--format``.

A format has one function, ``write(found)``, which returns the diagnostics as text.
:data:`FORMATS` has these functions by name, ``text`` first.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Iterable
from importlib import import_module

from report.findings.diagnostics import Diagnostic

_NAMES = sorted((found.name for found in pkgutil.iter_modules(__path__)), key="text".__ne__)
#: The values of ``--format`` and the function for each.
FORMATS: dict[str, Callable[[Iterable[Diagnostic]], str]] = {
    name: import_module(f"{__name__}.{name}").write for name in _NAMES
}
