"""Awkward data for drawings over time: twelve sets, and a request for each kind and set."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from report.content.prose import Binder
from report.model.drawing import Drawing, FigureRequest
from report.model.numbers import plain_digits
from report.model.series import Absence, Facts, Point, Series

YEARS = ("2020", "2021", "2022", "2023", "2024")
LONG = (
    "本集團連同所有附屬公司、聯營公司及合營企業在香港、內地和海外"
    "各地的自置與租用物業全年外購電力及自發電力的總耗用量合計"
)
_ABSENT = {"–": Absence.ABSENT, "不適用": Absence.NOT_APPLICABLE, "無": Absence.NIL}
Figures = Sequence[Sequence[str | float]]


@dataclass(frozen=True)
class Case:
    """A set of figures: a row for each fact, a figure for each year."""

    about: str
    figures: Figures
    labels: tuple[str, ...] = ("外購電力", "煤氣", "柴油", "太陽能", "汽油", "生物燃料", "其他")
    unit: str = "兆瓦時"


CASES: dict[str, Case] = {
    "usual": Case(
        "一般數據",
        (
            (98450, 101020, 96804, 95110, 91200),
            (50100, 48870, 47200, 52300, 55800),
            (12010, 11800, 11950, 9300, 8100),
        ),
    ),
    "one": Case("只有一個數", ((4870,),)),
    "equal": Case("數值相等", ((500, 500, 500), (500, 500, 500), (500, 500, 500))),
    "huge": Case("10⁹與1並列", ((1_000_000_000, 999_999_999), (1, 2), (1000, 5000))),
    "gaps": Case(
        "有缺數", ((98, "–", 96, 95, "–"), ("不適用", "–", 40, 42, 41), (20, 22, "無", 25, 27))
    ),
    "absent": Case("一行全缺", ((5, 6, 7), ("–", "–", "–"), (2, 2, 3))),
    "negative": Case("有負數", ((30, -12, 45), (-8, -20, -3), (5, 0, -1))),
    "long": Case("標籤六十字", ((31, 35, 33), (12, 14, 18)), (LONG, "煤氣")),
    "small": Case("極小的差別", ((99.91, 99.92, 99.94), (99.9, 99.93, 99.9)), unit="%"),
    "cross": Case(
        "多線交叉",
        ((10, 30, 20, 40), (40, 12, 32, 8), (25, 25, 26, 24), (8, 18, 38, 28), (33, 5, 15, 36)),
    ),
    "many": Case("多年多項", [[(n + 3) * (y + 5) * 7 for y in range(10)] for n in range(7)]),
    "zero": Case("全部為零", ((0, 0, 0), (0, "無", 0))),
}


def series(case: Case) -> dict[str, Series]:
    """Give the facts of a case, by id."""
    made = {}
    for n, row in enumerate(case.figures):
        points = {}
        for y, figure in enumerate(row):
            key = str(2024 - len(row) + 1 + y)
            if isinstance(figure, str):
                points[key] = Point(absence=_ABSENT[figure])
            else:
                exact = Decimal(str(figure))
                points[key] = Point(plain_digits(exact, -min(0, int(exact.as_tuple().exponent))))
        made[f"f.n{n}"] = Series(
            f"f.n{n}", case.labels[n % len(case.labels)], case.unit, "表", points, year="2024"
        )
    return made


def asked(kind: str, facts: dict[str, Series], **keys: Any) -> Drawing:
    """Give a drawing of these facts, validated as one of a report is."""
    named = [name for name in facts if name != keys.get("target")]
    data = {"kind": kind, "facts": named, **keys}
    return Drawing.model_validate(data, context=Binder(Facts(facts)))


#: The most facts and years of a case that a kind takes, and the keys it is tried with.
LIMITS: dict[str, tuple[int, int]] = {
    "line": (6, 20),
    "columns": (4, 10),
    "bars": (20, 1),
    "stacked": (7, 10),
    "share": (7, 1),
    "progress": (1, 2),
    "waterfall": (7, 1),
    "dots": (20, 2),
}


def chosen(kind: str, case: Case, **keys: Any) -> Drawing:
    """Give the drawing of a case: as many of its facts and years as the kind takes.

    A waterfall ends with the sum of the case's facts, progress has a target.
    """
    most, years = LIMITS[kind]
    facts = dict(list(series(case).items())[:most])
    periods = next(iter(facts.values())).periods[-years:]
    if kind == "waterfall":
        facts["f.sum"] = _computed(facts, periods[0])
    if kind == "progress":
        last = Decimal(next(iter(facts.values())).points[periods[-1]].value or 0)
        facts["f.goal"] = _single("f.goal", "目標", case.unit, plain_digits(last * 2 / 3, 0))
        return asked(kind, facts, periods=list(periods), target="f.goal", **keys)
    return asked(kind, facts, periods=list(periods), **keys)


def _computed(facts: dict[str, Series], period: str) -> Series:
    exact = [one.points[period].exact or Decimal(0) for one in facts.values()]
    places = max(max(0, -int(one.as_tuple().exponent)) for one in exact)
    value = plain_digits(sum(exact, Decimal(0)), places)
    return _single("f.sum", "年末總量", next(iter(facts.values())).unit, value, period)


def _single(name: str, label: str, unit: str, value: str, period: str = "2030") -> Series:
    return Series(name, label, unit, "表", {period: Point(value)}, year=period)


def request(
    drawing: Drawing, width: float = 456.0, height: float = 170.0, name: str = "x"
) -> FigureRequest:
    """Give the request for a drawing."""
    return FigureRequest(name, drawing.kind, (), width, height, "third", over=drawing.over)


def matrix(points: Sequence[tuple[str, str, str]], **keys: Any) -> Drawing:
    """Give a matrix of points: the name, and a figure for each axis."""
    facts = {}
    for n, (_, x, y) in enumerate(points):
        facts[f"x.n{n}"] = _single(f"x.n{n}", "橫", "分", x)
        facts[f"y.n{n}"] = _single(f"y.n{n}", "縱", "分", y)
    data = {
        "kind": "matrix",
        "axes": ["對業務的影響", "對持份者的重要性"],
        "points": [
            {"name": name, "x": f"x.n{n}", "y": f"y.n{n}"} for n, (name, *_) in enumerate(points)
        ],
        **keys,
    }
    return Drawing.model_validate(data, context=Binder(Facts(facts)))


_TOPICS = (
    "氣候變化",
    "能源",
    "廢棄物",
    "水資源",
    "職業健康",
    "培訓",
    "供應鏈",
    "反貪污",
    "私隱",
    "產品責任",
    "社區投資",
    "僱傭",
    "多元共融",
    "創新",
    "數據安全",
    "合規",
    "生物多樣性",
    "包裝",
    "綠色建築",
    "客戶滿意",
)
#: Twelve sets of points for a matrix.
MATRICES: dict[str, list[tuple[str, str, str]]] = {
    "usual": [(_TOPICS[n], str(20 + (n * 37) % 70), str(15 + (n * 53) % 80)) for n in range(10)],
    "two": [("甲", "1", "2"), ("乙", "3", "1")],
    "equal": [(_TOPICS[n], "50", "50") for n in range(3)],
    "huge": [("大", "1000000000", "1"), ("小", "1", "1000000000"), ("中", "500", "500")],
    "near": [(_TOPICS[n], str(80 + n % 3), str(80 + n // 3)) for n in range(9)],
    "corners": [("左下", "0", "0"), ("右下", "10", "0"), ("左上", "0", "10"), ("右上", "10", "10")],
    "negative": [(_TOPICS[n], str(n * 9 - 30), str(20 - n * 7)) for n in range(7)],
    "long": [("一個長達二十字的議題名稱用來試驗是否放得下", "4", "7"), ("短", "8", "2")],
    "small": [(_TOPICS[n], f"4.{60 + n}", f"4.{70 - n}") for n in range(5)],
    "row": [(_TOPICS[n], str(n * 10), "5") for n in range(6)],
    "many": [(_TOPICS[n], str((n * 37) % 97), str((n * 61) % 89)) for n in range(20)],
    "zero": [("甲", "0", "0"), ("乙", "0", "0")],
}
