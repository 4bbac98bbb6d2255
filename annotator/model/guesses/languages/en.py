"""English."""

from annotator.model.guesses.languages.signs import BEFORE, BEHIND, DASHES, MEASURES, MONEY, MONTHS, adding
from annotator.model.guesses.vocabulary import (
    Counted,
    Cues,
    NoQuantity,
    NumberWords,
    Phrases,
    Vocabulary,
    meaning,
    numbered,
    parted,
    phrases,
    units,
)
from annotator.model.tables import listed

_NUMBERS = NumberWords(
    numerals=numbered(
        "zero 0 none 0 nobody 0 one 1 two 2 three 3 four 4 five 5 six 6 seven 7 eight 8 nine 9 ten 10 eleven 11"
        " twelve 12 thirteen 13 fourteen 14 fifteen 15 sixteen 16 seventeen 17 eighteen 18 nineteen 19 twenty 20"
        " thirty 30 forty 40 fourty 40 fifty 50 sixty 60 seventy 70 eighty 80 ninety 90"
    ),
    scales=numbered(
        "dozen 12 hundred 100 thousand 1000 million 1000000 billion 1000000000 trillion 1000000000000 bn"
        " 1000000000 mn 1000000 k 1000"
    ),
    plurals=numbered("tens 10 dozens 12 scores 20 hundreds 100 thousands 1000 millions 1000000 billions 1000000000"),
    rounded={},
    articles=listed("a an"),
    fractions=numbered(
        "half 2 halves 2 third 3 thirds 3 quarter 4 quarters 4 fourth 4 fourths 4 fifth 5 fifths 5 sixth 6 tenth"
        " 10 tenths 10"
    ),
    joiners=listed("and"),
    of=listed("of"),
    vague=Phrases(
        dict.fromkeys(
            parted("several | some | many | numerous | multiple | a few | few | a handful | handful | various"), 2
        )
    ),
    pairs=Phrases(dict.fromkeys(parted("a couple | couple"), 2)),
    before=phrases(
        at_least=BEFORE["at_least"]
        + parted(
            "at least | at the least | at the very least | at a minimum | a minimum of | minimum | no fewer than"
            " | no less than | not fewer than | not less than | not under"
        ),
        more_than=BEFORE["more_than"]
        + parted(
            "more than | over | above | well over | just over | upwards of | upward of | in excess of | exceeding"
            " | exceeded | greater than | beyond | far more than | well above | well more than | just above"
        ),
        at_most=BEFORE["at_most"]
        + parted(
            "at most | at the most | up to | upto | no more than | not more than | as many as | as much as | as"
            " few as | a maximum of | maximum | not exceeding | not over | anything up to | within | no greater"
            " than"
        ),
        less_than=BEFORE["less_than"]
        + parted(
            "less than | fewer than | under | below | just under | well under | well below | far fewer than |"
            " lower than"
        ),
        approx=BEFORE["approx"]
        + parted(
            "about | around | approximately | approx | approx . | roughly | some | nearly | almost | close to |"
            " closer to | near | circa | an estimated | estimated | estimated at | at about | at around | at"
            " roughly | perhaps | maybe | more or less | in the region of | in the order of | as an estimated |"
            " virtually"
        ),
        exact=parted(
            "only | exactly | precisely | just | all | a total of | total of | a further | another | an"
            " additional | the"
        ),
    ),
    behind=phrases(
        at_least=BEHIND["at_least"]
        + parted("or more | or greater | plus | - plus | at least | at the least | at a minimum | minimum"),
        at_most=parted("or fewer | or less | at most | at the most | maximum | at maximum"),
        approx=parted("or so | or thereabouts | - odd | odd | - ish | approximately"),
    ),
    openers=Phrases(
        {
            "between": listed("and"),
            "from": listed("to"),
            "anywhere between": listed("and"),
            "anywhere from": listed("to"),
            "somewhere between": listed("and"),
        }
    ),
    between=DASHES | listed("to or"),
    measures=Phrases(
        MEASURES
        | units("percent", "", parted("percent | per cent | pct | percentage points | percentage point"))
        | units("duration", "seconds", listed("second seconds sec secs"))
        | units("duration", "minutes", listed("minute minutes mins"), "seconds", 60)
        | units("duration", "hours", listed("hour hours hrs hr"), "minutes", 60)
        | units("duration", "days", listed("day days"), "hours", 24)
        | units("duration", "weeks", listed("week weeks"))
        | units("duration", "months", listed("month months"))
        | units("duration", "years", listed("year years"), "months", 12)
        | units("duration", "decades", listed("decade decades"), "years", 10)
        | units("duration", "nights", listed("night nights"))
        | units("distance", "km", listed("kilometer kilometers kilometre kilometres kms"), "metres", 1000)
        | units("distance", "metres", listed("meter meters metre metres"))
        | units("distance", "miles", listed("mile miles"))
        | units("distance", "feet", listed("foot feet ft"))
        | units("distance", "yards", listed("yard yards"))
        | units(
            "other", "square km", parted("square kilometers | square kilometres | square kilometer | square kilometre")
        )
        | units("other", "square km", parted("square km | sq km | sq . km"))
        | units("other", "square miles", parted("square miles | square mile | sq miles"))
        | units("other", "hectares", listed("hectare hectares"))
        | units("other", "acres", listed("acre acres"))
        | units("other", "tons", listed("ton tons tonne tonnes"))
        | units("other", "kg", listed("kilogram kilograms kilogramme kilogrammes kilo kilos"))
        | units("other", "pounds", listed("pound pounds"))
        | units("other", "litres", listed("liter liters litre litres"))
        | units("other", "barrels", listed("barrel barrels"))
        | units("money", "dollars", parted("dollar | dollars | us dollars | usd"))
        | units("money", "euros", listed("euro euros eur"))
        | units("money", "pounds", parted("pounds sterling"))
    ),
    money=Phrases(MONEY),
    adding=adding,
    phrasal=listed(
        "hand handed handing hands take took taken takes taking turn turned turning turns win won go went gone"
        " fly flew get got run ran fire fired pass passed"
    ),
    inside_only=listed("within the all near from"),
)

_COUNTED = Counted(
    events=meaning(
        killed="killed kill kills killing dead death deaths died die dies dying fatality fatalities slain lives"
        " body bodies corpse corpses toll massacred executed beheaded buried perished murdered martyred"
        " martyrs casualties assassinated drowned mourning killings graves",
        wounded="wounded wounding injured injuries injuring injury hurt wounds maimed",
        captured="captured capturing captures captors detained detaining detainees detention detainee arrested"
        " arresting arrest arrests prisoner prisoners captive captives captivity hostage hostages abducted"
        " kidnapped jailed imprisoned inmates freed surrendered custody abductees",
        missing="missing unaccounted disappeared vanished",
        displaced="displaced displacing displacement fled flee flees fleeing refugee refugees evacuated evacuees"
        " homeless uprooted sheltering returnees idps",
    ),
    losses=meaning(killed="lost losing lose loses losses"),
    things=meaning(
        fighters="men fighters fighter militants militant rebels rebel insurgents insurgent troops soldiers soldier"
        " gunmen gunman attackers attacker assailants combatants jihadists jihadis guerrillas militiamen"
        " servicemen mercenaries reinforcements terrorists personnel commandos paratroopers recruits"
        " conscripts",
        weapons="rockets rocket missiles missile shells shell helicopters helicopter tanks tank rifles rifle bombs"
        " bomb mortars drones drone munitions munition grenades launchers launcher aircraft warplanes"
        " warplane jets artillery vehicles vehicle mines guns weapons rounds howitzers ammunition explosives"
        " vbieds ieds",
        places="villages village towns town cities city bases base checkpoints checkpoint positions position"
        " districts neighborhoods neighbourhoods buildings building houses homes schools hospitals provinces"
        " settlements hamlets places posts areas sites camps bridges tunnels bunkers locations facilities"
        " outposts structures routes",
        other="strikes strike airstrikes airstrike attacks raids sources states countries sorties targets times"
        " convoys votes observers people lorries lorry trucks truck accounts operations missions participants"
        " demonstrators protesters marchers sanctions",
    ),
)

_SELVES = listed("it they he she we i")

_CUES = Cues(
    acts=phrases(
        report=parted(
            "said | says | say | saying | told | tells | telling | according to | reported | reports | reporting"
            " | added | adds | adding | stated | states | announced | announces | confirmed | confirms | confirm |"
            " insisted | insists | maintained | maintains | acknowledged | admitted | conceded | described |"
            " explained | explain | noted | wrote | recalled | repeated | argued | estimated | counted |"
            " documented | asserted | declared | believe | believes | showed | shows"
        ),
        deny=parted(
            "denied | denies | deny | denying | denial | rejected | rejects | rejecting | dismissed | dismisses |"
            " refuted | refutes | disputed | disputes"
        ),
        accuse=parted(
            "accused | accuses | accuse | accusing | accusation | accusations | charge | charges | blamed |"
            " blames | blame | blaming | charged | alleged | alleges | allegation | allegations | alleging"
        ),
        claim_responsibility=parted(
            "claimed responsibility | claims responsibility | claiming responsibility | claim responsibility |"
            " took responsibility | taken responsibility | accepted responsibility | claimed the attack | claimed"
            " the bombing | claimed the ambush | claimed the assault | claimed credit"
        ),
        intend=parted(
            "vowed | vows | vow | vowing | pledged | pledges | pledging | promised | promises | promising |"
            " threatened | threatens | threatening | plans to | planned to | planning to | plan to | intends to |"
            " intended to | intend to | hopes to | hoped to | called for | calls for | calling for | urged | urges"
            " | demanded | demands | swore"
        ),
    ),
    certainty=phrases(
        possible=parted("may | might | possible | possibly | perhaps | maybe | could | conceivably"),
        certain=["could not"],
        probable=parted(
            "probably | likely | unlikely | probable | presumably | apparently | appears | appeared | appear |"
            " seems | seemed | pointed to | points to | suggested | suggests | suggesting | believed to | thought"
            " to"
        ),
        unknown=parted(
            "reportedly | allegedly | purportedly | supposedly | whether | unclear | rumored | rumoured | unconfirmed"
        ),
    ),
    negations=listed(
        "not no never nobody none nor neither cannot nothing nowhere didn doesn isn wasn weren wouldn couldn hasn"
        " haven hadn aren don"
    ),
    refusals=listed("refused declined unable refuses declines refusing declining"),
    openings=phrases(
        report=[
            f"{who} {would} {be}" for who in _SELVES for would in ("would", "will") for be in ("be", "have", "not")
        ],
        intend=[
            f"{who} {would}"
            for who in _SELVES | listed("forces troops group army fighters")
            for would in (
                "would",
                "will",
                "plans to",
                "planned to",
                "intends to",
                "intended to",
                "hopes to",
                "hoped to",
            )
        ],
        claim_responsibility=[f"{who} {was} responsible" for who in _SELVES for was in ("was", "were", "is", "are")],
    ),
    selves=_SELVES,
    breaks=listed(", ; and but who which where because while although though that"),
)

_NO_QUANTITY = NoQuantity(
    months=MONTHS,
    before=listed(
        "no nos number page pages chapter article articles section paragraph resolution route highway flight room"
        " channel phase age aged ages chapter volume line"
    ),
    before_years=listed(
        "in since until by from of during before after early late mid the year and to spring summer autumn"
        " winter through"
    ),
    before_hours=Phrases({}),
    behind=Phrases(
        dict.fromkeys(
            parted("a . m | p . m | am | pm | o clock | gmt | utc | h | - old | old | years old | local time"), True
        )
    ),
    faint=listed("some many few various numerous multiple handful couple"),
)

WORDS = Vocabulary(numbers=_NUMBERS, counted=_COUNTED, cues=_CUES, no_quantity=_NO_QUANTITY)
