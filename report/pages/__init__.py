"""Renders the pages of a PDF as pictures."""
