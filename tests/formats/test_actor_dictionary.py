"""Actor dictionaries of event coders: every shape of their entries, and each line that is none named by number."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.errors import UserError
from annotator.formats import actor_dictionary
from annotator.formats.alias_reading import AliasReading
from annotator.model.aliases import Alias, check_alias
from tests.formats.given import checked, source
from tests.growth import grows_at_most

ENTRIES = """# A dictionary
<!-- made for a test
of two lines -->
EXAMPLE_FRONT_ [XXXREB] # who, when
+FRONT_OF_EXAMPLES_
+AL-EXAMPLE   ; another hand

RULER_OF_X_  ; a list
+PRESIDENT_RULER_
\t[XXXELI 750101-000101]
\t[XXXGOV >20011222]   # since
\t[XXXELI < 19500101]
FORMER STATE
    [OLD <911226]
    [NEW]
"""


def read(text: str) -> AliasReading:
    return actor_dictionary.read(source(text.encode(), "x.actors"))


def refused(text: str) -> list[tuple[int, str]]:
    return [(one.line, one.why) for one in read(text).refused]


def told(text: str) -> list[tuple[str, str, str, str, str]]:
    return [(a.canonical, a.variant, a.valid_from, a.valid_until, a.note) for a in read(text).aliases]


def test_entries_of_every_shape():
    assert told(ENTRIES) == [
        ("EXAMPLE FRONT", "EXAMPLE FRONT", "", "", "XXXREB"),
        ("EXAMPLE FRONT", "FRONT OF EXAMPLES", "", "", "XXXREB"),
        ("EXAMPLE FRONT", "AL-EXAMPLE", "", "", "XXXREB"),
        ("RULER OF X", "RULER OF X", "1975-01-01", "2000-01-01", "XXXELI"),
        ("RULER OF X", "RULER OF X", "2001-12-22", "", "XXXGOV"),
        ("RULER OF X", "RULER OF X", "", "1950-01-01", "XXXELI"),
        ("RULER OF X", "PRESIDENT RULER", "1975-01-01", "2000-01-01", "XXXELI"),
        ("RULER OF X", "PRESIDENT RULER", "2001-12-22", "", "XXXGOV"),
        ("RULER OF X", "PRESIDENT RULER", "", "1950-01-01", "XXXELI"),
        ("FORMER STATE", "FORMER STATE", "", "1991-12-26", "OLD"),
        ("FORMER STATE", "FORMER STATE", "", "", "NEW"),
    ]
    assert refused(ENTRIES) == []


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_line_ends_do_not_matter(end: str):
    assert told(ENTRIES.replace("\n", end)) == told(ENTRIES)


@pytest.mark.parametrize(
    ("day", "means"),
    [("300101", "2030-01-01"), ("310101", "1931-01-01"), ("000229", "2000-02-29"), ("19280101", "1928-01-01")],
)
def test_years_of_two_digits_up_to_30_are_of_this_century(day: str, means: str):
    assert told(f"A [X >{day}]") == [("A", "A", means, "", "X")]


def test_a_name_of_several_actors_at_one_time_is_ambiguous_and_at_different_times_is_not():
    found = read(
        "A [AA]\n+SHARED\n+OLD_NAME\n\nB [BB <010101]\n+SHARED\n\nC [CC >020101]\n+HEIR\nD [DD <010101]\n+HEIR\n"
    )
    ambiguous = {(alias.canonical, alias.variant) for alias in found.aliases if alias.ambiguous}
    assert ambiguous == {("A", "SHARED"), ("B", "SHARED")}


def test_a_semicolon_inside_a_word_is_no_comment_and_signs_in_names_stay():
    assert [name for _, name, *_ in told("CO&ACUTE;RDOBA_(X)/Y'S [X];comment\n")] == ["CO&ACUTE;RDOBA (X)/Y'S"]


@pytest.mark.parametrize(
    ("text", "line", "why"),
    [
        ("NOBODY\n", 1, "“NOBODY” has no code."),
        ("A [X]\n\n+B\n", 3, "“+B” stands below no name."),
        ("\n [X]\n", 2, "The code “X” stands below no name."),
        ("<NOUN>\nA [X]\n", 1, "“<NOUN>” is neither a name nor a code in brackets."),
        ("A [X]\nB ]X[\n", 2, "“B ]X[” is neither a name nor a code in brackets."),
        ("A [---]\n", 1, "“A” by its code is no actor."),
        ("A [X >990231]\n", 1, "“19990231” is no day; days are written YYMMDD or YYYYMMDD."),
        ("A [X >9902311]\n", 1, "“9902311” is no day; days are written YYMMDD or YYYYMMDD."),
        ("A [X 010101-000101]\n", 1, "“X 010101-000101” ends before it begins."),
        ("A [010101-020101]\n", 1, "“010101-020101” is no code, or none with days that can be read."),
        ("A [X maybe]\n", 1, "“X maybe” is no code, or none with days that can be read."),
        ("A []\n", 1, "“” is no code, or none with days that can be read."),
        (f"{'N' * 300} [X]\n", 1, "The name of an actor is one line of at most 200 characters."),
        ("A [X]\n+_\n", 2, "There is no name in it."),
    ],
)  # fmt: skip
def test_a_line_that_cannot_be_read_is_named_by_number(text: str, line: int, why: str):
    assert refused(text) == [(line, why)]


def test_one_bad_code_does_not_cost_the_others():
    found = read("A [X >990231]\n[Y]\n")
    assert [(alias.variant, alias.note) for alias in found.aliases] == [("A", "Y")]
    assert [one.line for one in found.refused] == [1]


def test_numbers_of_lines_count_comments():
    assert refused("<!-- one\ntwo\nthree -->\nA [X] <!-- x\ny -->\n\nNOBODY\n") == [(7, "“NOBODY” has no code.")]


@pytest.mark.parametrize(
    ("text", "why"),
    [("A [X]\n<!-- and then\n", "begins in line 2"), ("NOBODY\n\n" * 11_000, "does not look like a list")],
)
def test_what_is_no_dictionary_is_refused_as_a_whole(text: str, why: str):
    with pytest.raises(UserError, match=why) as caught:
        read(text)
    checked(str(caught.value))


@pytest.mark.parametrize(
    "text",
    [
        lambda times: "<!--" * (4 * times),
        lambda times: "[" * (10 * times),
        lambda times: "A [" + "1" * (10 * times) + "]",
        lambda times: "A [X" + " " * (10 * times) + "]",
        lambda times: "".join(f"A{number} [X]\n+SAME\n" for number in range(times // 3)),
        lambda times: "A [X]\n" + "+B\n" * times + "[Y]\n" * times,
        lambda times: "A" * (10 * times) + " [X]",
        lambda times: " ;" * (5 * times),
    ],
    ids=["comments", "brackets", "digits", "blanks", "one name", "names by codes", "long name", "semicolons"],
)
def test_no_file_takes_longer_than_its_length_explains(text: Callable[[int], str]):
    def read_or_refused(content: str) -> None:
        try:
            read(content)
        except UserError as error:
            checked(str(error))

    large, small = text(60_000), text(15_000)
    assert grows_at_most(8, lambda: read_or_refused(large), lambda: read_or_refused(small))


pieces = st.sampled_from(
    [
        "A_B_",
        "+C",
        " [X]",
        "[Y >010101]",
        "\n",
        "\n\n",
        "#",
        ";",
        "<!--",
        "-->",
        "[",
        "]",
        "<",
        ">",
        "-",
        "é",
        "\u202e",
        "\0",
        "\t",
    ]
)


@given(st.lists(pieces | st.text(max_size=3), max_size=40).map("".join))
def test_whatever_the_lines_are_each_is_read_or_named_and_every_alias_is_fit(text: str):
    try:
        found = actor_dictionary.read(source(text.encode("utf-8", "replace"), "x.actors"))
    except UserError as error:
        checked(str(error))
        return
    lines = text.replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1
    assert all(1 <= one.line <= lines for one in found.refused)
    assert [one.line for one in found.refused] == sorted(one.line for one in found.refused)
    for alias in found.aliases:
        assert isinstance(alias, Alias)
        check_alias(alias)
