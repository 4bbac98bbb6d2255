"""The card of a data set: what it holds, where that comes from, how far people agree, and what was left out."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

import msgspec

from annotator import __version__
from annotator.agreement.coefficients import Figure
from annotator.agreement.figures import OVERALL, Agreement, PairAgreement
from annotator.jobs.agreement_lines import counted
from annotator.jobs.training_front import front_matter
from annotator.jobs.training_items import TIERS, About, Tier
from annotator.jobs.training_plan import TrainingOptions
from annotator.jobs.training_report import SplitCounts, TrainingReport
from annotator.jobs.training_use import command, how_to_load
from annotator.model.naming import shown
from annotator.model.patterns import compiled
from annotator.model.shingles import SAME_STORY, WORDS
from annotator.model.tagset import Tagset

NOT_HELD = "not_held.jsonl"
"""The file with what the format cannot hold, as native JSONL."""
TAGSET = "tagset.json"
"""The file with the tags, their attributes and guidelines."""
_MOST_LISTED = 10
_MARKUP = r"[\\`*_{}\[\]<>#|~!&]"
_TIER_WORDS = {
    "gold": "reviewed, and the review is finished",
    "single": "the work of the only annotator who is done, or what several say alike and nobody has reviewed",
    "disputed": "conflicts are open; the work of everybody who is done is in it",
}


class Known(msgspec.Struct, frozen=True):
    """What the card says beside the counts."""

    project: str
    tagset: Tagset
    options: TrainingOptions
    articles: Mapping[About, int]
    """How many articles say the same of where they come from."""
    agreement: Agreement
    names: Mapping[str, str]
    """What annotators are called in the files."""


def card(report: TrainingReport, known: Known) -> str:
    """Return the card: a head for programs, and the rest for people, in Markdown."""
    parts = [
        [*front_matter(known.project, known.options.format, report, known.articles)],
        [f"# {plain(known.project)}", "", _opening(report)],
        ["## Loading it", "", *how_to_load(known.options, report.files)],
        ["## Splits", "", *_splits(report), "", *_how_split(report, known)],
        ["## Tags", "", *_tags(report), "", *_relations(report), _version(known.tagset)],
        ["## Whose work", "", *_whose(report, known)],
        ["## Agreement", "", *_agreement(known.agreement, known.names)],
        ["## Articles", "", *_articles(report, known.articles)],
        ["## Tokens", "", *_tokens(report)],
        ["## Left out", "", *_left_out(report, known)],
    ]
    return "\n\n".join("\n".join(part) for part in parts) + "\n"


def plain(text: str) -> str:
    """Return words from outside so that Markdown takes none of them for markup."""
    return str(compiled(_MARKUP).sub(lambda found: f"\\{found[0]}", shown(text)))


def quoted(text: str) -> str:
    """Return a sentence of ours with words from outside in it, as words of Markdown, whole."""
    return str(compiled(_MARKUP).sub(lambda found: f"\\{found[0]}", text))


def table(columns: Sequence[str], rows: Iterable[Sequence[object]], words: int = 1) -> Iterator[str]:
    """Yield the lines of a table; the last columns are numbers, and ``words`` of them before those are words."""
    yield f"| {' | '.join(columns)} |"
    yield f"|{' --- |' * words}{' ---: |' * (len(columns) - words)}"
    for row in rows:
        yield f"| {' | '.join(f'{cell:,}' if isinstance(cell, int) else str(cell) for cell in row)} |"


def _opening(report: TrainingReport) -> str:
    stories = sum(counts.stories for counts in report.splits.values())
    relations = sum(counts.relations for counts in report.splits.values())
    days = [day for counts in report.splits.values() for day in (counts.first, counts.last) if day]
    dated = f", published {min(days)} to {max(days)}" if days else ""
    return (
        f"{_counted(report.articles, 'article')} of the news with {_counted(report.spans, 'span')} and "
        f"{_counted(relations, 'relation')}, marked by people. They tell {stories:,} "
        f"{'story' if stories == 1 else 'stories'}{dated}. "
        f"Exported by News Annotator {__version__} on {date.today().isoformat()}."
    )


def _counted(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def _splits(report: TrainingReport) -> Iterator[str]:
    tiers = [tier for tier in TIERS if any(counts.tiers[tier] for counts in report.splits.values())]
    columns = ("split", "articles", "share", "stories", "spans", "relations", "empty", *tiers, "first day", "last day")
    yield from table(columns, (_split_row(name, counts, report, tiers) for name, counts in report.splits.items()))


def _split_row(name: str, counts: SplitCounts, report: TrainingReport, tiers: Sequence[Tier]) -> Sequence[object]:
    return (
        name, counts.articles, _share(counts.articles, report.articles), counts.stories, counts.spans,
        counts.relations, counts.negatives, *(counts.tiers[tier] for tier in tiers),
        counts.first or "–", counts.last or "–",
    )  # fmt: skip


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.1%}" if whole else "–"


def _how_split(report: TrainingReport, known: Known) -> Iterator[str]:
    options, shares = known.options, known.options.shares
    if options.split_by == "story":
        yield f"Stories were put into splits by lot ({shares.train}, {shares.dev} and {shares.test} parts)."
    elif options.dates is not None:
        yield f"Split by date: dev begins on {options.dates[0]}, test on {options.dates[1]}."
    else:
        yield f"Split by date ({shares.train}, {shares.dev} and {shares.test} parts); no day is in two splits."
    if options.split_by == "date":
        yield "A story goes by its earliest article; a later copy is in the same split, whatever its date."
    yield (
        f"Articles of one story are in one split: those that the project calls one, and all that have "
        f"{SAME_STORY:.0%} of their runs of {WORDS} words in common (Jaccard). That was checked before anything was "
        "written. A report that was told again in other words is not recognised as a copy."
    )
    yield ""
    seeds = ", ".join(f"{name} {seed}" for name, seed in report.seeds.items())
    yield f"Seeds: {seeds}. The same project, and this command, make the same splits again:"
    yield ""
    yield "```sh"
    yield command(shown(known.project), options)
    yield "```"


def _tags(report: TrainingReport) -> Iterator[str]:
    splits = report.splits.values()
    rows = []
    for found in report.alignment:
        counts = [(split.tags[found.tag], split.spans) for split in splits]
        whole = sum(count for count, _ in counts)
        shares = [f"{count:,} ({_share(count, spans)})" for count, spans in counts]
        rows.append((plain(found.tag), whole, _share(whole, report.spans), *shares))
    yield from table(("tag", "spans", "share", *report.splits), rows)
    yield ""
    yield "Behind each count of a split stands its share of the spans of that split."


def _relations(report: TrainingReport) -> Iterator[str]:
    """Yield how many relations there are of each type, if there are any."""
    splits = report.splits.values()
    kinds = sorted({kind for split in splits for kind in split.relation_types})
    if kinds:
        rows = [[split.relation_types[kind] for split in splits] for kind in kinds]
        counted_rows = [(plain(kind), sum(row), *row) for kind, row in zip(kinds, rows, strict=True)]
        yield from table(("relation", "all", *report.splits), counted_rows)
        yield ""


def _version(tagset: Tagset) -> str:
    guided = sum(bool(tag.guideline) for tag in tagset.tags)
    return (
        f"Tagset {plain(tagset.name)}, version {tagset.version}. It is in `{TAGSET}`, with the attributes of each tag "
        f"and the guidelines ({guided:,} of {_counted(len(tagset.tags), 'tag')} have one), which share its version."
    )


def _whose(report: TrainingReport, known: Known) -> Iterator[str]:
    for tier in known.options.tiers:
        count = sum(counts.tiers[tier] for counts in report.splits.values())
        yield f"- {tier}: {_counted(count, 'article')} – {_TIER_WORDS[tier]}."
    yield ""
    annotators: Counter[str] = Counter()
    for counts in report.splits.values():
        annotators.update(counts.annotators)
    yield from table(("layer", "articles"), ((plain(name), count) for name, count in sorted(annotators.items())))
    yield ""
    if known.options.pseudonyms:
        yield "Annotators go by pseudonyms. Notes and reasons are as they were written, and may name somebody."
    else:
        yield "Annotators go by the names they gave themselves."
    guesses = "in the files, each named as a guess where the format can" if known.options.guesses else "left out"
    yield f"Attributes that were guessed and that nobody has touched are {guesses}. Suggestions are left out."


def _agreement(agreement: Agreement, names: Mapping[str, str]) -> Iterator[str]:
    pairs = [pair for pair in agreement.pairs if pair.articles]
    if not pairs:
        yield "It cannot be computed: no article was done by two annotators."
        return
    yield (
        f"Over the {_counted(agreement.articles, 'article')} of the project that two annotators at least are done "
        "with, before review. F1: the same fragments and the same tag; κ and α: tags on tokens."
    )
    yield ""
    rows = [
        (
            " – ".join(plain(names.get(name, "")) for name in pair.layers),
            pair.articles,
            _number(pair.overall.counts.f1),
            _number(pair.overall.kappa),
        )
        for pair in pairs
    ]
    yield from table(("layers", "articles", "F1", "κ"), rows)
    yield ""
    only = pairs[0] if len(pairs) == 1 else None
    yield from table(
        ("tag", "Krippendorff’s α", *(("F1", "κ") if only else ())),
        (_of_tag(tag, alpha, only) for tag, alpha in agreement.alpha.items()),
    )
    yield ""
    yield "A dash: undefined, for want of anything to compare."


def _of_tag(tag: str, alpha: Figure, pair: PairAgreement | None) -> Sequence[object]:
    called = "all tags" if tag == OVERALL else plain(tag)
    if pair is None:
        return called, _number(alpha)
    scores = pair.scores(tag)
    return called, _number(alpha), _number(scores.counts.f1), _number(scores.kappa)


def _number(figure: Figure) -> str:
    return "–" if figure.value is None else f"{figure.value:.2f}"


def _articles(report: TrainingReport, articles: Mapping[About, int]) -> Iterator[str]:
    empty = sum(counts.negatives for counts in report.splits.values())
    yield f"- Read and found empty: {empty:,} of {report.articles:,}."
    sources, languages, licences = Counter[str](), Counter[str](), Counter[str]()
    for about, count in articles.items():
        sources[about.source] += count
        languages[about.language] += count
        licences[about.licence] += count
    yield f"- Sources: {_listed(sources)}."
    yield f"- Languages: {_listed(languages)}."
    if licences.keys() - {""}:
        yield f"- Licences, as the imported files say: {_listed(licences)}."
    else:
        yield "- Licences: unknown. The project does not know under which terms these texts may be used or passed on."


def _listed(counted: Counter[str]) -> str:
    unknown = counted.pop("", 0)
    named = [f"{plain(value)} {count:,}" for value, count in counted.most_common(_MOST_LISTED)]
    if len(counted) > _MOST_LISTED:
        named.append(f"{len(counted) - _MOST_LISTED:,} others")
    if unknown:
        named.append(f"unknown {unknown:,}")
    return ", ".join(named)


def _tokens(report: TrainingReport) -> Iterator[str]:
    off = [found for found in report.alignment if found.off]
    if not off:
        yield "Every span begins and ends where a token does."
        return
    yield "Spans that begin or end inside a token. Trainers that work on tokens move or skip them."
    yield ""
    rows = [(plain(found.tag), quoted(found.example), found.spans, found.off) for found in off]
    yield from table(("tag", "for example", "spans", "off tokens"), rows, words=2)


def _left_out(report: TrainingReport, known: Known) -> Iterator[str]:
    if not report.left_out and not report.loss:
        yield "Nothing."
    for left in report.left_out:
        yield f"- {counted(left.count, left.what)}"
    if report.left_out and report.loss:
        yield ""
    if report.loss:
        yield (
            f"The format `{known.options.format}` cannot hold everything. What it cannot hold stands in "
            f"`{NOT_HELD}`, as native JSONL of News Annotator:"
        )
        yield ""
        rows = [(plain(loss.what), quoted(loss.example), loss.count) for loss in report.loss]
        yield from table(("what", "for example", "count"), rows, words=2)
