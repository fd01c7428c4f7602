"""What differs from the files of a project, without a change of its files.

In: values by name, and picture files. Out: an :class:`Overlay` of a
:class:`~report.project.project.Project`. One folder of data and one of templates so give the
reports of many organisations.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from report.findings.diagnostics import NOWHERE, Place

#: Groups of values that belong to the tokens; all others belong to ``data/report.yaml``.
OF_TOKENS = ("accents", "colours")
#: Where the pictures of a project are, within it.
IMAGES = "data/images"


@dataclass(frozen=True, slots=True)
class Overlay:
    """Values and pictures that are others than the project's."""

    #: Names and values: ``organisation``, ``accents.first.base``; a value of ``cmyk`` is four
    #: numbers in brackets.
    values: tuple[tuple[str, str], ...] = ()
    #: The ids of the slots of pictures, and the absolute paths of their files.
    pictures: tuple[tuple[str, Path], ...] = ()
    #: Where they are written.
    place: Place = NOWHERE

    @property
    def of_settings(self) -> tuple[tuple[str, str], ...]:
        """The values that differ from ``data/report.yaml``."""
        return tuple(one for one in self.values if one[0].partition(".")[0] not in OF_TOKENS)

    @property
    def of_tokens(self) -> tuple[tuple[str, str], ...]:
        """The values that differ from the tokens."""
        return tuple(one for one in self.values if one[0].partition(".")[0] in OF_TOKENS)

    @property
    def files(self) -> dict[str, Path]:
        """The pictures by their names within the project: ``data/images/logo.svg``."""
        return {f"{IMAGES}/{id_}{path.suffix}": path for id_, path in self.pictures}

    def told(self) -> str:
        """Return all values as a text that is the same for the same values."""
        return json.dumps(self.values, ensure_ascii=False)


#: Nothing differs.
NOTHING = Overlay()
