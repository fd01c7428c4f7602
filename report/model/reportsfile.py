"""The file ``reports.yaml``: the reports of a batch, what differs between them, where PDFs go."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, StringConstraints

from report.model.base import Located, Model, Origin, Scalar
from report.model.colour import Colour
from report.model.report import FileName, Line
from report.model.theme import TONES, Name

#: What ends the names of the other tones of an accent, beside the colour of its base.
_ENDS = {"base": "", "deep": "-deep", "mid": "-mid", "tint": "-tint"}
TargetName = Literal["print", "screen"]
#: A report's name, which becomes a part of file names.
ReportName = Annotated[
    str,
    StringConstraints(
        min_length=1, max_length=100, pattern=r"^[^./\\\x00-\x1f\x7f][^/\\\x00-\x1f\x7f]*$"
    ),
]
SlotId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]*$", max_length=100)]


def _mapping(value: Scalar, values: Mapping[str, str]) -> Located:
    """Return what a single text stands for, all of it at the text's place."""
    made = {key: Scalar(text, value.place, value.written) for key, text in values.items()}
    places = dict.fromkeys(made, value.place)
    texts = dict.fromkeys(made, value.written)
    return Located(made, Origin(value.place, places, dict(places), texts=texts))


def _tones(value: Any) -> Any:
    """Read ``teal`` as the colours teal, teal-deep, teal-mid and teal-tint."""
    if isinstance(value, Scalar):
        return _mapping(value, {tone: f"{value.strip()}{end}" for tone, end in _ENDS.items()})
    return value


def _listed(value: Any) -> Any:
    """Read a text as a project without anything of its own."""
    return _mapping(value, {"path": value}) if isinstance(value, Scalar) else value


class AccentTones(Model):
    """The tones of an accent that differ; each names a colour of the tokens."""

    base: Name | None = Field(default=None, description="For marks and text")
    deep: Name | None = Field(default=None, description="For backgrounds")
    mid: Name | None = Field(default=None, description="For areas")
    tint: Name | None = Field(default=None, description="For boxes")
    ground: Literal["dark", "light"] | None = Field(
        default=None, description="The background of titles over art"
    )


class Variables(Model):
    """What differs from the files of a project."""

    title: Line | None = Field(default=None, description="The report's title")
    subtitle: str | None = Field(default=None, max_length=200, description="Its second line")
    organisation: Line | None = Field(default=None, description="Who reports")
    year: int | None = Field(default=None, ge=1900, le=2200, description="The year reported on")
    period: str | None = Field(
        default=None, max_length=40, description="The period of the figures that are printed"
    )
    edition: str | None = Field(default=None, max_length=200, description="The edition")
    accents: dict[
        Name,
        Annotated[AccentTones, BeforeValidator(_tones, json_schema_input_type=str | AccentTones)],
    ] = Field(
        default={}, description="Accents: their tones, or a colour that has all of them: teal"
    )
    colours: dict[Name, Colour] = Field(
        default={}, description="Colours, as in styles/tokens.yaml: with cmyk and srgb"
    )
    logo: FileName | None = Field(
        default=None, description="The picture file that stands for data/images/logo.*"
    )
    pictures: dict[SlotId, FileName] = Field(
        default={}, description="Picture files by the id of the picture that they stand for"
    )

    def texts(self) -> dict[str, str]:
        """Return the values by dotted names, as texts; pictures are left out."""
        found: dict[str, str] = {}
        for name in ("title", "subtitle", "organisation", "year", "period", "edition"):
            value = getattr(self, name)
            if value is not None:
                found[name] = str(value)
        for name, accent in self.accents.items():
            for key in (*TONES, "ground"):
                if (tone := getattr(accent, key)) is not None:
                    found[f"accents.{name}.{key}"] = tone
        for name, colour in self.colours.items():
            found[f"colours.{name}.cmyk"] = str([f"{ink:g}" for ink in colour.cmyk]).replace(
                "'", '"'
            )
            found[f"colours.{name}.srgb"] = colour.srgb
            if colour.separation is not None:
                found[f"colours.{name}.separation"] = colour.separation
                found[f"colours.{name}.tint"] = f"{colour.tint:g}"
        return found

    def files(self) -> dict[str, str]:
        """Return the picture files by the ids of their slots."""
        return {**({"logo": self.logo} if self.logo else {}), **self.pictures}


class Listed(Model):
    """One entry of the list: a project, or a pattern that finds many."""

    path: FileName = Field(
        description="A project's folder, or a pattern: provinces/*. Relative to the list"
    )
    name: ReportName | None = Field(
        default=None, description="Its name in summaries and files; without it, the folder's"
    )
    targets: tuple[TargetName, ...] = Field(
        default=(), max_length=2, description="Which PDFs; without it, those of the list"
    )
    theme: FileName | None = Field(
        default=None, description="A folder with templates/ and styles/, or the name of a theme"
    )
    variables: Variables = Field(default=Variables(), description="What differs in this report")
    output: FileName | None = Field(default=None, description="Where its PDFs go")


class ReportsFile(Model):
    """The file ``reports.yaml``."""

    projects: tuple[
        Annotated[Listed, BeforeValidator(_listed, json_schema_input_type=str | Listed)], ...
    ] = Field(
        min_length=1,
        max_length=10_000,
        description="Folders of projects, patterns, or entries with more keys, in order",
    )
    targets: tuple[TargetName, ...] = Field(
        default=("print", "screen"), min_length=1, max_length=2, description="Which PDFs are made"
    )
    theme: FileName | None = Field(
        default=None,
        description="A folder with templates/ and styles/ that all share, or the name of a theme",
    )
    variables: Variables = Field(default=Variables(), description="What differs in all reports")
    output: FileName | None = Field(
        default=None,
        description="Where PDFs go, relative to the list: pdfs/{name}-{target}.pdf; without it, "
        "into build/ of each project",
    )
