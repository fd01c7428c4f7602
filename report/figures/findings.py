"""The errors raised when a drawing cannot be made."""

from __future__ import annotations

from report.findings.diagnostics import diagnostic
from report.findings.errors import FindingsError


def finding(code: str, message: str, hint: str) -> FindingsError:
    """Return the error with one finding: its code, message and hint."""
    return FindingsError([diagnostic(code, message, hint=hint)])


class MissingCharacterError(LookupError):
    """A face has no glyph for a character of a drawing."""

    def __init__(self, character: str, family: str) -> None:
        self.character = character
        self.family = family
        super().__init__(f"the font “{family}” has no “{character}” (U+{ord(character):04X})")
