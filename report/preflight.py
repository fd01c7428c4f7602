"""What ``report preflight`` does: a PDF file in, findings and the answers to all rules out.

Nothing heavy is loaded before it is needed.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from math import hypot, inf
from pathlib import Path
from typing import TYPE_CHECKING, Any

from report.findings.diagnostics import Diagnostic, diagnostic
from report.findings.errors import CannotRunError

if TYPE_CHECKING:
    from report.press.preflight.rules import Finding, Profile
    from report.press.preflight.run import Result
    from report.typesetting.seen import Shown

#: Rules about what may be part of a picture, and rules about pictures alone.
_WITHIN = frozenset(("P207", "P209", "P211", "P214", "P217", "P220", "P222"))
_OF_PICTURES = frozenset(("P210", "P212", "P213"))
#: What a place and the edge of a picture may differ by, in mm.
_NEAR = 1.0


def examine(
    file: Path,
    profile: Profile | None,
    *,
    certificate: Path | None,
    most_ink: float,
    verbose: bool,
) -> tuple[list[Diagnostic], str, dict[str, Any]]:
    """Ask every rule of the PDF ``file``: findings, a text table, and an object for JSON.

    Verbose, the table has the rules that are kept as well. A record of all answers, a PDF of one
    page, is written to ``certificate``; ``most_ink`` is the most ink on one spot, in per cent.
    Raises CannotRunError (D002) for a file that cannot be read; one that is no PDF breaks the rule
    P101.
    """
    from report.press.preflight.run import preflight

    try:
        pdf = file.read_bytes()
    except OSError as exc:
        message = f"{file} cannot be read: {exc.strerror or exc}"
        hint = "give the path of a finished PDF, such as build/print.pdf"
        raise CannotRunError([diagnostic("D002", message, hint=hint)]) from None
    result = preflight(pdf, profile, most_ink)
    found = [_diagnostic(file, one) for one in result.findings]
    digest = sha256(pdf).hexdigest()
    if certificate:
        from report import output
        from report.certificate import certificate as record

        output.write(certificate, record(file.name, result, digest))
    return found, _table(file, result, digest, verbose=verbose), _data(file, result, digest)


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
    from report.press.preflight.run import preflight

    found = preflight(pdf, profile, most_ink).findings
    return [_diagnostic(file, one, _picture(one, pictures)) for one in found]


def judge_fronts(pdf: bytes, fronts: Sequence[Shown]) -> list[Diagnostic]:
    """Give the text in front of pictures that nobody can read (D614), at the place of its block.

    What a picture shows behind a text is known when the page is drawn; a draft draws no others.
    """
    from report.press.preflight.run import look_at
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


def _diagnostic(file: Path, one: Finding, picture: str = "") -> Diagnostic:
    from report.press.preflight.cures import CURES
    from report.press.preflight.rules import RULES

    rule = RULES[one.code]
    where = f"{one.where}: " if one.where else ""
    where += f"in the picture {picture}: " if picture else ""
    hint = f"{CURES[one.code]} (rule: {rule.asks}; {rule.clause})"
    return Diagnostic(one.code, rule.severity, f"{where}{one.message}", hint, str(file))


def _table(file: Path, result: Result, digest: str, *, verbose: bool) -> str:
    rules = result.by_rule()
    broken = [rule for rule, found in rules if found]
    lines = []
    unasked = dict(result.unasked)
    for rule, found in rules:
        if rule.code in unasked:
            lines.append(f"--  {rule.code}  {rule.asks}: not asked; {unasked[rule.code]}")
        elif found or verbose:
            count = f"{len(found)} ×" if found else ""
            lines.append(f"{'NO' if found else 'ok':3} {rule.code}  {rule.asks}  {count}".rstrip())
    if result.plates:
        lines.append(f"spot colours: {', '.join(result.plates)}")
    pages = f"{result.pages} page{'' if result.pages == 1 else 's'}"
    lines.append(
        f"{file}: {pages}, profile {result.profile}, {len(rules)} rules, "
        f"{len(broken)} broken; SHA-256 {digest[:16]}…"
    )
    return "\n".join(lines)


def _data(file: Path, result: Result, digest: str) -> dict[str, Any]:
    return {
        "file": str(file),
        "sha256": digest,
        "profile": result.profile,
        "pages": result.pages,
        "spot_colours": list(result.plates),
        "rules": [
            {
                "code": rule.code,
                "severity": str(rule.severity),
                "asks": rule.asks,
                "clause": rule.clause,
                "asked": rule.code not in dict(result.unasked),
                "findings": [
                    {"page": one.page, "x_mm": one.x, "y_mm": one.y, "message": one.message}
                    for one in found
                ],
            }
            for rule, found in result.by_rule()
        ],
    }
