"""Typesets a Traditional Chinese (Hong Kong) report: YAML in, press-ready and accessible PDF out."""

__version__ = "0.1.0"
