"""The engine extension: makes WeasyPrint set lines by the rules of ``composition``."""
