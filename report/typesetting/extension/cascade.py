"""The styles of a document's elements, made once for elements that are alike.

In: what the engine's ``StyleFor`` takes. Out: the same styles. The engine shares a computed style
between elements with equal rules and parents, but matches and merges the rules for each element,
and computes each pseudo-element: a third of the layout of a long table.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from math import inf
from typing import Any, NamedTuple

from weasyprint.css import (
    ComputedStyle,
    StyleFor,
    declaration_precedence,
    find_style_attributes,
    preprocess_declarations,
)

from report.typesetting.extension.matched import Matched, Rule

#: The engine writes into the styles of these: they are not shared.
_OWN_STYLE = frozenset(("note-call", "note-marker", "note-callback"))

_Cascaded = dict[str, tuple[Any, tuple[Any, ...]]]


class SharedStyles(StyleFor):  # type: ignore[misc]
    """Gives the style of an element or a pseudo-element."""

    def __init__(
        self,
        html: Any,
        sheets: list[tuple[Any, str, Any]],
        presentational_hints: bool,
        font_config: Any,
        target_collector: Any,
    ) -> None:
        """Match, merge and compute, in the order of the tree (css-cascade-4)."""
        self._cascaded_styles: dict[Any, _Cascaded] = {}
        self._computed_styles: dict[Any, Any] = {}
        self.initial_page_sizes = {"box": None, "area": None}
        self._sheets = sheets
        self.font_config = font_config
        inline, written = self._inline(html, presentational_hints)
        matched = Matched([sheet.matcher for sheet, _, _ in sheets])
        merged: dict[int, dict[str | None, _Cascaded]] = {}
        pseudo: list[tuple[Any, str, _Cascaded]] = []
        shared: dict[Any, Any] = {}
        for element in html.wrapper_element.iter_subtree():
            own = element.etree_element
            parent = element.parent.etree_element if element.parent else None
            rules = matched(element)
            styles = merged.get(id(rules))
            if styles is None:
                styles = merged[id(rules)] = self._merge(rules, {})
            for name, cascaded in styles.items():
                if name:
                    pseudo.append((own, name, cascaded))
            above = self._computed_styles[parent, None] if parent is not None else None
            key = (id(above), written.get(own), id(rules))
            computed = shared.get(key)
            if computed is None:
                if own in inline:
                    styles = self._merge(rules, inline[own])
                self._cascaded_styles[own, None] = styles.get(None, {})
                self.set_computed_styles(
                    own,
                    root=html.etree_element,
                    parent=parent,
                    base_url=html.base_url,
                    target_collector=target_collector,
                )
                shared[key] = self._computed_styles[own, None]
            else:
                self._computed_styles[own, None] = computed
        self._compute_pseudo(pseudo, html, target_collector)
        # As the engine does: the dictionary is used again for the margins of pages.
        self._cascaded_styles.clear()

    def _inline(
        self, html: Any, presentational_hints: bool
    ) -> tuple[dict[Any, _Cascaded], dict[Any, tuple[Any, ...]]]:
        """Return the styles in attributes, by element: merged, and the last as it is written."""
        styles: dict[Any, _Cascaded] = {}
        written: dict[Any, tuple[Any, ...]] = {}
        for specificity, element, declarations, base_url in find_style_attributes(
            html.etree_element, presentational_hints, html.base_url
        ):
            written[element] = tuple(declarations)
            style = styles.setdefault(element, {})
            read = preprocess_declarations(base_url, declarations)
            _add(style, read, "author", inf, specificity)
        return styles, written

    def _merge(self, rules: tuple[Rule, ...], inline: _Cascaded) -> dict[str | None, _Cascaded]:
        """Return the strongest declarations, by pseudo-element; None: of the element itself."""
        styles: dict[str | None, _Cascaded] = {None: dict(inline)} if inline else {}
        for place, specificity, _, name, (declarations, layer) in rules:
            sheet, origin, own_specificity = self._sheets[place]
            order = inf if layer is None else sheet.layers.index(layer)
            style = styles.setdefault(name, {})
            _add(style, declarations, origin, order, own_specificity or specificity)
        return styles

    def _compute_pseudo(
        self, found: list[tuple[Any, str, _Cascaded]], html: Any, target_collector: Any
    ) -> None:
        root = self._computed_styles[html.etree_element, None]
        shared: dict[tuple[int, int, str], Any] = {}
        for element, name, cascaded in found:
            parent = self._computed_styles[element, None]
            key = (id(parent), id(cascaded), name)
            style = shared.get(key)
            if style is None:
                style = ComputedStyle(
                    *(parent, cascaded, name, root, html.base_url),
                    *(self.font_config, self.initial_page_sizes),
                )
                if name not in _OWN_STYLE:
                    shared[key] = style
            self._computed_styles[element, name] = style
            # The property is not inherited: without a declaration, there is no anchor.
            if target_collector and "anchor" in cascaded and style["anchor"]:
                target_collector.collect_anchor(style["anchor"])


class _Named(NamedTuple):
    """An element that was found by its name."""

    etree_element: Any


def by_name(wrapper: Any, names: Sequence[str]) -> Iterator[_Named] | None:
    """Return the elements with one of some names, in the order of the document.

    None when these are not names of elements alone.
    """
    if not names or not all(isinstance(one, str) and one.isalpha() for one in names):
        return None
    wanted = {*names}
    return (
        _Named(element)
        for element in wrapper.etree_element.iter()
        if isinstance(element.tag, str) and element.tag.rpartition("}")[2] in wanted
    )


def _add(
    style: _Cascaded, declarations: Iterable[Any], origin: str, order: float, specificity: Any
) -> None:
    """Add declarations to a style, each if none there is stronger (css-cascade-4, 6.1)."""
    for name, values, importance in declarations:
        weight = (declaration_precedence(origin, importance), order, specificity)
        old = style.get(name)
        if old is None or old[1] <= weight:
            style[name] = values, weight
