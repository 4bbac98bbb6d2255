"""What trainers themselves make of our exports: the libraries that will read them, not our own readers."""

import subprocess
import sys
from pathlib import Path

import pytest

from annotator.formats import conll, conllu, docbin, huggingface, parquet
from annotator.formats.options import WriteOptions
from annotator.formats.source import file_source
from annotator.model.record import Record, RecordSpan

pytestmark = [pytest.mark.interop, pytest.mark.filterwarnings("default")]

TEXT = "🔴 The Observatory said at least 287 ISIL fighters were killed near Homs.\r\n\r\n26, the U.S. army's man said."
WORDS = (
    ("Observatory", "actor"), ("at least 287", "number"), ("ISIL fighters", "actor"), ("Homs", "location"),
    ("26", "number"), ("U.S. army", "actor"), ("U.S.", "location"),
)  # fmt: skip


def article(name: str = "a1", layer: str = "ana") -> Record:
    spans = []
    for at, (words, label) in enumerate(WORDS):
        start = TEXT.index(words)
        end = start + len(words)
        spans.append(RecordSpan(id=f"s{at}", label=label, start=start, end=end, fragments=[(start, end)], text=words))
    return Record(TEXT, name, meta={"title": "T", "language": "en"}, layer=layer, status="done", spans=spans)


FLAT = [(label, words) for words, label in WORDS if words != "U.S."]
"""What is left when overlaps are flattened by length."""


def test_spacy_converts_the_conll_and_finds_the_same_spans(tmp_path: Path):
    spacy = pytest.importorskip("spacy")
    from spacy.tokens import DocBin

    with (tmp_path / "x.conll").open("wb") as file:
        conll.write([article(), article("a2")], file, WriteOptions())
    done = subprocess.run(
        [sys.executable, "-m", "spacy", "convert", "x.conll", ".", "-c", "ner", "-n", "0"],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    docs = list(DocBin().from_disk(tmp_path / "x.spacy").get_docs(spacy.blank("en").vocab))
    assert len(docs) == 2
    for doc in docs:
        assert [(entity.label_, entity.text) for entity in doc.ents] == FLAT
        assert "-DOCSTART-" not in doc.text


@pytest.mark.parametrize("scheme", ["iob2", "bioes", "iob1"])
def test_seqeval_finds_the_same_spans_in_every_scheme(tmp_path: Path, scheme: str):
    pytest.importorskip("seqeval")
    from seqeval import scheme as schemes
    from seqeval.metrics.sequence_labeling import get_entities

    with (tmp_path / "x.conll").open("wb") as file:
        conll.write([article()], file, WriteOptions(scheme=scheme))  # type: ignore[arg-type]
    rows = [line.split(" ") for line in (tmp_path / "x.conll").read_text(encoding="utf-8").split("\n")[2:] if line]
    words, tags = [row[0] for row in rows], [row[3] for row in rows]
    assert [(label, " ".join(words[first : last + 1])) for label, first, last in get_entities(tags)] == FLAT
    strictly = {"iob2": schemes.IOB2, "bioes": schemes.IOBES, "iob1": schemes.IOB1}[scheme]
    found = schemes.Entities([tags], strictly).entities[0]
    assert [(one.tag, " ".join(words[one.start : one.end])) for one in found] == FLAT


def test_spacy_reads_the_docbin_and_trains_an_epoch(tmp_path: Path):
    spacy = pytest.importorskip("spacy")
    from spacy.tokens import DocBin
    from spacy.training import Example

    with (tmp_path / "x.spacy").open("wb") as file:
        docbin.write([article(f"a{number}") for number in range(8)], file, WriteOptions())
    nlp = spacy.blank("en")
    docs = list(DocBin().from_disk(tmp_path / "x.spacy").get_docs(nlp.vocab))
    assert [(one.label_, one.text) for one in docs[0].ents] == FLAT
    assert sorted((one.text, one.label_) for one in docs[0].spans["sc"]) == sorted(WORDS)
    nlp.add_pipe("ner")
    nlp.add_pipe("spancat", config={"spans_key": "sc"})
    examples = [Example(nlp.make_doc(doc.text), doc) for doc in docs]
    trainer = nlp.initialize(lambda: examples)
    assert {"actor", "number", "location"} == set(nlp.get_pipe("ner").labels)  # type: ignore[attr-defined]
    first = nlp.update(examples, sgd=trainer)["ner"]
    for _ in range(9):
        last = nlp.update(examples, sgd=trainer)["ner"]
    assert last < first


def test_spacy_finds_nothing_wrong_with_the_docbin(tmp_path: Path):
    pytest.importorskip("spacy")
    with (tmp_path / "x.spacy").open("wb") as file:
        docbin.write([article(f"a{number}") for number in range(8)], file, WriteOptions())
    for command in (
        ["init", "config", "x.cfg", "--pipeline", "ner", "--lang", "en"],
        ["debug", "data", "x.cfg", "--paths.train", "x.spacy", "--paths.dev", "x.spacy"],
    ):
        done = subprocess.run(
            [sys.executable, "-m", "spacy", *command], cwd=tmp_path, capture_output=True, text=True, check=False
        )
    assert "invalid whitespace" not in done.stdout
    assert "Corpus is loadable" in done.stdout


@pytest.mark.parametrize("kind", ["json", "parquet"])
def test_datasets_loads_the_rows_without_a_network(tmp_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    monkeypatch.setenv("HF_HOME", str(tmp_path / "home"))
    datasets = pytest.importorskip("datasets")
    write = huggingface.write if kind == "json" else parquet.write
    with (tmp_path / f"x.{kind}").open("wb") as file:
        # The first rows have nothing that the later ones have.
        write([Record("Nothing.", f"b{number}") for number in range(300)] + [article("a1")], file, WriteOptions())
    loaded = datasets.load_dataset(
        kind, data_files=str(tmp_path / f"x.{kind}"), split="train", cache_dir=str(tmp_path / "cache")
    )
    assert loaded.num_rows == 301
    row = loaded[300]
    assert [(row["text"][one["start"] : one["end"]], one["label"]) for one in row["spans"]] == list(WORDS)
    assert len(row["tokens"]) == len(row["ner_tags"])
    assert sum(tag.startswith("B-") for tag in row["ner_tags"]) == len(FLAT)


def test_datasets_own_files_are_read_with_the_names_of_their_tags(tmp_path: Path):
    datasets = pytest.importorskip("datasets")
    names = ["O", "B-LOC", "I-LOC"]
    features = datasets.Features(
        {
            "tokens": datasets.Sequence(datasets.Value("string")),
            "ner_tags": datasets.Sequence(datasets.ClassLabel(names=names)),
        }
    )
    rows = {"tokens": [["In", "Deir", "Hafer"]], "ner_tags": [[0, 1, 2]]}
    datasets.Dataset.from_dict(rows, features=features).to_parquet(str(tmp_path / "x.parquet"))
    (record,) = parquet.read(file_source(tmp_path / "x.parquet"), None)
    assert [(one.label, record.text[one.start : one.end]) for one in record.spans] == [("LOC", "Deir Hafer")]


def test_the_conllu_library_reads_the_sentences_and_the_entities(tmp_path: Path):
    library = pytest.importorskip("conllu")
    with (tmp_path / "x.conllu").open("wb") as file:
        conllu.write([article()], file, WriteOptions())
    sentences = library.parse((tmp_path / "x.conllu").read_text(encoding="utf-8"))
    assert "".join(sentence.metadata["text"] for sentence in sentences).replace(" ", "") == "".join(TEXT.split())
    entities = [token["misc"].get("Entity") for sentence in sentences for token in sentence if token["misc"]]
    opened = "".join(entry for entry in entities if entry)
    assert all(f"-{label}" in opened for _, label in WORDS)
    assert opened.count("(") == len(WORDS)
