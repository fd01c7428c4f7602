"""The meter: the typography of the pages of a finished PDF, whichever engine made it.

In: the bytes of a PDF, with the text and the theme it was made from when they are known. Out: a
:class:`~report.measure.findings.Report` of numbers and faults with their places.
"""
