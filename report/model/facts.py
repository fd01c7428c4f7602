"""Facts: the printed figures, each with its unit, period and source.

A fact keeps its digits as written (``4.40`` stays ``4.40``); arithmetic uses :attr:`Fact.number`,
an exact decimal.
"""

from __future__ import annotations

import re
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, Protocol, cast

from pydantic import (
    Field,
    PlainValidator,
    StringConstraints,
    WithJsonSchema,
)
from pydantic.json_schema import SkipJsonSchema
from pydantic_core import PydanticCustomError, core_schema

from report.model.base import Model
from report.model.numbers import read_number, shown
from report.model.readas import ReadAs

ID_PATTERN = r"^[a-z][a-z0-9_]*(\.[a-z0-9_]+)*$"

#: The powers of ten at the start of units, 萬人, 百萬元, 億元. 兆 is excluded, since it may mean
#: 10⁶ or 10¹².
_POWERS = {"十": 1, "百": 2, "千": 3, "萬": 4, "億": 8}
#: Units that only look as if they started with a power of ten: 千瓦時, 千克, 百分點.
_ONE_WORD = re.compile(r"千[瓦克米卡升赫焦伏巴帕]|百分")

#: U+2060 WORD JOINER forbids a line break and is never extracted from the PDF (UAX #14, WJ).
WORD_JOINER = "\u2060"


class Approximation(StrEnum):
    """A word that marks a number as approximate; it is printed with the number."""

    ABOUT = "約"
    NEARLY = "近"
    OVER = "超"
    MORE_THAN = "超過"
    UP_TO = "達"
    ODD = "餘"
    MANY = "多"
    AT_LEAST = "以上"


_BEFORE = {
    Approximation.ABOUT,
    Approximation.NEARLY,
    Approximation.OVER,
    Approximation.MORE_THAN,
    Approximation.UP_TO,
}
_BETWEEN = {Approximation.ODD, Approximation.MANY}


class Format(StrEnum):
    """How a reference prints its fact: ``{{ users.total | number }}``."""

    FULL = "full"  # 近1,000萬筆: word of approximation, number and unit; the default
    EXACT = "exact"  # 1,000萬筆: number and unit
    NUMBER = "number"  # 1,000
    GROUPED = "grouped"  # same as exact: all formats have thousands separators
    UNIT = "unit"  # 萬筆
    LABEL = "label"  # the fact's name
    PERIOD = "period"  # the period it holds for


class Fact(Model):
    """One figure: its number as written, with unit, label, period and source."""

    value: Annotated[
        str,
        PlainValidator(read_number),
        WithJsonSchema(
            {
                "type": ["number", "string"],
                "description": "The number: digits and decimal point, 4.4; also 1,234, −3.2, (3.2)",
            }
        ),
    ]
    unit: str = Field(
        default="", max_length=40, description="What is counted, as printed: 億, %, 萬戶"
    )
    approximation: Approximation | None = Field(
        default=None, description="A word that is part of the figure: 約 近 超 超過 達 餘 多 以上"
    )
    label: str = Field(
        min_length=1,
        max_length=200,
        description="The figure's name, as charts print it: 用戶總數",
    )
    period: str = Field(min_length=1, max_length=100, description="The time it holds for: 2020年")
    source: str = Field(
        min_length=1,
        max_length=500,
        description="Its place in the manuscript: the heading above it",
    )
    note: str = Field(
        default="", max_length=5000, description="A remark for the report team; never printed"
    )
    #: Its key in ``facts.yaml``; not a key of the fact itself.
    id: SkipJsonSchema[str] = Field(default="", exclude=True)

    @property
    def number(self) -> Decimal:
        """The value for arithmetic, exact."""
        return Decimal(self.value)

    @property
    def amount(self) -> Decimal:
        """The number multiplied by the power of ten of its unit: ``4.4`` 億 → 440000000."""
        return self.number * parted(self.unit)[0]

    @property
    def digits(self) -> str:
        """The number as it is printed: with a minus sign and thousands separators, 8,610."""
        return shown(self.value, self.unit)

    def text(self, form: Format = Format.FULL) -> str:
        """Return the figure as plain text in one of the formats, without word joiners."""
        return self._join(form, "")

    def printed(self, form: Format = Format.FULL) -> str:
        """Return the figure for the page, with word joiners that keep number and unit together.

        Labels and periods may break.
        """
        if form in {Format.LABEL, Format.PERIOD}:
            return self.text(form)
        return self._join(form, WORD_JOINER)

    def _join(self, form: Format, joiner: str) -> str:
        match form:
            case Format.NUMBER:
                return self.digits
            case Format.UNIT:
                return self.unit
            case Format.LABEL:
                return self.label
            case Format.PERIOD:
                return self.period
            case Format.EXACT | Format.GROUPED:
                return joiner.join((self.digits, *self.unit))
            case Format.FULL:
                return joiner.join(self._words())

    def _words(self) -> tuple[str, ...]:
        word = self.approximation or ""
        if word in _BEFORE:
            return (*word, self.digits, *self.unit)
        if word in _BETWEEN:
            return (self.digits, *word, *self.unit)
        return (self.digits, *self.unit, *word)


def parted(unit: str) -> tuple[Decimal, str]:
    """Split a unit into its power of ten and the rest: ``萬台次`` → (10000, ``台次``)."""
    power, rest = 0, unit.strip()
    while rest[:1] in _POWERS and not _ONE_WORD.match(rest):
        power, rest = power + _POWERS[rest[0]], rest[1:]
    return Decimal(10) ** power, rest


def counted(unit: str) -> str:
    """Return a unit without its power of ten: ``萬人次`` → ``人次``."""
    return parted(unit)[1]


def is_share(unit: str) -> bool:
    """Return whether a unit is a share or percentage points: ``%``, ``個百分點``."""
    return any(sign in unit for sign in ("%", "％", "‰", "百分"))


def is_per_cent(unit: str) -> bool:
    """Return whether a unit is per cent, not percentage points or per mille: ``%``."""
    return "%" in unit or "％" in unit


#: Spaces are not stripped: with a space at the end, an id could be written in two ways.
FactId = Annotated[str, StringConstraints(pattern=ID_PATTERN, strip_whitespace=False)]


class Facts(Model):
    """The file ``facts.yaml``: all figures of a report, and the names that contain digits."""

    facts: dict[FactId, Fact] = Field(
        description="Each figure under an id of your own, like users.total"
    )
    names: tuple[Annotated[str, StringConstraints(min_length=1, max_length=200)], ...] = Field(
        default=(),
        max_length=1000,
        description="Words with digits that are not figures: 5G, 1+N+1, cBSS2.0, 10010",
    )


class Binding(Protocol):
    """Resolves references to facts while a file is validated."""

    def fact(self, name: str) -> Fact:
        """Return a fact; raises LookupError with a message and a hint."""
        ...

    def prose(self, text: str) -> Any:
        """Parse prose and resolve its references."""
        ...


def _bind(value: Any, info: core_schema.ValidationInfo) -> Fact:
    if not isinstance(value, str) or not re.fullmatch(ID_PATTERN, value):
        raise PydanticCustomError(
            "fact_id", "a fact's id is expected here, like users.total", {"hint": ""}
        )
    binding = cast(Binding, info.context)
    try:
        return binding.fact(value)
    except LookupError as exc:
        raise PydanticCustomError(
            "unknown_fact", "{reason}", {"reason": exc.args[0], "hint": exc.args[1]}
        ) from None


#: A field with the id of a fact; its value is the :class:`Fact`.
FactRef = Annotated[
    Fact,
    ReadAs(
        _bind,
        lambda: {
            "type": "string",
            "pattern": ID_PATTERN,
            "description": "The id of a fact in facts.yaml",
        },
    ),
]
