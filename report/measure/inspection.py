"""What ``report check --typography`` does.

In: paths, and the tokens of a project. Out: a table for people, an object for programs, and the
marked PDF. Large libraries are imported only when they are needed.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from report.findings.diagnostics import Place, diagnostic
from report.findings.errors import CannotRunError

if TYPE_CHECKING:
    from report.measure.findings import Report
    from report.model.theme import Theme


@dataclass(frozen=True, slots=True)
class Inspection:
    """The result: a table for people, an object for programs, the PDF with marked faults."""

    table: str
    data: dict[str, Any]
    marked: bytes | None = None


def examine(
    file: Path, *, theme: Theme | None, source: Path | None, marked: bool, verbose: bool
) -> Inspection:
    """Measure the PDF ``file``; with ``verbose``, the table lists every finding.

    Sizes and inks are compared with the tokens of ``theme``, when there is one. ``source`` is the
    file with the text of the PDF; with ``marked``, the result has the PDF with every finding
    framed. Raises CannotRunError for a file that cannot be read (D002, D003) or is not a valid PDF
    (D703).
    """
    try:
        pdf = file.read_bytes()
    except OSError as exc:
        raise _not_measurable(file, exc.strerror or str(exc)) from None
    text = _text(source) if source else None
    report = _measure(file, pdf, text, theme)
    framed = None
    if marked:
        from report.measure.marked import marked as frame

        framed = frame(pdf, report.findings)
    return Inspection(
        _table(report, verbose=verbose), {"file": str(file), **report.as_dict()}, framed
    )


def _measure(file: Path, pdf: bytes, text: str | None, theme: Theme | None) -> Report:
    from report.measure.measure import NotMeasurableError, measure
    from report.pdf.sound import check_sound

    try:
        check_sound(pdf)
        return measure(pdf, text, theme)
    except (CannotRunError, NotMeasurableError) as exc:
        raise _not_measurable(file, str(exc).removeprefix("the finished PDF ")) from None


def _not_measurable(file: Path, why: str) -> CannotRunError:
    hint = "give the path of a finished PDF, such as build/screen.pdf"
    message = f"{file} cannot be measured: {why}"
    return CannotRunError([diagnostic("D703", message, hint=hint)])


def _text(source: Path) -> str:
    place, hint = Place(str(source)), "give the path of a text file with one paragraph per line"
    try:
        return source.read_text(encoding="utf-8-sig")
    except OSError as exc:
        message = f"the source cannot be read: {exc.strerror or exc}"
        raise CannotRunError([diagnostic("D002", message, hint=hint, place=place)]) from None
    except UnicodeDecodeError:
        message = "the source is not UTF-8 text"
        raise CannotRunError([diagnostic("D003", message, hint=hint, place=place)]) from None


def _table(report: Report, *, verbose: bool) -> str:
    rows = report.rows()
    wide = max(len(label) for label, _ in rows)
    lines = [f"{label:{wide}}  {value:>9}" for label, value in rows]
    if verbose and report.findings:
        kinds = max(len(one.kind) for one in report.findings)
        lines.append("")
        lines += [f"p. {one.page:<3} {one.kind:{kinds}}  {one.excerpt}" for one in report.findings]
    return "\n".join(line.rstrip() for line in lines)
