"""One HTML document from a report: the templates, filled, and their faults explained."""

from __future__ import annotations

import re
import traceback
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jinja2

from report.findings.diagnostics import Diagnostic, Place, diagnostic
from report.findings.errors import FindingsError, ReportError
from report.markup.bounds import EndlessError
from report.markup.environment import environment
from report.model.drawing import Svg
from report.model.ledger import printed_facts
from report.model.report import Report
from report.model.target import Target
from report.model.theme import Theme

#: The made-up address that all files of a document hang below; nothing is ever asked of it.
BASE_URL = "http://report.invalid/"


@dataclass(frozen=True, slots=True)
class Imprint:
    """What the colophon says of the making."""

    profile: str
    fonts: tuple[str, ...]


def compose(
    report: Report,
    theme: Theme,
    target: Target,
    drawings: Mapping[str, Svg],
    pictures: Mapping[str, str],
    imprint: Imprint,
    folders: Iterable[Path],
) -> str:
    """Fill ``document.html`` and give the HTML text.

    ``drawings`` are the finished drawings by id, ``pictures`` the paths of picture files
    within the project by slot, ``folders`` the template folders, the project's own first.
    Raises FindingsError: D401 syntax, D402 undefined name, D403 missing template, D404 any
    other failure inside a template.
    """
    folders = tuple(folders)
    env = environment(folders, links=target.links)
    context: dict[str, Any] = {
        "report": report,
        "settings": report.settings,
        "theme": theme,
        "links": target.links,
        "drawings": drawings,
        "pictures": pictures,
        "imprint": imprint,
        "printed": printed_facts(report),
    }
    try:
        env.begin()
        return env.get_template("document.html").render(context)
    except ReportError:
        raise
    except Exception as exc:  # noqa: BLE001 - whatever a template does, its author hears of it
        raise FindingsError([_explained(exc, folders)]) from None


def _explained(exc: Exception, folders: tuple[Path, ...]) -> Diagnostic:
    """Say what is wrong with a template."""
    place = _failing_line(exc, folders)
    match exc:
        case jinja2.TemplateSyntaxError():
            code, message = "D401", f"the template cannot be read: {exc.message}"
            hint = "check that every {% … %} has its end, and every {{ its }}"
            if "No filter" in message or "No test" in message:
                hint = "check the spelling; docs/blocks.md lists what a template can use"
            place = Place(_template(exc.filename or exc.name, folders), exc.lineno)
        case jinja2.UndefinedError():
            said = re.sub(r"'report\.[\w.]*?(\w+) object'", r"“\1”", exc.message or "")
            code, message = "D402", f"the template uses a name that does not exist: {said}"
            hint = "docs/blocks.md lists what a template can use"
        case jinja2.TemplateNotFound():
            name = exc.name or ""
            code, message = "D403", f"the template “{name}” does not exist"
            hint = f"write templates/{name}, or correct the name"
            if ".." in name or name.startswith("/"):
                hint = "templates are read from templates/ only; name them by their place there"
        case EndlessError():
            code, message = "D405", f"the template does not come to an end: {exc}"
            hint = "see the loop or the call in the line named; a whole report takes a few thousand"
        case RecursionError():
            code, message = "D404", "the template calls itself without end"
            hint = "a template that includes itself, or a macro that calls itself, never ends"
        case _:
            code, message = "D404", f"the template fails: {exc}"
            hint = "see the line named; a template may only show values, not compute new ones"
    return diagnostic(code, message, hint=hint, place=place)


def _failing_line(exc: BaseException, folders: tuple[Path, ...]) -> Place:
    """Find the template line an exception came through: the innermost one."""
    place = Place("templates/document.html")
    for frame in traceback.extract_tb(exc.__traceback__):
        if any(Path(frame.filename).is_relative_to(folder) for folder in folders):
            place = Place(_template(frame.filename, folders), frame.lineno or 0)
    return place


def _template(filename: str | None, folders: tuple[Path, ...]) -> str:
    for folder in folders:
        if filename and Path(filename).is_relative_to(folder):
            return str(Path("templates") / Path(filename).relative_to(folder))
    return f"templates/{re.sub('.*/', '', filename or 'document.html')}"
