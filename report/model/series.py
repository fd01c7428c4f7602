"""Facts over time: what tables, drawings and texts get.

``report.facts["energy.total"]`` is a :class:`Series`: a label, a unit, a source, and for each
period a figure or the reason why there is none. A key of a block that names one has the type
:data:`SeriesRef`; one that names a figure of one period has :data:`~report.model.facts.FactRef`.

::

    series = report.facts["energy.gas"]
    series.label, series.unit, series.source  # 煤氣, 兆瓦時, 環境數據冊，表2
    series.periods                            # ("2022", "2023", "2024"), in order
    series.heading("2022")                    # 2022年
    series.at(2022)                           # a Fact: .number, .digits, .text(), .period, .id
    series.at(2023)                           # Absence.ABSENT: no figure; .text is –
    series.at()                               # of the report's year
    series.text(2023), series.text(2022, Format.NUMBER)   # – and 5,010, as printed
    series.exact(2022)                        # Decimal, before it was rounded; None for –
    series.place(2023)                        # data/facts.yaml:9:28, or sources/x.xlsx:環境!D14
    series.computed, series.rounded           # how it is computed, and its digits; or None
    series.differs(2022)                      # printed otherwise than the rounded parts add up

Periods may be given as a number or a text, 2022, "2022" or "2022年". ``at`` raises LookupError with
a message and a hint for a period that the series does not have. A figure is an exact decimal.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, Protocol, cast, runtime_checkable

from pydantic_core import PydanticCustomError, core_schema

from report.findings.diagnostics import NOWHERE, Place
from report.model.base import Origin, Written
from report.model.facts import (
    ID_PATTERN,
    Approximation,
    Binding,
    Fact,
    Format,
    bound,
)
from report.model.numbers import USUAL, Numbers
from report.model.readas import ReadAs
from report.model.units import Units

_YEAR = re.compile(r"(?P<key>(?:19|20|21)\d\d(?:\s*/\s*(?:\d\d){1,2})?)\s*(?:年度?|財政年度|財年)?")


class Absence(StrEnum):
    """Why there is no figure for a period; :attr:`text` is what is printed instead."""

    ABSENT = "absent"  # not known, or not measured
    NOT_APPLICABLE = "not_applicable"  # there is nothing that it could count
    NIL = "nil"  # it is zero, and said in a word

    @property
    def text(self) -> str:
        """What is printed: –, 不適用 or 無."""
        return _MARKS[self]


_MARKS = {Absence.ABSENT: "–", Absence.NOT_APPLICABLE: "不適用", Absence.NIL: "無"}


def period_key(period: str | int) -> str:
    """Return a period as a key: 2023年 and 2023 are ``2023``, 2024/25年度 is ``2024/25``."""
    bare = str(period).strip()
    match = _YEAR.fullmatch(bare)
    return match["key"].replace(" ", "") if match else bare


def is_no_year(key: str) -> bool:
    """Return whether the key of a period has digits only, and is no year: 202, 20233."""
    return key.isdecimal() and not _YEAR.fullmatch(key)


def period_text(key: str) -> str:
    """Return a period as it is printed: ``2023`` is 2023年, ``2024/25`` is 2024/25年度."""
    if not _YEAR.fullmatch(key) or not key[-1].isdigit():
        return key
    return f"{key}年度" if "/" in key else f"{key}年"


def period_order(key: str) -> tuple[int, str]:
    """Return what years are sorted by; other periods keep their order, after the years."""
    return (int(key[:4]), key) if _YEAR.fullmatch(key) else (9999, "")


@dataclass(frozen=True, slots=True)
class Point:
    """A figure of one period as plain digits, ``-1234.50``, or the reason why there is none."""

    value: str = ""
    absence: Absence | None = None
    #: The figure before it was rounded; None when there is none, or when it is ``value``.
    unrounded: Decimal | None = None
    place: Place = NOWHERE
    #: The period as it is printed; empty: as :func:`period_text` writes it.
    heading: str = ""
    #: Whether it is accepted although the rounded parts give another last digit.
    differs: bool = False

    @property
    def exact(self) -> Decimal | None:
        """The figure before it was rounded; None when there is none, 0 for nil."""
        if self.absence is not None:
            return Decimal(0) if self.absence is Absence.NIL else None
        return Decimal(self.value) if self.unrounded is None else self.unrounded


@dataclass(frozen=True, slots=True)
class Computed:
    """How a fact is computed: ``sum`` of facts, each with a period of its own or ``""``."""

    how: str
    of: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Series:
    """A fact over its periods; see the head of this module."""

    id: str
    label: str
    unit: str
    source: str
    points: Mapping[str, Point]
    #: The period of the report.
    year: str = ""
    approximation: Approximation | None = None
    note: str = ""
    #: The digits after the point, if said.
    rounded: int | None = None
    computed: Computed | None = None
    rule: Numbers = USUAL
    #: Where its id and its first key are in the file.
    named_at: Place = NOWHERE
    written_at: Place = NOWHERE
    #: The name of the spreadsheet that it comes from; empty for others.
    file: str = ""
    _facts: dict[str, Fact] = field(default_factory=dict, repr=False)

    @property
    def periods(self) -> tuple[str, ...]:
        """The keys of its periods in order: ("2022", "2023")."""
        return tuple(self.points)

    def heading(self, period: str | int) -> str:
        """Return a period as it is printed: 2023年."""
        key = period_key(period)
        point = self.points.get(key)
        return (point.heading if point else "") or period_text(key)

    def has(self, period: str | int) -> bool:
        """Return whether there is a figure, or a reason for none, for a period."""
        return period_key(period) in self.points

    def point(self, period: str | int = "") -> Point:
        """Return a figure as it is kept; without a period, that of the report's year.

        A fact of a single period needs no period: it is that. Raises LookupError(message, hint).
        """
        return self.points[self.key(period)]

    def key(self, period: str | int = "") -> str:
        """Return the key of a period; without one, of the report's, or the only one."""
        key = period_key(period)
        if not key:
            if self.year in self.points:
                return self.year
            if len(self.points) == 1:
                return next(iter(self.points))
            key = self.year
        if key not in self.points:
            of = period_text(key)
            message = f"the fact “{self.id}” has no figure for {of}"
            has = ", ".join(self.points)
            hint = f"it has {has}; name one of them, like {{{{ {self.id}[{self.periods[-1]}] }}}}"
            raise LookupError(message, f"{hint}, or write its figure, or “{key}: absent”")
        return key

    def at(self, period: str | int = "") -> Fact | Absence:
        """Return the figure of a period, or why there is none; see :meth:`point`."""
        key = self.key(period)
        point = self.points[key]
        if point.absence is not None:
            return point.absence
        if key not in self._facts:
            fact = Fact.model_construct(
                value=point.value,
                unit=self.unit,
                approximation=self.approximation,
                label=self.label,
                period=self.heading(key),
                source=self.source,
                note=self.note,
                id=self.id,
                exact=point.unrounded,
                differs=point.differs,
                rule=self.rule,
            )
            fact._origin = Origin(point.place)
            self._facts[key] = fact
        return self._facts[key]

    @property
    def figures(self) -> tuple[Fact, ...]:
        """Its figures in the order of the periods, without what is absent."""
        found = (self.at(key) for key in self.points)
        return tuple(one for one in found if isinstance(one, Fact))

    def exact(self, period: str | int = "") -> Decimal | None:
        """Return the figure before it was rounded; None when there is none, 0 for nil."""
        return self.point(period).exact

    def place(self, period: str | int = "") -> Place:
        """Return where the figure of a period stands: a line of a file, or a cell."""
        return self.point(period).place

    def text(self, period: str | int = "", form: Format = Format.FULL) -> str:
        """Return what is printed for a period: a figure in a format, or –, 不適用, 無."""
        found = self.at(period)
        return found.text if isinstance(found, Absence) else found.text(form)

    def differs(self, period: str | int = "") -> bool:
        """Return whether the rounded parts give another last digit: 因四捨五入."""
        return self.point(period).differs


@runtime_checkable
class ShowsFigures(Protocol):
    """A model that prints figures which are no fields of it: those of a series by its periods."""

    def shown_figures(self) -> Iterator[Fact]:
        """Return the figures, those of other years too."""
        ...


class Facts(Mapping[str, Series]):
    """All facts of a report, by id, and what belongs to all of them."""

    def __init__(
        self,
        series: Mapping[str, Series],
        *,
        names: tuple[str, ...] = (),
        units: Units | None = None,
        rule: Numbers = USUAL,
        words: tuple[tuple[str, str, Written], ...] = (),
    ) -> None:
        self._series = dict(series)
        #: Words with digits that are not figures.
        self.names = names
        self.units = units or Units()
        self.rule = rule
        #: Printed labels, units and periods: the key, the text and where it is written.
        self.words = words

    @classmethod
    def of(cls, facts: Mapping[str, Fact]) -> Facts:
        """Return facts of one period each."""
        return cls({name: _single(name, fact) for name, fact in facts.items()})

    def __getitem__(self, name: str) -> Series:
        return self._series[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._series)

    def __len__(self) -> int:
        return len(self._series)

    @property
    def facts(self) -> dict[str, Fact]:
        """The figures of the report's year by id, of the facts that have one then."""
        found = {}
        for name, series in self._series.items():
            if series.year in series.points or len(series.points) == 1:
                fact = series.at()
                if isinstance(fact, Fact):
                    found[name] = fact
        return found


def _single(name: str, fact: Fact) -> Series:
    key = period_key(fact.period)
    point = Point(fact.value, None, fact.exact, fact.written_at, fact.period)
    known = fact.model_copy(update={"id": name})
    known._origin = fact._origin
    return Series(
        id=name,
        label=fact.label,
        unit=fact.unit,
        source=fact.source,
        points={key: point},
        approximation=fact.approximation,
        note=fact.note,
        rule=fact.rule,
        written_at=fact.written_at,
        _facts={key: known},
    )


def bind_series(value: Any, info: core_schema.ValidationInfo) -> Series:
    """Return the fact over its periods for an id in a data file."""

    def find(name: str, period: str = "") -> Series:
        if period:
            message = "a fact over its periods is named without a period"
            raise PydanticCustomError("fact_id", message, {"hint": f"write {name}"})
        return cast(Series, cast(Binding, info.context).series(name))

    return cast(Series, bound(value, find))


#: A field with the id of a fact; its value is the :class:`Series`.
SeriesRef = Annotated[
    Series,
    ReadAs(
        bind_series,
        lambda: {
            "type": "string",
            "pattern": ID_PATTERN,
            "description": "The id of a fact in facts.yaml",
        },
    ),
]


#: The pattern of a fact's id, or of one with a period in square brackets.
ID_OR_PERIOD = rf"{ID_PATTERN[:-1]}(\[[^\[\]]+\])?$"


def _period(value: Any, _info: core_schema.ValidationInfo) -> str:
    if not isinstance(value, str | int) or not str(value).strip():
        raise PydanticCustomError("string_type", "a period is expected here, like 2024")
    return period_key(value)


#: A field with a period, 2024 or 2024/25; its value is a key of :attr:`Series.points`.
Period = Annotated[
    str,
    ReadAs(_period, lambda: {"type": ["integer", "string"], "description": "A period: 2024"}),
]
