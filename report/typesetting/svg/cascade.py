"""Converts the styles of an SVG picture into attributes of its elements."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any
from xml.etree.ElementTree import Element

import cssselect2
import tinycss2

from report.typesetting.svg.tree import Tree, local

#: Reports something: the element, what it is, and what to do.
Warn = Callable[[Element, str, str], None]
_INSTEAD = "save it again with styles as attributes"
_FONT = re.compile(r"(?P<before>.*?)(?P<size>\d*\.?\d+[a-z%]+)(?:/\S+)?\s+(?P<family>.+)")
#: CSS keywords that mean the same as a missing attribute.
_EMPTY = ("initial", "unset", "revert")


def styles_to_attributes(tree: Tree, warn: Warn) -> None:
    """Set the styles of every element as attributes, by the rules of the cascade.

    The attributes ``style`` are removed. ``warn`` is called for rules that are ignored.
    """
    normal, important = cssselect2.Matcher(), cssselect2.Matcher()
    styled = False
    for element in tree.root.iter():
        if local(element) != "style" or element.get("type", "text/css") != "text/css":
            continue
        for selector, declarations in _rules(element, warn):
            styled = True
            plain, strong = declarations
            normal.add_selector(selector, plain)
            important.add_selector(selector, strong)
    if styled:
        for wrapper in list(cssselect2.ElementWrapper.from_xml_root(tree.root).iter_subtree()):
            own = _declarations(wrapper.etree_element.attrib.pop("style", ""))
            rules = [found[-1] for found in normal.match(wrapper)]
            strong = [found[-1] for found in important.match(wrapper)]
            _set(wrapper.etree_element, [*rules, own[0], *strong, own[1]])
    else:
        for element in tree.root.iter():
            if style := element.attrib.pop("style", ""):
                _set(element, list(_declarations(style)))


def _rules(element: Element, warn: Warn) -> Iterator[tuple[Any, tuple[Any, Any]]]:
    """Return the selectors of a stylesheet with their normal and important declarations."""
    text = "".join(element.itertext())
    for rule in tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True):
        if rule.type == "at-rule":
            warn(element, f"a rule “@{rule.at_keyword}”", _INSTEAD)
        elif rule.type == "qualified-rule":
            try:
                selectors = cssselect2.compile_selector_list(rule.prelude)
            except cssselect2.SelectorError:
                shown = tinycss2.serialize(rule.prelude).strip()
                warn(element, f"a style for “{shown}”", _INSTEAD)
                continue
            declarations = _declarations(rule.content)
            for selector in selectors:
                if selector.pseudo_element is None and not selector.never_matches:
                    yield selector, declarations
        else:
            warn(element, "a style that is not CSS", _INSTEAD)


def _declarations(source: Any) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Return the normal and the important declarations."""
    normal: list[tuple[str, str]] = []
    important: list[tuple[str, str]] = []
    for one in tinycss2.parse_blocks_contents(source, skip_comments=True, skip_whitespace=True):
        if one.type == "declaration" and not one.name.startswith("-"):
            pair = (one.lower_name, tinycss2.serialize(one.value).strip())
            (important if one.important else normal).append(pair)
    return normal, important


def _set(element: Element, declarations: list[list[tuple[str, str]]]) -> None:
    for name, value in (pair for some in declarations for pair in some):
        if value.lower() in _EMPTY:
            element.attrib.pop(name, None)
        elif name == "font" and (found := _FONT.fullmatch(value)):
            element.set("font-size", found["size"])
            element.set("font-family", found["family"])
            for word in found["before"].split():
                kind = "font-style" if word in ("italic", "oblique") else "font-weight"
                element.set(kind, word)
        else:
            element.set(name, value)
