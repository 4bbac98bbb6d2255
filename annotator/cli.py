"""The command line: click commands over the jobs, and the way into the window.

Exit codes: 0 done; 1 done, but something was found or refused, each named; 2 could not, with one sentence on stderr.
"""

import os
import sys
from contextlib import suppress
from io import TextIOWrapper
from pathlib import Path
from typing import NoReturn

import click
import msgspec

from annotator import __version__
from annotator.cli_base import (
    FOUND,
    Commands,
    json_option,
    opened_project,
    print_json,
    project_argument,
    shown_progress,
)
from annotator.cli_export import export
from annotator.cli_import import import_
from annotator.cli_review import adjudicate, agreement, conflicts, status
from annotator.errors import UserError
from annotator.model.naming import shown

COULD_NOT = 2


def main() -> NoReturn:
    """Run the command line; what a person can act on becomes one sentence on stderr."""
    # A path may hold bytes, and a name letters, that the terminal's encoding does not have.
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        code = commands(standalone_mode=False)
        # Else what is still on its way would be lost after the last chance to say so.
        sys.stdout.flush()
    except click.Abort:
        sys.exit(130)
    except click.ClickException as error:
        _say_and_exit(error.format_message())
    except UserError as error:
        _say_and_exit(str(error))
    except OSError as error:
        # A full disk, a terminal that is gone: what is about files already is a sentence of its own.
        _let_go_of_stdout()
        _say_and_exit(f"The work stopped: {error.strerror or 'the system refused something'}.")
    sys.exit(code if isinstance(code, int) else 0)


def _let_go_of_stdout() -> None:
    """Send what is still on its way to nowhere, or Python would try once more at the very end and complain."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _say_and_exit(sentence: str) -> NoReturn:
    click.echo(f"annotator: {sentence}", err=True)
    sys.exit(COULD_NOT)


@click.group(cls=Commands, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="annotator")
@click.pass_context
def commands(ctx: click.Context) -> None:
    """Read news articles and mark who, where, how many, and what is claimed.

    Without a command, or with the path of a PROJECT alone, the window opens.
    """
    if ctx.invoked_subcommand is None:
        _open_window(None)


for _command in (import_, export, status, conflicts, adjudicate, agreement):
    commands.add_command(_command)


@commands.command("open", hidden=True)
@project_argument
def open_(project: Path) -> None:
    """Open PROJECT in the window."""
    _open_window(project)


@commands.command()
@project_argument
@click.option(
    "--tagset",
    type=click.Path(path_type=Path),
    help="A tagset file, also of brat or INCEpTION; by default that for conflict news.",
)
def new(project: Path, tagset: Path | None) -> None:
    """Make an empty project at the path PROJECT, whose name ends in .annotator."""
    from annotator.jobs.creating import new_project
    from annotator.jobs.people import default_annotator

    new_project(project, default_annotator(), tagset)
    click.echo(f"Made {shown(str(project))}.")


@commands.command()
@project_argument
@click.option("--find", is_flag=True, help="Look for them first, as every import does.")
@json_option
def stories(project: Path, find: bool, as_json: bool) -> None:
    """Name the stories in PROJECT that have more than one article: copies of one wire report."""
    from annotator.jobs.stories import found_words, look_for_stories
    from annotator.project.stories import all_stories

    with opened_project(project, edit=find) as opened, shown_progress(as_json) as (report, cancelled):
        found = look_for_stories(opened, report, cancelled) if find else None
        listed = all_stories(opened)
    if as_json:
        print_json([{"story": story, "articles": articles} for story, articles in listed.items()])
        return
    if found is not None:
        click.echo(f"{found_words(found) or 'No new copies were found'}.")
    for story, articles in listed.items():
        click.echo(f"{shown(story)}: {', '.join(map(shown, articles))}")


@commands.command()
@project_argument
@json_option
def verify(project: Path, as_json: bool) -> None:
    """Check PROJECT: integrity, offsets, hashes, references, and that the journal fits."""
    from annotator.jobs.verifying import verify as check

    with opened_project(project, edit=False) as opened, shown_progress(as_json) as (report, cancelled):
        found = check(opened, report, cancelled)
    if as_json:
        print_json({"ok": found.ok} | msgspec.structs.asdict(found))
    else:
        for problem in found.problems:
            click.echo(f"{problem.where}: {problem.what}")
        verdict = "nothing is wrong" if found.ok else f"{len(found.problems)} problems"
        click.echo(f"Checked {found.articles} articles and {found.spans} spans: {verdict}.")
    if not found.ok:
        click.get_current_context().exit(FOUND)


@commands.command()
@project_argument
@click.argument("out", type=click.Path(path_type=Path))
def backup(project: Path, out: Path) -> None:
    """Copy PROJECT to the new file OUT, also while somebody works in it."""
    from annotator.project.backup import copy_project

    copy_project(project, out)
    click.echo(f"Copied {shown(str(project))} to {shown(str(out))}.")


@commands.command()
@click.argument("folder", type=click.Path(path_type=Path), default=Path("demo"), metavar="[DIR]")
def demo(folder: Path) -> None:
    """Make a project from the sample articles in DIR (./demo) and open it.

    With no screen, the same window is driven out of sight: it marks, undoes and exports, and DIR holds the project, the
    JSONL and pictures of the window.
    """
    from annotator.gui.main import has_screen
    from annotator.jobs.sample import SAMPLE_NAME, make_sample

    project = folder / SAMPLE_NAME
    if not project.exists():
        make_sample(project)
    if has_screen():
        _open_window(project)
        return
    from annotator.gui.tour import take_tour

    for what, path in take_tour(project).items():
        click.echo(f"{what}: {path}")


def _open_window(project: Path | None) -> None:
    from annotator.gui.main import run

    click.get_current_context().exit(run(project, None))
