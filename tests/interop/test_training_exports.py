"""Exports for training as the programs load them that they are for: by the folder, its splits and its card."""

from pathlib import Path

import pytest

from annotator.jobs.creating import new_project
from annotator.jobs.training import export_training
from annotator.jobs.training_plan import TrainingOptions
from annotator.model.record import Record, RecordRelation, RecordSpan
from annotator.project.importing import import_records
from annotator.project.project import Project

pytestmark = [pytest.mark.interop, pytest.mark.filterwarnings("default")]

TEXT = "🔴 The Observatory said at least 287 fighters of group {} were killed near Homs on that very day."


def article(number: int, *, relation: bool) -> Record:
    text = TEXT.format(number)
    spans = [
        RecordSpan(id=f"{name}{number}", label=tag, start=text.index(words), end=text.index(words) + len(words))
        for name, tag, words in (("a", "actor", "The Observatory"), ("n", "number", "at least 287"))
    ]
    arrow = RecordRelation(id=f"r{number}", label="counts_who", head=f"n{number}", child=f"a{number}")
    return Record(
        text, f"x{number}", meta={"title": f"Day {number}", "published": f"2026-11-{number:02}"}, layer="ana",
        status="done", spans=spans, relations=[arrow] if relation else [], read=[(0, 2)] if relation else [],
    )  # fmt: skip


@pytest.fixture
def project(tmp_path: Path):
    """Of the articles, only those of the last days have relations and paragraphs read and found empty."""
    new_project(tmp_path / "news.annotator", "ana")
    with Project.open(tmp_path / "news.annotator", "ana") as project:
        import_records(project, (("here", article(number, relation=number > 6)) for number in range(1, 9)))
        yield project


def options(name: str) -> TrainingOptions:
    return TrainingOptions(format=name, split_by="date", dates=("2026-11-05", "2026-11-07"))


@pytest.mark.parametrize("name", ["huggingface", "parquet"])
def test_datasets_loads_the_folder_by_its_card_also_if_a_column_is_empty_in_one_split(
    project: Project, tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    monkeypatch.setenv("HF_HOME", str(tmp_path / "home"))
    import datasets

    done = export_training(project, tmp_path / "out", options(name))
    loaded = datasets.load_dataset(str(tmp_path / "out"), cache_dir=str(tmp_path / "cache"))
    counts = {split: counts.articles for split, counts in done.splits.items()}
    assert {split: len(rows) for split, rows in loaded.items()} == {
        "train": counts["train"], "validation": counts["dev"], "test": counts["test"],
    }  # fmt: skip
    (row, _) = loaded["test"]
    assert [(one["label"], row["text"][one["start"] : one["end"]]) for one in row["spans"]] == [
        ("actor", "The Observatory"), ("number", "at least 287"),
    ]  # fmt: skip
    assert [one["label"] for one in row["relations"]] == ["counts_who"]


def test_the_hub_reads_the_head_of_the_card(project: Project, tmp_path: Path) -> None:
    import huggingface_hub as hub

    export_training(project, tmp_path / "out", options("huggingface"))
    head = hub.DatasetCard.load(tmp_path / "out" / "README.md").data.to_dict()
    assert head["pretty_name"] == "news"
    assert head["task_categories"] == ["token-classification"]
    assert [one["path"] for one in head["configs"][0]["data_files"]] == ["train.jsonl", "dev.jsonl", "test.jsonl"]


def test_spacy_reads_each_split_of_the_docbin(project: Project, tmp_path: Path) -> None:
    import spacy
    from spacy.tokens import DocBin

    done = export_training(project, tmp_path / "out", options("spacy"))
    for split, counts in done.splits.items():
        docs = list(DocBin().from_disk(tmp_path / "out" / f"{split}.spacy").get_docs(spacy.blank("xx").vocab))
        assert len(docs) == counts.articles
        assert {(one.label_, one.text) for doc in docs for one in doc.spans["sc"]} == {
            ("actor", "The Observatory"), ("number", "at least 287"),
        }  # fmt: skip
