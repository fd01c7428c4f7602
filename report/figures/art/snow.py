"""Snow: a slope with the tracks of skis, peaks behind it, a crystal in the sky."""

from __future__ import annotations

import math

from report.figures.art.path import Path, Point
from report.figures.art.scene import Scene

TITLE = "雪坡與雪晶的抽象圖案"
DESCRIPTION = "雪晶懸於雪坡之上，滑雪的軌跡蜿蜒而下。"


def compose(scene: Scene) -> None:
    """Draw sky, crystal, peaks and slope, the farthest first."""
    tones = scene.tones
    scene.ground(tones.deep)
    x, y = scene.focus()
    size = min(scene.width, scene.height)
    _crystal(scene, x, y, size * scene.dice.between(0.42, 0.55), 3)
    _peaks(scene, x)
    _slope(scene, x)


def _crystal(scene: Scene, x: float, y: float, reach: float, order: int) -> None:
    dice, tones, scale = scene.dice, scene.tones, scene.scale
    tilt = dice.between(0, math.pi / 3)
    branches = [(dice.around(0.14 + 0.12 * k, 0.03), dice.between(0.12, 0.38)) for k in range(7)]
    thick, fine = Path(), Path()

    def put(arm: int, along: float, aside: float) -> Point:
        angle = tilt + arm * math.pi / 3
        c, s = math.cos(angle), math.sin(angle)
        return x + reach * (along * c - aside * s), y + reach * (along * s + aside * c)

    for arm in range(6):
        thick.move(x, y).line(*put(arm, 1, 0))
        for along, length in branches:
            length *= 1 - along * 0.6
            for side in (1, -1):
                ex, ey = along + length * 0.5, side * length * 0.866
                fine.move(*put(arm, along, 0)).line(*put(arm, ex, ey))
    hexes = Path()
    for r in (0.08, 0.2, 0.34):
        hexes.polyline([put(arm, r, 0) for arm in range(6)], closed=True)
    scene.stroke(hexes, tones.mid, 0.6 * scale)
    scene.stroke(fine, tones.tint, 0.8 * scale, "round")
    scene.stroke(thick, tones.paper, 1.3 * scale, "round")


def _peaks(scene: Scene, x: float) -> None:
    dice, tones = scene.dice, scene.tones
    height, width = scene.height, scene.width
    foot = height * 0.8
    px = -0.1 * width
    light, dark = Path(), Path()
    while px < width * 1.1:
        half = width * dice.between(0.12, 0.26)
        top = foot - half * dice.between(0.55, 0.8)
        mid = px + half * dice.between(0.8, 1.1)
        light.polyline([(px, foot + 40), (mid, top), (mid + half, foot + 40)], closed=True)
        dark.polyline([(mid, top), (mid - half * 0.2, top + half * 0.3), (mid - half * 0.05, top + half * 0.45), (mid - half * 0.3, foot + 40), (mid + half, foot + 40)], closed=True)
        px += half * dice.between(0.9, 1.5)
    scene.fill(light, tones.mid)
    scene.fill(dark, tones.base)


def _slope(scene: Scene, x: float) -> None:
    dice, tones, scale = scene.dice, scene.tones, scene.scale
    w, h = scene.width, scene.height
    s = dice.sign()
    a, b = (0.62, 0.9) if s > 0 else (0.9, 0.62)
    pts = [(-5, h * a), (w * 0.3, h * (a * 0.7 + b * 0.3) + 6), (w * 0.65, h * (0.3 * a + 0.7 * b) - 6), (w + 5, h * b)]
    body = Path().smooth(pts)
    body.line(w + 5, h + 5).line(-5, h + 5).close()
    scene.fill(body, tones.paper)
    for k in range(3):
        start = w * dice.between(0.2, 0.8)
        for d in (-1, 1):
            line = []
            for i in range(14):
                t = i / 13
                line.append((start + s * t * w * 0.35 + math.sin(t * 9 + k) * (2 + 12 * t) * scale + d * (0.3 + 0.9 * t) * scale, h * 0.62 + t * h * 0.4))
            scene.stroke(Path().smooth(line), tones.mid, 0.5 * scale)
