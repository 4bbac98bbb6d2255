"""A concordance lists every place there is and nothing else, at once and without keeping anybody waiting."""

import unicodedata

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.errors import UserError
from annotator.model.hits import Hit
from annotator.model.matching import Finder, terms_of
from annotator.model.record import Record
from annotator.project import edits, history, reading
from annotator.project.concordance import HitCount, HitQuery, count, hits
from annotator.project.contexts import FIRST_PAGE
from annotator.project.project import Project
from annotator.project.searching import index_all
from tests.project.working import add_article, add_articles, mark


def listed(project: Project, query: HitQuery) -> list[Hit]:
    return [hit for page in hits(project, query) for hit in page]


def rows(project: Project, words: str = "", **more: object) -> list[tuple[int, str]]:
    return [(hit.article, hit.words) for hit in listed(project, HitQuery(words, **more))]  # type: ignore[arg-type]


@pytest.fixture(params=[True, False], ids=["indexed", "not indexed yet"])
def corpus(project: Project, request: pytest.FixtureRequest) -> Project:
    add_articles(
        project,
        [
            Record(
                "The army shelled Homs.\r\nShelling went on; the army’s men left.",
                meta={"title": "Shelling", "source": "Northern Wire", "published": "2026-11-02"},
            ),
            Record("In Homs the ARMY left.", meta={"source": "Desk", "published": "2026-12"}),
            Record("军队在霍姆斯。army", meta={"title": "中文", "source": "northern desk", "published": "2025"}),
            Record("Nothing of the kind: 100 % armyworm.", meta={}),
        ],
    )
    if request.param:
        index_all(project)
    return project


def test_each_place_of_a_word_is_a_row(corpus: Project) -> None:
    assert rows(corpus, "army") == [(1, "army"), (1, "army"), (2, "ARMY"), (3, "army")]
    assert rows(corpus, "army", match_case=True) == [(1, "army"), (1, "army"), (3, "army")]
    assert rows(corpus, "nowhere") == []
    assert rows(corpus, "") == []


def test_phrases_and_beginnings(corpus: Project) -> None:
    assert rows(corpus, '"the army"') == [(1, "The army"), (1, "the army"), (2, "the ARMY")]
    assert rows(corpus, '"homs shelling"') == []
    assert rows(corpus, "shell*") == [(1, "shelled"), (1, "Shelling")]
    assert rows(corpus, "s*") == [(1, "shelled"), (1, "Shelling")]
    assert rows(corpus, '"the a*"') == [(1, "The army"), (1, "the army"), (2, "the ARMY")]


def test_an_article_must_have_all_the_words_and_the_first_is_listed(corpus: Project) -> None:
    assert rows(corpus, "army shell*") == [(1, "army"), (1, "army")]
    assert rows(corpus, "left army") == [(1, "left"), (2, "left")]


def test_scripts_without_spaces_and_marks_are_found_by_letters(corpus: Project) -> None:
    assert rows(corpus, "霍姆斯") == [(3, "霍姆斯")]
    assert rows(corpus, "霍姆斯 army") == [(3, "霍姆斯")]
    assert rows(corpus, "%") == [(4, "%")]
    assert rows(corpus, "_") == []


def test_a_foreign_name_between_letters_of_a_script_without_spaces_is_found(project: Project) -> None:
    add_articles(project, [Record("在Homs的军队"), Record("In Homs."), Record("Report", meta={"title": "シリア"})])
    index_all(project)
    assert rows(project, "Homs") == [(2, "Homs"), (1, "Homs")]


def test_capitals_of_which_there_are_more_than_one_are_found(project: Project) -> None:
    add_article(project, "Ο στρατός, ΣΤΡΑΤΌΣ; Straße, STRASSE")
    index_all(project)
    assert rows(project, "ΣΤΡΑΤΌΣ") == [(1, "στρατός"), (1, "ΣΤΡΑΤΌΣ")]
    assert rows(project, "straße") == [(1, "Straße")]


def test_words_beside_signs_that_sqlite_does_not_know_are_found(project: Project) -> None:
    add_article(project, "₽500 for the \u2067army\u2069; \uf0b7Homs")
    index_all(project)
    assert rows(project, "500") == [(1, "500")]
    assert rows(project, "army") == [(1, "army")]
    assert rows(project, "homs") == [(1, "Homs")]


def test_letters_that_the_index_does_not_know_are_found_too(project: Project) -> None:
    add_article(project, "The 𞤀𞤣𞤤𞤢𞤥 script is young.")
    index_all(project)
    assert rows(project, "𞤀𞤣𞤤𞤢𞤥") == [(1, "𞤀𞤣𞤤𞤢𞤥")]


def test_a_dash_is_any_other_also_with_a_mark_on_it(project: Project) -> None:
    add_article(project, "–\u0301 and ’\u064e")
    index_all(project)
    assert rows(project, "-\u0301") == [(1, "–\u0301")]
    assert rows(project, "'\u064e") == [(1, "’\u064e")]


def test_the_context_is_on_one_line_and_cuts_no_character(project: Project) -> None:
    add_article(project, "🇸🇾" * 40 + "\r\n\u2028the army\t left" + "e\u0301" * 60)
    (hit,) = listed(project, HitQuery("army"))
    assert hit.left.endswith("🇸🇾 the ")
    assert len(hit.left.removesuffix(" the ")) % 2 == 0
    assert hit.right.startswith(" left")
    assert hit.right.endswith("e\u0301")
    assert 50 <= len(hit.left) <= 62
    assert hit.heading.startswith("🇸🇾")


def test_only_articles_from_a_source_or_a_time(corpus: Project) -> None:
    assert [key for key, _ in rows(corpus, "army", source="NORTHERN")] == [1, 1, 3]
    assert [key for key, _ in rows(corpus, "army", since="2026")] == [1, 1, 2]
    assert [key for key, _ in rows(corpus, "army", until="2026")] == [1, 1, 2, 3]
    assert [key for key, _ in rows(corpus, "army", since="2026-11", until="2026-11")] == [1, 1]
    assert rows(corpus, "armyworm", until="2030") == []


def test_only_articles_in_a_state(corpus: Project) -> None:
    edits.set_status(corpus, [1], "done")
    edits.set_flagged(corpus, [3], flagged=True)
    assert {hit.article: hit.done for hit in listed(corpus, HitQuery("army", state="done"))} == {1: True}
    assert {hit.article: hit.done for hit in listed(corpus, HitQuery("army", state="open"))} == {2: False, 3: False}
    assert {key for key, _ in rows(corpus, "army", state="flagged")} == {3}


def test_what_is_marked_is_told_by_layer_and_can_be_asked_for(corpus: Project, bens: Project) -> None:
    article = add_article(corpus, "An army and an army.")
    span = mark(corpus, article, "An army", "actor")
    mark(bens, article, "army", "location")
    ours = [hit for hit in listed(corpus, HitQuery("army")) if hit.article == article.key]
    assert [[kept.key for kept in hit.marks] for hit in ours] == [[span], []]
    bens_rows = [hit for hit in listed(corpus, HitQuery("army", layer="ben")) if hit.article == article.key]
    assert [[kept.tag for kept in hit.marks] for hit in bens_rows] == [["location"], []]
    assert rows(corpus, "army", tag="actor") == [(article.key, "army")]
    assert rows(corpus, "army", tag="location") == []
    assert rows(corpus, "army", tag="location", layer="ben") == [(article.key, "army")]
    assert (article.key, "army") in rows(corpus, "army", unmarked=True)
    assert len(rows(corpus, "army", unmarked=True)) == len(rows(corpus, "army")) - 1
    assert rows(corpus, "army", layer="nobody", tag="actor") == []


def test_without_words_every_span_of_a_tag_is_a_row(corpus: Project) -> None:
    articles = add_articles(corpus, [Record("One army, two armies."), Record("A third army.")])[-2:]
    mark(corpus, articles[1], "third army", "actor")
    mark(corpus, articles[0], "two armies", "actor")
    mark(corpus, articles[0], "One", "number")
    assert rows(corpus, tag="actor") == [(articles[0].key, "two armies"), (articles[1].key, "third army")]
    assert rows(corpus, tag="claim") == []


def test_a_suggestion_is_nobodys_mark(project: Project) -> None:
    span = mark(project, add_article(project, "The army."), "army")
    with project.step("suggest") as step:
        step.rows.update("span", span, origin="suggestion:words")
    assert [hit.marks for hit in listed(project, HitQuery("army"))] == [()]
    assert rows(project, tag="actor") == []


def test_a_page_that_is_not_full_is_not_waited_for(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("annotator.project.contexts.FIRST_SECONDS", 0)
    monkeypatch.setattr("annotator.project.contexts.PAGE_SECONDS", 60)
    add_articles(project, [Record(f"Report {number} of the army.") for number in range(5)])
    assert [len(page) for page in hits(project, HitQuery("army"))] == [1, 4]


def test_the_first_page_is_small_and_edits_may_come_between_pages(
    project: Project, bens: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("annotator.project.contexts.FIRST_SECONDS", 60)
    articles = add_articles(project, [Record(f"Report {number} of the army.") for number in range(300)])
    index_all(project)
    pages = hits(bens, HitQuery("army"))
    assert len(next(pages)) == FIRST_PAGE
    # Were a query still open, the commit would wait for it, and give up.
    project.connection.execute("PRAGMA busy_timeout = 0")
    mark(project, articles[-1], "army")
    more = [hit for page in pages for hit in page]
    assert len(more) == 300 - FIRST_PAGE
    assert more[-1].done is False


def test_it_stops_when_told_to(project: Project) -> None:
    add_articles(project, [Record(f"Report {number} of the army.") for number in range(300)])
    answers = iter([True] * 30)
    found = [hit for page in hits(project, HitQuery("army"), lambda: next(answers, False)) for hit in page]
    assert FIRST_PAGE < len(found) < 40


def test_a_count_is_honest(corpus: Project) -> None:
    assert count(corpus, HitQuery("army")) == HitCount(4, 3, complete=True)
    assert count(corpus, HitQuery("army"), most=4) == HitCount(4, 3, complete=True)
    assert count(corpus, HitQuery("army"), most=3) == HitCount(3, 2, complete=False)
    assert not count(corpus, HitQuery("army"), lambda: False).complete


def test_articles_that_came_and_went_are_not_missed(project: Project) -> None:
    add_articles(project, [Record(f"Report {number} of the army.") for number in range(20)])
    history.undo(project)
    add_article(project, "The army again.")
    assert len(rows(project, "army")) == 1


def test_a_page_that_was_pasted_is_refused_in_a_sentence(project: Project) -> None:
    with pytest.raises(UserError, match="1,000"):
        listed(project, HitQuery('"' + "army " * 300 + '"'))
    assert rows(project, "army " * 300) == []


def test_a_damaged_file_is_told_in_a_sentence(project: Project) -> None:
    add_article(project, "The army.")
    project.connection.execute("PRAGMA writable_schema = ON")
    project.connection.execute("UPDATE article_text SET text = CAST(x'ff' AS TEXT)")
    with pytest.raises(UserError, match="damaged"):
        listed(project, HitQuery("army"))


PIECES = ["army", "Army", "al-", "’s", "'s", ".", "U.S.", "1,287", "_", "É", "e\u0301", "Σ", "Ж"]
PIECES += [
    " ",
    " ",
    "\n",
    "\u00a0",
    "\u200d",
    "\u00ad",
    "\u2067",
    "\u2069",
    "₽",
    "中国",
    "ไทย",
    "ة",
    "\u064e",
    "क्ष",
    "𞤀",
    "-",
]
PIECES += ["–", '"', "*", "😀", "-\u0301", "–\u0301", "’\u064e"]


def is_plain(letter: str) -> bool:
    """Whether SQLite knows the character, which is as old as its index, and has one capital and one small letter."""
    folds = (
        letter.casefold() == letter.lower() and letter.lower().upper() == letter.upper() and len(letter.upper()) == 1
    )
    return folds and unicodedata.ucd_3_2_0.category(letter) not in ("Cn", "Co", "Cs")


LETTERS = st.one_of(st.sampled_from(PIECES), st.characters(exclude_characters="\0").filter(is_plain))
TEXTS = st.lists(st.lists(LETTERS, min_size=1, max_size=12).map("".join), min_size=1, max_size=4, unique=True)


@given(texts=TEXTS, data=st.data())
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_the_index_hides_nothing_that_the_texts_have(project: Project, texts: list[str], data: st.DataObject) -> None:
    texts = [text for text in texts if text.strip()]
    if not texts:
        return
    add_articles(project, [Record(text) for text in texts])
    index_all(project)
    where = data.draw(st.sampled_from(texts))
    start = data.draw(st.integers(0, len(where) - 1))
    words = where[start : start + data.draw(st.integers(1, 8))]
    prefix, match_case = data.draw(st.booleans()), data.draw(st.booleans())
    for term in terms_of(words + "*" * prefix)[:1]:
        finder = Finder(term, match_case=match_case)
        query = HitQuery(f'"{term.words}{"*" * term.prefix}"', match_case=match_case)
        found = {(hit.article, hit.start, hit.end) for hit in listed(project, query)}
        expected = {
            (key, place.start, place.end)
            for key in reading.article_keys(project)
            for place in finder.find(reading.article(project, key).text)
        }
        missed = [reading.article(project, key).text for key, *_ in expected - found]
        assert (found, missed) == (expected, [])
