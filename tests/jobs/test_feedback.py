"""What a reviewer changed, for the annotator: grouped by reason, and as a page that opens nothing from outside."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from reviewing import bring, conflicts, gold_spans, move

from annotator.adjudication.answers import Answer, nothing, take
from annotator.errors import UserError
from annotator.jobs import deciding
from annotator.jobs import gold as golden
from annotator.jobs.adjudicating import adjudicate
from annotator.jobs.deciding import Remarks
from annotator.jobs.feedback import FeedbackCancelledError, feedback, write_feedback
from annotator.model.article import Article
from annotator.model.feedback import Given
from annotator.project.feedback import rules_cited
from annotator.project.project import Project

EDGE, MISSED = Remarks("edge in the wrong place", "at least is part of it", "see page 4"), Remarks("overlooked")


@pytest.fixture
def reviewed(revs: Project) -> Article:
    article = bring(
        revs,
        {
            "ana": [("number", "at least 287"), ("actor", "fighters"), ("location", "Homs")],
            "ben": [("number", "287"), ("actor", "fighters")],
        },
        labels={"ana": {"kind": "report"}, "ben": {"kind": "opinion"}},
    )
    adjudicate(revs)
    number, place, kind = conflicts(revs, article)
    deciding.decide(revs, article.key, number, take(number, "ana"), EDGE)
    deciding.decide(revs, article.key, place, take(place, "ana"), MISSED)
    deciding.decide(revs, article.key, kind, take(kind, "ana"), EDGE)
    return article


def test_the_cases_are_grouped_by_reason_with_what_was_theirs_and_what_is_gold(
    revs: Project, reviewed: Article
) -> None:
    found = feedback(revs, "ben")
    assert (found.kept, found.changed) == (1, 3)
    assert [(group.reason, len(group.cases)) for group in found.groups] == [
        ("edge in the wrong place", 2), ("overlooked", 1),
    ]  # fmt: skip
    number, kind = found.groups[0].cases
    assert (number.theirs, number.gold) == (Given("number", "287"), Given("number", "at least 287"))
    assert (number.vote, number.rule, number.note) == ("boundary", "at least is part of it", "see page 4")
    assert (number.before, number.place, number.after[:9]) == ("The Observatory said ", "at least 287", " fighters")
    assert (kind.theirs, kind.gold) == (Given("kind", "opinion"), Given("kind", "report"))
    (place,) = found.groups[1].cases
    assert (place.theirs, place.gold) == (None, Given("location", "Homs"))
    assert feedback(revs, "ana").changed == 0
    assert feedback(revs, "nobody").groups == ()


def test_it_tells_what_they_had_when_it_was_decided(revs: Project, reviewed: Article) -> None:
    move(revs, reviewed, "ben", 0, "287 fighters")
    assert feedback(revs, "ben").groups[0].cases[0].theirs == Given("number", "287")


def test_an_answer_of_all_that_was_changed_in_gold_is_told_to_all(revs: Project, reviewed: Article) -> None:
    fighters = next(each for each in gold_spans(revs, reviewed) if each.tag == "actor")
    golden.remove_gold(revs, fighters.key, Remarks("nothing to mark there"))
    for name in ("ana", "ben"):
        (case,) = next(group for group in feedback(revs, name).groups if group.reason == "nothing to mark there").cases
        assert (case.theirs, case.gold, case.vote) == (Given("actor", "fighters"), None, "extra")


def test_decisions_that_were_replaced_or_put_off_are_not_told(revs: Project, reviewed: Article) -> None:
    number, place, _ = conflicts(revs, reviewed)
    deciding.decide(revs, reviewed.key, number, take(number, "ben"))
    deciding.defer(revs, reviewed.key, place, Remarks("overlooked"))
    assert [case.gold for group in feedback(revs, "ben").groups for case in group.cases] == [Given("kind", "report")]


def test_rules_are_counted_where_they_were_cited(revs: Project, reviewed: Article) -> None:
    other = bring(revs, {"ana": [("number", "26")], "ben": []}, article="a2", text="There were 26 of them.")
    (conflict,) = conflicts(revs, other)
    deciding.decide(revs, other.key, conflict, nothing(conflict), Remarks("the guideline is unclear", EDGE.rule))
    deciding.decide(revs, other.key, conflict, Answer("nothing"), Remarks("the guideline is unclear", EDGE.rule))
    (count,) = rules_cited(revs)
    assert (count.rule, count.decisions, count.articles) == (EDGE.rule, 3, 2)
    assert count.reasons == {"edge in the wrong place": 2, "the guideline is unclear": 1}


HOSTILE = (
    '<img src="//evil/x.png" onerror=alert(1)>', "</style><script>alert(1)</script>", "a\u202eb\u2066c",
    "<a href=x>&amp;", "'\"><iframe src=file:///etc/passwd>", "javascript:alert(1)",
)  # fmt: skip


class Seen(HTMLParser):
    """Which tags and attributes a page has, and its words."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.words = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes.update(name for name, _ in attrs)

    def handle_data(self, data: str) -> None:
        self.words += data


def test_the_page_opens_nothing_and_shows_hostile_words_as_they_are(revs: Project, tmp_path: Path) -> None:
    for number, words in enumerate(HOSTILE):
        text = f"{words} said {words} again."
        article = bring(
            revs,
            {"ana": [("actor", words, {"side": words})], "ben": [("claim", words, {"x": words})]},
            text,
            f"a{number}",
        )
        (conflict,) = conflicts(revs, article)
        deciding.decide(revs, article.key, conflict, take(conflict, "ana"), Remarks(words, words, words))
    out = tmp_path / "ben.html"
    done = write_feedback(revs, "ben", out)
    assert done.changed == len(HOSTILE)
    page = out.read_text("utf-8")
    seen = Seen()
    seen.feed(page)
    assert seen.tags == {
        "html", "head", "meta", "title", "style", "body", "h1", "h2", "p", "div", "dl", "dt", "dd", "span", "bdi",
    }  # fmt: skip
    assert seen.attributes <= {"lang", "charset", "http-equiv", "content", "name", "class", "dir"}
    assert "default-src 'none'" in page
    assert not re.search(r"(?i)\b(?:url\(|@import|https?:)", page)
    for words in HOSTILE:
        shown = words.replace("\u202e", "⟨U+202E⟩").replace("\u2066", "⟨U+2066⟩")
        assert seen.words.count(shown) >= 5
    assert "\u202e" not in page


def test_nothing_is_written_if_it_is_stopped_or_named_like_a_project(
    revs: Project, reviewed: Article, tmp_path: Path
) -> None:
    with pytest.raises(FeedbackCancelledError):
        write_feedback(revs, "ben", tmp_path / "ben.html", cancelled=lambda: True)
    with pytest.raises(UserError, match="taken for a project"):
        write_feedback(revs, "ben", tmp_path / "ben.annotator")
    with pytest.raises(UserError, match="cannot be written"):
        write_feedback(revs, "ben", tmp_path / "nowhere" / "ben.html")
    assert [path.name for path in tmp_path.iterdir()] == [revs.path.name]
