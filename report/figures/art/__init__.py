"""Art for picture slots: abstract compositions made from a slot's id and the theme's tones.

Each kind of art is a family of forms in a module of its name in ``families/``. The id seeds the
dice, so a slot always has the same picture, and no other slot has it.
"""

from report.figures.art.draw import draw_art
from report.figures.art.scene import calm_area

__all__ = ["calm_area", "draw_art"]
