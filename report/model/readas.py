"""Fields whose value has another type than the data file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, core_schema


class ReadAs:
    """Annotates a field's type with a function that reads its value, and a JSON Schema.

    ``read`` gets the value from the file, and pydantic's validation info with the binding as
    context; it raises PydanticCustomError for an invalid value. ``schema`` is called when the
    schema is written, since some values are declared late.
    """

    def __init__(
        self,
        read: Callable[[Any, core_schema.ValidationInfo], Any],
        schema: Callable[[], Mapping[str, Any]],
    ) -> None:
        self._read = read
        self._schema = schema

    def __get_pydantic_core_schema__(
        self, _source: Any, _handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.with_info_plain_validator_function(self._read)

    def __get_pydantic_json_schema__(
        self, _schema: CoreSchema, _handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return dict(self._schema())
