"""Comparing the layers of a project: the figures, and the spans behind each of them."""

from collections.abc import Iterator, Mapping, Sequence

import msgspec

from annotator.agreement.behind import Behind, Cell, behind
from annotator.agreement.figures import Agreement, ArticleAgreement, LeftOut
from annotator.agreement.matching import MATCHES, Match
from annotator.agreement.observing import Question, Sight
from annotator.agreement.summing_up import summed_up
from annotator.agreement.tally import Tally
from annotator.errors import UserError
from annotator.jobs.progress import Cancelled, Report, never, silent
from annotator.model.article import ArticleKey
from annotator.model.compared import Compared
from annotator.model.layer import GOLD
from annotator.model.naming import shown
from annotator.model.tagset import Attribute, Tagset
from annotator.project.comparing import compared, count_compared, not_compared
from annotator.project.project import Project
from annotator.project.reading import annotators


class AgreementCancelledError(UserError):
    """Somebody asked the comparison to stop; half of the articles would give other figures."""


class AgreementOptions(msgspec.Struct, frozen=True):
    """What is compared, and how."""

    match: Match = "exact"
    layers: tuple[str, ...] = ()
    """The layers, in the order in which they are compared; empty: all but gold."""


def match_named(name: str) -> Match:
    """Return the match rule called ``name``; raise :exc:`UserError` if there is none."""
    for match in MATCHES:
        if match == name:
            return match
    raise UserError(f"There is no match rule {shown(name)[:30]}; there are {', '.join(MATCHES)}.")


def layers_named(project: Project, given: Sequence[str]) -> tuple[str, ...]:
    """Return the layers that somebody names, each on its own or several with commas between.

    Raises:
        UserError: if there is no such layer.
    """
    there = annotators(project)
    names: list[str] = []
    for value in given:
        # A name may hold a comma itself.
        names += [value] if value in there else [name.strip() for name in value.split(",")]
    _check(names, there)
    return tuple(dict.fromkeys(names))


def agree(
    project: Project,
    options: AgreementOptions | None = None,
    report: Report = silent,
    cancelled: Cancelled = never,
) -> Agreement:
    """Return how far people agree about the articles that they have done.

    Raises:
        AgreementCancelledError: if it was cancelled.
        UserError: if there is no such layer, or an article is damaged.
    """
    options = options or AgreementOptions()
    question = _question(project, options)
    tally = _tally(project, question)
    for article in _articles(project, question.names, report, cancelled):
        tally.add(article)
    return summed_up(tally, tuple(_left_out(project, question.names)))


def agree_by_article(
    project: Project,
    options: AgreementOptions | None = None,
    report: Report = silent,
    cancelled: Cancelled = never,
) -> Iterator[ArticleAgreement]:
    """Yield how far people agree about each article that at least two have done, in the order they came in.

    Raises:
        AgreementCancelledError: if it was cancelled.
        UserError: if there is no such layer, or an article is damaged.
    """
    options = options or AgreementOptions()
    question = _question(project, options)
    tally = _tally(project, question)
    for article in _articles(project, question.names, report, cancelled):
        found = tally.add(article)
        if found is not None:
            yield found


def spans_behind(
    project: Project,
    options: AgreementOptions,
    cell: Cell,
    only: ArticleKey | None = None,
    report: Report = silent,
    cancelled: Cancelled = never,
) -> Iterator[Behind]:
    """Yield what a figure counts, article after article: the project is read once more, as far as it is asked for.

    Args:
        project: only read.
        options: those that the figure was made with.
        cell: which figure.
        only: the one article to look at, rather than all.
        report: told how many articles are read.
        cancelled: asked after each article.

    Raises:
        AgreementCancelledError: if it was cancelled.
        UserError: if there is no such layer, or an article is damaged.
    """
    question = _question(project, options)
    for article in _articles(project, question.names, report, cancelled, only):
        yield from behind(Sight(article, question), cell)


def _articles(
    project: Project, names: Sequence[str], report: Report, cancelled: Cancelled, only: ArticleKey | None = None
) -> Iterator[Compared]:
    total = count_compared(project, names) if only is None else 1
    report(0, total, "comparing")
    for done, article in enumerate(compared(project, names, only), 1):
        if cancelled():
            raise AgreementCancelledError(f"The comparison was stopped after {done - 1} of {total} articles.")
        yield article
        # Others may mark articles as done meanwhile.
        report(min(done, total), total, "comparing")


def _question(project: Project, options: AgreementOptions) -> Question:
    there = annotators(project)
    _check(options.layers, there)
    names = dict.fromkeys(options.layers or (name for name in there if name != GOLD))
    return Question(tuple(names), options.match, _attributes(project.tagset))


def _check(names: Sequence[str], there: Sequence[str]) -> None:
    unknown = next((name for name in names if name not in there), None)
    if unknown is not None:
        raise UserError(_no_layer(unknown, there))


def _no_layer(name: str, there: Sequence[str]) -> str:
    if name == GOLD:
        return "Nothing has been reviewed yet, so there is no gold layer to compare."
    named = ", ".join(shown(known)[:30] for known in there[:3]) + (", …" if len(there) > 3 else "")
    return f"There is no layer of {shown(name)[:30]} to compare (there are: {named or 'none yet'})."


def _tally(project: Project, question: Question) -> Tally:
    return Tally(question, tuple(tag.name for tag in project.tagset.tags))


def _attributes(tagset: Tagset) -> dict[str, Mapping[str, Sequence[object]]]:
    """Return the attributes of each tag, and what can be chosen for each.

    That a claim has no source, say, is an attribute too, which goes by the name of the relation.
    """
    found: dict[str, Mapping[str, Sequence[object]]] = {}
    for tag in tagset.tags:
        absent = {kind.name: (kind.absent,) for kind in tagset.relations if kind.absent and tag.name in kind.head}
        found[tag.name] = {attribute.name: _choices(attribute) for attribute in tag.attributes} | absent
    return found


def _choices(attribute: Attribute) -> Sequence[object]:
    if attribute.kind == "yes_no":
        return (True, False)
    return attribute.values if attribute.kind == "choice" else ()


def _left_out(project: Project, names: Sequence[str]) -> Iterator[LeftOut]:
    other = not_compared(project, names)
    if other.alone and len(names) > 1:
        yield LeftOut("articles", other.alone, "only one of the layers is done")
    for name, count in other.open.items():
        yield LeftOut("articles", count, "begun, and not marked as done", name)
    if other.suggestions:
        yield LeftOut("suggestions", other.suggestions, "nobody has decided on them")
    if GOLD not in names and GOLD in annotators(project):
        yield LeftOut("layers", 1, "it is the reviewer's, and compared only when it is named", GOLD)
