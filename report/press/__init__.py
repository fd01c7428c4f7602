"""The engine's PDF in, a PDF that keeps the standards of its target out."""
