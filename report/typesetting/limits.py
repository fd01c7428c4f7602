"""Limits for stylesheets: finds values that are too large, and declarations without effect.

The engine accepts any value, but with some values the layout never ends: millions of columns,
lengths of kilometres, properties that expand each other again and again. Declarations without
effect are those that the tokens override.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any

import tinycss2

from report.findings.diagnostics import Diagnostic, Place, diagnostic

#: The most bytes of a stylesheet, and the deepest nesting of brackets.
_BYTES, _MAX_DEPTH = 250_000, 50
#: The longest text within quotation marks.
_TEXT = 5_000
#: The longest length in mm: the limit for a page of PDF (ISO 32000-1, annex C).
_LENGTH_MM = 5_000.0
#: Units of length in mm; units that depend on the type size have the value for small type.
_MM = {
    **{"mm": 1.0, "cm": 10.0, "in": 25.4, "pt": 25.4 / 72, "pc": 25.4 / 6, "px": 25.4 / 96},
    **{"q": 0.25, "em": 3.0, "rem": 3.0, "ex": 1.5, "ch": 1.5, "ic": 3.0, "lh": 5.0, "rlh": 5.0},
    **{"vw": 2.1, "vh": 3.0, "vmin": 2.1, "vmax": 3.0},
}
#: The largest percentage, and the largest number without a unit.
_PER_CENT, _NUMBER = 10_000.0, 1_000_000.0
#: The largest values of counts.
_COUNTS = {"columns": 99, "column-count": 99, "repeat": 500, "orphans": 500, "widows": 500}
#: The most characters of a property after var() is expanded.
_GROWN = 50_000
#: A quick test: only stylesheets with large numbers (except font weights), long texts or deep
#: brackets need to be parsed.
_SUSPICIOUS = re.compile(
    r"(?<!font: )(?<!weight: )(?!100%)\d{3}|\de\+?\d|[\"'][^\"']{5000}|([\[({][^\])}]*){20}|@page",
    re.I,
)
#: A custom property with var().
_MADE_OF_OTHERS = re.compile(r"--[^:;{}]*:[^;{}]*var\(", re.I)


def check_limits(sheets: Iterable[tuple[str, str]]) -> Iterator[Diagnostic]:
    """Find values beyond the limits (D506) and declarations without effect (D507).

    ``sheets`` has the names and the texts of the stylesheets.
    """
    properties: dict[str, tuple[Any, Place]] = {}
    for name, text in sheets:
        if len(text) > _BYTES or _depth(text) > _MAX_DEPTH:
            what = "is too long" if len(text) > _BYTES else "has too many levels of brackets"
            hint = f"a stylesheet may have {_BYTES // 1000} KB and {_MAX_DEPTH} levels of brackets"
            yield diagnostic("D506", f"{name} {what}", hint=hint, place=Place(name, 1, 1))
            continue
        own, found = _read(name, text)
        properties.update(own)
        yield from found
    yield from _growing(properties)


@lru_cache(maxsize=128)
def _read(name: str, text: str) -> tuple[dict[str, tuple[Any, Place]], list[Diagnostic]]:
    """Return the custom properties of a stylesheet, and what is wrong in it by itself."""
    properties: dict[str, tuple[Any, Place]] = {}
    found: list[Diagnostic] = []
    if not (_SUSPICIOUS.search(text) or _MADE_OF_OTHERS.search(text)):
        return properties, found
    rules = tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True)
    for declaration, page in _declarations(rules):
        place = Place(name, declaration.source_line, declaration.source_column)
        if declaration.name.startswith("--"):
            properties[declaration.name] = (declaration, place)
        found += _values(declaration.value, declaration.lower_name, name)
        if page is not None:
            found += _without_effect(declaration, page, place)
    return properties, found


def _depth(text: str) -> int:
    depth = deepest = 0
    for mark in re.findall(r"[\[\](){}]", text):
        depth += 1 if mark in "[({" else -1
        deepest = max(deepest, depth)
    return deepest


def _declarations(rules: Iterable[Any], page: Any = None) -> Iterator[tuple[Any, Any]]:
    """Return every declaration, and its @page rule if there is one."""
    for rule in rules:
        if rule.type == "declaration":
            yield rule, page
        elif getattr(rule, "content", None):
            inner = tinycss2.parse_blocks_contents(
                rule.content, skip_comments=True, skip_whitespace=True
            )
            kind = rule.lower_at_keyword if rule.type == "at-rule" else ""
            yield from _declarations(inner, rule if kind == "page" else None)


def _values(tokens: Iterable[Any], owner: str, file: str) -> Iterator[Diagnostic]:
    for token in tokens:
        most = _beyond(token, owner)
        if most:
            text = token.serialize()
            text = f"{text[:24]}…" if len(text) > 24 else text
            place = Place(file, token.source_line, token.source_column)
            message = f"{owner} is far too large: {text}"
            yield diagnostic("D506", message, hint=f"write {most} or less", place=place)
        name = token.lower_name if token.type == "function" else owner
        for part in ("arguments", "content"):
            inner = getattr(token, part, None)
            if isinstance(inner, list):
                yield from _values(inner, name, file)


def _beyond(token: Any, owner: str) -> str:
    """Return the limit for a token that is beyond it; empty for others."""
    if token.type == "string":
        return f"{_TEXT} characters" if len(token.value) > _TEXT else ""
    size = abs(getattr(token, "value", 0)) if token.type in _SIZED else 0
    if token.type == "dimension":
        unit = _MM.get(token.lower_unit, 0.0)
        return f"{_LENGTH_MM:.0f}mm" if size * unit > _LENGTH_MM else ""
    if token.type == "percentage":
        return f"{_PER_CENT:.0f}%" if size > _PER_CENT else ""
    if token.type == "number":
        most = _COUNTS.get(owner, _NUMBER)
        return f"{most:.0f}" if size > most else ""
    return ""


_SIZED = frozenset(("dimension", "percentage", "number"))


def _without_effect(declaration: Any, page: Any, place: Place) -> Iterator[Diagnostic]:
    """Find declarations for all pages that the tokens override."""
    name = declaration.lower_name
    named = any(token.type == "ident" for token in _leading(page.prelude))
    if name == "size":
        hint = "set page.width_mm and page.height_mm in styles/tokens.yaml, and remove it here"
    elif name in ("bleed", "marks"):
        hint = "remove it: bleed and marks are made for each target"
    elif name.startswith("margin") and not named:
        hint = "set page.inner_mm and page.top_mm in styles/tokens.yaml, and remove it here"
    else:
        return
    message = f"“{name}” of all pages has no effect in a stylesheet"
    yield diagnostic("D507", message, hint=hint, place=place)


def _leading(prelude: Iterable[Any]) -> Iterator[Any]:
    """Return the tokens before the first colon."""
    for token in prelude:
        if token.type == "literal" and token.value == ":":
            return
        yield token


def _growing(properties: Mapping[str, tuple[Any, Place]]) -> Iterator[Diagnostic]:
    """Find properties that are too long after var() is expanded."""
    sizes: dict[str, tuple[float, int]] = {}

    def size_of(name: str, around: frozenset[str]) -> tuple[float, int]:
        """Return the length of an expanded property, and the depth of the expansion."""
        if name in around or name not in properties:
            return 0.0, 0
        if len(around) > _MAX_DEPTH:
            return float(_GROWN), _MAX_DEPTH
        if name not in sizes:
            declaration, _ = properties[name]
            inner = around | {name}
            parts = [size_of(one, inner) for token in declaration.value for one in _used(token)]
            own = sum(len(token.serialize()) for token in declaration.value)
            depth = 1 + max((depth for _, depth in parts), default=0)
            sizes[name] = own + sum(size for size, _ in parts), depth
        return sizes[name]

    for name, (_, place) in properties.items():
        size, depth = size_of(name, frozenset())
        if size > _GROWN or depth > _MAX_DEPTH:
            hint = f"the limit is {_GROWN} characters and {_MAX_DEPTH} levels of var()"
            message = f"{name} becomes too long when var() is expanded"
            yield diagnostic("D506", message, hint=hint, place=place)
            return


def _used(token: Any) -> Iterator[str]:
    """Return the names of the properties that a value uses by var()."""
    if token.type == "function" and token.lower_name == "var":
        names = [one.value for one in token.arguments if one.type == "ident"]
        yield from names[:1]
    for part in ("arguments", "content"):
        inner = getattr(token, part, None)
        for one in inner if isinstance(inner, list) else ():
            yield from _used(one)
