"""The head of a dataset card: what programs read of it, in the YAML that the Hugging Face Hub and ``datasets`` know."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import PurePath

from annotator.formats.dataset_rows import COLUMNS, Kind
from annotator.jobs.training_items import About
from annotator.jobs.training_report import TrainingReport
from annotator.model.naming import shown
from annotator.model.patterns import compiled
from annotator.model.splitting import SPLITS

_LANGUAGE = r"([a-z]{2,3})(?:$|[-_])"
_SIZES = (
    (1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (1_000_000, "100K<n<1M"), (10_000_000, "1M<n<10M"),
)  # fmt: skip
_LARGER = "n>10M"
SPLIT_NAMES = {"train": "train", "dev": "validation", "test": "test"}
"""What ``datasets`` calls the splits."""
_LOADED = (".jsonl", ".csv", ".parquet")
"""Ends of the names of files that ``datasets`` loads."""
_OF_ALL = "default"
_WITHOUT_TYPES = "huggingface"
"""The format whose rows are JSON of fixed columns."""


def front_matter(name: str, format_name: str, report: TrainingReport, articles: Mapping[About, int]) -> Iterator[str]:
    """Yield the lines of the head of the card of a data set called ``name``, in a format."""
    yield "---"
    yield f"pretty_name: {_quoted(name)}"
    yield from _listed("language", sorted(_languages(articles)))
    yield f"license: {'other' if any(about.licence for about in articles) else 'unknown'}"
    yield from _listed("task_categories", ["token-classification"])
    yield from _listed("annotations_creators", ["expert-generated"])
    yield from _listed("size_categories", [next((size for most, size in _SIZES if report.articles < most), _LARGER)])
    yield from _listed("tags", ["news", "span-annotation"])
    yield from _configs(report.files)
    if format_name == _WITHOUT_TYPES:
        yield "dataset_info:"
        yield "  features:"
        yield from _fields(COLUMNS, "  ")
    yield "---"


def _languages(articles: Iterable[About]) -> set[str]:
    found = (compiled(_LANGUAGE).match(about.language.strip().lower()) for about in articles)
    return {one[1] for one in found if one}


def _listed(key: str, values: Sequence[str]) -> Iterator[str]:
    if values:
        yield f"{key}:"
        yield from (f"- {_quoted(value)}" for value in values)


def _configs(files: Sequence[str]) -> Iterator[str]:
    """Yield which file is which split, for each tag by itself where each has files of its own."""
    configs: dict[str, dict[str, list[str]]] = {}
    for file in files:
        # What is too large for one file is a folder of that name, with parts in it.
        whole = PurePath(PurePath(file).parts[0])
        split, _, tag = whole.stem.partition(".")
        if split in SPLITS and whole.suffix in _LOADED:
            configs.setdefault(tag or _OF_ALL, {}).setdefault(split, []).append(file)
    if configs:
        yield "configs:"
    for config, found in configs.items():
        yield f"- config_name: {_quoted(config)}"
        yield "  data_files:"
        for split in SPLITS:
            if split in found:
                yield f"  - split: {SPLIT_NAMES[split]}"
                yield from _paths(found[split])


def _paths(files: Sequence[str]) -> Iterator[str]:
    if len(files) == 1:
        yield f"    path: {_quoted(files[0])}"
    else:
        yield "    path:"
        yield from (f"    - {_quoted(file)}" for file in files)


def _fields(fields: Mapping[str, Kind], indent: str) -> Iterator[str]:
    """Yield what columns hold. From rows of JSON alone one that is empty in one split would get another type there."""
    for name, kind in fields.items():
        yield f"{indent}- name: {name}"
        if isinstance(kind, str):
            yield f"{indent}  dtype: {kind}"
        elif isinstance(kind, list) and isinstance(kind[0], str):
            yield f"{indent}  list: {kind[0]}"
        elif isinstance(kind, list) and isinstance(kind[0], dict):
            yield f"{indent}  list:"
            yield from _fields(kind[0], f"{indent}  ")


def _quoted(value: str) -> str:
    # JSON of visible characters is YAML, too.
    return json.dumps(shown(value), ensure_ascii=False)
