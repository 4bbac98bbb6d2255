"""Arabic."""

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
    """Say whether ``added`` may follow: "ثلاثة عشر" is 3 and 10, "خمسة وعشرين" is 5 and 20."""
    group = read.group
    if group == 0:
        return joined and added < min(read.least_scale, 1000)
    if not joined:
        return 0 < group % 100 < 10 and added == 10
    if group >= 1000 and group % 1000 == 0:
        return added < 1000
    if group % 100 == 0:
        return added < 100
    return group % 100 < 10 and 20 <= added < 100 and added % 10 == 0


_NUMBERS = NumberWords(
    numerals=numbered(
        "صفر 0 واحد 1 واحدة 1 أحد 1 إحدى 1 اثنان 2 اثنين 2 اثنتان 2 اثنتين 2 اثنا 2 اثني 2 اثنتا 2 اثنتي 2 ثلاثة"
        " 3 ثلاث 3 أربعة 4 أربع 4 خمسة 5 خمس 5 ستة 6 ست 6 سبعة 7 سبع 7 ثمانية 8 ثماني 8 ثمان 8 تسعة 9 تسع 9 عشرة"
        " 10 عشر 10 عشرون 20 عشرين 20 ثلاثون 30 ثلاثين 30 أربعون 40 أربعين 40 خمسون 50 خمسين 50 ستون 60 ستين 60"
        " سبعون 70 سبعين 70 ثمانون 80 ثمانين 80 تسعون 90 تسعين 90 مئتان 200 مئتين 200 مئتي 200 مائتان 200 مائتين"
        " 200 مائتي 200 ثلاثمئة 300 ثلاثمائة 300 أربعمئة 400 أربعمائة 400 خمسمئة 500 خمسمائة 500 ستمئة 600 ستمائة"
        " 600 سبعمئة 700 سبعمائة 700 ثمانمئة 800 ثمانمائة 800 ثمانيمئة 800 تسعمئة 900 تسعمائة 900 ألفان 2000 ألفين"
        " 2000 ألفي 2000 مليونان 2000000 مليونين 2000000"
    ),
    scales=numbered(
        "مئة 100 مائة 100 مئات 100 ألف 1000 ألفا 1000 آلاف 1000 مليون 1000000 مليونا 1000000 ملايين 1000000 مليار"
        " 1000000000 مليارات 1000000000"
    ),
    plurals=numbered("عشرات 10 مئات 100 آلاف 1000 ملايين 1000000"),
    rounded={},
    articles=frozenset(),
    fractions=numbered("نصف 2 ثلث 3 ربع 4"),
    joiners=folded_list("و"),
    of=folded_list("من"),
    vague=Phrases(dict.fromkeys(parted("عدة | بضع | بضعة | عدد من | بعض | العديد من | حفنة"), 2)),
    pairs=Phrases({}),
    before=phrases(
        at_least=BEFORE["at_least"]
        + parted("ما لا يقل عن | لا يقل عن | لا تقل عن | على الأقل | بما لا يقل عن | ليس أقل من | ما لا يقل | حد أدنى"),
        more_than=BEFORE["more_than"]
        + parted(
            "أكثر من | ما يزيد على | ما يزيد عن | يزيد على | يزيد عن | يتجاوز | تتجاوز | فوق | يفوق | بأكثر من |"
            " لأكثر من | ما يربو على | يتجاوز عددهم"
        ),
        at_most=BEFORE["at_most"]
        + parted(
            "ما لا يزيد على | ما لا يزيد عن | لا يزيد عن | لا يزيد على | لا يتجاوز | لا تتجاوز | على الأكثر | حتى"
            " | ما يصل إلى | يصل إلى | بحد أقصى | كحد أقصى"
        ),
        less_than=BEFORE["less_than"] + parted("أقل من | ما دون | دون"),
        approx=BEFORE["approx"]
        + parted("نحو | حوالي | قرابة | زهاء | ما يقارب | ما يقرب من | يقارب | تقريبا | بنحو | بحوالي | لنحو | حوالى"),
        exact=parted("فقط | بالضبط | إجمالي"),
    ),
    behind=phrases(
        at_least=BEHIND["at_least"] + parted("على الأقل | أو أكثر | فأكثر | كحد أدنى"),
        at_most=parted("على الأكثر | أو أقل | كحد أقصى | بحد أقصى"),
        approx=parted("تقريبا"),
    ),
    openers=Phrases(
        {
            "ما بين": folded_list("و"),
            "بين": folded_list("و"),
            "بما بين": folded_list("و"),
            "من": folded_list("إلى الي"),
            "يتراوح بين": folded_list("و"),
            "يتراوح عددهم بين": folded_list("و"),
            "تتراوح بين": folded_list("و"),
        }
    ),
    between=DASHES | folded_list("الي او"),
    measures=Phrases(
        MEASURES
        | units("percent", "", parted("في المئة | في المائة | بالمئة | بالمائة"))
        | units("duration", "ثانية", listed("ثانية ثوان ثواني"))
        | units("duration", "دقيقة", listed("دقيقة دقائق"), "ثانية", 60)
        | units("duration", "ساعة", listed("ساعة ساعات"), "دقيقة", 60)
        | units("duration", "يوم", listed("يوم يوما أيام"), "ساعة", 24)
        | units("duration", "أسبوع", listed("أسبوع أسبوعا أسابيع"))
        | units("duration", "شهر", listed("شهر شهرا أشهر شهور"))
        | units("duration", "سنة", listed("سنة سنوات سنين عام عاما أعوام"), "شهر", 12)
        | units("distance", "km", listed("كيلومتر كيلومترا كيلومترات كلم كم"), "متر", 1000)
        | units("distance", "متر", listed("متر مترا أمتار"))
        | units("distance", "ميل", listed("ميل ميلا أميال"))
        | units("other", "طن", listed("طن طنا أطنان"))
        | units("other", "هكتار", listed("هكتار هكتارا هكتارات"))
        | units("money", "دولار", parted("دولار | دولارا | دولارات | دولار أمريكي"))
        | units("money", "يورو", listed("يورو"))
    ),
    money=Phrases(MONEY),
    adding=_adding,
    bare_fractions=True,
    alone=frozenset(numbered("مئة 1 مائة 1 ألف 1 ألفا 1 مليون 1 مليونا 1 مليار 1")),
    inside_only=folded_list("من"),
    prefixes=("وال", "بال", "لل", "ال", "و", "ب", "ل", "ف"),
)

_COUNTED = Counted(
    events=meaning(
        killed="قتل قتلى قتيل قتيلا قتلوا قتلت مقتل قتيلة مصرع مصرعهم مصرعه لقوا ضحايا ضحية جثة جثث جثمان شهيد"
        " شهداء شهيدا استشهد استشهاد وفاة وفيات توفي توفوا سقطوا ماتوا اغتيال إعدام",
        wounded="جرح جرحى جريح جريحا إصابة إصابات أصيب أصيبوا مصاب مصابا مصابين مصابون جرحوا بجروح",
        captured="أسر أسرى أسير أسيرا اعتقال اعتقل اعتقلت معتقل معتقلا معتقلين معتقلون احتجاز احتجز محتجز محتجزين"
        " موقوف موقوفا موقوفين رهائن رهينة مختطف مختطفين خطف اختطاف توقيف أوقفت",
        missing="مفقود مفقودا مفقودين مفقودون فقدان فقد فقدوا أنقاض",
        displaced="نازح نازحا نازحين نازحون نزوح نزح نزحت نزحوا لاجئ لاجئا لاجئين لاجئون تهجير مهجر مهجرين شردوا إجلاء",
    ),
    losses=meaning(killed="خسر خسرت فقدت"),
    things=meaning(
        fighters="مقاتل مقاتلا مقاتلين مقاتلون مسلح مسلحا مسلحين مسلحون جندي جنديا جنود عنصر عنصرا عناصر مهاجم"
        " مهاجمين متمردين متمرد قوات",
        weapons="صاروخ صاروخا صواريخ قذيفة قذائف قنبلة قنابل طائرة طائرات دبابة دبابات مروحية مروحيات مسيرة مسيرات"
        " بندقية بنادق ألغام عبوة عبوات آلية آليات",
        places="قرية قرى بلدة بلدات مدينة مدن قاعدة قواعد حاجز حواجز موقع مواقع حي أحياء منزل منازل مدرسة مدارس"
        " مستشفى مستشفيات مبنى مبان نقطة نقاط",
        other="غارة غارات هجوم هجمات مصدر مصادر شخص شخصا أشخاص متظاهر متظاهرا متظاهرين عائلة عائلات مشارك مشاركين"
        " مرة مرات دولة دول",
    ),
)

_CUES = Cues(
    acts=phrases(
        report=parted(
            "قال | قالت | قالوا | يقول | تقول | يقولون | أعلن | أعلنت | يعلن | أكد | أكدت | يؤكد | أفاد | أفادت |"
            " ذكر | ذكرت | أوضح | أوضحت | أضاف | أضافت | تابع | بحسب | وفق | وفقا ل | أشار | أشارت | صرح | نقل |"
            " نقلت | روى | روت | أقر | أقرت | قدر | وثق | يذكر | تذكر | تؤكد | يحدد | تحدد | يوضح | يقر | يعلق |"
            " تعلق | يتهم أحدا | تحدثت"
        ),
        deny=parted("نفى | نفت | ينفي | تنفي | نفوا | نافيا | نفي | كذب | كذبت | رفض | رفضت | رفضته | ينفون"),
        accuse=parted("اتهم | اتهمت | يتهم | تتهم | متهما | متهمة | اتهام | اتهامات | اتهموا | حمل | حملت | محملا"),
        claim_responsibility=parted(
            "تبنى | تبنت | يتبنى | تتبنى | تبني | أعلن مسؤوليته | أعلنت مسؤوليتها | أعلن مسؤوليتها"
        ),
        intend=parted(
            "توعد | توعدت | متوعدا | متوعدة | هدد | هددت | مهددا | تعهد | تعهدت | متعهدا | متعهدة | دعا إلى | دعت"
            " إلى | يعتزم | تعتزم"
        ),
    ),
    certainty=phrases(
        possible=parted("ربما | قد | يمكن | يحتمل | محتمل"),
        probable=parted("يرجح | مرجحا | مرجح | يعتقد | على الأرجح | يبدو | الأرجح"),
        unknown=parted("يقال | زعم | زعمت | يزعم | مزعوم | إن كان | ما إذا | إن كانت"),
    ),
    negations=folded_list("لم لن لا ليس ليست"),
    refusals=folded_list("رفض رفضت امتنع"),
    openings=Phrases({}),
    selves=frozenset(),
    breaks=folded_list("، , ؛ لكن الذي التي الذين"),
)

_NO_QUANTITY = NoQuantity(
    months=folded_list(
        "يناير فبراير مارس أبريل إبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر كانون شباط آذار نيسان"
        " أيار حزيران تموز آب أيلول تشرين"
    ),
    before=folded_list("رقم صفحة مادة المادة القرار قرار"),
    before_years=folded_list("عام العام سنة السنة منذ في"),
    before_hours=Phrases(dict.fromkeys(parted("الساعة"), True)),
    behind=Phrases(dict.fromkeys(parted("صباحا | مساء | بتوقيت | ظهرا"), True)),
    faint=folded_list("الاثنين بعض عدد العديد"),
)

WORDS = Vocabulary(
    numbers=_NUMBERS,
    counted=_COUNTED,
    cues=_CUES,
    no_quantity=_NO_QUANTITY,
    clitics=("وال", "بال", "فال", "كال", "لل", "ال", "و", "ف", "ب", "ل"),
    conjunctions=("و", "ف"),
)
