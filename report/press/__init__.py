"""Turns the engine's PDF into a PDF that follows the standards of its target."""
