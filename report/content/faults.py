"""What pydantic found, in the words of someone who writes a report.

In: a ``ValidationError`` and the tree it was raised on. Out: Diagnostics with exact places.
"""

from __future__ import annotations

from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from report.content.prose import nearest
from report.diagnostics import Diagnostic, Place, diagnostic
from report.model.base import Located, Scalar, Sequence

_NEEDED = {
    "string_type": "text",
    "string_sub_type": "text",
    "int_type": "a whole number",
    "int_parsing": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "float_parsing": "a number",
    "bool_type": "true or false",
    "bool_parsing": "true or false",
    "tuple_type": "a list (lines that start with “- ”)",
    "list_type": "a list (lines that start with “- ”)",
    "dict_type": "keys and values",
    "model_type": "keys and values",
    "model_attributes_type": "keys and values",
    "date_type": "a date like 2020-12-31",
    "date_parsing": "a date like 2020-12-31",
    "date_from_datetime_parsing": "a date like 2020-12-31",
    "date_from_datetime_inexact": "a date like 2020-12-31",
}
_OWN = {
    "unknown_fact": "D201",
    "facts_misfit": "D207",
    "sum_mismatch": "D204",
    "cell_not_fact": "D204",
    "row_length": "D105",
    "token": "D504",
    "fact_id": "D102",
}
_OWN_HINTS = {
    "sum_mismatch": "check each figure of the column against the manuscript; the facts are in "
    "data/facts.yaml",
    "cell_not_fact": "write the cell as one reference, like {{ donation.total | number }}",
    "row_length": "give each row one cell for each column",
    "facts_misfit": "docs/blocks.md lists what each drawing takes",
}


def explain(error: ValidationError, tree: Any, file: str) -> list[Diagnostic]:
    """Turn every fault of a validation into a Diagnostic."""
    found: list[Diagnostic] = []
    for details in error.errors(include_url=False):
        if details["type"] == "prose":
            found.extend(details["ctx"]["faults"])
        else:
            found.append(_explain(details, tree, file))
    return found


def _explain(details: ErrorDetails, tree: Any, file: str) -> Diagnostic:
    kind, context = details["type"], details.get("ctx", {})
    path, place, parent = _follow(tree, details["loc"], file)
    key = next((str(part) for part in reversed(path) if isinstance(part, str)), "")
    value = details["input"]
    if kind == "extra_forbidden":
        return _unknown_key(key, parent, place)
    if kind == "missing":
        return _missing(key, path, place)
    if kind == "union_tag_invalid":
        known = [name.strip().strip("'") for name in context["expected_tags"].split(",")]
        hint = nearest(str(context["tag"]), known) or "the block types are: " + ", ".join(known)
        if isinstance(parent, Located):
            place = parent.origin.values.get("type", place)
        return diagnostic(
            "D104", f"there is no block type “{context['tag']}”", hint=hint, place=place
        )
    if kind == "union_tag_not_found":
        return diagnostic(
            "D103",
            "this block does not say what it is",
            hint="start it with “type: paragraph” or another type",
            place=place,
        )
    if kind in _OWN:
        hint = context.get("hint") or _OWN_HINTS.get(kind, "")
        return diagnostic(_OWN[kind], details["msg"], hint=hint, place=place)
    if kind in _NEEDED:
        message = f"“{key}” must be {_NEEDED[kind]}, here is {_what(value)}"
        return diagnostic("D102", message, hint=_type_hint(kind, value), place=place)
    return _not_allowed(kind, key, value, context, details["msg"], place)


def _follow(
    tree: Any, loc: tuple[int | str, ...], file: str
) -> tuple[list[int | str], Place, Located | None]:
    """Walk pydantic's location through the tree.

    Gives the keys that exist there, the place to point at, and the nearest mapping around it.
    Tags of unions and ``[key]`` steps in the location are not keys and are passed over.
    """
    place = tree.origin.place if isinstance(tree, Located) else Place(file, 1, 1)
    parent: Located | None = None
    path: list[int | str] = []
    here = tree
    for step in loc:
        if isinstance(here, Located):
            parent = here
            if step in here and isinstance(step, str):
                place = here.origin.values[step]
                path.append(step)
                here = here[step]
            elif step != here.get("type") and step != "[key]":
                path.append(step)
        elif isinstance(here, Sequence) and isinstance(step, int) and step < len(here):
            place = here.places[step]
            path.append(step)
            here = here[step]
    if isinstance(here, Located):
        parent = here
    return path, place, parent


def _unknown_key(key: str, parent: Located | None, place: Place) -> Diagnostic:
    allowed = parent.allowed if parent else ()
    place = parent.origin.keys.get(key, place) if parent else place
    hint = nearest(key, allowed)
    listing = "known here: " + ", ".join(allowed)
    return diagnostic(
        "D101",
        f"the key “{key}” is not known here",
        hint=f"{hint} {listing}".strip(),
        place=place,
    )


def _missing(key: str, path: list[int | str], place: Place) -> Diagnostic:
    if key == "source" and path[:1] == ["facts"]:
        return diagnostic(
            "D203",
            f"the fact “{path[1]}” has no source",
            hint="add “source:” with the heading of the manuscript it stands under",
            place=place,
        )
    return diagnostic(
        "D103", f"the key “{key}” is missing here", hint=f"add “{key}: …”", place=place
    )


def _what(value: Any) -> str:
    match value:
        case None:
            return "nothing"
        case dict():
            return "a group of keys"
        case list() | tuple():
            return "a list"
        case _:
            text = str(value)
            return f"“{text[:40]}…”" if len(text) > 40 else f"“{text}”"


def _type_hint(kind: str, value: Any) -> str:
    if value is None:
        return "write a value after the colon, or remove the key"
    if kind == "string_type" and isinstance(value, dict):
        return "a text that contains “: ” or starts with { needs quotation marks around it"
    return ""


def _not_allowed(
    kind: str, key: str, value: Any, context: dict[str, Any], message: str, place: Place
) -> Diagnostic:
    if kind in {"literal_error", "enum"}:
        expected = str(context["expected"]).replace("'", "")
        known = [word.strip() for word in expected.replace(" or ", ", ").split(",")]
        advice = nearest(str(value), known)
        return diagnostic(
            "D105",
            f"“{key}” cannot be {_what(value)}",
            hint=f"{advice} allowed: {', '.join(known)}".strip(),
            place=place,
        )
    if kind == "string_pattern_mismatch":
        text = f"“{key}” cannot be written like this: {_what(value)}"
        return diagnostic("D105", text, hint=_pattern_hint(str(context["pattern"])), place=place)
    if kind in {"string_too_short", "too_short"}:
        empty = "is empty" if not value else "is too short"
        return diagnostic(
            "D105", f"“{key}” {empty}", hint="write its content, or remove it", place=place
        )
    subject = f"“{key}”" if key else "this"
    value = f" ({_what(value)})" if isinstance(value, Scalar | str) else ""
    return diagnostic("D105", f"{subject}{value}: {message[0].lower()}{message[1:]}", place=place)


def _pattern_hint(pattern: str) -> str:
    if r"\d{1,15}" in pattern:
        return "digits and one decimal point only, like 4.4; units and signs like % go to “unit”"
    if "#[0-9a-f]" in pattern:
        return "a colour is written like “#cf1430”, in small letters and quotation marks"
    return "small letters, digits and _ only, parts divided by dots, starting with a letter"
