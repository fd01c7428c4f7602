"""Limits for templates, so that they always end: loop iterations, calls and characters.

Jinja itself limits only ``range``. Here every iteration, call and character counts against one
budget for each document, and operations with very long results are errors. The limits are counts,
not seconds, so that a template fails at the same place on every machine.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Iterator
from functools import wraps
from typing import Any

from jinja2 import nodes
from jinja2.filters import do_center, do_format, do_indent, do_wordwrap
from jinja2.runtime import Context, LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.visitor import NodeTransformer

#: The most loop iterations and calls in one document; the shipped chapter needs about 500.
MOST_TURNS = 200_000
#: A call takes about as long as so many iterations.
_CALL = 3
#: Literal text of a template shorter than this is not counted; its loops are.
_NO_MATTER = 200
#: The most characters of one document, and of one operation.
MOST_TEXT = 30_000_000
MOST_AT_ONCE = 1_000_000

#: The longest number, in bits.
_MOST_BITS = 4_096

#: The deepest nesting of included and extended templates; the shipped ones have four levels.
_MAX_DEPTH = 25

_COUNTED, _SPENT, _JOINED = "counted turn by turn", "characters spent", "joined within bounds"
_NESTED_NAME = "not too deep"
_WIDTH = re.compile(r"%[^a-zA-Z%]*?(\d{5,})|\{[^{}]*?(\d{5,})[^{}]*\}")
#: Widths from arguments: ``{:{wide}}``, ``%*d``.
_NESTED, _STARRED = re.compile(r"\{[^{}]*\{"), re.compile(r"%[-+ #0]*(\*|\d*\.\*)")
#: Filters whose time or result depends on the length of their arguments.
_BY_LENGTH = (
    *("batch", "groupby", "join", "list", "map", "max", "min", "pprint", "reject", "rejectattr"),
    *("replace", "reverse", "select", "selectattr", "slice", "sort", "sum", "tojson", "unique"),
    *("upper", "lower", "title", "urlize", "wordcount", "xmlattr", "dictsort", "truncate"),
)
#: Items that a filter processes in the time of one iteration.
_PER_TURN = 2
#: Methods of strings whose first argument is the length of the result.
_PADDING = frozenset({"center", "ljust", "rjust", "zfill", "expandtabs"})


class EndlessError(Exception):
    """A template needs too many iterations, or makes too much text."""


class BoundedEnvironment(ImmutableSandboxedEnvironment):
    """Jinja's sandbox with a budget for templates; ``begin`` resets the budget."""

    intercepted_binops = frozenset({"*", "**", "%", "+"})

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._turns = self._text = 0
        del self.globals["lipsum"]  # it makes text of any length
        self.filters[_COUNTED] = self._each
        self.filters[_SPENT] = self._count_text
        self.filters[_JOINED] = self._joined
        self.filters[_NESTED_NAME] = _not_too_deep
        self.filters["center"] = lambda text, width=80: do_center(text, _checked_length(width))
        self.filters["indent"] = lambda text, width=4, *more, **named: do_indent(
            text, width if isinstance(width, str) else _checked_length(width), *more, **named
        )
        self.filters["wordwrap"] = self._wrap
        self.filters["format"] = _format
        for name in _BY_LENGTH:
            self.filters[name] = self._bounded_filter(name, self.filters[name])

    def begin(self) -> None:
        """Start a document: reset the budget."""
        self._turns = self._text = 0

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree: nodes.Template = _Bounds().visit(super()._parse(source, name, filename))
        return tree

    def _count_turns(self, turns: int = 1) -> None:
        self._turns += turns
        if self._turns > MOST_TURNS:
            raise EndlessError(f"there are more than {MOST_TURNS:,} loop iterations and calls")

    def _count_text(self, thing: Any) -> Any:
        """Count the printed characters; other values than text count as 8."""
        self._text += len(thing) if isinstance(thing, str) else 8
        if self._text > MOST_TEXT:
            raise EndlessError(f"it makes more than {MOST_TEXT / 1e6:.0f} million characters")
        return thing

    def _joined(self, text: Any) -> Any:
        if isinstance(text, str):
            _checked_length(len(text))
        return text

    def wrap_str_format(self, value: Any) -> Any:
        """Return the method ``format`` of a string, with a check of the widths."""
        owner = getattr(value, "__self__", None)
        if isinstance(owner, str) and (found := _WIDTH.search(owner)):
            _checked_length(int(found[1] or found[2]))
        work = super().wrap_str_format(value)
        if work is None or not (isinstance(owner, str) and _NESTED.search(owner)):
            return work

        def bounded(*args: Any, **kwargs: Any) -> str:
            _widths([*args, *kwargs.values()])
            return str(work(*args, **kwargs))

        return bounded

    def _bounded_filter(self, name: str, work: Callable[..., Any]) -> Callable[..., Any]:
        """Return a filter that checks its arguments and counts against the budget."""
        # Some filters get the context or the environment before the value.
        before = 1 if hasattr(work, "jinja_pass_arg") else 0

        @wraps(work)
        def bounded(*args: Any, **kwargs: Any) -> Any:
            value, *more = args[before:]
            self._count_turns(1 + _length(value) // _PER_TURN)
            given = [*more, *kwargs.values()]
            for one in given:
                _checked_length(one)
            if name in ("replace", "join") and given:
                _bounded(
                    str(value) if name == "replace" else str(given[0]),
                    name,
                    (tuple(given) if name == "replace" else (value,)),
                )
            return work(*args, **kwargs)

        return bounded

    def _each(self, things: Iterable[Any]) -> Iterator[Any]:
        for thing in things:
            self._count_turns()
            yield thing

    def call(
        __self,  # noqa: N805 - Jinja's name: templates may pass “self” as a keyword
        __context: Context,
        __obj: Any,
        *args: Any,
        **kwargs: Any,
    ) -> Any:
        """Call a function for a template, and count the call."""
        __self._count_turns(_CALL)
        owner = getattr(__obj, "__self__", None)
        if isinstance(owner, str) and __obj.__name__ in _PADDING and args:
            _checked_length(args[0])
        if isinstance(owner, str) and __obj.__name__ in ("join", "replace"):
            _bounded(owner, __obj.__name__, args)
        if isinstance(__obj, LoopContext) and args:  # a recursive loop with its own items
            args = (__self._each(args[0]), *args[1:])
        return super().call(__context, __obj, *args, **kwargs)

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Compute an operator for a template; raises EndlessError for a very long result."""
        if operator == "**" and isinstance(right, int | float) and abs(right) > 64:
            raise EndlessError(f"a number to the power of {right} is too long")
        if operator == "*":
            for one, other in ((left, right), (right, left)):
                if isinstance(one, str | list | tuple) and isinstance(other, int):
                    _checked_length(len(one) * other)
            if isinstance(left, int) and isinstance(right, int):
                _short(left.bit_length() + right.bit_length())
        if operator == "+" and isinstance(left, str | list | tuple) and hasattr(right, "__len__"):
            _checked_length(len(left) + len(right))
        if operator == "%" and isinstance(left, str):
            _percent(left, right)
        return super().call_binop(context, operator, left, right)

    def _wrap(self, text: str, width: int = 79, *more: Any, **named: Any) -> str:
        return str(do_wordwrap(self, text, _checked_length(width), *more, **named))


class _Bounds(NodeTransformer):
    """Inserts the counting filters into a parsed template."""

    def visit_For(self, node: nodes.For) -> nodes.Node:  # noqa: N802 - Jinja's name
        """Count every iteration of a loop."""
        self.generic_visit(node)
        node.iter = _filtered(node.iter, _COUNTED)
        return node

    def visit_Concat(self, node: nodes.Concat) -> nodes.Node:  # noqa: N802
        """Check the length of joined texts."""
        self.generic_visit(node)
        return _filtered(node, _JOINED)

    def visit_Extends(self, node: nodes.Extends) -> nodes.Node:  # noqa: N802
        """Check the nesting of templates."""
        return self._nested(node)

    def visit_Include(self, node: nodes.Include) -> nodes.Node:  # noqa: N802
        """Check the nesting of templates."""
        return self._nested(node)

    def visit_Import(self, node: nodes.Import) -> nodes.Node:  # noqa: N802
        """Check the nesting of templates."""
        return self._nested(node)

    def visit_FromImport(self, node: nodes.FromImport) -> nodes.Node:  # noqa: N802
        """Check the nesting of templates."""
        return self._nested(node)

    def _nested(self, node: Any) -> nodes.Node:
        self.generic_visit(node)
        node.template = _filtered(node.template, _NESTED_NAME)
        return node  # type: ignore[no-any-return]

    def visit_Output(self, node: nodes.Output) -> nodes.Node:  # noqa: N802
        """Count the printed characters."""
        self.generic_visit(node)
        node.nodes = [
            part
            if isinstance(part, nodes.TemplateData) and len(part.data) < _NO_MATTER
            else _filtered(part, _SPENT)
            for part in node.nodes
        ]
        return node


def _filtered(node: Any, name: str) -> nodes.Filter:
    return nodes.Filter(node, name, [], [], None, None, lineno=node.lineno)


def _not_too_deep(name: Any) -> Any:
    """Return the name of a template; raises RecursionError when templates are nested too deep.

    Python's own limit is much higher, and each level may print the whole report first.
    """
    depth = 0
    frame = sys._getframe(1)
    while frame is not None:
        # Jinja compiles each template into a function with this name.
        depth += frame.f_code.co_name == "root"
        frame = frame.f_back  # type: ignore[assignment]
    if depth > _MAX_DEPTH:
        raise RecursionError
    return name


def _checked_length(width: Any) -> Any:
    if isinstance(width, int) and width > MOST_AT_ONCE:
        raise EndlessError(f"a text of {width:,} characters is too long")
    return width


def _short(bits: int) -> None:
    if bits > _MOST_BITS:
        raise EndlessError("a number has too many digits")


def _bounded(owner: str, method: str, args: tuple[Any, ...]) -> None:
    if method == "replace" and len(args) > 1 and isinstance(args[1], str):
        _checked_length((len(owner) + 1) * max(len(args[1]), 1))
    if method == "join" and args and hasattr(args[0], "__len__"):
        _checked_length(len(owner) * len(args[0]))


def _format(value: str, *args: Any, **kwargs: Any) -> str:
    _percent(str(value), [*args, *kwargs.values()])
    return str(do_format(value, *args, **kwargs))


def _percent(text: str, given: Any) -> None:
    """Check the widths of a ``%`` format, literal ones and those of ``*``."""
    if found := _WIDTH.search(text):
        _checked_length(int(found[1] or found[2]))
    if _STARRED.search(text):
        _widths(given if isinstance(given, list | tuple) else [given])


def _widths(given: Iterable[Any]) -> None:
    for one in given:
        _checked_length(abs(one) if isinstance(one, int) else one)


def _length(value: Any) -> int:
    """Return the number of items that a filter processes; 200 characters of text are one item."""
    length = len(value) if hasattr(value, "__len__") else 0
    return length // 200 if isinstance(value, str) else length
