"""How a language reports: the words around what somebody said. What the verbs are is known to the guesses."""

from collections.abc import Iterable, Mapping
from functools import cache

import msgspec

from annotator.model.guesses.vocabulary import Phrases, folded_list, parted

_DAYS = parted("monday | tuesday | wednesday | thursday | friday | saturday | sunday")
_JOURS = parted("lundi | mardi | mercredi | jeudi | vendredi | samedi | dimanche")
_DIAS = parted("lunes | martes | miércoles | jueves | viernes | sábado | domingo")
_AMOUNTS = {
    "at": "put puts putting",
    "as at of": "gave gives give given",
    "to": "raised revised lowered",
    "of": "spoke spoken speaks",
    "": "listed lists listing",
}
_NOTHING: frozenset[str] = frozenset()
_NONE: Phrases[bool] = Phrases({})
_CODE_LENGTH = 2
_DEFAULT = "en"


class Reporting(msgspec.Struct, frozen=True):
    """What stands around a reported clause. Words are folded."""

    that: frozenset[str] = _NOTHING
    """What a reported clause begins with, and which belongs to it."""
    sources: frozenset[str] = _NOTHING
    """The first words of what names a source without a verb: "according to"."""
    joins: frozenset[str] = _NOTHING
    """What joins one clause to the next: "and", "but"."""
    ends: Phrases[bool] = _NONE
    """What follows a comma where the reporter goes on himself: "which", "saying"."""
    adjuncts: frozenset[str] = _NOTHING
    """What begins words about where, when or how something was said: "in a statement", "because"."""
    listeners: frozenset[str] = _NOTHING
    """Verbs that are followed by who was told."""
    of: frozenset[str] = _NOTHING
    """What stands between who is accused and of what."""
    as_said: frozenset[str] = _NOTHING
    """What makes a clause a remark: "as the army said"."""
    with_that: frozenset[str] = _NOTHING
    """Nouns and more verbs that a reported clause may follow with "that": "reports that", "warned on Monday that"."""
    no_verb_after: frozenset[str] = _NOTHING
    """Words behind which a verb is a noun: "the charge"."""
    starts: frozenset[str] = _NOTHING
    """Words that may begin a clause behind "in a statement": "it"."""
    finite: frozenset[str] = _NOTHING
    """Verbs that show a stretch to be a clause of its own, and no mere name."""
    asides: Phrases[bool] = _NONE
    """What may stand between a verb and what is reported, and belongs to neither: "on Monday", "en revanche"."""
    to: frozenset[str] = _NOTHING
    """The last word of a verb of intending which belongs to what is intended."""
    hedges: frozenset[str] = _NOTHING
    """Words that make a whole sentence somebody's claim: "reportedly"."""
    passive: frozenset[str] = _NOTHING
    """Verbs behind which a verb of saying says of whom something is said: "was accused"."""
    relative: frozenset[str] = _NOTHING
    """What begins a clause inside the name of a source: "a man who said he was there told us"."""
    to_have: frozenset[str] = _NOTHING
    """Verbs that report with the infinitive of what was done: "claimed to have taken it"."""
    called: frozenset[str] = _NOTHING
    """Verbs that report only with a quotation behind them: "called it “a lie”"."""
    whens: frozenset[str] = _NOTHING
    """What may follow a figure that was reported, and belongs no longer to it: "37 [on Sunday]"."""
    amounts: Mapping[str, frozenset[str]] = msgspec.field(default_factory=dict)
    """Verbs that report with a figure, and what stands before it: "put the dead at 37"; nothing if it is at hand."""
    needs_that: bool = False
    """Whether what follows a verb of saying is its subject, unless it begins as a reported clause must."""
    verb_first: bool = False
    """Whether the verb stands before who said it, so that only the word for "that" shows where a clause begins."""


def reporting(language: str) -> Reporting:
    """Return how ``language`` reports: an ISO 639-1 code with or without a region, or nothing if it is not known."""
    return _loaded(language[:_CODE_LENGTH].lower())


@cache
def _loaded(code: str) -> Reporting:
    tables = {"en": _english, "fr": _french, "es": _spanish, "ar": _arabic}
    return tables.get(code or _DEFAULT, Reporting)()


def _any_of(phrases: Iterable[str]) -> Phrases[bool]:
    return Phrases(dict.fromkeys(phrases, True))


def _english() -> Reporting:
    return Reporting(
        that=folded_list("that"),
        sources=folded_list("according"),
        joins=folded_list("and but while though although whereas"),
        ends=_any_of(
            parted(
                "which | who | whose | where | as | saying | adding | telling | citing | quoting | contradicting"
                " | revising | according to | apparently | despite | denying | accusing | blaming | calling"
                " | an accusation | an allegation | a claim | a charge"
            )
        ),
        adjuncts=folded_list(
            "on in at by from after before during through via over of under as because since when late early"
            " overnight yesterday today monday tuesday wednesday thursday friday saturday sunday with without to"
        ),
        listeners=folded_list("told tells telling"),
        of=folded_list("of"),
        as_said=folded_list("as than"),
        with_that=folded_list(
            "report reports claim claims assertion assertions allegation allegations accusation accusations charge"
            " charges denial denials statement statements suggestion suggestions warning warnings rumours rumors"
            " belief fears assurance assurances evidence claimed claiming warned warns accept accepted accepts agreed"
            " agrees revealed reveals disclosed indicated indicates testified concluded concludes stressed"
            " emphasised emphasized complained boasted hinted replied predicted predicts feared cautioned ruled"
            " recognised recognized alleged learned heard found repeated reiterated understood"
        ),
        no_verb_after=folded_list("the a an its their his her our this these those such of in by for with"),
        starts=folded_list("it he she they there we i"),
        asides=_any_of([*_DAYS, *(f"on {day}" for day in _DAYS), "privately", "later", "repeatedly"]),
        to=folded_list("to"),
        hedges=folded_list("reportedly allegedly purportedly supposedly"),
        finite=folded_list("has had have was were is are will would can could may might did does do must should been"),
        passive=folded_list("was were been is are be being"),
        relative=folded_list("who which"),
        to_have=folded_list("claim claims claimed claiming"),
        called=folded_list("called calls calling"),
        whens=folded_list("on in at by after before during when late early overnight yesterday today"),
        amounts={verb: folded_list(before) for before, verbs in _AMOUNTS.items() for verb in verbs.split()},
    )


def _french() -> Reporting:
    return Reporting(
        that=folded_list("que qu"),
        sources=folded_list("selon d"),
        joins=folded_list("et mais tandis"),
        ends=_any_of(parted("qui | dont | où | ce que | ce qui | selon | comme | ajoutant | précisant | affirmant")),
        adjuncts=folded_list("à au aux dans par sur lors mardi lundi mercredi jeudi vendredi samedi dimanche hier"),
        of=folded_list("de d"),
        as_said=folded_list("comme"),
        no_verb_after=folded_list("le la les un une des ce cette ces son sa ses leur leurs l"),
        starts=folded_list("avoir être ne"),
        asides=_any_of([*_JOURS, *parted("en revanche | de son côté | pour sa part | désormais")]),
        to=folded_list("à"),
        hedges=folded_list("aurait auraient serait seraient prétendument"),
        finite=folded_list("a ont avait avaient est sont était étaient sera seront"),
        needs_that=True,
    )


def _spanish() -> Reporting:
    return Reporting(
        that=folded_list("que"),
        sources=folded_list("según"),
        joins=folded_list("y e pero mientras"),
        ends=_any_of(parted("que | quien | quienes | cuyo | cuya | donde | según | como | lo que | añadiendo")),
        adjuncts=folded_list("a al en por durante ante lunes martes miércoles jueves viernes sábado domingo ayer"),
        of=folded_list("de"),
        as_said=folded_list("como"),
        no_verb_after=folded_list("el la los las un una unos unas su sus este esta estos estas"),
        starts=folded_list("haber no"),
        asides=_any_of([*(f"el {day}" for day in _DIAS), *parted("en cambio | también")]),
        to=folded_list("a"),
        hedges=folded_list("habría habrían sería serían supuestamente presuntamente"),
        finite=folded_list("ha han había habían es son era eran fue fueron será serán está están"),
        needs_that=True,
    )


def _arabic() -> Reporting:
    return Reporting(
        that=folded_list("أن إن أنه إنه أنها إنها أنهم إنهم بأن بأنه بأنها بأنهم إنني"),
        sources=folded_list("بحسب وفق وفقا حسب"),
        joins=folded_list("لكن ولكن"),
        ends=_any_of(parted("مضيفا | مشيرا | متهما | متهمة | متوعدا | من دون | فيما | بينما")),
        as_said=folded_list("كما"),
        with_that=folded_list("يقال"),
        needs_that=True,
        verb_first=True,
    )
