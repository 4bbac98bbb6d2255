"""What every command shares: the project it is for, progress with a way to stop, and one JSON value."""

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any

import click
import msgspec

if TYPE_CHECKING:
    from annotator.jobs.progress import Cancelled, Report
    from annotator.project.project import Project

FOUND = 1
"""The exit code where something was found or refused."""

project_argument = click.argument("project", type=click.Path(path_type=Path))
json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON value on stdout and nothing else.")


class Commands(click.Group):
    """A group that takes a first word which is no command for the project to open."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command that the first words name, and the words behind them."""
        alone = len(args) == 1 or Path(args[0]).exists()
        if alone and args[0] not in self.commands and not args[0].startswith("-"):
            return "open", self.commands["open"], args
        return super().resolve_command(ctx, args)


class FormatOption(click.Option):
    """An option whose help names the formats of the table, which is looked at only when somebody asks for help."""

    def __init__(self, *args: Any, can: str, **more: Any) -> None:
        super().__init__(*args, **more)
        self._can = can

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """Return the line of the help, with the names of the formats in it."""
        from annotator.formats.table import FORMATS

        names = ", ".join(known.name for known in FORMATS if getattr(known, self._can) is not None)
        self.help = (self.help or "").replace("{formats}", names)
        return super().get_help_record(ctx)


class _Stop:
    """Whether Ctrl+C was pressed: work stops after the article at hand. A second Ctrl+C stops at once."""

    def __init__(self) -> None:
        self.asked = False

    def __call__(self) -> bool:
        return self.asked

    def ask(self, _signal: int, _frame: FrameType | None) -> None:
        if self.asked:
            raise KeyboardInterrupt
        self.asked = True


@contextmanager
def opened_project(path: Path, *, edit: bool) -> Iterator["Project"]:
    """Open a project; for editing, only if no other program is at it."""
    from annotator.jobs.people import default_annotator
    from annotator.project.opening import open_for_editing
    from annotator.project.project import Project

    if edit:
        with open_for_editing(path, default_annotator()) as project:
            yield project
    else:
        with Project.open(path, default_annotator(), read_only=True) as project:
            yield project


@contextmanager
def shown_progress(quiet: bool) -> Iterator[tuple["Report", "Cancelled"]]:
    """Show a bar on a terminal, and turn the first Ctrl+C into a request to stop."""
    stop = _Stop()
    before = signal.signal(signal.SIGINT, stop.ask)
    try:
        if quiet or not sys.stderr.isatty():
            yield (lambda _done, _total, _what: None), stop
        else:
            with click.progressbar(length=1000, file=sys.stderr, show_pos=False) as bar:
                yield _drawn_on(bar), stop
    finally:
        signal.signal(signal.SIGINT, before)


def _drawn_on(bar: Any) -> "Report":
    def report(done: int, total: int, what: str) -> None:
        bar.label = what
        target = int(bar.length * done / total) if total else bar.pos
        bar.update(max(0, target - bar.pos))

    return report


def print_json(answer: object) -> None:
    """Print a report, whose fields are the keys that people's scripts rely on."""
    # As bytes, since JSON is UTF-8 whatever the terminal's encoding is.
    click.echo(msgspec.json.encode(answer))
