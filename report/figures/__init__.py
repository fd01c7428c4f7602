"""Drawings: a figure's data and the theme in, SVG text out.

``draw.draw`` makes one drawing, ``draw.draw_all`` a report's whole set, ``recolour.to_cmyk``
turns a finished drawing's light into ink. A kind of drawing is one module in ``kinds``, found
by its name; art, made from nothing but a name, has its own room in ``art``.

Matplotlib is imported when the first drawing is made, never by importing this package.
"""
