"""What ``report preflight`` does: checks a PDF file and returns the result of every rule.

Large libraries are imported only when they are needed.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from report.findings.diagnostics import Diagnostic, diagnostic
from report.findings.errors import CannotRunError

if TYPE_CHECKING:
    from report.pdf.known import Known
    from report.preflight.rules import Finding, Profile
    from report.preflight.run import Result


@dataclass(frozen=True, slots=True)
class Inspection:
    """The result for a PDF: findings, a table for people, an object for programs.

    ``result`` has the results of all rules, ``digest`` is the SHA-256 of the file.
    """

    found: list[Diagnostic]
    table: str
    data: dict[str, Any]
    result: Result
    digest: str


def examine(
    file: Path,
    profile: Profile | None,
    *,
    most_ink: float,
    verbose: bool,
    known: Known | None = None,
) -> Inspection:
    """Check the PDF ``file`` against every rule of a profile.

    With ``verbose``, the table also has the rules without findings. ``most_ink`` is the limit for
    total ink, in per cent. With ``known``, only pages that are new are drawn.

    Raises CannotRunError (D002) for a file that cannot be read. A file that is not a PDF is a
    finding of the rule P101.
    """
    from report.preflight.run import preflight

    try:
        pdf = file.read_bytes()
    except OSError as exc:
        message = f"{file} cannot be read: {exc.strerror or exc}"
        hint = "give the path of a finished PDF, such as build/print.pdf"
        raise CannotRunError([diagnostic("D002", message, hint=hint)]) from None
    result = preflight(pdf, profile, most_ink, known)
    digest = sha256(pdf).hexdigest()
    return Inspection(
        [as_diagnostic(file, one) for one in result.findings],
        _table(file, result, digest, verbose=verbose),
        _data(file, result, digest),
        result,
        digest,
    )


def as_diagnostic(file: Path, one: Finding, picture: str = "") -> Diagnostic:
    """Return a finding of preflight as a Diagnostic about ``file``; ``picture`` names a picture."""
    from report.preflight.register import RULES

    rule = RULES[one.code]
    where = f"{one.where}: " if one.where else ""
    where += f"in the picture {picture}: " if picture else ""
    hint = f"{rule.cure} (rule: {rule.asks}; {rule.clause})"
    return Diagnostic(one.code, rule.severity, f"{where}{one.message}", hint, str(file))


def _table(file: Path, result: Result, digest: str, *, verbose: bool) -> str:
    rules = result.by_rule()
    broken = [rule for rule, found in rules if found]
    lines = []
    unavailable = dict(result.unavailable)
    for rule, found in rules:
        if rule.code in unavailable:
            lines.append(f"--  {rule.code}  {rule.asks}: not checked; {unavailable[rule.code]}")
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
                "asked": rule.code not in dict(result.unavailable),
                "findings": [
                    {"page": one.page, "x_mm": one.x, "y_mm": one.y, "message": one.message}
                    for one in found
                ],
            }
            for rule, found in result.by_rule()
        ],
    }
