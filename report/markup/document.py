"""Renders the templates into one HTML document, and explains their errors."""

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

#: The base URL of all files of a document; no request is ever sent to it.
BASE_URL = "http://report.invalid/"


@dataclass(frozen=True, slots=True)
class Imprint:
    """The technical data for the colophon."""

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
    """Render ``document.html`` and return the HTML text.

    ``drawings`` are the finished drawings by id, ``pictures`` the paths of picture files within the
    project by block id, ``folders`` the template folders, the project's first. Raises
    FindingsError: D401 syntax error, D402 undefined name, D403 missing template, D405 a template
    that does not end, D404 other errors in a template.
    """
    folders = tuple(folders)
    env = environment(folders, links=target.links)
    context: dict[str, Any] = {
        "report": report,
        "settings": report.settings,
        "theme": theme,
        "links": target.links,
        "turns": target.turns and theme.is_upright,
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
    except Exception as exc:  # noqa: BLE001 - a template may raise anything
        raise FindingsError([_explain(exc, folders)]) from None


def _explain(exc: Exception, folders: tuple[Path, ...]) -> Diagnostic:
    """Return the finding for an error in a template."""
    place = _failing_line(exc, folders)
    match exc:
        case jinja2.TemplateSyntaxError():
            code, message = "D401", f"the template cannot be read: {exc.message}"
            hint = "check that every {% … %} block is closed, and every {{ has its }}"
            if "No filter" in message or "No test" in message:
                hint = "check the spelling; docs/blocks.md lists what a template can use"
            place = Place(_template(exc.filename or exc.name, folders), exc.lineno)
        case jinja2.UndefinedError():
            why = re.sub(r"'report\.[\w.]*?(\w+) object'", r"“\1”", exc.message or "")
            code, message = "D402", f"the template uses a name that does not exist: {why}"
            hint = "docs/blocks.md lists what a template can use"
        case jinja2.TemplateNotFound():
            name = exc.name or ""
            code, message = "D403", f"the template “{name}” does not exist"
            hint = f"write templates/{name}, or correct the name"
            if ".." in name or name.startswith("/"):
                hint = "templates are only read from templates/; write the path in that folder"
        case EndlessError():
            code, message = "D405", f"the template does not end: {exc}"
            hint = "check the loop or the call in this line; a whole report needs a few thousand"
        case RecursionError():
            code, message = "D404", "the template calls itself endlessly"
            hint = "check templates that include themselves, and macros that call themselves"
        case _:
            code, message = "D404", f"the template fails: {exc}"
            hint = "check this line; a template can only show values, not compute new ones"
    return diagnostic(code, message, hint=hint, place=place)


def _failing_line(exc: BaseException, folders: tuple[Path, ...]) -> Place:
    """Return the innermost template line in the traceback of an exception."""
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
