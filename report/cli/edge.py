"""The edge of the program: global options, exit codes, and what is written to the terminal.

Findings go to standard error, results to standard output. All errors become Diagnostics here.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import traceback
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import update_wrapper
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from report.engine import quiet
from report.findings.diagnostics import Diagnostic, Severity, diagnostic, worst
from report.findings.errors import CannotRunError, ReportError
from report.findings.formats import FORMATS

if TYPE_CHECKING:
    from report.engine.progress import Progress
    from report.engine.store import Store
    from report.project.project import Project

FINE, FINDINGS, CANNOT_RUN = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Settings:
    """The values of the global options."""

    folder: Path
    form: str
    fail_level: Severity
    quiet: bool
    verbose: bool

    def project(self) -> Project:
        """Open the project. Raises ReportError when there is none."""
        from report.project.project import Project

        return Project.at(self.folder)

    def progress(self) -> Progress:
        """Return a display of the steps on standard error."""
        from report.engine.progress import Progress

        live = sys.stderr.isatty()
        plain = self.form == "text" and not self.quiet
        return Progress(
            lambda text: click.echo(text, err=True, nl=False),
            live=live,
            silent=not plain,
            verbose=self.verbose,
        )

    def store(self, *, cached: bool = True) -> Store:
        """Open the store of kept results; one that keeps nothing when it is not to be used."""
        from report.engine.store import Store
        from report.project.cache import cache_folder

        return Store(cache_folder() if cached else None)

    def show(self, found: Iterable[Diagnostic]) -> None:
        """Write findings to standard error; with ``--quiet`` only those that make it fail."""
        wanted = [d for d in found if not self.quiet or d.severity.rank <= self.fail_level.rank]
        if wanted or self.form not in ("text", "github"):
            click.echo(FORMATS[self.form](wanted), err=True)

    def tell(self, plain: str, data: dict[str, Any]) -> None:
        """Write a result to standard output: as text, or as one line of JSON."""
        click.echo(json.dumps(data, ensure_ascii=False) if self.form == "json" else plain)


class Edge(click.Group):
    """The group of all commands; it turns every error into Diagnostics and an exit code."""

    is_program = False

    def main(self, args: Sequence[str] | None = None, *more: Any, **kwargs: Any) -> Any:
        """Run a command; without ``args``, as a program with the arguments of the process."""
        if args is None:
            self.is_program = True
            signal.signal(signal.SIGTERM, signal.default_int_handler)
            args = sys.argv[1:]
            if not {"-v", "--verbose"} & set(args):
                quiet.begin()
        ordered = self._global_options_first(list(args))
        form = _requested_format(ordered)
        try:
            if form == "text":
                return super().main(ordered, *more, **kwargs)
            kwargs["standalone_mode"] = False
            sys.exit(super().main(ordered, *more, **kwargs) or FINE)
        except (click.ClickException, click.Abort) as exc:
            if form == "text":  # Click has already written the message and the usage
                raise
            settings = Settings(Path(), form, Severity.ERROR, quiet=False, verbose=False)
            settings.show([_usage_error(exc)])
            sys.exit(CANNOT_RUN)
        except OSError as exc:  # while a help text is written: no command runs yet
            _DEFAULTS.show(self._os_error(exc))
            sys.exit(CANNOT_RUN)

    def _global_options_first(self, args: list[str]) -> list[str]:
        """Return the arguments with the global options moved before the command's name.

        So ``report build -q`` works like ``report -q build``.
        """
        own = _takes_value(self)
        at = 0
        while at < len(args) and args[at].startswith("-"):
            at += 2 if own.get(args[at]) else 1
        command = self.commands.get(args[at]) if at < len(args) else None
        if command is None:
            return args
        theirs = _takes_value(command)
        front, behind, rest = args[:at], [args[at]], args[at + 1 :]
        while rest:
            word = rest.pop(0)
            name, equals, _ = word.partition("=")
            known = own if name in own and name not in theirs else theirs
            taken = [word]
            if word == "--":
                taken, rest = [word, *rest], []
            elif known.get(name) and not equals and rest:
                taken.append(rest.pop(0))
            (front if known is own and name in own else behind).extend(taken)
        return front + behind

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; every exception becomes findings and an exit code."""
        try:
            return super().invoke(ctx)
        except ReportError as exc:
            found, code = exc.diagnostics, FINDINGS
            if isinstance(exc, CannotRunError):
                code = CANNOT_RUN
        except KeyboardInterrupt:
            found, code = (_interrupted(),), CANNOT_RUN
        except (click.ClickException, click.Abort, click.exceptions.Exit, BrokenPipeError):
            raise
        except OSError as exc:
            found, code = self._os_error(exc), CANNOT_RUN
        except Exception as exc:  # noqa: BLE001 - users see a message, not a traceback
            found = (_interrupted() if _is_interruption(exc) else self._internal_error(ctx, exc),)
            code = CANNOT_RUN
        _settings(ctx).show(found)
        if self.is_program and any(d.code == "D705" for d in found):
            # After a KeyboardInterrupt inside exec(), CPython ignores the exit code and ends
            # itself with SIGINT (unhandled_keyboard_interrupt). os._exit() avoids this.
            sys.stderr.flush()
            _clean_up()
            os._exit(code)
        return ctx.exit(code)

    def _os_error(self, exc: OSError) -> tuple[Diagnostic, ...]:
        if self.is_program:
            # At exit Python flushes standard output, which would fail again, with exit code 120.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        message = f"system error: {exc.strerror or exc}"
        message += f" ({exc.filename})" if exc.filename else ""
        hint = "check that the files and the output can be written, and that the disk has space"
        return (diagnostic("D702", message, hint=hint),)

    @staticmethod
    def _internal_error(ctx: click.Context, exc: Exception) -> Diagnostic:
        if _settings(ctx).verbose:
            click.echo("".join(traceback.format_exception(exc)), err=True)
        message = f"internal error: {type(exc).__name__}: {exc}"
        hint = "this is a bug in report, not in your files; send the maintainers the output of "
        return diagnostic("D806", message, hint=f"{hint}“report -v”")


def _takes_value(command: click.Command) -> dict[str, bool]:
    """Return the options of a command, each with True if a value follows it."""
    return {
        name: not (option.is_flag or option.count)
        for option in command.params
        if isinstance(option, click.Option) and option.name not in ("help", "version")
        for name in (*option.opts, *option.secondary_opts)
    }


def _requested_format(args: list[str]) -> str:
    """Return the value of ``--format``; ``text`` when it is missing or unknown."""
    for word, following in pairwise([*args, ""]):
        name, equals, value = word.partition("=")
        form = value if equals else following
        if name == "--format" and form in FORMATS:
            return form
    return "text"


def _usage_error(exc: click.ClickException | click.Abort) -> Diagnostic:
    """Return what is wrong with the arguments as a Diagnostic."""
    if isinstance(exc, click.Abort):
        return _interrupted()
    hint = "“report --help” lists commands and options"
    return diagnostic("D807", exc.format_message().rstrip("."), hint=hint)


def _clean_up() -> None:
    """Remove the private font cache; ``os._exit()`` does not run the exit handlers."""
    fonts = sys.modules.get("report.typesetting.fonts")
    if fonts is not None:
        fonts.remove_private_cache()


def _interrupted() -> Diagnostic:
    hint = "no file is incomplete: the PDFs are those of the last finished build"
    return diagnostic("D705", "interrupted", hint=hint)


def _is_interruption(exc: BaseException | None) -> bool:
    """Return whether an exception was caused by an interruption.

    Some libraries catch KeyboardInterrupt and raise an exception of their own.
    """
    while exc is not None:
        if isinstance(exc, KeyboardInterrupt):
            return True
        exc = exc.__cause__ or exc.__context__
    return False


def _settings(ctx: click.Context) -> Settings:
    return ctx.obj if isinstance(ctx.obj, Settings) else _DEFAULTS


_DEFAULTS = Settings(Path(), "text", Severity.ERROR, quiet=False, verbose=False)


def with_settings(function: Callable[..., Any]) -> Callable[..., Any]:
    """Pass the global options to a command as its first argument."""

    @click.pass_context
    def wrapped(ctx: click.Context, /, *args: Any, **kwargs: Any) -> Any:
        return function(ctx.find_root().obj, *args, **kwargs)

    return update_wrapper(wrapped, function)


def output_option(help_text: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Add the option ``-o``, the folder for the results, as the parameter ``folder``."""
    return click.option(
        "-o",
        "--output",
        "folder",
        type=click.Path(path_type=Path),
        metavar="DIR",
        help=help_text,
    )


#: The option ``--no-cache``, as the parameter ``no_cache``.
no_cache_option = click.option(
    "--no-cache",
    is_flag=True,
    envvar="REPORT_NO_CACHE",
    show_envvar=True,
    help="Make everything again, and keep nothing.",
)


def exit_by(found: Iterable[Diagnostic], settings: Settings) -> None:
    """Exit with code 1 if a finding is as severe as ``--fail-level`` or worse."""
    level = worst(found)
    if level is not None and level.rank <= settings.fail_level.rank:
        raise click.exceptions.Exit(FINDINGS)


def shown(path: Path) -> str:
    """Return a path relative to the current folder, or unchanged if it is outside it."""
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except ValueError:
        return str(path)
