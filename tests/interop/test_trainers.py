"""What trainers make of our exports, and we of theirs: the libraries that train models, not our own readers."""

import os
import subprocess
import sys
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any

import msgspec
import pytest

from annotator import cli
from annotator.data import sample_corpus
from annotator.formats import conll, conllu, docbin, huggingface, parquet
from annotator.formats.options import WriteOptions
from annotator.formats.source import file_source
from annotator.model.record import Record, RecordSpan
from annotator.model.respacing import on_text
from tests.formats.interchange import written
from tests.interop.hard_articles import hard_articles
from tests.interop.through import by_file, check_through, imported

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


def places(records: list[Record]) -> Counter[tuple[str, str, int, int]]:
    """Return every span by its text, tag and place."""
    return Counter((record.text, span.label, span.start, span.end) for record in records for span in record.spans)


def spacy_does(*words: str, folder: Path, may_fail: bool = False) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "spacy", *words],
        cwd=folder,
        env=os.environ | {"NO_COLOR": "1", "ANSI_COLORS_DISABLED": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert may_fail or done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def in_spacy(kind: str, records: list[Record], folder: Path, name: str) -> Path:
    """Return a DocBin of ``records``: written by us, or made by spaCy of our CoNLL."""
    write, suffix = (docbin.write, ".spacy") if kind == "docbin" else (conll.write, ".conll")
    with (folder / f"{name}{suffix}").open("wb") as file:
        write(records, file, WriteOptions())
    if kind == "conll":
        spacy_does("convert", f"{name}.conll", ".", "-c", "ner", "-n", "0", folder=folder)
    return folder / f"{name}.spacy"


def test_spacy_converts_the_conll_and_finds_the_same_spans(tmp_path: Path):
    import spacy
    from spacy.tokens import DocBin

    path = in_spacy("conll", [article(), article("a2")], tmp_path, "x")
    docs = list(DocBin().from_disk(path).get_docs(spacy.blank("en").vocab))
    assert len(docs) == 2
    for doc in docs:
        assert [(entity.label_, entity.text) for entity in doc.ents] == FLAT
        assert "-DOCSTART-" not in doc.text


def test_what_spacy_makes_of_our_conll_lies_where_our_conll_says(tmp_path: Path):
    articles = hard_articles()  # of a long one, spaCy converts the sentences in quadratic time
    path = in_spacy("conll", articles, tmp_path, "x")
    ours = list(conll.read(file_source(tmp_path / "x.conll"), None))
    theirs = imported({"x.spacy": path.read_bytes()})
    assert len(ours) == len(theirs) == len(articles)
    laid = [[on_text(record, one.text) for record, one in zip(some, articles, strict=True)] for some in (ours, theirs)]
    assert None not in laid[0] + laid[1]
    assert places([one for one in laid[1] if one]) == places([one for one in laid[0] if one])


def test_what_spacy_makes_of_a_docbin_comes_back_the_same(articles: list[Record]):
    import spacy
    from spacy.tokens import DocBin

    def rewrite(before: Path, after: Path) -> None:
        found = DocBin(store_user_data=True).from_disk(before).get_docs(spacy.blank("xx").vocab)
        DocBin(docs=found, store_user_data=True).to_disk(after)

    check_through(by_file(rewrite), "spacy", articles)


@pytest.mark.parametrize("scheme", ["iob2", "bioes", "iob1"])
def test_seqeval_finds_the_same_spans_in_every_scheme(tmp_path: Path, scheme: str):
    from seqeval import scheme as schemes
    from seqeval.metrics.sequence_labeling import get_entities

    words, tags = columns(written("conll", [article()], scheme=scheme)[0])
    assert [(label, " ".join(words[first : last + 1])) for label, first, last in get_entities(tags)] == FLAT
    strictly = {"iob2": schemes.IOB2, "bioes": schemes.IOBES, "iob1": schemes.IOB1}[scheme]
    found = schemes.Entities([tags], strictly).entities[0]
    assert [(one.tag, " ".join(words[one.start : one.end])) for one in found] == FLAT


def columns(content: bytes) -> tuple[list[str], list[str]]:
    """Return the first and the last column of all tokens of an export."""
    rows = [line.split(" ") for line in content.decode().split("\n") if line and not line.startswith("-DOCSTART- -X-")]
    return [row[0] for row in rows], [row[3] for row in rows]


def test_seqeval_scores_two_layers_as_their_spans_do():
    from seqeval.metrics import f1_score

    ben = msgspec.structs.replace(article(layer="ben"))
    ben.spans = [*ben.spans[1:4], msgspec.structs.replace(ben.spans[5], label="location")]
    tags = [[columns(written("conll", [layer])[0])[1]] for layer in (article(), ben)]
    # Of the six spans and the four that are left when overlaps are flattened, three are the same.
    assert f1_score(*tags) == pytest.approx(2 * 3 / (6 + 4))
    assert f1_score(tags[0], tags[0]) == 1


def test_spacy_reads_the_docbin_with_its_entities_and_its_span_group(tmp_path: Path):
    import spacy
    from spacy.tokens import DocBin

    path = in_spacy("docbin", [article()], tmp_path, "x")
    nlp = spacy.blank("en")
    (doc,) = DocBin().from_disk(path).get_docs(nlp.vocab)
    assert [token.text for token in doc] == [token.text for token in nlp.make_doc(TEXT)]
    assert [(one.label_, one.text) for one in doc.ents] == FLAT
    assert sorted((one.text, one.label_) for one in doc.spans["sc"]) == sorted(WORDS)


@pytest.mark.parametrize(("kind", "pipeline"), [("spacy", "ner,spancat"), ("conll", "ner")])
def test_spacy_trains_an_epoch_on_what_we_export_for_training(tmp_path: Path, kind: str, pipeline: str):
    import spacy

    exported_for_training(tmp_path, kind)
    paths = {name: Path("out", f"{name}.{kind}") for name in ("train", "dev")}
    for name, path in paths.items():
        if kind == "conll":
            spacy_does("convert", f"{path}", "out", "-c", "ner", "-n", "0", folder=tmp_path)
        paths[name] = path.with_suffix(".spacy")
    spacy_does("init", "config", "x.cfg", "--pipeline", pipeline, "--lang", "en", folder=tmp_path)
    given = ["--paths.train", f"{paths['train']}", "--paths.dev", f"{paths['dev']}"]
    found = spacy_does("debug", "data", "x.cfg", *given, folder=tmp_path, may_fail=True)
    assert "Corpus is loadable" in found
    assert "invalid whitespace" not in found
    # What is wrong with the sample is its size alone.
    assert [line[2:29] for line in found.splitlines() if line.startswith("✘")] == [
        "Low number of examples to t",
        "1 error",
    ]
    spacy_does("train", "x.cfg", *given, "--training.max_epochs", "1", "--output", "model", folder=tmp_path)
    trained = spacy.load(tmp_path / "model" / "model-last")
    for name in pipeline.split(","):
        assert set(trained.get_pipe(name).labels) == {"actor", "claim", "location", "number"}


def test_the_loss_of_spacy_falls_when_it_trains_on_a_docbin(tmp_path: Path):
    import spacy
    from spacy.tokens import DocBin
    from spacy.training import Example

    path = in_spacy("docbin", [article(f"a{number}") for number in range(8)], tmp_path, "x")
    nlp = spacy.blank("en")
    docs = list(DocBin().from_disk(path).get_docs(nlp.vocab))
    nlp.add_pipe("ner")
    nlp.add_pipe("spancat", config={"spans_key": "sc"})
    examples = [Example(nlp.make_doc(doc.text), doc) for doc in docs]
    trainer = nlp.initialize(lambda: examples)
    losses = [nlp.update(examples, sgd=trainer) for _ in range(10)]
    assert losses[-1]["ner"] < losses[0]["ner"]
    assert losses[-1]["spancat"] < losses[0]["spancat"]


@pytest.mark.parametrize("kind", ["json", "parquet"])
@pytest.mark.usefixtures("no_network")
class TestDatasets:
    """The library ``datasets`` of Hugging Face."""

    def test_it_loads_the_rows_without_a_network(self, tmp_path: Path, kind: str):
        import datasets

        write = huggingface.write if kind == "json" else parquet.write
        with (tmp_path / f"x.{kind}").open("wb") as file:
            # The first rows have nothing that the later ones have.
            write([Record("Nothing.", f"b{number}") for number in range(300)] + [article("a1")], file, WriteOptions())
        loaded = datasets.load_dataset(
            kind, data_files=str(tmp_path / f"x.{kind}"), split="train", cache_dir=str(tmp_path / "cache")
        )
        assert loaded.num_rows == 301
        assert loaded.features["spans"].feature["start"] == datasets.Value("int64")
        assert loaded.features["ner_tags"].feature == datasets.Value("string")
        row = loaded[300]
        assert [(row["text"][one["start"] : one["end"]], one["label"]) for one in row["spans"]] == list(WORDS)
        assert len(row["tokens"]) == len(row["ner_tags"])
        assert sum(tag.startswith("B-") for tag in row["ner_tags"]) == len(FLAT)

    def test_what_it_writes_itself_comes_back_the_same(self, articles: list[Record], kind: str):
        import datasets

        def rewrite(before: Path, after: Path) -> None:
            cache = str(before.parent / "cache")
            loaded = datasets.load_dataset(kind, data_files=str(before), split="train", cache_dir=cache)
            (loaded.to_json if kind == "json" else loaded.to_parquet)(after)

        check_through(by_file(rewrite), "huggingface" if kind == "json" else kind, articles)

    def test_it_loads_the_folder_of_an_export_for_training(self, tmp_path: Path, kind: str):
        import datasets

        out = exported_for_training(tmp_path, "huggingface" if kind == "json" else "parquet")
        assert (out / "not_held.jsonl").exists()
        loaded = datasets.load_dataset(str(out), cache_dir=str(tmp_path / "cache"))
        assert loaded.keys() == {"train", "validation", "test"}
        assert min(loaded.num_rows.values()) > 0
        for ours, theirs in (("train", "train"), ("dev", "validation"), ("test", "test")):
            (file,) = out.glob(f"{ours}.*")
            assert list(loaded[theirs]["id"]) == [record.id for record in imported({file.name: file.read_bytes()})]
        spans = [
            (row["text"][one["start"] : one["end"]], one["text"]) for row in loaded["train"] for one in row["spans"]
        ]
        assert len(spans) > 50
        assert all(there == said for there, said in spans)


def exported_for_training(tmp_path: Path, format_name: str) -> Path:
    """Return a folder with what ana did on the sample, in three splits."""
    path, out = tmp_path / "news.annotator", tmp_path / "out"
    annotator("new", path)
    annotator("import", path, sample_corpus() / "articles.jsonl", sample_corpus() / "ana.jsonl")
    annotator("export", path, out, "--training", "--shares", "2,1,1", "--format", format_name)
    return out


def annotator(*words: object) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", ["annotator", *map(str, words)])
        with pytest.raises(SystemExit) as leaving:
            cli.main()
    assert not leaving.value.code


def test_datasets_own_files_are_read_with_the_names_of_their_tags(tmp_path: Path):
    import datasets

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


def test_the_pieces_of_a_subword_tokenizer_are_found_for_every_span():
    """As a model of transformers is trained: by the characters of each span, never by our tokens."""
    articles = hard_articles()
    from tokenizers import Tokenizer, models, pre_tokenizers, trainers

    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.train_from_iterator(
        [record.text for record in articles],
        trainers.BpeTrainer(vocab_size=300, initial_alphabet=pre_tokenizers.ByteLevel.alphabet(), show_progress=False),
    )
    seen = 0
    for line in map(msgspec.json.decode, written("jsonl", articles)[0].split(b"\n")[:-1]):
        encoding = tokenizer.encode(line["text"])
        offsets = encoding.offsets
        for start, end in (place for span in line.get("spans", ()) for place in span["fragments"]):
            first, last = encoding.char_to_token(start), encoding.char_to_token(end - 1)
            assert offsets[first][0] <= start
            assert end <= offsets[last][1]
            assert line["text"][offsets[first][0] : offsets[last][1]].strip() == line["text"][start:end]
            seen += 1
    assert seen == sum(len(span.fragments or [()]) for record in articles for span in record.spans)


def test_the_conllu_library_reads_the_sentences_and_the_entities(tmp_path: Path):
    import conllu as library

    with (tmp_path / "x.conllu").open("wb") as file:
        conllu.write([article()], file, WriteOptions())
    sentences = library.parse((tmp_path / "x.conllu").read_text(encoding="utf-8"))
    assert "".join(sentence.metadata["text"] for sentence in sentences).replace(" ", "") == "".join(TEXT.split())
    entities = [token["misc"].get("Entity") for sentence in sentences for token in sentence if token["misc"]]
    opened = "".join(entry for entry in entities if entry)
    assert all(f"-{label}" in opened for _, label in WORDS)
    assert opened.count("(") == len(WORDS)


def test_what_the_conllu_library_writes_comes_back_the_same(articles: list[Record]):
    import conllu as library

    def rewrite(before: Path, after: Path) -> None:
        with before.open(encoding="utf-8") as file:
            after.write_text("".join(one.serialize() for one in library.parse_incr(file)), encoding="utf-8")

    check_through(by_file(rewrite), "conllu", articles)


def test_tasks_of_prodigy_are_what_its_manual_says(articles: list[Record]):
    """Prodigy itself is sold, so that its own JSONL library and the shape in its manual stand for it."""
    import srsly

    def rewrite(before: Path, after: Path) -> None:
        tasks = list(srsly.read_jsonl(before))
        for task in tasks:
            check_task(task)
        srsly.write_jsonl(after, tasks)

    check_through(by_file(rewrite), "prodigy", articles)


def check_task(task: dict[str, Any]) -> None:
    text, tokens = task["text"], task["tokens"]
    assert [token["id"] for token in tokens] == list(range(len(tokens)))
    assert all(text[token["start"] : token["end"]] == token["text"] for token in tokens)
    assert all(one["end"] <= other["start"] for one, other in pairwise(tokens))
    assert all(token["ws"] == text[token["end"] : token["end"] + 1].isspace() for token in tokens)
    for span in task["spans"]:
        assert isinstance(span["label"], str)
        if "token_start" in span:
            first, last = tokens[span["token_start"]], tokens[span["token_end"]]
            assert (first["start"], last["end"]) == (span["start"], span["end"])
    for relation in task.get("relations", ()):
        assert {"head", "child", "label", "head_span", "child_span"} <= relation.keys()
    assert "answer" not in task or task["answer"] == "accept"


def test_hard_articles_are_hard():
    spans = [span for record in hard_articles() for span in record.spans]
    ends = [(span.start, span.end) for span in hard_articles()[0].spans]
    assert any(one[0] < other[0] < one[1] < other[1] for one in ends for other in ends), "no spans that cross"
    assert len(set(ends)) < len(ends), "no spans that coincide"
    assert any(len(span.fragments or []) > 1 for span in spans)
    assert any(ord(letter) > 0xFFFF for span in spans for letter in span.text or "")
