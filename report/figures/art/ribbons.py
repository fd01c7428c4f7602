"""Ribbons: bands that cross over and under and turn back in loops, as in a tied knot."""

from __future__ import annotations

import math
from dataclasses import dataclass

from report.figures.art.path import Path, Point
from report.figures.art.scene import Scene

TITLE = "絲帶交織的抽象圖案"
DESCRIPTION = "寬闊的絲帶上下穿插，回環相扣，令人想起結藝。"


@dataclass(frozen=True, slots=True)
class _Loom:
    """The slanted grid of the knot: its middle, its turn (rad), the pitch of the strands (pt)."""

    x: float
    y: float
    cos: float
    sin: float
    pitch: float

    def at(self, u: float, v: float) -> Point:
        """Give the point of the picture at u, v (in pitches) of the grid."""
        u, v = u * self.pitch, v * self.pitch
        return self.x + u * self.cos - v * self.sin, self.y + u * self.sin + v * self.cos


def compose(scene: Scene) -> None:
    """Draw a knot of two sets of strands, cropped by the edges, with long free ends."""
    dice, tones = scene.dice, scene.tones
    ground = tones.deep if scene.titled else tones.tint
    scene.ground(ground)
    x, y = scene.focus()
    size = min(scene.height, scene.width)
    count, other = dice.pick(((3, 3), (3, 4), (4, 3), (4, 4), (3, 5)))
    pitch = size * dice.between(0.2, 0.26)
    turn = math.pi / 4 * dice.sign()
    loom = _Loom(x, y, math.cos(turn), math.sin(turn), pitch)
    first = _thread(count, other / 2 - 0.5 + 0.9, dice.chance(0.5))
    second = _thread(other, count / 2 - 0.5 + 0.9, dice.chance(0.5))
    if scene.titled:
        one = [(tones.base, 1.0)]
        two = [(tones.mid, 1.0)]
    one = _weave(tones.base, tones.deep, tones.mid)
    two = _weave(tones.mid, tones.base, tones.paper)
    for strand in first:
        _ribbon(scene, loom, strand, one, ground, across=False)
    for strand in second:
        _ribbon(scene, loom, strand, two, ground, across=True)
    over = dice.whole(0, 1)
    for i in range(count):
        for j in range(other):
            if (i + j) % 2 == over:
                v, u = i - (count - 1) / 2, j - (other - 1) / 2
                _ribbon(scene, loom, [("line", u - 0.46, v, u + 0.46, v)], one, ground, across=False)


Strand = list[tuple[str, float, float, float, float]]


def _weave(face: str, edge: str, light: str) -> list[tuple[str, float, float]]:
    return [
        (face, 0, 0.68),
        (edge, 0.27, 0.035),
        (light, -0.28, 0.05),
        (light, -0.2, 0.02),
        (light, -0.14, 0.012),
    ]


def _thread(count: int, reach: float, flip: bool) -> list[Strand]:
    """Lay strands side by side along u and join each to the next, now at one end, now the other."""
    strands: list[Strand] = []
    for i in range(count):
        v = i - (count - 1) / 2
        near = -reach if (i % 2 == 0) != flip or i > 0 else -40
        strands.append([("line", -reach - (40 if i == 0 and not flip else 0) - (40 if i == count - 1 and (count % 2 == 0) != flip else 0), v, reach + (40 if i == 0 and flip else 0), v)])
        if i + 1 < count:
            end = reach if (i % 2 == 0) != flip else -reach
            strands.append([("turn", end, v + 0.5, 1.0 if end > 0 else -1.0, 0)])
    return strands


def _ribbon(scene, loom, strand, weave, ground, across) -> None:
    path_of = lambda offset: _path(loom, strand, offset, across)
    scene.stroke(path_of(0), ground, 0.8 * loom.pitch)
    for tone, offset, wide in weave:
        scene.stroke(path_of(offset), tone, wide * loom.pitch)


def _path(loom, strand, offset, across):
    path = Path()
    put = (lambda u, v: loom.at(v, u)) if across else loom.at
    for kind, a, b, c, d in strand:
        if kind == "line":
            path.move(*put(a, b + offset)).line(*put(c, d + offset))
        else:
            points = []
            r = 0.5
            for k in range(13):
                t = -math.pi / 2 + math.pi * k / 12
                rr = r + offset
                points.append(put(a + c * rr * math.cos(t), b + rr * math.sin(t)))
            path.smooth(points)
    return path
