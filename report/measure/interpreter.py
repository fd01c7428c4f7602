"""pdfminer's content interpreter, with additions.

It keeps the clip in :class:`State`, names the spaces of spot colours, and starts forms with the
graphics state around them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self

from pdfminer.cmapdb import CMap, IdentityCMap
from pdfminer.pdfcolor import PDFColorSpace
from pdfminer.pdfdevice import PDFTextDevice
from pdfminer.pdfinterp import PDFGraphicState, PDFPageInterpreter, PDFResourceManager
from pdfminer.pdftypes import dict_value, resolve1
from pdfminer.psparser import literal_name

from report.measure.inks import SEPARATION
from report.measure.shapes import Frame, common, frame_of

if TYPE_CHECKING:
    from pdfminer.pdffont import PDFFont
    from pdfminer.utils import Matrix

#: An empty clip.
_NOTHING: Frame = (-1e9, -1e9, -1e9, -1e9)


class Fonts(PDFResourceManager):
    """Fonts; also those with an embedded CMap, which pdfminer cannot read."""

    def get_font(self, objid: object, spec: Mapping[str, object]) -> PDFFont:
        """Return a font; with an embedded CMap, codes are taken as glyph numbers."""
        font = super().get_font(objid, spec)
        cmap = getattr(font, "cmap", None)
        if isinstance(cmap, CMap) and not cmap.code2cid:
            font.cmap = IdentityCMap()  # type: ignore[attr-defined]
        return font


class State(PDFGraphicState):
    """The graphics state of pdfminer, with a clip.

    The clip is in pt from the lower left of the page; None: no clip. The line width is as in the
    file, in units of the content (ISO 32000-1, 8.4.3.2; 1 by default).
    """

    def __init__(self) -> None:
        """Return the state at the start of a page."""
        super().__init__()
        self.linewidth = 1.0
        self.clip: Frame | None = None

    def copy(self) -> Self:
        """Return a copy."""
        other = self.__class__.__new__(self.__class__)
        other.__dict__.update(self.__dict__)
        return other


class Canvas(PDFTextDevice):
    """A device that also receives shadings, and the clip of the next picture."""

    #: In pt from the lower left of the page; None: no clip.
    clip: Frame | None = None

    def paint_shading(self, state: State) -> None:
        """Paint a gradient, which fills the clip."""


class Interpreter(PDFPageInterpreter):
    """An interpreter that keeps clips, line widths as in the file, and names of spot colours."""

    device: Canvas
    graphicstate: State

    def __init__(self, rsrcmgr: PDFResourceManager, device: Canvas) -> None:
        """Take the fonts and the device that receives what is painted."""
        super().__init__(rsrcmgr, device)
        self._around = State()

    def dup(self) -> Interpreter:
        """Return an interpreter for a form; it starts with the state around the form."""
        inner = self.__class__(self.rsrcmgr, self.device)
        inner._around = self.graphicstate.copy()
        return inner

    def init_state(self, ctm: Matrix) -> None:
        """Start a page or a form."""
        super().init_state(ctm)
        self.graphicstate = self._around.copy()

    def init_resources(self, resources: dict[object, object]) -> None:
        """Read the resources; the space of a spot colour gets the name of the colour."""
        super().init_resources(resources)
        spaces = dict_value(dict_value(resources).get("ColorSpace") or {}) if resources else {}
        for key, given in spaces.items():
            spec = resolve1(given)
            if isinstance(spec, list) and len(spec) > 1 and literal_name(spec[0]) == SEPARATION:
                plate = literal_name(resolve1(spec[1]))
                self.csmap[key] = PDFColorSpace(f"{SEPARATION} {plate}", 1)

    def do_w(self, linewidth: Any) -> None:
        """Set the line width."""
        if isinstance(linewidth, int | float):
            self.graphicstate.linewidth = float(linewidth)

    def do_W(self) -> None:  # noqa: N802 - pdfminer's name
        """Set the clip at once: a path that is also painted lies within itself."""
        frame = frame_of(self.curpath, self.ctm)
        if frame is not None:
            self.graphicstate.clip = common(frame, self.graphicstate.clip) or _NOTHING

    def do_W_a(self) -> None:  # noqa: N802 - pdfminer's name
        """Clip to a path by the even-odd rule; its frame is the same."""
        self.do_W()

    def do_F(self) -> None:  # noqa: N802 - pdfminer's name
        """Fill a path: the old name of the operator f."""
        self.do_f()

    def do_sh(self, name: object) -> None:  # noqa: ARG002
        """Paint a shading, which fills the clip."""
        self.device.paint_shading(self.graphicstate)

    def do_Do(self, xobjid_arg: Any) -> None:  # noqa: N802
        """Draw a form or a picture."""
        self.device.clip = self.graphicstate.clip
        super().do_Do(xobjid_arg)

    def do_EI(self, obj: Any) -> None:  # noqa: N802
        """Draw an inline picture."""
        self.device.clip = self.graphicstate.clip
        super().do_EI(obj)
