"""Rings: people as dots in circles around a common middle, with smaller circles beside.

Every dot is on a ring. The dots grow and shrink around each ring, with a small shift from ring to
ring, so that together they show one rotation.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from report.figures.art.path import Path
from report.figures.art.scene import Scene

TITLE = "同心圓環的抽象圖案"
DESCRIPTION = "一圈圈圓點圍繞共同的中心旋轉，大小社群相連。"
#: What it shows, for docs/blocks.md.
SHOWS = "rings of dots around common centres"

#: The number of sizes of dots.
_SIZES = 9


@dataclass(frozen=True, slots=True)
class _Turn:
    """The spiral arms of large dots.

    The middle (pt), the start angle of the arms (rad), their twist, their number, and the gap
    between rings (pt).
    """

    x: float
    y: float
    start: float
    twist: float
    arms: int
    gap: float

    def swell(self, radius: float, angle: float) -> float:
        """Return the size of a dot, 0 to 1."""
        crest = self.start + self.twist * math.log(1 + radius / self.gap / 4)
        return math.pow(0.5 + 0.5 * math.cos(self.arms * (angle - crest)), 1.35)


def compose(scene: Scene) -> None:
    """Draw the rings out to the corners, then the smaller middles and the large one."""
    dice, tones = scene.dice, scene.tones
    scene.ground(tones.deep if scene.titled else tones.base)
    x, y = scene.focus()
    gap = 7.4 * scene.scale
    arms = dice.pick((1, 2, 2, 3))
    twist = dice.sign() * dice.between(1.3, 2.1) * (1.5 if arms == 1 else 1)
    turn = _Turn(x, y, dice.between(0, math.tau), twist, arms, gap)
    middles = _middles(scene, turn)
    _rings(scene, turn, [(mx, my, 2.2 * gap) for mx, my, _ in middles])
    for mx, my, outer in middles:
        tone = dice.pick((tones.tint, tones.mid, tones.paper))
        scene.fill_odd(Path().circle(mx, my, outer).circle(mx, my, outer * 0.42), tone)
    scene.fill(Path().circle(x, y, gap * 1.25), tones.paper)
    scene.fill(Path().circle(x, y, gap * 0.55), tones.base)


def _rings(scene: Scene, turn: _Turn, clearings: list[tuple[float, float, float]]) -> None:
    """Draw all dots outside of clearings, with one mark for each size and tone."""
    tones, gap = scene.tones, turn.gap
    faint = tones.base if scene.titled else tones.deep
    light = (faint, faint, tones.mid, tones.mid, tones.mid, tones.tint, tones.tint)
    looks = (*light, tones.paper, tones.paper)
    right, foot = scene.width, scene.height
    corners = ((0, 0), (right, 0), (0, foot), (right, foot))
    reach = max(math.dist((turn.x, turn.y), corner) for corner in corners) + gap
    shelves: dict[tuple[int, str], Path] = {}
    radius = 2.4 * gap
    while radius < reach:
        count = max(6, round(math.tau * radius / gap))
        for i in range(count):
            angle = math.tau * i / count
            x, y = turn.x + radius * math.cos(angle), turn.y + radius * math.sin(angle)
            if scene.seen(x, y, gap / 2) and all(
                math.hypot(x - cx, y - cy) > clear for cx, cy, clear in clearings
            ):
                swell = turn.swell(radius, angle)
                clear = _clear(scene, x, y, gap / 2)
                size = int(swell * max(clear, 0.4) * (_SIZES - 0.01))
                tone = looks[int(swell * clear * (_SIZES - 0.01))]
                shelves.setdefault((size, tone), Path()).dot(x, y)
        radius += gap
    for (size, tone), path in sorted(shelves.items(), key=lambda item: item[0][0]):
        scene.stroke(path, tone, gap * (0.15 + 0.72 * size / (_SIZES - 1)), ends="round")


def _clear(scene: Scene, x: float, y: float, reach: float) -> float:
    """Return how far a dot is from the title: 0 on the title, 1 well away from it."""
    if scene.calm is None:
        return 1
    _, top, right, _ = scene.calm
    if scene.shape == "band":
        way = (x - reach - right) / (0.16 * scene.width)
    else:
        way = (top - reach - y) / (0.2 * scene.height)
    return min(1.0, max(0.0, way))


def _middles(scene: Scene, turn: _Turn) -> list[tuple[float, float, float]]:
    """Choose up to three smaller middles on the rings: position and radius in pt."""
    dice, gap = scene.dice, turn.gap
    size = min(scene.width, scene.height)
    first = dice.between(0, math.tau)
    middles = []
    for k in range(3):
        angle = first + k * math.tau / 3 + dice.around(0, 0.4)
        far = gap * (2.4 + round(size * dice.between(0.36, 0.58) / gap))
        x, y = turn.x + far * math.cos(angle), turn.y + far * math.sin(angle)
        outer = gap * dice.between(0.7, 1)
        if scene.seen(x, y, -2 * gap) and not scene.in_calm(x, y, 3 * gap):
            middles.append((x, y, outer))
    return middles
