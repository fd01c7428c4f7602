"""Draw the art of a request; the family is the module with the name of the kind."""

from __future__ import annotations

from importlib import import_module

from report.figures.art.scene import Scene
from report.model.drawing import ArtRequest, Svg
from report.model.theme import Theme


def draw_art(request: ArtRequest, theme: Theme) -> Svg:
    """Draw a piece of art; the same request and theme always give the same bytes.

    Sizes are in points. The picture fills its whole rectangle and uses the theme's colours
    only. Raises KeyError when the theme lacks the accent, ValueError when the rectangle is
    empty, and ModuleNotFoundError for a kind without a family.
    """
    if not (request.width_pt > 0 and request.height_pt > 0):
        raise ValueError(f"art {request.id} has no size")
    family = import_module(f"report.figures.art.families.{request.kind}")
    scene = Scene(request, theme)
    family.compose(scene)
    return Svg(
        id=request.id,
        text=scene.svg(family.TITLE, family.DESCRIPTION),
        width_pt=request.width_pt,
        height_pt=request.height_pt,
        title=family.TITLE,
        description=family.DESCRIPTION,
    )
