"""Waves: layers of water as stripes of varying width, and a disc with light and dark exchanged.

The stripes are thin in the sky and broad in the water. The disc is on the horizon, and within it
the colours of stripe and ground are exchanged, so that it is a sun above and its reflection below.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from report.figures.art.path import Path, Point
from report.figures.art.scene import BAND_CALM, PAGE_CALM, Scene

TITLE = "水波起伏的抽象圖案"
DESCRIPTION = "層層水波起伏漲落，一輪圓日映在水中，明暗互換。"
#: What it shows, for docs/blocks.md.
SHOWS = "layers of water with a round sun"

#: The sun's head and foot are so far from the edges of stripes, and no stripe shows less of itself
#: outside of it, in pt.
_CLEAR, _STUB = 3.0, 12.0
#: A light stripe shows at least so much of itself beside the sun, in pt.
_SCRAP = 60.0
#: Half of the thinnest stripe, and of the thinnest ground between two, in pt.
_THIN = 0.3
#: The share of a stripe's thickness in the calm part of a band.
_DARK = 0.3


@dataclass(frozen=True, slots=True)
class _Swell:
    """The shape of the stripes; lengths in pt, angles in rad.

    The stripes are ``pitch`` apart and waves with the amplitude ``rise`` and the wavelength
    ``length``; each is shifted by ``lean`` against the one above. ``middle`` and ``spread`` set
    where the amplitude is largest, ``shore`` and ``slope`` the height and depth of the horizon.
    """

    pitch: float
    rise: float
    length: float
    phase: float
    lean: float
    middle: float
    spread: float
    shore: float
    slope: float

    def line(self, k: float, x: float) -> float:
        """Return the middle line of a stripe (y at x), with the largest waves near the disc."""
        far = (x - self.middle) / self.spread
        sway = self.rise * (0.3 + 0.7 * math.exp(-far * far))
        turn = math.tau * x / self.length + self.phase + k * self.lean
        return (k + 0.5) * self.pitch + sway * math.sin(turn)

    def body(self, k: int, x: float) -> float:
        """Return the share of the ground that a stripe covers, 0 to 1, growing with depth."""
        deep = ((k + 0.5) * self.pitch - self.shore) / self.slope
        turn = math.pi * x / self.length + 1.7 * self.phase - k * self.lean
        return 0.16 + 0.64 / (1 + math.exp(-2.2 * deep)) + 0.1 * math.sin(turn)


def compose(scene: Scene) -> None:
    """Draw the stripes row by row, and the disc."""
    dice, scale = scene.dice, scene.scale
    width, height = scene.width, scene.height
    size = min(width, height)
    x, y = scene.focus()
    radius = size * dice.between(0.27, 0.38)
    if scene.shape == "page":
        y = height * dice.between(0.27, 0.33)
    elif scene.shape == "band":
        x = width * dice.between(0.78, 0.84)
    if scene.titled:
        x, y = scene.clear(x, y, radius)
    pitch = max(8.5 * scale, height / 26 if scene.shape == "band" else 0)
    swell = _Swell(
        pitch=pitch,
        rise=pitch * dice.between(0.8, 1.3),
        length=max(width, 1.2 * size) * dice.between(0.5, 0.85),
        phase=dice.between(0, math.tau),
        lean=dice.sign() * dice.between(0.16, 0.3),
        middle=x,
        spread=size * 0.9,
        shore=y + radius * dice.between(-0.1, 0.25),
        slope=radius * 0.9,
    )
    rows = range(-2, int(height / pitch) + 3)
    radius = _between_edges(swell, rows, (x, y, radius), 0.88 if scene.titled else 1.0)
    if scene.titled:
        _by_night(scene, swell, rows, (x, y, radius))
    else:
        _by_day(scene, swell, rows, Path().circle(x, y, radius), y + radius)


def _between_edges(
    swell: _Swell, rows: range, sun: tuple[float, float, float], most: float
) -> float:
    """Return a radius for the sun, nearly its own, whose head and foot are between the edges.

    Where the disc all but follows the edge of a stripe, a crescent without end would be left.
    """
    x, y, radius = sun
    edges = []
    for k in rows:
        room = (swell.line(k + 0.5, x) - swell.line(k - 0.5, x)) / 2
        half = room * swell.body(k, x) * most
        edges += [swell.line(k, x) - half, swell.line(k, x) + half]

    def clearance(size: float) -> float:
        return min(abs(end - edge) for end in (y - size, y + size) for edge in edges)

    sizes = [radius + swell.pitch * step / 20 for step in range(-16, 17)]
    enough = [size for size in sizes if clearance(size) >= _CLEAR]
    if enough:
        return min(enough, key=lambda size: abs(size - radius))
    return max(sizes, key=clearance)


def _off_the_rim(start: float, height: float, sun: tuple[float, float, float]) -> float:
    """Return where a stripe starts: inside of the sun, if it would start just outside its rim."""
    x, y, radius = sun
    if abs(height - y) < radius:
        rim = x - math.sqrt(radius * radius - (height - y) ** 2)
        if rim - _STUB < start < rim + _STUB / 2:
            return rim + _STUB / 2
    return start


def _past_scraps(
    scene: Scene, swell: _Swell, k: int, start: float, sun: tuple[float, float, float]
) -> float:
    """Return where a light stripe starts, so that what shows of it beside the sun is no scrap."""
    x, y, radius = sun
    end = start
    while end < scene.width:
        height = swell.line(k, end)
        if not 0 < height < scene.height or math.hypot(end - x, height - y) < radius:
            break
        end += 2.0
    return end + _STUB / 2 if _STUB / 2 < end - start < _SCRAP else start


def _by_day(scene: Scene, swell: _Swell, rows: range, disc: Path, foot: float) -> None:
    """Draw dark stripes on a light ground, the deepest darker."""
    tones = scene.tones
    scene.ground(tones.tint)
    high, deep = Path(), Path()
    for k in rows:
        stripe = _stripe(scene, swell, k, -3)
        (deep if swell.line(k, swell.middle) - swell.rise > foot else high).add(stripe)
    scene.fill(disc, tones.paper)
    scene.fill_odd(high.add(disc), tones.base)
    scene.fill(deep, tones.deep)


def _by_night(scene: Scene, swell: _Swell, rows: range, sun: tuple[float, float, float]) -> None:
    """Draw dark stripes everywhere, and light ones that swell from them beside the title."""
    tones = scene.tones
    x, y, radius = sun
    disc = Path().circle(x, y, radius)
    scene.ground(tones.deep)
    start = scene.width * (BAND_CALM + 0.01) if scene.shape == "band" else -3.0
    limit = scene.height * (1 - PAGE_CALM) if scene.shape == "page" else math.inf
    dark, light = Path(), Path()
    for k in rows:
        if swell.line(k, 0) + 2 * swell.rise + swell.pitch < limit:
            if start < 0:
                light.add(_stripe(scene, swell, k, start, 0.88))
            else:
                first = start + 0.05 * scene.width * (1 + math.sin(1.3 * k + swell.phase))
                first = _off_the_rim(first, swell.line(k, first), (x, y, radius))
                first = _past_scraps(scene, swell, k, first, (x, y, radius))
                dark.add(_stripe(scene, swell, k, -3, _DARK, end=first + 0.6 * swell.pitch))
                light.add(_stripe(scene, swell, k, first, 0.88))
        else:
            depth = (swell.line(k, 0) - limit) / (scene.height - limit)
            dark.add(_stripe(scene, swell, k, -3, 0.42 - 0.34 * min(1, max(0, 1.3 * depth))))
    scene.fill(dark, tones.base)
    scene.fill(disc, tones.night)
    scene.fill_odd(light.add(disc), tones.mid)


def _stripe(
    scene: Scene,
    swell: _Swell,
    k: int,
    start: float,
    most: float = 1.0,
    end: float | None = None,
) -> Path:
    """Return the outline of one stripe from ``start`` to ``end`` (pt), or to past the right edge.

    ``most`` makes it thinner. A stripe that starts within the picture starts round, as thick as
    the dark one that it follows, and swells from there: no part of it is too thin to print.
    """
    end = scene.width + 3 if end is None else end
    count = max(10, round((end - start) / max(12 * scene.scale, scene.width / 28)))
    above: list[Point] = []
    below: list[Point] = []
    for i in range(count + 1):
        x = start + (end - start) * i / count
        middle = swell.line(k, x)
        share = most
        if start > 0:
            share = _DARK + (most - _DARK) * min(1.0, (x - start) / (0.2 * scene.width)) ** 1.5
        room = (swell.line(k + 0.5, x) - swell.line(k - 0.5, x)) / 2
        half = min(max(room * swell.body(k, x) * share, _THIN), max(room - _THIN, _THIN))
        above.append((x, middle - half))
        below.append((x, middle + half))
    below.reverse()
    stripe = Path().smooth(above, grain=5).line(*below[0]).flow(below, grain=5)
    if start > 0:
        left, top = above[0]
        foot = below[-1][1]
        reach = 2 / 3 * (foot - top)  # handles of half a circle, nearly
        stripe.curve((left - reach, foot), (left - reach, top), (left, top))
    return stripe.close()
