"""All measures and kinds of findings, from the modules of the package ``measures``."""

from __future__ import annotations

import pkgutil
from importlib import import_module

from report.measure import measures
from report.measure.findings import Kind

#: The modules of the measures, in the order of the table.
MEASURES = sorted(
    (
        import_module(f"{measures.__name__}.{found.name}")
        for found in pkgutil.iter_modules(measures.__path__)
    ),
    key=lambda module: (module.PLACE, module.__name__),
)
#: Every kind of finding, in the order of the table.
KINDS: dict[str, Kind] = {name: kind for module in MEASURES for name, kind in module.KINDS.items()}
