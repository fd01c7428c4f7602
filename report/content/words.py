"""The words for what pydantic finds: its kinds of faults, said as a writer would say them."""

from __future__ import annotations

from typing import Any

_TEXT = ("text", "write words here")
_NUMBER = ("a number", "digits and one decimal point, like 9.5")
_WHOLE = ("a whole number", "digits only, like 2020")
_CHOICE = ("true or false", "write true or false")
_LIST = ("a list", "write each entry in a line of its own that starts with “- ”")
_KEYS = ("keys and values", "write lines like “title: …” below it, indented by two spaces")
_DATE = ("a date like 2020-12-31", "write year, month and day: 2020-12-31")

#: Kind of fault → what is needed instead, and how to write it.
NEEDED: dict[str, tuple[str, str]] = {
    "string_type": _TEXT,
    "int_type": _WHOLE,
    "int_parsing": _WHOLE,
    "int_parsing_size": _WHOLE,
    "int_from_float": _WHOLE,
    "float_type": _NUMBER,
    "float_parsing": _NUMBER,
    "finite_number": _NUMBER,
    "bool_type": _CHOICE,
    "bool_parsing": _CHOICE,
    "tuple_type": _LIST,
    "dict_type": _KEYS,
    "model_type": _KEYS,
    "date": _DATE,
}

#: Kind of fault → what is said of the value, with its bound, and what to do.
LIMITS: dict[str, tuple[str, str]] = {
    "greater_than_equal": ("must be {} or more", "write a larger number"),
    "greater_than": ("must be more than {}", "write a larger number"),
    "less_than_equal": ("must be {} or less", "write a smaller number"),
    "less_than": ("must be less than {}", "write a smaller number"),
    "string_too_short": ("is empty", "write its content, or remove it"),
    "too_short": ("is empty or too short: it takes {} or more", "write its content, or remove it"),
    "string_too_long": ("is longer than {} characters", "shorten it"),
    "too_long": ("has too many entries: it takes {} at most", "take some out, or part it in two"),
}
_BOUNDS = ("ge", "gt", "le", "lt", "min_length", "max_length")

#: Our own kinds of faults → code and hint.
OWN: dict[str, tuple[str, str]] = {
    "unknown_fact": ("D201", ""),
    "not_drawn": ("D207", "docs/blocks.md says what a table's bars and shares need"),
    "names_misfit": ("D207", "docs/blocks.md lists what each drawing takes"),
    "facts_misfit": ("D207", "docs/blocks.md lists what each drawing takes"),
    "sum_mismatch": (
        "D204",
        "check each figure of the column against the manuscript; the facts are in data/facts.yaml",
    ),
    "cell_not_fact": (
        "D204",
        "write the cell as one reference and nothing else, like {{ donation.total | number }}; "
        "where there is no figure, – (not known), 不適用 or 無 (none)",
    ),
    "unlike_units": (
        "D204",
        "one column has one unit: put the others into a column of their own, or correct the unit "
        "in the head or in data/facts.yaml",
    ),
    "row_length": ("D105", "give each row one cell for each column; an empty one is written ''"),
    "not_written": ("D101", "remove it; a fact's id is the key above it"),
    "word": ("D105", "list the names and terms in it that stay whole, each in a line of its own"),
    "period": ("D105", "the first day reported on comes before the last"),
    "token": ("D504", "see the comments in styles/tokens.yaml"),
    "number": ("D105", ""),
    "fact_id": ("D102", "write the fact's id alone, without {{ }} around it"),
}


def bound(context: dict[str, Any]) -> str:
    """Give the limit that a fault is about."""
    limit = next((context[name] for name in _BOUNDS if name in context), "")
    return f"{limit:g}" if isinstance(limit, float) else str(limit)


def shown(value: Any, *, quotes: bool = True) -> str:
    """Name a value in a message: itself when it is short, else what it is."""
    match value:
        case None:
            return "nothing"
        case dict():
            return "a group of keys"
        case list() | tuple():
            return "a list"
    text = str(value)
    text = f"{text[:40]}…" if len(text) > 40 else text
    return f"“{text}”" if quotes else text


def pattern_hint(pattern: str) -> str:
    """Say how a value is written that must follow a pattern."""
    if "#[0-9a-f]" in pattern:
        return "a colour is written like “#cf1430”, in small letters and quotation marks"
    if "<>{}" in pattern:
        return "the name of the font family alone, without quotation marks or braces inside"
    if "a-z0-9-" in pattern:
        return "small letters, digits and - only, starting with a letter"
    return "small letters, digits and _ only, parts divided by dots, starting with a letter"
