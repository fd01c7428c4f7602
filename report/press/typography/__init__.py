"""The meter: the typography of the lines of a finished PDF, whichever engine made it.

In: the bytes of a PDF, and the text it was made from when that is known. Out: a
:class:`~report.press.typography.findings.Report` of numbers and faults with their places.
"""
