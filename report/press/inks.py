"""Converts single colours between sRGB and CMYK with the profile of the printing condition.

As for pictures, with relative colorimetric intent and black point compensation. Gray becomes only
black ink, as dark as it looks on screen, so that lines and text need no register.
"""

from __future__ import annotations

import io
from bisect import bisect_left
from collections.abc import Sequence
from functools import cached_property, lru_cache
from typing import Any

from PIL import Image, ImageCms

from report.model.colour import Inks

Light = tuple[int, int, int]


class Converter:
    """Converts between sRGB and the inks of one profile."""

    def __init__(self, profile: bytes) -> None:
        """Take the ICC profile of the printing condition."""
        self._profile = profile

    @cached_property
    def _to_ink(self) -> Any:
        return self._transform(to_ink=True)

    @cached_property
    def _to_light(self) -> Any:
        return self._transform(to_ink=False)

    def _transform(self, *, to_ink: bool) -> Any:
        light = ImageCms.createProfile("sRGB")
        ink = ImageCms.ImageCmsProfile(io.BytesIO(self._profile))
        start, end = (light, ink) if to_ink else (ink, light)
        modes = ("RGB", "CMYK") if to_ink else ("CMYK", "RGB")
        intent, flags = (
            ImageCms.Intent.RELATIVE_COLORIMETRIC,
            ImageCms.Flags.BLACKPOINTCOMPENSATION,
        )
        return ImageCms.buildTransform(start, end, *modes, intent, flags)

    def inks(self, lights: Sequence[Light]) -> list[Inks]:
        """Return the inks for sRGB colours, 0 to 1; gray becomes only black ink."""
        done = self._applied(self._to_ink, "RGB", lights)
        return [
            (0.0, 0.0, 0.0, self._black(light[0]))
            if len(set(light)) == 1
            else (cyan, magenta, yellow, black)
            for light, (cyan, magenta, yellow, black) in zip(lights, done, strict=True)
        ]

    def mixed(self, lights: Sequence[Light]) -> list[Inks]:
        """Return the inks for sRGB colours, 0 to 1; gray is made of four inks as in pictures."""
        done = self._applied(self._to_ink, "RGB", lights)
        return [(cyan, magenta, yellow, black) for cyan, magenta, yellow, black in done]

    def lights(self, inks: Sequence[Inks]) -> list[Light]:
        """Return the sRGB colours for inks, 0 to 255."""
        bytes_ = [tuple(round(part * 255) for part in one) for one in inks]
        done = self._applied(self._to_light, "CMYK", bytes_)
        return [
            (round(red * 255), round(green * 255), round(blue * 255)) for red, green, blue in done
        ]

    def _applied(
        self, way: Any, mode: str, colours: Sequence[tuple[int, ...]]
    ) -> list[tuple[float, ...]]:
        if not colours:
            return []
        raw = bytes(part for colour in colours for part in colour)
        made = ImageCms.applyTransform(Image.frombytes(mode, (len(colours), 1), raw), way)
        if made is None:  # pragma: no cover - only for transforms in place
            return []
        count, parts = len(made.getbands()), [round(part / 255, 4) for part in made.tobytes()]
        return [tuple(parts[at : at + count]) for at in range(0, len(parts), count)]

    @cached_property
    def _grays(self) -> list[float]:
        """The darkness on screen of each of 256 tints of black; paper is 0."""
        tints = [(0.0, 0.0, 0.0, tint / 255) for tint in range(256)]
        dark: list[float] = []
        for light in self.lights(tints):
            dark.append(max([255 - sum(light) / 3, *dark[-1:]]))
        paper = dark[0]
        return [one - paper for one in dark]

    def _black(self, gray: int) -> float:
        """Return the tint of black that looks most like a gray; 1 for darker grays."""
        at = bisect_left(self._grays, 255 - gray)
        if at >= len(self._grays):
            return 1.0
        if at and abs(self._grays[at - 1] - (255 - gray)) < abs(self._grays[at] - (255 - gray)):
            at -= 1
        return round(at / 255, 4)


@lru_cache(4)
def converter(profile: bytes) -> Converter:
    """Return the cached converter for a profile."""
    return Converter(profile)
