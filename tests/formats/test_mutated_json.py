"""JSON of other tools with values of the wrong kind in any place: it is read, or refused in one sentence."""

import copy
import json
import random
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest

from annotator.formats import doccano, huggingface, label_studio, prodigy, some_json, web_annotation
from annotator.formats.source import Source
from tests.formats.given import Reader, source
from tests.formats.interchange import read_or_refused

TIMES = 300
SOAKED = 10_000
WRONG: list[Any] = [
    None, True, 0, -1, 1.5, 10**30, "", "x", "5", [], {}, [None], {"a": 1}, [[1, 2]], ["a", {}], "B-LOC", 99_999,
]  # fmt: skip
TEXT = "Fighters left Deir Zor."
_REGION = {"start": 14, "end": 22, "text": "Deir Zor", "labels": ["LOC"]}
_NAMES = {"feature": {"names": ["O", "B-LOC"], "_type": "ClassLabel"}, "_type": "Sequence"}
SAMPLES: dict[str, tuple[Reader, Any]] = {
    "tasks": (
        label_studio.read,
        [
            {
                "id": 1,
                "data": {"text": TEXT, "title": "River"},
                "annotations": [
                    {
                        "completed_by": {"email": "ana@example.org"},
                        "result": [
                            {"id": "a", "type": "labels", "from_name": "label", "to_name": "text", "value": _REGION},
                            {
                                "id": "a",
                                "type": "choices",
                                "from_name": "sure",
                                "to_name": "text",
                                "value": {"start": 14, "end": 22, "choices": ["yes"]},
                            },
                            {"type": "relation", "from_id": "a", "to_id": "a", "direction": "bi", "labels": ["is"]},
                        ],
                    }
                ],
                "predictions": [{"model_version": "m", "result": []}],
                "drafts": [],
            }
        ],
    ),
    "short": (label_studio.read, [{"id": 1, "text": TEXT, "label": [_REGION], "annotator": 1, "annotation_id": 2}]),
    "doccano": (
        doccano.read,
        {
            "id": 1,
            "text": TEXT,
            "label": [[14, 22, "LOC"]],
            "Comments": ["Why?"],
            "entities": [{"id": 3, "label": "LOC", "start_offset": 14, "end_offset": 22}],
            "relations": [{"id": 4, "from_id": 3, "to_id": 3, "type": "is"}],
        },
    ),
    "prodigy": (
        prodigy.read,
        {
            "text": TEXT,
            "_input_hash": 1,
            "answer": "accept",
            "_session_id": "river-ana",
            "meta": {"a": 1},
            "tokens": [{"text": "Fighters", "start": 0, "end": 8, "id": 0, "ws": True}],
            "spans": [{"start": 0, "end": 8, "token_start": 0, "token_end": 0, "label": "ACTOR"}],
            "relations": [{"head": 0, "child": 0, "label": "is", "head_span": {"start": 0, "end": 8, "label": "A"}}],
            "options": [{"id": "x", "text": "X"}],
            "accept": ["x"],
        },
    ),
    "tokens": (huggingface.read, {"tokens": ["Deir", "Zor"], "ner_tags": ["B-LOC", "I-LOC"], "id": "1"}),
    "pairs": (some_json.read, [[TEXT, {"entities": [[14, 22, "LOC"]], "cats": {"a": 1.0}}]]),
    "server": (
        some_json.read,
        {"features": [{"name": "ner_tags", "type": _NAMES}], "rows": [{"row": {"tokens": ["Deir"], "ner_tags": [1]}}]},
    ),
    "articles": (
        some_json.read,
        {"status": "ok", "articles": [{"title": "River", "content": TEXT, "source": {"name": "W"}}]},
    ),
    "page": (
        web_annotation.read,
        {
            "type": "AnnotationPage",
            "items": [
                {
                    "id": "a",
                    "type": "Annotation",
                    "body": {"value": "LOC", "purpose": "tagging"},
                    "target": {
                        "source": "x",
                        "selector": [
                            {"type": "TextQuoteSelector", "exact": "Deir Zor", "prefix": "left "},
                            {"type": "TextPositionSelector", "start": 14, "end": 22},
                        ],
                    },
                }
            ],
        },
    ),
}


def _text(wanted: str) -> Source | None:
    return source(TEXT.encode(), "x.txt") if wanted == ".txt" else None


def _places(value: Any, above: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    for key in value if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ():
        yield (*above, key)
        yield from _places(value[key], (*above, key))


def _mutated(value: Any, chance: random.Random) -> Any:
    value = copy.deepcopy(value)
    for _ in range(chance.choice((1, 1, 2, 4))):
        places = list(_places(value))
        if not places:
            break
        *above, last = chance.choice(places)
        holder = value
        for key in above:
            holder = holder[key]
        if isinstance(holder, dict) and chance.random() < 0.2:
            del holder[last]
        else:
            holder[last] = copy.deepcopy(chance.choice(WRONG))
    return value


def check(kind: str, times: int) -> None:
    reader, sample = SAMPLES[kind]
    chance = random.Random(kind)
    name = "x.json" if reader in (label_studio.read, some_json.read, web_annotation.read) else "x.jsonl"
    for _ in range(times):
        given = msgspec.structs.replace(source(json.dumps(_mutated(sample, chance)).encode(), name), beside=_text)
        read_or_refused(lambda: list(reader(given, None)))  # noqa: B023 – asked now, not later


@pytest.mark.parametrize("kind", SAMPLES)
def test_values_of_the_wrong_kind_are_read_or_refused(kind: str):
    check(kind, TIMES)


@pytest.mark.soak
@pytest.mark.parametrize("kind", SAMPLES)
def test_ten_thousand_wrong_values_are_read_or_refused(kind: str):
    check(kind, SOAKED)
