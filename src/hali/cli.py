"""The command line: its commands, each a function of a `cli_` module that calls the API, and what errors print."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from hali import (
    cli_brief,
    cli_check,
    cli_clients,
    cli_dependence,
    cli_diversion,
    cli_gravity,
    cli_lists,
    cli_mirror,
    cli_readings,
    cli_record,
    cli_relation,
    cli_routes,
    cli_serve,
    preferences,
    process,
)
from hali.cli_examples import examples
from hali.errors import HaliError, QuestionError
from hali.languages import CODES
from hali.terminal import unwritten

app = typer.Typer(
    name="hali",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(asked: bool) -> None:
    """Say name and version, and stop."""
    if asked:
        from hali.version import VERSION

        print(f"hali {VERSION}")
        raise typer.Exit


for command in (
    *(cli_brief.brief, cli_check.check, cli_check.quantities, cli_readings.readings, cli_readings.explain),
    *(cli_mirror.mirror, cli_dependence.dependence, cli_diversion.diversion),
    *(cli_relation.relation, cli_gravity.gravity, cli_routes.routes),
    *(cli_record.update, cli_record.ingest, cli_record.sources, cli_record.record),
    *(cli_serve.serve, cli_clients.mcp, cli_clients.watch),
    *(cli_lists.measures, cli_lists.pillars, cli_lists.areas, cli_lists.languages),
):
    app.command(epilog=examples(command.__name__))(command)


@app.callback()
def _settings(
    version: Annotated[
        bool, typer.Option("--version", help="Say which hali this is.", callback=_version, is_eager=True)
    ] = False,
) -> None:
    """The evidence behind the relations between two partners: record, brief, claim checker."""


def main() -> None:
    """Run the command; an error of ours is one line on standard error and its exit code."""
    process.collect_seldom()
    process.leave_pandas()
    try:
        _run()
    except HaliError as error:
        print(f"hali: {error}", file=sys.stderr)
        sys.exit(error.exit_code)
    except PermissionError as error:  # of a folder deep inside, which those above did not tell
        print(f"hali: {error.filename}: {error.strerror}; ask its owner for the right to it", file=sys.stderr)
        sys.exit(QuestionError.exit_code)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
    except KeyboardInterrupt:
        sys.exit(130)


def _preferred() -> dict[str, dict[str, str]]:
    """Options the settings file sets, by command: the language of all that have one."""
    if {"-h", "--help", "--version"} & set(sys.argv):
        return {}
    language = preferences.preferences().language
    if not language:
        return {}
    if language not in CODES:
        told = f"the settings file {preferences.file()}: no language {language!r}"
        raise QuestionError(f"{told}; accepted are {', '.join(CODES)}")
    return {name: {"lang": language} for name in ("brief", "check", "explain", "measures", "areas")}


def _misused(error: Exception) -> int:
    """What is said of a command that was written wrongly, in one line; its exit code. Raises any other error."""
    # Typer's errors of usage have no public class: it comes with a Click of its own
    told = getattr(error, "format_message", None)
    context = getattr(error, "ctx", None)
    if told is None:
        raise error
    message = " ".join(str(told()).replace("Value error, ", "").split()).rstrip(".")
    if context is not None and type(error).__name__ == "NoArgsIsHelpError":
        print(context.get_help())
    else:
        command = context.command_path if context is not None else "hali"
        print(f"hali: {message[:1].lower()}{message[1:]}; `{command} -h` shows what is accepted", file=sys.stderr)
    return QuestionError.exit_code


def _run() -> None:
    """Run the command; what it printed has left, or standard output could not be written."""
    try:
        try:
            code = app(default_map=_preferred(), standalone_mode=False)
        except Exception as error:
            code = _misused(error)
        finally:
            sys.stdout.flush()
        sys.exit(code or 0)
    except BrokenPipeError:
        raise
    except OSError as error:
        if error.filename is not None:  # of a file, not of a stream
            raise
        raise unwritten(error) from error
