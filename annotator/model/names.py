"""Names of a sentence: runs of capitalised words, joined by the small words that names hold.

Scripts without capitals have none. What begins a sentence is a name only if something else shows it: another
capitalised word behind it, or the same word capitalised inside another sentence nearby.
"""

from collections.abc import Collection, Sequence

from annotator.model.abbreviations import BEFORE_NAMES, STARTERS
from annotator.model.patterns import compiled
from annotator.model.span import Fragment
from annotator.model.tables import listed
from annotator.model.words import words_in

_NEARBY = 3000
"""How far around a word it is looked for in other spellings, in code points."""
_MOST_OCCURRENCES = 40
_LONGEST_CONNECTION = 4
_GAP = r"[ \u00a0\u2009\u202f]{1,2}"
_AFTER_STOP = rf"\.{_GAP}"
_AFTER_PLURAL = rf"['’]{_GAP}"
_INITIAL = r"\p{Lu}|\p{Lu}\p{M}*"
_CAPITALISED = (
    r"(?:[\p{Lu}\p{Lt}]"
    r"|(?:al|an|ar|as|at|az|ad|ash|el|ul|ibn|bin)[-\u2010\u2011'’]\p{Lu}"
    r"|[ldnsjmtc]['’]\p{Lu})"
)
_ELIDED = r"(?:[LDNSJMTC]|Qu|Jusqu|Lorsqu|Puisqu)['’]\p{Ll}"
_HYPHENED_ON = r"[-\u2010\u2011]\p{Ll}[\p{L}\p{M}]*$"
_POSSESSIVE = r"['’][sS]$"
_BEGINS_ANEW = r"[“‘\"«:•–—-]"
_PARTICLES = listed("al bin ibn")
"""Small words that a name may begin with; in Spanish they are none."""
_CONNECTORS = _PARTICLES | listed("el of the de del la las los du des d di da do dos van von der den ten ter zu y e ul")
_AFTER_BODIES = listed("for")
_BODIES = listed(
    "observatory centre center committee council organisation organization bureau office movement front party"
    " league network commission ministry agency institute society fund programme program coalition union"
    " association foundation forum"
)
_TIMES = listed(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august"
    " september october november december jan feb mar apr jun jul aug sept sep oct nov dec mon tue tues wed thu"
    " thur thurs fri sat sun gmt utc am pm"
)
_NO_NAMES = STARTERS | listed(
    "i mr mrs ms yes no oh well here let please asked speaking interviewed presented neither either residents"
    " relatives survivors witnesses within my foreign villagers doctors police near inside outside around across"
    " behind between at through throughout amongst personne eran reports editing reporting several dozens hundreds"
    " thousands fighters soldiers"
)
_ENGLISH_ENDINGS = ("ed", "ing", "ly", "s")


def names_in(text: str, sentence: Fragment, numbers: Sequence[Fragment], language: str) -> list[Fragment]:
    """Return where the names of a sentence are, in text order; they neither overlap nor touch ``numbers``."""
    shown = text[sentence.start : sentence.end]
    if shown.upper() == shown.lower() or (shown.upper() == shown and len(shown.split()) > 1):
        return []
    words = [word for word in words_in(text, sentence.start, sentence.end) if not _meets(word, numbers)]
    found = []
    at = 0
    while at < len(words):
        end = _run_from(text, words, at, () if language.startswith("es") else _PARTICLES)
        if end > at:
            name = _name(text, sentence, words[at:end], language)
            found += [name] if name is not None else []
        at = max(end, at + 1)
    return found


def _run_from(text: str, words: Sequence[Fragment], first: int, particles: Collection[str]) -> int:
    """Return the word behind the run of capitalised words that begins at ``first``."""
    at = first
    if text[words[at].start : words[at].end] in particles and at + 1 < len(words):
        at += 1 if _follows(text, words[at], words[at + 1]) else 0
    if not _is_capitalised(text, words[at]):
        return first
    while not _goes_no_further(text, words[at]):
        behind = _joined(text, words, at)
        if behind is None:
            break
        at = behind
    return at + 1


def _joined(text: str, words: Sequence[Fragment], at: int) -> int | None:
    """Return the next capitalised word of the run that word ``at`` belongs to, over connectors."""
    for behind in range(at + 1, min(at + 1 + _LONGEST_CONNECTION, len(words))):
        if not _follows(text, words[behind - 1], words[behind]):
            return None
        if _is_capitalised(text, words[behind]):
            return behind
        word = text[words[behind].start : words[behind].end]
        before = text[words[at].start : words[at].end].lower()
        if word not in _CONNECTORS and not (word in _AFTER_BODIES and before in _BODIES):
            return None
    return None


def _follows(text: str, word: Fragment, behind: Fragment) -> bool:
    """Say whether nothing but a space, or the stop of a title, is between two words."""
    between = text[word.end : min(behind.start, word.end + _LONGEST_CONNECTION)]
    if compiled(_GAP).fullmatch(between):
        return True
    spelled = text[word.start : word.end]
    if compiled(_AFTER_STOP).fullmatch(between):
        return spelled.lower() in BEFORE_NAMES or compiled(_INITIAL).fullmatch(spelled) is not None
    return spelled.endswith("s") and compiled(_AFTER_PLURAL).fullmatch(between) is not None


def _is_capitalised(text: str, word: Fragment) -> bool:
    if compiled(_CAPITALISED).match(text, word.start, word.end) is None or text[word.start : word.end] == "I":
        return False
    return compiled(_ELIDED).match(text, word.start, word.end) is None


def _goes_no_further(text: str, word: Fragment) -> bool:
    """Say whether a name ends in this word: "Assad's", "ISIL-held"."""
    spelled = text[word.start : word.end]
    return compiled(_POSSESSIVE).search(spelled) is not None or compiled(_HYPHENED_ON).search(spelled) is not None


def _name(text: str, sentence: Fragment, run: Sequence[Fragment], language: str) -> Fragment | None:
    """Return what of a run is a name: without an article before it, a possessive behind it, and what is only a date."""
    while run and (_is_ordinary(text, run[0]) or _is_loose(text, run[0])):
        run = run[1:]
    if not run or all(_lower(text, word) in _TIMES for word in run):
        return None
    if len(run) == 1 and _begins(text, sentence, run[0]) and not _is_known(text, sentence, run[0], language):
        return None
    possessive = compiled(_POSSESSIVE).search(text, run[-1].start, run[-1].end)
    return Fragment(run[0].start, possessive.start() if possessive else run[-1].end)


def _is_ordinary(text: str, word: Fragment) -> bool:
    """Say whether a word has its capital only from what it begins: "The", but not "UN"."""
    spelled = text[word.start : word.end]
    is_written_big = spelled.isupper() and len(spelled) > 1
    return not is_written_big and spelled not in _PARTICLES and _lower(text, word) in STARTERS


def _is_loose(text: str, word: Fragment) -> bool:
    """Say whether a connector has nothing before it to connect."""
    spelled = text[word.start : word.end]
    return spelled in _CONNECTORS and spelled not in _PARTICLES


def _begins(text: str, sentence: Fragment, word: Fragment) -> bool:
    """Say whether a word is spelled with a capital because something begins with it."""
    before = text[max(sentence.start, word.start - _LONGEST_CONNECTION) : word.start].rstrip()
    return not before.strip("“‘\"«('[¿¡") or compiled(_BEGINS_ANEW).fullmatch(before[-1:]) is not None


def _is_known(text: str, sentence: Fragment, word: Fragment, language: str) -> bool:
    """Say whether the word that begins something is a name elsewhere, or at least no ordinary word."""
    spelled = _without_possessive(text[word.start : word.end])
    if spelled.lower() in _NO_NAMES:
        return False
    if not spelled[1:].islower():
        return len(spelled) > 1
    first, last = max(0, sentence.start - _NEARBY), min(len(text), sentence.end + _NEARBY)
    near = text[first:last]
    if _occurs(near, spelled.lower(), anywhere=True):
        return False
    if _occurs(near, spelled, anywhere=False):
        return True
    return language[:2] not in ("en", "") or not spelled.endswith(_ENGLISH_ENDINGS)


def _occurs(near: str, word: str, anywhere: bool) -> bool:
    """Say whether ``near`` holds ``word`` as a whole; if not ``anywhere``, inside a sentence, where words are small."""
    at = -1
    for _ in range(_MOST_OCCURRENCES):
        at = near.find(word, at + 1)
        if at < 0:
            return False
        before, after = near[max(0, at - 2) : at], near[at + len(word) : at + len(word) + 1]
        is_whole = not before[-1:].isalnum() and not after.isalnum()
        if is_whole and (anywhere or (before[-1:] == " " and (before[:1].islower() or before[:1] == ","))):
            return True
    return False


def _lower(text: str, word: Fragment) -> str:
    return _without_possessive(text[word.start : word.end]).lower()


def _without_possessive(word: str) -> str:
    return word[:-2] if len(word) > len("’s") and compiled(_POSSESSIVE).search(word) else word


def _meets(word: Fragment, numbers: Sequence[Fragment]) -> bool:
    return any(number.start < word.end and word.start < number.end for number in numbers)
