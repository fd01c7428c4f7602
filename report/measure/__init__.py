"""Measures the typography of a finished PDF, from any engine.

In: the bytes of a PDF, and optionally the text and the theme it was made from. Out: a
:class:`~report.measure.findings.Report` with numbers, and faults with their places.
"""
