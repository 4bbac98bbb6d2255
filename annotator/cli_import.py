"""The command ``import``."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from annotator.cli_base import (
    FOUND,
    FormatOption,
    json_option,
    opened_project,
    print_json,
    project_argument,
    shown_progress,
)
from annotator.errors import UserError
from annotator.model.naming import shown


@click.command("import")
@project_argument
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option(
    "--format",
    "format_",
    cls=FormatOption,
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
    metavar="[FILE:]FIELD=NAME",
    help="Of tables: which column holds the text, title, source, byline, published, agency, url, language or id, "
    "by its header or its number; of one table only, if a FILE is named as the notes call it.",
)
@click.option("--dry-run", is_flag=True, help="Say what would happen and write nothing.")
@json_option
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
        columns=_columns(columns).get("", {}),
        tables=_tables(_columns(columns)),
        dry_run=dry_run,
    )
    with opened_project(project, edit=not dry_run) as opened, shown_progress(as_json) as (report, cancelled):
        done = import_paths(opened, list(paths), options, report, cancelled)
    if as_json:
        print_json(done.as_json())
    else:
        _print_import(done.as_json(), dry_run=dry_run)
    if done.cancelled:
        click.echo("Stopped; whole articles only were imported. Run the same command to go on.", err=True)
    if done.found_something or done.cancelled:
        click.get_current_context().exit(FOUND)


def _mapping(pairs: tuple[str, ...]) -> Mapping[str, str]:
    mapping = {}
    for pair in pairs:
        theirs, equals, ours = pair.partition("=")
        if not (theirs and equals and ours):
            raise UserError(f"--map takes FROM=TO, not {shown(pair)}.")
        mapping[theirs] = ours
    return mapping


def _columns(pairs: tuple[str, ...]) -> Mapping[str, Mapping[str, str]]:
    """Return the columns that were named, by the file they are of; empty for what holds for all tables."""
    from annotator.formats.article_columns import FIELDS

    columns: dict[str, dict[str, str]] = {}
    for pair in pairs:
        told, _, name = pair.partition("=")
        file, _, field = told.rpartition(":")
        if field not in FIELDS or not name:
            raise UserError(f"--column takes [FILE:]FIELD=NAME with a field of {', '.join(FIELDS)}, not {shown(pair)}.")
        columns.setdefault(file, {})[field] = name
    return columns


def _tables(columns: Mapping[str, Mapping[str, str]]) -> Mapping[str, Mapping[str, str]]:
    """Return what holds for single tables, with what holds for all of them where nothing else was said."""
    return {file: {**columns.get("", {}), **of_file} for file, of_file in columns.items() if file}


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
