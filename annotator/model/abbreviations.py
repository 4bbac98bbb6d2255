"""Words that are written short with a full stop, and words that sentences begin with, in the languages of our wires."""

from annotator.model.tables import listed

SMALL_BEFORE_NAMES = listed("vs dr dra sr sra srta gral cnel tte sgto lic ing ud uds")
"""Shortened titles that some languages write small; others written small are words ("told me.", "a cap.")."""
BEFORE_NAMES = SMALL_BEFORE_NAMES | listed(
    "mr mrs ms mx prof hon rev msgr fr col gen lt sgt cpl pvt pfc spc maj capt cmdr cdr adm brig insp supt det sen"
    " rep gov pres amb st ste mt ft mm mme mmes mlle me mgr cap cmte almte arq mons dña vds"
)
"""Short for something that always stands before a name or a thing, so that no sentence ends there."""
SHORTENED = listed(
    "jan feb apr jul aug sept oct nov dec inc ltd co corp bros jr etc approx dept ave blvd rd cf ca prov univ assn"
    " ph.d ene abr dic avda núm pág janv févr avr juil déc env tél"
)
"""Short for something that may also end a sentence."""
WORDS_TOO = listed("no nos art sec fig est al p pp vol mar jun sep ago dist ext av")
"""Abbreviations that are also words: only a number behind them shows that they are not."""
STARTERS = listed(
    "a about according after again all also although amid among an and another any as at because before both but by"
    " despite during each earlier even every few five following for four from government he hence her here his how"
    " however i if in instead it its last later like many meanwhile more most neither no nobody none nor not nothing"
    " now officials on once one only other others our over police rebels residents she since six so some soon still"
    " such ten than that the their then there these they this those three though thus to today troops two under"
    " until we what when where whether which while who why with without witnesses yesterday yet you au aucun aujourd"
    " aussi autour avec ce ces cet cette ceux chaque comme dans de depuis des deux du elle elles en et il ils je la"
    " le les leur leurs lors mais malgré nous on or où par pas pendant plus plusieurs pour pourtant quand sa selon"
    " ses si son sous sur tous toutefois trois tout un une vous al algunos ambos antes así aunque con cuando del"
    " desde después dos durante el ella ellas ellos entre era es esa ese esta este estas estos fue ha hay las lo los"
    " mientras muchos ni nos nuestro otro otros para pero por porque pues que según sin sobre su sus también tras"
    " tres una unos varios y ya"
)
"""Words that begin sentences far more often than names."""
