"""The edge: global options, errors as Diagnostics and exit codes, results to standard output.

Only this room knows Click.
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
    """What the global options say."""

    folder: Path
    form: str
    fail_level: Severity
    quiet: bool
    verbose: bool

    def project(self) -> Project:
        """Open the project."""
        from report.project.project import Project

        return Project.at(self.folder)

    def progress(self) -> Progress:
        """Make the display of steps."""
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
        """Write findings to standard error; quiet shows only those that make it fail."""
        told = [d for d in found if not self.quiet or d.severity.rank <= self.fail_level.rank]
        if told or self.form not in ("text", "github"):
            click.echo(FORMATS[self.form](told), err=True)

    def tell(self, plain: str, data: dict[str, Any]) -> None:
        """Write a result to standard output: as text, or as one line of JSON."""
        click.echo(json.dumps(data, ensure_ascii=False) if self.form == "json" else plain)


class Edge(click.Group):
    """The group: turns errors into Diagnostics and exit codes at this one edge."""

    is_program = False

    def main(self, args: Sequence[str] | None = None, *more: Any, **kwargs: Any) -> Any:
        """Run as a program, or for another."""
        if args is None:  # as a program, not called from another
            self.is_program = True
            signal.signal(signal.SIGTERM, signal.default_int_handler)
            args = sys.argv[1:]
            if not {"-v", "--verbose"} & set(args):
                quiet.begin()
        ordered = self._ordered(list(args))
        form = _asked(ordered)
        try:
            if form == "text":
                return super().main(ordered, *more, **kwargs)
            kwargs["standalone_mode"] = False
            sys.exit(super().main(ordered, *more, **kwargs) or FINE)
        except (click.ClickException, click.Abort) as exc:
            # Only where findings are for programs: else Click has told it, and how it is used.
            if form == "text":
                raise
            settings = Settings(Path(), form, Severity.ERROR, quiet=False, verbose=False)
            settings.show([_miscalled(exc)])
            sys.exit(CANNOT_RUN)
        except OSError as exc:  # while a help text is written: no command runs yet
            _DEFAULTS.show(self._refused(exc))
            sys.exit(CANNOT_RUN)

    def _ordered(self, args: list[str]) -> list[str]:
        """Give the arguments with the options of ``report`` before the command's name."""
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
        """Run a command; whatever it raises becomes findings and an exit code."""
        try:
            return super().invoke(ctx)
        except ReportError as exc:
            found, code = exc.diagnostics, FINDINGS
            if isinstance(exc, CannotRunError):
                code = CANNOT_RUN
        except KeyboardInterrupt:
            found, code = (_stopped(),), CANNOT_RUN
        except (click.ClickException, click.Abort, click.exceptions.Exit, BrokenPipeError):
            raise
        except OSError as exc:
            found, code = self._refused(exc), CANNOT_RUN
        except Exception as exc:  # noqa: BLE001 - a writer gets an answer, not a traceback
            found = (_stopped() if _interrupted(exc) else self._own_fault(ctx, exc),)
            code = CANNOT_RUN
        _given(ctx).show(found)
        if self.is_program and any(d.code == "D705" for d in found):
            # An interpreter that was interrupted inside exec() ends itself by SIGINT whatever
            # exit code it is given (CPython: unhandled_keyboard_interrupt); so do not ask it.
            sys.stderr.flush()
            _tidy()
            os._exit(code)
        return ctx.exit(code)

    def _refused(self, exc: OSError) -> tuple[Diagnostic, ...]:
        if self.is_program:
            # What standard output still holds would fail again at exit, with code 120.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        message = f"the system refuses: {exc.strerror or exc}"
        message += f" ({exc.filename})" if exc.filename else ""
        hint = "see that files and output may be written, and that the disk has room"
        return (diagnostic("D702", message, hint=hint),)

    @staticmethod
    def _own_fault(ctx: click.Context, exc: Exception) -> Diagnostic:
        if _given(ctx).verbose:
            click.echo("".join(traceback.format_exception(exc)), err=True)
        message = f"report itself failed: {type(exc).__name__}: {exc}"
        hint = "the program is at fault, not your files; tell whoever looks after it, with what "
        return diagnostic("D806", message, hint=f"{hint}“report -v” prints")


def _takes_value(command: click.Command) -> dict[str, bool]:
    """Give the options of a command, each with whether a value follows it."""
    return {
        name: not (option.is_flag or option.count)
        for option in command.params
        if isinstance(option, click.Option) and option.name not in ("help", "version")
        for name in (*option.opts, *option.secondary_opts)
    }


def _asked(args: list[str]) -> str:
    """Give the format of findings that the arguments ask for; ``text`` when none is known."""
    for word, following in pairwise([*args, ""]):
        name, equals, value = word.partition("=")
        asked = value if equals else following
        if name == "--format" and asked in FORMATS:
            return asked
    return "text"


def _miscalled(exc: click.ClickException | click.Abort) -> Diagnostic:
    """Say what is wrong with a call, for programs."""
    if isinstance(exc, click.Abort):
        return _stopped()
    hint = "“report --help” lists commands and options"
    return diagnostic("D807", exc.format_message().rstrip("."), hint=hint)


def _tidy() -> None:
    """Remove what is removed at the end of the program, when it ends without more ado."""
    fonts = sys.modules.get("report.typesetting.fonts")
    if fonts is not None:
        fonts.remove_private_cache()


def _stopped() -> Diagnostic:
    hint = "nothing is half-written: the PDFs are those of the last finished build"
    return diagnostic("D705", "stopped before the end", hint=hint)


def _interrupted(exc: BaseException | None) -> bool:
    """Say whether an exception came of an interruption that a library took for its own fault."""
    while exc is not None:
        if isinstance(exc, KeyboardInterrupt):
            return True
        exc = exc.__cause__ or exc.__context__
    return False


def _given(ctx: click.Context) -> Settings:
    return ctx.obj if isinstance(ctx.obj, Settings) else _DEFAULTS


_DEFAULTS = Settings(Path(), "text", Severity.ERROR, quiet=False, verbose=False)


def with_settings(function: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the global options as its first argument."""

    @click.pass_context
    def wrapped(ctx: click.Context, /, *args: Any, **kwargs: Any) -> Any:
        return function(ctx.find_root().obj, *args, **kwargs)

    return update_wrapper(wrapped, function)


def output_option(help_text: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Give the option ``-o``, the folder where results go, as the parameter ``folder``."""
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
    """End with the exit code that the worst finding calls for."""
    level = worst(found)
    if level is not None and level.rank <= settings.fail_level.rank:
        raise click.exceptions.Exit(FINDINGS)


def shown(path: Path) -> str:
    """Give a path as short as it can be typed from here."""
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except ValueError:
        return str(path)
