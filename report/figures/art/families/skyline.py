"""Skyline: a city of upright strokes, like a spectrum, through which a mast's waves pass."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from report.figures.art.path import Path
from report.figures.art.scene import Scene

TITLE = "城市天際線與訊號的抽象圖案"
DESCRIPTION = "豎線高低如頻譜，聚成城市天際線，訊號自高塔一圈圈傳開。"
#: What it shows, for docs/blocks.md.
SHOWS = "a city skyline of vertical lines, with signals from its tower"


#: The number of rings that are bands in the sky; the outer ones are lines.
_BANDS = 10

#: The shortest part of a stroke within a ring, in pt.
_SHORTEST = 5.0


@dataclass(frozen=True, slots=True)
class _Waves:
    """The rings around the mast's top: its position (pt), and the radius of each ring."""

    x: float
    y: float
    radii: tuple[float, ...]

    @classmethod
    def about(cls, scene: Scene, x: float, y: float) -> _Waves:
        """Return rings of increasing width around a point, until they pass every corner."""
        right, foot = scene.width, scene.height
        reach = max(math.dist((x, y), c) for c in ((0, 0), (right, 0), (0, foot), (right, foot)))
        radii = []
        radius, gap = 8 * scene.scale, 8 * scene.scale
        while radius < reach:
            radii.append(radius)
            radius += gap
            gap *= 1.1
        return cls(x, y, tuple(radii))

    def ring(self, x: float, y: float) -> int:
        """Return the number of rings inside of a point: 0 within the first."""
        far = math.hypot(x - self.x, y - self.y)
        return sum(1 for radius in self.radii if radius < far)

    def cuts(self, x: float, top: float, foot: float) -> list[float]:
        """Return the heights where the rings cut an upright stroke, and its ends."""
        cuts = [top, foot]
        for radius in self.radii:
            aside = x - self.x
            if abs(aside) < radius:
                drop = math.sqrt(radius * radius - aside * aside)
                cuts.extend(y for y in (self.y - drop, self.y + drop) if top < y < foot)
        cuts.sort()
        # A part too short to be seen as one goes to the part before it.
        parts = [top]
        for cut in cuts[1:-1]:
            if cut - parts[-1] >= _SHORTEST and foot - cut >= _SHORTEST:
                parts.append(cut)
        return [*parts, foot]


def compose(scene: Scene) -> None:
    """Draw the rings in the sky, the far and the near city, its mirror in the water, the mast."""
    dice, tones, scale = scene.dice, scene.tones, scene.scale
    width, height = scene.width, scene.height
    scene.ground(tones.night)
    x, _ = scene.focus()
    foot = height * (0.6 if scene.shape == "page" else dice.between(0.76, 0.82))
    top = height * (dice.between(0.12, 0.16) if scene.shape == "page" else dice.between(0.2, 0.26))
    waves = _Waves.about(scene, x, top)
    rise = foot - top
    _sky(scene, waves, foot, rise * 0.9)
    # As many strokes as the picture is wide: its edges cut none of them.
    pitch = width / round(width / (2.4 * scale))
    heights = _heights(scene, waves, rise * 0.78, pitch)
    scene.fill(Path().rect(-2, foot, width + 4, height - foot + 4), tones.night)
    _near(scene, waves, foot, pitch, heights)
    _mirror(scene, waves, foot, pitch, heights)
    _mast(scene, x, top, foot)


def _sky(scene: Scene, waves: _Waves, foot: float, rise: float) -> None:
    """Draw the rings and the far city in one tone, each cut out of the other where they overlap."""
    dice, tones, scale = scene.dice, scene.tones, scene.scale
    far, near = Path(), Path()
    for radius in waves.radii[:_BANDS]:
        near.circle(waves.x, waves.y, radius)
    # A single arc cut by the edge would look like a mistake.
    reach = 0.85 * max(waves.x, scene.width - waves.x)
    outer = [radius for radius in waves.radii[_BANDS:] if radius < reach]
    if len(outer) > 1:
        for radius in outer:
            far.circle(waves.x, waves.y, radius)
        scene.stroke(far, tones.deep, 0.5 * scale)
    outline = [(-2.0, foot)]
    while outline[-1][0] < scene.width + 2:
        left = outline[-1][0]
        right = left + dice.between(7, 20) * scale
        top = foot - _tall(scene, waves, (left + right) / 2, rise)
        outline += [(left, top), (right, top)]
    outline.append((outline[-1][0], foot))
    scene.fill_odd(near.polyline(outline, closed=True), tones.deep)
    scene.fill(Path().circle(waves.x, waves.y, waves.radii[0]), tones.base)


def _tall(scene: Scene, waves: _Waves, x: float, rise: float) -> float:
    """Choose the height of a house: the nearer to the mast, the taller."""
    away = (x - waves.x) / (scene.width * 0.36)
    crowd = 0.2 + 0.8 * math.exp(-away * away)
    return rise * (0.08 + crowd * scene.dice.between(0.3, 0.92))


def _heights(scene: Scene, waves: _Waves, rise: float, pitch: float) -> list[float]:
    """Choose the near city: the height of each stroke, 0 for a gap between houses."""
    dice = scene.dice
    count = int(scene.width / pitch) + 2
    heights: list[float] = []
    while len(heights) < count:
        strokes = dice.whole(2, 7)
        high = _tall(scene, waves, (len(heights) + strokes / 2) * pitch, rise)
        steps = dice.pick(((1.0,), (1.0,), (0.8, 1.0), (1.0, 0.72)))
        heights += [high * steps[k * len(steps) // strokes] for k in range(strokes)]
        heights += [0.0] * dice.pick((0, 0, 1))
    return heights[:count]


def _near(scene: Scene, waves: _Waves, foot: float, pitch: float, heights: list[float]) -> None:
    """Draw the near city; the part of a stroke in every other ring is lighter."""
    tones = scene.tones
    shelves: dict[str, Path] = {}
    for x, a, b, ring in _parts(waves, pitch, [(foot - high, foot) for high in heights]):
        if ring % 2 or scene.in_calm(x, (a + b) / 2, (b - a) / 2 + pitch):
            tone = tones.base
        else:
            tone = tones.paper if ring < 6 else tones.tint if ring < 8 else tones.mid
        shelves.setdefault(tone, Path()).move(x, a).line(x, b)
    for tone, path in shelves.items():
        scene.stroke(path, tone, pitch * 0.62)


def _mirror(scene: Scene, waves: _Waves, foot: float, pitch: float, heights: list[float]) -> None:
    """Draw the near city again in the water, shorter, finer and darker."""
    tones = scene.tones
    shelves: dict[str, Path] = {}
    top = foot + pitch * 0.8
    for x, a, b, ring in _parts(waves, pitch, [(top, top + high * 0.45) for high in heights]):
        tone = tones.deep if ring % 2 else tones.base
        shelves.setdefault(tone, Path()).move(x, a).line(x, b)
    for tone, path in shelves.items():
        scene.stroke(path, tone, pitch * 0.3)


def _parts(
    waves: _Waves, pitch: float, strokes: list[tuple[float, float]]
) -> Iterator[tuple[float, float, float, int]]:
    """Cut upright strokes where rings cross them; returns x, top, bottom and ring of each part."""
    for i, (top, foot) in enumerate(strokes):
        if foot > top:
            x = (i - 0.5) * pitch
            for a, b in pairwise(waves.cuts(x, top, foot)):
                yield x, a, b, waves.ring(x, (a + b) / 2)


def _mast(scene: Scene, x: float, top: float, foot: float) -> None:
    """Draw the mast and the lamp on its top."""
    scale = scene.scale
    slim, broad = 0.5 * scale, 1.4 * scale
    mast = [(x - slim, top), (x + slim, top), (x + broad, foot), (x - broad, foot)]
    scene.fill(Path().polyline(mast, closed=True), scene.tones.paper)
    scene.fill(Path().circle(x, top, 3.2 * scale), scene.tones.paper)
