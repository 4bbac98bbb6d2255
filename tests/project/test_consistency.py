"""What one annotator has marked now this way and now that is found, shown in its places, and put right in one step."""

import pytest

from annotator.model.findings import Finding, FindingKind
from annotator.model.record import Record
from annotator.model.span import Fragment
from annotator.project import bulk, consistency, edits, history, propagating, reading
from annotator.project.consistency import findings, settle
from annotator.project.ops import Op
from annotator.project.project import Project
from tests.project.working import add_article, add_articles, dump, mark, steps

Summary = tuple[str, str, dict[str, int]]


def summary(finding: Finding) -> Summary:
    return finding.words, finding.tag, {one.name: one.count for one in finding.alternatives}


def of_kind(project: Project, kind: FindingKind) -> list[Finding]:
    return [finding for finding in findings(project) if finding.kind == kind]


def mark_all(project: Project, words: str, *tags: str) -> None:
    """Import an article for each of ``tags`` in which ``words`` have it."""
    for number, tag in enumerate(tags):
        mark(project, add_article(project, f"{number} {tag}: then {words} came."), words, tag)


def shown(project: Project, finding: Finding) -> list[tuple[int, str]]:
    return [(hit.article, hit.words) for page in consistency.finding_places(project, finding) for hit in page]


def test_the_same_words_with_different_tags(project: Project, bens: Project) -> None:
    mark_all(project, "Damascus", "location", "location", "actor")
    mark_all(project, "Homs", "location", "location")
    mark_all(bens, "Homs", "actor")
    (finding,) = of_kind(project, "tags")
    assert summary(finding) == ("Damascus", "location", {"location": 2, "actor": 1})
    assert shown(project, finding) == [(3, "Damascus"), (1, "Damascus"), (2, "Damascus")]
    assert bulk.retag_all(project, finding.spans, "location").count == 1
    assert of_kind(project, "tags") == []


def test_words_at_the_beginning_of_a_sentence_are_the_same_and_quotes_and_lines_do_not_matter(project: Project) -> None:
    article = add_article(project, 'The “red”\narmy; the "red" army')
    mark(project, article, "The “red”\narmy", "actor")
    mark(project, article, 'the "red" army', "location")
    assert len(of_kind(project, "tags")) == 1


def test_words_sometimes_tagged(project: Project) -> None:
    one, two, three = add_articles(
        project,
        [
            Record("The army’s men, the army and an Army; US, us; armyworm"),
            Record("Army and army and the Syrian army’s men"),
            Record("army: nobody has worked on this one"),
        ],
    )
    mark(project, one, "army")
    mark(project, one, "US", "location")
    mark(project, two, "Syrian army")
    (finding,) = of_kind(project, "untagged")
    assert summary(finding) == ("army", "actor", {"actor": 1, "": 4})
    assert shown(project, finding) == [(1, "army"), (1, "Army"), (2, "Army"), (2, "army")]
    edits.set_status(project, [three.key], "done")
    assert len(shown(project, of_kind(project, "untagged")[0])) == 5


def test_a_place_is_not_unmarked_if_it_was_refused_or_has_another_tag(project: Project) -> None:
    article = add_article(project, "army one, army two, army three")
    mark(project, article, "army", "actor")
    second, third = (article.text.index(f"army {number}") for number in ("two", "three"))
    propagating.refuse(project, [(article.key, Fragment(second, second + 4))], "actor")
    edits.mark(project, article, [Fragment(third, third + 4)], "location")
    assert of_kind(project, "untagged") == []


def test_what_is_not_marked_is_marked_in_one_step(project: Project) -> None:
    article = add_article(project, "At least 287 men, at least\n287 women; the “red” army. At least 287.")
    mark(project, article, "At least 287", "number")
    (finding,) = of_kind(project, "untagged")
    # It was only ever marked with a capital letter: with a small one it may be another word.
    assert shown(project, finding) == [(1, "At least 287")]
    mark(project, article, "at least\n287", "number")
    (finding,) = of_kind(project, "untagged")
    assert propagating.tag_all(project, finding.unmarked, finding.tag).count == 1
    assert of_kind(project, "untagged") == []


def test_edges_that_differ_by_an_article_or_a_possessive(project: Project) -> None:
    article = add_article(project, "The army left. An army came. The army’s men. An armada. The “army”.")
    mark(project, article, "The army")
    for words in ("An army", "army’s", "“army”"):
        at = article.text.index(words)
        edits.mark(project, article, [Fragment(at, at + len(words))], "actor")
    mark(project, article, "armada", "location")
    (finding,) = of_kind(project, "edges")
    assert summary(finding) == ("The army", "actor", {"The army": 1, "An army": 1, "army’s": 1, "“army”": 1})
    moved = consistency.move_edges(project, finding, "army")
    assert (moved.count, moved.skipped) == (4, 0)
    assert of_kind(project, "edges") == []
    history.undo(project)
    assert of_kind(project, "edges")[0] == finding


def test_edges_move_only_where_the_words_are_and_no_span_is_doubled(project: Project) -> None:
    article = add_article(project, "The army left. An army came; the army went.")
    last = article.text.index("the army")
    mark(project, article, "army")
    at = article.text.index("An army") + 3
    for start, end in ((at, at + 4), (last, last + 8), (last + 4, last + 8)):
        edits.mark(project, article, [Fragment(start, end)], "actor")
    (finding,) = of_kind(project, "edges")
    before = steps(project.connection)
    moved = consistency.move_edges(project, finding, "the army")
    # “An army” has no such words, “the army” is so already, and within it there would be two.
    assert (moved.count, moved.skipped) == (1, 3)
    assert steps(project.connection) == before + 1
    assert [article.text[span.start : span.end] for span in reading.spans(project, article.key)] == [
        "The army",
        "army",
        "the army",
        "army",
    ]


def test_what_is_settled_stays_away_until_there_is_something_new(project: Project, bens: Project) -> None:
    mark_all(project, "Damascus", "location", "actor")
    mark_all(bens, "Damascus", "location", "actor")
    (finding,) = of_kind(project, "tags")
    assert settle(project, finding)
    assert of_kind(project, "tags") == []
    assert len(of_kind(bens, "tags")) == 1
    mark_all(project, "Damascus", "location")
    assert of_kind(project, "tags") == []
    mark_all(project, "Damascus", "claim")
    (again,) = of_kind(project, "tags")
    assert again.names == {"location", "actor", "claim"}

    undone = ""
    while undone != Op.SETTLE:
        step = history.next_undo(project)
        assert step is not None
        undone = step.op
        history.undo(project)
    assert len(of_kind(project, "tags")) == 1


def test_each_kind_of_finding_can_be_settled(project: Project) -> None:
    article = add_article(project, "The army, an army, army, army. The army.")
    mark(project, article, "The army")
    mark(project, article, "army,", "location")
    at = article.text.index("an army")
    edits.mark(project, article, [Fragment(at, at + 7)], "actor")
    edits.mark(project, article, [Fragment(at, at + 7)], "location")
    before = {finding.kind for finding in findings(project)}
    assert before == {"tags", "edges", "untagged"}
    for finding in list(findings(project)):
        settle(project, finding)
    assert list(findings(project)) == []


def test_the_most_suspicious_comes_first_in_each_kind(project: Project) -> None:
    mark_all(project, "Homs", "location", "actor")
    mark_all(project, "Damascus", *["location"] * 5, "actor")
    assert [finding.words for finding in of_kind(project, "tags")] == ["Damascus", "Homs"]


def test_a_suggestion_is_nobodys_work(project: Project) -> None:
    mark_all(project, "Homs", "location", "actor")
    with project.step("suggest") as step:
        step.rows.update("span", 2, origin="suggestion:words")
    assert [finding.kind for finding in findings(project)] == []


def test_looking_changes_nothing_and_stops_when_told_to(project: Project) -> None:
    mark_all(project, "Homs", "location", "actor")
    before = dump(project.connection)
    assert len(list(findings(project))) == 1
    assert list(findings(project, lambda: False)) == []
    assert dump(project.connection) == before


@pytest.mark.parametrize(
    ("words", "others"),
    [
        ("中国", ["中国", "在中国的"]),
        ("Évreux", ["E\u0301vreux", "to Évreux’s"]),
        ("al-Nusra", ["al‑Nusra’s", "Al‐Nusra"]),
        ("the U.S. army", ["The U.S.  army's", "the U.S.\r\narmy"]),
        ("جبهة النصرة", ["جبهة النصرة", "جبهة\nالنصرة"]),
        ("जम्मू और कश्मीर", ["जम्मू और कश्मीर", "जम्मू\nऔर कश्मीर"]),
    ],
)
@pytest.mark.parametrize("beside", ["", "日"], ids=["by letters", "by words"])
def test_unmarked_words_are_found_in_any_script(project: Project, words: str, others: list[str], beside: str) -> None:
    article = add_article(project, f"{beside} {words}; {', '.join(others)}, un-{words}, {words}-ish.")
    mark(project, article, words)
    if beside:
        mark(project, article, beside)
    (finding,) = of_kind(project, "untagged")
    # Only where there are no words is a part of one as good as all of it.
    assert len(finding.unmarked) == len(others) + 2 * (words == "中国")
