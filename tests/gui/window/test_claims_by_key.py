"""What is claimed is marked with two keys, and whatever is offered can follow by itself."""

import pytest
from PySide6.QtCore import Qt
from window_projects import put_articles

from annotator.model.article import Meta

SHIFT, CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
TEXT = (
    "The Observatory said at least 26 fighters had died in Kobani. “Our flag,” Col. Orvech said, “is on the roof.”\n"
    "Two helicopters were hit, residents said. The army said it freed 46."
)


@pytest.fixture
def article(window, path):
    (key,) = put_articles(path, [(TEXT, Meta("Claims", language="en"))])
    window.session.read_again()
    window.commands.open_article(key)
    window.article_panel.view.setFocus()
    return window.article_panel.view


def selected(view) -> str:
    place = view.selection()
    return "" if place is None else view.text[place.start : place.end]


def said(window) -> str:
    return window.status.text().replace("\u2068", "").replace("\u2069", "")


def test_g_goes_through_what_is_claimed_and_back_and_says_what_it_is(article, window, press):
    met = []
    for _ in range(5):
        press(Qt.Key.Key_G)
        met.append(selected(article))
    assert met == [
        "at least 26 fighters had died in Kobani",
        "“Our flag,”",
        "“is on the roof.”",
        "Two helicopters were hit",
        "it freed 46",
    ]
    assert said(window) == "claim candidate “it freed 46” – a letter tags it, G goes on"
    press(Qt.Key.Key_G)
    assert said(window) == "There is no untouched claim candidate after the caret."
    for expected in met[-2::-1]:
        press(Qt.Key.Key_G, SHIFT)
        assert selected(article) == expected
    press(Qt.Key.Key_G, SHIFT)
    assert said(window) == "There is no untouched claim candidate before the caret."


def test_a_claim_that_is_split_takes_four_keys(article, window, press, stored):
    press(Qt.Key.Key_G)
    press(Qt.Key.Key_G)
    press(Qt.Key.Key_C)
    press(Qt.Key.Key_G)
    assert said(window) == (
        "claim candidate “is on the roof.” – a letter tags it, + adds it to “Our flag,”, G goes on"
    ), "a quotation is not put into quotation marks once more"
    press(Qt.Key.Key_Plus)
    claim = window.desk.current_span
    assert [TEXT[part.start : part.end] for part in claim.fragments] == ["“Our flag,”", "“is on the roof.”"]
    press(Qt.Key.Key_G)
    assert selected(article) == "Two helicopters were hit"
    assert "adds it" not in said(window)


def test_space_goes_on_inside_a_claim_that_was_just_tagged_however_short(article, window, press):
    for _ in range(5):
        press(Qt.Key.Key_G)
    press(Qt.Key.Key_C)
    press(Qt.Key.Key_Space)
    assert selected(article) == "46"


def test_names_do_not_hide_a_claim_nor_part_of_a_claim_the_whole(article, window, press):
    press(Qt.Key.Key_Space)
    press(Qt.Key.Key_A)
    article.select(TEXT.index("had died"), TEXT.index("had died") + 8)
    press(Qt.Key.Key_C)
    article.move_caret(0)
    press(Qt.Key.Key_G)
    assert selected(article) == "at least 26 fighters had died in Kobani"
    press(Qt.Key.Key_C)
    article.move_caret(0)
    press(Qt.Key.Key_G)
    assert selected(article) == "“Our flag,”"


def test_an_edge_takes_in_the_quotation_mark_that_it_left_out(article, window, press):
    press(Qt.Key.Key_G)
    press(Qt.Key.Key_G)
    press(Qt.Key.Key_C)
    words = lambda: window.desk.spans.words(window.desk.current_span)  # noqa: E731
    press(Qt.Key.Key_Left, ALT | SHIFT)
    assert words() == "“Our flag"
    press(Qt.Key.Key_Right, ALT | SHIFT)
    assert words() == "“Our flag,”"
    press(Qt.Key.Key_Right, ALT | SHIFT)
    assert words() == "“Our flag,” Col"


def test_an_actor_is_tagged_with_its_article_and_a_place_is_not(article, press, stored):
    for _ in range(2):
        press(Qt.Key.Key_Space)
        press(Qt.Key.Key_L if _ else Qt.Key.Key_A)
    assert ("actor", "The Observatory") in stored()
    article.select(TEXT.index("Observatory"), TEXT.index("Observatory") + len("Observatory"))
    press(Qt.Key.Key_A)
    assert ("actor", "Observatory") in stored(), "what is selected by hand is taken as it is"


def test_a_source_is_given_to_the_claim_from_the_actor_too(article, window, press):
    press(Qt.Key.Key_G)
    press(Qt.Key.Key_C)
    article.move_caret(0)
    press(Qt.Key.Key_Space)
    press(Qt.Key.Key_A)
    press(Qt.Key.Key_S)
    assert "→ “The Observatory”" in said(window)
    press(Qt.Key.Key_Return)
    ((head, child),) = [(one.head, one.child) for one in window.desk.relations.all()]
    assert (window.desk.spans.get(head).tag, window.desk.spans.words(window.desk.spans.get(child))) == (
        "claim",
        "The Observatory",
    )


def test_without_a_claim_there_is_nothing_a_source_could_begin_at(article, window, press):
    press(Qt.Key.Key_Space)
    press(Qt.Key.Key_A)
    press(Qt.Key.Key_S)
    assert said(window) == "⚠ There is no span that source could begin at."


def test_candidates_follow_one_another_by_themselves_if_that_is_wished(article, window, press, stored):
    press(Qt.Key.Key_Q, SHIFT)
    assert window.action_table.entry("go.on").action.isChecked()
    press(Qt.Key.Key_Space)
    press(Qt.Key.Key_A)
    assert selected(article) == "at least 26"
    assert window.desk.spans.words(window.desk.current_span) == "The Observatory"
    assert said(window) == "tagged “The Observatory” as actor – Ctrl+Z undoes · next “at least 26”"
    press(Qt.Key.Key_N)
    press(Qt.Key.Key_Return)
    assert window.desk.current_span.attributes["low"] == 26, "Enter is for the span, not for what is selected"
    press(Qt.Key.Key_A)
    press(Qt.Key.Key_W)
    press(Qt.Key.Key_Return)
    assert selected(article) == "Kobani", "a relation leaves the candidate selected"
    press(Qt.Key.Key_L)
    assert stored() == [
        ("actor", "The Observatory"),
        ("number", "at least 26"),
        ("actor", "fighters"),
        ("location", "Kobani"),
    ]
    press(Qt.Key.Key_Q, SHIFT)
    selected_before = selected(article)
    press(Qt.Key.Key_A)
    assert selected_before
    assert selected(article) == ""
    assert not window.settings.goes_on


def test_claims_follow_one_another_and_their_pieces_too(article, window, press):
    press(Qt.Key.Key_Q, SHIFT)
    press(Qt.Key.Key_G)
    for key in (Qt.Key.Key_C, Qt.Key.Key_C, Qt.Key.Key_Plus):
        press(key)
    assert len(window.desk.current_span.fragments) == 2
    assert selected(article) == "Two helicopters were hit"
    press(Qt.Key.Key_C)
    press(Qt.Key.Key_C)
    assert said(window).endswith("· no claim candidate follows")
    assert [span.tag for span in window.desk.spans.all()] == ["claim"] * 4


def test_a_candidate_that_an_edge_moved_over_is_passed(article, window, press):
    press(Qt.Key.Key_Q, SHIFT)
    for _ in range(2):
        press(Qt.Key.Key_Space)
    press(Qt.Key.Key_N)
    assert selected(article) == "fighters"
    press(Qt.Key.Key_Right, ALT | SHIFT)
    assert selected(article) == "Kobani"


def test_m_is_for_the_span_and_not_for_the_candidate_that_nobody_asked_for(article, window, press):
    press(Qt.Key.Key_Q, SHIFT)
    press(Qt.Key.Key_Space)
    press(Qt.Key.Key_A)
    press(Qt.Key.Key_M)
    assert "“The Observatory”" in said(window)


def test_what_was_tagged_wrongly_is_selected_for_another_letter_when_it_is_undone(article, press, stored):
    press(Qt.Key.Key_Space)
    press(Qt.Key.Key_A)
    press(Qt.Key.Key_Z, CONTROL)
    assert selected(article) == "The Observatory"
    press(Qt.Key.Key_C)
    assert stored() == [("claim", "The Observatory")]


def test_in_a_tagset_without_claims_g_goes_by_what_is_marked_at_all(article, window, press):
    import msgspec

    from annotator.project import tagset_writing

    tagset = window.session.project.tagset
    bare = msgspec.structs.replace(
        tagset, tags=tuple(msgspec.structs.replace(tag, attributes=()) for tag in tagset.tags), relations=()
    )
    window.session.do(lambda project: tagset_writing.change_tagset(project, bare))
    press(Qt.Key.Key_G)
    press(Qt.Key.Key_C)
    article.move_caret(0)
    press(Qt.Key.Key_G)
    assert selected(article) == "“Our flag,”"
