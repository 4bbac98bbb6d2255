"""The card of a data set: its head for programs, how it is loaded, and the command that makes it again."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from annotator.cli import commands
from annotator.errors import UserError
from annotator.formats.options import WriteOptions
from annotator.formats.table import FORMATS
from annotator.jobs.importing import ImportOptions, import_paths
from annotator.jobs.tagset_files import load_tagset
from annotator.jobs.training import CARD, TAGSET, export_training
from annotator.jobs.training_front import front_matter
from annotator.jobs.training_items import About
from annotator.jobs.training_plan import TrainingOptions
from annotator.jobs.training_report import SplitCounts, TrainingReport
from annotator.jobs.training_use import command, how_to_load
from annotator.model.record import Record, RecordSpan
from annotator.model.splitting import Shares
from annotator.project.importing import import_records
from annotator.project.project import Project


def about(language: str = "en", licence: str = "") -> About:
    return About("Northern Wire", language, licence)


def report(*files: str, articles: int = 5) -> TrainingReport:
    return TrainingReport({"train": SplitCounts(articles=articles)}, (), (), (), {}, files)


def head(*files: str, articles: int = 5, abouts: tuple[About, ...] = (), format_name: str = "jsonl") -> list[str]:
    return list(front_matter("news", format_name, report(*files, articles=articles), dict.fromkeys(abouts, 1)))


def test_the_head_names_each_file_of_a_split_by_the_name_that_programs_know() -> None:
    lines = head("dev.parquet", "train.parquet", "not_held.jsonl", "tagset.json", "README.md")
    assert lines[lines.index("configs:") :] == [
        "configs:", '- config_name: "default"', "  data_files:", "  - split: train", '    path: "train.parquet"',
        "  - split: validation", '    path: "dev.parquet"', "---",
    ]  # fmt: skip


def test_files_for_each_tag_are_a_configuration_each() -> None:
    lines = head("train.actor.parquet", "test.actor.parquet", "train.claim.parquet")
    assert [line for line in lines if "config_name" in line] == ['- config_name: "actor"', '- config_name: "claim"']
    assert not any("configs" in line for line in head("train.zip", "train.spacy", "train.conll"))


def test_parts_of_a_split_that_is_too_large_for_one_file_are_named_together() -> None:
    lines = head("train.parquet/train-001.parquet", "train.parquet/train-002.parquet", "dev.parquet")
    assert lines[lines.index("  - split: train") + 1 :][:3] == [
        "    path:", '    - "train.parquet/train-001.parquet"', '    - "train.parquet/train-002.parquet"',
    ]  # fmt: skip


@pytest.mark.parametrize(("count", "size"), [(999, "n<1K"), (1000, "1K<n<10K"), (10_000_000, "n>10M")])
def test_the_head_says_how_large_it_is_in_which_languages_and_under_which_terms(count: int, size: str) -> None:
    lines = head(articles=count, abouts=(about("en-GB"), about("ar"), about("?"), about("")))
    assert f'- "{size}"' in lines
    assert lines[lines.index("language:") + 1 :][:3] == ['- "ar"', '- "en"', "license: unknown"]
    assert "license: other" in head(abouts=(about(licence="CC BY 4.0"),))
    assert "language:" not in head(abouts=(about(""),))


def test_words_from_outside_break_nothing_in_the_head() -> None:
    evil = 'x"\n---\nlicense: mit # \u202e: {{'
    lines = list(front_matter(evil, "jsonl", report(), {}))
    (name,) = [line for line in lines if line.startswith("pretty_name: ")]
    assert json.loads(name.removeprefix("pretty_name: ")) == evil.replace("\n", "⟨U+000A⟩").replace(
        "\u202e", "⟨U+202E⟩"
    )
    assert [line for line in lines if line.startswith(("---", "license"))] == ["---", "license: unknown", "---"]


def test_columns_have_types_where_the_rows_do_not_tell_them() -> None:
    assert "  - name: ner_tags" in head(format_name="huggingface")
    assert "  - name: ner_tags" not in head(format_name="parquet")


@pytest.mark.parametrize(
    "options",
    [
        TrainingOptions(),
        TrainingOptions(tiers=("disputed",), guesses=True, negatives=False, pseudonyms=False, shares=Shares(1, 0, 1)),
        TrainingOptions(split_by="date", seed=1),
        TrainingOptions(split_by="date", dates=("2026-11-01", "2026-12-01"), pseudonym_seed=4),
        TrainingOptions(format="conll", seed=9, write=WriteOptions("per_tag", "cover", "bioes", "utf16")),
    ],
)  # fmt: skip
def test_the_command_of_the_card_asks_for_the_same(
    options: TrainingOptions, monkeypatch: pytest.MonkeyPatch, project: Project
) -> None:
    import shlex

    asked: list[TrainingOptions] = []

    def noted(_project: Project, _out: Path, options: TrainingOptions, *_: Any) -> TrainingReport:
        asked.append(options)
        return report()

    monkeypatch.setattr("annotator.jobs.training.export_training", noted)
    words = shlex.split(command("news", options))
    assert words[:3] == ["annotator", "export", "news.annotator"]
    done = CliRunner().invoke(commands, ["export", str(project.path), *words[3:]], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    assert asked == [options]


def test_each_format_has_words_about_loading_it_and_names_files_that_are_there() -> None:
    for known in FORMATS:
        if known.write is not None:
            file = f"train{known.new_suffix}"
            said = "\n".join(how_to_load(TrainingOptions(format=known.name), [file, "tagset.json"]))
            assert f"`{known.name}`" in said
            assert "FILE" not in said
            assert "SPLIT" not in said
            assert ("```" not in said) or file in said or "load_dataset" in said


def test_how_to_load_the_native_format_is_true(project: Project, tmp_path: Path) -> None:
    text = "😀 The army left."
    span = RecordSpan(label="actor", start=6, end=10, text="army")
    import_records(project, [("here", Record(text, "a", layer="ana", status="done", spans=[span]))])
    export_training(project, tmp_path / "out", TrainingOptions(shares=Shares(1, 0, 0)))
    card = (tmp_path / "out" / CARD).read_text("utf-8")
    example = (
        card.split("```python\n")[1].split("```")[0].replace('"train.jsonl"', repr(str(tmp_path / "out/train.jsonl")))
    )
    *lines, last = example.strip().splitlines()
    known: dict[str, Any] = {}
    exec("\n".join(lines), known)
    assert eval(last, known) == [("actor", "army")]


def test_the_tagset_lies_beside_the_card_with_its_guidelines(project: Project, tmp_path: Path) -> None:
    import_records(project, [("here", Record("The army left.", "a", layer="ana", status="done"))])
    export_training(project, tmp_path / "out", TrainingOptions(shares=Shares(1, 0, 0)))
    assert load_tagset(tmp_path / "out" / TAGSET) == project.tagset
    assert "(4 of 4 tags have one)" in (tmp_path / "out" / CARD).read_text("utf-8")


def test_a_folder_that_was_exported_is_imported_without_its_card(
    project: Project, blank: Project, tmp_path: Path
) -> None:
    import_records(project, [("here", Record("The army left.", "a", layer="ana", status="done"))])
    export_training(project, tmp_path / "out", TrainingOptions(shares=Shares(1, 0, 0)))
    done = import_paths(blank, [tmp_path / "out"], ImportOptions())
    assert done.articles.new == 1
    assert [note.path for note in done.notes] == ["README.md", TAGSET], "what is no article is named"
    with pytest.raises(UserError, match=r"README.md is the card of a data set, and no article"):
        import_paths(blank, [tmp_path / "out" / CARD], ImportOptions())
