"""Colours in CMYK and sRGB, spot colours, and the printing condition."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Annotated

from pydantic import Field, StringConstraints, field_validator
from pydantic_core import PydanticCustomError

from report.model.base import Model

Percent = Annotated[float, Field(ge=0, le=100)]
Hex = Annotated[str, StringConstraints(pattern=r"^#[0-9a-f]{6}$")]
#: The name of a spot colour or a printing condition: one line, no control characters.
Label = Annotated[
    str, StringConstraints(min_length=1, max_length=60, pattern=r"^[^\x00-\x1f\x7f]+$")
]
Inks = tuple[float, float, float, float]
#: Reserved names of colorants (ISO 32000-1, 8.6.6.4).
RESERVED = ("All", "None", "Cyan", "Magenta", "Yellow", "Black")
#: The profile of the default printing condition, within styles/.
ICC_PROFILE = "icc/ISOcoated_v2_300_bas.icc"
_FULL = 100.0
#: The longest name in a PDF, in bytes (ISO 32000-1, annex C).
_LONGEST = 127


class Colour(Model):
    """A colour in CMYK (per cent) and in sRGB."""

    cmyk: tuple[Percent, Percent, Percent, Percent]
    srgb: Hex
    separation: Label | None = Field(
        default=None,
        description="The spot colour it is printed in; proofs show “cmyk” instead",
    )
    tint: Annotated[float, Field(gt=0, le=100)] = Field(
        default=_FULL, description="Per cent of the spot colour"
    )

    @property
    def device_cmyk(self) -> str:
        """The CMYK values as CSS: ``device-cmyk(0 1 0.9 0.05)``."""
        return f"device-cmyk({' '.join(f'{part / 100:g}' for part in self.cmyk)})"

    @property
    def inks(self) -> Inks:
        """The CMYK values from 0 to 1, with four decimals as in the PDF."""
        cyan, magenta, yellow, black = (round(part / 100, 4) for part in self.cmyk)
        return cyan, magenta, yellow, black


@dataclass(frozen=True, slots=True)
class Spot:
    """A spot colour: its name, and its tints with their CMYK values for proofs.

    Tints and inks are from 0 to 1, sorted by tint; the last tint is 1.
    """

    name: str
    tints: tuple[tuple[float, Inks], ...]


class Press(Model):
    """The printing condition for the CMYK values."""

    condition: Label = Field(
        default="FOGRA39", description="Identifier of the condition in the registry"
    )
    name: Label = Field(
        default="ISO Coated v2 300% (FOGRA39)", description="Name of the condition for people"
    )
    registry: Label | None = Field(
        default="http://www.color.org",
        description="URL of the registry; null for your own condition",
    )
    profile: str = Field(
        default=ICC_PROFILE,
        max_length=200,
        description="Its ICC profile, within styles/",
    )
    most_ink: float = Field(
        default=300, ge=100, le=400, description="Limit for total ink, in per cent"
    )

    @field_validator("profile")
    @classmethod
    def _within_styles(cls, name: str) -> str:
        parts = PurePosixPath(name).parts
        if not parts or parts[0] == "/" or ".." in parts or "\\" in name or "\0" in name:
            raise PydanticCustomError("profile", "this is not a file in styles/")
        return name


def spots(colours: Mapping[str, Colour]) -> tuple[Spot, ...]:
    """Return the spot colours of a theme, by name.

    Raises PydanticCustomError for definitions that contradict each other or cannot be printed.
    """
    _check_plates(colours)
    found: dict[str, dict[float, Inks]] = {}
    for key, colour in colours.items():
        if colour.separation is None:
            continue
        tints = found.setdefault(colour.separation, {})
        if colour.tint / 100 in tints:
            raise _fault(
                key, "tint", f"{colour.tint:g} % of “{colour.separation}” is defined twice"
            )
        tints[colour.tint / 100] = colour.inks
    for key, colour in colours.items():
        if colour.separation and 1.0 not in found[colour.separation]:
            message = f"no colour is 100 % of “{colour.separation}”; add one without “tint”"
            raise _fault(key, "separation", message)
    return tuple(Spot(name, tuple(sorted(tints.items()))) for name, tints in sorted(found.items()))


def _check_plates(colours: Mapping[str, Colour]) -> None:
    for key, colour in _with_plates(colours):
        if colour.separation is None:
            message = "“tint” is only for spot colours; add the key “separation”"
            raise _fault(key, "tint", message)
        if colour.separation.casefold() in {name.casefold() for name in RESERVED}:
            reserved = ", ".join(RESERVED)
            message = f"a spot colour cannot be called “{colour.separation}” ({reserved})"
            raise _fault(key, "separation", message)
        if len(colour.separation.encode()) > _LONGEST:
            message = f"the name of a spot colour has at most {_LONGEST} bytes"
            raise _fault(key, "separation", message)
        for other, another in colours.items():
            if _alike(colour.separation, another.separation):
                message = (
                    f"“{colour.separation}” and “{another.separation}” ({other}) would be two "
                    "plates; write the same name for the same ink"
                )
                raise _fault(key, "separation", message)
        if not any(colour.cmyk):
            raise _fault(key, "cmyk", "a spot colour needs CMYK values for proofs")
        for other, same in colours.items():
            if other != key and same.inks == colour.inks:
                message = (
                    f"colours “{key}” and “{other}” have the same CMYK values; those of a spot "
                    "colour must be unique"
                )
                raise _fault(key, "cmyk", message)


def _alike(one: str, other: str | None) -> bool:
    """Return whether two names differ only in capitals and spaces."""
    if other is None or one == other:
        return False
    return "".join(one.split()).casefold() == "".join(other.split()).casefold()


def _with_plates(colours: Mapping[str, Colour]) -> Iterator[tuple[str, Colour]]:
    for key, colour in colours.items():
        if colour.separation is not None or colour.tint != _FULL:
            yield key, colour


def _fault(key: str, field: str, message: str) -> PydanticCustomError:
    return PydanticCustomError(
        "token", "{message}", {"message": message, "path": ("colours", key, field)}
    )
