"""Notes about lines that could not be set well: loose, too short, or ending inside a word.

In: the lines that were drawn. Out: one note for each paragraph.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from report.findings.diagnostics import Diagnostic, Place, diagnostic
from report.model.characters import CHINESE
from report.typesetting.extension.lines import Setting
from report.typesetting.seen import owners_of, place_of

#: How much of a line is shown, in characters.
_SHOWN = 30


def notes(
    drawn: Collection[tuple[Setting, Any]], root: Any, places: Mapping[str, str]
) -> Iterator[Diagnostic]:
    """Return a note for each paragraph with such lines, in drawing order.

    ``drawn`` has the lines with the elements of their text; ``root`` is the element ``html``;
    ``places`` has the source places of elements by id.
    """
    if not drawn:
        return
    owners = owners_of(root, places)
    loose: dict[int, list[Setting]] = {}
    broken: dict[int, list[Setting]] = {}
    owner: dict[int, str] = {}
    for setting, element in drawn:
        paragraph = id(setting.flat)
        kept = broken if setting.breaks_word else loose
        kept.setdefault(paragraph, []).append(setting)
        owner.setdefault(paragraph, owners.get(element, ""))
    for tell, kind in ((_loose, loose), (_broken, broken)):
        for paragraph, lines in kind.items():
            yield tell(lines, place_of(owner[paragraph]))


def _loose(lines: Sequence[Setting], place: Place) -> Diagnostic:
    worst = max(lines, key=lambda line: (line.short, line.looseness))
    if worst.short:
        what = f"is {worst.short:.1f} em short, since what follows does not fit on it"
    else:
        what = "is spaced wide"
        if CHINESE.search(_text(worst)):
            what += f" ({worst.looseness:.2f} em between characters)"
    return diagnostic(
        "D631",
        f"a line {what}: “{_text(worst)}”{_more(lines)}",
        hint="reword the sentence, or use a shorter word where the next line begins",
        place=place,
    )


def _broken(lines: Sequence[Setting], place: Place) -> Diagnostic:
    first = lines[0]
    text, end = first.flat.paragraph.text, first.line.end
    before = text[max(first.line.start, end - _SHOWN // 2) : end]
    after = text[end : end + _SHOWN // 2]
    return diagnostic(
        "D632",
        f"a word is longer than its column and is broken: “{before}|{after}”{_more(lines)}",
        hint="use a shorter word, put a hyphen in it where it may break, or give it more room",
        place=place,
    )


def _text(setting: Setting) -> str:
    line = setting.line
    text = setting.flat.paragraph.text[line.start : line.end]
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN // 2]}…{text[-_SHOWN // 2 :]}"


def _more(lines: Sequence[Setting]) -> str:
    return f" (and {len(lines) - 1} more in its paragraph)" if len(lines) > 1 else ""
