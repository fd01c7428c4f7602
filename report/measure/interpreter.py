"""pdfminer's interpreter of content, with what the meter needs and pdfminer leaves out.

In: content streams. Out: calls of a device, with a :class:`State` that knows the clip; with the
spaces of spot colours by name; with forms that start with the colours around them.
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

#: A clip that leaves nothing, anywhere.
_NOTHING: Frame = (-1e9, -1e9, -1e9, -1e9)


class Fonts(PDFResourceManager):
    """Fonts whose codes are mapped in the file itself, of which pdfminer reads none, too."""

    def get_font(self, objid: object, spec: Mapping[str, object]) -> PDFFont:
        """Give a font; codes that are mapped in the file are taken for those of its glyphs."""
        font = super().get_font(objid, spec)
        cmap = getattr(font, "cmap", None)
        if isinstance(cmap, CMap) and not cmap.code2cid:
            font.cmap = IdentityCMap()  # type: ignore[attr-defined]
        return font


class State(PDFGraphicState):
    """The state of the graphics: pdfminer's, and the frame of what is painted at most.

    The clip is in pt from the lower left of the page; None: all of it. The line's width is as
    it is written, in the units of the content (ISO 32000-1, 8.4.3.2: 1 unless it is set).
    """

    def __init__(self) -> None:
        """Start as a page does."""
        super().__init__()
        self.linewidth = 1.0
        self.clip: Frame | None = None

    def copy(self) -> Self:
        """Give the same state once more, to be saved."""
        other = self.__class__.__new__(self.__class__)
        other.__dict__.update(self.__dict__)
        return other


class Canvas(PDFTextDevice):
    """A device that is also told of shadings, and of the clip of the picture that is drawn next."""

    #: In pt from the lower left of the page; None: all of it.
    clip: Frame | None = None

    def paint_shading(self, state: State) -> None:
        """Fill all that the clip leaves with a gradient."""


class Interpreter(PDFPageInterpreter):
    """An interpreter that keeps clips, the widths of lines as they are written, and plates."""

    device: Canvas
    graphicstate: State

    def __init__(self, rsrcmgr: PDFResourceManager, device: Canvas) -> None:
        """Take the fonts and the device that is told what is painted."""
        super().__init__(rsrcmgr, device)
        self._around = State()

    def dup(self) -> Interpreter:
        """Give an interpreter for a form, which starts with the state around it."""
        inner = self.__class__(self.rsrcmgr, self.device)
        inner._around = self.graphicstate.copy()
        return inner

    def init_state(self, ctm: Matrix) -> None:
        """Begin a page or a form."""
        super().init_state(ctm)
        self.graphicstate = self._around.copy()

    def init_resources(self, resources: dict[object, object]) -> None:
        """Prepare what content names; the space of a spot colour is called by its plate."""
        super().init_resources(resources)
        spaces = dict_value(dict_value(resources).get("ColorSpace") or {}) if resources else {}
        for key, given in spaces.items():
            spec = resolve1(given)
            if isinstance(spec, list) and len(spec) > 1 and literal_name(spec[0]) == SEPARATION:
                plate = literal_name(resolve1(spec[1]))
                self.csmap[key] = PDFColorSpace(f"{SEPARATION} {plate}", 1)

    def do_w(self, linewidth: Any) -> None:
        """Set the width of lines."""
        if isinstance(linewidth, int | float):
            self.graphicstate.linewidth = float(linewidth)

    def do_W(self) -> None:  # noqa: N802 - pdfminer's name
        """Clip to a path; what is painted with the path itself lies within it anyhow."""
        frame = frame_of(self.curpath, self.ctm)
        if frame is not None:
            self.graphicstate.clip = common(frame, self.graphicstate.clip) or _NOTHING

    def do_W_a(self) -> None:  # noqa: N802 - pdfminer's name
        """Clip to a path by the other rule; its frame is the same."""
        self.do_W()

    def do_F(self) -> None:  # noqa: N802 - pdfminer's name
        """Fill a path, by the operator's old name."""
        self.do_f()

    def do_sh(self, name: object) -> None:  # noqa: ARG002
        """Fill all that the clip leaves with a shading."""
        self.device.paint_shading(self.graphicstate)

    def do_Do(self, xobjid_arg: Any) -> None:  # noqa: N802
        """Draw a form or a picture."""
        self.device.clip = self.graphicstate.clip
        super().do_Do(xobjid_arg)

    def do_EI(self, obj: Any) -> None:  # noqa: N802
        """Draw a picture that is written within the content."""
        self.device.clip = self.graphicstate.clip
        super().do_EI(obj)
