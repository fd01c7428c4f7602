"""Pictures that are SVG: read and judged for ``report check``, made plain for the engine.

In: the text of ``data/images/*.svg``, from whatever program. Out: SVG without styles, scripts and
names of other programs, its colours written one way; findings with line and column in the file;
and, for a target, the same picture in its colours.
"""

from report.typesetting.svg.colours import Recoloured, palette, recoloured
from report.typesetting.svg.read import read_vector

__all__ = ["Recoloured", "palette", "read_vector", "recoloured"]
