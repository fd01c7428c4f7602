"""The measures of typography, one module each.

A measure has ``KINDS``, its kinds of findings with their texts for the table and the docs;
``PLACE``, its position in the table; and ``find(text)``, which returns its numbers and findings for
a :class:`report.measure.text.Text`.
"""
