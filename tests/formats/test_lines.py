"""Lines of a file: the same whether it is short or long, and never a list of them."""

import tracemalloc
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.errors import UserError
from annotator.formats import lines, span_table
from annotator.formats.lines import lines_of
from tests.formats.given import source

TEXTS = st.lists(st.sampled_from(["a", "é😀", "\n", "\r\n", "\r", "\u2028", " ", "\t"]), max_size=12).map("".join)


@given(TEXTS)
def test_lines_end_at_line_feeds_only_in_short_files_and_in_long_ones(text: str) -> None:
    wanted = [line.removesuffix("\r") for line in text.split("\n")]
    short = list(lines_of(source(text.encode(), "x.conll"), None))
    assert short == list(enumerate(wanted, 1))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lines, "MOST_BYTES", -1)
        long = list(lines_of(source(text.encode(), "x.conll"), None))
    # Whether there is a line of nothing behind the last line end makes no difference to anybody.
    assert "\n".join(line for _, line in long).rstrip("\n") == "\n".join(wanted).rstrip("\n")
    assert long == short[: len(long)]


def test_a_line_that_is_too_long_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "MOST_BYTES", 10)
    monkeypatch.setattr(lines, "LONGEST_LINE", 20)
    with pytest.raises(UserError, match="line 2: it is longer"):
        list(lines_of(source(b"short\n" + b"x" * 30, "x.conll"), None))


def peak(action: Callable[[], object]) -> int:
    action()
    tracemalloc.start()
    action()
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return most


def test_many_short_lines_take_no_more_memory_than_their_text() -> None:
    content = b"B-actor\n" * 40_000
    assert peak(lambda: sum(1 for _ in lines_of(source(content, "x.conll"), None))) < 4 * len(content)


def test_a_table_of_spans_takes_no_more_memory_than_a_few_times_its_text() -> None:
    head = "article,text,start,end,tag\n"
    content = (head + "".join(f"a{number},army,4,8,actor\n" for number in range(4_000))).encode()
    assert peak(lambda: sum(1 for _ in span_table.read(source(content, "x.csv"), None))) < 6 * len(content)
