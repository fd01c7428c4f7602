"""What stands in the texts of a data file that its writer does not see.

Characters that look like others, invisible ones, and second paragraphs within one text. Each kind
is told once a file, at its first place.
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

#: Keys whose texts are paths, or never leave the report team.
_UNSEEN_KEYS = frozenset({"note", "source", "facts", "lexicon", "chapters", "sections", "theme"})
#: Small and vertical forms of signs, each before the sign itself.
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
#: Marks that allow or forbid a line's end, where there is none: beside a blank, or doubled.
_IDLE = re.compile("(?:^|(?<=\\s))[\u200b\u2060]+|[\u200b\u2060]+(?=\\s|$)|(?<=\u200b)\u200b+")
_KINDS = [(kind, re.compile(f"[{marks}]")) for kind, marks in _CLASSES.items() if marks]
#: Joiners and selectors belong to the pictures of emoji (UTS #51).
_EMOJI = re.compile(
    "[\ufe0f\U000e0020-\U000e007f\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff#*0-9©®™↔-↪ℹ]"
)

_PASTED = "such characters come along when text is pasted from a PDF or another program"
_FIX = "“report check --fix” puts it right"
#: Kind → code, what is wrong (with a place for the characters), and what to do.
_WORDS = {
    "radical": (
        "D015",
        "{shown}: radicals, which look like characters and are not found by a search",
        f"write {{usual}}; {_PASTED}; {_FIX}",
    ),
    "compatibility": (
        "D015",
        "{shown}: doubles of usual characters, which are not found by a search",
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
        "{shown}: a circle between Chinese digits, which is not the digit",
        f"write {{usual}}, U+3007; {_FIX}",
    ),
    "parts": (
        "D015",
        "{shown}: letters and their accents are written apart",
        f"write {{usual}}, each as one character; {_FIX}",
    ),
    "direction": (
        "D016",
        "an invisible character that turns the direction of writing stands here ({codes})",
        f"delete it; {_PASTED}; {_FIX}",
    ),
    "invisible": (
        "D016",
        "an invisible character without effect stands here ({codes})",
        f"delete it; {_PASTED}; {_FIX}",
    ),
    "selector": (
        "D016",
        "an invisible character that asks for a variant stands after “{before}” ({codes}); the "
        "fonts here have none",
        f"delete it, or write the variant as a character of its own; {_PASTED}; {_FIX}",
    ),
    "private": (
        "D017",
        "a private character stands here ({codes}): other fonts and readers show something else",
        "write the character that is meant; it may be one of an old Hong Kong character set, or "
        "a sign of a symbol font",
    ),
}
_MOST_SHOWN = 8
#: A dot between two Chinese words.
_DOT = re.compile("(?<=[\u3400-\u9fff])[·‧•・∙⋅](?=[\u3400-\u9fff])")


@dataclass(frozen=True, slots=True)
class Oddity:
    """An odd character of a text: its kind, what is written, what is usual, and its place."""

    kind: str
    written: str
    #: What to write instead; None where only the writer knows.
    usual: str | None
    place: Place
    before: str = ""


def scalars(tree: Any) -> Iterator[Scalar]:
    """Give every text of a file that is printed, or looked up."""
    stack: list[Any] = [tree]
    while stack:
        here = stack.pop()
        if isinstance(here, Scalar):
            yield here
        elif isinstance(here, Located):
            kept = [
                value
                for key, value in here.items()
                if key not in _UNSEEN_KEYS
                or isinstance(value, Located)
                or (key in ("note", "source") and "value" not in here)  # no fact's: printed
            ]
            stack += reversed(kept)
        elif isinstance(here, Sequence):
            stack += reversed(here)


def oddities(text: Scalar) -> Iterator[Oddity]:
    """Give the odd characters of a text, in order."""
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
    """Give what to write instead: nothing at all for what nobody sees; None: nobody knows."""
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
    """Give the digit that a digit of another script stands for, else the character."""
    return str(unicodedata.digit(character)) if character.isdigit() else character


def look_through(tree: Any) -> list[Diagnostic]:
    """Give what is odd in the texts of a file: D014 to D017, each kind once."""
    found: list[Diagnostic] = []
    kinds: dict[str, list[Oddity]] = {}
    for text in scalars(tree):
        if text.parted:
            found.append(_second_paragraph(*text.parted))
        for one in oddities(text):
            kinds.setdefault(one.kind, []).append(one)
    found += [_told(kind, all_of_it) for kind, all_of_it in kinds.items()]
    return found + _unlike_dots(tree)


def _unlike_dots(tree: Any) -> list[Diagnostic]:
    """Tell when the dot between words, as in names, is now this character and now that (D018)."""
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
            hint="write the same one everywhere, such as “·” (U+00B7); a search finds no other",
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


def _told(kind: str, all_of_it: list[Oddity]) -> Diagnostic:
    code, message, hint = _WORDS[kind]
    unlike = list(dict.fromkeys((one.written, one.usual) for one in all_of_it))
    some, more = unlike[:_MOST_SHOWN], "…" if len(unlike) > _MOST_SHOWN else ""
    words = {
        "shown": "“" + "".join(written for written, _ in some) + more + "”",
        "usual": "“" + "".join(usual or written for written, usual in some) + more + "”",
        "codes": ", ".join(f"U+{ord(written[-1]):04X}" for written, _ in some) + more,
        "before": all_of_it[0].before,
    }
    said = message.format(**words)
    if len(all_of_it) > 1:
        lines = list(dict.fromkeys(one.place.line for one in all_of_it))
        listed = ", ".join(map(str, lines[:_MOST_SHOWN])) + ("…" if lines[_MOST_SHOWN:] else "")
        said += f" ({len(all_of_it)} times, in line{'s' * (len(lines) > 1)} {listed})"
    return diagnostic(code, said, hint=hint.format(**words), place=all_of_it[0].place)
