"""The block types, one module each.

Every module has one class derived from :class:`Block` whose ``type`` is a ``Literal`` with the
block's name. Its template is ``templates/blocks/<name>.html``, its stylesheet
``styles/blocks/<name>.css``. To add a block type, add these three files; there is no list of them.
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from operator import or_
from typing import Annotated, Any, get_args

from pydantic import Field

from report.model.blocks.base import Block


@cache
def block_types() -> dict[str, type[Block]]:
    """Return every block type by its name, in alphabetical order."""
    found: dict[str, type[Block]] = {}
    for info in sorted(pkgutil.iter_modules(__path__), key=lambda info: info.name):
        if info.name == "base":
            continue
        module = importlib.import_module(f"{__name__}.{info.name}")
        for value in vars(module).values():
            if isinstance(value, type) and issubclass(value, Block) and value is not Block:
                (name,) = get_args(value.model_fields["type"].annotation)
                if value.__module__ == module.__name__:
                    found[name] = value
    return found


def any_block() -> Any:
    """Return the union of all block types, with ``type`` as the discriminator."""
    types = tuple(block_types().values())
    union: Any = types[0]
    for kind in types[1:]:
        union = or_(union, kind)
    return Annotated[union, Field(discriminator="type")]
