"""Finds markup in texts that cannot have any, such as titles: it would be printed literally."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from report.content.markdown import unread
from report.findings.diagnostics import Diagnostic, diagnostic
from report.model.base import Written

#: The markup of prose, and a hint what to write instead.
_MARKS = [
    (
        re.compile(r"\{\{[^{}\n]{0,80}\}\}"),
        "type the figure itself, or print the fact in the text below",
    ),
    (re.compile(r"\*\*[^*\n]+\*\*"), "write the words without “**”"),
    (
        re.compile(r"\[[^\[\]]+\]\((?:https?:|mailto:|#|mark:|ruby:|lang:)[^()]*\)"),
        "write only the words, without brackets and address",
    ),
]


def marks_in_words(texts: Iterable[tuple[str, str, Written]]) -> Iterator[Diagnostic]:
    """Find markup in texts without markup (D112), and unsupported Markdown (D108, D111).

    ``texts`` are the keys, their texts, and the places of the characters.
    """
    for key, text, written in texts:
        taken: list[range] = []
        for pattern, hint in _MARKS:
            for match in pattern.finditer(text):
                taken.append(range(*match.span()))
                whole = f"{match[0][:40]}…" if len(match[0]) > 40 else match[0]
                yield diagnostic(
                    "D112",
                    f"“{whole}” would be printed: “{key}” cannot have markup",
                    hint=hint,
                    place=written.at(match.start()),
                )
        for one in unread(text):
            if not any(one.at in part for part in taken):
                place = written.at(one.at)
                hint = f"remove it: “{key}” cannot have markup"
                yield diagnostic(one.code, one.message, hint=hint, place=place)
