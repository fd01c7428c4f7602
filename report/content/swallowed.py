"""Words that YAML takes away without a word: read as a comment, or joined where a blank line parts.

In: what the parser gives of a scalar, and the text of the file. Out: findings with place and cure.
"""

from __future__ import annotations

import re
from typing import Any

import yaml

from report.diagnostics import Diagnostic, Place, diagnostic
from report.model.base import Written

#: The rest of a line behind a value: blanks, the sign of a comment, and what follows.
_COMMENT = re.compile(r"([ \t]+)#(.*)")
#: Values that are no words: numbers, true and false, names of choices, ids, paths.
_NO_WORDS = re.compile(r"[a-z0-9_.,:/%+\-]*")
_QUOTED = "put quotation marks around the whole text: "
_REMARK = "a remark of your own has two spaces before “#” and one after it"


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
    following = text[line_end + 1 :].split("\n", 1)[0]
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


def blank_line(value: str, written: Written, style: str) -> Place | None:
    """Give the place where a second paragraph starts within one text, if one does.

    ``value`` is the text as it was read, ``style`` how it was written: ``|``, ``>``, quotation
    marks or nothing. YAML keeps a line end for each blank line; ``|`` keeps all line ends.
    """
    bare = value.rstrip()
    parted = r"\S[ \t]*\n[ \t]*\n\s*(?=\S)" if style == "|" else r"\S[ \t]*\n\s*(?=\S)"
    found = re.search(parted, bare)
    return written.at(found.end()) if found else None


def _short(text: str, most: int = 30) -> str:
    return f"{text[:most]}…" if len(text) > most else text
