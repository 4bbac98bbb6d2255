"""Which articles a model learns from, whose work on them, and in which split: decided before anything is written."""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from tempfile import TemporaryFile
from typing import Literal, get_args

import msgspec

from annotator.errors import UserError
from annotator.formats.options import WriteOptions
from annotator.jobs.comparing import compared_of, review_or_nothing
from annotator.jobs.progress import Cancelled, Report, never, silent
from annotator.jobs.training_items import Chosen, Items, LeftOut, Plan, Tier
from annotator.model.article import ArticleKey
from annotator.model.groups import Groups
from annotator.model.layer import GOLD
from annotator.model.minhash import near_copies
from annotator.model.naming import shown
from annotator.model.repeated import Repeated
from annotator.model.splitting import Group, Shares, Split, day_of, split_at, split_by_date, split_by_story
from annotator.project.project import Project
from annotator.project.stories import reader_of_shingles
from annotator.project.training import Candidate, ReviewState, articles_by_story, candidates, signatures_of

SplitBy = Literal["story", "date"]
SPLIT_BY: tuple[SplitBy, ...] = get_args(SplitBy)

NOT_DONE = "articles that nobody is done with"
EMPTY = "articles read and found empty"
NO_DATE = "articles of stories without a date"
NOT_WANTED = "articles of the tier “{}”"


class TrainingCancelledError(UserError):
    """Somebody asked the export to stop; nothing was written."""

    def __init__(self) -> None:
        super().__init__("The export was stopped; nothing was written.")


class TrainingOptions(msgspec.Struct, frozen=True):
    """What a model is to learn from, and how it is written."""

    format: str = "jsonl"
    tiers: tuple[Tier, ...] = ("gold", "single")
    """``gold``: reviewed, and the review is finished. ``single``: the work of the only annotator who is done, or what
    several say alike and nobody has reviewed. ``disputed``: conflicts are open, and everybody's work is written."""
    guesses: bool = False
    """Whether attributes hold what was guessed and nobody has touched."""
    negatives: bool = True
    """Whether articles count that were read and found empty."""
    pseudonyms: bool = True
    """Whether annotators go by pseudonyms."""
    pseudonym_seed: int = 0
    pseudonym_table: Path | None = None
    """Where to write who goes by which pseudonym; nowhere if there is no such file."""
    split_by: SplitBy = "story"
    shares: Shares = Shares()
    dates: tuple[str, str] | None = None
    """The days on which ``dev`` and ``test`` begin, if a split by date is not to go by the shares."""
    seed: int = 1
    """Of the lot that puts stories into splits."""
    write: WriteOptions = WriteOptions()


def check_options(options: TrainingOptions) -> None:
    """Raise :exc:`UserError` if the options contradict themselves."""
    shares = options.shares
    if not options.tiers:
        raise UserError("No tier is chosen, so there is nothing to train from.")
    if min(shares.train, shares.dev, shares.test) < 0 or not shares.wanted:
        raise UserError("The shares of the splits must be 0 or more, and one of them must be more.")
    if options.dates is not None:
        if options.split_by != "date":
            raise UserError("Days on which splits begin are for splitting by date.")
        dev, test = options.dates
        if not (day_of(dev) == dev and day_of(test) == test and dev <= test):
            raise UserError("The days on which dev and test begin must read like 2026-11-02, the first one first.")


def plan(project: Project, options: TrainingOptions, report: Report = silent, cancelled: Cancelled = never) -> Plan:
    """Decide what is written.

    Raises:
        TrainingCancelledError: if it was cancelled.
        UserError: if there is nothing to write, or the options contradict themselves.
    """
    check_options(options)
    left_out: Counter[str] = Counter()
    items = _items(project, options, left_out, report, cancelled)
    if not items:
        raise UserError(_nothing(left_out))
    groups = _groups(project, items, report, cancelled)
    of_groups = iter(_chosen((_described(items, members) for members in groups.members(items.keys)), options))
    splits = Repeated[Split | None]()
    stories: Counter[Split] = Counter()
    for key in items.keys:
        first = groups.of(key)
        split = next(of_groups) if first == key else splits[items.place(first)]
        splits.append(split)
        if split is None:
            left_out[NO_DATE] += 1
        elif first == key:
            stories[split] += 1
    if not stories:
        raise UserError("No article has a date, so nothing can be split by date; nothing was written.")
    named = tuple(LeftOut(what, count) for what, count in sorted(left_out.items()))
    return Plan(items, splits, _wanted(options), stories, named)


def _items(
    project: Project, options: TrainingOptions, left_out: Counter[str], report: Report, cancelled: Cancelled
) -> Items:
    items = Items(options.seed)
    for number, article in enumerate(candidates(project), 1):
        if cancelled():
            raise TrainingCancelledError
        report(number, 0, "looking at the layers")
        if not article.done and article.gold is None:
            left_out[NOT_DONE] += 1
            continue
        chosen = _what(article, _state(project, article))
        if chosen.tier not in options.tiers:
            left_out[NOT_WANTED.format(chosen.tier)] += 1
        elif not chosen.spans and not options.negatives:
            left_out[EMPTY] += 1
        else:
            items.add(article, chosen)
    return items


def _state(project: Project, article: Candidate) -> ReviewState:
    if len(article.done) < 2:
        return ReviewState()
    if article.review is not None:
        return article.review
    review = review_or_nothing(project, article.key)
    if review is None:
        raise UserError(f"Article {shown(article.id)} is damaged; nothing was written.")
    counts = compared_of(review).counts
    return ReviewState(counts.open, counts.pending)


def _what(article: Candidate, state: ReviewState) -> Chosen:
    if state.open or (article.gold is not None and state.pending):
        layers = article.done
        return Chosen("disputed", tuple(one.annotator for one in layers), sum(one.spans for one in layers))
    if article.gold is not None:
        return Chosen("gold", (GOLD,), article.gold.spans)
    only = article.done[0]
    return Chosen("single", (only.annotator,), only.spans)


def _nothing(left_out: Counter[str]) -> str:
    named = "; ".join(f"{count} {what}" for what, count in sorted(left_out.items()))
    return f"There is nothing to train from ({named or 'nobody has a layer yet'}); nothing was written."


def _groups(project: Project, items: Items, report: Report, cancelled: Cancelled) -> Groups:
    """Return which articles are copies of one another, by their texts or by what is said of their stories."""
    groups = Groups()
    for _, members in groupby(articles_by_story(project), key=itemgetter(0)):
        mine = [article for _, article in members if article in items]
        for article in mine[1:]:
            groups.join(mine[0], article)
    report(0, 0, "comparing copies")
    with TemporaryFile() as rows:
        texts = signatures_of(project, items.keys, rows)
        pairs = near_copies(texts, reader_of_shingles(project), groups.together, went_on=lambda: not cancelled())
        for one, other in pairs:
            groups.join(one, other)
    if cancelled():
        raise TrainingCancelledError
    return groups


def _described(items: Items, members: Sequence[ArticleKey]) -> Group:
    places = [items.place(article) for article in members]
    days = [day for place in places if (day := items.at(place).day)]
    return Group(items.lot(places[0]), len(members), min(days, default=""))


def _chosen(groups: Iterable[Group], options: TrainingOptions) -> Repeated[Split | None]:
    if options.split_by == "story":
        return split_by_story(groups, options.shares)
    if options.dates is not None:
        return split_at(groups, *options.dates)
    return split_by_date(groups, options.shares)


def _wanted(options: TrainingOptions) -> tuple[Split, ...]:
    return ("train", "dev", "test") if options.dates is not None else options.shares.wanted
