"""Texts that take words alone, such as titles and labels: marks of prose in them are told.

In: a report that has been read. Out: findings; each mark would be printed as it was typed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from report.content.markdown import unread
from report.findings.diagnostics import Diagnostic, diagnostic
from report.model.base import Written

#: What prose would read, and how its like is written without it.
_MARKS = [
    (
        re.compile(r"\{\{[^{}\n]{0,80}\}\}"),
        "type the figure itself, or print the fact in the text below",
    ),
    (re.compile(r"\*\*[^*\n]+\*\*"), "write the words without “**”"),
    (
        re.compile(r"\[[^\[\]]+\]\((?:https?:|mailto:|#|mark:|ruby:|lang:)[^()]*\)"),
        "write the words alone, without brackets and address",
    ),
]


def marks_in_words(texts: Iterable[tuple[str, str, Written]]) -> Iterator[Diagnostic]:
    """Find marks in texts that take none (D112), and Markdown that nothing reads (D108, D111).

    ``texts`` are the key, its text, and where the characters of it stand.
    """
    for key, text, written in texts:
        taken: list[range] = []
        for pattern, hint in _MARKS:
            for match in pattern.finditer(text):
                taken.append(range(*match.span()))
                whole = f"{match[0][:40]}…" if len(match[0]) > 40 else match[0]
                yield diagnostic(
                    "D112",
                    f"“{whole}” would be printed: “{key}” takes words alone",
                    hint=hint,
                    place=written.at(match.start()),
                )
        for one in unread(text):
            if not any(one.at in part for part in taken):
                place = written.at(one.at)
                hint = f"take it out: “{key}” takes words alone"
                yield diagnostic(one.code, one.message, hint=hint, place=place)
