"""Mesh: an even net of links and nodes that swells to a globe, with a few lit routes.

A node has two integer coordinates, steps along two sides of a triangle of the net.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from report.figures.art.path import Path, Point
from report.figures.art.scene import Scene

TITLE = "網絡節點的抽象圖案"
DESCRIPTION = "均勻的網絡隆起成球，節點大小有致，數條連線點亮。"
#: What it shows, for docs/blocks.md.
SHOWS = "a network that rises to a sphere, with some links lit"

#: The steps from a node to its six neighbours.
_WAYS = ((1, 0), (0, 1), (-1, 1), (-1, 0), (0, -1), (1, -1))
#: The enlargement of the net in the middle of the globe; with more, it would fold.
_SWELL = 1.25
#: The end of the globe, as the square of a share of its reach: the net is seen edge-on there.
_LIMB = 0.6
#: The radius of the globe, in reaches.
_SIZE = math.sqrt(_LIMB) * (1 + _SWELL * (1 - _LIMB) ** 2)

#: Triangles that are less high, in pt, would print as doubled lines.
_SLIVER = 1.5
#: How far the plain net stays from the globe, in pt.
_CLEAR = 3.0

Node = tuple[int, int]
Net = dict[Node, "_Spot"]


@dataclass(frozen=True, slots=True)
class _Spot:
    """A node in the picture: position (pt), enlargement, and light (-1 to 1) on the globe."""

    x: float
    y: float
    size: float
    light: float
    on_globe: bool


@dataclass(frozen=True, slots=True)
class _Globe:
    """The globe: middle and reach in pt, the net's gap (pt) and rotation, the light."""

    x: float
    y: float
    reach: float
    gap: float
    turn: float
    sun: float

    def flat(self, a: float, b: float) -> Point:
        """Return a node's offset from the middle in the flat net."""
        u, v = (a + b / 2) * self.gap, b * self.gap * math.sqrt(0.75)
        cos, sin = math.cos(self.turn), math.sin(self.turn)
        return u * cos - v * sin, u * sin + v * cos

    def spot(self, u: float, v: float) -> _Spot:
        """Return the position on the globe of an offset from the middle."""
        share = (u * u + v * v) / (self.reach * self.reach)
        if share >= 1:
            return _Spot(self.x + u, self.y + v, 1, 0, on_globe=False)
        size = 1 + _SWELL * (1 - share) ** 2
        light = (u * math.cos(self.sun) + v * math.sin(self.sun)) / self.reach
        return _Spot(self.x + u * size, self.y + v * size, size, light, on_globe=share < _LIMB)


def compose(scene: Scene) -> None:
    """Draw the plain net, then the globe on it, then the routes."""
    dice, tones = scene.dice, scene.tones
    scene.ground(tones.deep)
    globe = _place(scene)
    net = _net(scene, globe)
    facet = dice.pick((_triangles, _blocks, None))
    _plain(scene, net)
    limb = globe.reach * _SIZE
    # Links of the plain net that run along the limb would double its line.
    scene.fill(Path().circle(globe.x, globe.y, limb + _CLEAR * scene.scale), tones.deep)
    if facet is None:
        scene.fill(Path().circle(globe.x, globe.y, limb), tones.night)
    if facet is None:
        _links(scene, net)
    else:
        _facets(scene, net, facet)
    _nodes(scene, net, 1.5 if facet is None else 1.0)
    _routes(scene, globe)


def _place(scene: Scene) -> _Globe:
    dice = scene.dice
    x, y = scene.focus()
    gap = 11 * scene.scale * dice.between(0.85, 1.15)
    if scene.shape == "band":
        x = scene.width * dice.between(0.82, 0.9)
        size = (x - scene.width * 0.57) / _SIZE
    elif scene.shape == "page":
        size = min((scene.height * 0.615 - y) / _SIZE, scene.width * dice.between(0.46, 0.56))
    else:
        spread = math.sqrt(scene.width * scene.height)
        size = min(spread, 1.35 * min(scene.width, scene.height)) * dice.between(0.44, 0.66)
    gap = max(gap, size / 10.5)
    return _Globe(x, y, size, gap, dice.between(0, math.pi / 3), dice.between(-2.7, -1.7))


def _net(scene: Scene, globe: _Globe) -> Net:
    """Return all nodes that may be visible."""
    net: Net = {}
    rows = int(scene.diagonal / globe.gap / 0.866) + 2
    edge = globe.gap * 1.2
    for b in range(-rows, rows + 1):
        middle = round(-b / 2)
        for a in range(middle - rows, middle + rows + 1):
            u, v = globe.flat(a, b)
            if scene.seen(globe.x + u, globe.y + v, edge) or math.hypot(u, v) < globe.reach:
                spot = globe.spot(u, v)
                if scene.seen(spot.x, spot.y, edge * spot.size):
                    net[a, b] = spot
    return net


def _plain(scene: Scene, net: Net) -> None:
    """Draw the flat net around the globe: links as hairlines, nodes as small dots."""
    links, dots = Path(), Path()
    plain = {node: spot for node, spot in net.items() if not spot.on_globe}
    for (a, b), spot in plain.items():
        dots.dot(spot.x, spot.y)
        for da, db in _WAYS[:3]:
            if (a - da, b - db) in plain or (a + da, b + db) not in plain:
                continue
            links.move(spot.x, spot.y)  # a row begins here: follow it to its end
            i, j = a + da, b + db
            while (i, j) in plain:
                here, after = plain[i, j], plain.get((i + da, j + db))
                if after is None or here.size > 1 or after.size > 1:
                    links.line(here.x, here.y)
                i, j = i + da, j + db
    scene.stroke(links, scene.tones.base, 0.25 * scene.scale)
    scene.stroke(dots, scene.tones.base, 1.3 * scene.scale, ends="round")


def _triangles(up: bool, _node: Node, trio: tuple[_Spot, _Spot, _Spot]) -> int:
    """Choose a facet's shade, 0 dark to 3 light, by whether the triangle points up or down."""
    light = sum(spot.light for spot in trio) / 3
    if up:
        return 3 if light > 0.28 else 2
    return 0 if light < -0.4 else 2 if light > 0.5 else 1


def _blocks(up: bool, node: Node, trio: tuple[_Spot, _Spot, _Spot]) -> int:
    """Choose a facet's shade: two triangles are one of the three visible sides of a cube."""
    third = (node[0] - node[1]) % 3
    side = (0, 2, 1)[third] if up else third  # also the corner in the middle of the cube
    return max(1, 3 - side - (trio[side].light < -0.3))


def _facets(
    scene: Scene, net: Net, shade: Callable[[bool, Node, tuple[_Spot, _Spot, _Spot]], int]
) -> None:
    """Fill the triangles of the globe in four tones."""
    tones = scene.tones
    shelves = [Path(), Path(), Path(), Path()]
    for (a, b), spot in net.items():
        for up, one, two in ((True, (a + 1, b), (a, b + 1)), (False, (a, b + 1), (a - 1, b + 1))):
            p, q = net.get(one), net.get(two)
            if p and q and (spot.on_globe or p.on_globe or q.on_globe):
                corners = [(spot.x, spot.y), (p.x, p.y), (q.x, q.y)]
                if _height(corners) < _SLIVER:  # at the limb, where the net is seen on edge
                    continue
                shelves[shade(up, (a, b), (spot, p, q))].polyline(corners, closed=True)
    for path, tone in zip(shelves, (tones.night, tones.deep, tones.base, tones.mid), strict=True):
        if tone != tones.deep:  # the globe's own colour
            scene.fill(path, tone)


def _height(corners: list[Point]) -> float:
    """Return the height of a triangle over its longest side."""
    (ax, ay), (bx, by), (cx, cy) = corners
    longest = max(math.dist(corners[k], corners[k - 1]) for k in range(3))
    return abs((bx - ax) * (cy - ay) - (cx - ax) * (by - ay)) / longest if longest else 0.0


def _links(scene: Scene, net: Net) -> None:
    """Draw the links on the globe, heavier the nearer they are."""
    pens: dict[int, Path] = {}
    for (a, b), spot in net.items():
        for da, db in _WAYS[:3]:
            other = net.get((a + da, b + db))
            if other and spot.on_globe and other.on_globe:
                grade = round((spot.size + other.size - 2) / 2 / _SWELL * 4)
                pens.setdefault(grade, Path()).move(spot.x, spot.y).line(other.x, other.y)
    for grade, path in sorted(pens.items()):
        scene.stroke(path, scene.tones.base, (0.3 + 0.22 * grade) * scene.scale)


def _nodes(scene: Scene, net: Net, weight: float) -> None:
    tones = scene.tones
    shelves: dict[tuple[int, str], Path] = {}
    for (a, b), spot in net.items():
        # At the limb nodes crowd: one of two that would touch is enough.
        near = (net.get((a + da, b + db)) for da, db in _WAYS[3:])
        room = 1.6 * weight * scene.scale
        if any(one and math.dist((one.x, one.y), (spot.x, spot.y)) < room for one in near):
            continue
        if spot.on_globe:
            grade = round((spot.size - 1) / _SWELL * 6)
            light = spot.light
            tone = tones.paper if light > -0.1 else tones.tint if light > -0.4 else tones.mid
            shelves.setdefault((grade, tone), Path()).dot(spot.x, spot.y)
    for (grade, tone), path in sorted(shelves.items(), key=lambda item: item[0][0]):
        scene.stroke(path, tone, (0.7 + 0.55 * grade) * weight * scene.scale, ends="round")


def _routes(scene: Scene, globe: _Globe) -> None:
    """Draw three bright routes from the middle node: straight, with one turn, to a far node."""
    dice, tones, scale = scene.dice, scene.tones, scene.scale
    lines, ends = Path(), Path()
    first = dice.whole(0, 5)
    for k in range(3):
        way = (first + 2 * k) % 6
        turn_at = dice.whole(1, 3)
        a = b = 0
        here = globe.spot(0, 0)
        points = [(here.x, here.y)]
        for step in range(30):
            if step == turn_at:
                way = (way + dice.sign()) % 6
            a, b = a + _WAYS[way][0], b + _WAYS[way][1]
            u, v = globe.flat(a, b)
            if math.hypot(u, v) > globe.reach * 0.62:
                break
            here = globe.spot(u, v)
            points.append((here.x, here.y))
        while len(points) > 1 and scene.clear(*points[-1], 3.4 * scale) != points[-1]:
            points.pop()  # its end would all but touch the edge of the page
        if len(points) > 1:
            lines.polyline(points)
            ends.circle(*points[-1], 3.4 * scale)
    ends.circle(globe.x, globe.y, 4.6 * scale)
    scene.stroke(lines, tones.paper, 1.0 * scale, ends="round")
    scene.fill(ends, tones.paper)
    scene.fill(Path().circle(globe.x, globe.y, 2.2 * scale), tones.base)
