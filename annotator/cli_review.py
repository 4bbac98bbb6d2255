"""Commands about everybody's work together: how far it is, where it differs, and what is decided."""

from collections.abc import Mapping
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import IO, Any, Literal

import click
import msgspec

from annotator.cli_base import FOUND, json_option, opened_project, print_json, project_argument, shown_progress
from annotator.errors import UserError
from annotator.model.naming import shown

_KEPT_IN_MEMORY = 16_000_000


@click.command()
@project_argument
@json_option
def status(project: Path, as_json: bool) -> None:
    """Say how far everybody is with PROJECT."""
    from annotator.jobs.status import project_status

    with opened_project(project, edit=False) as opened, shown_progress(as_json) as (report, cancelled):
        answer = project_status(opened, report, cancelled)
        if cancelled():
            raise UserError("Counting was stopped.")
    if as_json:
        print_json(answer)
        return
    click.echo(f"{answer['articles']} articles")
    for name, layer in answer["layers"].items():
        spans = ", ".join(f"{count} {tag}" for tag, count in layer["spans"].items()) or "no spans"
        click.echo(f"{shown(name)}: {layer['done']} done, {layer['open']} open; {spans}")
    click.echo(f"Conflicts: {answer['conflicts']['open']} open, {answer['conflicts']['decided']} decided")


@click.command()
@project_argument
@click.option(
    "--state", type=click.Choice(["open", "decided", "all"]), default="open", show_default=True, help="Which to list."
)
@json_option
def conflicts(project: Path, state: Literal["open", "decided", "all"], as_json: bool) -> None:
    """List where the annotators of PROJECT differ, and what was decided about it."""
    from annotator.jobs.conflicts import conflicts as found

    with opened_project(project, edit=False) as opened, shown_progress(as_json) as (report, cancelled):
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


@click.command()
@project_argument
@click.option("--policy", default="unanimous", show_default=True, metavar="NAME", help="The rule that decides.")
@click.option("--dry-run", is_flag=True, help="Say what would happen and write nothing.")
@json_option
def adjudicate(project: Path, policy: str, dry_run: bool, as_json: bool) -> None:
    """Take into gold what all annotators of PROJECT marked alike, or decide conflicts by another POLICY.

    Majority is no policy: what is not unanimous is left to a reviewer, unless another rule is named.
    """
    from annotator.jobs.adjudicating import adjudicate as decide
    from annotator.jobs.agreement_lines import counted

    with opened_project(project, edit=not dry_run) as opened, shown_progress(as_json) as (report, cancelled):
        done = decide(opened, policy, report, cancelled, dry_run=dry_run)
        stopped = cancelled()
    if as_json:
        print_json(done.as_json())
    else:
        would = "would come" if dry_run else "came"
        click.echo(f"{done.articles} articles compared; {done.unanimous} spans are unanimous.")
        click.echo(f"{counted(done.accepted, 'spans')} and {counted(done.labels, 'labels')} {would} into gold.")
        click.echo(f"Conflicts: {done.open} open, {done.decided} decided.")
    if stopped:
        click.echo("Stopped; whole articles only were decided. Run the same command to go on.", err=True)
        click.get_current_context().exit(FOUND)


@click.command()
@project_argument
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
@json_option
def agreement(project: Path, match: str, layers: tuple[str, ...], tables: Path | None, as_json: bool) -> None:
    """Say how far people agree about the articles that they have done in PROJECT."""
    from annotator.jobs.agreeing import AgreementOptions, agree, layers_named, match_named
    from annotator.jobs.agreement_json import as_json as encoded
    from annotator.jobs.agreement_lines import lines
    from annotator.jobs.agreement_tables import write_tables

    with opened_project(project, edit=False) as opened:
        options = AgreementOptions(match_named(match), layers_named(opened, layers))
        with shown_progress(as_json) as (report, cancelled):
            found = agree(opened, options, report, cancelled)
        if tables is not None:
            with shown_progress(as_json) as (report, cancelled):
                write_tables(opened, options, found, tables, report, cancelled)
    if as_json:
        print_json(encoded(found))
        return
    for line in lines(found):
        click.echo(line)


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
