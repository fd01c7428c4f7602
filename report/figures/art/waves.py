"""Waves: a swell in even layers below a disc, its lines denser where the water rises."""

from __future__ import annotations

import math
from dataclasses import dataclass

from report.figures.art.path import Path, Point
from report.figures.art.scene import Scene

TITLE = "水波起伏的抽象圖案"
DESCRIPTION = "層層水波由遠而近，水位漸高，波紋疏密有致。"


@dataclass(frozen=True, slots=True)
class _Swell:
    """The crest of one layer: its rest level, and what the water does about it."""

    level: float
    height: float
    length: float
    phase: float
    middle: float
    spread: float

    def crest(self, x: float, damp: float = 1.0) -> float:
        """Give the height of the water at x (y, pt); ``damp`` 0 is still water."""
        far = (x - self.middle) / self.spread
        swell = 0.22 + 0.78 * math.exp(-far * far)
        turn = math.tau * x / self.length + self.phase
        wave = math.sin(turn) + 0.28 * math.sin(2 * turn + 1.3 * self.phase)
        return self.level - self.height * swell * damp * wave


def compose(scene: Scene) -> None:
    """Draw a disc over water, the layers nearer, higher and darker towards the foot."""
    dice, tones, scale = scene.dice, scene.tones, scene.scale
    width, height = scene.width, scene.height
    x, y = scene.focus()
    scene.ground(tones.deep if scene.titled else tones.tint)
    horizon = height * dice.between(0.40, 0.5)
    radius = min(height * dice.between(0.24, 0.32), width * 0.2)
    scene.fill(Path().circle(x, horizon - radius * dice.between(0.1, 0.5), radius), tones.paper)
    faces = [tones.mid, tones.base, tones.deep]
    layers = 6
    level, drop = horizon, (height - horizon) / layers
    middle = x + dice.sign() * radius
    phase = dice.between(0, math.tau)
    for k in range(layers):
        share = k / (layers - 1)
        swell = _Swell(
            level,
            scale * (3 + 9 * share),
            width * (0.45 + 0.35 * share) * dice.between(0.85, 1.15),
            phase + k * 1.1,
            middle,
            width * 0.45,
        )
        tone = faces[min(int(share * 3), 2)]
        body = Path().smooth(_points(scene, swell, 1.0, 0))
        body.line(width + 2, height + 2).line(-2, height + 2).close()
        scene.fill(body, tone)
        lines = Path()
        for m in range(1, 7):
            lines.smooth(_points(scene, swell, 1 - m * 0.13, m * drop * 0.16))
        scene.stroke(lines, {tones.mid: tones.tint, tones.base: tones.mid, tones.deep: tones.base}[tone], 0.35 * scale)
        level += drop


def _points(scene: Scene, swell: _Swell, damp: float, shift: float) -> list[Point]:
    count = max(10, round(scene.width / (9 * scene.scale)))
    return [
        (x, swell.crest(x, damp) + shift)
        for x in (-2 + (scene.width + 4) * i / count for i in range(count + 1))
    ]
