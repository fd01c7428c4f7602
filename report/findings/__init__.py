"""Findings: diagnostics with their codes, the exceptions that carry them, the output formats.

Imports none of the other rooms. All rooms use :class:`Diagnostic` and raise the exceptions.
"""
