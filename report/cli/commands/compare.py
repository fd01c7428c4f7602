"""``report compare``: show what changed between two PDFs, folders or git revisions."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from report.cli.edge import FINDINGS, Settings, exit_by, no_cache_option, shown, with_settings

if TYPE_CHECKING:
    from report.compare.looks import Tolerance
    from report.compare.result import Comparison

_FAIL_ON = ("any", "pages", "facts", "text", "layout")


@click.command()
@click.argument("base", metavar="BASE")
@click.argument("head", metavar="[HEAD]", required=False)
@click.option(
    "--target",
    type=click.Choice(["screen", "print"]),
    default="screen",
    show_default=True,
    help="Which PDF of a folder or revision is compared.",
)
@click.option(
    "--fail-on", type=click.Choice(_FAIL_ON), help="Exit with code 1 when this has changed."
)
@click.option("--only-changed", is_flag=True, help="Leave equal pages out.")
@click.option(
    "--tolerance",
    type=click.FloatRange(0, 10),
    default=0.25,
    show_default=True,
    metavar="MM",
    help="A shift up to this is no change of looks.",
)
@click.option("--ignore", metavar="REGEX", help="Leave out lines of text that match.")
@click.option(
    "--mask",
    "masks",
    multiple=True,
    metavar="[PAGE:]X,Y,W,H",
    help="Leave out an area, in mm from the top left of the page.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="The HTML report.  [default: compare.html in the output folder of the project]",
)
@click.option("--pdf", type=Path, metavar="FILE", help="Write the head with change bars.")
@click.option(
    "--markdown",
    is_flag=False,
    flag_value="-",
    metavar="FILE",
    help="Write a summary; without FILE, to standard output.",
)
@no_cache_option
@with_settings
def command(
    settings: Settings,
    base: str,
    head: str | None,
    target: str,
    no_cache: bool,
    fail_on: str | None,
    **options: Any,
) -> None:
    """Show what changed between BASE and HEAD, and why.

    Each is a PDF, a folder or a git revision; without HEAD, the folder as it is.
    """
    from report.compare.compare import compare
    from report.compare.states import Workshop
    from report.model.target import TARGETS

    tolerance = _tolerance(options)
    outputs = _outputs(settings, options, (base, head))
    progress, store = settings.progress(), settings.store(cached=not no_cache)
    with Workshop.open(settings.folder, (TARGETS[target],), store, progress) as workshop:
        one = workshop.state(base, "base")
        other = workshop.here() if head is None else workshop.state(head, "head")
        with progress.step("comparison"):
            found = compare(one, other, tolerance)
        with progress.step("writing"):
            written = _write(found, one.pdf, other.pdf, outputs, options)
    broken = [] if found.head_built else other.found
    settings.show([*found.found, *(broken or [])])
    _tell(settings, found, written, options)
    exit_by(broken, settings)
    if fail_on and found.fails(fail_on):
        raise click.exceptions.Exit(FINDINGS)


def _tolerance(options: dict[str, Any]) -> Tolerance:
    """Return the tolerance; raises BadParameter for a pattern or an area that is wrong."""
    from report.compare.looks import Tolerance, mask

    pattern = None
    if options["ignore"] is not None:
        try:
            pattern = re.compile(options["ignore"])
        except re.error as exc:
            raise click.BadParameter(
                f"not a regular expression: {exc}", param_hint="--ignore"
            ) from None
    masks = []
    for text in options["masks"]:
        area = mask(text)
        if area is None:
            raise click.BadParameter(f"“{text}” is no area like 3:10,280,60,8", param_hint="--mask")
        masks.append(area)
    return Tolerance(shift=options["tolerance"], ignored=pattern, masks=tuple(masks))


def _outputs(
    settings: Settings, options: dict[str, Any], given: tuple[str, str | None]
) -> dict[str, Path]:
    """Return where the results go; raises UsageError for a place that is one of the inputs."""
    wanted = {"html": options["output"], "pdf": options["pdf"]}
    if options["markdown"] not in (None, "-"):
        wanted["markdown"] = Path(options["markdown"])
    html: Path | None = wanted["html"]
    if html is not None and (html.is_dir() or html.suffix.lower() not in (".html", ".htm")):
        wanted["html"] = html / "compare.html"
    plain = settings.form == "text" and options["markdown"] is None and options["pdf"] is None
    if html is None and plain:
        project = (settings.folder / "data" / "report.yaml").exists()
        wanted["html"] = (settings.folder / "build" if project else Path()) / "compare.html"
    inputs = {Path(one).resolve() for one in given if one}
    found = {name: path for name, path in wanted.items() if path is not None}
    for path in found.values():
        if path.resolve() in inputs or (path.suffix == ".pdf" and path != options["pdf"]):
            raise click.UsageError(f"{path} would be written over; name another file")
    return found


def _write(
    found: Comparison,
    base: Path | None,
    head: Path | None,
    outputs: dict[str, Path],
    options: dict[str, Any],
) -> list[Path]:
    """Write what was asked for; returns the files."""
    from report.engine import output

    files: dict[Path, bytes] = {}
    if "html" in outputs:
        from report.compare.html import page

        html = page(found, base, head, only_changed=options["only_changed"])
        files[outputs["html"]] = html
    if "markdown" in outputs:
        from report.compare.markdown import summary

        files[outputs["markdown"]] = summary(found).encode()
    if "pdf" in outputs:
        from report.compare.redline import redline

        files[outputs["pdf"]] = redline(found, base, head)
    for folder in dict.fromkeys(path.parent for path in files):
        output.prepare(folder)
    output.write_all(files)
    return list(files)


def _tell(
    settings: Settings, found: Comparison, written: list[Path], options: dict[str, Any]
) -> None:
    from report.compare.markdown import plain, summary

    if settings.form == "json":
        settings.tell("", found.as_dict(only_changed=options["only_changed"]))
    elif options["markdown"] == "-":
        settings.tell(summary(found).rstrip("\n"), {})
    else:
        lines = [plain(found, verbose=settings.verbose), *(shown(path) for path in written)]
        settings.tell("\n".join(lines), {})
