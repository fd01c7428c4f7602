"""Control characters of a finding, made visible."""

from __future__ import annotations


def visible(text: str) -> str:
    """Replace line breaks and control characters, which could break lines or control a terminal."""
    return "".join(c if c.isprintable() or c == "\u3000" else _shown(c) for c in text)


def _shown(character: str) -> str:
    return "⏎" if character == "\n" else f"<U+{ord(character):04X}>"
