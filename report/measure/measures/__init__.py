"""What the meter measures, one module each, found by name.

A measure has ``KINDS``, the findings it can make with what the table and the docs say of each;
``PLACE``, where it stands in the table; and ``find(text)``, which gives its numbers and findings of
a :class:`report.measure.text.Text`.
"""
