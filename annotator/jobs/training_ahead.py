"""What is known of an export for training as soon as it is planned: all counts, before any text is read.

How spans lie on tokens and what the format cannot hold is found out by writing to nowhere, which takes longer.
"""

from collections import Counter

from annotator.jobs.progress import Cancelled, never
from annotator.jobs.training_items import Plan
from annotator.jobs.training_plan import TrainingCancelledError
from annotator.jobs.training_report import OffTokens, SplitCounts, TrainingReport
from annotator.model.article import ArticleKey
from annotator.model.splitting import Split
from annotator.project.project import Project
from annotator.project.training_counts import count_relations, count_spans


def counted_ahead(project: Project, planned: Plan, cancelled: Cancelled = never) -> TrainingReport:
    """Return what the splits will hold; nothing yet of tokens, of loss and of files.

    Raises:
        TrainingCancelledError: if it was cancelled.
    """
    counts = {split: SplitCounts(stories=planned.stories[split]) for split in planned.wanted}
    for place, split in enumerate(planned.splits):
        if split is not None:
            counts[split].add(planned.items.at(place))

    def counted(into: "dict[Split, Counter[str]]", article: ArticleKey, layer: str, what: str, count: int) -> bool:
        split = planned.split_of(article) if article in planned.items else None
        if split is not None and layer in planned.item(article).layers:
            into[split][what] += count
        return not cancelled()

    tags = {split: counts[split].tags for split in counts}
    kinds = {split: counts[split].relation_types for split in counts}
    count_spans(project, lambda *row: counted(tags, *row))
    count_relations(project, lambda *row: counted(kinds, *row))
    if cancelled():
        raise TrainingCancelledError
    for split in counts:
        counts[split].relations = kinds[split].total()
    alignment = [
        OffTokens(tag.name, sum(split.tags[tag.name] for split in counts.values()), 0) for tag in project.tagset.tags
    ]
    return TrainingReport(counts, tuple(alignment), planned.left_out, (), {}, ())
