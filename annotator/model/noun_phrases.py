"""Noun phrases around names and without one: "rebels", "Oskand’s ministry", "the Syrian army", "Senim valley".

An actor is a whole noun phrase, and a place takes in what is said of it: "northern Marravia". The head of a phrase is a
noun for people or for a body of them, which is looked up; before it stand words that say which of them, or a name.
Nothing is known of grammar: what is found is a candidate.
"""

from collections.abc import Mapping, Sequence
from functools import cache

import msgspec

from annotator.model.patterns import compiled
from annotator.model.span import Fragment
from annotator.model.tables import listed
from annotator.model.words import without_possessive, words_in

_CODE_LENGTH = 2
_MOST_MODIFIERS = 3
_LONGEST_OF = 16
_WITH_ARTICLE = 2
_REACH = 80
"""How far before a candidate its article is looked for, in code points."""
_POSSESSIVE = r"['’](?:[sS])?$"
_ELIDED = r"^[ldnsjmtc]['’]"
_GAP = r"[ \u00a0\u2009\u202f]"
_DESCRIBES = r"\p{L}[-\u2010\u2011](?!(?:held|controlled|occupied)$)\p{Ll}+$"
_BETWEEN = r"(?:['’][sS]?)?[ \u00a0\u2009\u202f]"


class Nouns(msgspec.Struct, frozen=True):
    """Words that make phrases in a language, in small letters."""

    heads: frozenset[str]
    """Nouns for people and for bodies of people."""
    modifiers: frozenset[str]
    """Words that may stand before them."""
    articles: frozenset[str]
    """What a noun phrase begins with."""
    of: Mapping[str, frozenset[str]] = msgspec.field(default_factory=dict)
    """Words that join a noun to the name or noun behind it, and the nouns they do so for: "aide to"; all if none."""
    places: frozenset[str] = frozenset()
    """Nouns for places that a name before them belongs to: "Senim valley"."""
    directions: frozenset[str] = frozenset()
    """Words that belong to the name of a place behind them: "northern Marravia"."""


@cache
def _nouns(language: str) -> Nouns | None:
    """Return the words of ``language``, an ISO 639-1 code with or without a region; nothing if it has none here."""
    return {"en": _ENGLISH, "": _ENGLISH, "fr": _FRENCH, "es": _SPANISH}.get(language[:_CODE_LENGTH].lower())


def with_phrases(
    text: str, sentence: Fragment, numbers: Sequence[Fragment], names: Sequence[Fragment], language: str
) -> list[Fragment]:
    """Return the names of a sentence and its phrases without one, in text order, those made one that are one phrase.

    Args:
        text: the article.
        sentence: the sentence.
        numbers: its number phrases, which nothing found here overlaps.
        names: its names, in text order.
        language: ISO 639-1 code of the article; empty if it is not known.
    """
    known = _nouns(language)
    if known is None:
        return list(names)
    found = list(names)
    words = words_in(text, sentence.start, sentence.end)
    for at, word in enumerate(words):
        if any(_meet(word, number) for number in numbers):
            continue
        spelled = _spelled(text, word)
        if spelled in known.heads:
            _join(text, found, _phrase(text, words, at, known))
        elif spelled in known.places:
            _join(text, found, word, after=True)
        elif spelled in known.directions:
            _join(text, found, word, before=True)
    return _joined_by_of(text, sorted(found), known)


def whole_phrase(text: str, place: Fragment, language: str) -> Fragment:
    """Return ``place`` with the article before it, and with what stands between: "the volunteer …", "a Syrian …"."""
    known = _nouns(language)
    if known is None:
        return place
    start = place.start
    words = words_in(text, max(0, place.start - _REACH), place.start)
    for word in reversed(words[-_MOST_MODIFIERS - 1 :]):
        if not _adjoin(text, word, start):
            break
        spelled = _spelled(text, word)
        if spelled in known.articles:
            return Fragment(word.start, place.end)
        if not _may_modify(text, word, known):
            break
        start = word.start
    return place


def _phrase(text: str, words: Sequence[Fragment], at: int, known: Nouns) -> Fragment:
    """Return the noun ``words[at]`` with the words before it that say which of them."""
    start = words[at].start
    for word in reversed(words[max(0, at - _MOST_MODIFIERS) : at]):
        if not _adjoin(text, word, start) or not _may_modify(text, word, known):
            break
        start = word.start
    return Fragment(start, without_possessive(text, words[at]).end)


def _join(text: str, found: list[Fragment], phrase: Fragment, *, after: bool = False, before: bool = False) -> None:
    """Add a phrase to what was found, made one with what it overlaps or adjoins.

    With ``after`` it is only added to a name or phrase that it directly follows, with ``before`` to one it precedes.
    """
    alone = not after and not before
    for other in list(found):
        follows = after and compiled(_GAP).fullmatch(text, other.end, phrase.start) is not None
        precedes = before and compiled(_GAP).fullmatch(text, phrase.end, other.start) is not None
        adjoins = _meet(other, phrase) or _adjoin(text, other, phrase.start) or _adjoin(text, phrase, other.start)
        if follows or precedes or (alone and adjoins):
            found.remove(other)
            phrase = Fragment(min(other.start, phrase.start), max(other.end, phrase.end))
            alone, after, before = True, False, False
    if alone:
        found.append(phrase)


def _joined_by_of(text: str, found: Sequence[Fragment], known: Nouns) -> list[Fragment]:
    """Make one of what "of" joins, or a "-led": "an aide to the governor", "US-led coalition"."""
    joined: list[Fragment] = []
    for phrase in found:
        if joined and (_is_of(text, joined[-1], phrase, known) or _is_led(text, joined[-1], phrase)):
            joined[-1] = Fragment(joined[-1].start, phrase.end)
        else:
            joined.append(phrase)
    return joined


def _is_led(text: str, phrase: Fragment, behind: Fragment) -> bool:
    """Say whether a phrase only describes what is directly behind it, as in "UK-based"; what is held is not that."""
    if compiled(_GAP).fullmatch(text, phrase.end, behind.start) is None:
        return False
    return compiled(_DESCRIBES).search(text, phrase.start, phrase.end) is not None


def _is_of(text: str, phrase: Fragment, behind: Fragment, known: Nouns) -> bool:
    between = text[phrase.end : min(behind.start, phrase.end + _LONGEST_OF)].split()
    if not between or behind.start - phrase.end >= _LONGEST_OF or between[0] not in known.of:
        return False
    head = text[phrase.start : phrase.end].split()[-1].lower()
    nouns = known.of[between[0]]
    fits = head in known.heads and (not nouns or head in nouns)
    return fits and (len(between) == 1 or (len(between) == _WITH_ARTICLE and between[1] in known.articles))


def _may_modify(text: str, word: Fragment, known: Nouns) -> bool:
    spelled = text[word.start : word.end]
    return spelled in known.modifiers or spelled in known.heads or ("-" in spelled and spelled.islower())


def _adjoin(text: str, before: Fragment, start: int) -> bool:
    """Say whether nothing but a space, or a possessive and a space, is between two places."""
    return compiled(_BETWEEN).fullmatch(text, before.end, start) is not None


def _spelled(text: str, word: Fragment) -> str:
    """Return a word in small letters, without a possessive or an elided article."""
    lower = compiled(_POSSESSIVE).sub("", text[word.start : word.end].lower())
    return compiled(_ELIDED).sub("", lower)


def _meet(one: Fragment, other: Fragment) -> bool:
    return one.start < other.end and other.start < one.end


_ENGLISH = Nouns(
    heads=listed(
        "activist activists adviser advisers advisor agency agent agents aide aides alliance ambassador analyst"
        " analysts armies army assailant assailants attaché attacker attackers authorities authority battalion"
        " brigade captain captives cell charity chief child children civilian civilians coalition colonel combatant"
        " combatants commander commanders committee company contractor contractors corporal council councillor court"
        " crew defector defectors delegate delegates delegation demonstrators deputy detainees diplomat diplomats"
        " director division doctor doctors driver drivers elder elders embassy employee employees envoy envoys"
        " extremist extremists faction factions families family farmer farmers fighter fighters fishermen force"
        " forces gang gangs garrison government governor group groups guard guards guerrillas gunman gunmen head"
        " helpers hostages inmates instructors insurgent insurgents intelligence jihadists journalist journalists"
        " judge lawmaker lawmakers lawyer lawyers leader leaders lieutenant marchers mayor media mediator mediators"
        " medic medics member members men mercenaries merchants migrants militant militants military militia"
        " militiamen militias miners minister ministers ministry minority minors mission monitor monitors movement"
        " navy negotiators neighbor neighbors neighbour neighbours nurse nurses observer observers occupiers officer"
        " officers official officials ombudsman opposition organisation organization panel parliament party"
        " passengers patients peacekeeper peacekeepers people pilot pilots pirate pirates platoon platoons police"
        " policeman policemen president priest prisoner prisoners prosecutor prosecutors protester protesters rebel"
        " rebels recruits refugees regime regiment relatives reporter reporters representative representatives"
        " rescuers resident residents sailor sailors schoolteacher separatists sergeant servicemen shepherd shepherds"
        " smugglers sniper snipers soldier soldiers source sources spokesman spokesperson spokeswoman squad staff"
        " students supporter supporters survivor survivors teacher teachers team television terrorist terrorists"
        " traders tribesmen troops unit units victims villager villagers volunteers watchdog witness witnesses woman"
        " women worker workers youths"
    ),
    modifiers=listed(
        "aid air allied armed armored armoured army assault border civil coast coastal community consular criminal"
        " defence defense district eastern elite enemy executive exiled federal field finance foreign former"
        " government health hospital human humanitarian independent insurgent intelligence interior internal"
        " international islamist jihadist junior justice labor labour legal local loyalist main masked medical"
        " military municipal national naval neighborhood neighboring neighbouring new news northern opposition own"
        " paramilitary parliamentary peace police political presidential prime private provincial public radio rebel"
        " regime regional relief rescue retired rights riot rival ruling rural school second security senior"
        " separatist smuggling southern special state suicide top town trade tribal unarmed unidentified union"
        " village volunteer western wounded young"
    ),
    articles=listed("the a an its his her their our my these those another some"),
    of={
        "of": frozenset(),
        "to": listed("adviser advisers advisor aide aides ambassador deputy envoy envoys"),
        "for": listed("minister ombudsman representative representatives spokesman spokesperson spokeswoman"),
    },
    places=listed(
        "airport area barracks base bay bridge camp church city coast compound corridor crossing dam desert district"
        " gate hills hospital island junction lake market mine mountains neighborhood neighbourhood oasis pass plain"
        " plateau plain port prison province quarter refinery region river road school square state station stadium"
        " street town university valley village zone"
    ),
    directions=listed(
        "northern southern eastern western central north-eastern north-western south-eastern south-western"
        " northeastern northwestern southeastern southwestern upper lower"
    ),
)

_FRENCH = Nouns(
    heads=listed(
        "agence agent agents armée armées assaillant assaillants attaquants avocats capitaine casques chef chefs"
        " civil civils colonel combattant combattants commandant diplomate diplomates directeur directrice déplacés"
        " enfants enseignant enseignants familles femmes forces gendarme gendarmerie gendarmes gouvernement"
        " gouverneur gouverneure groupe groupes général habitant habitants hommes institutrice insurgés journalistes"
        " manifestants milice milices miliciens militaire militaires ministre ministres ministère mouvement médecin"
        " médecins opposition otages paysans personnes police policier policiers porte-parole prisonniers président"
        " pêcheurs rebelle rebelles responsable responsables rébellion réfugiés régime secouristes soldat soldats"
        " survivants troupes témoin témoins victimes villageois volontaires"
    ),
    modifiers=listed("ancien anciens ancienne haut nouveau premier jeune deux trois principal principale"),
    articles=listed("le la les un une des son sa ses leur leurs ce cet cette ces"),
)

_SPANISH = Nouns(
    heads=listed(
        "agentes alcalde atacantes autoridades campesinos capitán civiles comandante combatientes comuneros coronel"
        " defensora desplazados diplomático diplomáticos director directora ejército empleados familias fiscal"
        " fiscales fuerzas funcionario funcionarios gobernador gobierno grupo guardias guerrilleros habitantes"
        " heridos hombres insurgentes jefe manifestantes militares mineros ministerio ministra ministro mujeres"
        " médico médicos niños organización paramilitares periodistas personas pistoleros pobladores policía policías"
        " portavoz presidente prisioneros rebeldes refugiados rehenes residentes sobrevivientes soldados testigo"
        " testigos trabajadores tropas vecinos vigilantes voluntarios víctimas"
    ),
    modifiers=listed("ex antiguo nuevo alto primer dos tres joven principal"),
    articles=listed("el la los las un una unos unas su sus este esta estos estas"),
)
