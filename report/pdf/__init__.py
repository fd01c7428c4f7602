"""Shared functions that read a PDF: its structure tree, its dates, its XMP packet, its validity."""
