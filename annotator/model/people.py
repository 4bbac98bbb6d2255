"""People and bodies without a name: "rebels", "local officials", "Marravia’s foreign ministry", "the Syrian army".

An actor is a whole noun phrase. Its head is a noun for people or for a body of them, which is looked up; before it
stand words that say which of them, or a name. Nothing is known of grammar: what is found is a candidate.
"""

from collections.abc import Sequence
from functools import cache

import msgspec

from annotator.model.patterns import compiled
from annotator.model.span import Fragment
from annotator.model.tables import listed
from annotator.model.words import without_possessive, words_in

_CODE_LENGTH = 2
_MOST_MODIFIERS = 3
_REACH = 80
"""How far before a candidate its article is looked for, in code points."""
_POSSESSIVE = r"['’](?:[sS])?$"
_ELIDED = r"^[ldnsjmtc]['’]"
_BETWEEN = r"(?:['’][sS]?)?[ \u00a0\u2009\u202f]"


class People(msgspec.Struct, frozen=True):
    """Words for people in a language, in small letters."""

    heads: frozenset[str]
    """Nouns for people and for bodies of people."""
    modifiers: frozenset[str]
    """Words that may stand before them."""
    articles: frozenset[str]
    """What a noun phrase begins with."""


@cache
def people(language: str) -> People | None:
    """Return the words of ``language``, an ISO 639-1 code with or without a region; nothing if it has none here."""
    return {"en": _ENGLISH, "": _ENGLISH, "fr": _FRENCH, "es": _SPANISH}.get(language[:_CODE_LENGTH].lower())


def with_people(
    text: str, sentence: Fragment, numbers: Sequence[Fragment], names: Sequence[Fragment], language: str
) -> list[Fragment]:
    """Return the names of a sentence and the people in it, in text order, those made one that are one phrase.

    Args:
        text: the article.
        sentence: the sentence.
        numbers: its number phrases, which nothing found here overlaps.
        names: its names, in text order.
        language: ISO 639-1 code of the article; empty if it is not known.
    """
    known = people(language)
    if known is None:
        return list(names)
    found = list(names)
    words = words_in(text, sentence.start, sentence.end)
    for at, word in enumerate(words):
        if _spelled(text, word) in known.heads and not any(_meet(word, number) for number in numbers):
            _join(text, found, _phrase(text, words, at, known))
    return sorted(found)


def whole_phrase(text: str, place: Fragment, language: str) -> Fragment:
    """Return ``place`` with the article before it, and with what stands between: "the volunteer …", "a Syrian …"."""
    known = people(language)
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


def _phrase(text: str, words: Sequence[Fragment], at: int, known: People) -> Fragment:
    """Return the noun ``words[at]`` with the words before it that say which of them."""
    start = words[at].start
    for word in reversed(words[max(0, at - _MOST_MODIFIERS) : at]):
        if not _adjoin(text, word, start) or not _may_modify(text, word, known):
            break
        start = word.start
    return Fragment(start, without_possessive(text, words[at]).end)


def _join(text: str, found: list[Fragment], phrase: Fragment) -> None:
    """Add a phrase to what was found, made one with a name or a phrase that it overlaps or adjoins."""
    for other in list(found):
        if _meet(other, phrase) or _adjoin(text, other, phrase.start) or _adjoin(text, phrase, other.start):
            found.remove(other)
            phrase = Fragment(min(other.start, phrase.start), max(other.end, phrase.end))
    found.append(phrase)


def _may_modify(text: str, word: Fragment, known: People) -> bool:
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


_ENGLISH = People(
    heads=listed(
        "activist activists adviser advisers advisor agency agent agents aide aides alliance ambassador analyst"
        " analysts armies army assailant assailants attaché attacker attackers authorities authority battalion"
        " brigade captain captives cell charity chief child children civilian civilians coalition colonel combatant"
        " combatants commander commanders committee company contractor contractors corporal council councillor court"
        " crew defector defectors delegate delegates delegation demonstrators deputy detainees diplomat diplomats"
        " director division doctor doctors driver drivers elder elders embassy employee employees envoy envoys"
        " extremist extremists faction factions families family farmer farmers fighter fighters fishermen force"
        " forces gang gangs garrison general government governor group groups guard guards guerrillas gunman gunmen"
        " head helpers hostages inmates instructors insurgent insurgents intelligence jihadists journalist"
        " journalists judge lawmaker lawmakers lawyer lawyers leader leaders lieutenant major marchers mayor media"
        " mediator mediators medic medics member members men mercenaries merchants migrants militant militants"
        " military militia militiamen militias miners minister ministers ministry minority minors mission monitor"
        " monitors movement navy negotiators neighbor neighbors neighbour neighbours nurse nurses observer observers"
        " occupiers officer officers official officials ombudsman opposition organisation organization panel"
        " parliament party passengers patients peacekeeper peacekeepers people pilot pilots pirate pirates platoon"
        " platoons police policeman policemen president priest prisoner prisoners prosecutor prosecutors protester"
        " protesters rebel rebels recruits refugees regime regiment relatives reporter reporters representative"
        " representatives rescuers resident residents sailor sailors schoolteacher separatists sergeant servicemen"
        " shepherd shepherds smugglers sniper snipers soldier soldiers spokesman spokesperson spokeswoman squad staff"
        " students survivor survivors teacher teachers team television terrorist terrorists traders tribesmen troops"
        " unit units victims villager villagers volunteers watchdog witness witnesses woman women worker workers"
        " youths"
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
)

_FRENCH = People(
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

_SPANISH = People(
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
