"""Which kinds of drawings and of art there are: those whose modules stand in this room."""

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
    """Tell the model of every kind, before data is read; Matplotlib is not loaded for it."""
    declare(
        {name: module.KIND for name, module in _modules(kinds)},
        {name: module.SHOWS for name, module in _modules(families)},
    )


def _modules(package: ModuleType) -> Iterator[tuple[str, ModuleType]]:
    for found in pkgutil.iter_modules(package.__path__):
        yield found.name, import_module(f"{package.__name__}.{found.name}")
