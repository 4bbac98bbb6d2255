"""French."""

from annotator.model.guesses.languages.signs import BEFORE, BEHIND, DASHES, MEASURES, MONEY
from annotator.model.guesses.vocabulary import (
    Counted,
    Cues,
    NoQuantity,
    NumberWords,
    Phrases,
    Sum,
    Vocabulary,
    folded_list,
    meaning,
    numbered,
    parted,
    phrases,
    units,
)
from annotator.model.tables import listed

_TWENTY = 20


def _adding(read: Sum, added: int, joined: bool) -> float | None:
    """Return the sum: "soixante-dix", "quatre-vingt-dix-sept", "vingt et un"."""
    group = read.group
    if group % 100 == 4 and added == _TWENTY and not joined:
        return group - 4 + 4 * _TWENTY
    return group + added if _may_follow(read, added, joined) else None


def _may_follow(read: Sum, added: int, joined: bool) -> bool:
    group = read.group
    if group == 0:
        return added < min(read.least_scale, 1000)
    if joined:
        return group % 100 in (20, 30, 40, 50, 60) and added in (1, 11)
    if group % 100 in (60, 80):
        return added < _TWENTY
    if group % 100 == 0:
        return added < 100
    return group % 10 == 0 and group % 100 >= 10 and added < 10


_NUMBERS = NumberWords(
    numerals=numbered(
        "zéro 0 aucun 0 aucune 0 un 1 une 1 deux 2 trois 3 quatre 4 cinq 5 six 6 sept 7 huit 8 neuf 9 dix 10 onze"
        " 11 douze 12 treize 13 quatorze 14 quinze 15 seize 16 vingt 20 vingts 20 trente 30 quarante 40 cinquante"
        " 50 soixante 60 septante 70 huitante 80 octante 80 nonante 90"
    ),
    scales=numbered(
        "cent 100 cents 100 mille 1000 million 1000000 millions 1000000 milliard 1000000000 milliards 1000000000"
    ),
    plurals=numbered(
        "dizaines 10 douzaines 12 vingtaines 20 centaines 100 milliers 1000 millions 1000000 milliards 1000000000"
    ),
    rounded=numbered(
        "dizaine 10 douzaine 12 quinzaine 15 vingtaine 20 trentaine 30 quarantaine 40 cinquantaine 50 soixantaine"
        " 60 centaine 100 millier 1000"
    ),
    articles=frozenset(),
    fractions=numbered(
        "moitié 2 demi 2 demie 2 tiers 3 quart 4 quarts 4 cinquième 5 cinquièmes 5 dixième 10 dixièmes 10"
    ),
    joiners=folded_list("et"),
    of=folded_list("de d des"),
    vague=Phrases(
        dict.fromkeys(parted("plusieurs | quelques | de nombreux | de nombreuses | une poignée | divers | diverses"), 2)
    ),
    pairs=Phrases(dict.fromkeys(parted("une paire"), 2)),
    before=phrases(
        at_least=BEFORE["at_least"]
        + parted("au moins | d au moins | pas moins de | au minimum | un minimum de | pas moins d"),
        more_than=BEFORE["more_than"]
        + parted("plus de | plus d | de plus de | au delà de | au delà d | au - delà de | dépassant | supérieur à"),
        at_most=BEFORE["at_most"]
        + parted(
            "au plus | tout au plus | jusqu à | au maximum | un maximum de | pas plus de | pas plus d | au plus haut"
        ),
        less_than=BEFORE["less_than"] + parted("moins de | moins d | de moins de | en dessous de | inférieur à"),
        approx=BEFORE["approx"]
        + parted(
            "environ | près de | près d | quelque | à peu près | autour de | autour d | presque | à quelque | d"
            " environ | de près de | aux alentours de | aux environs de | approximativement | peut - être | estimé"
            " à | de l ordre de"
        ),
        exact=parted("seulement | exactement | précisément | un total de | au total | les | tous les"),
    ),
    behind=phrases(
        at_least=BEHIND["at_least"] + parted("au moins | ou plus | au minimum | minimum"),
        at_most=parted("au plus | ou moins | au maximum | maximum | tout au plus"),
        approx=parted("environ | à peu près | approximativement"),
    ),
    openers=Phrases({"entre": folded_list("et"), "de": folded_list("à"), "d": folded_list("à")}),
    between=DASHES | folded_list("a ou"),
    measures=Phrases(
        MEASURES
        | units("percent", "", parted("pour cent | pourcent | points de pourcentage"))
        | units("duration", "seconde", listed("seconde secondes"))
        | units("duration", "minute", listed("minute minutes"), "seconde", 60)
        | units("duration", "heure", listed("heure heures"), "minute", 60)
        | units("duration", "jour", listed("jour jours journée journées"), "heure", 24)
        | units("duration", "semaine", listed("semaine semaines"))
        | units("duration", "mois", listed("mois"))
        | units("duration", "an", listed("an ans année années"), "mois", 12)
        | units("duration", "nuit", listed("nuit nuits"))
        | units("distance", "km", listed("kilomètre kilomètres"), "mètre", 1000)
        | units("distance", "mètre", listed("mètre mètres"))
        | units("other", "km2", parted("kilomètres carrés | km carrés | kilomètre carré"))
        | units("other", "hectare", listed("hectare hectares"))
        | units("other", "tonne", listed("tonne tonnes"))
        | units("other", "kg", listed("kilo kilos kilogramme kilogrammes"))
        | units("other", "litre", listed("litre litres"))
        | units("money", "dollar", parted("dollar | dollars | de dollars"))
        | units("money", "euro", parted("euro | euros | d euros"))
    ),
    money=Phrases(MONEY),
    adding=_adding,
    alone=frozenset(numbered("cent 1 mille 1")),
    inside_only=folded_list("les tous de d"),
)

_COUNTED = Counted(
    events=meaning(
        killed="tué tués tuée tuées tuer tuant mort morts morte mortes mourir décès décédé décédés décédées"
        " victimes cadavre cadavres corps péri abattu abattus abattre massacrés exécutés assassinés bilan"
        " deuil",
        wounded="blessé blessés blessée blessées blessant blesser",
        captured="capturé capturés capturée capturées capture prisonnier prisonniers otage otages détenu détenus"
        " détenue détenues arrêté arrêtés arrêtées interpellé interpellés enlevé enlevés captifs"
        " arrestations interpellations",
        missing="disparu disparus disparue disparues introuvables",
        displaced="déplacé déplacés déplacée déplacées réfugié réfugiés réfugiées fui fuient évacué évacués"
        " évacuées exilés",
    ),
    losses=meaning(killed="perdu perdus perdent pertes"),
    things=meaning(
        fighters="combattant combattants rebelle rebelles insurgés soldat soldats militaires assaillants assaillant"
        " miliciens djihadistes jihadistes troupes hommes mercenaires paramilitaires gendarmes",
        weapons="roquette roquettes missile missiles obus bombe bombes drone drones hélicoptère hélicoptères char"
        " chars avions véhicules blindés fusils armes mines munitions grenades camions",
        places="village villages ville villes base bases localités localité quartiers positions maisons écoles"
        " hôpitaux bâtiments sites camps postes",
        other="attaques frappes raids sources personnes habitants manifestants participants pays observateurs fois"
        " civils familles",
    ),
)

_CUES = Cues(
    acts=phrases(
        report=parted(
            "a dit | dit | disent | ont dit | a déclaré | déclare | affirme | affirment | a affirmé | assure |"
            " assurent | a assuré | indique | a indiqué | selon | d après | a annoncé | annonce | a ajouté | a"
            " précisé | a expliqué | a confirmé | confirme | rapporte | a rapporté | a répété | estime | a reconnu"
            " | raconte | écrit | a ajouté - t - il | soutient | maintient | fait état"
        ),
        deny=parted(
            "a démenti | dément | démentent | ont démenti | nie | nient | a nié | ont nié | rejette | a rejeté |"
            " ont rejeté | réfute | a réfuté | démentant | niant | rejetant"
        ),
        accuse=parted(
            "accuse | accusent | a accusé | ont accusé | accusant | accusation | accusations | a attribuée à | l"
            " a attribuée | dénonce | a dénoncé | impute | reproche | attribue"
        ),
        claim_responsibility=parted(
            "revendique | a revendiqué | ont revendiqué | revendiquent | revendiquant | revendication"
        ),
        intend=parted(
            "promet | a promis | ont promis | menace | a menacé | menacent | jure | a juré | s engage à | s est"
            " engagé à | entend | appelle à | a appelé à | exige | compte | prévoit"
        ),
    ),
    certainty=phrases(
        possible=parted(
            "peut - être | pourrait | pourraient | possible | possiblement | aurait | auraient | serait |"
            " seraient | éventuellement"
        ),
        probable=parted("probablement | probable | vraisemblablement | sans doute | semble | semblent | apparemment"),
        unknown=parted("prétendument | présumé | présumés | non confirmé | ne confirme ni"),
    ),
    negations=folded_list("ne n pas jamais aucun aucune personne ni rien nul nulle non"),
    refusals=folded_list("refuse refusé refusent décliné"),
    openings=Phrases({}),
    selves=folded_list("il elle ils elles nous je on"),
    breaks=folded_list(", ; et mais qui que où dont parce tandis"),
)

_NO_QUANTITY = NoQuantity(
    months=folded_list(
        "janvier février mars avril mai juin juillet août septembre octobre novembre décembre janv févr avr juil"
        " sept oct nov déc"
    ),
    before=folded_list("n no numéro page article articles chapitre résolution route autoroute vol âge phase alinéa"),
    before_years=folded_list("en depuis jusqu de début fin dès avant après année années l le la les et à"),
    before_hours=Phrases(dict.fromkeys(parted("à | vers"), False)),
    behind=Phrases(dict.fromkeys(parted("h | er | gmt"), True)),
    faint=folded_list("un une divers diverses"),
)

WORDS = Vocabulary(numbers=_NUMBERS, counted=_COUNTED, cues=_CUES, no_quantity=_NO_QUANTITY)
