"""The options of ``export --training``, and what it says when it is done."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from annotator.errors import UserError
from annotator.model.naming import shown

if TYPE_CHECKING:
    from annotator.formats.options import WriteOptions
    from annotator.jobs.training_plan import TrainingOptions
    from annotator.jobs.training_report import TrainingReport
    from annotator.model.splitting import Shares

F = TypeVar("F", bound=Callable[..., Any])

_OPTIONS = (
    click.option(
        "--training",
        is_flag=True,
        help="Write what models learn from: OUT is a new folder or a zip, with a file for each split and a card.",
    ),
    click.option(
        "--tiers",
        default="gold,single",
        show_default=True,
        metavar="TIER,...",
        help="Which articles: gold (reviewed), single (the only annotator's), disputed (everybody's).",
    ),
    click.option("--no-negatives", is_flag=True, help="Leave out articles that were read and found empty."),
    click.option("--names", is_flag=True, help="Call annotators by their names, not by pseudonyms."),
    click.option(
        "--pseudonym-table", type=click.Path(path_type=Path), help="Where to write who goes by which pseudonym."
    ),
    click.option("--pseudonym-seed", type=int, default=0, show_default=True, help="Another one, other pseudonyms."),
    click.option(
        "--split-by",
        type=click.Choice(["story", "date"]),
        default="story",
        show_default=True,
        help="Draw stories by lot, or let the earlier ones train and the later ones test.",
    ),
    click.option(
        "--shares", default="80,10,10", show_default=True, metavar="N,N,N", help="The parts of train, dev and test."
    ),
    click.option("--dates", metavar="DAY,DAY", help="The days on which dev and test begin, rather than shares."),
    click.option("--seed", type=int, default=1, show_default=True, help="Of the lot."),
)
_NAMES = (
    "tiers", "no_negatives", "names", "pseudonym_table", "pseudonym_seed", "split_by", "shares", "dates", "seed",
)  # fmt: skip
_HAS_NO_USE = ("layer", "side_file")


def training_options(command: F) -> F:
    """Add the options of an export for training to a command."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def refuse_misplaced(context: click.Context) -> None:
    """Raise :exc:`UserError` if options are given that have no use with, or without, ``--training``."""
    training = context.params["training"]
    for name in _HAS_NO_USE if training else _NAMES:
        source = context.get_parameter_source(name)
        if source is not None and source is not click.core.ParameterSource.DEFAULT:
            called = f"--{name.replace('_', '-')}"
            raise UserError(f"{called} has no use with --training." if training else f"{called} is for --training.")


def options_of(
    given: Mapping[str, Any], format_name: str, write: "WriteOptions", *, guesses: bool
) -> "TrainingOptions":
    """Return the options that were given.

    Raises:
        UserError: if one of them cannot be read.
    """
    from annotator.jobs.training_items import TIERS
    from annotator.jobs.training_plan import TrainingOptions

    tiers = [name.strip() for name in given["tiers"].split(",") if name.strip()]
    unknown = next((name for name in tiers if name not in TIERS), None)
    if unknown is not None:
        raise UserError(f"There is no tier {shown(unknown)}; there are {', '.join(TIERS)}.")
    dates = given["dates"] and _parts("--dates", given["dates"], 2)
    return TrainingOptions(
        format=format_name,
        tiers=tuple(tier for tier in TIERS if tier in tiers),
        guesses=guesses,
        negatives=not given["no_negatives"],
        pseudonyms=not given["names"],
        pseudonym_seed=given["pseudonym_seed"],
        pseudonym_table=given["pseudonym_table"],
        split_by=given["split_by"],
        shares=_shares(given["shares"]),
        dates=(dates[0], dates[1]) if dates else None,
        seed=given["seed"],
        write=write,
    )


def _shares(text: str) -> "Shares":
    from annotator.model.splitting import Shares

    try:
        train, dev, test = map(int, _parts("--shares", text, 3))
    except ValueError:
        raise UserError(f"--shares takes three whole numbers, not {shown(text)}.") from None
    return Shares(train, dev, test)


def _parts(option: str, text: str, count: int) -> list[str]:
    parts = [part.strip() for part in text.split(",")]
    if len(parts) != count:
        raise UserError(f"{option} takes {count} values with commas between, not {shown(text)}.")
    return parts


def lines(report: "TrainingReport", out: Path, *, dry_run: bool = False) -> Iterator[str]:
    """Yield what was written, or would be, a line at a time."""
    from annotator.jobs.agreement_lines import counted

    written = f"{counted(report.articles, 'articles')} with {counted(report.spans, 'spans')}"
    yield f"{'Would write' if dry_run else 'Wrote'} {written} to {shown(str(out))}."
    for name, counts in report.splits.items():
        tiers = [f"{count} {tier}" for tier, count in counts.tiers.items()]
        empty = [f"{counts.negatives} found empty"] if counts.negatives else []
        stories = f"{counts.stories} {'story' if counts.stories == 1 else 'stories'}"
        held = f"{counted(counts.articles, 'articles')} of {stories}"
        yield f"{name}: {held}, {counted(counts.spans, 'spans')} ({', '.join(tiers + empty) or 'no tier'})"
    for found in report.alignment:
        if found.spans:
            by_split = ", ".join(f"{counts.tags[found.tag]} {name}" for name, counts in report.splits.items())
            yield f"Tag {shown(found.tag)}: {counted(found.spans, 'spans')} ({by_split})"
    yield "Copies: none crosses splits."
    for found in report.alignment:
        if found.off:
            yield f"Off tokens: {found.off} of {found.spans} {shown(found.tag)}, for example {found.example}."
    for left in report.left_out:
        yield f"Left out: {counted(left.count, left.what)}."
    for loss in report.loss:
        yield f"Not held by the format: {loss.count} × {loss.what}, for example {loss.example}."
    yield "Seeds: " + ", ".join(f"{name} {seed}" for name, seed in report.seeds.items())
