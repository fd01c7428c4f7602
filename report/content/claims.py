"""Claims of the text that the figures must bear out: ``energy.total[2024] < energy.total[2023]``.

In: the claims under ``must`` and the facts. Out: findings for claims that cannot be read (D205,
D201, D213), compare unlike units (D209), or are not borne out (D211).

A claim is two or more expressions with ``<``, ``<=``, ``>``, ``>=``, ``=`` or ``!=`` between them.
An expression has facts, numbers with a unit or without, ``+ - * /`` and brackets. A fact is
compared as it is printed, and in its unit; a number without a unit has that of the other side.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal, DivisionByZero, InvalidOperation
from itertools import pairwise

from report.content.advice import nearest
from report.findings.diagnostics import Diagnostic, Place, diagnostic
from report.model.factsfile import FactsFile
from report.model.numbers import plain_digits, shown
from report.model.series import Absence, Facts
from report.model.units import EXACT

_SIGNS: dict[str, Callable[[Decimal, Decimal], bool]] = {
    "<=": operator.le,
    ">=": operator.ge,
    "!=": operator.ne,
    "<": operator.lt,
    ">": operator.gt,
    "==": operator.eq,
    "=": operator.eq,
}
_USUAL = str.maketrans({"≤": "<=", "≥": ">=", "≠": "!=", "＜": "<", "＞": ">", "＝": "=", "−": "-"})
_TOKEN = re.compile(
    r"\s*(?:(?P<fact>[a-z][a-z0-9_]*(?:\.[a-z0-9_]+)*(?:\[[^\[\]]{1,40}\])?)"
    r"|(?P<number>\d[\d,]*(?:\.\d+)?)\s*(?P<unit>[^\s\d<>=!+*/()\-]*)"
    r"|(?P<sign><=|>=|!=|==|[<>=])|(?P<other>[-+*/()]))"
)
_HOW = "write it like energy.total[2024] < energy.total[2023], or share.women >= 30"
#: The deepest brackets.
_DEEPEST = 20


@dataclass(frozen=True, slots=True)
class _Amount:
    """A number, free of the size of its unit, and what it counts; None: any."""

    number: Decimal
    counts: str | None
    #: The unit in which it is shown.
    unit: str = ""

    def told(self, facts: Facts) -> str:
        """Return the number as it is told in a finding: 96,804兆瓦時."""
        number = self.number
        if self.unit:
            number = EXACT.divide(number, facts.units.read(self.unit).factor)
        rounded = plain_digits(number, min(6, _digits(number)))
        return f"{shown(rounded, self.unit, facts.rule)}{self.unit}"


class _WrongError(Exception):
    """A claim that cannot be read or compared: code, message, hint, and where in the text."""

    def __init__(self, code: str, message: str, hint: str, at: int) -> None:
        super().__init__(message)
        self.code, self.message, self.hint, self.at = code, message, hint, at


def check_claims(file: FactsFile, facts: Facts) -> Iterator[Diagnostic]:
    """Return findings for the claims that the figures do not bear out."""
    for index, written in enumerate(file.must):
        place = file.item_written_at("must", index)
        try:
            wrong = _judge(written, facts)
        except _WrongError as exc:
            at = Place(place.file, place.line, place.column + exc.at)
            yield diagnostic(exc.code, exc.message, hint=exc.hint, place=at)
            continue
        if wrong:
            hint = "correct the text that says so, or the figure that is wrong"
            message = f"“{written}” is not borne out: {wrong}"
            yield diagnostic("D211", message, hint=hint, place=place)


def needed(file: FactsFile, facts: Facts) -> frozenset[str]:
    """Return the facts that others are computed from, or that claims compare."""
    computed = (series.computed for series in facts.values())
    names = {name for one in computed if one is not None for name, _ in one.of}
    tokens = (match for written in file.must for match in _TOKEN.finditer(written))
    names |= {match["fact"].partition("[")[0] for match in tokens if match["fact"]}
    return frozenset(names & facts.keys())


def _judge(written: str, facts: Facts) -> str:
    """Return what the figures are when they do not bear out a claim; empty when they do."""
    reader = _Reader(written.translate(_USUAL), facts)
    sides, signs = reader.read()
    for (one, other), sign in zip(pairwise(sides), signs, strict=True):
        left, right = reader.alike(one, other)
        if not _SIGNS[sign](left.number, right.number):
            return f"{left.told(facts)} {_but(left.number, right.number)} {right.told(facts)}"
    return ""


def _but(left: Decimal, right: Decimal) -> str:
    return "is less than" if left < right else "is more than" if left > right else "equals"


def _digits(number: Decimal) -> int:
    exponent = EXACT.normalize(number).as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


class _Reader:
    """Reads a claim from left to right."""

    def __init__(self, text: str, facts: Facts) -> None:
        self.text, self.facts = text, facts
        self.at = 0
        self._depth = 0

    def read(self) -> tuple[list[_Amount], list[str]]:
        """Return the sides of a claim, and the signs between them."""
        sides, signs = [self._sum()], []
        while self.text[self.at :].strip():
            match = self._next()
            if not match["sign"]:
                raise self._unread(match.start())
            self.at = match.end()
            signs.append(match["sign"])
            sides.append(self._sum())
        if not signs:
            raise _WrongError("D205", "this claim compares nothing", _HOW, 0)
        return sides, signs

    def alike(self, one: _Amount, other: _Amount) -> tuple[_Amount, _Amount]:
        """Return both sides in the same unit; a number without one takes that of the other."""
        if one.counts is None and other.counts is not None:
            return self._as(one, other), other
        if other.counts is None and one.counts is not None:
            return one, self._as(other, one)
        if one.counts != other.counts:
            units = f"{one.unit or 'no unit'} and {other.unit or 'no unit'}"
            hint = "compare figures that count the same"
            raise _WrongError("D209", f"unlike units cannot be compared: {units}", hint, 0)
        return one, other

    def _as(self, number: _Amount, other: _Amount) -> _Amount:
        factor = self.facts.units.read(other.unit).factor if other.unit else Decimal(1)
        return _Amount(number.number * factor, other.counts, other.unit)

    def _next(self) -> re.Match[str]:
        match = _TOKEN.match(self.text, self.at)
        if match is None:
            raise self._unread(self.at)
        return match

    def _unread(self, at: int) -> _WrongError:
        rest = self.text[at:]
        at += len(rest) - len(rest.lstrip())
        rest = rest.strip()
        what = f"“{rest[:30]}”" if rest else "its end"
        return _WrongError("D205", f"this claim cannot be read at {what}", _HOW, at)

    def _peek(self, *signs: str) -> str:
        match = _TOKEN.match(self.text, self.at)
        return match["other"] if match and match["other"] in signs else ""

    def _sum(self) -> _Amount:
        total = self._product()
        while sign := self._peek("+", "-"):
            self.at = self._next().end()
            left, right = self.alike(total, self._product())
            number = left.number + (right.number if sign == "+" else -right.number)
            total = _Amount(number, left.counts, left.unit)
        return total

    def _product(self) -> _Amount:
        made = self._value()
        while sign := self._peek("*", "/"):
            self.at = at = self._next().end()
            made = self._times(made, self._value(), sign, at)
        return made

    def _times(self, left: _Amount, right: _Amount, sign: str, at: int) -> _Amount:
        """Return a product or a quotient; one of the two must be a plain number."""
        try:
            if sign == "/":
                number = EXACT.divide(left.number, right.number)
                if left.counts is not None and left.counts == right.counts:
                    return _Amount(number, None)
                if right.counts is None:
                    return _Amount(number, left.counts, left.unit)
            else:
                number = EXACT.multiply(left.number, right.number)
                if right.counts is None:
                    return _Amount(number, left.counts, left.unit)
                if left.counts is None:
                    return _Amount(number, right.counts, right.unit)
        except (DivisionByZero, InvalidOperation):
            hint = "correct the claim, or the figure that is 0"
            raise _WrongError("D209", "this claim divides by nothing", hint, at) from None
        hint = "write the result as a fact: product or divide, with its unit"
        raise _WrongError("D209", "figures with units are multiplied here", hint, at)

    def _value(self) -> _Amount:
        match = self._next()
        start = match.start() + len(match[0]) - len(match[0].lstrip())
        self.at = match.end()
        if match["fact"]:
            return self._fact(match["fact"], start)
        if match["number"]:
            number, unit = Decimal(match["number"].replace(",", "")), match["unit"]
            return self._amount(number, unit) if unit else _Amount(number, None)
        if match["other"] == "-":
            value = self._value()
            return _Amount(-value.number, value.counts, value.unit)
        if match["other"] == "(" and self._depth < _DEEPEST:
            self._depth += 1
            value = self._sum()
            self._depth -= 1
            if not self._peek(")"):
                raise self._unread(self.at)
            self.at = self._next().end()
            return value
        raise self._unread(start)

    def _amount(self, number: Decimal, unit: str) -> _Amount:
        read = self.facts.units.read(unit)
        return _Amount(number * read.factor, read.counts, unit)

    def _fact(self, written: str, at: int) -> _Amount:
        name, _, period = written.rstrip("]").partition("[")
        series = self.facts.get(name)
        if series is None:
            hint = nearest(name, list(self.facts)) or "correct the id"
            raise _WrongError("D201", f"there is no fact “{name}”", hint, at)
        try:
            found = series.at(period)
        except LookupError as exc:
            raise _WrongError("D213", exc.args[0], exc.args[1], at) from None
        if found is Absence.NIL:
            return self._amount(Decimal(0), series.unit)
        if isinstance(found, Absence):
            message = f"“{written}” has no figure: it is “{found.value}”"
            raise _WrongError("D213", message, "compare periods that have figures", at)
        return self._amount(found.number, series.unit)
