"""Annotations of Hypothes.is, Recogito and the draft before the standard, put in the words of W3C Web Annotation."""

from collections.abc import Mapping
from typing import Any

import regex

_ACCOUNT = regex.compile(r"acct:(?P<name>[^@]+)@.+")
_OLD = {"hasBody": "body", "hasTarget": "target", "resource": "body", "on": "target", "motivatedBy": "motivation",
        "annotatedBy": "creator", "serializedBy": "generator", "@id": "id", "hasSource": "source", "full": "source",
        "hasSelector": "selector", "cnt:chars": "value", "chars": "value"}  # fmt: skip
"""Words of the drafts, and those of the standard."""
_SIGNS_OF_DRAFTS = {"hasTarget", "hasBody", "oa:hasTarget", "on"}
_PREFIX = "oa:"
_DEEPEST = 6


def as_standard(item: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return an annotation in the words of the standard, whosever it was."""
    if isinstance(item.get("user"), str) and "tags" in item:
        return _of_hypothesis(item)
    if isinstance(item.get("bodies"), list):
        return _of_text_annotator(item)
    if item.keys() & _SIGNS_OF_DRAFTS:
        found: Mapping[str, Any] = _renamed(item, 0)
        return found
    return item


def is_reply(item: Mapping[str, Any]) -> bool:
    """Say whether an annotation answers another one."""
    return bool(item.get("references")) or "replying" in (item.get("motivation"), *_listed(item.get("motivation")))


def _of_hypothesis(item: Mapping[str, Any]) -> Mapping[str, Any]:
    account = _ACCOUNT.fullmatch(item["user"])
    body = [{"value": tag, "purpose": "tagging"} for tag in _listed(item.get("tags"))]
    if item.get("text"):
        body.append({"value": item["text"], "purpose": "commenting"})
    creator = account["name"] if account is not None else item["user"]
    return {**item, "body": body, "creator": creator, "motivation": "commenting"}


def _of_text_annotator(item: Mapping[str, Any]) -> Mapping[str, Any]:
    target = item.get("target")
    if not isinstance(target, dict):
        return {**item, "body": item["bodies"]}
    selectors = [
        {**one, "exact": one["quote"]} if isinstance(one, dict) and "quote" in one else one
        for one in _listed(target.get("selector"))
    ]
    # Several selectors are several places here, and not several ways to say where one is.
    targets = [{**target, "selector": one} for one in selectors]
    return {**item, "body": item["bodies"], "target": targets, "creator": target.get("creator")}


def _renamed(value: Any, depth: int) -> Any:
    """Return a value with the words of the standard for those of the drafts."""
    if depth > _DEEPEST:
        return value
    if isinstance(value, list):
        return [_renamed(one, depth + 1) for one in value]
    if not isinstance(value, dict):
        return value.removeprefix(_PREFIX) if isinstance(value, str) else value
    named = {name.removeprefix(_PREFIX): one for name, one in value.items()}
    return {
        _OLD[name] if name in _OLD and _OLD[name] not in named else name: _renamed(one, depth + 1)
        for name, one in named.items()
    }


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]
