"""Units: what they count, how many of it, and how one is converted into another.

A unit is a factor and what it counts: 萬元 is 10,000 元, 兆瓦時 is 3,600,000,000 焦. Two units can
be converted when they count the same. All factors are exact decimals.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Context, Decimal

#: The powers of ten at the start of units, 萬人, 百萬元, 億元. 兆 is excluded, since it may mean
#: 10⁶ or 10¹².
_POWERS = {"十": 1, "百": 2, "千": 3, "萬": 4, "億": 8}
#: Units that only look as if they started with a power of ten: 千瓦時, 千克, 百分點.
_ONE_WORD = re.compile(r"千[瓦克米卡升赫焦伏巴帕]|百分")
#: Precision of quotients, in significant digits. Figures have 27 at most.
EXACT = Context(prec=60)


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit: it is ``factor`` times what it counts."""

    factor: Decimal
    counts: str


def _known() -> dict[str, Unit]:
    """Return the units that are known by name, each with what it counts and how many of it."""
    table = {
        # energy: 1 kWh is 3.6 MJ
        "焦": "1 焦耳 J, 1e3 千焦 kJ, 1e6 兆焦 MJ, 1e9 吉焦 GJ, 1e12 太焦 TJ, 3600 瓦時 Wh, "
        "3.6e6 千瓦時 kWh 度電, 3.6e9 兆瓦時 MWh, 3.6e12 吉瓦時 GWh, 3.6e15 太瓦時 TWh",
        "克": "1 克 g, 1e-3 毫克 mg, 1e3 千克 公斤 kg, 1e6 噸 公噸 t, 1e9 千噸 kt, 1e12 Mt",
        "升": "1 升 公升 L, 1e-3 毫升 mL, 1e3 千升 kL 立方米 m³ m3",
        "米": "1 米 m, 1e-3 毫米 mm, 1e-2 厘米 cm, 1e3 公里 千米 km",
        "平方米": "1 平方米 m² m2, 1e4 公頃 ha, 1e6 平方公里 km² km2, 0.09290304 平方呎",
        "秒": "1 秒, 60 分鐘, 3600 小時",
        "瓦": "1 瓦 W, 1e3 千瓦 kW, 1e6 兆瓦 MW, 1e9 吉瓦 GW",
        "%": "1 % ％, 0.1 ‰",
        "百分點": "1 百分點 個百分點 pp, 0.01 基點 bp",
        "元": "1 元",
        "港元": "1 港元 港幣 HK$ HKD",
        "人民幣元": "1 人民幣 人民幣元 RMB CNY RMB元",
        "美元": "1 美元 US$ USD",
        "位元組": "1 B, 1e3 KB, 1e6 MB, 1e9 GB, 1e12 TB, 1e15 PB",
        "比特每秒": "1 bps, 1e3 Kbps, 1e6 Mbps, 1e9 Gbps",
    }
    found: dict[str, Unit] = {}
    for counts, units in table.items():
        for entry in units.split(", "):
            factor, *names = entry.split()
            found |= {name: Unit(Decimal(factor), counts) for name in names}
    return found


KNOWN = _known()
#: Names of currencies before a power of ten: 港幣百萬元, 人民幣億元.
_CURRENCY = re.compile(r"(港幣|港元|HK\$|HKD|人民幣|RMB|CNY|美元|US\$|USD)([十百千萬億]+)元?")
#: Units of a substance: 噸二氧化碳當量, kgCO2e. The mass is converted, the substance stays.
_MASS = re.compile(r"(毫克|千克|公斤|千噸|公噸|噸|克|mg|kg|kt|Mt|t(?=[ C]))[ ]?(\S.*)")
_EQUIVALENT = {"CO2e": "二氧化碳當量", "CO₂e": "二氧化碳當量", "CO2": "二氧化碳", "CO₂": "二氧化碳"}


def parted(unit: str) -> tuple[Decimal, str]:
    """Split a unit into its power of ten and the rest: ``萬台次`` → (10000, ``台次``)."""
    power, rest = 0, unit.strip()
    while rest[:1] in _POWERS and not _ONE_WORD.match(rest):
        power, rest = power + _POWERS[rest[0]], rest[1:]
    return Decimal(10) ** power, rest


def halves(unit: str) -> tuple[str, str]:
    """Split a quotient of units, ``噸/萬人次``, also ``噸／萬人次`` and ``噸每萬人次``.

    The second half is empty when it is none.
    """
    for sign in ("/", "／", "每"):
        above, _, below = unit.partition(sign)
        if above.strip() and below.strip():
            return above.strip(), below.strip()
    return unit, ""


def counted(unit: str) -> str:
    """Return a unit without its power of ten: ``萬人次`` → ``人次``."""
    return parted(unit)[1]


def mass(counts: str) -> str:
    """Return what a unit counts without the substance: 克 for 克二氧化碳當量."""
    return "克" if counts.startswith("克") else counts


def is_share(unit: str) -> bool:
    """Return whether a unit is a share or percentage points: ``%``, ``個百分點``."""
    return any(sign in unit for sign in ("%", "％", "‰", "百分"))


def is_per_cent(unit: str) -> bool:
    """Return whether a unit is per cent, not percentage points or per mille: ``%``."""
    return "%" in unit or "％" in unit


class Units:
    """The known units, and those that a project adds."""

    def __init__(self, own: Mapping[str, tuple[Decimal, str]] | None = None) -> None:
        """Add units of a project: each is a number of another unit, 大箱: (12, 瓶)."""
        self._known: dict[str, Unit] = {}
        for name, (number, of) in (own or {}).items():
            other = self.read(of)
            self._known[name] = Unit(number * other.factor, other.counts)

    @property
    def names(self) -> frozenset[str]:
        """The units that a project adds, and those that were read."""
        return frozenset(self._known)

    def read(self, unit: str) -> Unit:
        """Return what a unit counts; one that is not known counts itself."""
        bare = unit.strip()
        if bare in self._known:
            return self._known[bare]
        if bare in KNOWN:
            return KNOWN[bare]
        read = self._read(bare)
        self._known[bare] = read
        return read

    def _read(self, bare: str) -> Unit:
        above, below = halves(bare)
        if below:
            top, foot = self.read(above), self.read(below)
            return Unit(EXACT.divide(top.factor, foot.factor), f"{top.counts}/{foot.counts}")
        if match := _CURRENCY.fullmatch(bare):
            return Unit(parted(match[2])[0], self.read(match[1]).counts)
        power, rest = parted(bare)
        if power != 1 and rest:
            inner = self.read(rest)
            return Unit(power * inner.factor, inner.counts)
        if match := _MASS.fullmatch(rest):
            mass = KNOWN[match[1]]
            return Unit(mass.factor, f"克{_EQUIVALENT.get(match[2], match[2])}")
        return Unit(power, rest)

    def alike(self, one: str, other: str) -> bool:
        """Return whether two units count the same, so that one can be converted."""
        return self.read(one).counts == self.read(other).counts

    def sized(self, unit: str) -> str:
        """Return what a unit counts when its size is not that: 克 for 噸, nothing for 萬人."""
        read = self.read(parted(unit)[1])
        return "" if is_share(unit) or read.factor == 1 else read.counts

    def converted(self, number: Decimal, unit: str, into: str) -> Decimal:
        """Return a number in another unit, with 60 digits when it does not end.

        Raises ValueError when the units count different things.
        """
        here, there = self.read(unit), self.read(into)
        if here.counts != there.counts:
            raise ValueError(f"{unit} cannot be converted into {into}")
        return EXACT.divide(EXACT.multiply(number, here.factor), there.factor)
