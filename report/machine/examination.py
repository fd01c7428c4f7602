"""The checks of ``report doctor``.

In: the theme, the path of the colour profile, more font families. Out: a list of checks; a failed
one has a command that fixes it, and a Diagnostic.
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
    """Check Python, engine, the fonts of the theme and ``families``, colour profile and locale."""
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
