"""Puts other values into what was read of a YAML file.

In: the tree of a file, and values by name. Out: the same tree with these values. A finding about
one of them has the place where it is written, not one in the file.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from report.findings.diagnostics import Place
from report.model.base import Located, Origin, Scalar, Sequence, Written


def overlay(tree: Any, values: Iterable[tuple[str, str]], place: Place) -> None:
    """Set values in a tree: ``accents.first.base`` is in the mapping ``first`` of ``accents``.

    What is missing on the way is made. A value of ``cmyk`` is a list: ``[0, 100, 90, 5]``. A tree
    that is no mapping stays: its reader says what is wrong.
    """
    for name, text in values:
        *path, last = name.split(".")
        node = tree
        for key in path:
            if isinstance(node, Located) and not isinstance(node.get(key), Located):
                _set(node, key, Located({}, Origin(place)), place)
            node = node.get(key) if isinstance(node, Located) else None
        if isinstance(node, Located):
            _set(node, last, _value(last, text, place), place)


def _value(key: str, text: str, place: Place) -> Scalar | Sequence:
    if key == "cmyk":
        inks = [_scalar(str(ink), place) for ink in json.loads(text)]
        return Sequence(inks, (place,) * len(inks))
    return _scalar(text, place)


def _scalar(text: str, place: Place) -> Scalar:
    return Scalar(text, place, Written(place.file, ((0, place.line, place.column),)))


def _set(node: Located, key: str, value: Scalar | Sequence | Located, place: Place) -> None:
    node[key] = value
    origin = node.origin
    origin.keys[key] = origin.values[key] = place
    if isinstance(value, Scalar):
        origin.texts[key] = value.written
    elif isinstance(value, Sequence):
        origin.items[key] = value.places
    else:
        origin.members[key] = value.origin
