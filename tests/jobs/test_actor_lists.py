"""Lists of actors go from files into a project and back; what stands in the way is said in a sentence."""

from pathlib import Path

import pytest

from annotator.errors import UserError
from annotator.jobs.aliases import MOST_SHOWN, export_aliases, import_alias_file
from annotator.model.aliases import Alias
from annotator.project import alias_edits
from annotator.project.aliases import all_aliases
from annotator.project.project import Project


def told(project: Project) -> list[tuple[str, str, str, str, bool, str]]:
    return [(a.canonical, a.variant, a.valid_from, a.valid_until, a.ambiguous, a.note) for a in all_aliases(project)]


def test_what_is_exported_is_imported_into_another_project_as_it_was(project: Project, tmp_path: Path, tagset) -> None:
    from annotator.project.creating import create

    alias_edits.add_aliases(
        project,
        [Alias("Islamic State", "ISIS", "2013-04-08", "2014", True, "=n"), Alias("+972", "المجلة"), Alias("A", "a;b")],
    )
    assert export_aliases(project, tmp_path / "list.csv") == 6
    create(tmp_path / "other.annotator", tagset, "ana")
    with Project.open(tmp_path / "other.annotator", "ana") as other:
        report = import_alias_file(other, tmp_path / "list.csv")
        assert (report.tally.new, report.tally.own_names, report.refused, report.ambiguous) == (6, 0, 0, 1)
        assert told(other) == told(project)
        again = import_alias_file(other, tmp_path / "list.csv", dry_run=True)
        assert (again.tally.new, again.tally.known) == (0, 6)


def test_notes_say_where_and_what_and_the_first_names_are_shown(project: Project, tmp_path: Path) -> None:
    rows = "".join(f"Actor {number},the same\n" for number in range(300))
    (tmp_path / "list.csv").write_text(f"canonical,variant,rank\n,x,1\n{rows}", "utf-8")
    report = import_alias_file(project, tmp_path / "list.csv")
    assert report.notes[:2] == [
        ("list.csv", "Columns that a list of actors does not have were left out: “rank”."),
        ("line 2", "An actor needs a name."),
    ]
    assert report.notes[2] == ("list.csv", "the same is in the list 200 times already; it was left out.")
    assert (report.refused, len(report.first)) == (101, MOST_SHOWN)


def test_an_import_that_is_cancelled_says_so(project: Project, tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text("canonical,variant\nA,x\n", "utf-8")
    done: list[tuple[int, int, str]] = []
    report = import_alias_file(
        project, tmp_path / "list.csv", report=lambda *told: done.append(told), cancelled=lambda: True
    )
    assert report.cancelled
    assert done == [(0, 0, "reading list.csv"), (2, 2, "importing names")]


@pytest.mark.parametrize(
    ("out", "format_name", "why"),
    [
        ("list.annotator", "table", "would be taken for a project"),
        ("list.txt", "auto", "can read that, but not write it"),
        ("list.doc", "auto", "Nobody can tell"),
        ("none/list.csv", "auto", "cannot be written"),
    ],
)
def test_an_export_that_cannot_be_writes_nothing(
    project: Project, tmp_path: Path, out: str, format_name: str, why: str
) -> None:
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(UserError, match=why):
        export_aliases(project, tmp_path / out, format_name)
    assert sorted(tmp_path.rglob("*")) == before


def test_a_list_that_is_not_there_is_named(project: Project, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="There is no file"):
        import_alias_file(project, tmp_path / "none.csv")
