"""Dates in the format of PDF (ISO 32000-1, 7.9.4)."""

from __future__ import annotations

import re

_DATE = re.compile(r"D:(\d{4})(\d\d)?(\d\d)?(\d\d)?(\d\d)?(\d\d)?")
_LEAST = ("0000", "01", "01", "00", "00", "00")


def parts(date: str) -> tuple[str, ...] | None:
    """Return year, month, day, hour, minute and second; None for an invalid date."""
    match = _DATE.match(date)
    if match is None:
        return None
    return tuple(part or least for part, least in zip(match.groups(), _LEAST, strict=True))


def full_date(date: str) -> str:
    """Return a PDF date with seconds and UTC: ``D:20201231`` → ``D:20201231000000Z``."""
    found = parts(date)
    return f"D:{''.join(found)}Z" if found else date
