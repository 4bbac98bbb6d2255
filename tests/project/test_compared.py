"""What is handed out to be compared: articles that two are done with, whole, and nobody's undecided suggestions."""

import pytest

from annotator.errors import UserError
from annotator.model.record import Record, RecordSpan
from annotator.project import comparing
from annotator.project.comparing import NotCompared, compared, count_compared, not_compared
from annotator.project.importing import import_records
from annotator.project.project import Project

TEXT = "The army said 287 fighters were killed near Homs."
NAMES = ["ana", "ben"]


def work(number: int, layer: str, status: str = "done", text: str = TEXT, **span: object) -> Record:
    marks = [RecordSpan(label="actor", start=0, end=8, text="The army", **span)]  # type: ignore[arg-type]
    return Record(f"{text} {number}", f"a{number}", None, {"published": "2026-11"}, layer, status, spans=marks)


def bring(project: Project, *records: Record) -> None:
    import_records(project, (("here", record) for record in records))


def test_articles_that_two_have_done_are_handed_out_with_their_layers(project: Project) -> None:
    bring(
        project, work(1, "ana"), work(1, "ben"), work(1, "eva"), work(2, "ana"), work(2, "ben", "open"), work(3, "eva")
    )
    (found,) = compared(project, NAMES)
    assert (found.id, found.text, found.published) == ("a1", f"{TEXT} 1", "2026-11")
    assert list(found.layers) == ["ana", "ben"]
    (span,) = found.layers["ana"]
    assert (span.tag, span.start, span.end, span.annotator) == ("actor", 0, 8, "ana")
    assert span.key > 0
    (day,) = project.connection.execute("SELECT DISTINCT day FROM step").fetchone()
    assert found.days == {"ana": day, "ben": day}
    assert count_compared(project, NAMES) == 1
    assert not_compared(project, NAMES) == NotCompared(alone=1, open={"ben": 1}, suggestions=0)


def test_suggestions_are_nobodys_work(project: Project) -> None:
    bring(project, work(1, "ana"), work(1, "ben", origin="suggestion:names"))
    (found,) = compared(project, NAMES)
    assert found.layers["ben"] == []
    assert found.days.keys() == {"ana"}
    assert not_compared(project, NAMES).suggestions == 1


def test_guesses_are_no_attributes_and_fragments_come_back(project: Project) -> None:
    record = work(1, "ana", attributes={"side": "army", "type": "rebel"}, guessed={"type": "words"})
    record.spans.append(RecordSpan(label="claim", start=14, end=48, fragments=[(14, 26), (32, 48)]))
    bring(project, record, work(1, "ben"))
    (found,) = compared(project, NAMES)
    actor, claim = found.layers["ana"]
    assert actor.attributes == {"side": "army"}
    assert [(place.start, place.end) for place in claim.fragments] == [(14, 26), (32, 48)]


def test_pages_leave_out_no_article_and_repeat_none(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(comparing, "PAGE_ARTICLES", 3)
    monkeypatch.setattr(comparing, "PAGE_CHARACTERS", 2 * len(TEXT))
    bring(project, *(work(number, name) for number in range(10) for name in NAMES))
    assert [found.id for found in compared(project, NAMES)] == [f"a{number}" for number in range(10)]
    last = list(compared(project, NAMES))[-1]
    assert [found.id for found in compared(project, NAMES, last.key)] == ["a9"]
    assert count_compared(project, NAMES) == 10


@pytest.mark.parametrize("names", [[], ["ana"], ["nobody", "ana"]])
def test_fewer_than_two_layers_have_nothing_to_compare(project: Project, names: list[str]) -> None:
    bring(project, work(1, "ana"), work(1, "ben"))
    assert list(compared(project, names)) == []
    assert count_compared(project, names) == 0


def test_a_damaged_text_or_span_is_said_by_name(project: Project) -> None:
    bring(project, work(1, "ana"), work(1, "ben"))
    project.connection.execute('UPDATE span SET "end" = 900')
    with pytest.raises(UserError, match="article a1 is outside its text"):
        list(compared(project, NAMES))
    project.connection.execute("UPDATE article_text SET text = 'Other.'")
    with pytest.raises(UserError, match="The text of article a1 is damaged"):
        list(compared(project, NAMES))


def test_paragraphs_that_were_not_read_are_told(project: Project) -> None:
    text = "The army left.\nNobody died.\nIt rained."
    signed = Record(text, "a1", layer="ana", status="done", read=[(15, 27), (28, 38)])
    bring(project, signed, Record(text, "a1", layer="ben", status="done"))
    (found,) = compared(project, NAMES)
    assert [text[place.start : place.end] for place in found.unread["ana"]] == ["The army left."]
    assert "ben" not in found.unread
