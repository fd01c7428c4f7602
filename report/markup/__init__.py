"""Turns a ``Report`` and its drawings into one HTML document."""
