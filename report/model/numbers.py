"""Numbers as people write them, read as numbers and printed by one rule.

``1,234``, ``+3.2``, ``−3.2``, ``(3.2)`` and ``.5`` are numbers; what may mean two things
is not taken.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from pydantic_core import PydanticCustomError

#: U+2212 MINUS SIGN: as wide as a digit, and never taken for a hyphen.
MINUS = "\u2212"
_MINUSES = "-\u2212\u2010\u2011\u2012\u2013\ufe63\uff0d"
_BRACKETED = re.compile(r"[(（]\s*([^()（）]+?)\s*[)）]")
_PLAIN = re.compile(r"(?P<whole>[0-9]*)(?P<part>\.[0-9]+)?")
_GROUPED = re.compile(r"(?P<whole>[1-9][0-9]{0,2}(?:,[0-9]{3})+)(?P<part>\.[0-9]+)?")
#: What is written where there is no number.
_NOTHING = frozenset(("-", "–", "—", "無", "不適用", "N/A", "n/a", "nil"))
#: More digits than these are a mistake.
_MOST_WHOLE, _MOST_PART = 15, 12
#: The digits of a year.
_YEAR = 4


def read_number(written: Any) -> str:
    """Read a number as plain digits, ``-1234.50``.

    Raises PydanticCustomError ``number`` with what is wrong and a ``hint``.
    """
    if not isinstance(written, str):
        raise PydanticCustomError("float_type", "a number is expected here")
    bare = written.strip()
    negative, digits = _sign(bare)
    sign = "-" if negative else ""
    match = _GROUPED.fullmatch(digits) or _PLAIN.fullmatch(digits)
    if match is None or not any(map(str.isdigit, digits)):
        raise _refused(bare, *_why(bare, digits, sign))
    whole, part = match["whole"].replace(",", "") or "0", match["part"] or ""
    if len(whole) > 1 and whole.startswith("0"):
        plain = f"{_shorn(whole)}{part}"
        plain = f"{sign}{plain}" if plain.strip("0.") else plain
        raise _refused(bare, "a number does not start with 0", f"write {plain}")
    if len(whole) > _MOST_WHOLE or len(part) - 1 > _MOST_PART:
        hint = "choose a larger unit, like 萬 or 億, or round it"
        raise _refused(bare, "it has too many digits", hint)
    if negative and not (whole + part).strip("0."):
        raise _refused(bare, "nothing is not less than nothing", f"write {whole}{part}")
    return f"{sign}{whole}{part}"


def shown(number: str, unit: str = "") -> str:
    """Give a number as it is printed: a true minus, and thousands parted by commas, 9,215.9.

    Years are not: 2020年.
    """
    whole, point, part = number.removeprefix("-").partition(".")
    is_year = unit == "年" and not part and len(whole) == _YEAR
    whole = whole if is_year else f"{int(whole):,}"
    return f"{MINUS if number.startswith('-') else ''}{whole}{point}{part}"


def _sign(bare: str) -> tuple[bool, str]:
    """Part a number into whether it is below zero, and its digits."""
    if match := _BRACKETED.fullmatch(bare):
        inner = match[1]
        return True, inner if inner[:1].isdigit() or inner[:1] == "." else ""
    if bare[:1] and bare[0] in _MINUSES:
        return True, bare[1:].strip()
    return False, bare.removeprefix("+").removeprefix("＋").strip()


def _why(bare: str, digits: str, sign: str) -> tuple[str, str]:
    """Say why something is no number, and what to write, with its ``sign``."""
    narrow = unicodedata.normalize("NFKC", bare)
    if narrow != bare and re.fullmatch(r"[-+]?[0-9.,]+|\([0-9.,]+\)", narrow):
        return "its digits or signs are full-width", f"write {narrow}"
    if bare in _NOTHING:
        hint = f"a fact is a number; where a table has none, write {bare} into its cell, as no fact"
        return "it is no number", hint
    if re.fullmatch(r"[0-9]+(\.[0-9]+)?[eE][-+]?[0-9]+", digits):
        return "powers of ten are not written with “e” here", "write all digits, or choose a unit"
    if re.fullmatch(r"[0-9]{1,3}([ \u00a0\u2009\u202f'’_][0-9]{3})+(\.[0-9]+)?", digits):
        plain = re.sub(r"[^0-9.]", "", digits)
        return "its thousands are parted by another sign than a comma", f"write {sign}{plain}"
    if digits.endswith(".") and digits[:-1].replace(",", "").isdigit():
        return "nothing follows its point", f"write {sign}{digits[:-1]}"
    if re.fullmatch(r"[0-9,]+(\.[0-9]+)?", digits):
        return "its commas do not part thousands", _with_a_point_or_none(digits, sign)
    if re.fullmatch(r"[0-9][0-9,]*,[0-9]+\.[0-9.]*|[0-9]+(\.[0-9]+){2,}", digits):
        return "it has several points", "digits and one decimal point only, like 4.4"
    if match := re.fullmatch(r"([0-9][0-9,.]*)\s*([^0-9\s.,:/-][^0-9]*)", digits):
        hint = f"write {sign}{match[1]} here, and “unit: {match[2][:20]}”"
        return "there are words behind its digits", hint
    hint = "digits and one decimal point only, like 4.4; units and signs like % go to “unit”"
    return "it is no number", hint


def _with_a_point_or_none(digits: str, sign: str) -> str:
    """Give the numbers that digits with misplaced commas may mean."""
    meant = [digits.replace(",", ""), digits.replace(",", ".")]
    kept = [f"{sign}{one}" for one in meant if re.fullmatch(r"(0|[1-9][0-9]*)(\.[0-9]+)?", one)]
    return f"write {', or '.join(kept)}" if kept else "digits and one decimal point only, like 4.4"


def _shorn(whole: str) -> str:
    return whole.lstrip("0") or "0"


def _refused(bare: str, reason: str, hint: str) -> PydanticCustomError:
    written = f"{bare[:40]}…" if len(bare) > 40 else bare
    return PydanticCustomError(
        "number", "“{written}” cannot be a value: {reason}", _context(written, reason, hint)
    )


def _context(written: str, reason: str, hint: str) -> dict[str, Any]:
    return {"written": written, "reason": reason, "hint": hint}
