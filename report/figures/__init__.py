"""Drawings: a request and the theme in, SVG text out.

``draw.draw`` makes one drawing, ``draw.draw_all`` all drawings of a report; ``recolour.to_cmyk``
converts a finished drawing to CMYK. Each kind of drawing is one module in ``kinds``; generated art
is in ``art``.

Matplotlib is imported when the first drawing is made, not with this package.
"""
