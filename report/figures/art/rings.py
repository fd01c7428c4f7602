"""Rings: circles of people, each a dot, about a common middle; communities that touch."""

from __future__ import annotations

import math
from dataclasses import dataclass

from report.figures.art.path import Path
from report.figures.art.scene import Scene

TITLE = "同心圓環的抽象圖案"
DESCRIPTION = "一圈圈圓點圍繞共同的中心，大小社群相連相扣。"


@dataclass(frozen=True, slots=True)
class _Community:
    """A middle with its rings; the dots are largest towards ``facing`` (rad)."""

    x: float
    y: float
    reach: float
    facing: float


def compose(scene: Scene) -> None:
    """Draw one great community out to the edges, and smaller ones that sit on its rings."""
    dice, tones = scene.dice, scene.tones
    scene.ground(tones.deep if scene.titled else tones.base)
    x, y = scene.focus()
    corners = [(0.0, 0.0), (scene.width, 0.0), (0.0, scene.height), (scene.width, scene.height)]
    reach = max(math.dist((x, y), corner) for corner in corners)
    facing = dice.between(0, math.tau)
    _draw(scene, _Community(x, y, reach, facing), main=True)
    size = min(scene.width, scene.height) * 0.9
    turn = dice.between(0, math.tau)
    for k in range(3):
        angle = turn + k * math.tau / 3 + dice.around(0, 0.5)
        far = size * dice.between(0.55, 0.8)
        small = size * dice.between(0.12, 0.24)
        px, py = x + far * math.cos(angle), y + far * math.sin(angle)
        if scene.seen(px, py, -small * 0.2) and not scene.in_calm(px, py, small * 1.2):
            _draw(scene, _Community(px, py, small, angle + math.pi), main=False)


def _draw(scene: Scene, place: _Community, *, main: bool) -> None:
    dice, tones, scale = scene.dice, scene.tones, scene.scale
    ground = tones.deep if scene.titled else tones.base
    gap = (7.5 if main else 5) * scale
    if not main:
        scene.fill(Path().circle(place.x, place.y, place.reach + gap * 0.8), ground)
    core = gap * (0.9 if main else 0.7)
    scene.fill(Path().circle(place.x, place.y, core), tones.paper)
    radius, k = core + gap * 0.9, 0
    while radius < place.reach:
        share = radius / place.reach
        style = dice.pick(("dots", "dots", "line", "bow", "beads"))
        if style == "bow" and k < 2:
            style = "dots"
        if style == "dots":
            _dots(scene, place, radius, gap * 0.40, gap * 0.95)
        elif style == "line":
            _bow(scene, place, radius, 0, math.tau, 0.4 * scale)
        elif style == "bow":
            start = dice.between(0, math.tau)
            _bow(scene, place, radius, start, start + dice.between(1.2, 4.6), gap * 0.5)
        else:
            _bow(scene, place, radius, 0, math.tau, 0.4 * scale)
            _dots(scene, place, radius, gap * 0.62, gap * dice.between(2.5, 5))
        radius += gap * (1 + share * 0.25)
        k += 1


def _bow(scene: Scene, place: _Community, r: float, start: float, end: float, pen: float) -> None:
    tones = scene.tones
    tone = tones.deep if not scene.titled else tones.base
    scene.stroke(Path().arc(place.x, place.y, r, start, end), tone, pen, "round")


def _dots(scene: Scene, place: _Community, radius: float, size: float, gap: float) -> None:
    """Set dots evenly around a ring, larger towards where the community faces."""
    tones = scene.tones
    count = max(5, round(math.tau * radius / gap))
    turn = scene.dice.between(0, math.tau)
    classes: dict[tuple[str, int], Path] = {}
    for index in range(count):
        angle = turn + math.tau * index / count
        x, y = place.x + radius * math.cos(angle), place.y + radius * math.sin(angle)
        if not scene.seen(x, y, size):
            continue
        light = 0.5 + 0.5 * math.cos(angle - place.facing)
        step = int(light * 4.99)
        tone = (tones.deep, tones.mid, tones.mid, tones.tint, tones.paper)[step]
        if scene.titled and step == 0:
            tone = tones.base
        if scene.in_calm(x, y, size):
            tone = tones.base
        classes.setdefault((tone, step), Path()).dot(x, y)
    for (tone, step), path in sorted(classes.items(), key=lambda item: item[0][1]):
        scene.stroke(path, tone, size * (0.45 + 0.16 * step), "round")
