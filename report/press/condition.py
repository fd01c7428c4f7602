"""The printing condition of a file: the intended paper, inks and limits."""

from __future__ import annotations

from dataclasses import dataclass

import pikepdf


@dataclass(frozen=True, slots=True)
class Condition:
    """A characterised printing condition, and the ICC profile that describes it."""

    #: Its identifier in the registry.
    identifier: str
    #: Its name for people.
    name: str
    #: The URL of the registry, None when it is not registered.
    registry: str | None
    profile: bytes


def output_intent(document: pikepdf.Pdf, condition: Condition) -> None:
    """Add the output intent for a printing condition, with its profile (ISO 32000-1, 14.11.5)."""
    stream = document.make_stream(condition.profile, N=4, Alternate=pikepdf.Name.DeviceCMYK)
    intent = pikepdf.Dictionary(
        Type=pikepdf.Name.OutputIntent,
        S=pikepdf.Name.GTS_PDFX,
        OutputConditionIdentifier=pikepdf.String(condition.identifier),
        OutputCondition=pikepdf.String(condition.name),
        Info=pikepdf.String(condition.name),
        DestOutputProfile=document.make_indirect(stream),
    )
    if condition.registry:
        intent.RegistryName = pikepdf.String(condition.registry)
    document.Root.OutputIntents = pikepdf.Array([document.make_indirect(intent)])
