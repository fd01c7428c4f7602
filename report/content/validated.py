"""Models of data files that have not changed since the last time.

After an edit of one file, all other files of a report are those of the last time, and so are their
models, if the facts are the same.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar

from report.content.prose import Binder
from report.findings.diagnostics import Diagnostic
from report.model.base import Model

M = TypeVar("M", bound=Model)

#: The number of files whose models are kept.
_FILES = 256


class _Known(NamedTuple):
    """What the validation of a file gave."""

    #: What the file was read as: the same object when its text is the same.
    tree: Any
    #: A hash of all that the facts come from.
    facts: str
    model: Any
    used: set[str]
    warnings: list[Diagnostic]


_last: OrderedDict[tuple[str, type[Model]], _Known] = OrderedDict()


def model_once(
    validate: Callable[[], M], tree: Any, kind: type[M], name: str, binder: Binder, facts: str
) -> M:
    """Return the model of a file, and note in ``binder`` what it has used and found.

    ``validate`` makes it. For the tree and the facts of the last time, the model is the same
    object. ``facts`` is a hash of what the facts in ``binder`` come from. Raises what ``validate``
    raises.
    """
    known = _last.pop((name, kind), None)
    if known is None or known.tree is not tree or known.facts != facts:
        used, warnings = binder.used, binder.warnings
        binder.used, binder.warnings = set(), []
        try:
            model = validate()
            known = _Known(tree, facts, model, binder.used, binder.warnings)
        finally:
            binder.used, binder.warnings = used | binder.used, warnings + binder.warnings
    else:
        binder.used |= known.used
        binder.warnings += known.warnings
    _last[name, kind] = known
    if len(_last) > _FILES:
        _last.popitem(last=False)
    made: M = known.model
    return made
