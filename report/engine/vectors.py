"""SVG pictures: read and checked with the data, then recoloured for a target."""

from __future__ import annotations

from codecs import BOM_UTF8
from collections.abc import Iterable, Mapping

from report.content.pictures import PictureFile
from report.engine.makers import Gradients
from report.findings.diagnostics import Diagnostic
from report.findings.errors import FindingsError
from report.model.colour import Inks
from report.model.target import Target
from report.model.theme import Theme


def read_vectors(
    files: Iterable[PictureFile], theme: Theme
) -> tuple[dict[str, str], list[Diagnostic]]:
    """Read the SVG pictures; returns their simplified text by path, and the findings."""
    vectors: dict[str, str] = {}
    found: list[Diagnostic] = []
    for file in files:
        if file.path.suffix.lower() == ".svg":
            text, wrong = _plain(file.path.read_bytes(), file.name, theme)
            found += wrong
            if text is not None:
                vectors[file.name] = text
    return vectors, found


def _plain(source: bytes, name: str, theme: Theme) -> tuple[str | None, list[Diagnostic]]:
    from report.typesetting.svg import read_vector

    usual = ", ".join(theme.type.in_drawings)
    return read_vector(source.removeprefix(BOM_UTF8), name, theme.type.families, usual)


class Vectors:
    """Recolours SVG pictures for one target, when the layout engine requests them.

    A colour of the theme has an sRGB and a CMYK value there; all other colours are converted with
    the profile of the printing condition.
    """

    def __init__(
        self, plain: Mapping[str, str], theme: Theme, target: Target, profile: bytes
    ) -> None:
        """Take the simplified pictures by path, and the ICC profile of the printing condition."""
        self._plain = plain
        self._theme = theme
        self._ink = target.colour == "cmyk"
        self._profile = profile
        #: The inks of the sRGB colours of gradients, as ``#rrggbb``.
        self.gradients = Gradients()

    def coloured(self, path: str, source: bytes) -> bytes:
        """Return the picture at ``path``; ``source`` is its file.

        Raises FindingsError (D302, D303, D311) for a file that cannot be printed and was not read
        with the data, such as one named in a template.
        """
        from report.typesetting.svg import palette, recoloured

        text = self._plain.get(path)
        if text is None:
            text, wrong = _plain(source, path, self._theme)
            if text is None:
                raise FindingsError(wrong)
        light, ink = palette([text])
        done = recoloured(text, self._inks(light) if self._ink else None, self._lights(ink))
        self.gradients.stops |= done.stops
        return done.text.encode()

    def _inks(self, lights: list[str]) -> dict[str, Inks]:
        from report.press.inks import converter

        red_green_blue = [
            (int(one[1:3], 16), int(one[3:5], 16), int(one[5:], 16)) for one in lights
        ]
        inks = dict(zip(lights, converter(self._profile).inks(red_green_blue), strict=True))
        return inks | {colour.srgb: colour.inks for colour in self._theme.colours.values()}

    def _lights(self, inks: list[Inks]) -> dict[Inks, str]:
        from report.press.inks import converter

        lights = {
            one: "#{:02x}{:02x}{:02x}".format(*seen)
            for one, seen in zip(inks, converter(self._profile).lights(inks), strict=True)
        }
        return lights | {colour.inks: colour.srgb for colour in self._theme.colours.values()}
