"""Snow: a crystal of nested chevrons in the sky, and a slope combed by skis."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

from report.figures.art.path import Path, Point
from report.figures.art.scene import BAND_CALM, PAGE_CALM, Scene

TITLE = "雪晶與雪坡的抽象圖案"
DESCRIPTION = "六角雪晶懸於雪坡之上，滑雪的軌跡沿坡蜿蜒而下。"
#: What it shows, for docs/blocks.md.
SHOWS = "ice crystals above a slope with ski tracks"

_SIXTH = math.pi / 3
#: How near to the snow, and to the edge (10 mm and the bleed), an arm is too near to both, in pt.
_CLOSE, _EDGE = 14.0, 36.9
#: A hexagon follows the ridge when it is so near (2 mm) for so long (7 mm), in pt.
_NEAR, _LONG = 5.7, 20.0
#: A hexagon of the halo shows more of itself than this (10 mm), in pt.
_SCRAP = 28.4
#: The thinnest track, and the least snow between two, in pt.
_PEN, _SNOW = 0.76, 0.7


@dataclass(frozen=True, slots=True)
class _Crystal:
    """A six-armed crystal: middle and reach (pt), the angle of its first arm (rad)."""

    x: float
    y: float
    reach: float
    turn: float

    def at(self, arm: float, along: float, branch: float = 0.0) -> Point:
        """Return the point at a distance along an arm, then along a branch (in reaches).

        A branch has an angle of 60° to its arm, to the left if ``branch`` is negative.
        """
        angle = self.turn + arm * _SIXTH
        aside = angle + math.copysign(_SIXTH, branch)
        u = along * math.cos(angle) + abs(branch) * math.cos(aside)
        v = along * math.sin(angle) + abs(branch) * math.sin(aside)
        return self.x + self.reach * u, self.y + self.reach * v


def compose(scene: Scene) -> None:
    """Draw the sky, the crystal and its halo, and the slope in front of them."""
    scene.ground(scene.tones.deep)
    crystal = _place(scene)
    _halo(scene, crystal)
    _chevrons(scene, crystal)
    if scene.shape == "band":
        _band_slopes(scene, crystal)
    elif scene.shape == "page":
        _page_slopes(scene)
    else:
        _tile_slope(scene)


def _place(scene: Scene) -> _Crystal:
    dice = scene.dice
    x, y = scene.focus()
    reach = min(scene.width, scene.height) * dice.between(0.5, 0.72)
    if scene.shape == "band":
        x, y = scene.width * dice.between(0.78, 0.84), scene.height * dice.between(0.38, 0.5)
        reach = x - scene.width * 0.575
    elif scene.shape == "page":
        y = scene.height * dice.between(0.24, 0.3)
        reach = scene.width * dice.between(0.46, 0.54)
    return _Crystal(x, y, reach, dice.between(0, _SIXTH))


def _rings(scene: Scene, crystal: _Crystal) -> Iterator[list[Point]]:
    """Return the corners of the hexagons around the crystal, ever farther apart."""
    far, gap = 1.1, 0.13
    while far * crystal.reach * 0.8 < scene.diagonal:
        yield [crystal.at(arm, far) for arm in range(6)]
        far += gap
        gap *= 1.22


def _halo(scene: Scene, crystal: _Crystal) -> None:
    """Draw hexagons around the crystal, to the edges of the picture."""
    path = Path()
    for corners in _rings(scene, crystal):
        if _shows(scene, corners):
            path.polyline(corners, closed=True)
    scene.stroke(path, scene.tones.base, 0.45 * scene.scale)


def _shows(scene: Scene, corners: list[Point]) -> bool:
    """Return whether more of a hexagon is in the picture than a scrap in a corner."""
    shown = 0.0
    for (ax, ay), (bx, by) in zip(corners, [*corners[1:], corners[0]], strict=True):
        part = math.dist((ax, ay), (bx, by)) / 40
        steps = (k / 40 for k in range(40))
        shown += part * sum(scene.seen(ax + (bx - ax) * k, ay + (by - ay) * k) for k in steps)
    return shown > _SCRAP


def _chevrons(scene: Scene, crystal: _Crystal) -> None:
    """Draw chevrons along six arms; near the middle they join to stars."""
    dice, tones = scene.dice, scene.tones
    count = dice.whole(13, 17)
    heart, swell = dice.between(0.28, 0.42), dice.between(0.36, 0.46)
    pen = crystal.reach / count
    shelves: dict[tuple[int, str], Path] = {}
    for k in range(1, count):
        along, weight = k / count, dice.pick((1, 2, 2, 3))
        if along < heart:
            tone = dice.pick((tones.paper, tones.tint, tones.mid, tones.base))
            star = [crystal.at(arm, along, b) for arm in range(6) for b in (0, along)]
            shelves.setdefault((weight, tone), Path()).polyline(star, closed=True)
            continue
        tone = dice.pick((tones.paper, tones.tint, tones.mid, tones.mid))
        branch = min(along * 0.86, swell * (1 - along) ** 0.8 + 0.02) * dice.between(0.72, 1)
        path = shelves.setdefault((weight, tone), Path())
        for arm in range(6):
            path.polyline([crystal.at(arm, along, b) for b in (branch, 0, -branch)])
    for (weight, tone), path in sorted(shelves.items(), key=lambda item: item[0][0]):
        scene.stroke(path, tone, pen * (0.14 + 0.14 * weight), ends="sharp")
    arms = Path()
    for arm in range(3):
        arms.move(*crystal.at(arm, 1)).line(*crystal.at(arm + 3, 1))
    scene.stroke(arms, tones.paper, pen * 0.34)


@dataclass(frozen=True, slots=True)
class _Slope:
    """A slope below a ridge.

    Its tones, its start (x, pt), the height of its ridge there and at the right edge (y, pt), and
    how far the ridge is bent upwards between them (pt).
    """

    face: str
    line: str
    start: float
    left: float
    right: float
    bow: float

    def ridge(self, scene: Scene, x: float) -> float:
        """Return the height (y) of the ridge at x, which changes smoothly from end to end."""
        share = (x - self.start) / (scene.width - self.start)
        glide = share * share * (3 - 2 * share)
        return self.left + (self.right - self.left) * glide - self.bow * math.sin(math.pi * share)


def _comb(scene: Scene, slope: _Slope) -> None:
    """Fill a slope, and draw lines parallel to its ridge that spread towards the lower end."""
    scale, start, end = scene.scale, slope.start - 4, scene.width + 4
    count = max(8, round((end - start) / (22 * scale)))
    places = [start + (end - start) * i / count for i in range(count + 1)]
    crest = [slope.ridge(scene, x) for x in places]
    floor = scene.height + 4
    body = Path().smooth(list(zip(places, crest, strict=True)))
    scene.fill(body.line(end, floor).line(start, floor).close(), slope.face)
    lines, lean = Path(), 0.5 if slope.left < slope.right else -0.5
    opening = [1 + lean * (2 * i / count - 1) for i in range(count + 1)]
    k = 1
    while True:
        drop = 2 * scale * k * (1 + 0.04 * k)
        row = [(x, y + drop * wider) for x, y, wider in zip(places, crest, opening, strict=True)]
        if min(y for _, y in row) > floor:
            break
        lines.smooth([point for point in row if point[1] < floor + 30 * scale], grain=5)
        k += 1
    scene.stroke(lines, slope.line, 0.32 * scale)


def _tracks(scene: Scene, slope: _Slope, tone: str, run: float, floor: float) -> None:
    """Draw two pairs of ski tracks down a slope, ``run`` pt sideways, to the height ``floor``."""
    dice = scene.dice
    turns, side = dice.between(2, 3), dice.sign()
    span = scene.width - slope.start
    x = slope.start + span * (dice.between(0.12, 0.3) if run > 0 else dice.between(0.7, 0.88))
    for k in range(2):
        start = (x, slope.ridge(scene, x) + 1.6 * scene.scale)
        length = math.copysign(min(abs(run), 0.85 * (floor - start[1])), run) * (1 + 0.2 * k)
        _track(scene, start, (x + length, floor), tone, turns + 0.4 * k, side)
        x += math.copysign(span * 0.16, run)


def _track(scene: Scene, start: Point, end: Point, tone: str, turns: float, side: int) -> None:
    """Draw the two tracks of a pair of skis from far (start) to near (end), in even turns."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = math.hypot(dx, dy)
    wide = length * 0.055 * side
    count = round(turns * 12)
    pen = max(0.6 * scene.scale, _PEN)
    # The snow between two tracks is never so narrow that ink would fill it.
    least = (pen + _SNOW) / 2
    for ski in (-1, 1):
        line = []
        for i in range(count + 1):
            share = (i / count) ** 1.5  # far turns are shorter
            sway = wide * share * math.sin(math.tau * turns * i / count)
            apart = max(abs(wide) * (0.05 + 0.17 * share), least)
            aside = (sway + ski * apart) / length
            line.append((start[0] + dx * share - dy * aside, start[1] + dy * share + dx * aside))
        scene.stroke(Path().smooth(line), tone, pen)


def _tile_slope(scene: Scene) -> None:
    """Draw a white slope at the bottom of the picture."""
    dice, tones, height = scene.dice, scene.tones, scene.height
    high, low = height * dice.between(0.56, 0.64), height * dice.between(0.84, 0.92)
    run = min(height, scene.width) * dice.between(0.6, 0.9)
    if dice.chance(0.5):
        high, low, run = low, high, -run
    slope = _Slope(tones.paper, tones.mid, 0, high, low, height * dice.between(-0.02, 0.04))
    _comb(scene, slope)
    _tracks(scene, slope, tones.base, run, height * 1.06)


def _band_slopes(scene: Scene, crystal: _Crystal) -> None:
    """Draw a white slope in the corner away from the title."""
    dice, tones, height = scene.dice, scene.tones, scene.height
    start, top = scene.width * (BAND_CALM + 0.02), height * dice.between(0.62, 0.72)
    slope = _Slope(tones.paper, tones.mid, start, height * 1.02, top, 0)
    while _meets_at_the_edge(scene, crystal, slope) and slope.right < 0.95 * height:
        slope = replace(slope, right=slope.right + 4)
    # A little lower, so that no hexagon doubles the ridge; else it stays.
    others = [replace(slope, right=slope.right + lower) for lower in (0, 3, 6, 9, 12, 15, 18)]
    slope = next((one for one in others if not _follows(scene, crystal, one)), slope)
    _comb(scene, slope)
    _tracks(scene, slope, tones.base, -height * 0.28, height * 1.06)


def _meets_at_the_edge(scene: Scene, crystal: _Crystal, slope: _Slope) -> bool:
    """Return whether an arm of the crystal meets the ridge close to the edge of the page.

    Arm, snow and edge in one point would look like a mistake of the cutting.
    """
    for arm in range(6):
        spine = (crystal.at(arm, along / 100) for along in range(101))
        # Where the arm goes into the snow, or comes close to it.
        met = (
            x
            for x, y in spine
            if x > slope.start and y > slope.ridge(scene, min(x, scene.width)) - _CLOSE
        )
        first = next(met, None)
        if first is not None and first > scene.width - _EDGE:
            return True
    return False


def _follows(scene: Scene, crystal: _Crystal, slope: _Slope) -> bool:
    """Return whether a hexagon runs along the ridge, close above it: it would double its edge."""
    for corners in _rings(scene, crystal):
        for (ax, ay), (bx, by) in zip(corners, [*corners[1:], corners[0]], strict=True):
            close = 0.0
            for k in range(100):
                x, y = ax + (bx - ax) * k / 100, ay + (by - ay) * k / 100
                if slope.start < x < scene.width:
                    close += (0 < slope.ridge(scene, x) - y < _NEAR) * abs(bx - ax) / 100
            if close > _LONG:
                return True
    return False


def _page_slopes(scene: Scene) -> None:
    """Draw a white slope, and in front of it a dark one under the title."""
    dice, tones, height = scene.dice, scene.tones, scene.height
    side = dice.chance(0.5)
    high, low = height * dice.between(0.45, 0.5), height * dice.between(0.58, 0.62)
    left, right = (high, low) if side else (low, high)
    slope = _Slope(tones.paper, tones.mid, 0, left, right, height * 0.01)
    _comb(scene, slope)
    _tracks(scene, slope, tones.base, scene.width * (0.3 if side else -0.3), height * 0.67)
    crest = height * (1 - PAGE_CALM)
    left, right = (0.985 * crest, 0.9 * crest) if side else (0.9 * crest, 0.985 * crest)
    _comb(scene, _Slope(tones.night, tones.base, 0, left, right, 0))
