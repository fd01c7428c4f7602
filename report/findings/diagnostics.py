"""Findings, as every room reports them; ``formats.py`` shows them.

The codes are stable: a code is never reused for another meaning, and each is explained in
``docs/diagnostics.md`` (a test holds the two together).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import PurePosixPath


class Severity(StrEnum):
    """How bad a finding is, worst first."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"

    @property
    def rank(self) -> int:
        """Give 0 for an error, 1 for a warning, 2 for a note."""
        return list(Severity).index(self)


#: Every code: its usual severity and what it is about, in a few words.
CODES: dict[str, tuple[Severity, str]] = {
    # D0: files and YAML
    "D001": (Severity.ERROR, "a data file is missing"),
    "D002": (Severity.ERROR, "a file cannot be read"),
    "D003": (Severity.ERROR, "a file is not UTF-8 text"),
    "D004": (Severity.ERROR, "a data file is empty"),
    "D005": (Severity.ERROR, "a file is too large"),
    "D006": (Severity.ERROR, "a YAML syntax error"),
    "D007": (Severity.ERROR, "a tab used for indentation"),
    "D008": (Severity.ERROR, "a key is given twice"),
    "D009": (Severity.ERROR, "a YAML anchor, alias or tag"),
    "D010": (Severity.ERROR, "data nested too deep"),
    "D011": (Severity.ERROR, "a path leads out of the project"),
    "D012": (Severity.ERROR, "a character that cannot be printed"),
    "D013": (Severity.ERROR, "words that YAML reads as a comment"),
    "D014": (Severity.ERROR, "two paragraphs in one text"),
    "D015": (Severity.WARNING, "a character that looks like a usual one"),
    "D016": (Severity.WARNING, "an invisible character in a text"),
    "D017": (Severity.WARNING, "a private character"),
    "D018": (Severity.WARNING, "different dots for one purpose"),
    # D1: the shape of the data
    "D101": (Severity.ERROR, "an unknown key"),
    "D102": (Severity.ERROR, "a value of the wrong type"),
    "D103": (Severity.ERROR, "a required key is missing"),
    "D104": (Severity.ERROR, "an unknown block type"),
    "D105": (Severity.ERROR, "a value that is not allowed"),
    "D106": (Severity.ERROR, "an id is used twice"),
    "D108": (Severity.ERROR, "a link that leads nowhere"),
    "D109": (Severity.WARNING, "a mark of emphasis without its partner"),
    "D110": (Severity.WARNING, "a heading that skips a level"),
    "D111": (Severity.WARNING, "a mark of Markdown or HTML that is not read"),
    "D112": (Severity.ERROR, "a mark in a text that takes words alone"),
    # D2: facts
    "D201": (Severity.ERROR, "an unknown fact"),
    "D202": (Severity.NOTE, "a fact that is never used"),
    "D203": (Severity.ERROR, "a fact without a source"),
    "D204": (Severity.ERROR, "a table whose rows do not add up to its total"),
    "D205": (Severity.ERROR, "a reference to a fact that cannot be read"),
    "D206": (Severity.WARNING, "a figure typed in the text instead of taken from a fact"),
    "D207": (Severity.ERROR, "facts that do not fit the drawing"),
    "D208": (Severity.WARNING, "a table that is wider than its place"),
    # D3: pictures and drafts
    "D301": (Severity.WARNING, "a picture is missing (an error in a release)"),
    "D302": (Severity.ERROR, "a picture cannot be read"),
    "D303": (Severity.ERROR, "a picture is too large"),
    "D304": (Severity.ERROR, "a picture file of the wrong kind"),
    "D305": (Severity.WARNING, "a text still marked TODO (an error in a release)"),
    "D306": (Severity.WARNING, "two files for one picture"),
    "D307": (Severity.WARNING, "a picture whose colour profile cannot be used"),
    "D308": (Severity.WARNING, "a picture with too few pixels"),
    "D311": (Severity.ERROR, "an SVG picture holds what cannot be printed"),
    "D312": (Severity.WARNING, "an SVG picture holds what is passed over"),
    # D4: templates
    "D401": (Severity.ERROR, "a template syntax error"),
    "D402": (Severity.ERROR, "an undefined name in a template"),
    "D403": (Severity.ERROR, "a template is missing"),
    "D404": (Severity.ERROR, "a template fails"),
    "D405": (Severity.ERROR, "a template that does not come to an end"),
    # D5: styles
    "D501": (Severity.ERROR, "a CSS syntax error"),
    "D502": (Severity.ERROR, "a CSS property or value the engine does not know"),
    "D503": (Severity.ERROR, "a stylesheet is missing"),
    "D504": (Severity.ERROR, "a token that cannot be used"),
    "D505": (Severity.ERROR, "a theme that does not exist"),
    "D506": (Severity.ERROR, "a stylesheet that asks for too much"),
    "D507": (Severity.ERROR, "a declaration that has no effect"),
    # D6: the engine
    "D601": (Severity.ERROR, "a character no font has"),
    "D602": (Severity.ERROR, "a file the pages ask for may not be read or is missing"),
    "D603": (Severity.WARNING, "a message of the engine"),
    "D604": (Severity.ERROR, "a font the theme names is not installed"),
    "D605": (Severity.WARNING, "the fast font subsetter is missing, or cannot subset a font"),
    "D606": (Severity.ERROR, "a drawing fails"),
    "D607": (Severity.WARNING, "lines of Chinese are not composed"),
    "D608": (Severity.ERROR, "a font file that cannot be used"),
    "D609": (Severity.ERROR, "pages that do not come to an end"),
    "D611": (Severity.WARNING, "text off the page"),
    "D612": (Severity.WARNING, "text over other text"),
    "D613": (Severity.ERROR, "text that is cut or lost"),
    "D614": (Severity.WARNING, "text that cannot be seen"),
    "D631": (Severity.NOTE, "a line that is spaced wide or left short"),
    "D632": (Severity.NOTE, "a word that is broken, since it is longer than its column"),
    "D633": (Severity.NOTE, "a number that is printed twice, side by side"),
    # D7: output
    "D701": (Severity.ERROR, "the output folder cannot be written"),
    "D702": (Severity.ERROR, "writing failed: disk full or the like"),
    "D703": (Severity.ERROR, "the finished PDF is not sound"),
    "D704": (Severity.ERROR, "the folder for the new project is not empty"),
    "D705": (Severity.ERROR, "the work was stopped, or ended from outside"),
    # D8: the machine
    "D801": (Severity.ERROR, "the engine cannot start"),
    "D802": (Severity.ERROR, "the colour profile is missing or altered"),
    "D803": (Severity.WARNING, "the locale is not UTF-8"),
    "D804": (Severity.WARNING, "a library of another version than the tested one"),
    "D805": (Severity.ERROR, "no report project in this folder"),
    "D806": (Severity.ERROR, "a fault in report itself"),
    "D807": (Severity.ERROR, "a call that is not understood"),
}


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a file: path relative to the project, line and column from 1 (0: unknown)."""

    file: str = ""
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        parts = [self.file] if self.file else []
        if self.file and self.line:
            parts.append(str(self.line))
            if self.column:
                parts.append(str(self.column))
        return ":".join(parts)


NOWHERE = Place()


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding: what is wrong (``message``), where, and what to do (``hint``)."""

    code: str
    severity: Severity
    message: str
    hint: str = ""
    file: str = ""
    line: int = 0
    column: int = 0

    @property
    def place(self) -> Place:
        """The place as one object."""
        return Place(self.file, self.line, self.column)


def diagnostic(
    code: str,
    message: str,
    *,
    hint: str = "",
    place: Place = NOWHERE,
    severity: Severity | None = None,
) -> Diagnostic:
    """Make a Diagnostic; its severity is the code's usual one unless given."""
    usual = CODES[code][0]
    return Diagnostic(code, severity or usual, message, hint, place.file, place.line, place.column)


def escalate(found: Iterable[Diagnostic], codes: frozenset[str]) -> tuple[Diagnostic, ...]:
    """Give the findings with those of the given codes made errors."""
    return tuple(replace(d, severity=Severity.ERROR) if d.code in codes else d for d in found)


def worst(found: Iterable[Diagnostic]) -> Severity | None:
    """Give the worst severity among the findings, None when there are none."""
    return min((d.severity for d in found), key=lambda s: s.rank, default=None)


def in_order(found: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Sort findings for reading: by file, line and column, each only once."""
    unique = dict.fromkeys(found)
    return sorted(
        unique, key=lambda d: (PurePosixPath(d.file).parts, d.line, d.column, d.severity.rank)
    )
