"""Lists of JSON objects are read an object at a time, whatever their layout, and whatever is wrong with them."""

import json
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.errors import UserError
from annotator.formats import json_lists
from annotator.formats.json_lists import objects_in_list
from annotator.formats.source import Source
from tests.formats.given import checked, source
from tests.formats.round_trips import mutated
from tests.growth import grows_at_most

WORDS = st.text(st.sampled_from('ab"\\{}[],: \n\u2028é😀'), max_size=12)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.floats(allow_nan=False, allow_infinity=False) | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3),
    max_leaves=8,
)
LISTS = st.lists(st.dictionaries(WORDS, VALUES, max_size=4), max_size=4)
LAYOUTS = st.sampled_from([{}, {"indent": 1}, {"indent": "\t"}, {"separators": (",", ":")}, {"ensure_ascii": True}])


def read(content: bytes) -> list[Any]:
    return [value for _, value, _ in objects_in_list(source(content, "x.json"), "task")]


def refused(content: bytes) -> str:
    with pytest.raises(UserError) as caught:
        read(content)
    return checked(str(caught.value))


@pytest.fixture(params=[1, 7, 262_144])
def part(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    """Let files come in parts so small that each part ends somewhere else."""
    monkeypatch.setattr(json_lists, "_PART", request.param)
    return int(request.param)


@pytest.mark.parametrize("size", [1, 5, 262_144])
@settings(max_examples=60)
@given(written=LISTS, layout=LAYOUTS, around=st.sampled_from([("", ""), (" \r\n", "\t\n"), ("\ufeff", "\n")]))
def test_the_objects_are_those_of_the_list(size: int, written: list[Any], layout: Any, around: tuple[str, str]):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(json_lists, "_PART", size)
        found = read((around[0] + json.dumps(written, **layout) + around[1]).encode())
    assert found == written


def test_each_object_has_its_number_and_what_was_replaced_in_it(part: int):
    content = b'[{"a": "\\u0000"}, {"a": "}]"}]'
    (first, second) = objects_in_list(source(content, "x.json"), "task")
    assert first[:2] == (1, {"a": "\ufffd"})
    assert "U+FFFD" in first[2][0]
    assert second == (2, {"a": "}]"}, [])


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "no list of tasks"),
        (b'{"a": 1}', "no list of tasks"),
        (b"[", "task 1"),
        (b"[1]", "task 1: it is no JSON object"),
        (b'[["a"]]', "task 1"),
        (b'[{"a": 1},]', "task 2"),
        (b'[{"a": 1} {"a": 2}]', "task 2"),
        (b'[{"a": 1}', "task 2"),
        (b'[{"a": 1}] {}', "task 2: the list has ended"),
        (b'[{"a": 1}, {"a": ]}]', "task 2: it is no JSON"),
        (b'[{"a": 1}, {"a": "]', "task 2: it is no JSON"),
        (b'[{"a": 1]]', "task 1: it is no JSON"),
        (b'[{"a": NaN}]', "task 1: it is no JSON"),
        (b'[{"a": "\xff"}]', "task 1: it is not UTF-8"),
        (b'[{"a":' + b"[" * 20_000 + b"]" * 20_000 + b"}]", "task 1: it is nested too deeply"),
        ('[{"a": 1}]'.encode("utf-16"), "no list of tasks"),
    ],
)
def test_what_is_no_list_of_objects_is_refused_by_its_number(part: int, content: bytes, says: str):
    assert says in refused(content)


def test_what_comes_before_a_broken_object_was_yielded():
    found = objects_in_list(source(b'[{"a": 1}, {"a": 2}, nothing', "x.json"), "task")
    assert [next(found)[1], next(found)[1]] == [{"a": 1}, {"a": 2}]
    with pytest.raises(UserError, match="task 3"):
        next(found)


def test_an_object_without_an_end_is_refused_before_the_file_is_in_memory(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(json_lists, "LONGEST_OBJECT", 1_000_000)
    read_on = _Endless(b'[{"a": "', b"x" * 1000)
    with pytest.raises(UserError, match="task 1: it is longer than 1 MB"):
        list(objects_in_list(Source("x.json", ".json", 2**40, lambda: read_on), "task"))
    assert read_on.given < 3_000_000


def test_the_first_object_is_there_before_the_second_was_read():
    endless = _Endless(b"[", b'{"a": 1},' * 1000)
    found = objects_in_list(Source("x.json", ".json", 2**40, lambda: endless), "task")
    assert [next(found)[0] for _ in range(100_000)][-1] == 100_000
    assert endless.given < 100_000 * 9 + 600_000


class _Endless(BytesIO):
    """A file that begins with something and goes on and on."""

    def __init__(self, begins: bytes, goes_on: bytes) -> None:
        super().__init__()
        self.given = 0
        self._next = begins
        self._goes_on = goes_on

    def read(self, size: int | None = -1, /) -> bytes:
        assert size is not None
        assert 0 < size < 2**27
        while len(self._next) < size:
            self._next += self._goes_on * (1 + size // len(self._goes_on))
        found, self._next = self._next[:size], self._next[size:]
        self.given += len(found)
        return found


@pytest.mark.parametrize("made", [b"x", b'\\"', b"\\\\", b'","', b'":[],"b', b'":{"c":[{}]},"'], ids=range(6))
def test_no_object_takes_time_with_the_square_of_its_size(made: bytes):
    def of(count: int) -> Any:
        content = b'[{"a":"' + made * count + b'"}]'

        def action() -> None:
            try:
                read(content)
            except UserError as error:
                checked(str(error))

        return action

    assert grows_at_most(16, of(400_000), of(50_000))


def test_mutated_lists_are_read_or_refused(part: int):
    content = json.dumps([{"a": [1, {"b": 'c\\"}'}], "d": None}, {}, {"e": "\u2028"}], indent=1).encode()
    for seed in range(400):
        changed = mutated(content, seed)
        try:
            found = read(changed)
        except UserError as error:
            checked(str(error))
        else:
            assert all(isinstance(one, dict) for one in found)
