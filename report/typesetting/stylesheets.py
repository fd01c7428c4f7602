"""The stylesheets of a document: the files in their layers, and the theme's tokens as CSS.

Each folder is a cascade layer, in this order: the tokens, ``styles/base``, ``styles/page``,
``styles/blocks``, the target. A file of the project replaces the theme's file of the same name;
other files are added. A design in ``styles/themes/`` has the same folders; its files come last in
their layers.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from report.findings.diagnostics import Place, diagnostic
from report.findings.errors import FindingsError
from report.model.target import PRINT, Target
from report.model.theme import SUPERIORS, Accent, Theme
from report.project.project import Project
from report.typesetting.limits import check_limits

#: Cascade layers, weakest first.
LAYERS = ("tokens", "base", "page", "blocks", "target")
FOLDERS = ("base", "page", "blocks")


@dataclass(frozen=True, slots=True)
class Stylesheet:
    """One stylesheet: its layer, its name for people and the engine, and its text."""

    layer: str
    name: str
    text: str


def stylesheets(
    project: Project, theme: Theme, target: Target, needed: set[str]
) -> list[Stylesheet]:
    """Return all stylesheets of a document in order.

    ``needed`` are the block types that the document uses: each must have a stylesheet.
    Raises FindingsError for stylesheets that are missing (D503), unreadable (D002) or not UTF-8
    (D003), and for declarations that are too large (D506) or have no effect (D507).
    """
    sheets = [Stylesheet("tokens", "tokens", tokens_css(theme, target))]
    for folder in FOLDERS:
        files: dict[str, Path] = {}
        for root in reversed(project.layers("styles")):
            for path in sorted((root / folder).glob("*.css")):
                files[path.name] = path
        if folder == "blocks":
            _require(needed, files)
        elif not files:
            raise FindingsError(
                [diagnostic("D503", f"there is no stylesheet in styles/{folder}/", hint=_RESTORE)]
            )
        names = [f"styles/{folder}/{name}" for name in sorted(files)]
        names += _of_design(project, folder)
        sheets += [_read(project, name, folder) for name in names]
    found = list(check_limits((sheet.name, sheet.text) for sheet in sheets[1:]))
    if found:
        raise FindingsError(found)
    sheets.append(Stylesheet("target", "target", target_css(theme, target)))
    return sheets


_RESTORE = "restore it from the last good version"


def _of_design(project: Project, folder: str) -> list[str]:
    """Return the names of the stylesheets that the chosen design adds to a layer."""
    if not project.design:
        return []
    own = f"themes/{project.design}/{folder}"
    roots = project.layers("styles")
    return [
        f"styles/{own}/{name}"
        for name in sorted({path.name for root in roots for path in (root / own).glob("*.css")})
    ]


def _require(needed: set[str], files: dict[str, Path]) -> None:
    missing = sorted(name for name in needed if f"{name}.css" not in files)
    if missing:
        raise FindingsError(
            diagnostic(
                "D503",
                f"the stylesheet styles/blocks/{name}.css does not exist",
                hint=f"every block type has one; {_RESTORE}, or write an empty one",
            )
            for name in missing
        )


def _read(project: Project, name: str, layer: str) -> Stylesheet:
    path = project.find(name)
    if path is None:
        place = Place(name, 1, 1)
        raise FindingsError(
            [diagnostic("D503", f"{name} cannot be read", hint=_RESTORE, place=place)]
        )
    try:
        raw = path.read_bytes()
        return Stylesheet(layer, name, raw.decode("utf-8-sig"))
    except UnicodeDecodeError as exc:
        message = f"{name} cannot be read: it is not UTF-8 text"
        hint = f"save it again with the encoding UTF-8, or {_RESTORE}"
        place = Place(name, raw.count(b"\n", 0, exc.start) + 1, 1)
        raise FindingsError([diagnostic("D003", message, hint=hint, place=place)]) from None
    except OSError as exc:
        message = f"{name} cannot be read: {exc.strerror or exc}"
        hint = f"check the permissions of the file, or {_RESTORE}"
        place = Place(name, 1, 1)
        raise FindingsError([diagnostic("D002", message, hint=hint, place=place)]) from None


def tokens_css(theme: Theme, target: Target) -> str:
    """Return the tokens as custom properties of the root, in the target's colour mode.

    Names: ``--red`` for a colour, ``--size-caption`` for a size, ``--accent-first-deep`` for
    an accent's tone, ``--serif``, ``--sans``, ``--leading``, ``--measure``, ``--column``,
    ``--gutter``, ``--rule-hair``, ``--bleed``, ``--overrun``, ``--page-width``,
    ``--page-height``, ``--inner``, ``--outer``, ``--top``, ``--bottom``. A class
    ``accent-first`` sets ``--accent``, ``--accent-deep``, ``--accent-mid`` and
    ``--accent-tint`` for its content, and for titles over art ``--ground``, ``--on-ground``,
    ``--on-ground-large`` and ``--on-ground-small``.
    """
    ink = target.colour == "cmyk"
    lines = [
        f"--{name}: {colour.device_cmyk if ink else colour.srgb};"
        for name, colour in theme.colours.items()
    ]
    lines += [f"--size-{name}: {size:g}pt;" for name, size in theme.type.scale.items()]
    lines += [f"--rule-{name}: {width:g}pt;" for name, width in theme.rules]
    page, kind = theme.page, theme.type
    lines += [
        f"--serif: {_stack(kind.serif, 'Report Superscripts Serif', *kind.others)};",
        f"--sans: {_stack(kind.sans, SUPERIORS, *kind.others)};",
        f"--leading: {kind.leading:g}pt;",
        f"--column: {theme.column_pt:g}pt;",
        f"--measure: {theme.measure_pt:g}pt;",
        f"--gutter: {page.gutter_em * kind.body:g}pt;",
        f"--columns: {page.columns};",
        f"--bleed: {target.bleed_mm:g}mm;",
        f"--overrun: {PRINT.bleed_mm:g}mm;",
        f"--page-width: {page.width_mm:g}mm;",
        f"--page-height: {page.height_mm:g}mm;",
        f"--inner: {page.inner_mm:g}mm;",
        f"--outer: {theme.outer_mm:.4f}mm;",
        f"--top: {page.top_mm:g}mm;",
        f"--bottom: {theme.bottom_mm:.4f}mm;",
    ]
    accents = [
        f".accent-{name} {{ --accent: var(--{accent.base}); --accent-deep: var(--{accent.deep}); "
        f"--accent-mid: var(--{accent.mid}); --accent-tint: var(--{accent.tint}); "
        f"{_ground(accent)} }}"
        for name, accent in theme.accents.items()
    ]
    body = "\n  ".join(lines)
    return f":root {{\n  {body}\n}}\n" + "\n".join(accents) + "\n"


def _ground(accent: Accent) -> str:
    """Return the tones for titles over art: the background, and large and small text on it."""
    if accent.is_light:
        tones = (accent.mid, "ink", accent.deep, accent.deep)
    else:
        tones = (accent.deep, "paper", accent.mid, accent.tint)
    names = ("ground", "on-ground", "on-ground-large", "on-ground-small")
    return " ".join(f"--{name}: var(--{tone});" for name, tone in zip(names, tones, strict=True))


def _stack(*families: str) -> str:
    return ", ".join(f'"{family}"' for family in families)


def target_css(theme: Theme, target: Target) -> str:
    """Return the page's size, margins and bleed: ``@page`` cannot use custom properties."""
    page = theme.page
    edges = f"{page.top_mm:g}mm {{}}mm {theme.bottom_mm:.4f}mm {{}}mm"
    right = edges.format(f"{theme.outer_mm:.4f}", f"{page.inner_mm:g}")
    left = edges.format(f"{page.inner_mm:g}", f"{theme.outer_mm:.4f}")
    return (
        f"@page {{ size: {page.width_mm:g}mm {page.height_mm:g}mm; "
        f"bleed: {target.bleed_mm:g}mm; }}\n"
        f"@page :right {{ margin: {right}; }}\n"
        f"@page :left {{ margin: {left}; }}\n"
    )
