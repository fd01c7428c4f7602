"""Contours: hills as contour lines, stacked like sheets of paper over water."""

from __future__ import annotations

import math
from itertools import pairwise

from report.figures.art.path import Path, Point
from report.figures.art.relief import Relief, contours, mould
from report.figures.art.scene import Scene

TITLE = "等高線的抽象圖案"
DESCRIPTION = "山巒的等高線層層相疊，由水岸漸次升上主峰。"
#: What it shows, for docs/blocks.md.
SHOWS = "contour lines that climb from a shore to a summit"


#: A thin line that turns so near to an edge (2 mm) is left out, in pt.
_TOUCH = 5.7
#: What shows less of itself than this (10 mm) is left out, in pt.
_SCRAP = 28.4
#: A shore nearer to an edge than this (3 mm) is drawn anew, so many times at most.
_NEAR, _CORNER, _TRIES = 8.5, 14.0, 12


def compose(scene: Scene) -> None:
    """Draw dark water with depth lines, then the land level by level, lit from the upper left."""
    tones, scale = scene.tones, scene.scale
    step = max(5.2 * scale, math.sqrt(scene.width * scene.height) / 48)
    for _ in range(_TRIES):
        land = _Land(scene)
        relief = mould(scene.width, scene.height, step, 4, land.rise)
        heights = _heights(scene, relief)
        share = 0.5 if scene.titled else scene.dice.between(0.22, 0.36)
        shore = heights[int(len(heights) * share)]
        if scene.calm:
            shore = max(shore, relief.highest(scene.calm) + 0.01)
        if not any(_grazes(line, scene, step) for line in contours(relief, shore)):
            break
    summit, bed = heights[-1], heights[0]
    scene.ground(tones.deep if scene.titled else tones.base)
    _water(scene, relief, bed, shore, step)
    count = round(10 + scale)
    for k in range(count):
        level = shore + (summit - shore) * k / (count - 0.5)
        _sheet(scene, _body(scene, relief, level, step, is_shore=k == 0), k / count)


def _grazes(line: list[Point], scene: Scene, step: float) -> bool:
    """Return whether a shore all but touches an edge of the picture, or is all but cut by it."""
    # Farther out, lines bend where the relief ends.
    if _turns_near(line, scene, -4 * step, _NEAR):
        return True
    if any(_is_shallow(run, scene) for run in _runs(line, scene)):
        return True
    corners = [(x, y) for x in (0.0, scene.width) for y in (0.0, scene.height)]
    return any(math.dist(point, corner) < _CORNER for point in line for corner in corners)


def _turns_near(line: list[Point], scene: Scene, least: float, most: float) -> bool:
    """Return whether a line turns back at a distance from an edge between the two, in pt."""
    count = len(line)
    for edge in range(4):
        away = [(x, y, scene.width - x, scene.height - y)[edge] for x, y in line]
        along = [(y, x, y, x)[edge] for x, y in line]
        end = scene.height if edge in (0, 2) else scene.width
        for index, distance in enumerate(away):
            if not (least < distance < most and 0 < along[index] < end):
                continue
            around = [away[(index + k) % count] for k in range(-4, 5)]
            if max(around) > distance == min(around) or min(around) < distance == max(around):
                return True
    return False


def _runs(line: list[Point], scene: Scene) -> list[list[Point]]:
    """Return the parts of a closed line that are in the picture, if it leaves it anywhere."""
    hidden = next((k for k, point in enumerate(line) if not scene.seen(*point)), None)
    if hidden is None:
        return []
    runs: list[list[Point]] = [[]]
    for point in [*line[hidden:], *line[:hidden]]:
        if scene.seen(*point):
            runs[-1].append(point)
        elif runs[-1]:
            runs.append([])
    return [run for run in runs if run]


def _is_shallow(run: list[Point], scene: Scene) -> bool:
    """Return whether a part of a shore comes in and goes out again near the same edge."""
    depth = max(min(x, y, scene.width - x, scene.height - y) for x, y in run)
    return depth < _SCRAP


def _water(scene: Scene, relief: Relief, bed: float, shore: float, step: float) -> None:
    """Draw the lines of equal depth, thinner than anything on land."""
    tones = scene.tones
    lines = Path()
    for k in range(1, 6):
        lines.add(_body(scene, relief, shore - (shore - bed) * (k / 6) ** 1.2, step))
    scene.stroke(lines, tones.base if scene.titled else tones.mid, 0.3 * scene.scale)


def _sheet(scene: Scene, body: Path, share: float) -> None:
    """Draw one level; ``share`` 0 is the shore, 1 the top.

    A level is a face with a line of even width around it, since an edge that tapers to nothing
    cannot be printed; under a title, where the land is dark, also with a shadow.
    """
    tones = scene.tones
    if not scene.titled:
        high = share >= 0.6
        scene.fill(body, tones.mid if high else tones.tint)
        if share == 0:
            scene.stroke(body, tones.deep, 1.5 * scene.scale**0.8)
        else:
            scene.stroke(body, tones.base if high else tones.mid, 0.5 * scene.scale)
        return
    grade = 0 if share < 0.3 else 1 if share < 0.68 else 2
    shade = (tones.night if share == 0 else tones.deep, tones.base, tones.mid)[grade]
    face = (tones.base, tones.mid, tones.tint)[grade]
    lit = (tones.mid, tones.tint, tones.paper)[grade]
    cast = 0.6 * scene.scale**0.8
    scene.stroke(body, shade, (4.0 if share == 0 else 2.4) * cast)
    scene.fill(body, face)
    scene.stroke(body, lit, 0.9 * cast)


def _heights(scene: Scene, relief: Relief) -> list[float]:
    """Return the visible levels, from the lowest to the highest."""
    shown = []
    for j, row in enumerate(relief.rows):
        if 0 <= relief.top + j * relief.step <= scene.height:
            for i, height in enumerate(row):
                if 0 <= relief.left + i * relief.step <= scene.width:
                    shown.append(height)
    return sorted(shown)


def _body(
    scene: Scene, relief: Relief, level: float, step: float, *, is_shore: bool = False
) -> Path:
    """Outline everything higher than a level, without very small islands."""
    body = Path()
    for line in contours(relief, level):
        points = _even(line, step * 2.05)
        clear = is_shore or not _turns_near(points, scene, -_TOUCH, _TOUCH)
        if points and clear and not _is_scrap(points, scene):
            body.smooth(points, closed=True, grain=10)
    return body


def _is_scrap(points: list[Point], scene: Scene) -> bool:
    """Return whether so little of a line is in the picture that it would look like a mistake."""
    seen = [(x, y) for x, y in points if scene.seen(x, y)]
    if not seen:
        return False  # all around the picture, or nowhere near it
    across, down = ([point[axis] for point in seen] for axis in (0, 1))
    return max(max(across) - min(across), max(down) - min(down)) < _SCRAP


def _even(line: list[Point], gap: float) -> list[Point]:
    """Return points about ``gap`` apart on a closed line, for a smooth curve."""
    lengths = [math.dist(a, b) for a, b in pairwise([*line, line[0]])]
    count = round(sum(lengths) / gap)
    if count < 5:
        return []
    stride = sum(lengths) / count
    points: list[Point] = []
    want = done = 0.0
    for (ax, ay), (bx, by), length in zip(line, [*line[1:], line[0]], lengths, strict=True):
        while want < done + length and len(points) < count:
            share = (want - done) / length
            points.append((ax + (bx - ax) * share, ay + (by - ay) * share))
            want += stride
        done += length
    return [
        ((ax + 2 * bx + cx) / 4, (ay + 2 * by + cy) / 4)
        for (ax, ay), (bx, by), (cx, cy) in zip(
            [points[-1], *points], points, [*points[1:], points[0]], strict=False
        )
    ]


class _Land:
    """The positions of the summits and the shape of the land between them."""

    def __init__(self, scene: Scene) -> None:
        dice = scene.dice
        x, y = scene.focus()
        reach = math.sqrt(scene.width * scene.height)
        if scene.titled:
            reach = min(scene.width, scene.height) * 1.25
        self._hills: list[tuple[float, float, float, float, float, float, float]] = []
        lean = dice.between(0, math.pi)
        self._add(x, y, 0.85, reach * 0.27, dice.between(0.5, 0.7), lean)
        for side in (0.0, math.pi):  # a ridge through the summit, on both sides
            angle = lean + side + dice.around(0, 0.6)
            far = reach * dice.between(0.36, 0.54)
            size = reach * dice.between(0.15, 0.22)
            px, py = x + far * math.cos(angle), y + far * math.sin(angle)
            if not scene.in_calm(px, py, size * 1.6):
                self._add(px, py, dice.between(0.4, 0.72), size, 0.75, angle)
        for _ in range(5):
            angle, far = dice.between(0, math.tau), reach * dice.between(0.5, 1.1)
            px, py = x + far * math.cos(angle), y + far * math.sin(angle)
            size, top = reach * dice.between(0.14, 0.24), dice.between(0.15, 0.35)
            if scene.in_calm(px, py, size):
                top *= 0.5
            self._add(px, py, top, size, dice.between(0.6, 0.9), dice.between(0, math.pi))
        self._phase = [dice.between(0, math.tau) for _ in range(4)]
        self._sway, self._wave = reach * 0.07, math.tau / reach

    def _add(self, x: float, y: float, top: float, size: float, slim: float, turn: float) -> None:
        self._hills.append((x, y, top, 1 / size, 1 / (size * slim), math.cos(turn), math.sin(turn)))

    def rise(self, x: float, y: float) -> float:
        """Return the height of the land at a point."""
        a, b, c, d = self._phase
        wave = self._wave
        x, y = (
            x + self._sway * math.sin(y * wave * 1.3 + a),
            y + self._sway * math.sin(x * wave * 1.1 + b),
        )
        height = 0.06 * math.sin(x * wave * 0.8 + c) + 0.06 * math.sin(y * wave * 0.9 + d)
        for px, py, top, wide, high, cos, sin in self._hills:
            dx, dy = x - px, y - py
            u, v = (dx * cos + dy * sin) * wide, (dy * cos - dx * sin) * high
            height += top * math.exp(-0.5 * (u * u + v * v))
        return height
