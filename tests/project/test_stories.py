"""Stories: copies find one another, whoever says otherwise is believed, and every step can be taken back."""

import random
from pathlib import Path

from annotator.model.article import Meta
from annotator.model.record import Record
from annotator.project import edits, history, reading, stories
from annotator.project.listing import ArticleQuery, article_keys, article_rows
from annotator.project.project import Project
from tests.project.working import add_articles, assert_sound, steps

WORDS = [f"word{number}" for number in range(2000)]
REPORT = " ".join(random.Random(1).choices(WORDS, k=120))
COPY = f"Updated with quotes. {REPORT} More to follow."
OTHER = " ".join(random.Random(2).choices(WORDS, k=120))


def on(_done: int, _total: int, _what: str) -> bool:
    return True


def find(project: Project) -> stories.FoundStories:
    return stories.find_stories(project, on)


def story_of(project: Project) -> dict[str, str]:
    articles = (reading.article(project, key) for key in reading.article_keys(project))
    return {article.id: article.meta.story for article in articles}


def test_copies_come_into_one_story_that_goes_by_the_first_of_them(project: Project) -> None:
    add_articles(project, [Record(REPORT, "a"), Record(OTHER, "b"), Record(COPY, "c")])
    assert find(project) == stories.FoundStories(2, 1)
    assert story_of(project) == {"a": "a", "b": "", "c": "a"}
    project.close()
    assert_sound(project.path)


def test_new_articles_are_compared_with_old_ones_by_what_is_kept_of_those(project: Project, monkeypatch) -> None:
    add_articles(project, [Record(REPORT, "a"), Record(OTHER, "b")])
    assert find(project) == stories.FoundStories()
    add_articles(project, [Record(COPY, "c")])
    read: list[int] = []
    text_of = stories.text_of
    monkeypatch.setattr(stories, "text_of", lambda p, key: read.append(key) or text_of(p, key))
    assert find(project).articles == 2
    assert story_of(project) == {"a": "a", "b": "", "c": "a"}
    # The new text for its signature, then the two that may be copies.
    assert sorted(set(read)) == [1, 3]


def test_nothing_new_means_nothing_to_do_and_no_step(project: Project) -> None:
    add_articles(project, [Record(REPORT, "a"), Record(COPY, "b")])
    find(project)
    before = steps(project.connection)
    assert find(project) == stories.FoundStories()
    assert steps(project.connection) == before


def test_what_a_file_says_about_a_story_is_never_overridden(project: Project) -> None:
    theirs, mine = {"story": "theirs"}, {"story": "mine"}
    add_articles(
        project, [Record(REPORT, "a", meta=theirs), Record(COPY, "b"), Record(f"{COPY} Ends.", "c", meta=mine)]
    )
    find(project)
    assert story_of(project) == {"a": "theirs", "b": "theirs", "c": "mine"}


def test_what_was_split_by_hand_stays_split(project: Project) -> None:
    add_articles(project, [Record(REPORT, "a"), Record(COPY, "b")])
    find(project)
    stories.split(project, [2])
    add_articles(project, [Record(f"{COPY} Ends.", "c")])
    find(project)
    assert story_of(project) == {"a": "a", "b": "b", "c": "a"}


def test_splitting_off_the_article_a_story_goes_by_leaves_the_others_together(project: Project) -> None:
    add_articles(project, [Record(REPORT, "a"), Record(COPY, "b"), Record(f"{COPY} Ends.", "c")])
    find(project)
    changes = stories.split(project, [1])
    assert changes.listing == {1, 2, 3}, "the copies are counted in every line of the story"
    found = story_of(project)
    assert found["b"] == found["c"] == "a"
    assert found["a"] not in ("", "a")
    assert [row.copies for row in article_rows(project, [1, 2, 3])] == [1, 2, 2]


def test_joining_two_articles_joins_their_stories_and_is_taken_back(project: Project) -> None:
    add_articles(project, [Record(REPORT, "a"), Record(COPY, "b"), Record(OTHER, "c"), Record(f"{OTHER} x", "d")])
    find(project)
    assert story_of(project) == {"a": "a", "b": "a", "c": "c", "d": "c"}
    assert stories.join(project, [4, 1]).listing == {1, 2, 3, 4}
    assert set(story_of(project).values()) == {"c"}
    assert [row.key for row in stories.copies(project, 2)] == [1, 2, 3, 4]
    assert history.undo(project).listing == {1, 2, 3, 4}
    assert story_of(project) == {"a": "a", "b": "a", "c": "c", "d": "c"}


def test_joining_articles_of_no_story_makes_one(project: Project) -> None:
    add_articles(project, [Record(REPORT, "a"), Record(OTHER, "b")])
    stories.join(project, [2, 1])
    assert story_of(project) == {"a": "b", "b": "b"}
    assert not stories.join(project, [1, 2]), "there is nothing more to join"


def test_finding_is_one_step_back_and_forth(project: Project) -> None:
    add_articles(project, [Record(REPORT, "a"), Record(COPY, "b"), Record(OTHER, "c")])
    find(project)
    history.undo(project)
    assert set(story_of(project).values()) == {""}
    history.redo(project)
    assert story_of(project) == {"a": "a", "b": "a", "c": ""}
    project.close()
    assert_sound(project.path)


def test_a_search_that_is_stopped_changes_nothing_and_is_made_up_for(project: Project) -> None:
    add_articles(project, [Record(REPORT, "a"), Record(COPY, "b")])
    for stage in ("looking for copies", "comparing copies"):
        heard: list[str] = []

        def told(_done: int, _total: int, what: str, stage: str = stage, heard: list[str] = heard) -> bool:
            heard.append(what)
            return stage not in heard

        assert not stories.find_stories(project, told).complete
        assert set(story_of(project).values()) == {""}
    assert find(project).articles == 2


def test_the_same_articles_give_the_same_stories_whether_they_come_at_once_or_one_by_one(
    project: Project, bens: Project, tmp_path: Path
) -> None:
    chance = random.Random(7)
    bases = [chance.choices(WORDS, k=80) for _ in range(6)]
    records = [
        Record(" ".join([*chance.choices(WORDS, k=10), *chance.choice(bases)]), f"article {number}")
        for number in range(25)
    ]
    add_articles(project, records[:8])
    find(project)
    add_articles(bens, records[8:9])
    find(bens)
    add_articles(project, records[9:])
    find(project)
    bit_by_bit = story_of(project)
    history.undo(project)
    project.connection.execute("UPDATE article SET story = ''")
    project.connection.execute("UPDATE project SET stories_up_to = 0")
    find(project)
    assert story_of(project) == bit_by_bit


def test_somebody_who_says_of_which_story_an_article_is_meanwhile_is_believed(project: Project, bens: Project) -> None:
    first, *_ = add_articles(project, [Record(REPORT, "a"), Record(COPY, "b")])

    def told(_done: int, _total: int, what: str) -> bool:
        if what == "comparing copies" and not reading.article(bens, 1).meta.story:
            edits.edit_meta(bens, first, Meta(story="bens"))
        return True

    stories.find_stories(project, told)
    assert story_of(project)["a"] == "bens"


def test_the_list_puts_copies_together(project: Project) -> None:
    add_articles(project, [Record(OTHER, "a"), Record(REPORT, "b"), Record("Something else.", "c"), Record(COPY, "d")])
    find(project)
    assert list(article_keys(project, ArticleQuery(order="story"))) == [1, 2, 4, 3]
    assert list(article_keys(project, ArticleQuery(order="story", descending=True))) == [3, 4, 2, 1]
    assert [row.copies for row in article_rows(project, [1, 2, 3, 4])] == [1, 2, 1, 2]


def test_an_import_that_is_undone_takes_its_articles_out_of_their_stories(project: Project) -> None:
    add_articles(project, [Record(REPORT, "a")])
    find(project)
    add_articles(project, [Record(COPY, "b")])
    history.undo(project)
    assert find(project) == stories.FoundStories(), "the article that is gone is no copy"
    history.redo(project)
    assert [row.copies for row in article_rows(project, [1, 2])] == [1, 1]
