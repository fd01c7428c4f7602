"""The checks of preflight, one module each.

A module defines ``RULES``, the rules, and ``CHECKS``, the functions that find where a file breaks
them.
"""
