"""Projects for tests of the window, written through steps as any import is."""

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from annotator.data import resources, sample_corpus
from annotator.model.article import Meta, text_sha256
from annotator.model.ids import new_id
from annotator.model.span import Fragment, Span
from annotator.model.tagset import read_tagset
from annotator.project.creating import create
from annotator.project.ops import Op
from annotator.project.own_work import layer_of
from annotator.project.project import OpenStep, Project
from annotator.project.rows import meta_row, span_row

Mark = tuple[str, int, int]
"""A tag, a start and an end."""


def make_project(path: Path, annotator: str = "ana") -> Path:
    """Make an empty project with the default tagset."""
    tagset = read_tagset((resources() / "tagsets" / "conflict_news.json").read_bytes(), "the default tagset")
    create(path, tagset, annotator)
    return path


def put_articles(path: Path, articles: Iterable[tuple[str, Meta]], annotator: str = "ana") -> list[int]:
    """Add articles, as one step; return their keys."""
    with Project.open(path, annotator) as project, project.step(Op.IMPORT) as step:
        return [put_article(step, text, meta) for text, meta in articles]


def put_article(step: OpenStep, text: str, meta: Meta, article_id: str | None = None) -> int:
    """Add one article."""
    sha256 = text_sha256(text)
    row = {"id": article_id or new_id(), **meta_row(meta, text), "sha256": sha256, "raw_sha256": sha256}
    key = step.rows.insert("article", row)
    step.rows.insert("article_text", {"article": key, "text": text})
    return key


def put_layer(path: Path, article: int, layer: str, text: str, marks: Sequence[Mark], **said: Any) -> list[int]:
    """Add spans to somebody's layer, as one step; return their keys."""
    with Project.open(path, layer) as project, project.step(Op.IMPORT) as step:
        layer_key = layer_of(step, article, layer)
        spans = [Span(new_id(), tag, (Fragment(start, end),), **said) for tag, start, end in marks]
        return [
            step.rows.insert("span", span_row(span, layer_key, project.tag_key(span.tag), text, step.rows.key))
            for span in spans
        ]


def make_sample_project(path: Path, annotator: str = "ana") -> Path:
    """Make a project of the sample corpus with the layers of both its annotators."""
    make_project(path, annotator)
    records = [json.loads(line) for line in (sample_corpus() / "articles.jsonl").read_text("utf-8").splitlines()]
    with Project.open(path, annotator) as project, project.step(Op.IMPORT) as step:
        keys = {}
        for record in records:
            known = {field: str(value) for field, value in record["meta"].items() if field in Meta.__struct_fields__}
            keys[record["id"]] = put_article(step, record["text"], Meta(**known), record["id"])
    for layer in ("ana", "ben"):
        lines = (sample_corpus() / f"{layer}.jsonl").read_text("utf-8").splitlines()
        with Project.open(path, layer) as project, project.step(Op.IMPORT) as step:
            for record in map(json.loads, lines):
                _put_sample_layer(project, step, layer, keys[record["id"]], record)
    return path


def _put_sample_layer(project: Project, step: OpenStep, layer: str, article: int, record: dict[str, Any]) -> None:
    layer_key = layer_of(step, article, layer)
    for one in record["spans"]:
        places = tuple(Fragment(*place) for place in one.get("fragments") or [(one["start"], one["end"])])
        span = Span(
            one["id"],
            one["label"],
            places,
            one.get("attributes", {}),
            one.get("note", ""),
            one.get("unsure", False),
            one.get("origin", "human"),
        )
        row = span_row(span, layer_key, project.tag_key(span.tag), record["text"], step.rows.key)
        step.rows.insert("span", row)
    step.rows.update("layer", layer_key, status=record.get("status", "done"))
