"""Reads files as far as it must be known what changed in them: lines, keys of YAML, rules of CSS.

In: the text of a file. Out: its parts by name, each with its line from 1. Comments do not count.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import NamedTuple

_KEY = re.compile(
    r"^([ \t]*)((?:- )*)(?:[\"']?([^\s:#\"'][^:#\"']*?)[\"']?[ \t]*:(?:[ \t]+|$))?(.*)$"
)
_COMMENT = re.compile(r"(?:^|[ \t]+)#.*$")
_CSS_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


class Value(NamedTuple):
    """The value of a key of a YAML file, as it is written, and its line."""

    value: str
    line: int


class Rule(NamedTuple):
    """A rule of a stylesheet: its declarations, and its line."""

    body: str
    line: int


#: Where lines differ: from and to in the old text, from and to in the new one, from 0.
Hunk = tuple[int, int, int, int]


def hunks(was: str, now: str) -> Iterator[Hunk]:
    """Return where the lines of two texts differ; blank lines and comments of YAML do not count."""
    old, new = was.splitlines(), now.splitlines()
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for kind, a, a_end, b, b_end in matcher.get_opcodes():
        lines = [line.strip() for line in (*old[a:a_end], *new[b:b_end])]
        if kind != "equal" and any(line and not line.startswith("#") for line in lines):
            yield a, a_end, b, b_end


def keys(text: str) -> dict[str, Value]:
    """Return the keys of a YAML file by their paths, such as ``page.leading``.

    The items of a list are numbered from 1. Texts over several lines belong to their key.
    """
    found: dict[str, Value] = {}
    #: The keys and items around a line: indentation, name, and 0 for an item of a list.
    above: list[tuple[int, str, int]] = []
    counts: dict[str, int] = {}
    for number, raw in enumerate(text.splitlines(), 1):
        line = _COMMENT.sub("", raw).rstrip()
        match = _KEY.match(line)
        if match is None or not line.strip():
            continue
        indent, dashes, key, value = match.groups()
        depth = len(indent)
        # A list may begin below its key without being indented.
        while above and above[-1][0] >= depth + (above[-1][2] if dashes else 0):
            above.pop()
        path = [name for _, name, _ in above]
        for _ in range(len(dashes) // 2):
            parent = ".".join(path)
            counts[parent] = counts.get(parent, 0) + 1
            above.append((depth, str(counts[parent]), 0))
            path.append(above[-1][1])
            depth += 2
        if key:
            above.append((depth, key, 1))
            path.append(key)
        name = ".".join(path)
        if value or key:
            known = found.get(name)
            more = f"{known.value} {value}".strip() if known and not key else value
            found[name] = Value(more, known.line if known and not key else number)
    return {name: value for name, value in found.items() if value.value}


def rules(text: str) -> dict[str, list[Rule]]:
    """Return the rules of a stylesheet by their selectors, with those of the rules around them."""
    plain = _CSS_COMMENT.sub(lambda one: re.sub(r"[^\n]", " ", one[0]), text)
    found: dict[str, list[Rule]] = {}
    around: list[tuple[str, int, list[str]]] = []
    start = 0
    body: list[str] = []
    for match in re.finditer(r"[{};]|\"[^\"\n]*\"|'[^'\n]*'", plain):
        sign = match[0]
        if sign == "{":
            selector = " ".join(plain[start : match.start()].split())
            before = len(plain[start : match.start()]) - len(plain[start : match.start()].lstrip())
            line = plain.count("\n", 0, start + before) + 1
            around.append((selector, line, body))
            body = []
        elif sign in ";}":
            declaration = " ".join(plain[start : match.start()].split())
            if declaration:
                body.append(declaration)
            if sign == "}" and around:
                selector, line, outer = around[-1]
                name = " ".join(one for one, _, _ in around)
                if body:
                    found.setdefault(name, []).append(Rule("; ".join(body), line))
                around.pop()
                body = outer
        else:
            continue
        start = match.end()
    for declaration in body:
        found.setdefault(declaration, []).append(Rule(declaration, 1))
    return found
