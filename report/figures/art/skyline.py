"""Skyline: a city of upright bars, like a spectrum, below the waves of its mast."""

from __future__ import annotations

import math
from dataclasses import dataclass

from report.figures.art.path import Path
from report.figures.art.scene import Scene

TITLE = "城市天際線與訊號的抽象圖案"
DESCRIPTION = "高低樓宇如頻譜排列，訊號自高塔一圈圈傳開。"


@dataclass(frozen=True, slots=True)
class _Row:
    """One depth of the city: its tones, and how high and how broad its houses are (pt)."""

    face: str
    detail: str
    lowest: float
    highest: float
    breadth: float


def compose(scene: Scene) -> None:
    """Draw the waves first, three rows of houses before them, the mast in the middle row."""
    dice, tones, scale = scene.dice, scene.tones, scene.scale
    width, height = scene.width, scene.height
    scene.ground(tones.night)
    x, _ = scene.focus()
    foot = height * dice.between(0.84, 0.9)
    top = height * dice.between(0.2, 0.28)
    _signals(scene, x, top)
    rows = (
        _Row(tones.deep, tones.base, 0.12, 0.42, 15),
        _Row(tones.base, tones.mid, 0.10, 0.34, 12),
        _Row(tones.mid, tones.paper, 0.05, 0.2, 10),
    )
    for k, row in enumerate(rows):
        if k == 1:
            _mast(scene, x, top, foot)
        _houses(scene, row, x, foot)
    scene.fill(Path().rect(-2, foot, width + 4, height - foot + 2), tones.deep)
    lines = Path()
    y, gap = foot, 1.2 * scale
    while y < height:
        lines.move(0, y).line(width, y)
        y += gap
        gap *= 1.35
    scene.stroke(lines, tones.base, 0.4 * scale)


def _signals(scene: Scene, x: float, y: float) -> None:
    tones, scale = scene.tones, scene.scale
    reach = max(math.dist((x, y), c) for c in ((0, 0), (scene.width, 0), (0, scene.height), (scene.width, scene.height)))
    r, gap, k = 6 * scale, 5.0 * scale, 0
    while r < reach:
        tone = tones.paper if k < 2 else tones.mid if k < 4 else tones.base if k < 8 else tones.deep
        scene.stroke(Path().circle(x, y, r), tone, (1.5 - 0.1 * min(k, 9)) * scale)
        r += gap
        gap *= 1.13
        k += 1


def _mast(scene: Scene, x: float, top: float, foot: float) -> None:
    scale = scene.scale
    body = Path().polyline([(x - 0.5 * scale, top), (x + 0.5 * scale, top), (x + 3.4 * scale, foot), (x - 3.4 * scale, foot)], closed=True)
    scene.fill(body, scene.tones.paper)
    scene.fill(Path().circle(x, top, 2.4 * scale), scene.tones.paper)


def _houses(scene: Scene, row: _Row, x: float, foot: float) -> None:
    dice, scale, height = scene.dice, scene.scale, scene.height
    left = -dice.between(0, row.breadth) * scale
    body, detail = Path(), Path()
    while left < scene.width:
        wide = row.breadth * dice.between(0.6, 1.5) * scale
        far = (left + wide / 2 - x) / (scene.width * 0.4)
        rise = row.lowest + (row.highest - row.lowest) * math.exp(-far * far) * dice.between(0.45, 1.3)
        rise += dice.between(0, 0.05)
        high = height * rise
        top = foot - high
        body.rect(left, top, wide, high)
        _front(detail, dice.whole(0, 4), left, top, wide, high, scale)
        left += wide + dice.pick((0.0, 0.0, 2.0, 5.0)) * scale
    scene.fill(body, row.face)
    scene.stroke(detail, row.detail, 0.4 * scale)


def _front(path: Path, kind: int, left: float, top: float, wide: float, high: float, scale: float) -> None:
    gap = 2.2 * scale
    inset = 1.6 * scale
    if kind == 0:
        n = int((wide - 2 * inset) / gap)
        for i in range(n + 1):
            px = left + wide / 2 + (i - n / 2) * gap
            path.move(px, top + inset).line(px, top + high)
    elif kind == 1:
        n = int((high - inset) / gap)
        for i in range(n):
            y = top + inset + i * gap
            path.move(left + inset, y).line(left + wide - inset, y)
    elif kind == 2:
        path.move(left + wide / 2, top).line(left + wide / 2, top - 6 * scale)
