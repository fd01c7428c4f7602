"""Reads numbers in different notations, and prints them in one.

``1,234``, ``+3.2``, ``−3.2``, ``(3.2)`` and ``.5`` are numbers; ambiguous notations are errors.
:class:`Numbers` is the notation in which a report prints them.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Any, Literal

from pydantic import Field
from pydantic_core import PydanticCustomError

from report.model.base import Model

#: U+2212 MINUS SIGN: as wide as a digit, and not a hyphen.
MINUS = "\u2212"
#: U+00A0 NO-BREAK SPACE, between groups of digits.
GAP = "\u00a0"
_MINUSES = "-\u2212\u2010\u2011\u2012\u2013\ufe63\uff0d"
_BRACKETED = re.compile(r"[(（]\s*([^()（）]+?)\s*[)）]")
_PLAIN = re.compile(r"(?P<whole>[0-9]*)(?P<part>\.[0-9]+)?")
_GROUPED = re.compile(r"(?P<whole>[1-9][0-9]{0,2}(?:,[0-9]{3})+)(?P<part>\.[0-9]+)?")
#: Texts for a missing number.
_NOTHING = frozenset(("-", "–", "—", "無", "不適用", "N/A", "n/a", "nil"))
#: The most digits before and after the decimal point.
_MOST_WHOLE, MOST_PART = 15, 12
#: The number of digits of a year.
_YEAR = 4
#: What numbers below zero have in tables with ``minus: parentheses``.
PARENTHESES = "parentheses"
_WIDE = Context(prec=60, rounding=ROUND_HALF_UP)


class Numbers(Model):
    """How the report writes numbers, in texts, tables and drawings."""

    thousands: Literal[",", " ", ""] = Field(
        default=",", description="Between groups of three digits: a comma, a space, or nothing"
    )
    fewest: int = Field(
        default=4,
        ge=4,
        le=9,
        alias="from",
        description="The fewest digits before the point that are grouped: 4 or 5",
    )
    minus: Literal["−", "-", "parentheses"] = Field(
        default="−",
        description="Before numbers below zero; parentheses: in tables (3.2), elsewhere −3.2",
    )


#: The notation of a report that does not say another.
USUAL = Numbers()


def plain_digits(number: Decimal, places: int) -> str:
    """Return a number with ``places`` digits after the point, half up: ``-1234.50``."""
    rounded = number.quantize(Decimal(1).scaleb(-places), context=_WIDE)
    return f"{rounded if rounded else abs(rounded):f}"


def places_of(number: Decimal) -> int:
    """Return how many digits a number has after the point.

    Raises LookupError(message, hint) for more than twelve, like those of a third.
    """
    exponent = _WIDE.normalize(number).as_tuple().exponent
    places = max(0, -exponent) if isinstance(exponent, int) else 0
    if places > MOST_PART:
        message = f"{number:.6f}… has more than {MOST_PART} digits after its point"
        raise LookupError(message, "say how many to print: “| rounded(1)”, or “rounded: 1”")
    return places


def read_number(written: Any) -> str:
    """Return a number as plain digits, ``-1234.50``.

    Raises PydanticCustomError ``number`` with a message and a ``hint``.
    """
    if not isinstance(written, str):
        raise PydanticCustomError("float_type", "a number is expected here")
    bare = written.strip()
    negative, digits = _sign(bare)
    sign = "-" if negative else ""
    match = _GROUPED.fullmatch(digits) or _PLAIN.fullmatch(digits)
    if match is None or not any(map(str.isdigit, digits)):
        raise _error(bare, *_explain(bare, digits, sign))
    whole, part = match["whole"].replace(",", "") or "0", match["part"] or ""
    if len(whole) > 1 and whole.startswith("0"):
        plain = f"{_without_leading_zeros(whole)}{part}"
        plain = f"{sign}{plain}" if plain.strip("0.") else plain
        raise _error(bare, "a number must not start with 0", f"write {plain}")
    if len(whole) > _MOST_WHOLE or len(part) - 1 > MOST_PART:
        hint = "choose a larger unit, like 萬 or 億, or round it"
        raise _error(bare, "it has too many digits", hint)
    if negative and not (whole + part).strip("0."):
        raise _error(bare, "zero must not have a minus sign", f"write {whole}{part}")
    return f"{sign}{whole}{part}"


def shown(number: str, unit: str = "", rule: Numbers = USUAL, *, table: bool = False) -> str:
    """Return a number as it is printed: with a minus sign and thousands separators, 9,215.9.

    Years have no separators: 2020年. In a table, a number below zero may be in parentheses.
    """
    whole, point, part = number.removeprefix("-").partition(".")
    is_year = unit == "年" and not part and len(whole) == _YEAR
    if not is_year and len(whole) >= rule.fewest:
        whole = f"{int(whole):,}".replace(",", rule.thousands.replace(" ", GAP))
    digits = f"{whole}{point}{part}"
    if not number.startswith("-"):
        return digits
    if rule.minus == PARENTHESES:
        return f"({digits})" if table else f"{MINUS}{digits}"
    return f"{MINUS if rule.minus != '-' else '-'}{digits}"


def _sign(bare: str) -> tuple[bool, str]:
    """Split a number into a flag for negative numbers, and its digits."""
    if match := _BRACKETED.fullmatch(bare):
        inner = match[1]
        return True, inner if inner[:1].isdigit() or inner[:1] == "." else ""
    if bare[:1] and bare[0] in _MINUSES:
        return True, bare[1:].strip()
    return False, bare.removeprefix("+").removeprefix("＋").strip()


def _explain(bare: str, digits: str, sign: str) -> tuple[str, str]:
    """Return why something is not a number, and what to write instead."""
    narrow = unicodedata.normalize("NFKC", bare)
    if narrow != bare and re.fullmatch(r"[-+]?[0-9.,]+|\([0-9.,]+\)", narrow):
        return "its digits or signs are full-width", f"write {narrow}"
    if bare in _NOTHING:
        hint = f"a fact is a number; for a missing figure in a table, write {bare} into its cell"
        return "it is not a number", hint
    if re.fullmatch(r"[0-9]+(\.[0-9]+)?[eE][-+]?[0-9]+", digits):
        return "the notation with “e” is not supported", "write all digits, or choose a unit"
    if re.fullmatch(r"[0-9]{1,3}([ \u00a0\u2009\u202f'’_][0-9]{3})+(\.[0-9]+)?", digits):
        plain = re.sub(r"[^0-9.]", "", digits)
        return "its thousands separator is not a comma", f"write {sign}{plain}"
    if digits.endswith(".") and digits[:-1].replace(",", "").isdigit():
        return "there are no digits after its decimal point", f"write {sign}{digits[:-1]}"
    if re.fullmatch(r"[0-9,]+(\.[0-9]+)?", digits):
        return "its commas are not thousands separators", _possible_numbers(digits, sign)
    if re.fullmatch(r"[0-9][0-9,]*,[0-9]+\.[0-9.]*|[0-9]+(\.[0-9]+){2,}", digits):
        return "it has several decimal points", "write digits and one decimal point, like 4.4"
    if match := re.fullmatch(r"([0-9][0-9,.]*)\s*([^0-9\s.,:/-][^0-9]*)", digits):
        hint = f"write {sign}{match[1]} here, and “unit: {match[2][:20]}”"
        return "there is text after its digits", hint
    hint = "write digits and one decimal point, like 4.4; units and signs like % go to “unit”"
    return "it is not a number", hint


def _possible_numbers(digits: str, sign: str) -> str:
    """Return a hint with the possible meanings of digits with misplaced commas."""
    meant = [digits.replace(",", ""), digits.replace(",", ".")]
    kept = [f"{sign}{one}" for one in meant if re.fullmatch(r"(0|[1-9][0-9]*)(\.[0-9]+)?", one)]
    return f"write {', or '.join(kept)}" if kept else "write digits and one decimal point, like 4.4"


def _without_leading_zeros(whole: str) -> str:
    return whole.lstrip("0") or "0"


def _error(bare: str, reason: str, hint: str) -> PydanticCustomError:
    written = f"{bare[:40]}…" if len(bare) > 40 else bare
    return PydanticCustomError(
        "number", "“{written}” cannot be a value: {reason}", _context(written, reason, hint)
    )


def _context(written: str, reason: str, hint: str) -> dict[str, Any]:
    return {"written": written, "reason": reason, "hint": hint}
