"""SVG pictures: checked for ``report check``, and simplified for the engine.

In: the text of ``data/images/*.svg``, from any program. Out: SVG without stylesheets, scripts and
foreign elements, with colours in one notation; findings with line and column in the file; and the
same picture in the colours of a target.
"""

from report.typesetting.svg.colours import Recoloured, palette, recoloured
from report.typesetting.svg.read import read_vector

__all__ = ["Recoloured", "palette", "read_vector", "recoloured"]
