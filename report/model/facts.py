"""Facts: every figure that is printed, with its unit, period and source.

A fact keeps its digits as they were written (``4.40`` stays ``4.40``); arithmetic uses
:attr:`Fact.number`, an exact decimal. A report never prints a number that is not a fact.
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

#: The powers of ten that a unit may start with, 萬人, 百萬元, 億元; 兆 is one million to some and
#: a million millions to others, and is none.
_POWERS = {"十": 1, "百": 2, "千": 3, "萬": 4, "億": 8}
#: Units that start like a power of ten and are one word: 千瓦時, 千克, 百分點.
_ONE_WORD = re.compile(r"千[瓦克米卡升赫焦伏巴帕]|百分")

#: U+2060 WORD JOINER forbids a line break and is never extracted from the PDF (UAX #14, WJ).
WORD_JOINER = "\u2060"


class Approximation(StrEnum):
    """A word that makes a number less than exact, and belongs to it wherever it is printed."""

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

    FULL = "full"  # 近1,000萬筆: with its word of approximation, number and unit; the default
    EXACT = "exact"  # 1,000萬筆: number and unit
    NUMBER = "number"  # 1,000
    GROUPED = "grouped"  # as exact; thousands are parted in all formats
    UNIT = "unit"  # 萬筆
    LABEL = "label"  # the fact's name
    PERIOD = "period"  # the period it holds for


class Fact(Model):
    """One figure: its number as written, and everything a reader must know about it."""

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
        description="Where it stands in the manuscript: the heading it is under",
    )
    note: str = Field(
        default="", max_length=5000, description="A remark for the report team; never printed"
    )
    #: The key it stands under in ``facts.yaml``; never written inside the fact.
    id: SkipJsonSchema[str] = Field(default="", exclude=True)

    @property
    def number(self) -> Decimal:
        """The value for arithmetic, exact."""
        return Decimal(self.value)

    @property
    def amount(self) -> Decimal:
        """The number with the power of ten of its unit worked out: ``4.4`` 億 → 440000000."""
        return self.number * parted(self.unit)[0]

    @property
    def digits(self) -> str:
        """The number as it is printed: a true minus, thousands parted by commas, 8,610."""
        return shown(self.value, self.unit)

    def text(self, form: Format = Format.FULL) -> str:
        """Give the figure as plain text in one of the formats, without break control."""
        return self._join(form, "")

    def printed(self, form: Format = Format.FULL) -> str:
        """Give the figure as it goes into the page: number and unit kept on one line.

        Labels and periods are words and may break.
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
    """Part a unit into its power and the thing counted: ``萬台次`` → (10000, ``台次``)."""
    power, rest = 0, unit.strip()
    while rest[:1] in _POWERS and not _ONE_WORD.match(rest):
        power, rest = power + _POWERS[rest[0]], rest[1:]
    return Decimal(10) ** power, rest


def counted(unit: str) -> str:
    """Give what a unit counts, without its power of ten: ``萬人次`` → ``人次``."""
    return parted(unit)[1]


def is_share(unit: str) -> bool:
    """Say whether a unit is a share or points of one: ``%``, ``個百分點``."""
    return any(sign in unit for sign in ("%", "％", "‰", "百分"))


def is_per_cent(unit: str) -> bool:
    """Say whether a unit is a share in per cent, not points or thousandths: ``%``."""
    return "%" in unit or "％" in unit


#: Written exactly; a blank at its end would make two ids of one.
FactId = Annotated[str, StringConstraints(pattern=ID_PATTERN, strip_whitespace=False)]


class Facts(Model):
    """The file ``facts.yaml``: all figures of a report, and the names that contain digits."""

    facts: dict[FactId, Fact] = Field(
        description="Each figure under an id of your own, like users.total"
    )
    names: tuple[Annotated[str, StringConstraints(min_length=1, max_length=200)], ...] = Field(
        default=(),
        max_length=1000,
        description="Words that contain digits without being figures: 5G, 1+N+1, cBSS2.0, 10010",
    )


class Binding(Protocol):
    """What turns written references into facts while a file is validated."""

    def fact(self, name: str) -> Fact:
        """Find a fact; raises LookupError with advice in the user's words."""
        ...

    def prose(self, text: str) -> Any:
        """Parse prose and bind its references."""
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


#: A field that is written as a fact's id and read as the :class:`Fact` itself.
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
