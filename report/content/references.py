"""References to facts in texts: ``{{ users.total[2023] | in(億元) | rounded(1) }}``.

In: what stands between the braces. Out: the figure to print, or a fault with its code and hint.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Protocol

from report.content.advice import nearest
from report.model.facts import Fact, Format
from report.model.prose import Figure
from report.model.series import Absence, Series
from report.model.units import Units

_CONTENT = re.compile(
    r"\{\{\s*(?P<fact>[^\s|{}\[\]]+)(?:\[(?P<period>[^|{}\[\]]{1,40})\])?\s*"
    r"(?P<forms>(?:\|\s*[^|{}\s][^|{}]*)*)\}\}"
)
_FORM = re.compile(r"(?P<name>[^\W\d]\w*)\s*(?:[(（]\s*(?P<argument>[^()（）]*?)\s*[)）])?")
#: Formats that change the figure, with what stands in their brackets.
_CHANGING = {"in": "in(億元)", "rounded": "rounded(1)"}
_MOST_PLACES = 12
FORMATS = ", ".join([*Format, *_CHANGING.values()])
HOW = "write {{ fact.id }} or {{ fact.id | format }}, nothing more"


class Known(Protocol):
    """The facts of a report."""

    units: Units

    def series(self, name: str) -> Series:
        """Return a fact; raises LookupError(message, hint)."""
        ...


class ReferenceError_(Exception):  # noqa: N801, N818 - ReferenceError is Python's own
    """A reference that cannot be read; the code, the message and the hint."""

    def __init__(self, code: str, message: str, hint: str) -> None:
        super().__init__(code, message, hint)
        self.code, self.message, self.hint = code, message, hint


def read_reference(written: str, known: Known) -> Figure | str:
    """Return the figure of a reference, or what is printed where there is none: –, 不適用, 無.

    Raises ReferenceError_: D201 unknown fact, D205 cannot be read, D212 cannot be converted, D213
    no figure for this period.
    """
    parts = _CONTENT.fullmatch(written)
    if parts is None:
        raise ReferenceError_(
            "D205",
            f"this reference cannot be read: {short(written)}",
            f"{HOW}; another period in brackets, like {{{{ fact.id[2023] }}}}; formats: {FORMATS}",
        )
    name, period = parts["fact"], (parts["period"] or "").strip()
    changes, form = _forms(parts["forms"])
    try:
        series = known.series(name)
    except LookupError as exc:
        raise ReferenceError_("D201", exc.args[0], exc.args[1]) from None
    try:
        found = series.at(period)
    except LookupError as exc:
        raise ReferenceError_("D213", exc.args[0], exc.args[1]) from None
    if isinstance(found, Absence):
        return _without(series, found, period, form)
    try:
        found = _changed(found, changes, known.units) if changes else found
    except LookupError as exc:
        raise ReferenceError_("D212", exc.args[0], exc.args[1]) from None
    if not found.text(form):
        message = f"the fact “{name}” has no {form}"
        hint = f"remove the reference, or add the {form} to the fact"
        raise ReferenceError_("D205", message, hint)
    return Figure(found, form)


def _forms(written: str) -> tuple[dict[str, str], Format]:
    """Return the changes to a figure and its format, from ``| in(億元) | number``."""
    changes: dict[str, str] = {}
    forms: list[Format] = []
    for one in written.split("|")[1:]:
        match = _FORM.fullmatch(one.strip())
        name, argument = (match["name"], match["argument"]) if match else (one.strip(), None)
        known = name in list(Format)
        if name in _CHANGING and argument and name not in changes:
            changes[name] = argument
        elif name in _CHANGING and name not in changes:
            hint = f"write it like {_CHANGING[name]}"
            raise ReferenceError_("D205", f"the format “{name}” needs what is in brackets", hint)
        elif known and argument is None and not forms:
            forms.append(Format(name))
        elif known or argument is not None:
            what = f"“{name}” has no brackets" if name not in changes else f"“{name}” is twice"
            more = what if argument is not None else "there are two formats"
            message = f"this reference cannot be read: {more}"
            raise ReferenceError_("D205", message, f"{HOW}; formats: {FORMATS}")
        else:
            hint = f"{nearest(name, [*Format, *_CHANGING])} formats: {FORMATS}".strip()
            raise ReferenceError_("D205", f"there is no format “{short(name)}”", hint)
    return changes, forms[0] if forms else Format.FULL


def _changed(fact: Fact, changes: Mapping[str, str], units: Units) -> Fact:
    """Return a figure in another unit, and rounded."""
    places = changes.get("rounded")
    if places is not None and not (
        re.fullmatch(r"[0-9]{1,2}", places) and int(places) <= _MOST_PLACES
    ):
        message = f"“rounded({short(places)})” does not say how many digits"
        raise LookupError(message, f"write a number from 0 to {_MOST_PLACES}, like rounded(1)")
    return fact.restated(
        units, unit=changes.get("in"), places=None if places is None else int(places)
    )


def _without(series: Series, absence: Absence, period: str, form: Format) -> str:
    """Return what is printed of a fact without figure."""
    match form:
        case Format.LABEL:
            return series.label
        case Format.UNIT if series.unit:
            return series.unit
        case Format.PERIOD:
            return series.heading(series.key(period))
    return absence.text


def short(text: str) -> str:
    """Return a text cut to 40 characters, for messages."""
    return f"{text[:40]}…" if len(text) > 40 else text
