"""Texts that text widgets get wrong, and short ways to write spans."""

from annotator.model.span import Fragment, Span

FAMILY = "👨\u200d👩\u200d👧\u200d👦"
ENGLAND = "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"

NASTY = {
    "plain": "The Observatory said at least 287 fighters were killed.\nAmong them 26 minors.\n",
    "crlf": "one\r\ntwo\r\n\r\nfour\r\n",
    "lone returns": "one\rtwo\n\rthree\r\r\nfour",
    "bom inside": "\ufeffLead\ufeff and more",
    "separators": "a\u2028b\u2029c\vd\fe\x85f",
    "no-break": "12\u00a0000\u202f000 people\u2007and\u00adsoft hy\u00adphens",
    "astral": "😀 a😀b \U00010348𝄞 end😀",
    "combining": "e\u0301te\u0301 a\u0308\u0323\u0304 Z̸̢̛a̷lgo \u0301alone",
    "emoji": f"{FAMILY} 🇸🇾🇹🇷 {ENGLAND} 👍🏽 ☺️ 1️⃣",
    "arabic": "قال المرصد إن 287 مقاتلا على الأقل قتلوا\nقرب مدينة الحسكة.",
    "persian": "می\u200cروم به خانه\u200cها",
    "mixed": "The group جبهة النصرة said 12 (مقاتلون) died near إدلب, “ג'בהת”.",
    "chinese": "大马士革的市中心发生爆炸，至少12人死亡。" * 20,
    "thai": "ผู้สังเกตการณ์กล่าวว่านักรบถูกสังหาร กำลัง",
    "devanagari": "क्षत्रिय हिन्दी र्‍य स्त्री",
    "hangul": "한국 각 가나다",
    "bidi controls": "safe \u202etxt.exe\u202c \u2066iso\u2069 \u200e\u200f\u061c end",
    "zero width": "zero\u200bwidth\u2060joined a\u200cb a\u200db",
    "controls": "bell\x07 nul\x00 esc\x1b[31m del\x7f c1\x9b",
    "noncharacters": "a\ufdd0b\ufdd1c\ufffed\uffffe\ufffcf\U0001ffff tag\U000e0041",
    "html": "<b>not bold</b><table><tr><td>&amp;<img src=//host/x>",
    "tabs": "\ta\tb\t\tc",
    "empty": "",
    "only line ends": "\n\r\n\u2028\n",
    "long line": ("The army said that 12 were killed in the town 😀. " * 100)[:-1],
    "no space": "x" * 5000,
    "astral without space": "😀" * 4100,
    "one endless cluster": "a" + "\u0301" * 300 + "b",
}


def span(key, start, end, tag="actor", **more):
    """Return a span of one fragment."""
    return Span(str(key), tag, (Fragment(start, end),), key=key, **more)


def split_span(key, *edges, tag="claim"):
    """Return a span of several fragments, given as start and end in turn."""
    return Span(str(key), tag, tuple(map(Fragment, edges[::2], edges[1::2])), key=key)


def mark(text, words, key, tag="actor", **more):
    """Return a span over the first occurrence of ``words``."""
    start = text.index(words)
    return span(key, start, start + len(words), tag, **more)
