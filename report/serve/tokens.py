"""The tokens as controls of the page: told with their editor links, and written back."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from report.content.tokens import Token, TokenError, changed, tokens, written_ink
from report.engine import output
from report.findings.errors import ReportError
from report.serve.sources import Sources

_CMYK = re.compile(r"device-cmyk\(([^)]*)\)")


def _file(sources: Sources, design: str) -> tuple[str, Path]:
    """Return the file of the tokens that are in force: its name within the project, its path.

    Raises TokenError when there is none.
    """
    project = sources.project.designed(design)
    path = project.tokens
    if path is None:
        raise TokenError("there is no styles/tokens.yaml")
    for root in project.roots:
        if path.is_relative_to(root):
            return path.relative_to(root).as_posix(), path
    raise TokenError(f"{path.name} is outside of the project")


def told(sources: Sources, design: str) -> dict[str, Any]:
    """Return all tokens, group by group."""
    try:
        name, path = _file(sources, design)
        found = tokens(path.read_text(encoding="utf-8"))
    except (TokenError, OSError, UnicodeDecodeError) as exc:
        return {"file": "styles/tokens.yaml", "groups": [], "error": str(exc)}
    groups: dict[str, list[dict[str, Any]]] = {}
    for one in found:
        editor = sources.editor.link(path, one.line)
        groups.setdefault(one.path.partition(".")[0], []).append(
            {
                "path": one.path,
                "value": one.value,
                "kind": one.kind,
                "choices": ["true", "false"] if one.kind == "choice" else [],
                "unit": one.unit,
                "light": one.light,
                "ink": one.ink,
                "line": one.line,
                "editor": editor,
            }
        )
    listed = [{"name": group, "tokens": items} for group, items in groups.items()]
    return {"file": name, "groups": listed, "error": None}


def change(sources: Sources, design: str, path: str, value: str) -> None:
    """Write a token's other value to the project.

    The tokens of the installed theme are not changed: the project gets a copy with the other value.
    Raises TokenError when that is not possible.
    """
    name, file = _file(sources, design)
    try:
        text = changed(file.read_text(encoding="utf-8"), path, value)
        place = sources.project.root / name
        place.parent.mkdir(parents=True, exist_ok=True)
        output.write(place, text.encode())
    except (OSError, UnicodeDecodeError) as exc:
        raise TokenError(f"{name} cannot be changed: {exc}") from None
    except ReportError as exc:  # a full disk, a folder that may not be written
        one = exc.diagnostics[0]
        raise TokenError(f"{one.message}; {one.hint}") from None


def colour_of(sources: Sources, design: str, colour: str) -> dict[str, str]:
    """Return a colour of CSS as light and as ink: those of the token that has it, if one does."""
    try:
        _, path = _file(sources, design)
        found = tokens(path.read_text(encoding="utf-8"))
    except (TokenError, OSError, UnicodeDecodeError):
        found = []
    inks = _CMYK.match(colour)
    ink = written_ink([one.strip("%") for one in inks[1].split()]) if inks else ""
    light = "" if inks else colour.lower()
    for one in found:
        if one.kind == "colour" and (one.ink == ink if inks else one.light.lower() == light):
            return {"light": one.light, "ink": one.ink, "name": _name(one)}
    return {"light": light, "ink": ink, "name": ""}


def _name(token: Token) -> str:
    return token.path.removeprefix("colours.").rpartition(".")[0]
