"""A built PDF judged: what preflight finds, told at the blocks and pictures it is about.

In: the bytes of a PDF and where its pictures and text stand. Out: findings. Nothing heavy is loaded
before it is needed.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import hypot, inf
from pathlib import Path
from typing import TYPE_CHECKING

from report.findings.diagnostics import Diagnostic, diagnostic
from report.preflight.inspection import told

if TYPE_CHECKING:
    from report.preflight.rules import Finding, Profile
    from report.typesetting.seen import Shown

#: Rules about what may be part of a picture, and rules about pictures alone.
_WITHIN = frozenset(("P207", "P209", "P211", "P214", "P217", "P220", "P222"))
_OF_PICTURES = frozenset(("P210", "P212", "P213"))
#: What a place and the edge of a picture may differ by, in mm.
_NEAR = 1.0


def judge(
    file: Path,
    pdf: bytes,
    profile: Profile,
    most_ink: float,
    pictures: Sequence[Shown] = (),
) -> list[Diagnostic]:
    """Give what preflight finds in the bytes of a PDF that will be the file ``file``.

    ``pictures`` are those on its pages: a finding in one of them says which it is.
    """
    from report.preflight.run import preflight

    found = preflight(pdf, profile, most_ink).findings
    return [told(file, one, _picture(one, pictures)) for one in found]


def judge_fronts(pdf: bytes, fronts: Sequence[Shown]) -> list[Diagnostic]:
    """Give the text in front of pictures that nobody can read (D614), at the place of its block.

    What a picture shows behind a text is known when the page is drawn; a draft draws no others.
    """
    from report.preflight.run import look_at
    from report.typesetting.seen import HINTS, SAYS, place_of

    places: dict[int, list[tuple[float, float, float, float]]] = {}
    for page, area, _ in fronts:
        places.setdefault(page, []).append(area)
    found = {}
    for one in look_at(pdf, places):
        _, owner = min(
            (_away(one, area), owner) for page, area, owner in fronts if page == one.page
        )
        text = one.message[one.message.index("“") :]
        said = f"page {one.page}: {SAYS['D614']}: {text}"
        found[owner, said] = diagnostic("D614", said, hint=HINTS["D614"], place=place_of(owner))
    return list(found.values())


def _away(one: Finding, area: tuple[float, float, float, float]) -> float:
    left, top, right, foot = area
    return hypot(_outside(one.x or 0.0, left, right), _outside(one.y or 0.0, top, foot))


def _picture(one: Finding, pictures: Sequence[Shown]) -> str:
    """Give the name of the picture that a finding is about; empty when it is about none."""
    is_of_pictures = one.code in _OF_PICTURES
    if one.x is None or one.y is None or not (is_of_pictures or one.code in _WITHIN):
        return ""
    # What is cut to fill its frame begins outside of it: then the nearest picture is meant.
    most = inf if is_of_pictures else _NEAR
    found = [
        (away, (right - left) * (foot - top), name)
        for page, (left, top, right, foot), name in pictures
        if page == one.page and (away := _away(one, (left, top, right, foot))) <= most
    ]
    return min(found)[2] if found else ""


def _outside(at: float, start: float, end: float) -> float:
    return max(start - at, at - end, 0.0)
