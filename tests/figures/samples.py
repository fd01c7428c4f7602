"""The chapter's drawings as requests, and how to read a finished one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

import yaml

from report.figures.declared import declare_drawings
from report.figures.draw import draw
from report.model.drawing import DrawingKind, FigureRequest, MarkKind, Svg, kinds
from report.model.facts import Approximation, Fact
from report.model.theme import Theme

ROOT = Path(__file__).parents[2]
THEME = Theme.model_validate(
    yaml.safe_load((ROOT / "styles" / "tokens.yaml").read_text(encoding="utf-8"))
)
COLUMN, FULL, PANEL = 218.5, 456.0, 99.75
Point = tuple[float, float]
Box = tuple[float, float, float, float]


def fact(
    value: str, unit: str, label: str, approximation: str = "", period: str = "2020年"
) -> Fact:
    return Fact(
        value=value,
        unit=unit,
        label=label,
        approximation=Approximation(approximation) if approximation else None,
        period=period,
        source="原稿",
    )


SPEED = fact("8", "倍", "固網寬帶平均下載速率提升", "約")
TRAFFIC = fact("95", "%", "移動網絡流量平均資費降幅", "超")
ENTERPRISE = fact("15", "%", "企業寬帶降幅", "超")
STATIONS = fact("38", "萬個", "建成5G基站", "超")
HOUSEHOLDS = fact("194.7", "萬戶", "惠及建檔立卡貧困戶")
SCORE = fact("81.32", "分", "工信部綜合滿意度")
GAIN = fact("0.21", "分", "同比提升")
CUSTOMERS = (
    fact("4.4", "億", "用戶總數"),
    fact("3.06", "億戶", "移動出賬用戶"),
    fact("2.7", "億戶", "4G用戶"),
    fact("8610", "萬戶", "固網寬帶用戶"),
    fact("64", "%", "融合業務滲透率"),
)
GAINS = (
    fact("5.5", "分", "移網"),
    fact("7.6", "分", "寬帶"),
    fact("9.5", "分", "移網網絡"),
    fact("1.2", "分", "業務NPS"),
    fact("15.3", "分", "服務NPS"),
)
SHIFT = (fact("38.2", "%", "提升前"), fact("52.1", "%", "提升後"))
FLOOD = (
    fact("1.08", "億元", "救災資金"),
    fact("19.1", "萬人次", "救災人員"),
    fact("17.8", "萬台次", "應急裝備"),
    fact("7.9", "億條", "應急短信"),
)
ICE = (
    fact("1612", "人次", "應急搶修人員"),
    fact("421", "車次", "應急車輛"),
    fact("478", "台次", "發電油機"),
)
DONATIONS = (
    fact("13.3", "萬元", "向定點扶貧地區捐贈（扶貧）"),
    fact("5.2", "萬元", "援助邊疆地區（援藏、援疆）"),
    fact("618.9", "萬元", "其他捐贈（文體、教育、醫衛、公益、環保等）"),
)
PEOPLE = (
    fact("55006", "人", "註冊志願者人數"),
    fact("58095", "人次", "開展志願服務活動累計"),
)

#: Every drawing of the chapter: kind, facts, mark.
CHAPTER: dict[str, tuple[DrawingKind, tuple[Fact, ...], MarkKind]] = {
    "speed.1": ("ratio", (SPEED,), "dot"),
    "speed.2": ("field", (STATIONS,), "tower"),
    "fees.1": ("remainder", (TRAFFIC,), "dot"),
    "fees.2": ("remainder", (ENTERPRISE,), "dot"),
    "fees.3": ("field", (HOUSEHOLDS,), "house"),
    "service.1": ("score", (SCORE, GAIN), "dot"),
    "service.2": ("crossing", (), "dot"),
    "service.3": ("platform", (), "dot"),
    "customers": ("customers", CUSTOMERS, "dot"),
    "gains": ("gains", GAINS, "dot"),
    "shift": ("shift", SHIFT, "dot"),
    "flood": ("tally", FLOOD, "dot"),
    "ice": ("tally", ICE, "dot"),
    "split": ("split", DONATIONS, "dot"),
    "people": ("people", PEOPLE, "dot"),
    "equal": ("equal", (), "dot"),
}
NAMES = ("千兆5G", "千兆寬帶", "千兆Wi-Fi")
declare_drawings()
#: Kinds over time have their samples in tests/figures/awkward.py.
UNTRIED = {name for name, kind in kinds().items() if kind.over is None}
UNTRIED -= {kind for kind, *_ in CHAPTER.values()}
assert not UNTRIED, f"give CHAPTER, above, a sample of each kind of drawing: {sorted(UNTRIED)}"


LINE = 17.0
#: Sizes in points that a report can ask for: in a panel, and as a chart of so many lines.
PANELS = [(width, 6 * LINE) for width in (PANEL, 120.0, 137.0)]
CHARTS = [(width, lines * LINE) for width in (COLUMN, FULL) for lines in (6, 8, 10, 13, 20)]
#: What a panel's width cannot hold: five figures in areas; three long labels; four under rules.
CHARTS_ONLY = {"customers", "split", "flood"}
#: The height that figures in areas need, by width.
AREAS_FROM = {COLUMN: 10 * LINE, FULL: 8 * LINE}
#: The same for parts with long labels.
PARTS_FROM = {COLUMN: 8 * LINE, FULL: 6 * LINE}


def sizes(name: str) -> list[tuple[float, float]]:
    """Give the sizes at which a drawing is tried: all, unless it is too much for some."""
    if name == "customers":
        return [(width, height) for width, height in CHARTS if height >= AREAS_FROM[width]]
    if name == "split":
        return [(width, height) for width, height in CHARTS if height >= PARTS_FROM[width]]
    return CHARTS if name in CHARTS_ONLY else PANELS + CHARTS


#: Every drawing at every size in which it must look well.
CASES = [(name, *size) for name in CHAPTER for size in sizes(name)]


def request(
    name: str, width: float = COLUMN, height: float = 170.0, accent: str = "first"
) -> FigureRequest:
    kind, facts, mark = CHAPTER[name]
    return FigureRequest(name, kind, facts, width, height, accent, mark, NAMES * (kind == "equal"))


def ask(kind: str, *facts: Fact, width: float = COLUMN, height: float = 170.0) -> FigureRequest:
    return FigureRequest("x", kind, facts, width, height, "second")


@dataclass(frozen=True)
class Shape:
    """A path of a drawing: its name, its points by subpath, its colours.

    Among the points are those that a curve is drawn towards; ``box`` holds what is drawn.
    """

    name: str
    data: str
    outlines: list[list[Point]]
    fill: str
    stroke: str

    @property
    def box(self) -> Box:
        return bounds(self.data)

    @property
    def width(self) -> float:
        return self.box[2] - self.box[0]

    @property
    def height(self) -> float:
        return self.box[3] - self.box[1]

    @property
    def area(self) -> float:
        return self.width * self.height


def around(points: Sequence[Point]) -> Box:
    """Give the box of points."""
    xs, ys = zip(*points, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def bounds(data: str) -> Box:
    """Give the box of the lines and curves of a path.

    A curve is followed only where it is drawn towards a point outside the box of all ends:
    elsewhere it cannot leave it.
    """
    ends: list[Point] = []
    curves: list[tuple[Point, ...]] = []
    for command, written in re.findall(r"([MLCz])([^MLCz]*)", data):
        numbers = [float(n) for n in re.findall(r"-?\d+(?:\.\d+)?", written)]
        points = list(zip(numbers[::2], numbers[1::2], strict=True))
        if command != "C":
            ends += points
            continue
        for one in zip(points[::3], points[1::3], points[2::3], strict=True):
            curves.append((ends[-1], *one))
            ends.append(one[-1])
    left, top, right, bottom = around(ends)
    for curve in curves:
        if any(not (left <= x <= right and top <= y <= bottom) for x, y in curve[1:3]):
            ends += (_on_curve(curve, step / 64) for step in range(1, 64))
    return around(ends)


def _on_curve(curve: Sequence[Point], t: float) -> Point:
    """Give the point of a cubic curve at a part ``t`` of its way."""
    parts = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
    pairs = list(zip(parts, curve, strict=True))
    return sum(part * x for part, (x, _) in pairs), sum(part * y for part, (_, y) in pairs)


@dataclass(frozen=True)
class Text:
    """A line of text of a drawing."""

    x: float
    y: float
    text: str
    size: float
    weight: int
    family: str
    fill: str


class Read:
    """A finished drawing, read again."""

    def __init__(self, svg: Svg) -> None:
        self.svg = svg
        self.root = ElementTree.fromstring(svg.text)
        tags = [element.tag.split("}")[1] for element in self.root.iter()]
        self.tags = set(tags)
        self.shapes = [self._shape(e) for e in self.root if e.tag.endswith("}path")]
        self.texts = [self._text(e) for e in self.root if e.tag.endswith("}text")]

    def shape(self, name: str) -> Shape:
        (found,) = (shape for shape in self.shapes if shape.name == f"{self.svg.id}-{name}")
        return found

    def named(self, start: str) -> list[Shape]:
        return [s for s in self.shapes if s.name.startswith(f"{self.svg.id}-{start}")]

    @property
    def words(self) -> str:
        return "".join(text.text for text in self.texts)

    def _shape(self, element: ElementTree.Element) -> Shape:
        outlines, data = [], element.attrib["d"]
        for part in data.split("M")[1:]:
            numbers = [float(n) for n in re.findall(r"-?\d+(?:\.\d+)?", part)]
            outlines.append(list(zip(numbers[::2], numbers[1::2], strict=True)))
        get = element.attrib.get
        return Shape(get("id", ""), data, outlines, get("fill", ""), get("stroke", ""))

    def _text(self, element: ElementTree.Element) -> Text:
        get = element.attrib.__getitem__
        return Text(
            float(get("x")),
            float(get("y")),
            element.text or "",
            float(get("font-size")),
            int(get("font-weight")),
            get("font-family"),
            get("fill"),
        )


def read(drawing: FigureRequest) -> Read:
    return Read(draw(drawing, THEME))
