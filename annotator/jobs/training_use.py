"""How a data set is loaded, format by format, and the command that makes it again."""

import shlex
from collections.abc import Iterator, Sequence
from pathlib import PurePath

from annotator.formats.table import Format, writable_format
from annotator.jobs.training_front import SPLIT_NAMES
from annotator.jobs.training_plan import TrainingOptions
from annotator.model.splitting import SPLITS, Shares

_FENCE = "```"
_DATASETS = """\
from datasets import load_dataset

data = load_dataset("FOLDER")  # the folder that this card is in; nothing is fetched
row = data["SPLIT"][0]
[(span["label"], row["text"][span["start"] : span["end"]]) for span in row["spans"]]
row["tokens"], row["ner_tags"]"""
_NATIVE = """\
import json

with open("FILE", encoding="utf-8") as file:
    records = [json.loads(line) for line in file]
[(span["label"], records[0]["text"][span["start"] : span["end"]]) for span in records[0]["spans"]]"""
_NATIVE_IN_SPACY = """\
import spacy

doc = spacy.blank("xx")(records[0]["text"])
spans = [doc.char_span(one["start"], one["end"], one["label"]) for one in records[0]["spans"]]
doc.spans["sc"] = [span for span in spans if span is not None]  # None: it meets no token edge"""
_SPACY = """\
import spacy
from spacy.tokens import DocBin

docs = list(DocBin().from_disk("FILE").get_docs(spacy.blank("xx").vocab))
docs[0].spans["sc"]  # all spans; docs[0].ents are those that do not overlap"""
_SPACY_TRAINS = """\
python -m spacy init config config.cfg --pipeline ner
python -m spacy train config.cfg --paths.train train.spacy --paths.dev dev.spacy"""
_CONLL = """\
python -m spacy convert FILE . --converter ner --n-sents 0"""
_TABLE = """\
import pandas

spans = pandas.read_csv("FILE")"""
_PRODIGY = """\
prodigy db-in NAME FILE"""
_WITH: dict[str, tuple[tuple[str, str, str], ...]] = {
    "jsonl": (("In Python:", "python", _NATIVE), ("and on in spaCy:", "python", _NATIVE_IN_SPACY)),
    "huggingface": (("In `datasets`:", "python", _DATASETS),),
    "parquet": (("In `datasets`:", "python", _DATASETS),),
    "spacy": (("In spaCy:", "python", _SPACY), ("or from the command line:", "sh", _SPACY_TRAINS)),
    "conll": (("For spaCy:", "sh", _CONLL),),
    "annotations": (("In pandas:", "python", _TABLE),),
    "prodigy": (("For Prodigy:", "sh", _PRODIGY),),
}
"""What to say of a format: a line, the language of an example, and the example."""


def how_to_load(options: TrainingOptions, files: Sequence[str]) -> Iterator[str]:
    """Yield how the ``files`` are loaded."""
    known = writable_format(options.format)
    by_split = {PurePath(PurePath(file).parts[0]).stem.partition(".")[0]: file for file in reversed(files)}
    split = next(split for split in SPLITS if split in by_split)
    for line, language, example in _WITH.get(known.name, ()):
        yield line
        yield ""
        yield f"{_FENCE}{language}"
        yield example.replace("FILE", by_split[split]).replace("SPLIT", SPLIT_NAMES[split])
        yield _FENCE
        yield ""
    yield f"The format is `{known.name}`: {known.help}. {_offsets(known, options)}"


def _offsets(known: Format, options: TrainingOptions) -> str:
    if "unit" in known.heeds and options.write.unit == "utf16":
        return "Positions count UTF-16 units."
    if known.name in ("jsonl", "huggingface", "parquet", "prodigy", "annotations", "web-annotation"):
        return "Offsets count Unicode code points from 0; the end is the first one that no longer belongs to the span."
    return "Positions are those that the format asks for."


def command(project: str, options: TrainingOptions) -> str:
    """Return the command that makes the data set again from ``project``, the name of its file without the end."""
    usual = TrainingOptions()
    write, usually = options.write, usual.write
    said = ["--tiers", ",".join(options.tiers)] if options.tiers != usual.tiers else []
    said += [] if options.negatives else ["--no-negatives"]
    said += ["--guesses"] if options.guesses else []
    said += [] if options.pseudonyms else ["--names"]
    said += ["--pseudonym-seed", str(options.pseudonym_seed)] if options.pseudonym_seed else []
    said += _splits(options)
    said += ["--flatten", write.flatten] if write.flatten != usually.flatten else []
    said += ["--fragments", write.fragments] if write.fragments != usually.fragments else []
    said += ["--scheme", write.scheme] if write.scheme != usually.scheme else []
    said += ["--offsets", write.unit] if write.unit != usually.unit else []
    return shlex.join(
        ["annotator", "export", f"{project}.annotator", "OUT", "--training", "--format", options.format, *said]
    )


def _splits(options: TrainingOptions) -> list[str]:
    shares = options.shares
    parts = [] if shares == Shares() else ["--shares", f"{shares.train},{shares.dev},{shares.test}"]
    if options.split_by == "story":
        return [*parts, "--seed", str(options.seed)]
    return ["--split-by", "date", *(parts if options.dates is None else ["--dates", ",".join(options.dates)])]
