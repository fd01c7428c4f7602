"""The tokens of a design one by one: with their lines, and changed where they are written.

In: the text of a file of tokens. Out: its tokens, or the same text with another value. Comments and
the layout of the file stay, since only the value is replaced.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import yaml

#: Endings of names of lengths, and their units.
_UNITS = {"_mm": "mm", "_em": "em", "_pt": "pt"}
#: Groups whose numbers are lengths in pt.
_POINTS = ("type", "rules")
_HEX = re.compile(r"#[0-9a-fA-F]{6}")
_NUMBER = re.compile(r"-?\d+(\.\d+)?")
#: That of libyaml is ten times as fast, and gives the same places.
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
#: The most levels of a file; libyaml does not survive some ten thousand.
_DEEPEST = 50
_TAG = "tag:yaml.org,2002:"
#: A text that YAML reads as it stands, without quotes.
_PLAIN = re.compile(r"[^\W\d_][\w .()%+/-]*")


class TokenError(Exception):
    """A token cannot be read or changed; the message says why, for people."""


@dataclass(frozen=True, slots=True)
class Token:
    """A token: its path in the file, its value as text, its kind, its line.

    The kinds are colour (sRGB), ink (C M Y K), length, number, choice and text. ``light`` and
    ``ink`` are the two values of a colour. ``span`` is where the value is in the text.
    """

    path: str
    value: str
    kind: str
    line: int
    span: tuple[int, int]
    unit: str = ""
    light: str = ""
    ink: str = ""


def tokens(text: str) -> list[Token]:
    """Return the tokens of a file in order; raises TokenError when it cannot be read."""
    try:
        root = _composed(text)
    except yaml.YAMLError as exc:
        raise TokenError(f"the file cannot be read: {' '.join(str(exc).split())[:200]}") from None
    if not isinstance(root, yaml.MappingNode):
        raise TokenError("the file has no tokens")
    return list(_walk(root, ()))


def _composed(text: str) -> Any:
    """Return the root of a file.

    Raises TokenError when it is nested too deeply to be read, or names a value by an alias.
    """
    # libyaml does not count a byte order mark, which the places of values would need.
    loader = yaml.SafeLoader if text.startswith("\ufeff") else _LOADER
    depth = 0
    for event in yaml.parse(text, Loader=loader):
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if isinstance(event, yaml.AliasEvent):  # it may stand within what it names
            raise TokenError(f"line {_line(event)} has an alias, which is not used here")
        if depth > _DEEPEST:
            raise TokenError(f"more than {_DEEPEST} levels are nested in line {_line(event)}")
    return yaml.compose(text, Loader=loader)


def _line(event: Any) -> int:
    return int(event.start_mark.line) + 1


def _walk(node: Any, path: tuple[str, ...]) -> Iterator[Token]:
    name = ".".join(path)
    span = (node.start_mark.index, node.end_mark.index)
    line = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        entries = {str(key.value): value for key, value in node.value}
        if {"cmyk", "srgb"} <= entries.keys() and isinstance(entries["cmyk"], yaml.SequenceNode):
            light = str(entries["srgb"].value)
            ink = written_ink([one.value for one in entries["cmyk"].value])
            for key, kind, value in (("srgb", "colour", light), ("cmyk", "ink", ink)):
                one = entries[key]
                where = (one.start_mark.index, one.end_mark.index)
                at = one.start_mark.line + 1
                yield Token(f"{name}.{key}", value, kind, at, where, "", light, ink)
            return
        for key, value in entries.items():
            yield from _walk(value, (*path, key))
    elif isinstance(node, yaml.SequenceNode):
        for number, item in enumerate(node.value):
            yield from _walk(item, (*path, str(number)))
    else:
        kind, unit = _kind(node.tag.removeprefix(_TAG), path)
        yield Token(name, str(node.value), kind, line, span, unit)


def _kind(tag: str, path: Sequence[str]) -> tuple[str, str]:
    if tag == "bool":
        return "choice", ""
    if tag in ("int", "float"):
        unit = next((unit for end, unit in _UNITS.items() if path[-1].endswith(end)), "")
        unit = unit or ("pt" if path[0] in _POINTS else "")
        return ("length" if unit else "number"), unit
    return "text", ""


def written_ink(inks: Sequence[str | float]) -> str:
    """Write inks as people do: C0 M100 Y90 K5."""
    return " ".join(f"{name}{float(ink):g}" for name, ink in zip("CMYK", inks, strict=False))


def changed(text: str, path: str, value: str) -> str:
    """Return the text of a file with another value of one token.

    Raises TokenError when there is no such token, or the value is none of its kind.
    """
    old = next((one for one in tokens(text) if one.path == path), None)
    if old is None:
        raise TokenError(f"there is no token “{path}”")
    start, end = old.span
    new = text[:start] + _written(old, value.strip()) + text[end:]
    again = {one.path for one in tokens(new)}
    if again != {one.path for one in tokens(text)}:
        raise TokenError(f"“{path}” cannot be changed here; change it in the file")
    return new


def _written(old: Token, value: str) -> str:
    """Return a value as the file writes it; raises TokenError."""
    match old.kind:
        case "colour" if _HEX.fullmatch(value):
            return f'"{value.lower()}"'
        case "ink":
            inks = [one[0] for one in _NUMBER.finditer(value)]
            if len(inks) == 4 and all(0 <= float(one) <= 100 for one in inks):
                return f"[{', '.join(inks)}]"
        case "length" | "number" if _NUMBER.fullmatch(value):
            return value
        case "choice" if value in ("true", "false"):
            return value
        case "text" if value and len(value) <= 200 and value.isprintable():
            return value if _PLAIN.fullmatch(value) and not _is_word(value) else _quoted(value)
    raise TokenError(f"“{value}” is not possible: {_WANTED[old.kind]}")


_WANTED = {
    "colour": "write #rrggbb",
    "ink": "write C M Y K, each from 0 to 100",
    "length": "write a number",
    "number": "write a number",
    "choice": "write true or false",
    "text": "write one line of text",
}


def _is_word(value: str) -> bool:
    """Return whether YAML reads a text as something else, such as ``yes`` or ``null``."""
    return not isinstance(yaml.safe_load(value), str)


def _quoted(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
