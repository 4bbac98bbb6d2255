"""Exports for training: what was asked for, in splits that no copy crosses, whole or not at all."""

import json
import random
from pathlib import Path
from zipfile import ZipFile

import pytest

from annotator.errors import UserError
from annotator.formats import archive, jsonl
from annotator.formats.source import file_source
from annotator.jobs import training, training_plan
from annotator.jobs.training import CARD, NOT_HELD, TAGSET, export_training, foreseen_training
from annotator.jobs.training_ahead import counted_ahead
from annotator.jobs.training_plan import TrainingOptions
from annotator.model.groups import Groups
from annotator.model.record import Record, RecordSpan
from annotator.model.shingles import SAME_STORY, jaccard, shingles
from annotator.model.splitting import Shares
from annotator.project import stories
from annotator.project.importing import import_records
from annotator.project.project import Project
from tests.formats.interchange import read_back

WORDS = [f"word{number}" for number in range(4000)]
EVERYTHING = TrainingOptions(tiers=("gold", "single", "disputed"), pseudonyms=False)


def text(seed: int, words: int = 60) -> str:
    return " ".join(random.Random(seed).choices(WORDS, k=words))


def marked(body: str, article: str, layer: str = "ana", tags: tuple[str, ...] = ("actor",), **more: object) -> Record:
    """Return an article whose first words have a tag each."""
    places = [(word.start(), word.end()) for word in _words(body)][: len(tags)]
    spans = [
        RecordSpan(label=tag, start=start, end=end, text=body[start:end], origin="human")
        for tag, (start, end) in zip(tags, places, strict=True)
    ]
    fields = {"status": "done", "meta": {"source": "Northern Wire"}} | more
    return Record(body, article, layer=layer, spans=spans, **fields)  # type: ignore[arg-type]


def _words(body: str):
    import re

    return re.finditer(r"\w+", body)


def fill(project: Project, *records: Record) -> None:
    import_records(project, (("here", record) for record in records))
    stories.find_stories(project, lambda *_: True)


def written(folder: Path, split: str) -> list[Record]:
    path = folder / f"{split}.jsonl"
    return list(jsonl.read(file_source(path), None)) if path.exists() else []


def ids(folder: Path) -> dict[str, set[str]]:
    return {split: {record.id or "" for record in written(folder, split)} for split in ("train", "dev", "test")}


@pytest.fixture
def many(project: Project) -> Project:
    """Sixty articles, each third a copy of the one before."""
    records = []
    for number in range(60):
        body = text(number) if number % 3 else f"Update {number}: {text(number + 1)}"
        day = f"2026-{1 + number // 6:02}-{1 + number % 6:02}"
        records.append(marked(body, f"a{number}", meta={"published": day, "source": "Northern Wire"}))
    fill(project, *records)
    return project


def test_no_copy_crosses_splits_and_the_shares_are_met(many: Project, tmp_path: Path) -> None:
    done = export_training(many, tmp_path / "out")
    found = ids(tmp_path / "out")
    assert sum(map(len, found.values())) == done.articles == 60
    assert 44 <= len(found["train"]) <= 52
    assert found["dev"]
    assert found["test"]
    made = {record.id: shingles(record.text) for split in found for record in written(tmp_path / "out", split)}
    for one, held in found.items():
        for other, others in found.items():
            assert one == other or all(jaccard(made[a], made[b]) < SAME_STORY for a in held for b in others)


def test_the_same_seed_gives_the_same_files_and_another_one_others(many: Project, tmp_path: Path) -> None:
    for name, seed in (("one", 1), ("again", 1), ("other", 2)):
        export_training(many, tmp_path / name, TrainingOptions(seed=seed))
    for split in ("train", "dev", "test"):
        assert (tmp_path / "one" / f"{split}.jsonl").read_bytes() == (
            tmp_path / "again" / f"{split}.jsonl"
        ).read_bytes()
    assert ids(tmp_path / "one") != ids(tmp_path / "other")


def test_by_date_the_earlier_articles_train(many: Project, tmp_path: Path) -> None:
    export_training(many, tmp_path / "out", TrainingOptions(split_by="date"))
    days = {
        split: [record.meta["published"] for record in written(tmp_path / "out", split)] for split in ("train", "test")
    }
    assert min(days["test"]) > min(days["train"])
    assert len(ids(tmp_path / "out")["train"]) in range(44, 53)


def test_a_story_that_goes_over_the_day_is_where_it_began(project: Project, tmp_path: Path) -> None:
    fill(
        project,
        marked(text(1), "early", meta={"published": "2026-10-30"}),
        marked(f"{text(1)} More.", "late", meta={"published": "2026-11-03"}),
        marked(text(2), "other", meta={"published": "2026-11-03"}),
        marked(text(3), "undated"),
    )
    options = TrainingOptions(split_by="date", dates=("2026-11-01", "2026-12-01"))
    done = export_training(project, tmp_path / "out", options)
    assert ids(tmp_path / "out") == {"train": {"early", "late"}, "dev": {"other"}, "test": set()}
    assert [(left.what, left.count) for left in done.left_out] == [(training_plan.NO_DATE, 1)]


def test_what_a_person_calls_one_story_is_not_torn_though_its_words_differ(project: Project, tmp_path: Path) -> None:
    fill(project, *(marked(text(number), f"a{number}", meta={"story": "summit"}) for number in range(10)))
    export_training(project, tmp_path / "out")
    assert sorted(len(held) for held in ids(tmp_path / "out").values()) == [0, 0, 10]


def test_copies_that_somebody_split_by_hand_still_stay_in_one_split(project: Project, tmp_path: Path) -> None:
    fill(project, *(marked(f"{text(number // 2)} {number}", f"a{number}") for number in range(40)))
    stories.split(project, list(range(1, 41)))
    export_training(project, tmp_path / "out", TrainingOptions(shares=Shares(1, 1, 1)))
    found = ids(tmp_path / "out")
    assert all({f"a{number}", f"a{number + 1}"} <= held for held in found.values() for number in range(0, 40, 2)
               if f"a{number}" in held)  # fmt: skip


def test_the_export_fails_and_names_the_pair_if_a_copy_crosses_splits(
    many: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(training_plan, "_groups", lambda *_: Groups())
    with pytest.raises(UserError, match=r"Article a\d+ would be in \w+ and its copy a\d+ in \w+; nothing was written"):
        export_training(many, tmp_path / "out", TrainingOptions(shares=Shares(1, 1, 1)))
    assert [path.name for path in tmp_path.iterdir()] == ["news.annotator"]


def test_gold_where_there_is_gold_else_the_only_annotator(project: Project, tmp_path: Path) -> None:
    fill(
        project,
        marked(text(1), "reviewed", "ana"),
        marked(text(1), "reviewed", "gold", ("location",)),
        marked(text(2), "alone", "ben", ("number",)),
        marked(text(3), "begun", "ben", status="open"),
        Record(text(4), "untouched"),
    )
    done = export_training(project, tmp_path / "out", TrainingOptions(shares=Shares(1, 0, 0), pseudonyms=False))
    found = {record.id: (record.layer, record.spans[0].label) for record in written(tmp_path / "out", "train")}
    assert found == {"reviewed": ("gold", "location"), "alone": ("ben", "number")}
    assert dict(done.splits["train"].tiers) == {"gold": 1, "single": 1}
    assert [(left.what, left.count) for left in done.left_out] == [(training_plan.NOT_DONE, 1)]


def test_conflicts_that_are_open_are_a_tier_with_everybodys_work(project: Project, tmp_path: Path) -> None:
    fill(
        project,
        marked(text(1), "open", "ana", ("actor",)),
        marked(text(1), "open", "ben", ("location",)),
        marked(text(2), "alike", "ana"),
        marked(text(2), "alike", "ben"),
    )
    options = TrainingOptions(shares=Shares(1, 0, 0), pseudonyms=False)
    done = export_training(project, tmp_path / "without", options)
    assert ids(tmp_path / "without")["train"] == {"alike"}
    assert [(left.what, left.count) for left in done.left_out] == [("articles of the tier “disputed”", 1)]
    only = TrainingOptions(shares=Shares(1, 0, 0), pseudonyms=False, tiers=("disputed",))
    export_training(project, tmp_path / "with", only)
    found = [(record.id, record.layer) for record in written(tmp_path / "with", "train")]
    assert found == [("open", "ana"), ("open", "ben")]


def test_articles_found_empty_count_unless_they_are_not_wanted(project: Project, tmp_path: Path) -> None:
    fill(project, marked(text(1), "full"), marked(text(2), "empty", tags=()))
    done = export_training(project, tmp_path / "with", TrainingOptions(shares=Shares(1, 0, 0)))
    assert (done.articles, done.splits["train"].negatives) == (2, 1)
    done = export_training(project, tmp_path / "without", TrainingOptions(shares=Shares(1, 0, 0), negatives=False))
    assert [(left.what, left.count) for left in done.left_out] == [(training_plan.EMPTY, 1)]


def test_guesses_are_left_out_unless_asked_for(project: Project, tmp_path: Path) -> None:
    span = RecordSpan(label="number", start=0, end=5, text="word0", attributes={"low": 3}, guessed={"low": "rule"})
    fill(project, Record(f"word0 {text(1)}", "a", layer="ana", status="done", spans=[span]))
    for guesses in (False, True):
        export_training(project, tmp_path / str(guesses), TrainingOptions(guesses=guesses, shares=Shares(1, 0, 0)))
        (record,) = written(tmp_path / str(guesses), "train")
        assert record.spans[0].attributes == ({"low": 3} if guesses else {})


def test_names_of_annotators_stay_in_the_project_but_for_a_table_that_is_asked_for(
    project: Project, tmp_path: Path
) -> None:
    decision = {"by": "rev", "how": "took", "votes": {"ana": "same", "ben": "tag"}, "reason": "", "taken": ["ana"]}
    gold = marked(text(1), "a", "gold")
    gold.spans[0].extra = {"decision": decision}
    fill(project, marked(text(1), "a", "ana"), gold, marked(text(2), "b", "ben"), marked(text(3), "c", "ben"))
    table = tmp_path / "who.csv"
    options = TrainingOptions(format="jsonl", pseudonym_table=table, shares=Shares(1, 0, 0))
    export_training(project, tmp_path / "out", options)
    everything = "".join(path.read_text(encoding="utf-8") for path in (tmp_path / "out").iterdir())
    assert not {'"ana"', '"ben"', '"rev"'} & set(everything.replace(",", " ").replace(":", " ").split())
    assert "| ben" not in everything
    known = dict(line.split(",") for line in table.read_text("utf-8-sig").split()[1:])
    layers = {record.id: record.layer for record in written(tmp_path / "out", "train")}
    assert layers == {"a": "gold", "b": known["ben"], "c": known["ben"]}
    export_training(project, tmp_path / "again", TrainingOptions(shares=Shares(1, 0, 0), seed=9))
    assert {record.id: record.layer for record in written(tmp_path / "again", "train")} == layers


def test_spans_that_meet_no_token_edge_are_counted_by_tag_with_an_example(project: Project, tmp_path: Path) -> None:
    body = f"anti-government {text(1)}"
    spans = [
        RecordSpan(label="actor", start=5, end=15, text="government", origin="human"),
        RecordSpan(label="actor", start=16, end=16 + len(text(1).split()[0]), origin="human"),
    ]
    fill(project, Record(body, "a", layer="ana", status="done", spans=spans))
    done = export_training(project, tmp_path / "out", TrainingOptions(shares=Shares(1, 0, 0)))
    (actor,) = [found for found in done.alignment if found.tag == "actor"]
    assert (actor.spans, actor.off, actor.example) == (2, 1, "“government” (actor, 5–15) in article a")
    assert len(written(tmp_path / "out", "train")[0].spans) == 2, "counted, and written all the same"
    assert "| actor | “government” (actor, 5–15) in article a | 2 | 1 |" in (tmp_path / "out" / CARD).read_text(
        encoding="utf-8"
    )


def test_the_card_says_what_the_data_set_holds(many: Project, tmp_path: Path) -> None:
    done = export_training(many, tmp_path / "out", TrainingOptions(seed=7))
    card = (tmp_path / "out" / CARD).read_text(encoding="utf-8")
    for words in (
        "60 articles of the news with 60 spans and 0 relations, marked by people. They tell 40 stories",
        f"| train | {done.splits['train'].articles} |",
        "Seeds: splits 7, pseudonyms 0, copies 20.",
        "annotator export news.annotator OUT --training --format jsonl --seed 7\n",
        "Tagset conflict\\_news, version 1.",
        "It cannot be computed: no article was done by two annotators.",
        "Sources: Northern Wire 60.",
        "Licences: unknown.",
        "## Left out\n\nNothing.",
    ):
        assert words in card, words
    assert done.files == ("dev.jsonl", "test.jsonl", "train.jsonl", TAGSET, CARD)


def test_the_card_tells_how_far_annotators_agree(project: Project, tmp_path: Path) -> None:
    fill(project, *(marked(text(at), f"a{at}", layer) for at in range(4) for layer in ("ana", "ben")))
    export_training(project, tmp_path / "out", EVERYTHING)
    card = (tmp_path / "out" / CARD).read_text(encoding="utf-8")
    assert "| ana – ben | 4 | 1.00 | 1.00 |" in card
    assert "| all tags | 1.00 | 1.00 | 1.00 |" in card


def test_hostile_names_are_words_in_the_card(project: Project, tmp_path: Path) -> None:
    fill(project, marked(text(1), "a", meta={"source": "<img src=x>|[evil](http://x)\u202e", "licence": "CC *BY*"}))
    export_training(project, tmp_path / "out", TrainingOptions(shares=Shares(1, 0, 0)))
    card = (tmp_path / "out" / CARD).read_text(encoding="utf-8")
    assert "Sources: \\<img src=x\\>\\|\\[evil\\](http://x)⟨U+202E⟩ 1." in card
    assert "as the imported files say: CC \\*BY\\* 1." in card


def test_what_the_format_cannot_hold_is_told_and_kept_beside(many: Project, tmp_path: Path) -> None:
    done = export_training(many, tmp_path / "out", TrainingOptions(format="annotations"))
    assert {loss.what: loss.count for loss in done.loss}["states of layers"] == 60, "of each split, its own"
    assert (tmp_path / "out" / "train.csv").exists()
    assert (tmp_path / "out" / NOT_HELD).exists()
    card = (tmp_path / "out" / CARD).read_text(encoding="utf-8")
    assert "The format `annotations` cannot hold everything." in card
    assert "| states of layers | done in article a" in card


def test_a_zip_holds_the_same_files_and_is_the_same_each_time(many: Project, tmp_path: Path) -> None:
    export_training(many, tmp_path / "out")
    for name in ("one.zip", "two.zip"):
        export_training(many, tmp_path / name)
    with ZipFile(tmp_path / "one.zip") as archive:
        assert archive.namelist() == sorted(path.name for path in (tmp_path / "out").iterdir())
        assert archive.read("train.jsonl") == (tmp_path / "out" / "train.jsonl").read_bytes()
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()


@pytest.mark.parametrize("name", ["out", "out.zip"])
def test_a_split_that_is_too_large_for_one_file_is_a_folder_of_its_name(
    many: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(archive, "MOST_MEMBERS", 40)
    done = export_training(many, tmp_path / name, TrainingOptions(format="brat"))
    assert {Path(file).parts[0] for file in done.files} == {"dev.zip", NOT_HELD, "test.zip", "train.zip", TAGSET, CARD}
    assert "train.zip/train-001.zip" in done.files
    if name.endswith(".zip"):
        with ZipFile(tmp_path / name) as packed:
            packed.extractall(tmp_path / "out")
    parts = sorted(path.name for path in (tmp_path / "out" / "train.zip").iterdir())
    assert len(parts) > 2
    assert parts[:2] == ["train-001.zip", "train-002.zip"]
    found = [record.id for part in parts for record in read_back(tmp_path / "out" / "train.zip" / part)]
    assert len(found) == len(set(found)) == done.splits["train"].articles


@pytest.mark.parametrize("after", [0, 5, 70, 100])
@pytest.mark.parametrize("name", ["out", "out.zip"])
def test_an_export_that_is_stopped_leaves_nothing(many: Project, tmp_path: Path, after: int, name: str) -> None:
    asked = 0

    def cancelled() -> bool:
        nonlocal asked
        asked += 1
        return asked > after

    with pytest.raises(UserError, match="stopped; nothing was written"):
        export_training(many, tmp_path / name, cancelled=cancelled)
    assert [path.name for path in tmp_path.iterdir()] == ["news.annotator"]


def folder_with_a_file(path: Path) -> None:
    path.mkdir()
    (path / "mine.txt").write_text("mine")


def test_a_folder_that_holds_something_is_left_alone_and_an_empty_one_is_filled(many: Project, tmp_path: Path) -> None:
    folder_with_a_file(tmp_path / "full")
    with pytest.raises(UserError, match="is not empty"):
        export_training(many, tmp_path / "full")
    assert [path.name for path in (tmp_path / "full").iterdir()] == ["mine.txt"]
    (tmp_path / "file").write_text("mine")
    with pytest.raises(UserError, match="already a file"):
        export_training(many, tmp_path / "file")
    (tmp_path / "empty").mkdir()
    export_training(many, tmp_path / "empty")
    assert (tmp_path / "empty" / CARD).exists()


@pytest.mark.parametrize(
    ("options", "why"),
    [
        (TrainingOptions(tiers=()), "No tier"),
        (TrainingOptions(shares=Shares(0, 0, 0)), "shares"),
        (TrainingOptions(shares=Shares(-1, 1, 1)), "shares"),
        (TrainingOptions(dates=("2026-11-01", "2026-12-01")), "splitting by date"),
        (TrainingOptions(split_by="date", dates=("2026-12-01", "2026-11-01")), "first one first"),
        (TrainingOptions(split_by="date", dates=("Monday", "2026-11-01")), "read like"),
        (TrainingOptions(format="parchment"), "no format"),
        (TrainingOptions(tiers=("disputed",)), "nothing to train from"),
    ],
)
def test_options_that_make_no_sense_are_a_sentence(
    options: TrainingOptions, why: str, many: Project, tmp_path: Path
) -> None:
    with pytest.raises(UserError, match=why):
        export_training(many, tmp_path / "out", options)
    assert not (tmp_path / "out").exists()


def test_the_report_is_json(many: Project, tmp_path: Path) -> None:
    made = json.loads(json.dumps(export_training(many, tmp_path / "out").as_json()))
    assert made["articles"] == 60
    assert made["splits"]["train"]["spans"] == {"actor": made["splits"]["train"]["articles"]}
    assert made["seeds"] == {"splits": 1, "pseudonyms": 0, "copies": 20}


def test_the_check_uses_other_hashes_than_the_search(many: Project) -> None:
    assert training._CHECKING_SEED != training.SEED


def test_what_is_counted_ahead_is_what_is_written(many: Project) -> None:
    fill(
        many,
        marked(text(900), "open", "ana", ("actor", "claim")),
        marked(text(900), "open", "ben", ("location",)),
        marked(text(901), "reviewed", "ana"),
        marked(text(901), "reviewed", "gold", ("number", "actor")),
        marked(text(902), "empty", tags=()),
        marked(text(903), "begun", status="open"),
    )
    for tiers in (("gold", "single", "disputed"), ("gold",), ("single",)):
        options = TrainingOptions(tiers=tiers)
        planned = training_plan.plan(many, options)
        ahead, foreseen = counted_ahead(many, planned), foreseen_training(many, options, planned=planned)
        for split, counts in foreseen.splits.items():
            known = ahead.splits[split]
            assert (known.articles, known.stories, known.negatives, known.relations, known.first, known.last) == (
                counts.articles, counts.stories, counts.negatives, counts.relations, counts.first, counts.last,
            )  # fmt: skip
            assert (+known.tags, known.tiers) == (+counts.tags, counts.tiers)
        assert ahead.left_out == foreseen.left_out


def test_counting_ahead_can_be_stopped(many: Project) -> None:
    with pytest.raises(UserError, match="stopped"):
        counted_ahead(many, training_plan.plan(many, TrainingOptions()), cancelled=lambda: True)
