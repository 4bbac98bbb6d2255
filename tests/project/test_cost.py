"""A mark is cheap on disk, journal included, and is still undone like any other edit."""

from annotator.model.record import Record, RecordSpan
from annotator.model.span import Fragment
from annotator.project import edits, history
from annotator.project.importing import import_records
from annotator.project.project import Project
from tests.project.working import TEXT, add_article, assert_sound, mark

MARKS = 2000
MOST_BYTES = 210


def test_a_mark_costs_about_two_hundred_bytes_in_all(project: Project) -> None:
    article = add_article(project)
    mark(project, article, "Homs")
    before = project.path.stat().st_size
    for number in range(MARKS):
        start = number % 60
        edits.mark(project, article, [Fragment(start, start + 12)], "number")
    each = (project.path.stat().st_size - before) / MARKS
    print(f"\na mark costs {each:.0f} bytes")
    assert each <= MOST_BYTES


def test_an_import_is_journalled_by_a_handful_of_entries(project: Project) -> None:
    spans = [RecordSpan(label="actor", start=at, end=at + 3, text=TEXT[at : at + 3]) for at in range(20)]
    import_records(project, (("here", Record(f"{TEXT}{number}", layer="wire", spans=spans)) for number in range(200)))
    (entries,) = project.connection.execute("SELECT count(*) FROM journal WHERE kind = 'span'").fetchone()
    assert project.connection.execute("SELECT count(*) FROM span").fetchone() == (4000,)
    assert entries <= 50
    history.undo(project)
    assert project.connection.execute("SELECT count(*) FROM span").fetchone() == (0,)
    history.redo(project)
    assert project.connection.execute("SELECT count(*) FROM span").fetchone() == (4000,)
    assert_sound(project.path)
