"""Ribbons: bands that cross over and under and turn back in loops, as in a tied knot.

The knot is two threads on a slanted grid. Each thread goes forwards and back in parallel strands,
with a loop at the end of each; one thread follows u, the other v, and where they cross, each is
above the other in turn. Lengths on the grid are in pitches.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from report.figures.art.path import Path, Point
from report.figures.art.scene import Scene

TITLE = "絲帶交織的抽象圖案"
DESCRIPTION = "寬闊的絲帶上下穿插，回環相扣，令人想起結藝。"
#: What it shows, for docs/blocks.md.
SHOWS = "broad ribbons woven over and under each other"

#: The width of a ribbon, and its width with the gap where it is above another.
_WIDE, _CLEAR = 0.70, 0.84
#: The length of a free end: past every edge.
_AWAY = 40.0

#: The stripes of a ribbon: (tone, middle, width); the first is the face.
Weave = tuple[tuple[str, float, float], ...]


@dataclass(frozen=True, slots=True)
class _Grid:
    """The knot's middle and pitch in pt, and its rotation as cosine and sine."""

    x: float
    y: float
    pitch: float
    cos: float
    sin: float

    def at(self, u: float, v: float) -> Point:
        """Return the point of the picture at u, v."""
        u, v = u * self.pitch, v * self.pitch
        return self.x + u * self.cos - v * self.sin, self.y + u * self.sin + v * self.cos


@dataclass(frozen=True, slots=True)
class _Thread:
    """One thread: its strands, the offsets of its loops, and the end (1 or -1) it starts at."""

    strands: int
    reaches: tuple[float, ...]
    start: int
    across: bool

    def lines(self, grid: _Grid, offset: float) -> Path:
        """Return a line parallel to the thread's middle line; the side changes at each turn."""
        middle = (self.strands - 1) / 2
        end, side = self.start, offset
        path = Path()
        path.move(*self._at(grid, end * _AWAY, -middle + side))
        for strand in range(self.strands):
            v = strand - middle
            end = -end
            last = strand == self.strands - 1
            far = end * (_AWAY if last else self.reaches[strand])
            path.line(*self._at(grid, far, v + side))
            if not last:
                path.flow(
                    [
                        self._at(
                            grid,
                            far + end * (0.5 - side) * math.sin(math.pi * k / 12),
                            v + 0.5 - (0.5 - side) * math.cos(math.pi * k / 12),
                        )
                        for k in range(13)
                    ]
                )
                side = -side
                path.line(*self._at(grid, far, v + 1 + side))
        return path

    def _at(self, grid: _Grid, u: float, v: float) -> Point:
        return grid.at(v, u) if self.across else grid.at(u, v)


def compose(scene: Scene) -> None:
    """Draw one knot at the focus; its free ends leave the picture."""
    dice, tones = scene.dice, scene.tones
    ground = tones.deep if scene.titled else tones.tint
    scene.ground(ground)
    one, two = dice.pick(((4, 4), (4, 4), (3, 4), (4, 3), (3, 3), (5, 4), (4, 5)))
    if scene.titled:  # even numbers, so that both ends of a thread leave on the same side
        one, two = dice.pick(((4, 4), (4, 4), (6, 4), (4, 6)))
    grid = _grid(scene, one, two)
    first = _Thread(one, _reaches(scene, one, two), _start(scene, grid.x, 1), across=False)
    second = _Thread(two, _reaches(scene, two, one), _start(scene, grid.x, -1), across=True)
    light, dark = _weaves(scene)
    if scene.titled:
        _trace(scene, grid, (first, second))
    for thread, weave in ((first, dark), (second, light)):
        scene.stroke(thread.lines(grid, 0), ground, _CLEAR * grid.pitch)
        for tone, offset, wide in weave:
            scene.stroke(thread.lines(grid, offset), tone, wide * grid.pitch)
    _bridges(scene, grid, (one, two), dark, ground)


def _trace(scene: Scene, grid: _Grid, threads: tuple[_Thread, _Thread]) -> None:
    """Draw a second, much larger knot in fine dark lines, behind the title."""
    large = _Grid(
        scene.width * 0.16 if scene.shape == "band" else scene.width * 0.3,
        scene.height * (0.5 if scene.shape == "band" else 0.86),
        grid.pitch * 1.6,
        grid.cos,
        grid.sin,
    )
    for thread in threads:
        for offset in (-0.35, 0.35):
            scene.stroke(thread.lines(large, offset), scene.tones.base, 0.3 * scene.scale)


def _bridges(
    scene: Scene, grid: _Grid, strands: tuple[int, int], weave: Weave, ground: str
) -> None:
    """Draw the first thread above the second again at every other crossing."""
    odd = scene.dice.whole(0, 1)
    spots = [
        (j - (strands[1] - 1) / 2, i - (strands[0] - 1) / 2, -1 if i % 2 else 1)
        for i in range(strands[0])
        for j in range(strands[1])
        if (i + j) % 2 == odd
    ]
    gaps = Path()
    for u, v, _ in spots:
        gaps.move(*grid.at(u - 0.38, v)).line(*grid.at(u + 0.38, v))
    scene.stroke(gaps, ground, _CLEAR * grid.pitch)
    for tone, offset, wide in weave:
        stripe = Path()
        for u, v, side in spots:
            w = v + side * offset
            stripe.move(*grid.at(u - 0.46, w)).line(*grid.at(u + 0.46, w))
        scene.stroke(stripe, tone, wide * grid.pitch)


def _grid(scene: Scene, one: int, two: int) -> _Grid:
    """Place the knot as large as possible without coming near the title."""
    dice = scene.dice
    x, y = scene.focus()
    turn = math.pi / 4
    # From the middle to the farthest loop, in pitches.
    extent = math.sqrt(0.5) * ((one + two - 2) / 2 + 0.05) + 0.5 + _CLEAR / 2
    if scene.shape == "band":
        x = scene.width * dice.between(0.83, 0.9)
        free = x - scene.width * 0.575
        y = scene.height * dice.between(0.4, 0.6)
    elif scene.shape == "page":
        x, y = scene.width * dice.between(0.45, 0.6), scene.height * dice.between(0.22, 0.28)
        free = scene.height * 0.655 - y
    else:
        slim = max(scene.width, scene.height) / min(scene.width, scene.height)
        free = min(scene.width, scene.height) * dice.between(0.5, 0.7) * min(slim, 3) ** 0.3
        turn += dice.around(0, 0.12)
    return _Grid(x, y, free / extent, math.cos(turn), math.sin(turn))


def _start(scene: Scene, x: float, toward: int) -> int:
    """Choose the end where a thread starts: away from the title, or in the emptier half.

    ``x`` is the knot's position (pt), ``toward`` the end on the right.
    """
    if scene.shape == "band":
        return toward
    if scene.shape == "page":
        return -1
    return toward if x < scene.width / 2 else -toward


def _reaches(scene: Scene, strands: int, others: int) -> tuple[float, ...]:
    """Return the offset of each loop: just past the other thread, or sometimes farther."""
    near = others / 2 + 0.05
    spare = 0.0 if scene.titled else 0.6
    return tuple(near + (spare if scene.dice.chance(0.3) else 0) for _ in range(strands - 1))


def _weaves(scene: Scene) -> tuple[Weave, Weave]:
    """Choose the stripes of the ribbons: one thread light, one dark."""
    tones = scene.tones
    if scene.titled:
        colours = ((tones.mid, tones.base, tones.tint), (tones.base, tones.night, tones.mid))
    else:
        colours = ((tones.mid, tones.base, tones.paper), (tones.base, tones.deep, tones.mid))
    pattern = scene.dice.whole(0, 2)
    weaves: list[Weave] = []
    for face, edge, line in colours:
        if pattern == 0:  # a hem on one side, fine lines fading from the other
            stripes = [(edge, -0.31, 0.05)]
            stripes += [(line, 0.31 - 0.06 * k, 0.036 - 0.006 * k) for k in range(5)]
        elif pattern == 1:  # two hems and a band of fine lines in the middle
            stripes = [(line, side * 0.27, 0.03) for side in (-1, 1)]
            stripes += [(edge, 0.05 * k, 0.016) for k in (-2, -1, 0, 1, 2)]
        else:  # one half shaded
            stripes = [(edge, -0.35 + 0.0275 * k + 0.0075, 0.015) for k in range(0, 12, 2)]
            stripes += [(line, 0.28, 0.05)]
        weaves.append(((face, 0.0, _WIDE), *stripes))
    return weaves[0], weaves[1]
