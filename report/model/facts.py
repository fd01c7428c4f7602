"""Facts: the printed figures, each with its unit, period and source.

A :class:`Fact` is one figure of one period, as a text or a drawing prints it. What a report knows
of it over all its periods is a :class:`~report.model.series.Series`.

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
from report.model.numbers import USUAL, Numbers, places_of, plain_digits, read_number, shown
from report.model.readas import ReadAs
from report.model.units import EXACT, Units, parted

ID_PATTERN = r"^[a-z][a-z0-9_]*(\.[a-z0-9_]+)*$"

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


#: Formats without the number of the fact.
WITHOUT_FIGURE = frozenset({Format.LABEL, Format.PERIOD, Format.UNIT})


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
    #: The figure before it was rounded to be printed; None when it is printed as it is.
    exact: SkipJsonSchema[Decimal | None] = Field(default=None, exclude=True)
    #: Whether its rounded parts give another last digit.
    differs: SkipJsonSchema[bool] = Field(default=False, exclude=True)
    #: How the report writes numbers.
    rule: SkipJsonSchema[Numbers] = Field(default=USUAL, exclude=True)

    @property
    def number(self) -> Decimal:
        """The value for arithmetic, exact."""
        return Decimal(self.value)

    @property
    def amount(self) -> Decimal:
        """The number multiplied by the power of ten of its unit: ``4.4`` 億 → 440000000."""
        return self.number * parted(self.unit)[0]

    @property
    def unrounded(self) -> Decimal:
        """The figure before it was rounded to be printed; sums are checked with it."""
        return self.number if self.exact is None else self.exact

    @property
    def digits(self) -> str:
        """The number as it is printed: with a minus sign and thousands separators, 8,610."""
        return shown(self.value, self.unit, self.rule)

    @property
    def digits_in_tables(self) -> str:
        """The number as tables print it: below zero in parentheses, if the report says so."""
        return shown(self.value, self.unit, self.rule, table=True)

    def restated(self, units: Units, *, unit: str | None = None, places: int | None = None) -> Fact:
        """Return the fact in another unit, or with ``places`` digits after the point, half up.

        Raises LookupError(message, hint) when the units count different things, or the number
        has no end and is not rounded.
        """
        number, unit = self.unrounded, self.unit if unit is None else unit
        if unit != self.unit:
            if not units.alike(self.unit, unit):
                here = f"is in {self.unit}" if self.unit else "has no unit"
                message = f"the fact “{self.id}” {here} and cannot be converted into {unit}"
                hint = "name a unit that counts the same, or add it under “units” in "
                raise LookupError(message, f"{hint}data/facts.yaml")
            number = EXACT.normalize(units.converted(number, self.unit, unit))
        value = plain_digits(number, places_of(number) if places is None else places)
        made = self.model_copy(update={"value": value, "unit": unit, "exact": number})
        made._origin = self._origin
        return made

    def text(self, form: Format = Format.FULL, *, table: bool = False) -> str:
        """Return the figure as plain text in one of the formats, without word joiners.

        In a ``table``, a number below zero may be in parentheses.
        """
        return self._join(form, "", self.digits_in_tables if table else self.digits)

    def printed(self, form: Format = Format.FULL, *, table: bool = False) -> str:
        """Return the figure for the page, with word joiners that keep number and unit together.

        Labels and periods may break.
        """
        joiner = "" if form in {Format.LABEL, Format.PERIOD} else WORD_JOINER
        return self._join(form, joiner, self.digits_in_tables if table else self.digits)

    def _join(self, form: Format, joiner: str, digits: str) -> str:
        match form:
            case Format.NUMBER:
                return digits
            case Format.UNIT:
                return self.unit
            case Format.LABEL:
                return self.label
            case Format.PERIOD:
                return self.period
            case Format.EXACT | Format.GROUPED:
                return joiner.join((digits, *self.unit))
            case Format.FULL:
                return joiner.join(self._words(digits))

    def _words(self, digits: str) -> tuple[str, ...]:
        word = self.approximation or ""
        if word in _BEFORE:
            return (*word, digits, *self.unit)
        if word in _BETWEEN:
            return (digits, *word, *self.unit)
        return (digits, *self.unit, *word)


#: Spaces are not stripped: with a space at the end, an id could be written in two ways.
FactId = Annotated[str, StringConstraints(pattern=ID_PATTERN, strip_whitespace=False)]


class Binding(Protocol):
    """Resolves references to facts while a file is validated."""

    #: The units that are known, those of the project among them.
    units: Units

    def fact(self, name: str, period: str = "") -> Fact:
        """Return the figure of a period, without one that of the report's year.

        Raises LookupError with a message and a hint.
        """
        ...

    def series(self, name: str) -> Any:
        """Return a fact over its periods; raises LookupError with a message and a hint."""
        ...

    def prose(self, text: str) -> Any:
        """Parse prose and resolve its references."""
        ...


#: A fact's id, and a period in square brackets: users.total[2023].
_REFERENCE = re.compile(r"([a-z][a-z0-9_]*(?:\.[a-z0-9_]+)*)(?:\[([^\[\]]{1,40})\])?")


def reference(written: str) -> tuple[str, str] | None:
    """Split ``users.total[2023]`` into id and period, which may be empty; None for other texts."""
    match = _REFERENCE.fullmatch(written.strip())
    return (match[1], (match[2] or "").strip()) if match else None


def bound(value: Any, find: Any) -> Any:
    """Return what ``find(id, period)`` gives for a reference in a data file."""
    parts = reference(value) if isinstance(value, str) else None
    if parts is None:
        raise PydanticCustomError(
            "fact_id", "a fact's id is expected here, like users.total", {"hint": ""}
        )
    try:
        return find(*parts) if parts[1] else find(parts[0])
    except LookupError as exc:
        raise PydanticCustomError(
            "unknown_fact", "{reason}", {"reason": exc.args[0], "hint": exc.args[1]}
        ) from None


def bind_fact(value: Any, info: core_schema.ValidationInfo) -> Fact:
    """Return the figure for a reference in a data file."""
    return cast(Fact, bound(value, cast(Binding, info.context).fact))


#: A field with the id of a fact, and a period if it is not the report's; its value is the
#: :class:`Fact`.
FactRef = Annotated[
    Fact,
    ReadAs(
        bind_fact,
        lambda: {
            "type": "string",
            "pattern": rf"{ID_PATTERN[:-1]}(\[[^\[\]]+\])?$",
            "description": "The id of a fact in facts.yaml; another period in brackets: a.b[2023]",
        },
    ),
]
