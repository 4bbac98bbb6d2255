"""Words are found whatever their accents and case, in any script, and nothing typed into the box does harm."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.model.record import Record
from annotator.project import history
from annotator.project.listing import ArticleQuery, article_keys
from annotator.project.project import Project
from annotator.project.searching import find_articles, index_all, index_some, pending
from tests.project.working import add_articles

TEXTS = {
    "battle": Record("Fighters of al-Nusra attacked the café in Idlib.", meta={"title": "Battle", "source": "Wire"}),
    "denial": Record("The army denied that it shelled Idlib’s market.", meta={"byline": "Zoë Ünal"}),
    "chinese": Record("军队否认炮击伊德利卜的市场。", meta={"title": "否认"}),
    "arabic": Record("قال المرصد السوري إن 26 مقاتلاً قتلوا.", meta={}),
    "odd": Record('100%_sure "quoted" AND NEAR(x) C++ snake_case 😀👍 -minus', meta={}),
}


@pytest.fixture
def searched(project: Project) -> Project:
    add_articles(project, TEXTS.values())
    return project


def found(project: Project, words: str) -> list[str]:
    names = list(TEXTS)
    return [names[key - 1] for key in find_articles(project, words)]


FOUND = [
    ("idlib", ["battle", "denial"]),
    ("idlib army", ["denial"]),
    ("army idlib", ["denial"]),
    ("CAFE", ["battle"]),
    ("café", ["battle"]),
    ("shel", ["denial"]),
    ("helled", []),
    ("al-nusra", ["battle"]),
    ("al-nus", ["battle"]),
    ("nusra-al", []),
    ("wire", ["battle"]),
    ("zoë", ["denial"]),
    ("idlib wire", ["battle"]),
    ("炮击", ["chinese"]),
    ("卜的市", ["chinese"]),
    ("否", ["chinese"]),
    ("المرصد", ["arabic"]),
    ("مقاتلا", ["arabic"]),
    ("26", ["arabic"]),
    ("", list(TEXTS)),
    ("   ", list(TEXTS)),
]


@pytest.mark.parametrize(("words", "expected"), FOUND)
def test_articles_are_found_by_their_words(words: str, expected: list[str], searched: Project) -> None:
    assert found(searched, words) == expected


HARMLESS = [
    ('"quoted"', ["odd"]),
    ('"', ["odd"]),
    ("AND", ["odd"]),
    ("NEAR(x)", ["odd"]),
    ("%", ["odd"]),
    ("100%_sure", ["odd"]),
    ("snake_case", ["odd"]),
    ("😀", ["odd"]),
    ("-minus", ["odd"]),
    ("*", []),
    ("text:idlib", []),
    ("'; DROP TABLE span; --", []),
    ("\\", []),
    ("\u0301", []),
    ("idlib " * 5000, ["battle", "denial"]),
    ("x" * 100_000, []),
    ("é" * 60_000 + "中", []),
    (" ".join(map(str, range(5000))), []),
]


@pytest.mark.parametrize(("words", "expected"), HARMLESS, ids=lambda value: str(value)[:20])
def test_what_looks_like_an_operator_is_only_a_word(words: str, expected: list[str], searched: Project) -> None:
    assert found(searched, words) == expected


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=150)
@given(words=st.text(max_size=30))
def test_nothing_that_can_be_typed_breaks_the_search(searched: Project, words: str) -> None:
    words = words.encode("utf-8", "replace").decode()
    assert len(find_articles(searched, words)) <= len(TEXTS)


def test_an_undone_import_is_not_found_and_a_redone_one_is(searched: Project) -> None:
    assert found(searched, "idlib") == ["battle", "denial"]
    for _ in range(2):
        history.undo(searched)
        assert found(searched, "idlib") == []
        history.redo(searched)
        assert found(searched, "idlib") == ["battle", "denial"]
    check_index(searched)


def test_an_import_undone_when_it_was_half_indexed_stays_true(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("annotator.project.searching.TRANSACTION_SECONDS", 0)
    add_articles(project, TEXTS.values())
    index_some(project)
    index_some(project)
    assert pending(project) == 3
    history.undo(project)
    assert pending(project) == 0
    add_articles(project, [Record("Something else about Idlib.", id="else")])
    assert len(find_articles(project, "idlib")) == 1
    history.undo(project)
    history.undo(project)
    history.redo(project)
    index_all(project)
    check_index(project)


def test_articles_of_another_import_in_between_are_all_found(project: Project, bens: Project) -> None:
    add_articles(project, TEXTS.values())
    history.undo(project)
    add_articles(bens, [Record("Ben's article about Idlib.")])
    assert len(find_articles(bens, "idlib")) == 1
    history.redo(project)
    assert len(find_articles(project, "idlib")) == 3
    check_index(project)


def test_who_only_reads_finds_also_what_is_not_indexed_yet(project: Project) -> None:
    add_articles(project, TEXTS.values())
    with Project.open(project.path, "ana", read_only=True) as reader:
        assert pending(reader) == len(TEXTS)
        assert found(reader, "idlib army") == ["denial"]
        assert found(reader, "al-nusra") == ["battle"]
        assert found(reader, "中") == []
    index_all(project)
    with Project.open(project.path, "ana", read_only=True) as reader:
        assert found(reader, "idlib army") == ["denial"]


def test_filtering_the_list_keeps_its_order(searched: Project) -> None:
    names = list(TEXTS)
    query = ArticleQuery(words="idlib", order="title", descending=True)
    assert [names[key - 1] for key in article_keys(searched, query)] == ["battle", "denial"]
    query = ArticleQuery(words="idlib", order="title")
    assert [names[key - 1] for key in article_keys(searched, query)] == ["denial", "battle"]


def test_indexing_happens_in_short_transactions(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("annotator.project.searching.TRANSACTION_SECONDS", 0.0)
    add_articles(project, [Record(f"{number} " + "fighters near Homs " * 200) for number in range(30)])
    turns = 0
    while pending(project):
        assert index_some(project)
        turns += 1
    assert turns > 1
    check_index(project)


def check_index(project: Project) -> None:
    """Let SQLite compare the index with the texts; raises if they differ."""
    project.connection.execute("INSERT INTO article_text_fts (article_text_fts, rank) VALUES ('integrity-check', 1)")
