"""What a terminal is told: narrow, aligned, and with no name that hides or turns the line around."""

import pytest

from annotator.jobs.agreement_lines import WIDEST, counted, fitted, lines, padded, width
from tests.agreement.making import TAGS, article, figures

LONG = "x" * 150


def said(*names: str, match: str = "exact") -> list[str]:
    layers = {name: [("actor", "Homs")] if at % 2 else [("location", "Homs")] for at, name in enumerate(names)}
    return list(lines(figures(article(**layers), names=names, match=match, tags=(*TAGS, LONG))))  # type: ignore[arg-type]


@pytest.mark.parametrize("match", ["exact", "overlap", "token"])
@pytest.mark.parametrize("names", [("ana", "ben"), ("ana", LONG, "أحمد", "王" * 40, "a\u202eb\n"), ("ana",), ()])
def test_no_line_is_too_wide_and_no_name_breaks_one(names: tuple[str, ...], match: str):
    told = said(*names, match=match)
    assert told
    assert all(width(line) <= WIDEST for line in told)
    assert not any("\n" in line or "\u202e" in line for line in told)


def test_the_columns_stand_below_one_another():
    told = said("ana", "ben")
    head = next(line for line in told if "precision" in line)
    row = next(line for line in told if line.startswith("actor"))
    for name, value in (("both", "0"), ("only B", "1"), ("F1", "0.00"), ("kappa", "0.00")):
        end = head.index(name) + len(name)
        assert row[:end].endswith(value)


def test_what_has_no_value_is_a_dash_and_a_reason():
    told = said("ana", "ben")
    assert next(line for line in told if line.startswith("claim")).split() == ["claim", "0", "0", "0", *["-"] * 4]
    assert "- every figure of claim: no span of it in any of the layers" in told


def test_names_are_isolated_when_they_run_the_other_way():
    assert fitted("أحمد", 20) == "\u2068أحمد\u2069"
    assert fitted("ana", 20) == "ana"
    assert width(padded("王伟", 10)) == 10
    assert width(fitted("王" * 40, 9)) <= 9
    assert fitted("x" * 30, 10) == "x" * 9 + "…"


def test_one_thing_is_said_in_the_singular():
    assert counted(1, "articles") == "1 article"
    assert counted(1, "spans without a token") == "1 span without a token"
    assert counted(2, "articles") == "2 articles"
