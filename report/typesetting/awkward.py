"""What is told of lines that could not be set well: too loose, left short, or inside a word.

In: the lines that were drawn. Out: notes, one for each paragraph.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from report.diagnostics import Diagnostic, diagnostic
from report.typesetting.extension.lines import Setting

#: How much of a line is shown, in characters.
_SHOWN = 30


def notes(drawn: Iterable[Setting]) -> Iterator[Diagnostic]:
    """Give a note for each paragraph that has such lines, in the order in which they are drawn."""
    loose: dict[int, list[Setting]] = {}
    broken: dict[int, list[Setting]] = {}
    for setting in drawn:
        kept = broken if setting.breaks_word else loose
        kept.setdefault(id(setting.flat), []).append(setting)
    for lines in loose.values():
        yield _loose(lines)
    for lines in broken.values():
        yield _broken(lines)


def _loose(lines: list[Setting]) -> Diagnostic:
    worst = max(lines, key=lambda line: (line.short, line.looseness))
    if worst.short:
        what = f"is {worst.short:.1f} em short, since what follows does not fit on it"
    else:
        what = f"is spaced wide ({worst.looseness:.2f} em between characters)"
    return diagnostic(
        "D631",
        f"a line {what}: “{_text(worst)}”{_more(lines)}",
        hint="reword the sentence, or use a shorter word where the next line begins",
    )


def _broken(lines: list[Setting]) -> Diagnostic:
    first = lines[0]
    text, end = first.flat.paragraph.text, first.line.end
    before = text[max(first.line.start, end - _SHOWN // 2) : end]
    after = text[end : end + _SHOWN // 2]
    return diagnostic(
        "D632",
        f"a word is longer than its column and is broken: “{before}|{after}”{_more(lines)}",
        hint="use a shorter word, put a hyphen in it where it may break, or give it more room",
    )


def _text(setting: Setting) -> str:
    line = setting.line
    text = setting.flat.paragraph.text[line.start : line.end]
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN // 2]}…{text[-_SHOWN // 2 :]}"


def _more(lines: list[Setting]) -> str:
    return f" (and {len(lines) - 1} more in its paragraph)" if len(lines) > 1 else ""
