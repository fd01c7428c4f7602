"""SVG pictures: read and judged with the data, then given to the engine in a target's colours."""

from __future__ import annotations

from codecs import BOM_UTF8
from collections.abc import Iterable, Mapping

from report.content.pictures import PictureFile
from report.findings.diagnostics import Diagnostic
from report.findings.errors import FindingsError
from report.model.colour import Inks
from report.model.target import Target
from report.model.theme import Theme


def read_vectors(
    files: Iterable[PictureFile], theme: Theme
) -> tuple[dict[str, str], list[Diagnostic]]:
    """Read the pictures that are SVG: each made plain, by its path, and what is wrong with them."""
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
    """Gives SVG pictures in the colours of one target, as the engine asks for them.

    A colour of the theme, as light or as ink, has the other that the theme gives it; any other is
    turned by the profile of the printing condition.
    """

    def __init__(
        self, plain: Mapping[str, str], theme: Theme, target: Target, profile: bytes
    ) -> None:
        """Take the pictures that have been read, by path, and the ICC profile of the condition."""
        self._plain = plain
        self._theme = theme
        self._ink = target.colour == "cmyk"
        self._profile = profile
        #: The inks of the light in which the engine has written gradients, as ``#rrggbb``.
        self.stops: dict[str, Inks] = {}

    def coloured(self, path: str, source: bytes) -> bytes:
        """Give the picture at ``path``; ``source`` is its file.

        Raises FindingsError (D302, D303, D311) for a file that has not been read with the data,
        such as one of the templates, and cannot be printed.
        """
        from report.typesetting.svg import palette, recoloured

        text = self._plain.get(path)
        if text is None:
            text, wrong = _plain(source, path, self._theme)
            if text is None:
                raise FindingsError(wrong)
        light, ink = palette([text])
        done = recoloured(text, self._inks(light) if self._ink else None, self._lights(ink))
        self.stops |= done.stops
        return done.text.encode()

    def _inks(self, lights: list[str]) -> dict[str, Inks]:
        from report.press.inks import exchange

        red_green_blue = [
            (int(one[1:3], 16), int(one[3:5], 16), int(one[5:], 16)) for one in lights
        ]
        inks = dict(zip(lights, exchange(self._profile).inks(red_green_blue), strict=True))
        return inks | {colour.srgb: colour.inks for colour in self._theme.colours.values()}

    def _lights(self, inks: list[Inks]) -> dict[Inks, str]:
        from report.press.inks import exchange

        lights = {
            one: "#{:02x}{:02x}{:02x}".format(*seen)
            for one, seen in zip(inks, exchange(self._profile).lights(inks), strict=True)
        }
        return lights | {colour.inks: colour.srgb for colour in self._theme.colours.values()}
