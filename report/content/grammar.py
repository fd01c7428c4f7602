"""Messages for YAML syntax errors, with hints how to correct them."""

from __future__ import annotations

import re
from typing import Any

import yaml

from report.content.mistakes import (
    after_mark,
    colon_in_text,
    empty_entry,
    out_of_line,
    starts_with_sign,
    too_deep,
    typing_slip,
    wide_comma,
)
from report.findings.diagnostics import Diagnostic, Place, diagnostic
from report.model.base import Written

#: Control characters, invisible line separators, surrogates.
_UNPRINTABLE = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]"
)
_KEY = r"^\s*(?:- +)*[\"']?[A-Za-z][\w.-]*[\"']?"
_WIDE_COLON = re.compile(rf"{_KEY}\s*(：)")
_WORD = re.compile(r"\s*(?:- +)*([A-Za-z][\w.-]*)(?=\s|$)(?!.*:)")
_TIGHT_COLON = re.compile(rf"{_KEY}(:)[^\s:/]")

_QUOTE_IT = "put quotation marks around a text that starts with this character"
_BACKSLASH = "inside “\"…\"” a backslash is special: write it twice, or use '…'"
_NEIGHBOURS = "compare the indentation with the lines around it, and check that there is nothing "
_NEIGHBOURS += "after closing quotation marks"
_BRACKET = "close it; or put quotation marks around a text that starts with { or ["

#: Part of libyaml's message → message and hint.
_PLAIN = {
    "mapping values are not allowed": (
        "there is an unexpected colon",
        "put quotation marks around a text that contains a colon and a space; or check the colon "
        "and the indentation of the line before",
    ),
    "block sequence entries are not allowed": (
        "there is an unexpected list",
        "start the list in the next line; or put quotation marks around a text that starts with "
        "“- ”",
    ),
    "could not find expected ':'": (
        "this line has no colon",
        "write a colon and a space after a key; indent a line that continues a text",
    ),
    "did not find expected key": ("this line does not fit the lines around it", _NEIGHBOURS),
    "did not find expected '-' indicator": (
        "this line does not fit the list around it",
        "the items of a list must all start at the same column",
    ),
    "did not find expected ',' or": ("the bracket that opens here is never closed", _BRACKET),
    "did not find expected node content": ("a bracket is not closed before this", _BRACKET),
    "found unexpected end of stream": (
        "quotation marks open here and are never closed",
        "put the closing quotation marks at the end of the text",
    ),
    "found unexpected document indicator": (
        "quotation marks open here and are never closed",
        "put the closing quotation marks at the end of the text",
    ),
    "cannot start any token": ("a text cannot start with this character", _QUOTE_IT),
    "unknown escape character": ("this character has no meaning after a backslash", _BACKSLASH),
    "escape code": ("this backslash code is invalid", _BACKSLASH),
    "hexdecimal number": ("this backslash code is invalid", _BACKSLASH),
    "comment or line break": (
        "a text cannot start with “|” or “>”",
        "after | or > the text starts in the next line; or put quotation marks around the text",
    ),
}
_PLAIN["<document start>"] = (
    "the data end at the line “...” above",
    "remove the line “...”; put quotation marks around it when it is text",
)
_ANYTHING = "check the indentation, the colons and the quotation marks around this place"
#: Errors whose cause is at the start of the text, not where the parser stopped.
_AT_THE_START = (
    "found unexpected end of stream",
    "found unexpected document indicator",
    "did not find expected ',' or",
    "could not find expected ':'",
)


def unprintable(text: str, written: Written) -> Diagnostic | None:
    """Return a finding for the first control character (D012)."""
    match = _UNPRINTABLE.search(text)
    if match is None:
        return None
    return diagnostic(
        "D012",
        f"there is an invisible control character here (U+{ord(match[0]):04X})",
        hint="delete it; such characters often come from text pasted from other programs",
        place=written.at(match.start()),
    )


def swallowed_item(event: yaml.ScalarEvent, text: str, file: str) -> Diagnostic | None:
    """Return a finding if a list item was read as part of the text above it (D006)."""
    start: Any = event.start_mark
    end: Any = event.end_mark
    if event.style or start.line == end.line:
        return None
    for number, line in enumerate(text[start.index : end.index].split("\n")[1:], start.line + 1):
        if line.lstrip(" ").startswith("- "):
            return diagnostic(
                "D006",
                "this list item belongs to the text above, by its indentation",
                hint="start it at the same column as the items above it; or put quotation marks "
                "around the text",
                place=Place(file, number + 1, len(line) - len(line.lstrip(" ")) + 1),
            )
    return None


def syntax_error(
    exc: yaml.MarkedYAMLError, text: str, file: str, quoted: yaml.ScalarEvent | None = None
) -> Diagnostic:
    """Explain an error of the YAML parser: D007 for a tab, otherwise D006.

    ``quoted`` is the last text in quotation marks that spans several lines. If its closing marks
    are missing, it ends at the next opening ones, and the error is there.
    """
    problem = exc.problem or exc.context or "unknown fault"
    mark = exc.problem_mark or exc.context_mark
    if exc.context_mark and problem.startswith(_AT_THE_START):
        mark = exc.context_mark
    lines = text.split("\n")
    number, column = _inside(lines, mark.line, mark.column) if mark else (0, 0)
    if quoted and (late := _closed_late(quoted, number, file)):
        return late
    if cause := _cause(lines, number, file) or _lost_colon(lines, number, problem, file):
        return cause
    if cause := _typed(lines, number, column, problem, file):
        return cause
    plain = (words for start, words in _PLAIN.items() if start in problem)
    message, hint = next(plain, (f"this is not valid YAML: {problem}", _ANYTHING))
    place = Place(file, number + 1, column + 1)
    return diagnostic("D006", message, hint=hint, place=place)


def _inside(lines: list[str], number: int, column: int) -> tuple[int, int]:
    """Move a place beyond the end of the text to the end of its last written line."""
    if number < len(lines) and lines[number].strip():
        return number, min(column, len(lines[number]))
    number = min(number, len(lines) - 1)
    while number and not lines[number].strip():
        number -= 1
    return number, len(lines[number].rstrip())


def _closed_late(quoted: Any, number: int, file: str) -> Diagnostic | None:
    if quoted.end_mark.line != number:
        return None
    start = quoted.start_mark
    return diagnostic(
        "D006",
        f"the quotation marks that open here close only in line {number + 1}",
        hint="put the closing quotation marks at the end of the text",
        place=Place(file, start.line + 1, start.column + 1),
    )


def _cause(lines: list[str], number: int, file: str) -> Diagnostic | None:
    """Look for common mistakes in the line of the error and in the line before it."""
    for here in (number, number - 1):
        line = lines[here] if here >= 0 else ""
        indent = line[: len(line) - len(line.lstrip())]
        if "\t" in indent:
            return diagnostic(
                "D007",
                "this line is indented with a tab",
                hint="YAML allows only spaces: replace the tab by two spaces",
                place=Place(file, here + 1, indent.index("\t") + 1),
            )
        if found := typing_slip(line, here, file):
            return found
        if match := _WIDE_COLON.match(line):
            return diagnostic(
                "D006",
                "there is a full-width colon “：” after the key",
                hint="write “: ”, the half-width colon and a space",
                place=Place(file, here + 1, match.start(1) + 1),
            )
        if match := _TIGHT_COLON.match(line):
            return diagnostic(
                "D006",
                "a space is missing after the colon",
                hint="write a space between the colon and the value",
                place=Place(file, here + 1, match.end(1) + 1),
            )
    return None


def _typed(
    lines: list[str], number: int, column: int, problem: str, file: str
) -> Diagnostic | None:
    """Look for a text or a key that must be written differently in YAML."""
    if problem.startswith("mapping values are not allowed"):
        found = too_deep(lines, number, file) or colon_in_text(lines, number, column, file)
        if found:
            return found
    if "expected ',' or" in problem and (found := wide_comma(lines[number], number, file)):
        return found
    if "node content" in problem and (found := empty_entry(lines[number], number, column, file)):
        return found
    if found := out_of_line(lines, number, problem, file):
        return found
    for here in (number, number - 1):
        if here >= 0 and (found := after_mark(lines[here], here, file)):
            return found
    return starts_with_sign(lines[number], number, column, file)


def _lost_colon(lines: list[str], number: int, problem: str, file: str) -> Diagnostic | None:
    """Look for a line that starts with a key but has no colon."""
    if problem.startswith("mapping values are not allowed"):
        number -= 1  # the line before was read as the start of a key
    elif not problem.startswith("could not find expected ':'"):
        return None
    line, following = lines[number] if number >= 0 else "", lines[number + 1 : number + 2]
    match = _WORD.match(line)
    if match is None:
        return None
    alone = match.end() == len(line.rstrip())
    if not alone and following and match.start(1) != _indent(following[0]):
        return None
    return diagnostic(
        "D006",
        f"a colon is missing after “{match[1]}”",
        hint="write a colon and a space after a key; if this is text, check its indentation",
        place=Place(file, number + 1, match.end(1) + 1),
    )


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())
