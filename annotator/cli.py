"""The command line: click commands over the jobs, and the way into the window.

Exit codes: 0 done; 1 done, but something was found or refused, each named; 2 could not, with one sentence on stderr.
"""

import os
import signal
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from io import TextIOWrapper
from pathlib import Path
from tempfile import SpooledTemporaryFile
from types import FrameType
from typing import IO, TYPE_CHECKING, Any, Literal, NoReturn

import click
import msgspec

from annotator import __version__
from annotator.cli_training import lines, options_of, refuse_misplaced, training_options
from annotator.errors import UserError
from annotator.model.naming import shown

if TYPE_CHECKING:
    from annotator.formats.options import Flatten, FragmentsAs, OffsetUnit, Scheme
    from annotator.jobs.progress import Cancelled, Report
    from annotator.jobs.training_plan import TrainingOptions
    from annotator.project.project import Project

FOUND = 1
COULD_NOT = 2

_KEPT_IN_MEMORY = 16_000_000
_NAMED_FILES = 4


class _Commands(click.Group):
    """A group that takes a first word which is no command for the project to open."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        alone = len(args) == 1 or Path(args[0]).exists()
        if alone and args[0] not in self.commands and not args[0].startswith("-"):
            return "open", self.commands["open"], args
        return super().resolve_command(ctx, args)


class _FormatOption(click.Option):
    """An option whose help names the formats of the table, which is looked at only when somebody asks for help."""

    def __init__(self, *args: Any, can: str, **more: Any) -> None:
        super().__init__(*args, **more)
        self._can = can

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
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


@click.group(cls=_Commands, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="annotator")
@click.pass_context
def commands(ctx: click.Context) -> None:
    """Read news articles and mark who, where, how many, and what is claimed.

    Without a command, or with the path of a PROJECT alone, the window opens.
    """
    if ctx.invoked_subcommand is None:
        _open_window(None)


_project = click.argument("project", type=click.Path(path_type=Path))
_json = click.option("--json", "as_json", is_flag=True, help="Print one JSON value on stdout and nothing else.")


@commands.command("open", hidden=True)
@_project
def open_(project: Path) -> None:
    """Open PROJECT in the window."""
    _open_window(project)


@commands.command()
@_project
@click.option("--tagset", type=click.Path(path_type=Path), help="A tagset file; by default the one for conflict news.")
def new(project: Path, tagset: Path | None) -> None:
    """Make an empty project at the path PROJECT, whose name ends in .annotator."""
    from annotator.jobs.creating import new_project
    from annotator.jobs.people import default_annotator

    new_project(project, default_annotator(), tagset)
    click.echo(f"Made {shown(str(project))}.")


@commands.command("import")
@_project
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option(
    "--format",
    "format_",
    cls=_FormatOption,
    can="read",
    default="auto",
    show_default=True,
    help="What the files are, whatever their names: {formats}.",
)
@click.option("--layer", metavar="NAME", help="Whose work comes with the files, whatever they say.")
@click.option("--status", type=click.Choice(["open", "done"]), help="The state of that work, whatever the files say.")
@click.option("--map", "mapped", multiple=True, metavar="FROM=TO", help="Give tag FROM of the files the tag TO.")
@click.option("--add-tags", is_flag=True, help="Add tags that the project does not have.")
@click.option("--encoding", metavar="NAME", help="How text that is not UTF-8 is encoded.")
@click.option(
    "--column",
    "columns",
    multiple=True,
    metavar="FIELD=NAME",
    help="Of tables: which column holds the text, title, source, byline, published, agency, url, language or id, "
    "by its header or its number.",
)
@click.option("--dry-run", is_flag=True, help="Say what would happen and write nothing.")
@_json
def import_(
    project: Path,
    paths: tuple[str, ...],
    format_: str,
    layer: str | None,
    status: str | None,
    mapped: tuple[str, ...],
    add_tags: bool,
    encoding: str | None,
    columns: tuple[str, ...],
    dry_run: bool,
    as_json: bool,
) -> None:
    """Bring articles, and the work that comes with them, into PROJECT.

    PATH is a file, a folder, a zip, a tar archive, or - for JSONL on standard input.
    """
    from annotator.jobs.importing import ImportOptions, import_paths

    options = ImportOptions(
        format=format_,
        layer=layer,
        status="done" if status == "done" else "open" if status == "open" else None,
        tag_map=_mapping(mapped),
        add_tags=add_tags,
        encoding=encoding,
        columns=_columns(columns),
        dry_run=dry_run,
    )
    with _opened(project, edit=not dry_run) as opened, _progress(as_json) as (report, cancelled):
        done = import_paths(opened, list(paths), options, report, cancelled)
    if as_json:
        _print_json(done.as_json())
    else:
        _print_import(done.as_json(), dry_run=dry_run)
    if done.cancelled:
        click.echo("Stopped; whole articles only were imported. Run the same command to go on.", err=True)
    if done.found_something or done.cancelled:
        click.get_current_context().exit(FOUND)


@commands.command()
@_project
@click.argument("out", type=click.Path(path_type=Path))
@click.option(
    "--format",
    "format_",
    cls=_FormatOption,
    can="write",
    default="jsonl",
    show_default=True,
    help="What to write: {formats}.",
)
@click.option(
    "--layer", default="all", show_default=True, metavar="gold|all|suggestions|NAME", help="Whose work to write."
)
@click.option("--guesses", is_flag=True, help="Write guessed values that nobody has touched, too.")
@click.option(
    "--flatten",
    type=click.Choice(["longest", "shortest", "per_tag"]),
    default="longest",
    show_default=True,
    help="Which of overlapping spans stays, in formats that hold no overlaps; per_tag writes OUT once for each tag.",
)
@click.option(
    "--fragments",
    type=click.Choice(["split", "cover"]),
    default="split",
    show_default=True,
    help="In formats without fragments: a span for each fragment, or one over all of them.",
)
@click.option(
    "--scheme",
    type=click.Choice(["iob2", "bioes", "iob1"]),
    default="iob2",
    show_default=True,
    help="In formats of tokens: how those of a span are told from their neighbours.",
)
@click.option(
    "--offsets",
    type=click.Choice(["codepoint", "utf16"]),
    default="codepoint",
    show_default=True,
    help="What offsets count in web annotations: utf16 is for programs that run in browsers.",
)
@click.option(
    "--side-file", type=click.Path(path_type=Path), help="Where to write what the format cannot hold, as JSONL."
)
@click.option("--dry-run", is_flag=True, help="Say what would be written and lost, and write nothing.")
@training_options
@_json
def export(
    project: Path,
    out: Path,
    format_: str,
    layer: str,
    guesses: bool,
    flatten: "Flatten",
    fragments: "FragmentsAs",
    scheme: "Scheme",
    offsets: "OffsetUnit",
    side_file: Path | None,
    dry_run: bool,
    as_json: bool,
    training: bool,
    **for_training: Any,
) -> None:
    """Write the work in PROJECT to the file OUT, which appears whole or not at all.

    What the format cannot hold is counted, each kind with an example.
    """
    from annotator.formats.options import WriteOptions
    from annotator.jobs.exporting import export_project, foreseen_loss

    refuse_misplaced(click.get_current_context())
    options = WriteOptions(flatten=flatten, fragments=fragments, scheme=scheme, unit=offsets)
    if training:
        asked = options_of(for_training, format_, options, guesses=guesses)
        _export_training(project, out, asked, dry_run=dry_run, as_json=as_json)
        return
    with _opened(project, edit=False) as opened, _progress(as_json) as (report, cancelled):
        if dry_run:
            done = foreseen_loss(opened, format_, layer, report, cancelled, guesses=guesses, options=options)
        else:
            done = export_project(
                opened, out, format_, layer, report, cancelled, guesses=guesses, options=options, side_file=side_file
            )
    if as_json:
        _print_json(done)
        return
    counts = f"{done.articles} articles, {done.spans} spans and {done.relations} relations"
    would = "Would write" if dry_run else "Wrote"
    click.echo(f"{would} {counts} to {_named(done.files) or shown(str(out))}.")
    for loss in done.loss:
        click.echo(f"Not held by the format: {loss.count} × {loss.what}, for example {loss.example}.")


def _named(files: Sequence[str]) -> str:
    named = [shown(name) for name in files[:_NAMED_FILES]]
    return ", ".join(named) + (f" and {len(files) - _NAMED_FILES} more" if len(files) > _NAMED_FILES else "")


def _export_training(project: Path, out: Path, options: "TrainingOptions", *, dry_run: bool, as_json: bool) -> None:
    from annotator.jobs.training import export_training, foreseen_training

    with _opened(project, edit=False) as opened, _progress(as_json) as (report, cancelled):
        if dry_run:
            done = foreseen_training(opened, options, report, cancelled)
        else:
            done = export_training(opened, out, options, report, cancelled)
    if as_json:
        _print_json(done.as_json())
        return
    for line in lines(done, out, dry_run=dry_run):
        click.echo(line)


@commands.command()
@_project
@click.option("--find", is_flag=True, help="Look for them first, as every import does.")
@_json
def stories(project: Path, find: bool, as_json: bool) -> None:
    """Name the stories in PROJECT that have more than one article: copies of one wire report."""
    from annotator.jobs.stories import found_words, look_for_stories
    from annotator.project.stories import all_stories

    with _opened(project, edit=find) as opened, _progress(as_json) as (report, cancelled):
        found = look_for_stories(opened, report, cancelled) if find else None
        listed = all_stories(opened)
    if as_json:
        _print_json([{"story": story, "articles": articles} for story, articles in listed.items()])
        return
    if found is not None:
        click.echo(f"{found_words(found) or 'No new copies were found'}.")
    for story, articles in listed.items():
        click.echo(f"{shown(story)}: {', '.join(map(shown, articles))}")


@commands.command()
@_project
@_json
def status(project: Path, as_json: bool) -> None:
    """Say how far everybody is with PROJECT."""
    from annotator.jobs.status import project_status

    with _opened(project, edit=False) as opened, _progress(as_json) as (report, cancelled):
        answer = project_status(opened, report, cancelled)
        if cancelled():
            raise UserError("Counting was stopped.")
    if as_json:
        _print_json(answer)
        return
    click.echo(f"{answer['articles']} articles")
    for name, layer in answer["layers"].items():
        spans = ", ".join(f"{count} {tag}" for tag, count in layer["spans"].items()) or "no spans"
        click.echo(f"{shown(name)}: {layer['done']} done, {layer['open']} open; {spans}")
    click.echo(f"Conflicts: {answer['conflicts']['open']} open, {answer['conflicts']['decided']} decided")


@commands.command()
@_project
@click.option(
    "--state", type=click.Choice(["open", "decided", "all"]), default="open", show_default=True, help="Which to list."
)
@_json
def conflicts(project: Path, state: Literal["open", "decided", "all"], as_json: bool) -> None:
    """List where the annotators of PROJECT differ, and what was decided about it."""
    from annotator.jobs.conflicts import conflicts as found

    with _opened(project, edit=False) as opened, _progress(as_json) as (report, cancelled):
        told = found(opened, state, report, cancelled)
        # Kept aside until it is whole, since half a list is no JSON.
        with SpooledTemporaryFile(max_size=_KEPT_IN_MEMORY) as lines:
            for at, conflict in enumerate(told):
                if as_json:
                    lines.write((b",\n" if at else b"") + msgspec.json.encode(conflict))
                else:
                    click.echo(_conflict_line(conflict))
            if cancelled():
                raise UserError("Listing the conflicts was stopped.")
            if as_json:
                lines.seek(0)
                _print_bytes(b"[", lines, b"]\n")


@commands.command()
@_project
@click.option("--policy", default="unanimous", show_default=True, metavar="NAME", help="The rule that decides.")
@click.option("--dry-run", is_flag=True, help="Say what would happen and write nothing.")
@_json
def adjudicate(project: Path, policy: str, dry_run: bool, as_json: bool) -> None:
    """Take into gold what all annotators of PROJECT marked alike, or decide conflicts by another POLICY.

    Majority is no policy: what is not unanimous is left to a reviewer, unless another rule is named.
    """
    from annotator.jobs.adjudicating import adjudicate as decide

    with _opened(project, edit=not dry_run) as opened, _progress(as_json) as (report, cancelled):
        done = decide(opened, policy, report, cancelled, dry_run=dry_run)
        stopped = cancelled()
    if as_json:
        _print_json(done.as_json())
    else:
        would = "would come" if dry_run else "came"
        click.echo(f"{done.articles} articles compared; {done.unanimous} spans are unanimous.")
        click.echo(f"{done.accepted} spans and {done.labels} labels {would} into gold.")
        click.echo(f"Conflicts: {done.open} open, {done.decided} decided.")
    if stopped:
        click.echo("Stopped; whole articles only were decided. Run the same command to go on.", err=True)
        click.get_current_context().exit(FOUND)


@commands.command()
@_project
@click.option(
    "--match",
    default="exact",
    show_default=True,
    metavar="exact|overlap|token",
    help="Which spans are the same: those with the same tag and fragments, those of one tag that share half of their "
    "text; or count tokens.",
)
@click.option(
    "--layers",
    multiple=True,
    metavar="NAME,NAME...",
    help="Whose work to compare, gold among them if it is named; by default everybody's. Give it several times for "
    "names that hold a comma.",
)
@click.option(
    "--tables", type=click.Path(path_type=Path), metavar="DIR", help="Write every figure as CSV into DIR, too."
)
@_json
def agreement(project: Path, match: str, layers: tuple[str, ...], tables: Path | None, as_json: bool) -> None:
    """Say how far people agree about the articles that they have done in PROJECT."""
    from annotator.jobs.agreeing import AgreementOptions, agree, layers_named, match_named
    from annotator.jobs.agreement_json import as_json as encoded
    from annotator.jobs.agreement_lines import lines
    from annotator.jobs.agreement_tables import write_tables

    with _opened(project, edit=False) as opened:
        options = AgreementOptions(match_named(match), layers_named(opened, layers))
        with _progress(as_json) as (report, cancelled):
            found = agree(opened, options, report, cancelled)
        if tables is not None:
            with _progress(as_json) as (report, cancelled):
                write_tables(opened, options, found, tables, report, cancelled)
    if as_json:
        _print_json(encoded(found))
        return
    for line in lines(found):
        click.echo(line)


@commands.command()
@_project
@_json
def verify(project: Path, as_json: bool) -> None:
    """Check PROJECT: integrity, offsets, hashes, references, and that the journal fits."""
    from annotator.jobs.verifying import verify as check

    with _opened(project, edit=False) as opened, _progress(as_json) as (report, cancelled):
        found = check(opened, report, cancelled)
    if as_json:
        _print_json({"ok": found.ok} | msgspec.structs.asdict(found))
    else:
        for problem in found.problems:
            click.echo(f"{problem.where}: {problem.what}")
        verdict = "nothing is wrong" if found.ok else f"{len(found.problems)} problems"
        click.echo(f"Checked {found.articles} articles and {found.spans} spans: {verdict}.")
    if not found.ok:
        click.get_current_context().exit(FOUND)


@commands.command()
@_project
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


@contextmanager
def _opened(path: Path, *, edit: bool) -> Iterator["Project"]:
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
def _progress(quiet: bool) -> Iterator[tuple["Report", "Cancelled"]]:
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


def _mapping(pairs: tuple[str, ...]) -> Mapping[str, str]:
    mapping = {}
    for pair in pairs:
        theirs, equals, ours = pair.partition("=")
        if not (theirs and equals and ours):
            raise UserError(f"--map takes FROM=TO, not {shown(pair)}.")
        mapping[theirs] = ours
    return mapping


def _columns(pairs: tuple[str, ...]) -> Mapping[str, str]:
    from annotator.formats.article_columns import FIELDS

    columns = {}
    for pair in pairs:
        field, _, name = pair.partition("=")
        if field not in FIELDS or not name:
            raise UserError(f"--column takes FIELD=NAME with a field of {', '.join(FIELDS)}, not {shown(pair)}.")
        columns[field] = name
    return columns


def _print_import(answer: Mapping[str, Any], *, dry_run: bool) -> None:
    would = "would be " if dry_run else ""
    articles, spans = answer["articles"], answer["spans"]
    click.echo(
        f"Articles: {articles['new']} {would}new, {articles['known']} already there, {articles['refused']} refused."
    )
    click.echo(f"Spans: {spans['new']} {would}new, {spans['reanchored']} of them moved, {spans['refused']} refused.")
    if answer["stories"]["articles"]:
        click.echo(f"Stories: {answer['stories']['articles']} articles are copies, of {answer['stories']['stories']}.")
    for note in answer["notes"]:
        click.echo(f"{note['path']}: {note['why']}")


def _conflict_line(conflict: Mapping[str, Any]) -> str:
    offers = {**conflict["spans"], **conflict.get("values", {})}
    answers = ", ".join(f"{shown(name)}: {_answer(offer)}" for name, offer in offers.items())
    differs = " and ".join(conflict["differs"]) or "decided on and changed since"
    return f"{shown(conflict['article'])} · {conflict['standing']} · {differs} · {answers}"


def _answer(offer: Any) -> str:
    if offer is None:
        return "nothing"
    return f"{shown(offer['label'])} “{shown(offer['text'])}”" if isinstance(offer, dict) else shown(str(offer))


def _print_bytes(before: bytes, lines: IO[bytes], after: bytes) -> None:
    click.echo(before, nl=False)
    while piece := lines.read(1 << 20):
        click.echo(piece, nl=False)
    click.echo(after, nl=False)


def _print_json(answer: object) -> None:
    """Print a report, whose fields are the keys that people's scripts rely on."""
    # As bytes, since JSON is UTF-8 whatever the terminal's encoding is.
    click.echo(msgspec.json.encode(answer))
