"""Moving in from INCEpTION: everybody's work, its state and what was curated, in one import that can be run again."""

import json
from pathlib import Path

import pytest

from annotator.jobs.conflicts import conflicts
from annotator.jobs.creating import new_project
from annotator.jobs.importing import ImportOptions, UnknownTagsError, import_paths
from annotator.jobs.verifying import verify
from annotator.project.project import Project
from tests.formats.made.inception import zip_of
from tests.formats.test_foreign_tagsets import PROJECT
from tests.formats.test_inception_projects import ACTOR, ONE, files, work
from tests.jobs.filling import contents

OPTIONS = ImportOptions(tag_map={"ORG": "actor"})


@pytest.fixture
def export(tmp_path: Path) -> Path:
    path = tmp_path / "border.zip"
    path.write_bytes(zip_of(files()))
    return path


def layers(project: Project) -> dict[tuple[str, str | None], tuple[str | None, list[str | None]]]:
    return {
        (str(record.meta["title"]), record.layer): (record.status, [span.text for span in record.spans])
        for record in contents(project)
    }


def test_a_project_comes_in_by_one_import_and_a_second_one_changes_nothing(project: Project, export: Path):
    done = import_paths(project, [export], OPTIONS)
    assert (done.articles.new, done.spans.new, done.found_something) == (3, 5, False)
    expected = {
        ("one.txt", "ana"): ("done", ["Observatory"]),
        ("one.txt", "ben"): ("open", ["The Observatory"]),
        ("one.txt", "gold"): ("done", ["Observatory"]),
        ("two.txt", "ana"): ("done", ["Ana", "Ben"]),
        ("three.txt", None): (None, []),
    }
    assert layers(project) == expected
    assert verify(project).ok
    again = import_paths(project, [export], OPTIONS)
    assert (again.articles.new, again.spans.new, again.spans.known) == (0, 0, 5)
    assert layers(project) == expected


def test_what_was_curated_is_in_gold_and_what_people_differ_in_is_still_asked(project: Project, export: Path):
    import_paths(project, [export], ImportOptions(tag_map={"ORG": "actor"}, status="done"))
    assert {status for status, _ in layers(project).values()} == {"done", None}
    (conflict,) = conflicts(project)
    assert list(conflict["differs"]) == ["boundary"]
    assert layers(project)["one.txt", "gold"] == ("done", ["Observatory"])


def test_a_tag_of_the_export_that_the_project_lacks_stops_it_before_anything_is_written(project: Project, export: Path):
    with pytest.raises(UnknownTagsError) as caught:
        import_paths(project, [export], ImportOptions())
    assert caught.value.tags == ("ORG",)
    assert contents(project) == []


def test_work_of_one_person_that_comes_later_joins_the_article(project: Project, export: Path, tmp_path: Path):
    import_paths(project, [export], OPTIONS)
    metadata = '<type:CASMetadata xmi:id="5" sofa="1" begin="0" end="0" username="eve"/>'
    (tmp_path / "one.zip").write_bytes(work(ONE, metadata + ACTOR.format(4, 15, "ORG")))
    later = import_paths(project, [tmp_path / "one.zip"], OPTIONS)
    assert (later.articles.new, later.articles.known) == (0, 1)
    assert layers(project)["one.txt", "eve"] == ("done", ["Observatory"])


def test_a_project_made_with_the_tagset_of_the_export_takes_its_work_as_it_is(tmp_path: Path):
    content = files()
    content["exportedproject.json"] = json.dumps(json.loads(content["exportedproject.json"]) | PROJECT).encode()
    export = tmp_path / "border.zip"
    export.write_bytes(zip_of(content))
    new_project(tmp_path / "border.annotator", "ana", export)
    with Project.open(tmp_path / "border.annotator", "ana") as project:
        assert project.tagset["ORG"].guideline == "Mark ORG."
        # The work on the second document is in a layer that this project does not declare.
        with pytest.raises(UnknownTagsError) as caught:
            import_paths(project, [export], ImportOptions())
        assert caught.value.tags == ("actor",)
        done = import_paths(project, [export], ImportOptions(tag_map={"actor": "PER"}))
        assert done.spans.new == 5
