"""Characters of a finding as they can be shown."""

from __future__ import annotations


def visible(text: str) -> str:
    """Keep a finding on one line, and what it quotes from commanding the terminal."""
    return "".join(c if c.isprintable() or c == "\u3000" else _shown(c) for c in text)


def _shown(character: str) -> str:
    return "⏎" if character == "\n" else f"<U+{ord(character):04X}>"
