"""Each key has one owner: what the annotator chose, else what the tagset asks for, else the usual."""

from collections import Counter

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.gui.actions import SPECS, ActionSpec, Scope, tagset_specs
from annotator.gui.key_map import MOST_KEYS, KeyMap, Lost, choose, share_out, understood, usual_keys, without
from annotator.gui.keys import refusal
from annotator.gui.specs.review import REVIEW_SPECS
from annotator.model.tagset import Tag, Tagset

# What the article view does with a key is for the desktop to say.
pytestmark = pytest.mark.usefixtures("qapp")

FIGURES = Tagset("t", (Tag("figure", "F"), Tag("unit"), Tag("third", "4"), Tag("fourth")))


def specs_with(tagset: Tagset = FIGURES) -> list[ActionSpec]:
    return [*SPECS, *tagset_specs(tagset)]


def test_without_any_wishes_everything_has_its_usual_keys(tagset: Tagset) -> None:
    specs = specs_with(tagset)
    shared = share_out(specs, {})
    assert shared.lost == {}
    assert {spec.id: usual_keys(spec) for spec in specs} == shared.keys


def test_a_tag_gets_the_key_it_asks_for_and_the_other_says_to_whom_it_lost_it() -> None:
    shared = share_out(specs_with(), {})
    assert shared.keys["tag.figure"] == ("F", "1")
    assert shared.keys["article.flag"] == ()
    assert shared.lost["article.flag"] == (Lost("F", "tag.figure"),)


def test_a_relation_type_gets_the_key_it_asks_for_and_the_annotator_may_give_it_another(tagset: Tagset) -> None:
    (kind,) = [kind for kind in tagset.relations if kind.name == "source"]
    flagged = msgspec.structs.replace(tagset, relations=(msgspec.structs.replace(kind, key="F"),))
    specs = specs_with(flagged)
    assert share_out(specs, {}).keys["relation.source"] == ("F",)
    assert share_out(specs, {}).lost["article.flag"] == (Lost("F", "relation.source"),)
    chosen = choose(specs, {}, "relation.source", ("Z",))
    shared = share_out(specs, chosen)
    assert (shared.keys["relation.source"], shared.keys["article.flag"]) == (("Z",), ("F",))


def test_a_letter_that_nobody_asked_for_stays_where_it_was() -> None:
    shared = share_out(specs_with(), {})
    assert shared.keys["span.unsure"] == ("U",)
    assert shared.keys["tag.unit"] == ("2",)
    assert shared.lost["tag.unit"] == (Lost("U", "span.unsure"),)


def test_a_digit_that_a_tag_asks_for_is_not_also_that_of_a_place() -> None:
    shared = share_out(specs_with(), {})
    assert shared.keys["tag.third"] == ("4", "3")
    assert shared.lost["tag.fourth"] == (Lost("O", "go.stacked"), Lost("4", "tag.third"))


def test_what_the_annotator_chose_wins_over_tagset_and_program() -> None:
    specs = specs_with()
    chosen = choose(specs, {}, "article.flag", ("F",))
    assert chosen == {"article.flag": ("F",)}, "it differs from what would be without it"
    shared = share_out(specs, chosen)
    assert shared.keys["article.flag"] == ("F",)
    assert shared.lost["tag.figure"] == (Lost("F", "article.flag"),)
    assert shared.keys["tag.figure"] == ("1",)


def test_a_choice_that_makes_no_difference_is_not_kept() -> None:
    specs = list(SPECS)
    assert choose(specs, {}, "article.flag", ("F",)) == {}
    assert choose(specs, {"article.flag": ("Ctrl+J",)}, "article.flag", ("F",)) == {}


def test_a_key_taken_from_a_choice_leaves_the_rest_of_it_or_what_is_usual() -> None:
    specs = list(SPECS)
    chosen = {"find.next": ("Ctrl+J", "F3"), "find.previous": ("Ctrl+M",)}
    after = choose(specs, chosen, "article.flag", ("Ctrl+J", "Ctrl+M"))
    assert after == {"article.flag": ("Ctrl+J", "Ctrl+M"), "find.next": ("F3",)}
    assert share_out(specs, after).keys["find.previous"] == ("Shift+F3", "Ctrl+Shift+G")


def test_no_key_at_all_can_be_chosen() -> None:
    chosen = choose(SPECS, {}, "app.quit", ())
    assert chosen == {"app.quit": ()}
    assert share_out(SPECS, chosen).keys["app.quit"] == ()
    assert without(chosen, "app.quit") == {}


def test_choices_for_the_tags_of_another_project_stay_as_they_are() -> None:
    chosen = {"tag.elsewhere": ("Ctrl+J",)}
    after = choose(SPECS, chosen, "article.flag", ("Ctrl+J",))
    assert after["tag.elsewhere"] == ("Ctrl+J",)
    assert understood(SPECS, after) == after


def test_what_cannot_be_meant_counts_for_nothing() -> None:
    chosen = {
        "app.quit": ("Q",),
        "article.flag": ("Left",),
        "find.next": ("nonsense",),
        "find.open": tuple(f"Ctrl+F{number}" for number in range(1, MOST_KEYS + 2)),
        "edit.undo": ("ctrl+u", "Ctrl+U"),
    }
    assert understood(SPECS, chosen) == {"edit.undo": ("Ctrl+U",)}


def test_the_actions_of_a_tagset_are_no_others_whatever_the_tags_are_called() -> None:
    prefixes = {spec.id.partition(".")[0] for spec in tagset_specs(FIGURES)}
    assert prefixes.isdisjoint(spec.id.partition(".")[0] for spec in SPECS)


_KEYS = st.sampled_from(["F", "U", "A", "1", "4", ";", "Ctrl+J", "Ctrl+F", "Shift+F", "Tab", "F3", "Ctrl+Alt+F"])
_IDS = st.sampled_from([spec.id for spec in specs_with()] + ["tag.elsewhere"])


@given(st.lists(st.tuples(_IDS, st.lists(_KEYS, unique=True, max_size=3)), max_size=8))
def test_whatever_is_chosen_each_key_has_one_owner_and_nothing_is_lost_to_nobody(steps) -> None:
    specs = specs_with()
    scopes = {spec.id: spec.scope for spec in specs}
    chosen: dict[str, tuple[str, ...]] = {}
    for action, keys in steps:
        allowed = tuple(key for key in keys if not refusal(key, scopes.get(action, Scope.ARTICLE)))
        if action not in scopes:
            chosen[action] = allowed
            continue
        chosen = choose(specs, understood(specs, chosen), action, allowed)
        assert share_out(specs, chosen).keys[action] == allowed, "what was chosen last is had"
    shared = share_out(specs, understood(specs, chosen))
    counted = Counter(key for keys in shared.keys.values() for key in keys)
    assert set(counted.values()) <= {1}
    assert {key: action for action, keys in shared.keys.items() for key in keys} == shared.owners
    for lost in shared.lost.values():
        assert all(key in shared.keys[owner] for key, owner in lost)


def test_letters_mean_something_else_in_review_and_no_action_loses_one_by_that(tagset: Tagset) -> None:
    specs = [*specs_with(tagset), *REVIEW_SPECS]
    shared = share_out(specs, {})
    assert shared.lost == {}
    assert shared.owner("U", Scope.REVIEW) == "review.union"
    assert shared.owner("U", Scope.ARTICLE) == "span.unsure"
    assert shared.owner("Ctrl+Z", Scope.REVIEW) == "edit.undo"


def test_a_key_of_the_whole_window_is_taken_from_review_too() -> None:
    specs = [*SPECS, *REVIEW_SPECS]
    chosen = choose(specs, {}, "find.open", ("Ctrl+B",))
    shared = share_out(specs, chosen)
    assert shared.keys["find.open"] == ("Ctrl+B",)
    assert shared.lost["review.blind"] == (Lost("Ctrl+B", "find.open"),)
    chosen = choose(specs, {"article.flag": ("Ctrl+M",)}, "review.defer", ("Ctrl+M",))
    assert share_out(specs, chosen).keys["article.flag"] == ("Ctrl+M",), "nobody is in both at once"


@pytest.mark.parametrize("chosen", [{}, {"article.flag": ("Ctrl+J",)}])
def test_sharing_out_the_same_again_is_the_same(chosen) -> None:
    first = share_out(SPECS, chosen)
    assert first == share_out(SPECS, chosen)
    assert first != KeyMap()
