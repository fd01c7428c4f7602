"""The kinds of art, one module each, found by name.

A family has a ``TITLE`` and a ``DESCRIPTION`` for those who cannot see it, ``SHOWS`` for the docs,
and ``compose(scene)``, which draws it on a :class:`report.figures.art.scene.Scene`.
"""
