"""Checks the colour profile of the printing condition."""

from __future__ import annotations

import hashlib
from pathlib import Path

from report.machine.check import Check, failed, in_checkout

#: SHA-256 of the profiles that come with the theme.
PROFILES = {
    "ISOcoated_v2_300_bas.icc": "b424c77f40c3423c925536f8ae08634985ccd0fe80eb253d5d229197ded7e886",
}


def profile(file: Path) -> Check:
    """Check that a colour profile is readable, for CMYK, and not changed."""
    name = f"colour profile {file.name}"
    cure = f"git checkout -- {file}" if in_checkout() else f"restore {file}"
    try:
        data = file.read_bytes()
    except OSError as error:
        return failed(name, f"cannot be read ({error.strerror})", cure, "D802")
    if data[36:40] != b"acsp" or int.from_bytes(data[:4]) != len(data):
        return failed(name, "is not a complete ICC profile", cure, "D802")
    if data[16:20] != b"CMYK":
        space = data[16:20].decode("ascii", "replace").strip()
        return failed(name, f"is for {space}, not CMYK", cure, "D802")
    digest = hashlib.sha256(data).hexdigest()
    if PROFILES.get(file.name, digest) != digest:
        return failed(name, f"was changed (SHA-256 {digest})", cure, "D802")
    return Check(name, True, f"{_profile_title(data)}, CMYK, SHA-256 {digest}")


def _profile_title(data: bytes) -> str:
    """Return the description in the profile."""
    for entry in range(132, 132 + 12 * int.from_bytes(data[128:132]), 12):
        if data[entry : entry + 4] == b"desc":
            start = int.from_bytes(data[entry + 4 : entry + 8])
            if data[start : start + 4] == b"desc":
                length = int.from_bytes(data[start + 8 : start + 12])
                return data[start + 12 : start + 11 + length].decode("ascii", "replace")
    return "without a description"
