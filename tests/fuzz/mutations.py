"""Random changes to files: of bytes, of characters, of lines, of the values of a YAML file.

In: the content of a file and a random generator. Out: the changed content. The same seed gives the
same change, so a failure can be repeated.
"""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Callable
from typing import Any

import yaml

Mutation = Callable[[bytes, random.Random], bytes]

# fmt: off
#: Difficult input for YAML, Markdown, references and readers of text.
AWKWARD = (
    ": ", "：", " #", "#", "# ", " - ", "- ", "? ", "! ", "!!str ", "!x ", "& ", "&a ", "* ",
    "*a ", "@", "`", "%", "%YAML 1.2\n", "---\n", "...\n", "--- ", "\t", "|", ">", "|2\n", ">-\n",
    "|+\n", "\n\n", "\n \n", "\r", "\r\n", "\\", "\\\n", "\\x41", "\\u200b", "'", '"', "''", '""',
    "[", "]", "{", "}", ",", "<<: ", "~", "null", "no", ".inf", "0x1F", "1e999", "(", ")", "{{",
    "}}", "{{ users.total }}", "{{ users.total | number }}", "{{ a | b | c }}", "{% if %}", "{#",
    "**", "*", "***", "[x](", "[x](https://a.b/c_(d))", "[]()", "[x](mark:dots)", "[x](ruby:)",
    "[x](lang:", "](", "![x](y)", "<b>", "&nbsp;", "~~", "__", "  \n", "https://", "mailto:a@b",
    "#id", "\u3000", "\u00a0", "\u200b", "\u200d", "\ufeff", "\u2028", "\x85", "\x00", "\x1b",
    "\u202e", "\u2f8f", "\uf900", "\u2ea0", "e\u0301", "\u304b\u3099", "\ufe0f", "\ue000",
    "\U0001f600", "\U00020000", "\U000e0041", "\U0010ffff", "\uff11", "\uff21", "‧", "⋯",
    "\u0301" * 50, "𠮷", "\ufdd0", "字" * 300, "word" * 200, "9" * 400, "-0", "0468", "1,234",
    "−3.2", ".5", "1_000", "12:30:45", "2020-13-45", "0001-01-01", "99999-01-01", "../",
    "/etc/passwd",
)
#: The same for stylesheets and templates.
DESIGN = (
    "{", "}", ";", "/*", "*/", "url(", "@import 'x';", "@media", "@page", "!important", "var(--x)",
    "calc(1px", "calc(1px / 0)", "-1e400pt", "1e400mm", "\\", "<!--", "attr(x)", "::before",
    ":not(", "{{", "}}", "{%", "%}", "{{ 1/0 }}", "{{ report }}", "{{ x.y.z }}", "{% endif %}",
    "{% raw %}", "{% include 'x' %}", "{% extends 'document.html' %}", "{{ '' | x }}",
    "{{ ''.__class__ }}", "{% import 'macros.html' as m %}", "{{ m() }}", "{#", "\x00", "\ufeff",
    "字", "\U0001f600", "&",
)
#: Values that replace others.
VALUES: tuple[Any, ...] = (
    None, True, "", " ", "-", "字", "字" * 5000, "x" * 20_000, "0", "-0", "-1", "1e9", "1e400",
    "nan", "inf", "9" * 5000, "0.0000001", "4.4.4", "1/2", "2020-02-30", "#", "../../x", "/", ".",
    "CON", "a\x00b", [], {}, [[]], [None], {"x": None}, [{}], {"type": "paragraph"},
    {"type": "table"}, ["a"] * 2000, "#ffffff", "cmyk(0 0 0 100)", "1mm", "100%", "1000000",
    "-5pt", "{{ users.total }}", "{{ no }}", "zh-Hant-HK", "en", "users.total", "users",
    "Users.Total", "a" * 300, "a.b.c.d.e", "..", "é" * 200,
)
# fmt: on


def mutated(content: bytes, kind: str, chance: random.Random) -> bytes:
    """Return ``content`` with one to four changes; ``kind`` is yaml, design or picture."""
    ways = _WAYS[kind]
    for _ in range(chance.choice((1, 1, 1, 2, 3, 4))):
        content = chance.choice(ways)(content, chance)
    return content


# --- bytes ---------------------------------------------------------------------------------------


def _flipped(content: bytes, chance: random.Random) -> bytes:
    if not content:
        return bytes([chance.randrange(256)])
    at = chance.randrange(len(content))
    return content[:at] + bytes([content[at] ^ 1 << chance.randrange(8)]) + content[at + 1 :]


def _cut(content: bytes, chance: random.Random) -> bytes:
    start, end = sorted(chance.randint(0, len(content)) for _ in range(2))
    end = min(end, start + chance.choice((1, 2, 3, 20, 500)))
    return content[:start] + content[end:]


def _repeated(content: bytes, chance: random.Random) -> bytes:
    start, end = sorted(chance.randint(0, len(content)) for _ in range(2))
    end = min(end, start + 500)
    return content[:end] + content[start:end] * chance.choice((1, 2, 50)) + content[end:]


def _inserted(content: bytes, chance: random.Random) -> bytes:
    at = chance.randint(0, len(content))
    return content[:at] + chance.randbytes(chance.choice((1, 2, 8))) + content[at:]


def _ended(content: bytes, chance: random.Random) -> bytes:
    return content[: chance.randint(0, len(content))]


def _recoded(content: bytes, chance: random.Random) -> bytes:
    text = content.decode(errors="replace")
    code = chance.choice(("utf-16", "utf-8-sig", "big5", "gb18030", "utf-16-be", "utf-32"))
    return text.encode(code, errors="replace")


# --- characters and lines ------------------------------------------------------------------------


def _of_text(change: Callable[[str, random.Random], str]) -> Mutation:
    def apply(content: bytes, chance: random.Random) -> bytes:
        text = content.decode(errors="surrogateescape")
        return change(text, chance).encode(errors="surrogateescape")

    return apply


def _spot(text: str, chance: random.Random) -> int:
    """Choose a place: anywhere, or where a value or a line starts or ends."""
    signs = chance.choice((None, None, ": ", "\n", "- ", '"', "}}", "。"))
    places = [n for n in range(len(text)) if text.startswith(signs, n)] if signs else []
    if signs and places:
        return chance.choice(places) + chance.choice((0, len(signs)))
    return chance.randint(0, len(text))


def _typed(words: tuple[str, ...]) -> Mutation:
    def insert(text: str, chance: random.Random) -> str:
        at = _spot(text, chance)
        return text[:at] + chance.choice(words) + text[at + chance.choice((0, 0, 0, 1, 5)) :]

    return _of_text(insert)


def _lines_moved(text: str, chance: random.Random) -> str:
    lines = text.split("\n")
    at, other = chance.randrange(len(lines)), chance.randrange(len(lines))
    match chance.randrange(6):
        case 0:
            lines.insert(other, lines[at])
        case 1:
            del lines[at]
        case 2:
            lines[at], lines[other] = lines[other], lines[at]
        case 3:
            lines[at] = chance.choice((" ", "  ", "    ", "\t", "\u3000", "\u00a0")) + lines[at]
        case 4:
            lines[at] = lines[at][chance.choice((1, 2, 4)) :]
        case _:
            lines[at : at + 2] = ["".join(lines[at : at + 2])]
    return "\n".join(lines)


def _normalised(text: str, chance: random.Random) -> str:
    return unicodedata.normalize(chance.choice(("NFD", "NFKD")), text)


def _number_changed(text: str, chance: random.Random) -> str:
    places = [n for n, character in enumerate(text) if character.isdigit()]
    if not places:
        return text
    at = chance.choice(places)
    new = chance.choice(("0", "-", "9" * 30, ".", "1e99", "", "１", "²", "٣", "0.000001", "NaN"))
    return text[:at] + new + text[at + 1 :]


# --- values --------------------------------------------------------------------------------------


def _value_changed(content: bytes, chance: random.Random) -> bytes:
    """Change the tree of a YAML file: values exchanged, keys renamed, lists made longer."""
    try:
        tree = yaml.load(content, Loader=yaml.BaseLoader)
    except (yaml.YAMLError, ValueError):
        return _flipped(content, chance)
    spots = list(_spots(tree))
    if not spots:
        return yaml.safe_dump(chance.choice(VALUES), allow_unicode=True).encode()
    holder, key = chance.choice(spots)
    value = holder[key]
    match chance.randrange(7):
        case 0:
            del holder[key]
        case 1:
            other, where = chance.choice(spots)
            holder[key] = other[where]
        case 2 if isinstance(holder, dict):
            holder[chance.choice((f"{key}x", str(key).upper(), "id", "type", "", "値", "a.b"))] = (
                holder.pop(key)
            )
        case 3 if isinstance(holder, list):
            holder[key:key] = [value] * chance.choice((1, 2, 30))
        case 4 if isinstance(value, str):
            at = chance.randint(0, len(value))
            holder[key] = value[:at] + chance.choice(AWKWARD) + value[at:]
        case _:
            holder[key] = chance.choice(VALUES)
    try:
        return yaml.dump(
            tree, Dumper=_NoAliases, allow_unicode=True, sort_keys=False, width=10_000
        ).encode(errors="surrogateescape")
    except RecursionError:  # a value was put into itself
        return content


class _NoAliases(yaml.SafeDumper):
    def ignore_aliases(self, data: Any) -> bool:
        return True


def _spots(tree: Any) -> list[tuple[Any, Any]]:
    found: list[tuple[Any, Any]] = []
    stack = [tree]
    while stack:
        here = stack.pop()
        inside: list[tuple[Any, Any]] = []
        if isinstance(here, dict):
            inside = list(here.items())
        elif isinstance(here, list):
            inside = list(enumerate(here))
        for key, value in inside:
            found.append((here, key))
            stack.append(value)
    return found


_BYTES = (_flipped, _cut, _repeated, _inserted, _ended, _recoded)
_TEXT = (_of_text(_lines_moved), _of_text(_normalised), _of_text(_number_changed))
_WAYS: dict[str, tuple[Mutation, ...]] = {
    "yaml": (*_BYTES, *_TEXT, *[_typed(AWKWARD)] * 6, *[_value_changed] * 8),
    "design": (*_BYTES, *_TEXT, *[_typed(DESIGN)] * 5, _typed(AWKWARD)),
    "picture": _BYTES,
}
