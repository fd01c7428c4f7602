"""Mesh: a network that grows from one exchange, its trunks heavy, its branches fine."""

from __future__ import annotations

import heapq
import math

from report.figures.art.path import Path, Point
from report.figures.art.scene import Scene

TITLE = "網絡節點的抽象圖案"
DESCRIPTION = "網絡由一個樞紐向四方伸延，主幹粗，支線細，節點疏密有致。"


def compose(scene: Scene) -> None:
    """Draw a warped net, and on it the tree of shortest ways from the hub."""
    tones, scale = scene.tones, scene.scale
    scene.ground(tones.deep)
    net = _Net(scene)
    net.route()
    _facets(scene, net)
    cross, trunks = Path(), {}
    for a, b in net.edges:
        if net.parent[a] == b or net.parent[b] == a:
            continue
        (ax, ay), (bx, by) = net.points[a], net.points[b]
        if scene.seen(ax, ay, 1) or scene.seen(bx, by, 1):
            cross.move(ax, ay).line(bx, by)
    scene.stroke(cross, tones.base, 0.3 * scale)
    classes: dict[int, Path] = {}
    for node, parent in enumerate(net.parent):
        if parent < 0:
            continue
        (ax, ay), (bx, by) = net.points[node], net.points[parent]
        if not (scene.seen(ax, ay, 2) or scene.seen(bx, by, 2)):
            continue
        grade = min(6, int(math.log2(net.load[node] + 1)))
        calm = scene.in_calm(ax, ay, 2) or scene.in_calm(bx, by, 2)
        classes.setdefault(grade - 100 * calm, Path()).move(ax, ay).line(bx, by)
    looks = (tones.base, tones.mid, tones.mid, tones.tint, tones.tint, tones.paper, tones.paper)
    for key in sorted(classes):
        grade = key + 100 if key < 0 else key
        tone = tones.base if key < 0 else looks[grade]
        scene.stroke(classes[key], tone, (0.35 + 0.30 * grade) * scale, "round")
    leaves: dict[int, Path] = {}
    for node, (x, y) in enumerate(net.points):
        if not scene.seen(x, y, 3):
            continue
        grade = min(6, int(math.log2(net.load[node] + 1)))
        calm = scene.in_calm(x, y, 4)
        leaves.setdefault(grade - 100 * calm, Path()).dot(x, y)
    for key in sorted(leaves):
        grade = key + 100 if key < 0 else key
        tone = tones.base if key < 0 else (tones.mid, tones.tint, tones.tint, tones.paper)[min(grade, 3)]
        scene.stroke(leaves[key], tone, (1.1 + 0.55 * grade) * scale, "round")
    x, y = net.points[net.hub]
    scene.fill(Path().circle(x, y, 7.5 * scale), tones.deep)
    scene.fill(Path().circle(x, y, 5.5 * scale), tones.paper)
    scene.fill(Path().circle(x, y, 2 * scale), tones.base)


def _facets(scene: Scene, net: _Net) -> None:
    tones = scene.tones
    body = Path()
    limit = net.span * 0.42
    for trio in net.triangles:
        if max(net.cost[node] for node in trio) < limit:
            corners = [net.points[node] for node in trio]
            body.polyline(corners, closed=True)
    scene.fill(body, tones.base)


class _Net:
    """Knots on a triangular lattice, drawn towards the hub and a little out of true."""

    def __init__(self, scene: Scene) -> None:
        dice = scene.dice
        self.dice = dice
        hx, hy = scene.focus()
        gap = 15 * scene.scale
        self.span = math.sqrt(scene.width * scene.height)
        pull, reach = 0.5, self.span * 0.45
        rows = int(scene.height / (gap * 0.866)) + 5
        columns = int(scene.width / gap) + 5
        self.points: list[Point] = []
        self.columns = columns
        for j in range(rows):
            for i in range(columns):
                x = (i - 2 + 0.5 * (j % 2) + dice.around(0, 0.34)) * gap
                y = (j - 2 + dice.around(0, 0.34)) * gap * 0.866
                dx, dy = x - hx, y - hy
                r = math.hypot(dx, dy)
                k = 1 - pull * math.exp(-((r / reach) ** 2))
                self.points.append((hx + dx * k, hy + dy * k))
        self.edges: list[tuple[int, int]] = []
        self.triangles: list[tuple[int, int, int]] = []
        for j in range(rows):
            for i in range(columns):
                here = j * columns + i
                odd = j % 2
                right = here + 1 if i + 1 < columns else -1
                if right >= 0:
                    self.edges.append((here, right))
                if j + 1 < rows:
                    below = here + columns
                    left_down = below if odd else below - 1
                    right_down = below + 1 if odd else below
                    if odd or i > 0:
                        self.edges.append((here, left_down))
                    if not odd or i + 1 < columns:
                        self.edges.append((here, right_down))
                        if odd or i > 0:
                            self.triangles.append((here, left_down, right_down))
                        if right >= 0:
                            self.triangles.append((here, right, right_down))
        self.hub = min(
            range(len(self.points)), key=lambda node: math.dist(self.points[node], (hx, hy))
        )

    def route(self) -> None:
        """Find each knot's shortest way to the hub and count the ways through each knot."""
        count = len(self.points)
        near: list[list[tuple[int, float]]] = [[] for _ in range(count)]
        for a, b in self.edges:
            length = math.dist(self.points[a], self.points[b]) * self.dice.between(0.7, 1.5)
            near[a].append((b, length))
            near[b].append((a, length))
        self.cost = [math.inf] * count
        self.parent = [-1] * count
        self.cost[self.hub] = 0
        heap = [(0.0, self.hub)]
        order = []
        while heap:
            cost, node = heapq.heappop(heap)
            if cost > self.cost[node]:
                continue
            order.append(node)
            for other, length in near[node]:
                total = cost + length
                if total < self.cost[other]:
                    self.cost[other] = total
                    self.parent[other] = node
                    heapq.heappush(heap, (total, other))
        self.load = [0] * count
        for node in reversed(order):
            self.load[node] += 1
            if self.parent[node] >= 0:
                self.load[self.parent[node]] += self.load[node]
