"""Messages and hints for pydantic's kinds of errors."""

from __future__ import annotations

from typing import Any

_TEXT = ("text", "write text here")
_NUMBER = ("a number", "write digits and one decimal point, like 9.5")
_WHOLE = ("a whole number", "write only digits, like 2020")
_CHOICE = ("true or false", "write true or false")
_LIST = ("a list", "write each entry in a line of its own that starts with “- ”")
_KEYS = ("keys and values", "write lines like “title: …” below it, indented by two spaces")
_DATE = ("a date like 2020-12-31", "write year, month and day: 2020-12-31")

#: Kind of error → the required type, and a hint.
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

#: Kind of error → message with the limit, and a hint.
LIMITS: dict[str, tuple[str, str]] = {
    "greater_than_equal": ("must be {} or more", "write a larger number"),
    "greater_than": ("must be more than {}", "write a larger number"),
    "less_than_equal": ("must be {} or less", "write a smaller number"),
    "less_than": ("must be less than {}", "write a smaller number"),
    "string_too_short": ("is empty", "write its content, or remove it"),
    "too_short": ("has too few entries: at least {}", "write its content, or remove it"),
    "string_too_long": ("is longer than {} characters", "shorten it"),
    "too_long": ("has too many entries: at most {}", "remove some, or split it in two"),
}
_BOUNDS = ("ge", "gt", "le", "lt", "min_length", "max_length")

#: Our own kinds of errors → code and hint.
OWN: dict[str, tuple[str, str]] = {
    "unknown_fact": ("D201", ""),
    "not_drawn": ("D207", "see docs/blocks.md for what can be drawn"),
    "names_misfit": ("D207", "docs/blocks.md lists the facts of each drawing"),
    "facts_misfit": ("D207", "docs/blocks.md lists the facts of each drawing"),
    "sum_mismatch": (
        "D204",
        "check each figure of the column against the manuscript; the facts are in data/facts.yaml",
    ),
    "cell_not_fact": (
        "D204",
        "write only one reference into the cell, like {{ donation.total | number }}; without a "
        "figure, write – (unknown), 不適用 or 無 (none)",
    ),
    "unlike_units": (
        "D204",
        "a column has one unit: use another column for other units, or correct the unit in the "
        "head or in data/facts.yaml",
    ),
    "data_table": ("D204", ""),
    "table_form": ("D105", ""),
    "row_length": ("D105", "write one cell for each column in every row; '' for an empty cell"),
    "not_written": ("D101", "remove it; a fact's id is the key above it"),
    "word": ("D105", "list the names and terms in it, each on its own line"),
    "period": ("D105", "write the first day before the last one"),
    "token": ("D504", "see the comments in styles/tokens.yaml"),
    "number": ("D105", ""),
    "period_key": ("D105", ""),
    "column_key": ("D101", ""),
    "column_head": ("D105", ""),
    "no_figure": ("D102", ""),
    "fact_misfit": ("D105", ""),
    "unit": ("D105", ""),
    "fact_id": ("D102", "write only the fact's id, without {{ }} around it"),
}


def bound(context: dict[str, Any]) -> str:
    """Return the limit in an error."""
    limit = next((context[name] for name in _BOUNDS if name in context), "")
    return f"{limit:g}" if isinstance(limit, float) else str(limit)


def shown(value: Any, *, quotes: bool = True) -> str:
    """Return a value for a message: a short text, or the type of the value."""
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
    """Return a hint for values that must match a pattern."""
    if "#[0-9a-f]" in pattern:
        return "write a colour like “#cf1430”, with small letters and in quotation marks"
    if "<>{}" in pattern:
        return "write only the name of the font family, without quotation marks or braces inside"
    if "a-z0-9-" in pattern:
        return "use only small letters, digits and -, and start with a letter"
    return "use only small letters, digits, _ and dots between parts, and start with a letter"
