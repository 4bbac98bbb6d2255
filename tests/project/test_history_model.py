"""Two annotators edit, undo and redo at random: the project does what a simple list in memory does."""

import copy
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from annotator.data import resources
from annotator.model.span import Fragment
from annotator.model.tagset import read_tagset
from annotator.project import edits, history, reading
from annotator.project.creating import create
from annotator.project.project import Project
from tests.project.working import TEXT, add_article, assert_sound, put, relate

NAMES = ("ana", "ben")
TAGS = ("actor", "location", "number", "claim")
SELECTIONS = st.integers(0, len(TEXT) - 10).flatmap(
    lambda start: st.tuples(st.just(start), st.integers(start + 1, len(TEXT)))
)


@dataclass
class Layer:
    """One annotator's work, as a person would write it down."""

    spans: dict[int, tuple[str, int, int, str]] = field(default_factory=dict)
    relations: set[tuple[int, int]] = field(default_factory=set)
    status: str = "open"


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
        self.path = Path(self.folder.name) / "p.annotator"
        tagset = read_tagset((resources() / "tagsets" / "conflict_news.json").read_bytes(), "conflict_news.json")
        create(self.path, tagset, "rev")
        with Project.open(self.path, "rev") as project:
            self.article = add_article(project)
        self.people = {name: Annotator(Project.open(self.path, name)) for name in NAMES}

    def teardown(self) -> None:
        for person in self.people.values():
            person.project.close()
        assert_sound(self.path)
        self.folder.cleanup()

    @rule(name=st.sampled_from(NAMES), selection=SELECTIONS, tag=st.sampled_from(TAGS))
    def mark(self, name: str, selection: tuple[int, int], tag: str) -> None:
        person = self.people[name]
        key = put(edits.mark(person.project, self.article, [Fragment(*selection)], tag))
        assert all(key not in kept.spans for other in self.people.values() for kept in [*other.past, other.now])
        person.change().spans[key] = (tag, *selection, "")

    @rule(name=st.sampled_from(NAMES), tag=st.sampled_from(TAGS), note=st.sampled_from(["", "why?"]), data=st.data())
    def retag_and_annotate(self, name: str, tag: str, note: str, data: st.DataObject) -> None:
        person = self.people[name]
        chosen = self._some(person, data)
        if edits.retag(person.project, chosen, tag):
            layer = person.change()
            layer.spans |= {key: (tag, *layer.spans[key][1:]) for key in chosen}
        if edits.set_note(person.project, chosen, note):
            layer = person.change()
            layer.spans |= {key: (*layer.spans[key][:3], note) for key in chosen}

    @rule(name=st.sampled_from(NAMES), selection=SELECTIONS, data=st.data())
    def move(self, name: str, selection: tuple[int, int], data: st.DataObject) -> None:
        person = self.people[name]
        for key in self._some(person, data)[:1]:
            if edits.move(person.project, self.article, key, [Fragment(*selection)]):
                layer = person.change()
                tag, _, _, note = layer.spans[key]
                layer.spans[key] = (tag, *selection, note)

    @rule(name=st.sampled_from(NAMES), data=st.data())
    def relate(self, name: str, data: st.DataObject) -> None:
        person = self.people[name]
        chosen = tuple(self._some(person, data)[:2])
        if len(chosen) == 2 and chosen not in person.now.relations:
            relate(person.project, *chosen)
            person.change().relations.add((chosen[0], chosen[1]))

    @rule(name=st.sampled_from(NAMES), data=st.data())
    def remove(self, name: str, data: st.DataObject) -> None:
        person = self.people[name]
        chosen = self._some(person, data)
        if edits.remove(person.project, chosen):
            layer = person.change()
            for key in chosen:
                del layer.spans[key]
            layer.relations = {ends for ends in layer.relations if not set(chosen) & set(ends)}

    @rule(name=st.sampled_from(NAMES), status=st.sampled_from(["open", "done"]))
    def set_status(self, name: str, status: str) -> None:
        person = self.people[name]
        if edits.set_status(person.project, [self.article.key], status):  # type: ignore[arg-type]
            person.change().status = status

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
            spans = reading.spans(asked, self.article.key, name)
            assert {span.key: (span.tag, span.start, span.end, span.note) for span in spans} == person.now.spans
            arrows = reading.relations(asked, self.article.key, name)
            assert {(arrow.head, arrow.child) for arrow in arrows} == person.now.relations
            assert reading.layer(person.project, self.article.key).status == person.now.status
            undoable, redoable = history.next_undo(person.project), history.next_redo(person.project)
            assert (undoable is not None, redoable is not None) == (bool(person.past), bool(person.future))

    def _some(self, person: Annotator, data: st.DataObject) -> list[int]:
        keys = sorted(person.now.spans)
        return data.draw(st.lists(st.sampled_from(keys), min_size=1, max_size=3, unique=True)) if keys else []


TestTwoAnnotators = TwoAnnotators.TestCase
TestTwoAnnotators.settings = settings(max_examples=25, stateful_step_count=30, deadline=None)
