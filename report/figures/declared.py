"""Declares the kinds of drawings and art: one for each module in this room."""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from types import ModuleType

from report.figures import kinds
from report.figures.art import families
from report.model.drawing import declare


@cache
def declare_drawings() -> None:
    """Declare all kinds in the model, before data are read; this does not load Matplotlib."""
    declare(
        {name: module.KIND for name, module in _modules(kinds)},
        {name: module.SHOWS for name, module in _modules(families)},
    )


def _modules(package: ModuleType) -> Iterator[tuple[str, ModuleType]]:
    for found in pkgutil.iter_modules(package.__path__):
        yield found.name, import_module(f"{package.__name__}.{found.name}")
