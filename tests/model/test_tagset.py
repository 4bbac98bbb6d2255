"""A tagset file is read whole or refused in one sentence."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.errors import UserError
from annotator.model.tagset import Tagset, read_tagset, write_tagset

ACTOR = {"name": "actor", "key": "A"}


def read(**fields: Any) -> Tagset:
    return read_tagset(json.dumps({"name": "mine", "tags": [ACTOR]} | fields).encode(), "mine.json")


def test_the_default_tagset_has_the_tags_keys_and_relations_of_the_design(tagset: Tagset) -> None:
    assert [(tag.name, tag.key) for tag in tagset.tags] == [
        ("actor", "A"),
        ("location", "L"),
        ("number", "N"),
        ("claim", "C"),
    ]
    assert {relation.name for relation in tagset.relations} >= {"source", "counts_who", "subset_of", "about", "same_as"}
    assert all(tag.guideline for tag in tagset.tags)
    assert read_tagset(write_tagset(tagset), "again") == tagset


def test_a_tag_is_found_by_its_name(tagset: Tagset) -> None:
    assert "claim" in tagset
    assert "opinion" not in tagset
    polarity = tagset["claim"].attribute("polarity")
    assert polarity is not None
    assert polarity.values == ("affirmed", "negated")
    assert tagset["claim"].attribute("colour") is None
    with pytest.raises(KeyError):
        tagset["opinion"]


def test_added_tags_make_the_next_version_and_known_ones_are_not_added_twice(tagset: Tagset) -> None:
    wider = tagset.with_tags(["weapon", "actor"])
    assert [tag.name for tag in wider.tags][-2:] == ["claim", "weapon"]
    assert wider.version == tagset.version + 1


HOSTILE = {
    "no tag": {"tags": []},
    "two tags of one name": {"tags": [ACTOR, {"name": "actor", "key": "B"}]},
    "a tag without a name": {"tags": [{"name": " "}]},
    "two tags on one key": {"tags": [ACTOR, {"name": "army", "key": "A"}]},
    "a key of two letters": {"tags": [{"name": "actor", "key": "AB"}]},
    "a small key": {"tags": [{"name": "actor", "key": "a"}]},
    "a relation from nowhere": {"relations": [{"name": "source", "head": ["claim"], "child": ["actor"]}]},
    "a version that is a word": {"version": "two"},
    "a version that is true": {"version": True},
    "an unknown field": {"colour": "red"},
    "an unknown kind": {"tags": [ACTOR | {"attributes": [{"name": "type", "kind": "eval"}]}]},
    "tags that are no list": {"tags": {"name": "actor"}},
    "a name on two lines": {"tags": [{"name": "a\nb"}]},
    "a name with a NUL": {"tags": [{"name": "a\0b"}]},
    "a long key that is unknown": {"tags": [ACTOR | {"z" * 5000: 1}]},
    "a relation with a line end": {"tags": [ACTOR], "relations": [{"name": "a\nb", "head": ["c\nd"], "child": []}]},
    "a very long name": {
        "tags": [{"name": "x" * 5000}],
        "relations": [{"name": "r", "head": ["y" * 5000], "child": []}],
    },
}


@pytest.mark.parametrize("fields", HOSTILE.values(), ids=HOSTILE)
def test_an_ambiguous_or_malformed_tagset_is_refused_in_one_sentence(fields: dict[str, Any]) -> None:
    with pytest.raises(UserError) as refusal:
        read(**fields)
    assert "mine.json" in str(refusal.value)
    assert len(str(refusal.value)) <= 200
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize(
    "source",
    [b"", b"{", b"null", b"[]", b"\xff\xfe{}", b'{"name": "\xff"}', b"[" * 100_000, b'{"name":"a","tags":1e999}'],
    ids=["empty", "cut", "null", "list", "UTF-16", "bad UTF-8", "deep", "infinite"],
)
def test_what_is_no_tagset_is_refused(source: bytes) -> None:
    with pytest.raises(UserError, match=r"mine\.json"):
        read_tagset(source, "mine.json")


@given(st.binary(max_size=60))
def test_no_bytes_make_reading_fail_in_another_way(source: bytes) -> None:
    with pytest.raises(UserError):
        read_tagset(source, "mine.json")
