"""What ``report doctor`` looks at: everything that a report needs of the machine.

In: the theme, the place of the colour profile, further font families. Out: a list of checks, one
for each thing looked at; one that fails says how to cure it, by a command that can be copied, and
carries its Diagnostic.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from report.machine.check import Check
from report.machine.fonts import fonts
from report.machine.libraries import engine, libraries, pango, python, subsetter, tools
from report.machine.locale import encodings
from report.machine.profile import profile
from report.model.theme import Theme


def examine(theme: Theme | None, icc: Path, families: Sequence[str] = ()) -> list[Check]:
    """Look at the machine: Python, engine, fonts of the theme and ``families``, profile, locale."""
    named = [theme.type.serif, theme.type.sans] if theme else []
    return [
        python(),
        *engine(),
        pango(),
        subsetter(),
        *(check for family in dict.fromkeys([*named, *families]) for check in fonts(family)),
        *libraries(),
        profile(icc),
        encodings(),
        *tools(),
    ]
