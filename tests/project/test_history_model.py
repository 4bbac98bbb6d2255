"""Two annotators edit, undo and redo at random: the project does what a simple list in memory does."""

import copy
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest import mock

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from annotator.data import resources
from annotator.errors import UserError
from annotator.model.findings import Alternative, Finding
from annotator.model.span import Fragment, Span
from annotator.model.tagset import read_tagset
from annotator.project import bulk, consistency, describing, edits, history, own_work, propagating, reading, relating
from annotator.project.changes import Changes
from annotator.project.creating import create
from annotator.project.project import Project
from tests.project.working import TEXT, add_article, assert_sound, put

NAMES = ("ana", "ben")
TAGS = ("actor", "location", "number", "claim")
SELECTIONS = st.integers(0, len(TEXT) - 10).flatmap(
    lambda start: st.tuples(st.just(start), st.integers(start + 1, len(TEXT)))
)


KINDS = ("source", "counts_who", "subset_of", "about", "same_as")
PLACES = st.lists(SELECTIONS, min_size=1, max_size=5, unique=True)


@dataclass
class Layer:
    """One annotator's work, as a person would write it down."""

    spans: dict[int, Span] = field(default_factory=dict)
    relations: set[tuple[int, int, str]] = field(default_factory=set)
    status: str = "open"
    labels: dict[str, object] = field(default_factory=dict)
    paragraphs: set[tuple[int, int]] = field(default_factory=set)
    refused: set[tuple[str, int, int]] = field(default_factory=set)
    settled: int = 0


def layer_of(project: Project, article: int, name: str) -> Layer:
    """Return what the project holds of one annotator's work."""
    own = [layer for layer in reading.layers(project, article) if layer.annotator == name]
    refused = project.connection.execute(
        'SELECT tag.name, start, "end" FROM refused_mention JOIN tag ON tag.key = refused_mention.tag '
        "JOIN layer ON layer.key = refused_mention.layer JOIN annotator ON annotator.key = layer.annotator "
        "WHERE annotator.name = ?",
        (name,),
    ).fetchall()
    (settled,) = project.connection.execute(
        "SELECT count(*) FROM settled_finding WHERE annotator = ?", (project.annotator_key(name),)
    ).fetchone()
    return Layer(
        {span.key: span for span in reading.spans(project, article, name)},
        {(arrow.head, arrow.child, arrow.type) for arrow in reading.relations(project, article, name)},
        own[0].status if own else "open",
        dict(own[0].labels) if own else {},
        {(place.start, place.end) for place in reading.paragraphs_read(project, article, name)},
        set(refused),
        settled,
    )


@dataclass
class Annotator:
    """A layer with the states before and after it, newest last."""

    project: Project
    now: Layer = field(default_factory=Layer)
    past: list[Layer] = field(default_factory=list)
    future: list[Layer] = field(default_factory=list)

    def change(self) -> Layer:
        self.past.append(copy.deepcopy(self.now))
        self.future.clear()
        return self.now


class TwoAnnotators(RuleBasedStateMachine):
    @initialize()
    def open_project(self) -> None:
        self.folder = TemporaryDirectory()
        self.in_pieces = mock.patch.object(bulk, "LARGE", 2)
        self.in_pieces.start()
        self.path = Path(self.folder.name) / "p.annotator"
        tagset = read_tagset((resources() / "tagsets" / "conflict_news.json").read_bytes(), "conflict_news.json")
        create(self.path, tagset, "rev")
        with Project.open(self.path, "rev") as project:
            self.article = add_article(project)
        self.people = {name: Annotator(Project.open(self.path, name)) for name in NAMES}

    def teardown(self) -> None:
        for person in self.people.values():
            person.project.close()
        self.in_pieces.stop()
        assert_sound(self.path)
        self.folder.cleanup()

    @rule(name=st.sampled_from(NAMES), selection=SELECTIONS, tag=st.sampled_from(TAGS))
    def mark(self, name: str, selection: tuple[int, int], tag: str) -> None:
        person = self.people[name]
        key = put(edits.mark(person.project, self.article, [Fragment(*selection)], tag))
        assert all(key not in kept.spans for other in self.people.values() for kept in [*other.past, other.now])
        self._did(name)
        span = person.now.spans[key]
        assert (span.tag, span.fragments) == (tag, (Fragment(*selection),))

    @rule(name=st.sampled_from(NAMES), tag=st.sampled_from(TAGS), note=st.sampled_from(["", "why?"]), data=st.data())
    def retag_and_annotate(self, name: str, tag: str, note: str, data: st.DataObject) -> None:
        chosen = self._some(name, data)
        self._do(name, lambda project: edits.retag(project, chosen, tag))
        self._do(name, lambda project: edits.set_note(project, chosen, note))
        assert all(self.people[name].now.spans[key].tag == tag for key in chosen)
        assert all(self.people[name].now.spans[key].note == note for key in chosen)

    @rule(name=st.sampled_from(NAMES), selection=SELECTIONS, data=st.data())
    def move(self, name: str, selection: tuple[int, int], data: st.DataObject) -> None:
        place = Fragment(*selection)
        for key in self._some(name, data)[:1]:
            self._do(name, lambda project, key=key: edits.move(project, self.article, key, [place]))
            assert self.people[name].now.spans[key].fragments == (place,)

    @rule(name=st.sampled_from(NAMES), selection=SELECTIONS, add=st.booleans(), data=st.data())
    def change_fragments(self, name: str, selection: tuple[int, int], add: bool, data: st.DataObject) -> None:
        for key in self._some(name, data)[:1]:
            if add:
                place = Fragment(*selection)
                self._do(
                    name, lambda project, key=key, place=place: edits.add_fragment(project, self.article, key, place)
                )
            else:
                place = data.draw(st.sampled_from(self.people[name].now.spans[key].fragments))
                self._do(
                    name, lambda project, key=key, place=place: edits.drop_fragment(project, self.article, key, place)
                )

    @rule(name=st.sampled_from(NAMES), kind=st.sampled_from(KINDS), data=st.data())
    def relate(self, name: str, kind: str, data: st.DataObject) -> None:
        chosen = self._some(name, data)[:2]
        if len(chosen) == 2:
            self._do(name, lambda project: relating.relate(project, kind, *chosen))

    @rule(name=st.sampled_from(NAMES), data=st.data())
    def unrelate_or_say_absent(self, name: str, data: st.DataObject) -> None:
        person = self.people[name]
        arrows = reading.relations(person.project, self.article.key)
        if arrows and data.draw(st.booleans()):
            arrow = data.draw(st.sampled_from(arrows))
            self._do(name, lambda project: relating.unrelate(project, [arrow.key]))
            assert (arrow.head, arrow.child, arrow.type) not in person.now.relations
        for key in self._some(name, data)[:1]:
            self._do(name, lambda project, key=key: relating.say_absent(project, "source", key))
            assert person.now.spans[key].attributes["source"] == "no source given"

    @rule(name=st.sampled_from(NAMES), value=st.sampled_from([None, 1, "rebel"]), data=st.data())
    def describe(self, name: str, value: object, data: st.DataObject) -> None:
        chosen = self._some(name, data)
        self._do(name, lambda project: describing.set_attribute(project, chosen, "type", value))
        assert all(self.people[name].now.spans[key].attributes.get("type") == value for key in chosen)

    @rule(name=st.sampled_from(NAMES), data=st.data())
    def guess_and_accept(self, name: str, data: st.DataObject) -> None:
        chosen = self._some(name, data)
        guesses = '{"numbers":{"low":287,"best":287}}'
        self._do(name, lambda project: own_work.update_spans(project, "guess", chosen, {"guesses": guesses}))
        self._do(name, lambda project: describing.accept_guesses(project, chosen))
        assert all("low" in self.people[name].now.spans[key].attributes for key in chosen)

    @rule(name=st.sampled_from(NAMES), value=st.sampled_from([None, "yes", 2]))
    def label(self, name: str, value: object) -> None:
        self._do(name, lambda project: edits.set_label(project, self.article.key, "relevant", value))
        assert self.people[name].now.labels.get("relevant") == value

    @rule(name=st.sampled_from(NAMES), place=st.sampled_from([(0, 40), (41, len(TEXT))]), read=st.booleans())
    def read_paragraph(self, name: str, place: tuple[int, int], read: bool) -> None:
        self._do(name, lambda project: edits.set_paragraph_read(project, self.article, Fragment(*place), read=read))
        assert (place in self.people[name].now.paragraphs) == read

    @rule(name=st.sampled_from(NAMES), tag=st.sampled_from(TAGS), chosen=PLACES, others=PLACES)
    def propagate(self, name: str, tag: str, chosen: list[tuple[int, int]], others: list[tuple[int, int]]) -> None:
        places, refused = ([(self.article.key, Fragment(*place)) for place in some] for some in (chosen, others))
        self._do(name, lambda project: propagating.propagate(project, places, tag, {"type": "rebel"}, refused))
        now = self.people[name].now
        assert {(tag, (fragment,)) for _, fragment in places} <= {
            (span.tag, span.fragments) for span in now.spans.values()
        }
        assert {(tag, *place) for place in set(others) - set(chosen)} <= now.refused
        assert not {(tag, *place) for place in chosen} & now.refused

    @rule(name=st.sampled_from(NAMES), tag=st.sampled_from(TAGS), places=PLACES)
    def refuse(self, name: str, tag: str, places: list[tuple[int, int]]) -> None:
        refused = [(self.article.key, Fragment(*place)) for place in places]
        self._do(name, lambda project: propagating.refuse(project, refused, tag))

    @rule(name=st.sampled_from(NAMES), tag=st.sampled_from(TAGS), places=PLACES, data=st.data())
    def edit_in_bulk(self, name: str, tag: str, places: list[tuple[int, int]], data: st.DataObject) -> None:
        fragments = [(self.article.key, Fragment(*place)) for place in places]
        self._do(name, lambda project: propagating.tag_all(project, fragments, tag))
        chosen = data.draw(st.lists(st.sampled_from(sorted(self.people[name].now.spans)), max_size=6))
        self._do(name, lambda project: bulk.retag_all(project, chosen, tag))
        moves = dict(zip(chosen, [fragment for _, fragment in fragments], strict=False))
        self._do(name, lambda project: bulk.move_all(project, moves))
        removed = chosen[: data.draw(st.integers(0, 4))]
        self._do(name, lambda project: bulk.clear_all(project, removed))
        assert not set(removed) & set(self.people[name].now.spans)

    @rule(name=st.sampled_from(NAMES), words=st.sampled_from(["army", "Homs"]))
    def settle(self, name: str, words: str) -> None:
        finding = Finding("tags", words, "actor", (Alternative("actor", 2), Alternative("location", 1)))
        self._do(name, lambda project: consistency.settle(project, finding))

    @rule(name=st.sampled_from(NAMES), data=st.data())
    def remove(self, name: str, data: st.DataObject) -> None:
        chosen = self._some(name, data)
        self._do(name, lambda project: edits.remove(project, chosen))
        now = self.people[name].now
        assert not set(chosen) & {*now.spans, *(end for arrow in now.relations for end in arrow[:2])}

    @rule(name=st.sampled_from(NAMES), status=st.sampled_from(["open", "done"]))
    def set_status(self, name: str, status: str) -> None:
        self._do(name, lambda project: edits.set_status(project, [self.article.key], status))  # type: ignore[arg-type]
        assert self.people[name].now.status == status

    @rule(name=st.sampled_from(NAMES), times=st.integers(1, 4))
    def undo(self, name: str, times: int) -> None:
        person = self.people[name]
        for _ in range(times):
            assert bool(history.undo(person.project)) == bool(person.past)
            if person.past:
                person.future.append(person.now)
                person.now = person.past.pop()

    @rule(name=st.sampled_from(NAMES), times=st.integers(1, 4))
    def redo(self, name: str, times: int) -> None:
        person = self.people[name]
        for _ in range(times):
            assert bool(history.redo(person.project)) == bool(person.future)
            if person.future:
                person.past.append(person.now)
                person.now = person.future.pop()

    @precondition(lambda self: hasattr(self, "people"))
    @rule(name=st.sampled_from(NAMES))
    def start_again(self, name: str) -> None:
        person = self.people[name]
        person.project.close()
        person.project = Project.open(self.path, name)

    @invariant()
    def the_project_holds_what_the_list_holds(self) -> None:
        for name, person in getattr(self, "people", {}).items():
            # Asked through the other's connection, so that only what is saved counts.
            asked = self.people[NAMES[1 - NAMES.index(name)]].project
            assert layer_of(asked, self.article.key, name) == person.now
            undoable, redoable = history.next_undo(person.project), history.next_redo(person.project)
            assert (undoable is not None, redoable is not None) == (bool(person.past), bool(person.future))

    def _do(self, name: str, edit: Callable[[Project], Changes]) -> None:
        """Make an edit; one that is refused, or turns out to change nothing, leaves no step behind."""
        person = self.people[name]
        before = layer_of(person.project, self.article.key, name)
        try:
            changes = edit(person.project)
        except UserError:
            changes = Changes()
        if changes:
            self._did(name)
        assert changes or layer_of(person.project, self.article.key, name) == before

    def _did(self, name: str) -> None:
        person = self.people[name]
        person.change()
        person.now = layer_of(person.project, self.article.key, name)

    def _some(self, name: str, data: st.DataObject) -> list[int]:
        keys = sorted(self.people[name].now.spans)
        return data.draw(st.lists(st.sampled_from(keys), min_size=1, max_size=3, unique=True)) if keys else []


TestTwoAnnotators = TwoAnnotators.TestCase
TestTwoAnnotators.settings = settings(max_examples=25, stateful_step_count=30, deadline=None)
