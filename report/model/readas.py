"""Fields that are written in one way and read as another thing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, core_schema


class ReadAs:
    """Goes with a field's type: how what is written is read, and its JSON Schema, for editors.

    ``read`` takes what is written, and pydantic's information on it with the binding as context;
    it raises PydanticCustomError for what cannot be read. ``schema`` is asked for when it is
    written, since some of what it says is known only then.
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
