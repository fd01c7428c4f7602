"""JSON Schemas of the data files, so that editors can complete keys and mark errors."""

from __future__ import annotations

import json
from typing import Any

from report.model.base import Model
from report.model.factsfile import FactsFile
from report.model.lexicon import Lexicon
from report.model.report import ChapterFile, SectionFile, Settings
from report.model.reportsfile import ReportsFile
from report.model.theme import Theme

#: Kind of file → its model. The schema of a kind is ``data/.schema/<kind>.schema.json``.
KINDS: dict[str, type[Model]] = {
    "report": Settings,
    "facts": FactsFile,
    "lexicon": Lexicon,
    "chapter": ChapterFile,
    "section": SectionFile,
    "tokens": Theme,
}


def schemas() -> dict[str, str]:
    """Return the JSON Schema (draft 2020-12) of every kind of data file, by file name."""
    return {f"{kind}.schema.json": _schema(model) for kind, model in KINDS.items()}


def schema_of_lists() -> dict[str, str]:
    """Return the JSON Schema of lists of reports, which stand beside projects, by file name."""
    return {"reports.schema.json": _schema(ReportsFile)}


def _schema(model: type[Model]) -> str:
    schema: dict[str, Any] = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    schema |= _as_read(model.model_json_schema())
    return json.dumps(schema, ensure_ascii=False, indent=1) + "\n"


def _as_read(node: Any) -> Any:
    """Adapt a schema to the parser: texts may look like numbers, keys must match their pattern."""
    if isinstance(node, list):
        return [_as_read(item) for item in node]
    if not isinstance(node, dict):
        return node
    made = {key: _as_read(value) for key, value in node.items()}
    if made.get("type") == "string" and not made.keys() & {"const", "enum", "format", "pattern"}:
        made["type"] = ["string", "number"]
    if "patternProperties" in made:
        made["additionalProperties"] = False
    return made
