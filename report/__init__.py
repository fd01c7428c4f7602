"""Typesets a Traditional Chinese (Hong Kong) report: YAML in, print and screen PDFs out."""

__version__ = "0.1.0"
