"""A claim's polarity, certainty and act show in its words and its sentence; what does not show is the usual."""

import pytest

from annotator.model.guesses.claims import guess_claim
from annotator.model.span import Fragment


def guessed(marked: str, language: str = "en") -> dict[str, object]:
    parts = marked.split("|")
    text, fragments, at = "".join(parts), [], 0
    for index, part in enumerate(parts):
        if index % 2:
            fragments.append(Fragment(at, at + len(part)))
        at += len(part)
    return dict(guess_claim(text, fragments, language))


ACTS = [
    ("The army said |rebels had left|.", "en", "report"),
    ("|Rebels had left|, the army said.", "en", "report"),
    ("|“We won,”| he said, |“and they left.”|", "en", "report"),
    ("He denied |that the barracks had fallen|.", "en", "deny"),
    ("He denied it. He said |the barracks had fallen|.", "en", "report"),
    ("The Covenant |denied any role|.", "en", "deny"),
    ("Halvrik rejected |the allegation|.", "en", "deny"),
    ("Oskand said |it had no hand in the unrest|.", "en", "deny"),
    ("Oskand said |roads were not open|.", "en", "report"),
    ("State television accused instructors |of planning the raid|.", "en", "accuse"),
    ("It blamed |the regime|.", "en", "accuse"),
    ("The Front claimed responsibility |for the attack|.", "en", "claim_responsibility"),
    ("The Front claimed |responsibility for the attack|.", "en", "claim_responsibility"),
    ("The Front |claimed responsibility for the attack|.", "en", "claim_responsibility"),
    ("The army claimed |that it had won|.", "en", "report"),
    ("It vowed |to strike the base|.", "en", "intend"),
    ("The Guard said |it would send men|.", "en", "intend"),
    ("He said |it would be the first time|.", "en", "report"),
    ("It did not accuse |the police of aiming at the crowd|.", "en", "report"),
    ("Mais la CPZ a démenti |toute implication|.", "fr", "deny"),
    ("Ostrel accuse l’Oskand |d’avoir fourni des armes|.", "fr", "accuse"),
    ("Le Front revendique |la mort de 63 soldats|.", "fr", "claim_responsibility"),
    ("« Nous partons », a dit l’armée. Il promet |de revenir|.", "fr", "intend"),
    ("La empresa negó |haber contratado a los hombres|.", "es", "deny"),
    ("Acusan a la empresa |de haber pagado a los pistoleros|.", "es", "accuse"),
    ("Los Herederos se adjudicaron |la acción|.", "es", "claim_responsibility"),
    ("ونفى الجيش |تنفيذ أي غارة|.", "ar", "deny"),
    ("واتهمت دار نوارة جهات |بتنظيم المسيرات|.", "ar", "accuse"),
    ("وتبنت الجبهة |الهجوم|.", "ar", "claim_responsibility"),
    ("في بيان، متوعداً |بالرد على القاعدة|.", "ar", "intend"),
    ("وقال الوزير |إن ستة قُتلوا|.", "ar", "report"),
]


@pytest.mark.parametrize(("marked", "language", "act"), ACTS)
def test_the_verb_of_the_sentence_is_the_act(marked: str, language: str, act: str) -> None:
    assert guessed(marked, language)["act"] == act


POLARITIES = [
    ("He said |the army had left|.", "en", "affirmed"),
    ("He said |the army had not left|.", "en", "negated"),
    ("He said |no soldier had left|.", "en", "negated"),
    ("He said |they didn’t leave|.", "en", "negated"),
    ("He denied |that it was armed|.", "en", "negated"),
    ("He said |no more than 40 had left|.", "en", "affirmed"),
    ("He said |two were cut off without water|.", "en", "affirmed"),
    ("|“There was confusion at first, and confusion is not deceit,”| he said.", "en", "affirmed"),
    ("|“My brother,”| she said, |“did not come home.”|", "en", "negated"),
    ("Il dit que |personne n’a tiré|.", "fr", "negated"),
    ("Il dit que |l’armée a tiré|.", "fr", "affirmed"),
    ("Dijo que |la policía no disparó|.", "es", "negated"),
    ("Dijo que |la policía disparó|.", "es", "affirmed"),
    ("وأكد |أن الطائرات لم تحلّق|.", "ar", "negated"),
    ("وأكد |أن ما لا يقل عن ثلاثين قُتلوا|.", "ar", "affirmed"),
]


@pytest.mark.parametrize(("marked", "language", "polarity"), POLARITIES)
def test_a_denied_first_clause_makes_a_claim_negated(marked: str, language: str, polarity: str) -> None:
    assert guessed(marked, language)["polarity"] == polarity


CERTAINTIES = [
    ("He said |the army had left|.", "en", "certain"),
    ("He said |the army may have left|.", "en", "possible"),
    ("He said |they could not leave|.", "en", "certain"),
    ("He said |the army had probably left|.", "en", "probable"),
    ("|Two helicopters were reportedly hit|.", "en", "unknown"),
    ("Il dit que |l’armée serait partie|.", "fr", "possible"),
    ("Dijo que |probablemente huyeron|.", "es", "probable"),
    ("وأوضح المركز |أن شكل الحفرة يرجّح سقوط قنبلة|.", "ar", "probable"),
]


@pytest.mark.parametrize(("marked", "language", "certainty"), CERTAINTIES)
def test_hedges_lower_the_certainty(marked: str, language: str, certainty: str) -> None:
    assert guessed(marked, language)["certainty"] == certainty


@pytest.mark.parametrize(
    ("marked", "language"),
    [
        ("It did not say |that the barracks had fallen|.", "en"),
        ("She could neither confirm nor rule out |that soldiers had been there|.", "en"),
        ("The ministry declined to confirm |the figure|.", "en"),
        ("L’armée n’a pas confirmé |la prise du village|.", "fr"),
        ("La policía no confirmó |las muertes|.", "es"),
        ("ولم يذكر البيان |إن كان مقاتلوه هناك|.", "ar"),
    ],
)
def test_what_a_source_does_not_say_is_unknown_and_its_polarity_is_left_to_the_annotator(
    marked: str, language: str
) -> None:
    assert guessed(marked, language) == {"act": "report", "certainty": "unknown"}


def test_without_words_or_in_a_language_that_is_not_known_there_is_no_guess() -> None:
    assert guessed("He said |— …|.") == {}
    assert guessed("Er sagte, |die Armee sei weg|.", "de") == {}
