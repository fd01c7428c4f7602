"""What a drawing raises when it cannot be made."""

from __future__ import annotations

from report.findings.diagnostics import diagnostic
from report.findings.errors import FindingsError


def finding(code: str, message: str, hint: str) -> FindingsError:
    """Make the error that carries one finding: what is wrong, and what to do about it."""
    return FindingsError([diagnostic(code, message, hint=hint)])


class MissingCharacterError(LookupError):
    """A face has no glyph for a character that a drawing prints."""

    def __init__(self, character: str, family: str) -> None:
        self.character = character
        self.family = family
        super().__init__(f"the font “{family}” has no “{character}” (U+{ord(character):04X})")
