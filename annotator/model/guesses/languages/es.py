"""Spanish."""

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


def _adding(read: Sum, added: int, joined: bool) -> float | None:
    """Return the sum, if ``added`` may follow."""
    return read.group + added if _may_follow(read, added, joined) else None


def _may_follow(read: Sum, added: int, joined: bool) -> bool:
    """Say whether ``added`` may follow: "treinta y uno", "ciento veinte", "dos mil trescientos"."""
    group = read.group
    if group == 0:
        return added < min(read.least_scale, 1000)
    if joined:
        return group % 10 == 0 and group % 100 >= 30 and added < 10
    return group % 100 == 0 and added < 100


_NUMBERS = NumberWords(
    numerals=numbered(
        "cero 0 ninguno 0 ninguna 0 nadie 0 un 1 uno 1 una 1 dos 2 tres 3 cuatro 4 cinco 5 seis 6 siete 7 ocho 8"
        " nueve 9 diez 10 once 11 doce 12 trece 13 catorce 14 quince 15 dieciséis 16 diecisiete 17 dieciocho 18"
        " diecinueve 19 veinte 20 veintiuno 21 veintiún 21 veintiuna 21 veintidós 22 veintitrés 23 veinticuatro 24"
        " veinticinco 25 veintiséis 26 veintisiete 27 veintiocho 28 veintinueve 29 treinta 30 cuarenta 40"
        " cincuenta 50 sesenta 60 setenta 70 ochenta 80 noventa 90 cien 100 ciento 100 doscientos 200 doscientas"
        " 200 trescientos 300 trescientas 300 cuatrocientos 400 cuatrocientas 400 quinientos 500 quinientas 500"
        " seiscientos 600 seiscientas 600 setecientos 700 setecientas 700 ochocientos 800 ochocientas 800"
        " novecientos 900 novecientas 900"
    ),
    scales=numbered("mil 1000 millón 1000000 millones 1000000"),
    plurals=numbered(
        "decenas 10 docenas 12 veintenas 20 cientos 100 centenares 100 centenas 100 miles 1000 millares 1000"
        " millones 1000000"
    ),
    rounded=numbered(
        "decena 10 docena 12 quincena 15 veintena 20 treintena 30 cuarentena 40 cincuentena 50 centenar 100"
        " centena 100 millar 1000"
    ),
    articles=frozenset(),
    fractions=numbered("mitad 2 medio 2 media 2 tercio 3 tercios 3 cuarto 4 cuartos 4 quinto 5 quintos 5 décimo 10"),
    joiners=folded_list("y"),
    of=folded_list("de"),
    vague=Phrases(
        dict.fromkeys(
            parted(
                "varios | varias | algunos | algunas | unos cuantos | unas cuantas | unos pocos | unas pocas | un"
                " puñado | numerosos | numerosas | diversos | diversas | muchos | muchas"
            ),
            2,
        )
    ),
    pairs=Phrases(dict.fromkeys(parted("un par | una pareja"), 2)),
    before=phrases(
        at_least=BEFORE["at_least"]
        + parted("al menos | por lo menos | cuando menos | como mínimo | un mínimo de | no menos de | nada menos que"),
        more_than=BEFORE["more_than"]
        + parted("más de | por encima de | superior a | mucho más de | algo más de | poco más de | más allá de"),
        at_most=BEFORE["at_most"]
        + parted("a lo sumo | como máximo | hasta | un máximo de | no más de | cuando mucho | a lo más"),
        less_than=BEFORE["less_than"] + parted("menos de | por debajo de | inferior a | poco menos de"),
        approx=BEFORE["approx"]
        + parted(
            "unos | unas | cerca de | alrededor de | aproximadamente | casi | en torno a | más o menos | cerca de"
            " los | quizás | aproximadamente unos | poco menos que"
        ),
        exact=parted(
            "solo | sólo | solamente | apenas | exactamente | un total de | otros | otras | los | las | todos los"
        ),
    ),
    behind=phrases(
        at_least=BEHIND["at_least"] + parted("o más | al menos | por lo menos | como mínimo | cuando menos"),
        at_most=parted("o menos | a lo sumo | como máximo | cuando mucho"),
        approx=parted("más o menos | aproximadamente | y pico"),
    ),
    openers=Phrases({"entre": folded_list("y e"), "de": folded_list("a"), "desde": folded_list("a hasta")}),
    between=DASHES | folded_list("a o u"),
    measures=Phrases(
        MEASURES
        | units("percent", "", parted("por ciento | puntos porcentuales"))
        | units("duration", "segundo", listed("segundo segundos"))
        | units("duration", "minuto", listed("minuto minutos"), "segundo", 60)
        | units("duration", "hora", listed("hora horas"), "minuto", 60)
        | units("duration", "día", listed("día días jornadas"), "hora", 24)
        | units("duration", "semana", listed("semana semanas"))
        | units("duration", "mes", listed("mes meses"))
        | units("duration", "año", listed("año años"), "mes", 12)
        | units("duration", "noche", listed("noche noches"))
        | units("distance", "km", listed("kilómetro kilómetros"), "metro", 1000)
        | units("distance", "metro", listed("metro metros"))
        | units("distance", "milla", listed("milla millas"))
        | units("other", "km2", parted("kilómetros cuadrados | km cuadrados"))
        | units("other", "hectárea", listed("hectárea hectáreas"))
        | units("other", "tonelada", listed("tonelada toneladas"))
        | units("other", "kg", listed("kilo kilos kilogramos"))
        | units("other", "litro", listed("litro litros"))
        | units("money", "dólar", parted("dólar | dólares | de dólares"))
        | units("money", "euro", parted("euro | euros | de euros"))
        | units("money", "peso", parted("peso | pesos | de pesos"))
    ),
    money=Phrases(MONEY),
    adding=_adding,
    alone=frozenset(numbered("mil 1")),
    inside_only=folded_list("los las todos otros otras de desde"),
)

_COUNTED = Counted(
    events=meaning(
        killed="muerto muertos muerta muertas murió murieron morir muertes muerte matado mataron mató matar"
        " fallecido fallecidos fallecidas falleció fallecieron cadáver cadáveres cuerpos asesinado asesinados"
        " asesinadas víctimas abatido abatidos ejecutados masacrados",
        wounded="herido heridos herida heridas hirió hirieron lesionados lesionadas",
        captured="capturado capturados capturada capturadas detenido detenidos detenida detenidas arrestados"
        " prisionero prisioneros rehén rehenes secuestrado secuestrados presos apresados liberados",
        missing="desaparecido desaparecidos desaparecida desaparecidas paradero",
        displaced="desplazado desplazados desplazadas refugiado refugiados refugiadas evacuados evacuadas huido"
        " huyeron",
    ),
    losses=meaning(killed="perdido perdieron perdió bajas"),
    things=meaning(
        fighters="combatientes combatiente rebeldes rebelde insurgentes soldados soldado efectivos militares"
        " atacantes milicianos guerrilleros pistoleros hombres mercenarios tropas yihadistas sicarios",
        weapons="cohetes cohete misiles misil bombas bomba drones dron helicópteros helicóptero tanques aviones"
        " fusiles armas minas granadas municiones vehículos camionetas",
        places="pueblos pueblo aldeas ciudades ciudad bases posiciones barrios localidades casas escuelas"
        " hospitales edificios campamentos puestos",
        other="ataques bombardeos redadas fuentes personas manifestantes participantes países observadores veces"
        " familias camas",
    ),
)

_CUES = Cues(
    acts=phrases(
        report=parted(
            "dijo | dice | dijeron | dicen | según | afirmó | afirma | afirmaron | aseguró | asegura | aseguraron"
            " | informó | informa | informaron | declaró | anunció | añadió | explicó | confirmó | confirma |"
            " admitió | reconoció | insistió | sostuvo | sostiene | señaló | indicó | contó | mantuvo | habló de |"
            " publicado"
        ),
        deny=parted(
            "negó | niega | niegan | negaron | negando | desmintió | desmiente | desmintieron | rechazó | rechaza"
            " | rechazaron | refutó"
        ),
        accuse=parted(
            "acusó | acusa | acusan | acusaron | acusando | acusación | acusaciones | culpó | culpa | culparon |"
            " atribuye | atribuyó | denunció | denuncia | denunciaron"
        ),
        claim_responsibility=parted(
            "reivindica | reivindicó | reivindicaron | reivindican | se adjudicó | se adjudicaron | se atribuyó |"
            " se atribuyeron | asumió la responsabilidad"
        ),
        intend=parted(
            "prometió | promete | prometieron | amenazó | amenaza | amenazaron | juró | se comprometió a | planea"
            " | pretende | exigió | exige | pidió | anunció que reunirá | llamó a"
        ),
    ),
    certainty=phrases(
        possible=parted(
            "podría | podrían | habría | habrían | quizá | quizás | tal vez | posible | posiblemente | pudo |"
            " pudieron | sería | serían"
        ),
        probable=parted("probablemente | probable | parece | parecen | al parecer | aparentemente"),
        unknown=parted(
            "supuestamente | presuntamente | presunto | presunta | presuntos | presuntas | supuesto | supuesta"
        ),
    ),
    negations=folded_list("no nunca jamás nadie ninguno ninguna ningún ni nada tampoco"),
    refusals=folded_list("rehusó declinó rehusaron declinaron"),
    openings=Phrases({}),
    selves=frozenset(),
    breaks=folded_list(", ; y pero que quien quienes donde porque mientras"),
)

_NO_QUANTITY = NoQuantity(
    months=folded_list(
        "enero febrero marzo abril mayo junio julio agosto septiembre setiembre octubre noviembre diciembre ene"
        " feb abr jun jul ago sep sept oct nov dic"
    ),
    before=folded_list(
        "n no número página artículo artículos capítulo resolución ruta carretera vuelo edad fase inciso"
    ),
    before_years=folded_list("en desde hasta de del a año años y"),
    before_hours=Phrases(dict.fromkeys(parted("a las | a la | de las | las | hacia las"), True)),
    behind=Phrases(dict.fromkeys(parted("a . m | p . m | h | gmt | años de edad"), True)),
    faint=folded_list("un una uno algunos algunas muchos muchas numerosos numerosas diversos diversas"),
)

WORDS = Vocabulary(numbers=_NUMBERS, counted=_COUNTED, cues=_CUES, no_quantity=_NO_QUANTITY)
