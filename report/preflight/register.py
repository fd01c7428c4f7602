"""Every rule of preflight, and the checks that ask them, found in the folder ``checks/``."""

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
    """Give the rules that hold for a profile, in order."""
    return [rule for rule in _ALL if profile in rule.profiles]


def checks_for(profile: Profile) -> Iterator[tuple[Check, tuple[Rule, ...]]]:
    """Give the checks that ask rules of a profile, with these rules; those that draw come last."""
    found = [
        (check, tuple(rule for rule in module.RULES if profile in rule.profiles))
        for module in _MODULES
        for check in module.CHECKS
    ]
    yield from sorted((one for one in found if one[1]), key=lambda one: one[0].drawn)
