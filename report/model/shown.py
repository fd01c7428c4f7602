"""Which figures a drawing prints: read from its words.

In: the words of a drawing, on lines of their own where they do not belong together, and the
figures that it may print. Out: where each of them stands. A figure that is only drawn, as a point
of a line without a label, is not printed.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields, is_dataclass
from html import unescape

from report.model.facts import Fact, Format
from report.model.series import Series

#: The forms of a figure in a drawing, longest first.
_FORMS = (Format.FULL, Format.EXACT, Format.NUMBER)
#: What may not be beside a number: then it is another number.
BEFORE, AFTER = r"(?<![\d.,])", r"(?!\d|[.,]\d)"
_TEXT = re.compile(r"<text([^>]*)>([^<]*)</text>")
_BASELINE = re.compile(r' y="([^"]*)"')


def facts_in(value: object) -> Iterator[Fact]:
    """Return the figures in what a drawing is asked for: facts, and facts over their periods."""
    if isinstance(value, Fact):
        yield value
    elif isinstance(value, Series):
        yield from value.figures
    elif isinstance(value, tuple):
        for one in value:
            yield from facts_in(one)
    elif is_dataclass(value):
        for field in fields(value):
            yield from facts_in(getattr(value, field.name))


def words_of(svg: str) -> str:
    """Return the words of a drawing's SVG: a unit follows its number, all else has a line."""
    found: list[str] = []
    before = ""
    for attributes, text in _TEXT.findall(svg):
        match = _BASELINE.search(attributes)
        baseline = match[1] if match else ""
        follows = baseline == before and not re.match(r"[\d.,+−(-]", text)
        found.append(f"{'' if follows else chr(10)}{unescape(text)}")
        before = baseline
    return "".join(found)


def shown_in(text: str, facts: Sequence[Fact]) -> Iterator[tuple[re.Match[str], Fact]]:
    """Return each figure that stands in a text, with its place there; the longest forms first.

    Of figures that are written alike each has a place of its own, in their order.
    """
    taken: set[int] = set()
    forms: dict[str, list[Fact]] = defaultdict(list)
    for form in _FORMS:
        for fact in facts:
            if fact not in forms[fact.text(form)]:
                forms[fact.text(form)].append(fact)
    done: set[tuple[str, str]] = set()
    for shown in sorted(forms, key=len, reverse=True):
        waiting = [fact for fact in forms[shown] if (fact.id, fact.period) not in done]
        if not any(sign.isdigit() for sign in shown):
            continue
        for match in re.finditer(rf"{BEFORE}{re.escape(shown)}{AFTER}", text):
            span = range(*match.span())
            if taken.isdisjoint(span):
                fact = waiting.pop(0) if waiting else forms[shown][0]
                done.add((fact.id, fact.period))
                taken.update(span)
                yield match, fact


def drawn_facts(request: object) -> tuple[Fact, ...]:
    """Return all figures that a drawing which was asked for may print."""
    names: Iterable[str] = getattr(request, "__dataclass_fields__", ())
    return tuple(fact for name in names for fact in facts_in(getattr(request, name)))
