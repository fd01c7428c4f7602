"""Finds unusual characters that authors do not notice in a data file.

These are characters that look like others, and invisible ones; also second paragraphs within one
text. Each kind is reported once per file, at its first place.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from report.findings.diagnostics import Diagnostic, Place, diagnostic
from report.model.base import Located, Scalar, Sequence
from report.model.lookalikes import USUAL

#: Keys whose texts are paths or internal, and not printed.
_NOT_PRINTED = frozenset({"note", "source", "facts", "lexicon", "chapters", "sections", "theme"})
#: Pairs of a small or vertical form of a sign, and the sign itself.
_SIGN_FORMS = (
    "﹐，﹑、﹒．﹔；﹕：﹖？﹗！﹙（﹚）﹛｛﹜｝﹝〔﹞〕﹟＃﹠＆﹡＊﹢＋﹣－﹤＜﹥＞﹦＝﹨＼﹩＄﹪％﹫＠"
    "︐，︑、︒。︓：︔；︕！︖？︗〖︘〗︙…︰：︵（︶）︷｛︸｝︹〔︺〕︻【︼】︽《︾》︿〈﹀〉﹁「﹂」﹃『﹄』"
)
_SIGNS = dict(zip(_SIGN_FORMS[::2], _SIGN_FORMS[1::2], strict=True))
_HALF_WIDTH = "\uff61-\uff9f\uffa1-\uffdc"
_CLASSES = {
    "radical": "\u2e80-\u2fdf",
    "compatibility": "\uf900-\ufaff\U0002f800-\U0002fa1f\u2126\u212a\u212b\u2329\u232a\u037e\u0387",
    "form": f"{''.join(_SIGNS)}\ufb00-\ufb06\U0001d400-\U0001d7ff\u0660-\u0669\u0966-\u096f",
    "width": f"\uff10-\uff19\uff21-\uff3a\uff41-\uff5a{_HALF_WIDTH}",
    "parts": "",
    "direction": "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069",
    "invisible": "\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180e\u200c\u200d\u2061-\u2064\u206a-\u206f"
    "\u3164\uffa0\ufff9-\ufffb\U000e0000-\U000e007f",
    "selector": "\ufe00-\ufe0f\U000e0100-\U000e01ef",
    "private": "\ue000-\uf8ff\U000f0000-\U0010ffff",
}
_DIGITS = "〇一二三四五六七八九十百"
_ODD = re.compile(
    f"[\uff66-\uff9d][\uff9e\uff9f]|[{''.join(_CLASSES.values())}]|.[\u0300-\u036f\u3099\u309a]+"
    f"|(?<=[{_DIGITS}○◯])[○◯](?=[{_DIGITS}年○◯])",
    re.DOTALL,
)
#: Line break controls without effect: beside a space, or doubled.
_IDLE = re.compile("(?:^|(?<=\\s))[\u200b\u2060]+|[\u200b\u2060]+(?=\\s|$)|(?<=\u200b)\u200b+")
_KINDS = [(kind, re.compile(f"[{marks}]")) for kind, marks in _CLASSES.items() if marks]
#: Characters before joiners and selectors in emoji (UTS #51).
_EMOJI = re.compile(
    "[\ufe0f\U000e0020-\U000e007f\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff#*0-9©®™↔-↪ℹ]"
)

_PASTED = "such characters often come from text pasted from a PDF or another program"
_FIX = "“report check --fix” corrects it"
#: Kind → code, message (with placeholders for the characters), and hint.
_MESSAGES = {
    "radical": (
        "D015",
        "{shown}: radicals, which look like characters but are not found by a search",
        f"write {{usual}}; {_PASTED}; {_FIX}",
    ),
    "compatibility": (
        "D015",
        "{shown}: compatibility forms of usual characters, which are not found by a search",
        f"write {{usual}}; {_PASTED}; {_FIX}",
    ),
    "width": (
        "D015",
        "{shown}: full-width or half-width forms of usual characters",
        f"write {{usual}}; {_FIX}",
    ),
    "form": (
        "D015",
        "{shown}: small, vertical or joined forms of usual characters",
        f"write {{usual}}; {_PASTED}; {_FIX}",
    ),
    "zero": (
        "D015",
        "{shown}: a circle sign instead of the Chinese digit zero",
        f"write {{usual}}, U+3007; {_FIX}",
    ),
    "parts": (
        "D015",
        "{shown}: letters with separate accent characters",
        f"write {{usual}}, each as one character; {_FIX}",
    ),
    "direction": (
        "D016",
        "there is an invisible character that changes the writing direction ({codes})",
        f"delete it; {_PASTED}; {_FIX}",
    ),
    "invisible": (
        "D016",
        "there is an invisible character without effect ({codes})",
        f"delete it; {_PASTED}; {_FIX}",
    ),
    "selector": (
        "D016",
        "there is an invisible variation selector after “{before}” ({codes}); the fonts have no "
        "such variant",
        f"delete it, or write the variant as a character of its own; {_PASTED}; {_FIX}",
    ),
    "private": (
        "D017",
        "there is a private-use character ({codes}), which looks different in other fonts",
        "write the intended character; it may come from an old Hong Kong character set or from a "
        "symbol font",
    ),
}
_MOST_SHOWN = 8
#: A dot between two Chinese words.
_DOT = re.compile("(?<=[\u3400-\u9fff])[·‧•・∙⋅](?=[\u3400-\u9fff])")


@dataclass(frozen=True, slots=True)
class Oddity:
    """An unusual character in a text: its kind, the character, the usual one, and its place."""

    kind: str
    written: str
    #: The replacement; None when it is unknown.
    usual: str | None
    place: Place
    before: str = ""


def scalars(tree: Any) -> Iterator[Scalar]:
    """Return all printed texts of a file."""
    stack: list[Any] = [tree]
    while stack:
        here = stack.pop()
        if isinstance(here, Scalar):
            yield here
        elif isinstance(here, Located):
            kept = [
                value
                for key, value in here.items()
                if key not in _NOT_PRINTED
                or isinstance(value, Located)
                or (key in ("note", "source") and "value" not in here)  # printed outside of facts
            ]
            stack += reversed(kept)
        elif isinstance(here, Sequence):
            stack += reversed(here)


def oddities(text: Scalar) -> Iterator[Oddity]:
    """Return the unusual characters of a text, in order."""
    idle = [("invisible", match) for match in _IDLE.finditer(text)]
    for known, match in sorted(
        [*idle, *(("", match) for match in _ODD.finditer(text))], key=lambda one: one[1].start()
    ):
        written = match[0]
        kind = known or next((name for name, marks in _KINDS if marks.match(written)), "parts")
        kind = "zero" if written in "○◯" else kind
        before = text[max(match.start() - 1, 0) : match.start()]
        if kind in ("invisible", "selector") and _EMOJI.match(before):
            continue
        usual = _usual(kind, written)
        if usual != written:
            yield Oddity(kind, written, usual, text.written.at(match.start()), before)


def _usual(kind: str, written: str) -> str | None:
    """Return the replacement: empty for invisible characters, None when it is unknown."""
    if kind in ("direction", "invisible", "selector"):
        return ""
    if kind == "private":
        return None
    if kind == "zero":
        return "〇"
    if kind in ("width", "form"):
        return _SIGNS.get(written) or unicodedata.normalize("NFKC", _digit(written))
    if kind == "parts" or written in "\u2126\u212a\u212b\u2329\u232a\u037e\u0387":
        return unicodedata.normalize("NFC", written)
    return USUAL.get(written, written if kind == "compatibility" else None)


def _digit(character: str) -> str:
    """Return the ASCII digit for a digit of another script; other characters unchanged."""
    return str(unicodedata.digit(character)) if character.isdigit() else character


def find_oddities(tree: Any) -> list[Diagnostic]:
    """Return the findings for a file, D014 to D018, each kind once."""
    found: list[Diagnostic] = []
    kinds: dict[str, list[Oddity]] = {}
    for text in scalars(tree):
        if text.second_paragraph:
            found.append(_second_paragraph(*text.second_paragraph))
        for one in oddities(text):
            kinds.setdefault(one.kind, []).append(one)
    found += [_finding(kind, group) for kind, group in kinds.items()]
    return found + _different_dots(tree)


def _different_dots(tree: Any) -> list[Diagnostic]:
    """Find different characters for the dot between words, as in names (D018)."""
    places: dict[str, Place] = {}
    for text in scalars(tree):
        for match in _DOT.finditer(text):
            places.setdefault(match[0], text.written.at(match.start()))
    if len(places) < 2:
        return []
    codes = ", ".join(f"“{dot}” U+{ord(dot):04X} in line {at.line}" for dot, at in places.items())
    return [
        diagnostic(
            "D018",
            f"the dots between words are different characters: {codes}",
            hint="use only one of them, such as “·” (U+00B7), so that a search finds all",
            place=list(places.values())[1],
        )
    ]


def _second_paragraph(place: Place, cure: str) -> Diagnostic:
    return diagnostic(
        "D014",
        "a second paragraph starts here within one text; the two would be printed as one",
        hint=f"start a block of its own with “- type: paragraph”, or {cure}",
        place=place,
    )


def _finding(kind: str, group: list[Oddity]) -> Diagnostic:
    code, message, hint = _MESSAGES[kind]
    unlike = list(dict.fromkeys((one.written, one.usual) for one in group))
    some, more = unlike[:_MOST_SHOWN], "…" if len(unlike) > _MOST_SHOWN else ""
    words = {
        "shown": "“" + "".join(written for written, _ in some) + more + "”",
        "usual": "“" + "".join(usual or written for written, usual in some) + more + "”",
        "codes": ", ".join(f"U+{ord(written[-1]):04X}" for written, _ in some) + more,
        "before": group[0].before,
    }
    message = message.format(**words)
    if len(group) > 1:
        lines = list(dict.fromkeys(one.place.line for one in group))
        listed = ", ".join(map(str, lines[:_MOST_SHOWN])) + ("…" if lines[_MOST_SHOWN:] else "")
        message += f" ({len(group)} times, in line{'s' * (len(lines) > 1)} {listed})"
    return diagnostic(code, message, hint=hint.format(**words), place=group[0].place)
