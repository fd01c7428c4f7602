"""The checks of preflight, one module each, found by name.

A check has ``RULES``, what it asks, and ``CHECKS``, how it finds what breaks them.
"""
