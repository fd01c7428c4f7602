"""All rules and checks of preflight, from the modules of the package ``checks``."""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator
from importlib import import_module
from types import ModuleType

from report.preflight import checks
from report.preflight.rules import SOUND, Check, Profile, Rule

_MODULES: tuple[ModuleType, ...] = tuple(
    import_module(f"{checks.__name__}.{found.name}")
    for found in pkgutil.iter_modules(checks.__path__)
)
_ALL = sorted(
    (SOUND, *(rule for module in _MODULES for rule in module.RULES)), key=lambda rule: rule.code
)
#: Every rule by its code, in the order of the codes.
RULES: dict[str, Rule] = {rule.code: rule for rule in _ALL}


def rules_for(profile: Profile) -> list[Rule]:
    """Return the rules of a profile, in the order of their codes."""
    return [rule for rule in _ALL if profile in rule.profiles]


def checks_for(profile: Profile) -> Iterator[tuple[Check, tuple[Rule, ...]]]:
    """Return the checks of a profile with their rules; checks that render pages come last."""
    found = [
        (check, tuple(rule for rule in module.RULES if profile in rule.profiles))
        for module in _MODULES
        for check in module.CHECKS
    ]
    yield from sorted((one for one in found if one[1]), key=lambda one: one[0].drawn)
