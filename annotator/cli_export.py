"""The command ``export``."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from annotator.cli_base import FormatOption, json_option, opened_project, print_json, project_argument, shown_progress
from annotator.cli_training import lines, options_of, refuse_misplaced, training_options
from annotator.model.naming import shown

if TYPE_CHECKING:
    from annotator.formats.options import Flatten, FragmentsAs, OffsetUnit, Scheme
    from annotator.jobs.training_plan import TrainingOptions

_NAMED_FILES = 4


@click.command()
@project_argument
@click.argument("out", type=click.Path(path_type=Path))
@click.option(
    "--format",
    "format_",
    cls=FormatOption,
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
@json_option
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
    with opened_project(project, edit=False) as opened, shown_progress(as_json) as (report, cancelled):
        if dry_run:
            done = foreseen_loss(opened, format_, layer, report, cancelled, guesses=guesses, options=options)
        else:
            done = export_project(
                opened, out, format_, layer, report, cancelled, guesses=guesses, options=options, side_file=side_file
            )
    if as_json:
        print_json(done)
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

    with opened_project(project, edit=False) as opened, shown_progress(as_json) as (report, cancelled):
        if dry_run:
            done = foreseen_training(opened, options, report, cancelled)
        else:
            done = export_training(opened, out, options, report, cancelled)
    if as_json:
        print_json(done.as_json())
        return
    for line in lines(done, out, dry_run=dry_run):
        click.echo(line)
