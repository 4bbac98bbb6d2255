"""Markdown: what is read are the words; no mark of the markup stays, and no word is lost."""

from contextlib import suppress

import pytest

from annotator.errors import UserError
from annotator.formats import markdown
from tests.formats.given import read_one, refusal
from tests.growth import grows_at_most

WHOLE = """---
title: "Fighters pushed"
author: [Ana Belmar]
date: 2026-11-02
lang: en-GB
desk: East
---
# Fighters **pushed** from river towns

BELMARCH // The *Observatory* said [at least 287](https://nw.example/1 "x") fighters
were killed&nbsp;– `26` minors\\* among them.

> The army denied it.
> Nobody was there.

- one
- two
   1. three

| Town | Killed |
|------|-------:|
| Belmarch | 26 |

![A bridge](bridge.png)

<div>In a <b>box</b><script>no()</script></div>

```
code < here
```
First line\\
second line <b>bold</b> ~~gone~~ 3 < 4
"""


def read(content: str):
    return read_one(markdown.read, content.encode(), "report.md")


def test_the_words_are_kept_without_the_marks():
    assert read(WHOLE).text.split("\n\n") == [
        "Fighters pushed from river towns",
        "BELMARCH // The Observatory said at least 287 fighters were killed\u00a0– 26 minors* among them.",
        "The army denied it. Nobody was there.",
        "one", "two", "three",
        "Town\tKilled", "Belmarch\t26",
        "A bridge",
        "In a box",
        "code < here",
        "First line\nsecond line bold gone 3 < 4",
    ]  # fmt: skip


def test_the_fields_at_the_head_are_metadata():
    assert read(WHOLE).meta == {
        "title": "Fighters pushed", "byline": "Ana Belmar", "published": "2026-11-02", "language": "en", "desk": "East",
        "file": "report.md",
    }  # fmt: skip


def test_a_heading_is_the_title_where_no_field_says_it():
    assert read("# Fighters _pushed_\n\nText.").meta["title"] == "Fighters pushed"
    assert read("Fighters pushed\n====\n\nText.").meta["title"] == "Fighters pushed"
    assert "title" not in read("Text.\n\n# Later\n").meta


def test_rules_and_odd_heads_are_no_fields():
    assert read("---\n\nText: here.\n").text == "Text: here."
    assert "No text" in refusal(markdown.read, b"---\ntitle: x\n---\n", "empty.md")


@pytest.mark.parametrize("deep", [">" * 20_000, "[" * 20_000, "*" * 20_000, "- " * 5_000, "<b>" * 20_000, "![" * 9_000])
def test_deep_nesting_is_read_whole_or_refused_soon(deep: str):
    def done_with(text: str) -> None:
        with suppress(UserError):
            assert read(f"{text}last").text.endswith("last")

    assert grows_at_most(8, lambda: done_with(deep), lambda: done_with(deep[: len(deep) // 4]))
