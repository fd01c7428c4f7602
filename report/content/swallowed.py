"""Words that YAML takes away without a word: read as a comment, or joined where a blank line parts.

In: what the parser gives of a scalar, and the text of the file. Out: findings with place and cure.
"""

from __future__ import annotations

import re
from typing import Any

import yaml

from report.findings.diagnostics import Diagnostic, Place, diagnostic
from report.model.base import Written

#: The rest of a line behind a value: blanks, the sign of a comment, and what follows.
_COMMENT = re.compile(r"([ \t]+)#(.*)")
#: Values that are no words: numbers, true and false, names of choices, ids, paths.
_NO_WORDS = re.compile(r"[a-z0-9_.,:/%+\-]*")
_QUOTED = "put quotation marks around the whole text: "
_REMARK = "a remark of your own has two spaces before “#” and one after it"


#: A line whose key, or whose dash, is followed by ``#`` and words that are no remark.
_BEHIND_KEY = re.compile(r" *(?:- +)*(?:[\w.-]+ *:)?(?<=[:\-\s])[ \t]*(#)(?![\s#!=\-]|$)")
#: The same where nothing else stands in the place: then one blank before the sign is no remark's.
_ONE_BLANK = re.compile(r" *(?:- +)*(?:[\w.-]+ *:)?(?<=[:\-])[ \t](#)")
_BEHIND_SIGN = re.compile(r"[|>][+\-0-9]*[ \t]+(#(?![\s#!=\-]|$).*)")
_BULLET = re.compile(r"[ \t]*[-+*•][ \t]+\S")
_NUMBER = re.compile(r"[ \t]*\d{1,2}[.)、．][ \t]*\S")


def instead_of_text(event: yaml.ScalarEvent, text: str, file: str) -> Diagnostic | None:
    """Give a finding when words behind a key are read as a comment (D013).

    Either nothing is left (``text: #減碳``), or only the lines below it (``text: #減碳`` and a
    line that goes on).
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
    if empty:  # the place of nothing is behind its key, or behind the remarks that follow it
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
    """Give a finding when the lines of a text in ``|`` or ``>`` are a list (D006).

    They would be printed one behind the other.
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
        "the lines of this text are a list; they would be printed one behind the other",
        hint="use a block: type: list, with each point under “items”",
        place=Place(file, number, len(line) - len(line.lstrip()) + 1),
    )


def after_text(event: yaml.ScalarEvent, text: str, file: str) -> Diagnostic | None:
    """Give a finding when a text goes on behind `` #`` (D013): YAML reads a comment there.

    A remark is told from words by its blanks: two or more before the sign, one after it, as in
    ``title: 謀發展  # the cover``. Behind numbers and names of choices anything is a remark.
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
    """Look at the line below a text: one that goes on with it, and starts with ``#``."""
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
        f"“{_short(rest)}” would not be printed: YAML takes what follows “ #” for a remark",
        hint=f'{_QUOTED}"{_short(whole.strip(), 60)}"; {_REMARK}',
        place=Place(file, line, column),
    )


def hidden_escape(event: yaml.ScalarEvent, text: str, file: str) -> Diagnostic | None:
    r"""Give a finding when a backslash in quotation marks makes a blank of a letter (D006).

    ``"snake\_case"`` and ``"C:\temp"`` would lose their ``_`` and ``t``: YAML reads a no-break
    space and a tab.
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
        f'“{match[1]}” would not be printed: inside “"…"” it stands for a blank',
        hint=f"write “\\{match[1]}” for the signs themselves, or put the text in '…'",
        place=Place(file, text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)),
    )


_ESCAPE = re.compile(r"(?<!\\)(?:\\\\)*(\\[_tvfN])")


def blank_line(value: str, written: Written, style: str) -> tuple[Place, str] | None:
    """Give the place where a second paragraph starts within one text, and what parts the two.

    ``value`` is the text as it was read, ``style`` how it was written: ``|``, ``>``, quotation
    marks or nothing. YAML keeps a line end for each blank line; ``|`` keeps all line ends.
    """
    bare = value.rstrip()
    parted = r"\S[ \t]*\n[ \t]*\n\s*(?=\S)" if style == "|" else r"\S[ \t]*\n\s*(?=\S)"
    found = re.search(parted, bare)
    if found is None:
        return None
    place, before = written.at(found.end()), written.at(found.start())
    if place.line == before.line:
        why = "leave out the “\\n”"
    elif style == ">" and place.line == before.line + 1:
        why = "start this line in the same column as the one above it"
    else:
        why = "remove the blank line above"
    return place, why


def _short(text: str, most: int = 30) -> str:
    return f"{text[:most]}…" if len(text) > most else text
