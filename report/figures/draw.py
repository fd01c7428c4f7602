"""Makes drawings: a request and the theme in, finished SVG out.

Matplotlib is imported for the first figure; a report with only art does not import it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from importlib import import_module
from pathlib import Path
from traceback import extract_tb
from typing import TypeVar

from report.figures.findings import MissingCharacterError, finding
from report.findings.diagnostics import Diagnostic
from report.findings.errors import FindingsError, ReportError
from report.model.drawing import ArtRequest, FigureRequest, Svg
from report.model.theme import Theme

R = TypeVar("R", FigureRequest, ArtRequest)


def draw(request: FigureRequest, theme: Theme) -> Svg:
    """Draw one figure from its facts.

    The SVG has the size of the request, in points, and the theme's colours in sRGB
    (``recolour.to_cmyk`` converts them). The same request gives the same bytes. Raises
    FindingsError: D604 for a missing font, D504 for a missing colour or size, D601 for a missing
    character, D207 for facts that cannot be drawn together, D606 for a drawing that does not fit
    its size or fails in any other way.
    """
    return _guarded(request, theme, _figure)


def draw_all(requests: Iterable[FigureRequest | ArtRequest], theme: Theme) -> dict[str, Svg]:
    """Draw a report's figures and art; returns them by id, in the order of the requests.

    Raises FindingsError with the findings of all failed drawings, as :func:`draw` does.
    """
    drawn: dict[str, Svg] = {}
    findings: list[Diagnostic] = []
    for request in requests:
        try:
            if isinstance(request, FigureRequest):
                drawn[request.id] = draw(request, theme)
            else:
                drawn[request.id] = _guarded(request, theme, _art)
        except FindingsError as exc:
            findings.extend(exc.diagnostics)
    if findings:
        raise FindingsError(dict.fromkeys(findings))
    return drawn


def _guarded(request: R, theme: Theme, make: Callable[[R, Theme], Svg]) -> Svg:
    """Make a drawing; any exception becomes a finding with its id."""
    try:
        return make(request, theme)
    except ReportError:
        raise
    except MissingCharacterError as exc:
        raise finding(
            "D601",
            f"{exc}, which the drawing “{request.id}” prints",
            f"write the labels of its facts without “{exc.character}”",
        ) from exc
    except Exception as exc:
        raise finding(
            "D606",
            f"the drawing “{request.id}” ({request.kind}) fails: {type(exc).__name__}: {exc}"
            f"{_where(exc)}",
            "check that its facts fit this kind of drawing: docs/blocks.md; if they do, the kind "
            "itself is at fault",
        ) from exc


def _where(exc: Exception) -> str:
    """Say in which line of a kind of drawing or art an error arose, if in one at all."""
    lines = [
        f" ({Path(frame.filename).name}, line {frame.lineno})"
        for frame in extract_tb(exc.__traceback__)
        if Path(frame.filename).parent.name in ("kinds", "families")
    ]
    return lines[-1] if lines else ""


def _figure(request: FigureRequest, theme: Theme) -> Svg:
    from report.figures import engine, svg
    from report.figures.canvas import Canvas

    kind = import_module(f"report.figures.kinds.{request.kind}")
    title, description = kind.describe(request)
    size = (request.width_pt, request.height_pt)
    with engine.settings(request.id):
        canvas = Canvas(request.id, *size, request.accent, theme)
        kind.paint(canvas, request)
        canvas.check_text()
        source = engine.to_svg(canvas.figure)
    text = svg.clean(source, request.id, size, (title, description), _families(theme))
    return Svg(request.id, text, *size, title, description)


def _families(theme: Theme) -> str:
    return ",".join(theme.type.in_drawings)


def _art(request: ArtRequest, theme: Theme) -> Svg:
    from report.figures.art import draw_art

    made: Svg = draw_art(request, theme)
    return made
