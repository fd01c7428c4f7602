"""What a stylesheet may ask for: its text in, findings out.

The engine takes any value, and with some of them it does not come to an end, or makes pages that
nobody wants: columns by the million, lengths of kilometres, properties that are made of each other
ten times over. Declarations that have no effect, since the tokens decide, are told as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import tinycss2

from report.findings.diagnostics import Diagnostic, Place, diagnostic

#: The most bytes of a stylesheet, and the deepest that brackets may stand within each other.
_BYTES, _DEEPEST = 250_000, 50
#: The longest text within quotation marks.
_TEXT = 5_000
#: The longest length in mm: a page of PDF is no longer (ISO 32000-1, annex C).
_LENGTH_MM = 5_000.0
#: Units of length in mm; those that depend on the type's size are taken for small type.
_MM = {
    **{"mm": 1.0, "cm": 10.0, "in": 25.4, "pt": 25.4 / 72, "pc": 25.4 / 6, "px": 25.4 / 96},
    **{"q": 0.25, "em": 3.0, "rem": 3.0, "ex": 1.5, "ch": 1.5, "ic": 3.0, "lh": 5.0, "rlh": 5.0},
    **{"vw": 2.1, "vh": 3.0, "vmin": 2.1, "vmax": 3.0},
}
#: The largest share, and the largest number without a unit.
_PER_CENT, _NUMBER = 10_000.0, 1_000_000.0
#: The most of what is counted out on the page.
_COUNTS = {"columns": 99, "column-count": 99, "repeat": 500, "orphans": 500, "widows": 500}
#: The most characters that a property may grow to when others are put in.
_GROWN = 50_000
#: What only large numbers (weights of fonts aside), long texts or deep brackets have; all else
#: needs no closer look.
_SUSPICIOUS = re.compile(
    r"(?<!font: )(?<!weight: )(?!100%)\d{3}|\de\+?\d|[\"'][^\"']{5000}|([\[({][^\])}]*){20}|@page",
    re.I,
)
#: A property of its own that others are put into.
_MADE_OF_OTHERS = re.compile(r"--[^:;{}]*:[^;{}]*var\(", re.I)


def excesses(sheets: Iterable[tuple[str, str]]) -> Iterator[Diagnostic]:
    """Give what goes beyond all limits (D506) or has no effect (D507); takes names and texts."""
    properties: dict[str, tuple[Any, Place]] = {}
    for name, text in sheets:
        if len(text) > _BYTES or _depth(text) > _DEEPEST:
            what = "is too long" if len(text) > _BYTES else "has brackets too deep in brackets"
            hint = f"a stylesheet may have {_BYTES // 1000} KB, and {_DEEPEST} levels of brackets"
            yield diagnostic("D506", f"{name} {what}", hint=hint, place=Place(name, 1, 1))
            continue
        if not (_SUSPICIOUS.search(text) or _MADE_OF_OTHERS.search(text)):
            continue
        rules = tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True)
        for declaration, page in _declarations(rules):
            place = Place(name, declaration.source_line, declaration.source_column)
            if declaration.name.startswith("--"):
                properties[declaration.name] = (declaration, place)
            yield from _values(declaration.value, declaration.lower_name, name)
            if page is not None:
                yield from _without_effect(declaration, page, place)
    yield from _growing(properties)


def _depth(text: str) -> int:
    depth = deepest = 0
    for mark in re.findall(r"[\[\](){}]", text):
        depth += 1 if mark in "[({" else -1
        deepest = max(deepest, depth)
    return deepest


def _declarations(rules: Iterable[Any], page: Any = None) -> Iterator[tuple[Any, Any]]:
    """Give every declaration, and the rule of pages in which it stands."""
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
    """Give the most that may stand in the place of a token; empty when it is not beyond that."""
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
    """Tell what the tokens decide for all pages, whatever a stylesheet says."""
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
    """Give what stands before the first colon."""
    for token in prelude:
        if token.type == "literal" and token.value == ":":
            return
        yield token


def _growing(properties: Mapping[str, tuple[Any, Place]]) -> Iterator[Diagnostic]:
    """Find properties that are made of others until they are too long to be used."""
    sizes: dict[str, tuple[float, int]] = {}

    def size_of(name: str, around: frozenset[str]) -> tuple[float, int]:
        """Give how long a property becomes, and through how many others."""
        if name in around or name not in properties:
            return 0.0, 0
        if len(around) > _DEEPEST:
            return float(_GROWN), _DEEPEST
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
        if size > _GROWN or depth > _DEEPEST:
            hint = f"with all that var() puts in, {_GROWN} characters and {_DEEPEST} steps"
            message = f"{name} grows too long: others are put into it again and again"
            yield diagnostic("D506", message, hint=f"{hint} are the most", place=place)
            return


def _used(token: Any) -> Iterator[str]:
    """Give the names of the properties that a value takes up."""
    if token.type == "function" and token.lower_name == "var":
        names = [one.value for one in token.arguments if one.type == "ident"]
        yield from names[:1]
    for part in ("arguments", "content"):
        inner = getattr(token, part, None)
        for one in inner if isinstance(inner, list) else ():
            yield from _used(one)
