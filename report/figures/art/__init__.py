"""Art for picture slots: abstract compositions made from a slot's id and the theme's tones.

Each kind of art is a module of the same name in ``families/``. The id is the seed of the random
numbers, so a slot always has the same picture, and each slot has a different one.
"""

from report.figures.art.draw import draw_art
from report.figures.art.scene import calm_area

__all__ = ["calm_area", "draw_art"]
