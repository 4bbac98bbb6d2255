"""A number span says what its words say: bounds, qualifier, unit and, where it shows, what is counted."""

import pytest

from annotator.model.guesses.numbers import guess_number
from annotator.model.span import Fragment

AT_LEAST, MORE, AT_MOST, LESS = ("low", "at_least"), ("low", "more_than"), ("high", "at_most"), ("high", "less_than")
EXACT, APPROX, PLURAL = ("best", "exact"), ("best", "approx"), ("low", "plural")


def guessed(marked: str, language: str) -> dict[str, object]:
    """Guess at what stands between two bars, or between the first and second and the third and fourth."""
    parts = marked.split("|")
    text, fragments, at = "".join(parts), [], 0
    for index, part in enumerate(parts):
        if index % 2:
            fragments.append(Fragment(at, at + len(part)))
        at += len(part)
    return dict(guess_number(text, fragments, language))


def bounds(found: dict[str, object]) -> dict[str, object]:
    return {name: found[name] for name in ("low", "best", "high", "modifier") if name in found}


ONE_FIGURE = [
    # digits
    ("|287|", "en", 287, EXACT),
    ("|1,200|", "en", 1200, EXACT),
    ("|1 200|", "en", 1200, EXACT),
    ("|1\u00a0200|", "fr", 1200, EXACT),
    ("|1\u202f200\u202f300|", "fr", 1_200_300, EXACT),
    ("|1\u2009200|", "", 1200, EXACT),
    ("|1.200|", "es", 1200, EXACT),
    ("|1.200|", "es-MX", 1200, EXACT),
    ("|1.200|", "de", 1200, EXACT),
    ("|1.200.000|", "en", 1_200_000, EXACT),
    ("|1.2|", "en", 1.2, EXACT),
    ("|3,5|", "fr", 3.5, EXACT),
    ("|1,20,000|", "en", 120_000, EXACT),
    ("|1,234.5|", "en", 1234.5, EXACT),
    ("|1.234,5|", "es", 1234.5, EXACT),
    ("|0.125|", "en", 0.125, EXACT),
    ("|.5|", "en", 0.5, EXACT),
    ("|1.2 million|", "en", 1_200_000, EXACT),
    ("|1,2 million|", "fr", 1_200_000, EXACT),
    ("|$4.5 bn|", "en", 4_500_000_000, EXACT),
    ("|5k|", "en", 5000, EXACT),
    ("|£3m|", "en", 3_000_000, EXACT),
    ("|3m|", "en", 3, EXACT),
    ("|1½|", "en", 1.5, EXACT),
    ("|٢٨٧|", "ar", 287, EXACT),
    ("|١٬٢٠٠|", "ar", 1200, EXACT),
    ("|٣٫٥|", "ar", 3.5, EXACT),
    ("|۲۸۷|", "", 287, EXACT),
    ("|𝟯𝟰𝟬|", "en", 340, EXACT),
    ("|1\u200f2|", "ar", 1, EXACT),
    ("|1,\u200f200|", "ar", 1200, EXACT),
    # words
    ("|zero|", "en", 0, EXACT),
    ("|twenty-six|", "en", 26, EXACT),
    ("|twenty six|", "en", 26, EXACT),
    ("|two hundred and eighty-seven|", "en", 287, EXACT),
    ("|two hundred eighty-seven|", "en", 287, EXACT),
    ("|one thousand two hundred and six|", "en", 1206, EXACT),
    ("|three million four hundred thousand|", "en", 3_400_000, EXACT),
    ("|A hundred|", "en", 100, EXACT),
    ("|a dozen|", "en", 12, EXACT),
    ("|two dozen|", "en", 24, EXACT),
    ("|half a dozen|", "en", 6, EXACT),
    ("|half a million|", "en", 500_000, EXACT),
    ("|one and a half million|", "en", 1_500_000, EXACT),
    ("|three quarters of a million|", "en", 750_000, EXACT),
    ("|a million and a half|", "en", 1_500_000, EXACT),
    ("|an hour and a half|", "en", 1.5, EXACT),
    ("|12 hundred|", "en", 1200, EXACT),
    ("|nine trillion million million|", "en", 9_000_000_000_000, EXACT),
    ("|a couple|", "en", 2, APPROX),
    ("|a couple of hundred|", "en", 200, APPROX),
    ("and |a| boy of 13", "en", 1, EXACT),
    ("only |six| of them", "en", 6, EXACT),
    # of some only the least is known
    ("|dozens|", "en", 24, PLURAL),
    ("|“hundreds”|", "en", 200, PLURAL),
    ("|hundreds of thousands|", "en", 200_000, PLURAL),
    ("|tens of thousands|", "en", 20_000, PLURAL),
    ("|scores|", "en", 40, PLURAL),
    ("|several|", "en", 2, PLURAL),
    ("|several hundred|", "en", 200, PLURAL),
    ("|a few thousand|", "en", 2000, PLURAL),
    ("|a handful|", "en", 2, PLURAL),
    ("|at least several hundred|", "en", 200, AT_LEAST),
    # qualified
    ("|at least 287|", "en", 287, AT_LEAST),
    ("|no fewer than 30|", "en", 30, AT_LEAST),
    ("|37 or more|", "en", 37, AT_LEAST),
    ("|60-plus|", "en", 60, AT_LEAST),
    ("|60+|", "en", 60, AT_LEAST),
    ("|≥ 60|", "", 60, AT_LEAST),
    ("|more than 40|", "en", 40, MORE),
    ("|over a dozen|", "en", 12, MORE),
    ("|just over 2 million|", "en", 2_000_000, MORE),
    ("|up to 50|", "en", 50, AT_MOST),
    ("|as many as 10|", "en", 10, AT_MOST),
    ("|forty thousand at most|", "en", 40_000, AT_MOST),
    ("|no more than 20,000|", "en", 20_000, AT_MOST),
    ("|fewer than six|", "en", 6, LESS),
    ("|about 150|", "en", 150, APPROX),
    ("|nearly 300|", "en", 300, APPROX),
    ("|some 90 000|", "en", 90_000, APPROX),
    ("|30 or so|", "en", 30, APPROX),
    ("|an estimated 5,000|", "en", 5000, APPROX),
    # what stands beside the span qualifies it too
    ("killing more than |40| rebels", "en", 40, MORE),
    ("put the dead at |37| or more.", "en", 37, AT_LEAST),
    ("killed |30| people at least.", "en", 30, AT_LEAST),
    ("killed |30| people, at least 20 of them children", "en", 30, EXACT),
    ("killed |30| people and at least 20", "en", 30, EXACT),
    ("it handed over |46| servicemen", "en", 46, EXACT),
    # only the first of two
    ("|40 km (25 miles)|", "en", 40, EXACT),
    ("|at least| – the army said – |30|", "en", 30, AT_LEAST),
    # French
    ("|vingt et un|", "fr", 21, EXACT),
    ("|soixante-dix-sept|", "fr", 77, EXACT),
    ("|quatre-vingts|", "fr", 80, EXACT),
    ("|quatre-vingt-dix-sept|", "fr", 97, EXACT),
    ("|deux cent quatre-vingt-sept|", "fr", 287, EXACT),
    ("|mille deux cents|", "fr", 1200, EXACT),
    ("|trois millions et demi|", "fr", 3_500_000, EXACT),
    ("|une heure et demie|", "fr", 1.5, EXACT),
    ("|une vingtaine|", "fr", 20, APPROX),
    ("|une centaine de milliers|", "fr", 100_000, APPROX),
    ("|des dizaines|", "fr", 20, PLURAL),
    ("|plusieurs centaines|", "fr", 200, PLURAL),
    ("|au moins sept|", "fr", 7, AT_LEAST),
    ("|plus de quarante|", "fr", 40, MORE),
    ("|jusqu’à 60|", "fr", 60, AT_MOST),
    ("|moins de trente|", "fr", 30, LESS),
    ("|environ 110\u00a0000|", "fr", 110_000, APPROX),
    ("|près d’une centaine|", "fr", 100, APPROX),
    # Spanish
    ("|treinta y uno|", "es", 31, EXACT),
    ("|doscientos ochenta y siete|", "es", 287, EXACT),
    ("|dos mil trescientos|", "es", 2300, EXACT),
    ("|dos mil millones|", "es", 2_000_000_000, EXACT),
    ("|mil|", "es", 1000, EXACT),
    ("|1,5 millones|", "es", 1_500_000, EXACT),
    ("|medio millón|", "es", 500_000, EXACT),
    ("|un millón y medio|", "es", 1_500_000, EXACT),
    ("|unas treinta|", "es", 30, APPROX),
    ("|una veintena|", "es", 20, APPROX),
    ("|cientos de miles|", "es", 200_000, PLURAL),
    ("|docenas|", "es", 24, PLURAL),
    ("|al menos nueve|", "es", 9, AT_LEAST),
    ("|más de 25|", "es", 25, MORE),
    ("|hasta 80|", "es", 80, AT_MOST),
    ("|menos de un centenar|", "es", 100, LESS),
    # Arabic
    ("|ثلاثة عشر|", "ar", 13, EXACT),
    ("|خمسة وعشرين|", "ar", 25, EXACT),
    ("|مئة وخمسة وعشرين|", "ar", 125, EXACT),
    ("|ألفين وثلاثمئة|", "ar", 2300, EXACT),
    ("|وأربعة|", "ar", 4, EXACT),
    ("|مئتي ألف|", "ar", 200_000, EXACT),
    ("|ثمانية آلاف|", "ar", 8000, EXACT),
    ("|نصف مليون|", "ar", 500_000, EXACT),
    ("|مليون ونصف المليون|", "ar", 1_500_000, EXACT),
    ("|خمس ساعات|", "ar", 5, EXACT),
    ("|عشرات|", "ar", 20, PLURAL),
    ("|مئات الآلاف|", "ar", 200_000, PLURAL),
    ("|عدة مئات|", "ar", 200, PLURAL),
    ("|ما لا يقل عن ثلاثين|", "ar", 30, AT_LEAST),
    ("|ثلاثون قتيلاً على الأقل|", "ar", 30, AT_LEAST),
    ("|أكثر من مئة|", "ar", 100, MORE),
    ("|لا يزيد عن 50|", "ar", 50, AT_MOST),
    ("|أقل من عشرة|", "ar", 10, LESS),
    ("|نحو عشرين|", "ar", 20, APPROX),
]


@pytest.mark.parametrize(("marked", "language", "value", "way"), ONE_FIGURE)
def test_a_figure_is_read_with_what_qualifies_it(
    marked: str, language: str, value: float, way: tuple[str, str]
) -> None:
    bound, modifier = way
    assert bounds(guessed(marked, language)) == {bound: value, "modifier": modifier}


RANGES = [
    ("|between 20 and 30|", "en", 20, 30),
    ("|Between nine and 16|", "en", 9, 16),
    ("|20-30|", "en", 20, 30),
    ("|20–30|", "en", 20, 30),
    ("|20 to 30|", "en", 20, 30),
    ("|from 20 to 30|", "en", 20, 30),
    ("|7 or 8|", "en", 7, 8),
    ("|7 000 to 8 000|", "en", 7000, 8000),
    ("|between eight and nine thousand|", "en", 8000, 9000),
    ("|two to three dozen|", "en", 24, 36),
    ("|1.2 to 1.5 million|", "en", 1_200_000, 1_500_000),
    ("|between one hundred and two hundred|", "en", 100, 200),
    ("|between one hundred and five and two hundred|", "en", 105, 200),
    ("|somewhere between 1,100 and 1,280|", "en", 1100, 1280),
    ("|between 45 minutes and an hour|", "en", 45, 60),
    ("|15 to 20 percent|", "en", 15, 20),
    ("|$5-10 million|", "en", 5_000_000, 10_000_000),
    ("|entre 40 et 50|", "fr", 40, 50),
    ("|de 20 à 30|", "fr", 20, 30),
    ("|20 ou 30|", "fr", 20, 30),
    ("|entre cuatro y seis|", "es", 4, 6),
    ("|«quince o veinte»|", "es", 15, 20),
    ("|ما بين 70 و90|", "ar", 70, 90),
    ("|بين ثمانية آلاف وتسعة آلاف|", "ar", 8000, 9000),
    ("|من 20 إلى 30|", "ar", 20, 30),
]


@pytest.mark.parametrize(("marked", "language", "low", "high"), RANGES)
def test_both_ends_of_a_range_are_read(marked: str, language: str, low: float, high: float) -> None:
    assert bounds(guessed(marked, language)) == {"low": low, "high": high, "modifier": "range"}


def test_two_numbers_marked_apart_are_no_range() -> None:
    assert bounds(guessed("from |31| to 36 overnight", "en")) == {"best": 31, "modifier": "exact"}
    assert bounds(guessed("from 31 to |36| overnight", "en")) == {"best": 36, "modifier": "exact"}


UNITS = [
    ("|30 km|", "en", "distance", "km"),
    ("|five kilometers|", "en", "distance", "km"),
    ("|some 40 miles|", "en", "distance", "miles"),
    ("a |five-kilometre| strip", "en", "distance", "km"),
    ("a |90-second| video", "en", "duration", "seconds"),
    ("an |eight-year| war", "en", "duration", "years"),
    ("within |2| weeks", "en", "duration", "weeks"),
    ("|700 square miles|", "en", "other", "square miles"),
    ("|60 per cent|", "en", "percent", None),
    ("|a third| of the roof", "en", "percent", None),
    ("|$1.2 million|", "en", "money", "dollars"),
    ("|3 million euros|", "en", "money", "euros"),
    ("$|300|", "en", "money", "dollars"),
    ("|up to 60 tons|", "en", "other", "tons"),
    ("|12 kilomètres|", "fr", "distance", "km"),
    ("|moins de trente minutes|", "fr", "duration", "minute"),
    ("|once días|", "es", "duration", "día"),
    ("|ست ساعات|", "ar", "duration", "ساعة"),
    ("|نحو 18 كيلومتراً|", "ar", "distance", "km"),
]


@pytest.mark.parametrize(("marked", "language", "counts", "unit"), UNITS)
def test_a_unit_says_what_is_measured(marked: str, language: str, counts: str, unit: str | None) -> None:
    found = guessed(marked, language)
    assert (found.get("counts"), found.get("unit")) == (counts, unit)


def test_parts_are_counted_in_what_they_are_parts_of() -> None:
    assert guessed("|half an hour|", "en") == {
        "best": 30, "modifier": "exact", "counts": "duration", "unit": "minutes"
    }  # fmt: skip
    assert guessed("|about a third| of it", "en") == {"best": 33, "modifier": "approx", "counts": "percent"}
    assert bounds(guessed("|two-thirds|", "en")) == {"best": 67, "modifier": "exact"}
    assert bounds(guessed("|la moitié|", "fr")) == {"best": 50, "modifier": "exact"}


COUNTED = [
    ("said |at least 287| ISIL fighters, among them 26 minors, were killed", "en", "killed"),
    ("killed |63| soldiers and captured 11", "en", "killed"),
    ("killed 63 soldiers and captured |11|.", "en", "captured"),
    ("and that |more than 80| people were wounded, 17 of them badly", "en", "wounded"),
    ("more than 80 people were wounded, |17| of them badly", "en", "wounded"),
    ("that |11| others were missing", "en", "missing"),
    ("|Dozens| of families fled", "en", "displaced"),
    ("would send |250| soldiers overnight", "en", "fighters"),
    ("|Two| helicopters were hit", "en", "weapons"),
    ("listed a total of |16| places captured", "en", "places"),
    ("recorded |6| attacks on convoys", "en", "other"),
    ("Nobody was killed. |Three| trees fell", "en", None),
    ("Dayton, |42|, died in Homs", "en", None),
    ("|Sept| soldats ont été tués", "fr", "killed"),
    ("y |treinta| resultaron heridas", "es", "wounded"),
    ("نزحت |عشرات| العائلات", "ar", "displaced"),
]


@pytest.mark.parametrize(("marked", "language", "counts"), COUNTED)
def test_the_words_beside_a_number_show_what_is_counted(marked: str, language: str, counts: str | None) -> None:
    assert guessed(marked, language).get("counts") == counts


@pytest.mark.parametrize(
    ("marked", "language"),
    [
        ("the |93rd| anniversary", "en"),
        ("le |2e| régiment", "fr"),
        ("|the army|", "en"),
        ("|12.03.2026|", "en"),
        ("|1,2,3|", "en"),
        ("|—|", "en"),
        ("|twenty|", "zh"),
        ("|third|", "en"),
        ("|3/4|", "en"),
        ("|k|", "en"),
        ("|" + "9" * 400 + "|", "en"),
        ("|1" + ",000" * 30 + "|", "en"),
        ("|" + "9" * 19 + "|", "en"),
        ("|99999999 trillion|", "en"),
    ],
)
def test_what_is_no_number_or_too_large_is_not_guessed_at(marked: str, language: str) -> None:
    assert guessed(marked, language) == {}
