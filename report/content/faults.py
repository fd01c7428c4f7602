"""Turns pydantic's errors into messages for authors of reports.

In: a ``ValidationError`` and the tree that was validated. Out: Diagnostics with exact places.
"""

from __future__ import annotations

from collections.abc import Sequence as Several
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from report.content.advice import nearest
from report.content.words import LIMITS, NEEDED, OWN, bound, pattern_hint, shown
from report.findings.diagnostics import Diagnostic, Place, diagnostic
from report.model.base import Located, Scalar, Sequence

#: The most findings for one file: more of them usually have one cause.
MOST = 100


def explain(error: ValidationError, tree: Any, file: str) -> list[Diagnostic]:
    """Turn all errors of a validation into Diagnostics."""
    found: list[Diagnostic] = []
    misspelt: set[tuple[str, int, int]] = set()
    faults = error.errors(include_url=False)
    # Unknown keys first: if one is a misspelt required key, that key is not reported as missing.
    for details in sorted(faults, key=lambda fault: fault["type"] != "extra_forbidden"):
        if details["type"] == "prose":
            found.extend(details["ctx"]["faults"])
            continue
        if details["type"] == "too_short" and _is_long_enough(details):
            continue
        fault = _Fault(details, tree, file)
        if details["type"] == "extra_forbidden" and (meant := fault.meant()):
            misspelt.add((meant, fault.mapping.line, fault.mapping.column))
        if details["type"] == "missing" and (
            (fault.key, fault.mapping.line, fault.mapping.column) in misspelt
        ):
            continue
        found.append(fault.diagnostic())
    if len(found) > MOST:
        rest = len(found) - MOST
        last = found[MOST - 1]
        message = f"and {rest:,} more findings in this file"
        hint = "correct these first; they may have one cause"
        return [*found[:MOST], diagnostic(last.code, message, hint=hint, place=last.place)]
    return found


def _is_long_enough(details: ErrorDetails) -> bool:
    """Return whether a list is too short only because pydantic drops invalid entries."""
    value = details["input"]
    return isinstance(value, list) and len(value) >= details["ctx"]["min_length"]


class _Fault:
    """One error of pydantic, with its place in the file."""

    def __init__(self, details: ErrorDetails, tree: Any, file: str) -> None:
        self.kind = details["type"]
        self.context: dict[str, Any] = details.get("ctx", {})
        self.message = details["msg"]
        self.value = details["input"]
        self.path: list[int | str] = []
        self.place = tree.origin.place if isinstance(tree, Located) else Place(file, 1, 1)
        self.parent: Located | None = None
        self.entry_missing = self.kind == "missing" and isinstance(details["loc"][-1], int)
        self._follow(tree, (*details["loc"], *self.context.get("path", ())))
        names = [part for part in self.path if isinstance(part, str)]
        self.key = names[-1] if names else ""

    def _follow(self, tree: Any, loc: Several[int | str]) -> None:
        """Follow pydantic's location through the tree.

        Sets the existing keys of the path, the place of the error, and the mapping around it. Tags
        of unions in the location are not keys and are skipped; ``[key]`` after a key means the key
        itself.
        """
        here = tree
        for index, step in enumerate(loc):
            last = index == len(loc) - 1
            if isinstance(here, Located):
                self.parent = here
                if isinstance(step, str) and step in here:
                    about_key = loc[index + 1 :] == ("[key]",) or (
                        last and self.kind in {"extra_forbidden", "not_written"}
                    )
                    self.place = (here.origin.keys if about_key else here.origin.values)[step]
                    self.path.append(step)
                    here = None if about_key else here[step]
                elif last:
                    self.path.append(step)
            elif isinstance(here, Sequence) and isinstance(step, int) and step < len(here):
                self.place = here.places[step]
                self.path.append(step)
                here = here[step]
        if isinstance(here, Located) and self.kind != "extra_forbidden":
            self.parent = here

    @property
    def mapping(self) -> Place:
        """Where the mapping around the error starts."""
        return self.parent.origin.place if self.parent else self.place

    def meant(self) -> str:
        """Return the missing key that an unknown key probably means; empty if there is none."""
        known = self.parent.allowed if self.parent else ()
        free = [name for name in known if name not in (self.parent or ())]
        return next((name for name in free if f"“{name}”" in nearest(self.key, free)), "")

    def diagnostic(self) -> Diagnostic:
        """Return the Diagnostic."""
        code, message, hint = self._words()
        return diagnostic(code, message, hint=hint, place=self.place)

    def _words(self) -> tuple[str, str, str]:
        match self.kind:
            case "extra_forbidden":
                return self._unknown_key()
            case "missing":
                return self._missing()
            case "union_tag_invalid" | "union_tag_not_found" | "model_attributes_type":
                return self._block_type()
            case "literal_error" | "enum":
                return self._not_one_of()
            case "string_pattern_mismatch":
                hint = pattern_hint(str(self.context["pattern"]))
                what = "an id" if self.value == self.key else f"“{self.key}”"
                return "D105", f"{what} cannot be written like this: {shown(self.value)}", hint
            case kind if kind in OWN:
                code, hint = OWN[kind]
                return code, self.message, self.context.get("hint") or hint
            case kind if kind in NEEDED:
                return self._wrong_type()
            case kind if kind in LIMITS:
                return "D105", *self._limit()
        subject = f"“{self.key}”" if self.key else "this"
        value = f" ({shown(self.value)})" if isinstance(self.value, Scalar | str) else ""
        message = f"{subject}{value}: {self.message[0].lower()}{self.message[1:]}"
        return "D105", message, "see the data reference in README.md"

    def _unknown_key(self) -> tuple[str, str, str]:
        allowed = self.parent.allowed if self.parent else ()
        listing = "known here: " + ", ".join(allowed)
        hint = f"{nearest(self.key, allowed)} {listing}".strip()
        return "D101", f"the key “{shown(self.key, quotes=False)}” is unknown here", hint

    def _missing(self) -> tuple[str, str, str]:
        if self.entry_missing:
            return "D105", f"“{self.key}” has too few entries", "write all of them"
        return "D103", f"the key “{self.key}” is missing here", f"add “{self.key}: …”"

    def _block_type(self) -> tuple[str, str, str]:
        hint = "start it with “type: paragraph” or another type"
        if not isinstance(self.value, Located):
            what = shown(self.value)
            return "D102", f"a block of keys and values is expected here, not {what}", hint
        tag = self.value.get("type")
        if not isinstance(tag, str):
            self.place = self.value.origin.values.get("type", self.place)
            return "D103", "this block has no type", hint
        self.place = self.value.origin.values["type"]
        known = [name.strip().strip("'") for name in self.context["expected_tags"].split(",")]
        hint = nearest(tag, known) or "the block types are: " + ", ".join(known)
        return "D104", f"there is no block type {shown(tag)}", hint

    def _not_one_of(self) -> tuple[str, str, str]:
        expected = str(self.context["expected"]).replace("'", "")
        known = [word.strip() for word in expected.replace(" or ", ", ").split(",")]
        advice = nearest(str(self.value), known)
        hint = f"{advice} allowed: {', '.join(known)}".strip()
        return "D105", f"“{self.key}” cannot be {shown(self.value)}", hint

    def _wrong_type(self) -> tuple[str, str, str]:
        wanted, hint = NEEDED[self.kind]
        if self.key == "value" and self.path[:1] == ["facts"]:
            wanted, hint = "a number", "digits and one decimal point, like 4.4"
        number = self.path[-1] if self.path and isinstance(self.path[-1], int) else None
        if self.value is None:
            hint = self._fill(wanted, "in this entry" if number is not None else "after the colon")
        elif wanted == "a list" and isinstance(self.value, Scalar) and "," in self.value:
            hint = f"write it in square brackets: [{_cut(self.value)}]"
        elif wanted == "text":
            hint = _as_text(self.value) or hint
        subject = f"“{self.key}”" if self.key else "this"
        subject = f"entry {number + 1} of {subject}" if number is not None else subject
        return "D102", f"{subject} must be {wanted}, not {shown(self.value)}", hint

    def _fill(self, wanted: str, where: str) -> str:
        """Return the hint for an empty value; only optional keys can be removed."""
        what = {"text": "the text", "a list": "the entries"}.get(wanted, wanted)
        needed = self.parent is not None and self.key in self.parent.required
        return f"write {what} {where}" + ("" if needed else ", or remove the key")

    def _limit(self) -> tuple[str, str]:
        words, hint = LIMITS[self.kind]
        if self.kind in ("string_too_short", "too_short"):
            needed = self.parent is not None and self.key in self.parent.required
            hint = "write its content" if needed else hint
        number = self.path[-1] if self.path and isinstance(self.path[-1], int) else None
        subject = f"entry {number + 1} of “{self.key}”" if number is not None else f"“{self.key}”"
        return f"{subject} {words.format(bound(self.context))}", hint


def _as_text(value: Any) -> str:
    """Return a hint how to write a text that was read as keys or as a list."""
    if isinstance(value, dict) and len(value) == 1:
        ((key, rest),) = value.items()
        if isinstance(rest, Scalar):
            whole = f"{key}: {rest}".replace('"', "”")
            return (
                f'put quotation marks around a text with a colon and a space: "{_cut(whole)}"; or '
                "write the full-width colon “：”"
            )
    if isinstance(value, dict):
        return "a text that contains “: ” or starts with { needs quotation marks around it"
    if isinstance(value, list) and all(isinstance(one, Scalar) for one in value):
        whole = "[" + ", ".join(value) + "]"
        return f'if this is text that starts with a bracket, write "{_cut(whole)}"'
    return ""


def _cut(text: str) -> str:
    return f"{text[:40]}…" if len(text) > 40 else text
