"""The kinds of drawings, one module each, found by name.

A kind has a ``KIND``, which says what facts it takes and, for the docs, what it draws; and two
functions. ``describe(request)`` gives a short title and a description that tells every figure to a
reader who cannot see the drawing. ``paint(canvas, request)`` draws the request on a
:class:`report.figures.canvas.Canvas`, which fills the whole of the request's size.
"""
