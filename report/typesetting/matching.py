"""The rules of stylesheets that apply to an element, with file and line.

In: the stylesheets, and an element in its document. Out: the rules whose selectors match it, in the
order of the cascade. The engine itself keeps no lines, so the stylesheets are read again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import cssselect2
import tinycss2

from report.typesetting.stylesheets import LAYERS, Stylesheet


@dataclass(frozen=True, slots=True)
class Applied:
    """A rule: its stylesheet, its line, its selector and its declarations as they are written."""

    file: str
    line: int
    selector: str
    declarations: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Rule:
    line: int
    selector: str
    selectors: tuple[Any, ...]
    declarations: Mapping[str, str]


def applied(sheets: Sequence[Stylesheet], root: Any, element: Any) -> list[Applied]:
    """Return the rules that apply to ``element`` of the document ``root``.

    Rules for pseudo-elements, such as ``::before``, are those of the element too.
    """
    whole = cssselect2.ElementWrapper.from_html_root(root, content_language=None)
    wrapped = next(one for one in whole.iter_subtree() if one.etree_element is element)
    found: list[tuple[tuple[int, tuple[int, int, int]], Applied]] = []
    for sheet in sheets:
        for rule in _rules(sheet.text):
            weights = [one.specificity for one in rule.selectors if one.test(wrapped)]
            if weights:
                strength = (LAYERS.index(sheet.layer), max(weights))
                one = Applied(sheet.name, rule.line, rule.selector, rule.declarations)
                found.append((strength, one))
    # css-cascade-5, 6.1: layers, then specificity, then order; the sort keeps the order.
    return [one for _, one in sorted(found, key=lambda one: one[0])]


@lru_cache(maxsize=256)
def _rules(text: str) -> tuple[_Rule, ...]:
    """Read a stylesheet."""
    nodes = tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True)
    return tuple(_read(nodes))


def _read(nodes: Sequence[Any]) -> Iterator[_Rule]:
    for node in nodes:
        if node.type == "at-rule" and node.content and node.lower_at_keyword in _GROUPS:
            inside = tinycss2.parse_blocks_contents(
                node.content, skip_comments=True, skip_whitespace=True
            )
            yield from _read(inside)
        if node.type != "qualified-rule":
            continue
        try:
            selectors = tuple(cssselect2.compile_selector_list(node.prelude))
        except cssselect2.SelectorError:
            continue  # the engine ignores the rule too, and “report check” reports it
        contents = tinycss2.parse_blocks_contents(
            node.content, skip_comments=True, skip_whitespace=True
        )
        declarations = {
            one.name: tinycss2.serialize(one.value).strip() + " !important" * one.important
            for one in contents
            if one.type == "declaration"
        }
        selector = " ".join(tinycss2.serialize(node.prelude).split())
        yield _Rule(node.source_line, selector, selectors, declarations)


#: Rules that have rules within.
_GROUPS = ("media", "layer", "supports")
