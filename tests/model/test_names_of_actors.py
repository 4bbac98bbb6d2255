"""Names are compared as readers mean them, and dates may be known in part."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.errors import UserError
from annotator.model.aliases import (
    ALWAYS,
    LONGEST_NOTE,
    Alias,
    check_alias,
    days_of,
    fold_name,
    is_partial_date,
    tidied,
)
from annotator.model.naming import LONGEST_NAME

SAME = [
    ("the Observatory", "Observatory"),
    ("The Observatory", "the observatory’s"),
    ("al-Nusra Front", "Nusra Front"),
    ("The al-Nusra Front", "Al Nusra front"),
    ("an-Nusra Front", "Nusra\u00a0Front"),
    ("ash-Shabaab", "al-Shabaab"),
    ("Sana'a", "Sanaʿa’s"),
    ("Sana´a", "Sanaa"),
    ("U.N.", "UN"),
    ("Assad's", "Assad’s"),
    ("Kurdistan Workers' Party", "Kurdistan Workers Party"),
    ("Fatah–Revolutionary Council", "Fatah - Revolutionary  Council"),
    ("Nusra\u2011Front", "Nusra-Front"),
    ("Diyarbakır", "DIYARBAKIR"),
    ("Łódź Straße", "Lodz Strasse"),
    ("إدلب", "ادلب"),
    ("المرصدُ السّوريّ", "المرصد السوري"),
    ("حمـــاة", "حماه"),
    ("١٧ تشرين", "17 تشرين"),
    ("ISIS\u200e", "isis"),
    ("ＩＳＩＳ", "ISIS"),
    ("Peoples\tFront\nof X", "peoples front of x"),
]
DIFFERENT = [
    ("an army", "army"),
    ("as others", "others"),
    ("Jabhat al-Nusra", "Jabhat Nusra"),
    ("Nusra", "Nusra Front"),
    ("कि", "का"),
    ("が", "か"),
    ("คุณ", "คณ"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_names_that_a_reader_takes_for_one_fold_to_one(one: str, other: str):
    assert fold_name(one) == fold_name(other) != ""


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_other_names_stay_other_names(one: str, other: str):
    assert fold_name(one) != fold_name(other)


@pytest.mark.parametrize("article", ["the", "The", "al", "al-", "’s", "—", "", " \u200b"])
def test_an_article_alone_is_not_left_out_and_signs_are_no_name(article: str):
    assert fold_name(article) == article.strip(" -’s—\u200b").casefold()


@given(st.text(max_size=60))
def test_folding_what_is_folded_changes_nothing(name: str):
    folded = fold_name(name)
    assert fold_name(folded) == folded
    assert folded == " ".join(folded.split())


@given(st.text(st.characters(categories=["Lu", "Ll", "Nd"], max_codepoint=0x24F), min_size=1, max_size=20))
def test_case_and_a_possessive_never_matter(name: str):
    assert fold_name(name.upper().lower()) == fold_name(name.lower())
    assert fold_name(f"{name}’s") == fold_name(name)


@pytest.mark.parametrize("text", ["2013", "2013-04", "2013-04-08", "0001", "9999-12-31", "2012-02-29"])
def test_a_date_may_be_known_in_part(text: str):
    assert is_partial_date(text)


@pytest.mark.parametrize(
    "text",
    ["", "13", "2013-4", "2013-13", "2013-02-30", "2013-04-08T10:00", "08/04/2013", "0000", "٢٠١٣", "2013-", "2013\n"],
)
def test_anything_else_is_no_date(text: str):
    assert not is_partial_date(text)


def test_the_days_that_a_date_may_mean():
    assert days_of("2013") == ("2013-01-01", "2013-12-31")
    assert days_of("2013-02") == ("2013-02-01", "2013-02-31")
    assert (
        days_of("2013-04-08") == days_of(" 2013-04-08T10:00:00Z ") == days_of("2013-04-08 10:00") == ("2013-04-08",) * 2
    )
    for unknown in ("", "8 April 2013", "2013-99", "\0"):
        assert days_of(unknown) == ALWAYS


@pytest.mark.parametrize(
    ("one", "other", "meet"),
    [
        (("", ""), ("", ""), True),
        (("2013", "2014"), ("2014-12-31", ""), True),
        (("2013", "2013"), ("2014", ""), False),
        (("", "2013-04"), ("2013-04-30", "2013-05"), True),
        (("", "2013-04-08"), ("2013-04-09", ""), False),
    ],
)
def test_times_overlap_where_there_is_a_day_in_both(one: tuple[str, str], other: tuple[str, str], meet: bool):
    first, second = Alias("A", "x", *one), Alias("B", "x", *other)
    assert first.overlaps(second) is second.overlaps(first) is meet


@pytest.mark.parametrize(
    ("alias", "why"),
    [
        (Alias("", "x"), "needs a name"),
        (Alias("A", " "), "needs a name"),
        (Alias("A" * (LONGEST_NAME + 1), "x"), "at most 200"),
        (Alias("A\nB", "x"), "one line"),
        (Alias("A", "x\ud800"), "one line"),
        (Alias("A", "—"), "no letter"),
        (Alias("A", "x", "April"), "April is no date"),
        (Alias("A", "x", "2014", "2013-12"), "2013-12 is before 2014"),
        (Alias("A", "x", note="n" * (LONGEST_NOTE + 1)), "at most 1,000"),
        (Alias("A", "x", note="two\u2028lines"), "one line"),
    ],
)
def test_what_cannot_stand_in_a_list_is_refused_in_a_sentence(alias: Alias, why: str):
    with pytest.raises(UserError, match=why) as refused:
        check_alias(alias)
    assert str(refused.value).endswith(".")


def test_what_can_stand_in_a_list_is_let_through():
    check_alias(Alias("A", "x", "2013", "2013-01", note="a note"))
    assert tidied(Alias(" A ", "x\t", " 2013", "", True, " n ")) == Alias("A", "x", "2013", "", True, "n")
