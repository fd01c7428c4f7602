"""The file ``facts.yaml`` as it is written: facts, their defaults, imports, units, claims, names.

The room ``content`` turns it into :class:`~report.model.series.Facts`.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any, Self

from pydantic import (
    Field,
    PlainValidator,
    StringConstraints,
    WithJsonSchema,
    model_validator,
)
from pydantic.json_schema import SkipJsonSchema
from pydantic_core import PydanticCustomError, core_schema

from report.model.base import Model
from report.model.facts import Approximation, FactId, reference
from report.model.numbers import read_number
from report.model.readas import ReadAs
from report.model.series import Absence, is_no_year, period_key

#: The most digits after the point that ``rounded`` may ask for.
_MOST_PLACES = 12
_NUMBER_SCHEMA = {
    "type": ["number", "string"],
    "description": "The number: digits and decimal point, 4.4; also 1,234, −3.2, (3.2)",
}
Value = Annotated[str | None, PlainValidator(read_number), WithJsonSchema(_NUMBER_SCHEMA)]


def _figure(value: Any) -> str | Absence:
    """Read a number or a reason why there is none."""
    if isinstance(value, str) and value.strip() in list(Absence):
        return Absence(value.strip())
    if not isinstance(value, str):
        message = "a figure is missing here"
        hint = "write a number; or absent (–), not_applicable (不適用), nil (無)"
        raise PydanticCustomError("no_figure", message, {"hint": hint})
    return read_number(value)


Figure = Annotated[
    str | Absence,
    PlainValidator(_figure),
    WithJsonSchema(
        {
            "anyOf": [_NUMBER_SCHEMA, {"enum": list(Absence)}],
            "description": "A number; or absent, not_applicable, nil: printed –, 不適用, 無",
        }
    ),
]


def _values(value: Any, _info: core_schema.ValidationInfo) -> dict[str, str | Absence]:
    """Read figures by period; each period is a key of its own."""
    if not isinstance(value, dict):
        raise PydanticCustomError("dict_type", "keys and values are expected here")
    found: dict[str, str | Absence] = {}
    for name, figure in value.items():
        key = period_key(name)
        if not key or len(key) > 40 or any(sign in key for sign in "[]{}|") or is_no_year(key):
            message = "“{name}” cannot be a period"
            hint = "write a year, like 2023: or “2024/25”:"
            raise PydanticCustomError(
                "period_key", message, {"name": key[:40], "hint": hint, "path": (name,)}
            )
        if key in found:
            message = "the period {name} is written twice"
            hint = "keep one of the two"
            raise PydanticCustomError(
                "period_key", message, {"name": key, "hint": hint, "path": (name,)}
            )
        try:
            found[key] = _figure(figure)
        except PydanticCustomError as exc:
            context = {**(exc.context or {}), "path": (name,)}
            raise PydanticCustomError(exc.type, exc.message_template, context) from None
    if not found:
        raise PydanticCustomError("too_short", "figures are expected here", {"min_length": 1})
    return found


_VALUES_SCHEMA = {
    "type": "object",
    "description": "A figure for each period: {2022: 98450, 2023: absent}",
    "minProperties": 1,
    "additionalProperties": {
        "anyOf": [{"type": ["number", "string"]}, {"enum": list(Absence)}],
    },
}
Values = Annotated[dict[str, str | Absence] | None, ReadAs(_values, lambda: _VALUES_SCHEMA)]


def _operands(value: Any, _info: core_schema.ValidationInfo) -> tuple[tuple[str, str], ...]:
    """Read the facts that are added, divided and so on: ids, each with a period or without."""
    listed = [value] if isinstance(value, str) else value
    if not isinstance(listed, list):
        raise PydanticCustomError("tuple_type", "a list is expected here")
    found = []
    for index, one in enumerate(listed):
        parts = reference(one) if isinstance(one, str) else None
        if parts is None:
            path = (index,) if listed is value else ()
            message = "a fact's id is expected here, like users.total"
            raise PydanticCustomError("fact_id", message, {"hint": "", "path": path})
        found.append((parts[0], period_key(parts[1])))
    if not found:
        raise PydanticCustomError("too_short", "facts are expected here", {"min_length": 1})
    return tuple(found)


_OPERANDS_SCHEMA = {
    "anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}],
}
#: Facts to compute with: ids, each with a period, or "" for all periods.
Operands = Annotated[
    tuple[tuple[str, str], ...] | None, ReadAs(_operands, lambda: _OPERANDS_SCHEMA)
]

#: Ways to compute a fact, with the fewest and the most facts that each takes.
COMPUTED = {
    "sum": (1, 200),
    "difference": (2, 200),
    "product": (2, 20),
    "divide": (2, 2),
    "share": (2, 2),
    "change": (1, 2),
    "points": (1, 2),
    "average": (1, 200),
}


class WrittenFact(Model):
    """One fact: its figures or how they are computed, with unit, label, period and source."""

    value: Value = Field(
        default=None, description="The number as the manuscript has it: 4.40, 1,234, −3.2"
    )
    values: Values = Field(
        default=None, description="A number for each period, instead of “value” and “period”"
    )
    sum: Operands = Field(default=None, description="The facts that are added up")
    difference: Operands = Field(default=None, description="The first fact less the others")
    product: Operands = Field(default=None, description="The facts that are multiplied")
    divide: Operands = Field(default=None, description="The first fact divided by the second")
    share: Operands = Field(default=None, description="A part and its whole, in per cent")
    change: Operands = Field(
        default=None, description="One fact, from each period to the next, in per cent; or two"
    )
    points: Operands = Field(
        default=None, description="One share, from each period to the next, in points; or two"
    )
    average: Operands = Field(default=None, description="The facts of which this is the mean")
    rounded: int | None = Field(
        default=None, ge=0, le=_MOST_PLACES, description="Digits after the point, half up"
    )
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
    period: str = Field(
        default="",
        min_length=1,
        max_length=100,
        description="The time it holds for: 2020年; or see “defaults”",
    )
    source: str = Field(
        default="",
        min_length=1,
        max_length=500,
        description="Its place in the manuscript: the heading above it; or see “defaults”",
    )
    note: str = Field(
        default="", max_length=5000, description="A remark for the report team; never printed"
    )
    #: Its key in the file; not a key of the fact itself.
    id: SkipJsonSchema[str] = Field(default="", exclude=True)

    @property
    def how(self) -> tuple[str, tuple[tuple[str, str], ...]] | None:
        """How it is computed, and of which facts; None when it is not."""
        for name in COMPUTED:
            of = getattr(self, name)
            if of is not None:
                return name, of
        return None

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        ways = [name for name in COMPUTED if getattr(self, name) is not None]
        if len(ways) > 1:
            raise _odd(ways[1], f"a fact cannot have both “{ways[0]}” and “{ways[1]}”", "keep one")
        if self.value is not None and self.values is not None:
            hint = "keep “values”, and write this figure below it"
            raise _odd("value", "a fact cannot have both “value” and “values”", hint)
        if self.values is not None and self.period:
            hint = "remove it; the keys of “values” are the periods"
            raise _odd("period", "a fact with “values” has no “period” of its own", hint)
        if ways:
            fewest, most = COMPUTED[ways[0]]
            count = len(getattr(self, ways[0]))
            if not fewest <= count <= most:
                wanted = f"{fewest}" if fewest == most else f"{fewest} to {most}"
                raise _odd(ways[0], f"“{ways[0]}” takes {wanted} facts, not {count}", "")
        return self


def _odd(key: str, message: str, hint: str) -> PydanticCustomError:
    context = {"reason": message, "hint": hint, "path": (key,)}
    return PydanticCustomError("fact_misfit", "{reason}", context)


class Defaults(Model):
    """What holds for every fact of the file that does not say otherwise."""

    period: str = Field(default="", max_length=100, description="The period of most facts: 2024年")
    source: str = Field(default="", max_length=500, description="The source of most facts")


def _measure(value: Any) -> tuple[Decimal, str]:
    """Read a unit of the project: a number of another unit, “29.3 吉焦”."""
    if isinstance(value, str):
        number, _, unit = value.strip().partition(" ")
        if unit.strip():
            amount = Decimal(read_number(number))
            if amount > 0:
                return amount, unit.strip()
    message = "a unit is a number above zero of another unit"
    raise PydanticCustomError("unit", message, {"hint": "write it like “標準煤噸: 29.3076 吉焦”"})


Measure = Annotated[
    tuple[Decimal, str],
    PlainValidator(_measure),
    WithJsonSchema({"type": "string", "description": "A number of another unit: 29.3076 吉焦"}),
]
Name = Annotated[str, StringConstraints(min_length=1, max_length=200)]


#: Keys of ``columns`` beside the periods.
COLUMNS = ("id", "label", "unit", "source", "note", "approximation", "rounded", "value")


def _columns(value: Any, _info: core_schema.ValidationInfo) -> dict[str, str]:
    """Read the heads of the columns; keys that are not known must be periods."""
    if not isinstance(value, dict):
        raise PydanticCustomError("dict_type", "keys and values are expected here")
    found: dict[str, str] = {}
    for name, head in value.items():
        key = name if name in COLUMNS else period_key(name)
        if name not in COLUMNS and not any(sign.isdigit() for sign in name):
            message = "the key “{name}” is unknown here"
            hint = f"known here: {', '.join(COLUMNS)}, and periods like 2023"
            raise PydanticCustomError(
                "column_key", message, {"name": name[:40], "hint": hint, "path": (name,)}
            )
        if not isinstance(head, str) or not head.strip() or key in found:
            message = "the head of a column of the sheet is expected here"
            hint = f"write the words at its head, like {name}: 2023年"
            raise PydanticCustomError("column_head", message, {"hint": hint, "path": (name,)})
        if is_no_year(key):
            message = "“{name}” cannot be a period"
            hint = "write a year, like “2023: 2023年”"
            raise PydanticCustomError(
                "column_key", message, {"name": name[:40], "hint": hint, "path": (name,)}
            )
        found[key] = " ".join(head.split())
    for name in ("id", "label"):
        if name not in found:
            message = "the columns have no “{name}”"
            hint = f"add “{name}:” with the words at the head of that column"
            raise PydanticCustomError("column_head", message, {"name": name, "hint": hint})
    if all(name in COLUMNS and name != "value" for name in found):
        message = "the columns have no figures"
        hint = "add a line for each period, like “2023: 2023年”"
        raise PydanticCustomError("column_head", message, {"hint": hint})
    return found


Columns = Annotated[
    dict[str, str],
    ReadAs(
        _columns,
        lambda: {
            "type": "object",
            "description": "The words at the heads: id: 編號, label: 指標, 2023: 2023年",
            "additionalProperties": {"type": ["string", "number"]},
            "required": ["id", "label"],
        },
    ),
]


class Import(Model):
    """Facts of a spreadsheet: one in each row."""

    file: Annotated[str, StringConstraints(min_length=1, max_length=300)] = Field(
        description="The file, from the project's folder: sources/environment.xlsx"
    )
    sheet: str = Field(default="", max_length=100, description="The sheet; a CSV file has none")
    columns: Columns = Field(
        description="What each column has: id, label, unit, source, note, and the periods"
    )
    period: str = Field(
        default="", max_length=100, description="The period of the column “value”: 2024年"
    )
    unit: str = Field(default="", max_length=40, description="The unit of rows without one")
    source: str = Field(default="", max_length=500, description="The source of rows without one")
    rounded: int | None = Field(
        default=None, ge=0, le=_MOST_PLACES, description="Digits after the point, half up"
    )


class FactsFile(Model):
    """The file ``facts.yaml``: all figures of a report, and the names that contain digits."""

    defaults: Defaults = Field(
        default_factory=Defaults, description="The period and the source of facts without their own"
    )
    facts: dict[FactId, WrittenFact] = Field(
        default_factory=dict, description="Each figure under an id of your own, like users.total"
    )
    imports: tuple[Import, ...] = Field(
        default=(), max_length=50, description="Facts that come from spreadsheets"
    )
    units: dict[Name, Measure] = Field(
        default_factory=dict, description="Units of your own: 標準煤噸: 29.3076 吉焦"
    )
    must: tuple[Annotated[str, StringConstraints(min_length=1, max_length=500)], ...] = Field(
        default=(),
        max_length=500,
        description="Claims of the text that the figures must bear out: a[2024] < a[2023]",
    )
    names: tuple[Name, ...] = Field(
        default=(),
        max_length=1000,
        description="Words with digits that are not figures: 5G, 1+N+1, cBSS2.0, 10010",
    )
