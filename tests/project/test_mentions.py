"""The same words elsewhere are found nearest first, and what was said about them before is told."""

from annotator.model.hits import Mention
from annotator.model.record import Record
from annotator.model.span import Fragment
from annotator.project import edits, propagating
from annotator.project.mentions import MentionQuery, Scope, mentions
from annotator.project.project import Project
from annotator.project.searching import index_all
from tests.project.working import add_article, add_articles, mark


def found(project: Project, words: str, article: int = 1, *, tag: str = "actor", **more: object) -> list[Mention]:
    query = MentionQuery(words, tag, article, **more)  # type: ignore[arg-type]
    return [mention for page in mentions(project, query) for mention in page]


def story(project: Project) -> list[int]:
    """Four articles: the third and the second are one story, the fourth is like them in words only."""
    records = [
        Record("Rebels of al-Nusra left.", id="a"),
        Record("al-Nusra\nspoke.", id="b", meta={"story": "s"}),
        Record("Of al-Nusra’s men.", id="c", meta={"story": "s"}),
        Record("Al-Nusra Front, al-Nusra.", id="d"),
    ]
    return [article.key for article in add_articles(project, records)]


def test_the_search_goes_from_the_article_to_its_story_to_the_project(project: Project) -> None:
    story(project)
    index_all(project)
    scopes: dict[Scope, list[int]] = {"article": [3], "story": [3, 2], "project": [3, 2, 1, 4]}
    for scope, expected in scopes.items():
        assert [mention.article for mention in found(project, "al-Nusra", 3, scope=scope)] == expected


def test_an_article_without_a_story_has_no_copies(project: Project) -> None:
    story(project)
    assert [mention.article for mention in found(project, "al-Nusra", 1, scope="story")] == [1]


def test_case_is_a_choice_and_a_possessive_stays_outside(project: Project) -> None:
    story(project)
    assert [mention.words for mention in found(project, "al-Nusra", 4, match_case=False)].count("Al-Nusra") == 1
    (possessive,) = found(project, "al-Nusra", 3, scope="article")
    assert (possessive.words, possessive.right) == ("al-Nusra", "’s men.")
    assert found(project, "Nusra") == []
    assert found(project, " ") == []


def test_words_of_several_fragments_or_lines_are_one_run(project: Project) -> None:
    add_article(project, "The Syrian\r\n army left. Syrian army.")
    places = [mention.place for mention in found(project, "Syrian  army")]
    assert places == [(1, Fragment(4, 17)), (1, Fragment(24, 35))]


def test_what_is_marked_there_is_told(project: Project, bens: Project) -> None:
    article = add_article(project, "army 1, army 2, the army 3, army 4, army 5.")
    mark(project, article, "army", "actor")
    at = article.text.index("army 2")
    edits.mark(project, article, [Fragment(at, at + 4)], "location")
    mark(project, article, "the army 3", "actor")
    mark(project, article, "army 4", "claim")
    mark(bens, article, "army 5", "actor")
    told = found(project, "army")
    assert [mention.standing for mention in told] == ["same", "other_tag", "overlaps", "free", "free"]
    assert [mention.marked_same for mention in told] == [True, False, False, False, False]
    assert [mention.offered for mention in told] == [False, False, False, True, True]
    assert [[span.tag for span in mention.marks] for mention in told] == [
        ["actor"],
        ["location"],
        ["actor"],
        ["claim"],
        [],
    ]


def test_what_was_refused_for_this_tag_is_told_and_not_offered(project: Project, bens: Project) -> None:
    add_article(project, "army and army")
    first, second = found(project, "army")
    propagating.refuse(project, [second.place], "actor")
    assert [mention.refused for mention in found(project, "army")] == [False, True]
    assert [mention.offered for mention in found(project, "army")] == [True, False]
    assert [mention.refused for mention in found(project, "army", tag="location")] == [False, False]
    assert [mention.refused for mention in found(bens, "army")] == [False, False]
    assert first.offered


def test_an_article_that_is_done_is_told(project: Project) -> None:
    first, second = add_articles(project, [Record("army 1"), Record("army 2")])
    edits.set_status(project, [second.key], "done")
    assert [mention.done for mention in found(project, "army", first.key)] == [False, True]
