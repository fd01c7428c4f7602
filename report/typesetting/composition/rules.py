"""The composition rules that a stylesheet can set.

Every rule is a CSS custom property; any element may set it, and its children inherit it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from fractions import Fraction
from typing import Any


@dataclass(frozen=True, slots=True)
class Rules:
    """How the text of an element is composed; lengths are in em of the element."""

    #: Whether Chinese lines are composed at all.
    composition: bool = True
    #: How lines are broken: "total-fit", "greedy" or "balance".
    line_breaking: str = "total-fit"
    #: Whether justified lines may be stretched between ideographs.
    han_justification: bool = True
    #: The gap between Han and Western characters (CLREQ 3.2.2: a quarter em or less).
    han_western_space: float = 0.125
    #: Whether adjacent marks share a blank (CLREQ 3.1.6).
    mark_compression: bool = True
    #: Whether an opening bracket loses its blank at the start of a line (CLREQ 3.1.6).
    trim_start: bool = True
    #: Whether a closing bracket loses its blank at the end of a line, and a pause or stop may
    #: (CLREQ 3.1.6).
    trim_end: bool = True
    #: Whether lines break only between words, if possible.
    keep_words: bool = False
    #: Whether ``keep_words`` also applies when the lines become very uneven.
    whole_words: bool = False
    #: Whether numbers stay with their units if possible (CLREQ 3.1.3).
    keep_units: bool = True
    #: The fewest characters on the last line of a paragraph (CLREQ 3.1.4: two).
    last_line: int = 2
    #: Whether the height of columns is a whole number of lines, so that text below is on the grid.
    baseline_grid: bool = True
    #: Whether a block starts or ends on a line of the page's grid: "none", "start", "end".
    snap: str = "none"


def _switch(text: str) -> bool:
    return {"on": True, "off": False}[text]


def _breaking(text: str) -> str:
    return {name: name for name in ("total-fit", "greedy", "balance")}[text]


def _snap(text: str) -> str:
    return {name: name for name in ("none", "start", "end")}[text]


def _space(text: str) -> float:
    if text in ("none", "0"):
        return 0.0
    if not text.endswith("em"):
        raise ValueError(text)
    value = float(Fraction(text.removesuffix("em").replace(" ", "")))
    if not 0 <= value <= 0.5:
        raise ValueError(text)
    return value


def _count(text: str) -> int:
    value = int(text)
    if not 1 <= value <= 20:
        raise ValueError(text)
    return value


_SWITCH = (_switch, "on or off")
_FORMS: Mapping[str, tuple[Callable[[str], Any], str]] = {
    "composition": _SWITCH,
    "line_breaking": (_breaking, "total-fit, greedy or balance"),
    "han_justification": _SWITCH,
    "han_western_space": (_space, "none, or a length from 0 to 0.5em, such as 1/8em"),
    "mark_compression": _SWITCH,
    "trim_start": _SWITCH,
    "trim_end": _SWITCH,
    "keep_words": _SWITCH,
    "whole_words": _SWITCH,
    "keep_units": _SWITCH,
    "baseline_grid": _SWITCH,
    "snap": (_snap, "none, start or end"),
    "last_line": (_count, "a whole number from 1 to 20"),
}

#: Names of the rules, as fields of :class:`Rules`; in CSS ``--line-breaking`` and so on.
NAMES = tuple(field.name for field in fields(Rules))


def css_name(name: str) -> str:
    """Return the name of the custom property of a rule."""
    return "--" + name.replace("_", "-")


def read(values: Mapping[str, str], warn: Callable[[str], None]) -> Rules:
    """Return the rules for the values of the custom properties, given by name of the rule.

    For an invalid value, ``warn`` is called with a message, and the rule keeps its default.
    """
    given = {}
    for name, text in values.items():
        form, allowed = _FORMS[name]
        try:
            given[name] = form(text)
        except (ValueError, KeyError, ZeroDivisionError):
            warn(f"{css_name(name)}: “{text}” is not valid; write {allowed}")
    return Rules(**given)
