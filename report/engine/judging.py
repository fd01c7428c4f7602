"""Preflight of a built PDF, with each finding at its block or picture.

In: the bytes of a PDF and the positions of its pictures and text. Out: findings. Large modules are
loaded only when they are needed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import hypot, inf
from pathlib import Path
from typing import TYPE_CHECKING

from report.findings.diagnostics import Diagnostic, diagnostic
from report.preflight.inspection import as_diagnostic

if TYPE_CHECKING:
    from report.pdf.parts import Shown
    from report.preflight.rules import Finding, Profile

#: Rules that can concern a part of a picture, and rules for pictures only.
_WITHIN = frozenset(("P207", "P209", "P211", "P214", "P217", "P220", "P222"))
_OF_PICTURES = frozenset(("P210", "P212", "P213"))
#: The tolerance between a position and the edge of a picture, in mm.
_NEAR = 1.0


def judge(
    file: Path,
    pdf: bytes,
    profile: Profile,
    most_ink: float,
    pictures: Sequence[Shown] = (),
) -> list[Diagnostic]:
    """Return the findings of preflight in the bytes of the PDF for the file ``file``.

    ``pictures`` are those on its pages: a finding in one of them names it.
    """
    from report.preflight.run import preflight

    found = preflight(pdf, profile, most_ink).findings
    return [as_diagnostic(file, one, _picture(one, pictures)) for one in found]


#: A text in front of a picture: its page, its area in mm, and the source place of its block.
Front = tuple[int, tuple[float, float, float, float], str]


def load() -> None:
    """Load what :func:`judge_fronts` needs."""
    import report.preflight.hidden  # noqa: F401


def judge_fronts(pdf: bytes, fronts: Mapping[int, Sequence[Front]]) -> dict[int, list[Diagnostic]]:
    """Return findings for unreadable text in front of pictures (D614), at the place of its block.

    ``fronts`` are the texts of each part of a document; so are the findings. Pages must be drawn
    to know what is behind a text; a draft draws no other pages.
    """
    if not fronts:
        return {}
    from report.preflight.hidden import find_hidden
    from report.typesetting.seen import HINTS, MESSAGES, place_of

    places: dict[int, list[tuple[float, float, float, float]]] = {}
    parts: dict[int, int] = {}
    for part, texts in fronts.items():
        for page, area, _ in texts:
            places.setdefault(page, []).append(area)
            parts[page] = part
    found: dict[int, dict[tuple[str, str], Diagnostic]] = {part: {} for part in fronts}
    for one in find_hidden(pdf, places):
        part = parts[one.page]
        _, owner = min(
            (_away(one, area), owner) for page, area, owner in fronts[part] if page == one.page
        )
        text = one.message[one.message.index("“") :]
        said = f"page {one.page}: {MESSAGES['D614']}: {text}"
        finding = diagnostic("D614", said, hint=HINTS["D614"], place=place_of(owner))
        found[part][owner, said] = finding
    return {part: list(told.values()) for part, told in found.items()}


def _away(one: Finding, area: tuple[float, float, float, float]) -> float:
    left, top, right, foot = area
    return hypot(_outside(one.x or 0.0, left, right), _outside(one.y or 0.0, top, foot))


def _picture(one: Finding, pictures: Sequence[Shown]) -> str:
    """Return the name of the picture that a finding is in, or an empty string."""
    is_of_pictures = one.code in _OF_PICTURES
    if one.x is None or one.y is None or not (is_of_pictures or one.code in _WITHIN):
        return ""
    # A cropped picture can begin outside of its frame: then take the nearest picture.
    most = inf if is_of_pictures else _NEAR
    found = [
        (away, (right - left) * (foot - top), name)
        for page, (left, top, right, foot), name in pictures
        if page == one.page and (away := _away(one, (left, top, right, foot))) <= most
    ]
    return min(found)[2] if found else ""


def _outside(at: float, start: float, end: float) -> float:
    return max(start - at, at - end, 0.0)
