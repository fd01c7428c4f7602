"""Where a long Western word may break: after a hyphen, and at the marks of an address.

In: the runs of Western characters of a paragraph. Out: places with their penalties. The rules are
those of UAX #14 (classes HY and BA) for hyphens and of the Chicago Manual of Style, 14.18, for
addresses: after a colon or a slash, before any other mark, so that no mark looks like a hyphen or
the end of the sentence.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from itertools import takewhile

#: Prices of breaks (see linebreak.py): more than the cost of a line that is almost loose, less than
#: that of a loose line.
AFTER_HYPHEN = 1_500.0
INSIDE_LONG_TOKEN = 2_000.0
INSIDE_ADDRESS = 4_000.0
#: The factor for better places: between the parts of a path, and before the @ of a mail address.
BETTER = 0.75
#: A token with more characters than this may break like an address.
LONG_TOKEN = 24
#: An address of fewer characters stays whole.
_SHORTEST_ADDRESS = 10
#: The fewest characters of an address before and after a break.
_LEAST = 3
#: The fewest letters or digits before and after a hyphen: Wi-Fi, e-mail and X-ray stay whole (TeX
#: also uses two and three).
_BEFORE_HYPHEN, _AFTER_HYPHEN = 2, 3
#: The fewest letters on either side of a slash: km/h, TCP/IP and and/or stay whole.
_BESIDE_SLASH = 4
#: Scripts without spaces between words, whose words UAX #14 leaves to a dictionary (class SA).
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]{2,}")
_HYPHENS = frozenset("-\u2010")
_BEFORE_MARKS = frozenset(".@_?&=#~-\u2010%+")
_NAME = r"[^\W_](?:[\w-]*[^\W_])?"
_ADDRESS = re.compile(
    r"(?:[a-z][a-z0-9+.-]*://|mailto:|www\.)\S{3,}"  # with a scheme, or of the web
    rf"|[\w.%+-]+@{_NAME}(?:\.{_NAME})+\S*"  # of mail
    rf"|(?:{_NAME}\.)+[a-z]{{2,}}(?:[:/?#]\S*)?",  # a host, with or without a path
    re.IGNORECASE,
)
#: Text without Chinese is composed when it has a run of so many characters or an address: the
#: engine does not know these breaks.
_WORTH = re.compile(r"[^\s\u2e80-\uffff]{16,}|[^\s\u2e80-\uffff]+(?:@|://)[^\s\u2e80-\uffff]+")


def is_worth_composing(text: str) -> bool:
    """Return whether a text has an address or a very long word."""
    return _WORTH.search(text) is not None


def places(text: str, begin: int, end: int, allowed: Sequence[bool]) -> Iterator[tuple[int, float]]:
    """Return the places where the token from ``begin`` to ``end`` may break, with penalties.

    ``allowed`` are the break opportunities of UAX #14. They exclude breaks between a hyphen and a
    number (−5, 2024-03-31, 2345-6789) and beside U+2011.
    """
    if end - begin <= _BEFORE_HYPHEN + _AFTER_HYPHEN:
        return
    spans = [found.span() for found in _ADDRESS.finditer(text, begin, end)]
    long = end - begin > LONG_TOKEN
    if long:
        spans = [(begin, end)] if spans else []
        marks = _BEFORE_MARKS if spans else _BEFORE_MARKS - _HYPHENS
        yield from _parts(text, begin, end, marks, INSIDE_LONG_TOKEN)
    else:
        for start, stop in spans:
            if stop - start >= _SHORTEST_ADDRESS:
                yield from _parts(text, start, stop, _BEFORE_MARKS, INSIDE_ADDRESS)
    for here in range(begin + _BEFORE_HYPHEN + 1, end - _AFTER_HYPHEN + 1):
        if not allowed[here] or any(start < here < stop for start, stop in spans):
            continue
        parts = {"/": _is_between_words, "-": _joins_words, "\u2010": _joins_words}
        may_break = parts.get(text[here - 1])
        if may_break and may_break(text, begin, here, end):
            yield here, AFTER_HYPHEN
    for found in _UNSPACED.finditer(text, begin, end):
        for here in range(found.start() + 1, found.end()):
            if allowed[here]:
                yield here, 0.0


def _joins_words(text: str, begin: int, here: int, end: int) -> bool:
    """Return whether the hyphen before ``here`` is between two words that are long enough."""
    before = text[begin:here].rstrip("".join(_HYPHENS))
    first = sum(1 for _ in takewhile(str.isalnum, reversed(before)))
    second = sum(1 for _ in takewhile(str.isalnum, text[here:end]))
    return first >= _BEFORE_HYPHEN and second >= _AFTER_HYPHEN


def _is_between_words(text: str, begin: int, here: int, end: int) -> bool:
    """Return whether the slash before ``here`` is between two words, not units or letters."""
    first = sum(1 for _ in takewhile(str.isalpha, reversed(text[begin : here - 1])))
    second = sum(1 for _ in takewhile(str.isalpha, text[here:end]))
    return min(first, second) >= _BESIDE_SLASH


def _parts(
    text: str, begin: int, end: int, marks: Container[str], penalty: float
) -> Iterator[tuple[int, float]]:
    """Return the places after slashes and colons, and before the other ``marks`` of an address."""
    for here in range(begin + _LEAST, end - _LEAST + 1):
        last, first = text[here - 1], text[here]
        if last in "/:":
            if first.isalnum() and not (last == ":" and first.isdigit()):
                yield here, penalty * BETTER
            continue
        second = text[here + 1]
        number = last.isdigit() and second.isdigit() and first in ".-"
        if first in marks and last.isalnum() and second.isalnum() and not number:
            yield here, penalty * (BETTER if first == "@" else 1)
