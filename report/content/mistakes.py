"""Common mistakes in YAML, found in the lines around a syntax error."""

from __future__ import annotations

import re

from report.findings.diagnostics import Diagnostic, Place, diagnostic

_OWN = r"^(?P<before>\s*(?:- +)*(?:[\"']?[A-Za-z][\w.-]*[\"']?:\s+)?)"
_VALUE = re.compile(rf"{_OWN}(?P<value>[\"'\[{{].*)$")
_TEXT = re.compile(r"^(?P<before>\s*(?:- +)*[A-Za-z][\w.-]*:\s+)(?P<value>[^\"'\[{|>#\s].*)$")
_SIGN = re.compile(
    rf"{_OWN}(?P<value>(?P<sign>\*\*|[%@`!&*,]|[?|>](?=\S)|\?(?=\s)|[|>](?=\s+[^\s#])).*)$"
)
_KEY = re.compile(r"^(?P<indent>\s*(?:- +)*)(?P<key>[A-Za-z][\w.-]*):(?P<value>\s+\S.*|\s*)$")
#: Characters that look like spaces but are not spaces in YAML.
_BLANKS = "\u00a0\u2000-\u200f\u202f\u205f\u2060\u3000"
_WIDE = re.compile(
    rf"^(?P<indent>[ \t]*[{_BLANKS}][ \t{_BLANKS}]*)(?=-\s|[A-Za-z][\w.-]*\s*[:：])", re.MULTILINE
)
_NAMES = {"\u3000": "a full-width space (U+3000)", "\u00a0": "a no-break space (U+00A0)"}
_WIDE_BLANK = re.compile(rf"^\s*(?:- +)*[A-Za-z][\w.-]*:([{_BLANKS}])")
_TIGHT_DASH = re.compile(r"^\s*(?:- +)*-([A-Za-z][\w.-]*:)(?:\s|$)")
_OTHER_DASH = re.compile(r"^\s*([—–－−‐‑•·*])\s*[A-Za-z][\w.-]*\s*:")
_CLOSING = {"[": "]", "{": "}"}


def wide_indent(text: str, file: str) -> Diagnostic | None:
    """Return a finding for the first line that is indented with special spaces (D007)."""
    match = _WIDE.search(text)
    if match is None:
        return None
    indent = match["indent"]
    at = next(n for n, blank in enumerate(indent) if blank not in " \t")
    name = _NAMES.get(indent[at], f"a special space (U+{ord(indent[at]):04X})")
    return diagnostic(
        "D007",
        f"this line is indented with {name}",
        hint="YAML allows only normal spaces: delete the spaces before the word, and type new ones",
        place=Place(file, text.count("\n", 0, match.start()) + 1, at + 1),
    )


def typing_slip(line: str, number: int, file: str) -> Diagnostic | None:
    """Find a key or an item with a wrong dash or space (D006)."""
    match = _WIDE_BLANK.match(line)
    if match:
        name = _NAMES.get(match[1], f"a special space (U+{ord(match[1]):04X})")
        message = f"there is {name} after the colon"
        hint = "delete it, and type a space"
    elif match := _TIGHT_DASH.match(line):
        message, hint = "a space is missing after the dash", f"write “- {match[1]}”"
    elif match := _OTHER_DASH.match(line):
        message = f"“{match[1]}” cannot start an item of a list"
        hint = "type the hyphen “-” and a space"
    else:
        return None
    return diagnostic("D006", message, hint=hint, place=Place(file, number + 1, match.start(1) + 1))


def wide_comma(line: str, number: int, file: str) -> Diagnostic | None:
    """Find a full-width comma between entries in square brackets (D006)."""
    bracket = line.find("[")
    comma = line.find("，", bracket)
    if bracket < 0 or comma < 0:
        return None
    return diagnostic(
        "D006",
        "there is a full-width comma “，” between entries in brackets",
        hint="write “, ” between them: the half-width comma and a space",
        place=Place(file, number + 1, comma + 1),
    )


def empty_entry(line: str, number: int, column: int, file: str) -> Diagnostic | None:
    """Find an entry in square brackets that has nothing before its comma (D006)."""
    before = line[:column].rstrip()
    if line[column : column + 1] != "," or before[-1:] not in ("[", ","):
        return None
    return diagnostic(
        "D006",
        "an entry in brackets is empty",
        hint="write '' for an empty cell; in a column of figures, write –, 不適用 or 無",
        place=Place(file, number + 1, column + 1),
    )


def out_of_line(lines: list[str], number: int, problem: str, file: str) -> Diagnostic | None:
    """Find a key, an item or a text that starts in a wrong column (D006)."""
    line = lines[number]
    column = _indent(line)
    above = [n for n in range(number - 1, -1, -1) if lines[n].strip()]
    if not above or not line.strip():
        return None
    message = hint = ""
    key = _KEY.match(lines[above[0]])
    if key and re.match(r"\s+[|>][+\-0-9]*\s*$", key["value"]) and column <= len(key["indent"]):
        message = "the text after “|” or “>” is not indented"
        hint = "start its lines two columns further to the right than the key above"
    elif not re.search("expected (key|'-' indicator)", problem):
        return None
    elif line.lstrip().startswith("- "):
        items = [_indent(lines[n]) for n in above if lines[n].lstrip().startswith("- ")]
        if items and items[0] != column:
            message = "this item starts in another column than the items above it"
            hint = f"start it in column {items[0] + 1}; here it starts in column {column + 1}"
        elif not items:
            message = "there is a list item instead of a key"
            hint = "remove the “- ”, or check the indentation"
    elif match := _KEY.match(line):
        keys = (_KEY.match(lines[n]) for n in above)
        before = next((one for one in keys if one and len(one["indent"]) > column), None)
        if before:
            message = f"the key “{match['key']}” is not aligned with “{before['key']}” above it"
            hint = f"start it in column {len(before['indent']) + 1}; here it starts in column "
            hint += f"{column + 1}"
    if not message:
        return None
    return diagnostic("D006", message, hint=hint, place=Place(file, number + 1, column + 1))


def after_mark(line: str, number: int, file: str) -> Diagnostic | None:
    """Find a text that starts with a quotation mark or a bracket and needs quoting in YAML (D006).

    ``number`` is the line's, from 0.
    """
    match = _VALUE.match(line)
    if match is None:
        return None
    value = match["value"].rstrip()
    first = value[0]
    end = _quoted(value) if first in "\"'" else _bracketed(value)
    rest = value[end:] if end else ""
    in_brackets = not re.search(r"[-:]\s", match["before"])
    if not rest.strip() or re.match(r"\s*(#|:(\s|$))", rest) or (in_brackets and rest[0] == ","):
        return None
    column = len(match["before"]) + 1
    if first in "\"'":
        message = "a text continues after its closing quotation marks"
        column += end
    else:
        message = f"a text that starts with “{first}” needs quotation marks around it"
    hint = f"write {_in_marks(value)}"
    if first == '"':
        inner = value[1 : end - 1]
        hint = f"write the marks of the text as 「…」: 「{_short(inner)}」; or {hint}"
    return diagnostic("D006", message, hint=hint, place=Place(file, number + 1, column))


def _quoted(value: str) -> int:
    """Return where a text in quotation marks ends; 0 when it does not."""
    pattern = r'"(?:[^"\\]|\\.)*"' if value[0] == '"' else r"'(?:[^']|'')*'"
    match = re.match(pattern, value)
    return match.end() if match else 0


def _bracketed(value: str) -> int:
    """Return where the bracket at the start of a text closes; 0 when it does not."""
    depth = 0
    for at, character in enumerate(value):
        depth += (character == value[0]) - (character == _CLOSING[value[0]])
        if not depth:
            return at + 1
    return 0


def starts_with_sign(line: str, number: int, column: int, file: str) -> Diagnostic | None:
    """Find a text that starts with a sign of YAML (D006); ``column`` is the error's, from 0."""
    match = _SIGN.match(line)
    if match is None:
        return None
    off = column - len(match["before"])
    name = re.match(r"[*&]?[A-Za-z0-9_-]*", match["value"])  # the name of a YAML anchor
    longest = 1 + len(match["sign"]) + (name.end() if name else 0)
    if not -1 <= off <= longest and match["sign"] + match["before"] != "%":
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
        "there is a colon with a space in this text",
        hint="put quotation marks around the whole text: "
        f"{_in_marks(match['value'].rstrip())}; or write the full-width colon “：”",
        place=Place(file, number + 1, column + 1),
    )


def _colon_in_later_line(
    lines: list[str], number: int, column: int, file: str
) -> Diagnostic | None:
    """Find a colon and a space in a line that continues the text of a line above."""
    indent = _indent(lines[number])
    above = range(number - 1, -1, -1)
    texts = (n for n in above if _TEXT.match(lines[n]) and _indent(lines[n]) < indent)
    keys = (n for n in above if _KEY.match(lines[n]))
    first = next(texts, None)
    if first is None or first != next(keys, None):
        return None
    return diagnostic(
        "D006",
        "there is a colon with a space in this text",
        hint=f"put quotation marks around the whole text, which starts in line {first + 1}; or "
        "write the full-width colon “：”",
        place=Place(file, number + 1, column + 1),
    )


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def too_deep(lines: list[str], number: int, file: str) -> Diagnostic | None:
    """Find a key that is further to the right than the key above it, which has a value."""
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
        f"{column + 1}; or remove the value after “{before['key']}:”",
        place=Place(file, number + 1, column + 1),
    )


def _in_marks(text: str) -> str:
    """Return a text in quotation marks, as it is typed in YAML."""
    short = _short(text)
    if '"' in short or "\\" in short:
        return "'" + short.replace("'", "''") + "'"
    return f'"{short}"'


def _short(text: str) -> str:
    return f"{text[:40]}…" if len(text) > 40 else text
