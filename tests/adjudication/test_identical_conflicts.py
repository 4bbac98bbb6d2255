"""The same question somewhere else is known for the same, and gets the same answer."""

from layering import compared, hands, only

from annotator.adjudication.answers import Answer, edited, fresh, take, union, votes
from annotator.adjudication.conflicts import Conflict
from annotator.adjudication.identical import identical_key, transfer
from annotator.model.span import Fragment

FIRST = "The army said at least 30 men were killed."
LATER = "On Monday, as reported before, at least\n30 men were wounded, and at least 31 men fled."


def conflict_in(text: str, names: str, *marks: tuple[str, str], **attributes: object) -> Conflict:
    """A conflict in which the annotators mark these words."""
    made = hands(names, text)
    for hand, (tag, words) in zip(made, marks, strict=False):
        hand.mark(tag, words, **attributes)
    return only(compared(*made))


def key(text: str, names: str, *marks: tuple[str, str], **attributes: object) -> str:
    return identical_key(conflict_in(text, names, *marks, **attributes), text)


SHORT, LONG = ("number", "30"), ("number", "at least 30")
LONG_LATER = ("number", "at least\n30")


def test_position_and_line_breaks_and_who_said_what_make_no_difference():
    assert (
        key(FIRST, "ana ben", LONG, SHORT)
        == key(FIRST, "ben ana", LONG, SHORT)
        == key(LATER, "eva ida", SHORT, LONG_LATER)
        == key(LATER, "eva ida joe", SHORT, LONG_LATER, LONG_LATER)
    )


def test_other_words_tags_edges_attributes_and_differences_do():
    keys = [
        key(FIRST, "ana ben", LONG, SHORT),
        key(LATER, "ana ben", ("number", "at least 31"), ("number", "31")),
        key(FIRST, "ana ben", ("actor", LONG[1]), ("actor", SHORT[1])),
        key(FIRST, "ana ben", LONG, ("number", "least 30")),
        key(FIRST, "ana ben", LONG, SHORT, counts="killed"),
        key(FIRST, "ana ben eva", LONG, SHORT),
    ]
    assert len(set(keys)) == len(keys)


def given(answer: Answer, source: Conflict) -> tuple[Answer, Conflict]:
    target = conflict_in(LATER, "eva ida", SHORT, LONG_LATER)
    return transfer(answer, (source, FIRST), (target, LATER)), target


def test_the_same_answer_is_given_in_its_own_place_and_taken_from_who_gave_it_there():
    source = conflict_in(FIRST, "ana ben", LONG, SHORT)
    answer, target = given(take(source, "ana"), source)
    assert answer.fragments == target.spans["ida"].fragments
    assert answer.taken == ("ida",)
    assert votes(target, answer) == {"eva": "boundary", "ida": "same"}


def test_unions_and_edits_and_fresh_answers_are_given_too():
    source = conflict_in(FIRST, "ana ben", LONG, SHORT)
    answer, target = given(union(source), source)
    assert answer.fragments == target.spans["ida"].fragments
    assert answer.taken == ("eva", "ida")
    changed, _ = given(edited(take(source, "ben"), attributes={"low": 30}), source)
    assert (changed.fragments, changed.attributes) == (target.spans["eva"].fragments, {"low": 30})
    place = Fragment(source.spans["ben"].start, source.spans["ben"].end + 4)
    new, _ = given(fresh("actor", (place,)), source)
    assert LATER[new.fragments[0].start : new.fragments[0].end] == "30 men"


def related(text: str, end: str, *, drawn: bool = True) -> Conflict:
    ana, ben = hands("ana ben", text)
    for hand, words in ((ana, "30"), (ben, "least 30")):
        number, men = hand.mark("number", words), hand.mark("actor", end)
        if hand is ana and drawn:
            hand.relate("counts_who", number, men)
    return only(compared(ana, ben))


def test_relations_are_the_same_if_the_words_at_their_other_end_are():
    other = "On Monday at least 30 men and 7 women left."
    assert identical_key(related(FIRST, "men"), FIRST) == identical_key(related(other, "men"), other)
    assert identical_key(related(FIRST, "men"), FIRST) != identical_key(related(other, "women"), other)
    assert identical_key(related(FIRST, "men"), FIRST) != identical_key(related(other, "men", drawn=False), other)


def test_relations_are_given_as_the_other_conflict_has_them():
    other = "On Monday at least 30 men and 7 women left."
    source, target = related(FIRST, "men"), related(other, "men")
    answer = transfer(take(source, "ana"), (source, FIRST), (target, other))
    assert answer.relations == target.relations["ana"]
    by_hand = edited(take(source, "ana"), relations=related(FIRST, "army").relations["ana"])
    lost = transfer(by_hand, (source, FIRST), (target, other))
    assert (lost.relations, lost.unsettled) == ((), ("counts_who",))


def test_labels_are_identical_if_the_same_is_said():
    def about(one: str, other: str) -> Conflict:
        ana, ben = hands("ana ben")
        ana.labels["kind"], ben.labels["kind"] = one, other
        return only(compared(ana, ben))

    source, target = about("report", "analysis"), about("analysis", "report")
    assert identical_key(source, FIRST) == identical_key(target, LATER)
    assert identical_key(source, FIRST) != identical_key(about("report", "opinion"), FIRST)
    answer = transfer(take(source, "ana"), (source, FIRST), (target, LATER))
    assert (answer.value, answer.taken) == ("report", ("ben",))
