"""Finds text that YAML drops or changes silently: read as a comment, or joined over a blank line.

In: the parser's event for a scalar, and the text of the file. Out: findings.
"""

from __future__ import annotations

import re
from typing import Any

import yaml

from report.findings.diagnostics import Diagnostic, Place, diagnostic
from report.model.base import Written

#: The rest of a line after a value: spaces, ``#``, and the text after it.
_COMMENT = re.compile(r"([ \t]+)#(.*)")
#: Values that are not texts: numbers, true and false, names, ids, paths.
_NO_WORDS = re.compile(r"[a-z0-9_.,:/%+\-]*")
_QUOTED = "put quotation marks around the whole text: "
_REMARK = "for a comment, write two spaces before “#” and one after it"


#: A key or a dash, followed by ``#`` and text that is probably not a comment.
_BEHIND_KEY = re.compile(r" *(?:- +)*(?:[\w.-]+ *:)?(?<=[:\-\s])[ \t]*(#)(?![\s#!=\-]|$)")
#: The same for an empty value: then one space before ``#`` is not a comment either.
_ONE_BLANK = re.compile(r" *(?:- +)*(?:[\w.-]+ *:)?(?<=[:\-])[ \t](#)")
_BEHIND_SIGN = re.compile(r"[|>][+\-0-9]*[ \t]+(#(?![\s#!=\-]|$).*)")
_BULLET = re.compile(r"[ \t]*[-+*•][ \t]+\S")
_NUMBER = re.compile(r"[ \t]*\d{1,2}[.)、．][ \t]*\S")


def instead_of_text(event: yaml.ScalarEvent, text: str, file: str) -> Diagnostic | None:
    """Return a finding when text after a key is read as a comment (D013).

    The value is then empty (``text: #減碳``), or it is only the next lines.
    """
    start: Any = event.start_mark
    end: Any = event.end_mark
    if event.style in ("|", ">"):
        line_end = text.find("\n", start.index)
        match = _BEHIND_SIGN.match(text, start.index, line_end if line_end >= 0 else len(text))
        return _finding(text, match.start(1), match[1], file) if match else None
    if re.compile(r"[ \t]*:(?:\s|$)").match(text, end.index):
        return None  # a key
    empty = not event.style and not event.value
    first = text.rfind("\n", 0, start.index) + 1
    own = text[first : start.index]
    if empty:  # the place of an empty value is after its key, or after the comments below it
        line_end = text.find("\n", start.index)
        own = text[first : line_end if line_end >= 0 else len(text)]
    elif own.strip():
        return None
    while first > 0 and (not own.strip() or own.lstrip().startswith("#")):
        last, first = first - 1, text.rfind("\n", 0, first - 1) + 1
        own = text[first:last]
    match = _BEHIND_KEY.match(own) or (_ONE_BLANK.match(own) if empty else None)
    if match is None:
        return None
    whole = own[match.start(1) :].rstrip() + event.value
    return _finding(text, first + match.start(1), whole, file)


def listed_items(event: yaml.ScalarEvent, text: str, file: str) -> Diagnostic | None:
    """Return a finding when the lines of a text in ``|`` or ``>`` are a list (D006).

    They would be printed as one paragraph.
    """
    if event.style not in ("|", ">"):
        return None
    start: Any = event.start_mark
    end: Any = event.end_mark
    lines = list(enumerate(text[start.index : end.index].split("\n")[1:], start.line + 2))
    items = [one for one in lines if _BULLET.match(one[1])]
    numbered = [one for one in lines if _NUMBER.match(one[1])]
    if len(numbered) > 1:
        items += numbered
    if not items:
        return None
    number, line = min(items)
    return diagnostic(
        "D006",
        "the lines of this text are a list; they would be printed as one paragraph",
        hint="use a block: type: list, with each point under “items”",
        place=Place(file, number, len(line) - len(line.lstrip()) + 1),
    )


def after_text(event: yaml.ScalarEvent, text: str, file: str) -> Diagnostic | None:
    """Return a finding when a text continues after `` #`` (D013), which starts a comment in YAML.

    Two or more spaces before ``#`` and one after it are taken as a real comment, as in
    ``title: 謀發展  # the cover``. After numbers and names, everything is a comment.
    """
    if event.style or _NO_WORDS.fullmatch(event.value):
        return None
    end: Any = event.end_mark
    line_end = text.find("\n", end.index)
    line_end = len(text) if line_end < 0 else line_end
    here = _COMMENT.match(text, end.index, line_end)
    if here:
        if len(here[1]) > 1 and (not here[2] or here[2][0] in " #!-="):
            return None
        whole = f"{event.value}{here[1]}#{here[2]}"
        return _finding(text, end.index + len(here[1]), whole, file)
    return _next_line(event, text, line_end, file)


def _next_line(event: yaml.ScalarEvent, text: str, line_end: int, file: str) -> Diagnostic | None:
    """Check whether the next line continues the text and starts with ``#``."""
    next_end = text.find("\n", line_end + 1)
    following = text[line_end + 1 : next_end if next_end >= 0 else len(text)]
    bare = following.lstrip(" ")
    start: Any = event.start_mark
    first = text.rfind("\n", 0, start.index) + 1
    own = re.match(r" *(?:- +)*", text[first : start.index])
    indent = len(following) - len(bare)
    if not bare.startswith("#") or bare[1:2] in ("", " ", "#", "!", "-", "="):
        return None
    if own is None or indent <= own.end() - (0 if start.column > own.end() else 1):
        return None
    return _finding(text, line_end + 1 + indent, f"{event.value}{bare}", file)


def _finding(text: str, at: int, whole: str, file: str) -> Diagnostic:
    line = text.count("\n", 0, at) + 1
    column = at - text.rfind("\n", 0, at)
    rest = text[at:].split("\n", 1)[0].rstrip()
    return diagnostic(
        "D013",
        f"“{_short(rest)}” would not be printed: in YAML, “ #” starts a comment",
        hint=f'{_QUOTED}"{_short(whole.strip(), 60)}"; {_REMARK}',
        place=Place(file, line, column),
    )


def hidden_escape(event: yaml.ScalarEvent, text: str, file: str) -> Diagnostic | None:
    r"""Return a finding when a backslash code in quotation marks is a space in YAML (D006).

    In ``"snake\_case"`` and ``"C:\temp"``, YAML reads a no-break space and a tab.
    """
    if event.style != '"':
        return None
    start: Any = event.start_mark
    end: Any = event.end_mark
    match = _ESCAPE.search(text, start.index, end.index)
    if match is None:
        return None
    at = match.start(1)
    return diagnostic(
        "D006",
        f'“{match[1]}” would not be printed: inside “"…"” it means a space',
        hint=f"write “\\{match[1]}” for these two characters, or put the text in '…'",
        place=Place(file, text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)),
    )


_ESCAPE = re.compile(r"(?<!\\)(?:\\\\)*(\\[_tvfN])")


def blank_line(value: str, written: Written, style: str) -> tuple[Place, str] | None:
    """Return the place of a second paragraph within one text, and a hint how to join both.

    ``value`` is the parsed text, ``style`` the YAML style: ``|``, ``>``, a quotation mark or empty.
    YAML keeps a line end for each blank line; ``|`` keeps all line ends.
    """
    bare = value.rstrip()
    parted = r"\S[ \t]*\n[ \t]*\n\s*(?=\S)" if style == "|" else r"\S[ \t]*\n\s*(?=\S)"
    found = re.search(parted, bare)
    if found is None:
        return None
    place, before = written.at(found.end()), written.at(found.start())
    if place.line == before.line:
        hint = "remove the “\\n”"
    elif style == ">" and place.line == before.line + 1:
        hint = "start this line in the same column as the one above it"
    else:
        hint = "remove the blank line above"
    return place, hint


def _short(text: str, most: int = 30) -> str:
    return f"{text[:most]}…" if len(text) > most else text
