"""The rules that apply to an element, looked up once for elements that are alike.

Most selectors ask only for an element's tag, class, id and attributes and for those of its
ancestors: all cells of a column of a table get the same answer. Whether a selector asks for more,
such as siblings, is read from the names that its compiled test uses: a test with a name that is
not known here is made for each element.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import CodeType
from typing import Any

from cssselect2 import Matcher, ascii_lower

#: What a test may use when its result depends on an element and its ancestors only.
_OWN = frozenset(
    (
        *("el", "any", "next", "parent", "ancestors", "local_name", "namespace_url", "id"),
        *("classes", "in_html_document", "etree_element", "attrib", "get", "tag", "lang", "lower"),
        *("startswith", "endswith", "ascii_lower", "split_whitespace", "urlparse", "scheme"),
    )
)

#: A rule: its sheet, specificity, place in it, pseudo-element, and declarations with their layer.
Rule = tuple[int, tuple[int, int, int], int, str | None, Any]
_Entry = tuple[Any, tuple[int, int, int], int, str | None, Any]


@dataclass(frozen=True, slots=True)
class _Kind:
    """Elements with equal tags, classes, ids and attributes, as have their ancestors."""

    steady: tuple[Rule, ...]  # these rules apply
    others: tuple[tuple[Any, Rule], ...]  # a rule applies if its test says so
    found: dict[tuple[bool, ...], tuple[Rule, ...]] = field(default_factory=dict)


class Matched:
    """Finds rules for the elements of one document, each after its parent."""

    def __init__(self, matchers: Sequence[Matcher]) -> None:
        """Look up rules in these stylesheets, in their order."""
        self._matchers = matchers
        self._own: set[int] = set()  # tests that ask for an element and its ancestors only
        self._read: set[str] = set()  # attributes whose values are read
        self._present: set[str] = {"lang"}  # attributes that are only looked for
        self._texts: set[str] = set()  # ids are compared with these
        self._paths: dict[Any, int] = {}
        #: By the names of an element's attributes: those that a test asks for.
        self._names: dict[tuple[str, ...], tuple[str, ...]] = {}
        self._numbers: dict[tuple[Any, ...], int] = {}
        self._kinds: list[_Kind] = []
        self._sets: dict[tuple[Any, ...], tuple[Rule, ...]] = {}
        for matcher in matchers:
            for test, *_ in _entries(matcher):
                self._study(test)
        self._asked = {"id", *self._read, *self._present}

    def __call__(self, element: Any) -> tuple[Rule, ...]:
        """Return the rules for a wrapped element, those of each stylesheet by growing strength.

        Equal results are the same object.
        """
        kind = self._kinds[self._path(element)]
        if not kind.others:
            return kind.steady
        answers = tuple(bool(test(element)) for test, _ in kind.others)
        rules = kind.found.get(answers)
        if rules is None:
            more = [rule for (_, rule), answer in zip(kind.others, answers, strict=True) if answer]
            rules = kind.found[answers] = self._same([*kind.steady, *more])
        return rules

    def _study(self, test: Any) -> None:
        """Read what a test depends on."""
        names, texts = _used(test.__code__)
        if names <= _OWN:
            self._own.add(id(test))
        self._texts |= texts
        if names & {"get", "urlparse"}:
            self._read |= texts
        if "attrib" in names:
            self._present |= texts
        if "lang" in names:
            self._read |= {"lang", "{http://www.w3.org/XML/1998/namespace}lang"}

    def _path(self, element: Any) -> int:
        """Return the number of an element's kind, which is found when it is the first of it."""
        own = element.etree_element
        attributes = own.attrib
        parent = element.parent
        key = (
            self._paths[parent.etree_element] if parent is not None else -1,
            own.tag,
            attributes.get("class"),
            *self._of(attributes),
        )
        number = self._numbers.get(key)
        if number is None:
            number = self._numbers[key] = len(self._kinds)
            self._kinds.append(self._kind(element))
        self._paths[own] = number
        return number

    def _of(self, attributes: Mapping[str, str]) -> Iterator[tuple[str, str | None]]:
        """Return the attributes that a test asks for, with their values if these are read."""
        names = tuple(attributes)
        asked = self._names.get(names)
        if asked is None:
            asked = self._names[names] = tuple(one for one in names if one in self._asked)
        for name in asked:
            value = attributes[name]
            yield name, value if name in self._read or value in self._texts else None

    def _kind(self, element: Any) -> _Kind:
        steady, others = [], []
        for place, matcher in enumerate(self._matchers):
            for test, *rest in _candidates(matcher, element):
                rule = (place, *rest)
                if id(test) not in self._own:
                    others.append((test, rule))
                elif test(element):
                    steady.append(rule)
        return _Kind(self._same(steady), tuple(others))

    def _same(self, rules: list[Any]) -> tuple[Rule, ...]:
        rules.sort(key=lambda rule: rule[:3])
        return self._sets.setdefault(tuple((rule[0], rule[2]) for rule in rules), tuple(rules))


def _entries(matcher: Matcher) -> Iterator[_Entry]:
    for by_name in (
        *(matcher.id_selectors, matcher.class_selectors),
        *(matcher.lower_local_name_selectors, matcher.namespace_selectors),
    ):
        for entries in by_name.values():
            yield from entries
    yield from matcher.lang_attr_selectors
    yield from matcher.other_selectors


def _candidates(matcher: Matcher, element: Any) -> Iterator[_Entry]:
    """Give the selectors that may match an element, as :meth:`cssselect2.Matcher.match` does."""
    if element.id is not None:
        yield from matcher.id_selectors.get(element.id, ())
    for name in element.classes:
        yield from matcher.class_selectors.get(name, ())
    yield from matcher.lower_local_name_selectors.get(ascii_lower(element.local_name), ())
    yield from matcher.namespace_selectors.get(element.namespace_url, ())
    if "lang" in element.etree_element.attrib:
        yield from matcher.lang_attr_selectors
    yield from matcher.other_selectors


def _used(code: CodeType) -> tuple[set[str], set[str]]:
    """Return the names and the texts that a piece of code uses, with those of code inside."""
    names = {*code.co_names, *code.co_varnames, *code.co_freevars} - {".0"}
    texts: set[str] = set()
    for constant in _flat(code.co_consts):
        if isinstance(constant, CodeType):
            inner_names, inner_texts = _used(constant)
            names |= inner_names
            texts |= inner_texts
        elif isinstance(constant, str):
            texts.add(constant)
    return names, texts


def _flat(constants: Iterable[Any]) -> Iterator[Any]:
    for constant in constants:
        if isinstance(constant, tuple | frozenset):
            yield from _flat(constant)
        else:
            yield constant
