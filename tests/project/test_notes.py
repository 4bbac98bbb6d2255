"""Notes of an import are a list like any other, of which most lies on the disk when there are very many."""

import gc
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.project import notes as module
from annotator.project.notes import Note, Notes, Pairs

NOTES = st.lists(st.builds(Note, st.text(max_size=5), st.text(max_size=9), st.booleans()), max_size=12)


@given(NOTES, NOTES, st.slices(20))
def test_they_are_what_was_added(first: list[Note], more: list[Note], some: slice) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "HELD", 3)
        notes = Notes(first)
        notes.extend(more)
        wanted = first + more
        assert list(notes) == wanted
        assert notes == wanted
        assert notes == Notes(wanted)
        assert len(notes) == len(wanted)
        assert notes[some] == wanted[some]
        assert [notes[at] for at in range(-len(wanted), len(wanted))] == wanted + wanted
        assert Pairs(notes)[some] == [(note.path, note.why) for note in wanted[some]]
        assert list(Pairs(notes)) == [(note.path, note.why) for note in wanted]
        with pytest.raises(IndexError):
            notes[len(wanted)]


def test_they_are_read_and_added_to_in_turn() -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "HELD", 1)
        notes = Notes()
        for number in range(9):
            notes.append(Note("a.txt", str(number)))
            assert [note.why for note in notes] == [str(at) for at in range(number + 1)]
        assert notes != [*notes[:-1], Note("a.txt", "other")]
        assert notes != notes[:-1]


def test_very_many_take_a_few_bytes_each_and_leave_nothing_open() -> None:
    tracemalloc.start()
    notes = Notes()
    for number in range(40_000):
        notes.append(Note("corpus.zip", f"Span actor {number}–{number + 9} of article a{number} was refused: why?"))
    size, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert size < 40_000 * 12 + module.HELD * 400
    assert notes[39_999].why.startswith("Span actor 39999")
    del notes
    # An open file that is thrown away would fail the test as a warning.
    gc.collect()
