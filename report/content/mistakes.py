"""Mistakes that people make when they type YAML, found in the lines around a syntax error."""

from __future__ import annotations

import re

from report.diagnostics import Diagnostic, Place, diagnostic

_OWN = r"^(?P<before>\s*(?:- +)*(?:[\"']?[A-Za-z][\w.-]*[\"']?:\s+)?)"
_VALUE = re.compile(rf"{_OWN}(?P<value>[\"'\[{{].*)$")
_TEXT = re.compile(r"^(?P<before>\s*(?:- +)*[A-Za-z][\w.-]*:\s+)(?P<value>[^\"'\[{|>#\s].*)$")
_SIGN = re.compile(
    rf"{_OWN}(?P<value>(?P<sign>\*\*|[%@`!&*,]|[?|>](?=\S)|\?(?=\s)|[|>](?=\s+[^\s#])).*)$"
)
_KEY = re.compile(r"^(?P<indent>\s*(?:- +)*)(?P<key>[A-Za-z][\w.-]*):(?P<value>\s+\S.*|\s*)$")
#: Blanks that look like spaces, and are none to YAML.
_WIDE = re.compile(
    r"^(?P<indent>[ \t]*[\u00a0\u2000-\u200a\u202f\u205f\u3000][ \t\u00a0\u2000-\u200a\u3000]*)"
    r"(?=-\s|[A-Za-z][\w.-]*\s*[:：])",
    re.MULTILINE,
)
_NAMES = {"\u3000": "a full-width space (U+3000)", "\u00a0": "a no-break space (U+00A0)"}
_CLOSING = {"[": "]", "{": "}"}


def wide_indent(text: str, file: str) -> Diagnostic | None:
    """Give a finding for the first key or item that is indented with other blanks (D007)."""
    match = _WIDE.search(text)
    if match is None:
        return None
    indent = match["indent"]
    at = next(n for n, blank in enumerate(indent) if blank not in " \t")
    name = _NAMES.get(indent[at], f"a special space (U+{ord(indent[at]):04X})")
    return diagnostic(
        "D007",
        f"this line is indented with {name}",
        hint="YAML takes spaces only: delete the blanks before the word, and type spaces",
        place=Place(file, text.count("\n", 0, match.start()) + 1, at + 1),
    )


def after_mark(line: str, number: int, file: str) -> Diagnostic | None:
    """Find a text that starts with a mark of YAML's: quotation marks or a bracket (D006).

    ``number`` is the line's, from 0.
    """
    match = _VALUE.match(line)
    if match is None:
        return None
    value = match["value"].rstrip()
    first = value[0]
    end = _quoted(value) if first in "\"'" else _bracketed(value)
    rest = value[end:] if end else ""
    if not rest.strip() or re.match(r"\s*(#|,|:(\s|$))", rest):
        return None
    column = len(match["before"]) + 1
    if first in "\"'":
        message = "a text goes on after its closing quotation marks"
        column += end
    else:
        message = f"a text that starts with “{first}” needs quotation marks around it"
    hint = f"write {_in_marks(value)}"
    if first == '"':
        inner = value[1 : end - 1]
        hint = f"write the marks of the text as 「…」: 「{_short(inner)}」; or {hint}"
    return diagnostic("D006", message, hint=hint, place=Place(file, number + 1, column))


def _quoted(value: str) -> int:
    """Give where a text in quotation marks ends; 0 when it does not."""
    pattern = r'"(?:[^"\\]|\\.)*"' if value[0] == '"' else r"'(?:[^']|'')*'"
    match = re.match(pattern, value)
    return match.end() if match else 0


def _bracketed(value: str) -> int:
    """Give where the bracket closes that a text starts with; 0 when it does not."""
    depth = 0
    for at, character in enumerate(value):
        depth += (character == value[0]) - (character == _CLOSING[value[0]])
        if not depth:
            return at + 1
    return 0


def starts_with_sign(line: str, number: int, column: int, file: str) -> Diagnostic | None:
    """Find a text that starts with a sign of YAML's (D006); ``column`` is the error's, from 0."""
    match = _SIGN.match(line)
    if match is None:
        return None
    off = column - len(match["before"])
    if not -1 <= off <= 1 + len(match["sign"]) and match["sign"] + match["before"] != "%":
        return None
    value = match["value"].rstrip()
    return diagnostic(
        "D006",
        f"a text that starts with “{match['sign']}” needs quotation marks around it",
        hint=f"write {_in_marks(value)}",
        place=Place(file, number + 1, len(match["before"]) + 1),
    )


def colon_in_text(lines: list[str], number: int, column: int, file: str) -> Diagnostic | None:
    """Find a colon and a space within a text (D006); ``column`` is the colon's, from 0."""
    match = _TEXT.match(lines[number])
    if match is None:
        return _colon_in_later_line(lines, number, column, file)
    if column < len(match["before"]):
        return None
    return diagnostic(
        "D006",
        "a colon and a space stand within this text",
        hint="put quotation marks around the whole text: "
        f"{_in_marks(match['value'].rstrip())}; or write the full-width colon “：”",
        place=Place(file, number + 1, column + 1),
    )


def _colon_in_later_line(
    lines: list[str], number: int, column: int, file: str
) -> Diagnostic | None:
    """Find a colon and a space in a line that goes on with the text of a line above."""
    indent = _indent(lines[number])
    above = range(number - 1, -1, -1)
    texts = (n for n in above if _TEXT.match(lines[n]) and _indent(lines[n]) < indent)
    keys = (n for n in above if _KEY.match(lines[n]))
    first = next(texts, None)
    if first is None or first != next(keys, None):
        return None
    return diagnostic(
        "D006",
        "a colon and a space stand within this text",
        hint=f"put quotation marks around the whole text, which starts in line {first + 1}; or "
        "write the full-width colon “：”",
        place=Place(file, number + 1, column + 1),
    )


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def too_deep(lines: list[str], number: int, file: str) -> Diagnostic | None:
    """Find a key that stands further to the right than the key above it, which has a value."""
    here = _KEY.match(lines[number])
    above = next(
        (n for n in range(number - 1, -1, -1) if lines[n].strip() and lines[n].strip()[0] != "#"),
        None,
    )
    before = _KEY.match(lines[above]) if above is not None else None
    if here is None or before is None or not before["value"].strip():
        return None
    column, wanted = len(here["indent"]), len(before["indent"])
    if column <= wanted:
        return None
    return diagnostic(
        "D006",
        f"the key “{here['key']}” is indented too far",
        hint=f"start it in column {wanted + 1}, below “{before['key']}”; here it starts in column "
        f"{column + 1}",
        place=Place(file, number + 1, column + 1),
    )


def _in_marks(text: str) -> str:
    """Give a text as it is typed in quotation marks."""
    short = _short(text)
    if '"' in short or "\\" in short:
        return "'" + short.replace("'", "''") + "'"
    return f'"{short}"'


def _short(text: str) -> str:
    return f"{text[:40]}…" if len(text) > 40 else text
