"""Saved news pages: the article and what the page says of itself; whatever is in it, nothing is opened."""

import random
import socket
import sys
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest

from annotator.errors import UserError
from annotator.formats import html
from annotator.model.record import Record
from tests.formats.given import CANARY, checked, read_one, refusal, source
from tests.growth import grows_at_most

PARAGRAPHS = (
    "BELMARCH, 2 Nov (NW) – The Observatory said at least 287 fighters & their guides were killed on Monday.",
    "The army denied it. “Nobody was there,” a spokesman told reporters in the capital late that evening.",
    "Residents said 26 minors were among the dead – «children», said one – and that the bridge was closed.",
)
ARABIC = (
    "قال المرصد إن ما لا يقل عن ٢٨٧ مقاتلاً قتلوا يوم الاثنين قرب مدينة حمص، بينهم ٢٦ قاصراً.",
    "ونفى الجيش ذلك، وقال متحدث باسمه للصحفيين في العاصمة إن أحداً لم يكن هناك في ذلك المساء.",
    "وقال سكان إن الجسر أغلق أمام حركة السير وإن القصف استمر حتى ساعة متأخرة من الليل في الضواحي.",
)
JSON_LD = """<script type="application/ld+json">{"@context":"https://schema.org","@type":"NewsArticle",
"headline":"Fighters pushed from river towns","datePublished":"2026-11-02T08:00:00Z",
"author":{"@type":"Person","name":"Ana Belmar"},"publisher":{"@type":"Organization","name":"Northern Wire"}}</script>"""
OPEN_GRAPH = """<meta property="og:title" content="Fighters pushed from river towns">
<meta property="og:site_name" content="Northern Wire"><meta property="og:url" content="https://nw.example/a/1">
<meta property="article:published_time" content="2026-11-02T08:00:00Z"><meta name="author" content="Ana Belmar">"""


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("–", "&ndash;").replace("«", "&#171;")


def page(paragraphs: tuple[str, ...] = PARAGRAPHS, head: str = "", root: str = 'lang="en"', around: str = "") -> str:
    body = "\n".join(f"<p>{escaped(text)}</p>" for text in paragraphs)
    return (
        f"<!DOCTYPE html><html {root}><head><title>Fighters pushed from river towns</title>{head}</head><body>"
        f"<nav><a href='/'>Home</a> <a href='/w'>World</a></nav>{around}<article><h1>Fighters pushed from river towns"
        f"</h1>{body}</article><footer>Copyright 2019 Northern Wire</footer></body></html>"
    )


def read(content: str | bytes, **more: Any) -> Record:
    raw = content.encode() if isinstance(content, str) else content
    return read_one(html.read, raw, "page.html", **more)


@pytest.mark.parametrize("head", [JSON_LD, OPEN_GRAPH])
def test_what_a_page_says_of_itself_becomes_metadata(head: str):
    meta = read(page(head=head)).meta
    assert meta["title"] == "Fighters pushed from river towns"
    assert meta["source"] == "Northern Wire"
    assert meta["published"] == "2026-11-02"
    assert meta["byline"] == "Ana Belmar"
    assert meta["language"] == "en"
    assert meta["file"] == "page.html"


def test_the_paragraphs_are_whole_and_a_line_each():
    text = read(page()).text
    assert text.splitlines()[-3:] == list(PARAGRAPHS)
    assert "Home" not in text
    assert "Copyright" not in text


def test_a_page_that_says_nothing_is_given_no_date():
    assert "published" not in read(page()).meta


def test_arabic_is_kept_as_it_stands():
    record = read(page(ARABIC, root='lang="ar" dir="rtl"'))
    assert record.text.splitlines()[-3:] == list(ARABIC)
    assert record.meta["language"] == "ar"


@pytest.mark.parametrize(
    ("declared", "encoding", "words"),
    [
        ("windows-1251", "cp1251", "Наблюдатели сообщили, что погибли не менее двухсот бойцов и с ними подростки."),
        ("ISO-8859-1", "cp1252", "L’armée a nié tout bombardement près de la rivière, selon l’agence et ses témoins."),
        ("shift_jis", "cp932", "監視団によると少なくとも二百八十七人の戦闘員が殺害された①。" * 4),
    ],
)
def test_a_declared_encoding_is_taken_at_its_word(declared: str, encoding: str, words: str):
    paragraphs = tuple(f"{number} {words}" for number in range(4))
    content = page(paragraphs, head=f'<meta charset="{declared}">', root="").replace("&ndash;", "-").encode(encoding)
    assert all(paragraph in read(content).text for paragraph in paragraphs)


@pytest.mark.parametrize("declared", ["punycode", "unicode_escape", "rot13", "no-such", "utf-16", "base64", "idna"])
def test_a_declared_encoding_that_is_a_trick_leaves_the_question(declared: str):
    content = page(head=f'<meta charset="{declared}">').encode("cp1251", "replace")
    large, small = (content + b"\xcc" * count for count in (200_000, 50_000))
    assert grows_at_most(
        8, lambda: refusal(html.read, large, "page.html"), lambda: refusal(html.read, small, "page.html")
    )


def test_scripts_banners_and_comments_stay_outside():
    banner = "<div class='cookie-banner' id='cookie-consent'><p>We use cookies. Accept all cookies?</p></div>"
    script = f"<script>var words = '<p>{CANARY}</p>';</script><style>p {{}} /* {CANARY} */</style><!-- {CANARY} -->"
    text = read(page(around=banner + script)).text
    assert "cookies" not in text
    assert CANARY not in text
    assert text.splitlines()[-3:] == list(PARAGRAPHS)


@pytest.mark.parametrize(
    "content",
    ["", " ", "<html></html>", "<!-- x", "<", "&amp;",
     f"<script>{CANARY}</script>", "<html><frameset></frameset></html>", "<?xml version='1.0' encoding='utf-8'?><a/>",
     "https://127.0.0.1/x", "\ufffd", "<![CDATA[x]]>"],
)  # fmt: skip
def test_a_page_without_an_article_is_refused(content: str):
    assert "No article" in refusal(html.read, content.encode(), "page.html")


def test_a_page_with_an_xml_declaration_is_read():
    assert PARAGRAPHS[0] in read("<?xml version='1.0' encoding='iso-8859-1'?>" + page()).text


WORDS = "The Observatory said so. " * 20
BOMBS = {
    "200,000 tags": "<p>" * 200_000 + WORDS,
    "nested div": "<div>" * 29_000 + WORDS + "</div>" * 29_000,
    "nested inline": "<p>" + "<b><i>" * 20_000 + WORDS,
    "250 deep, often": ("<div>" * 250 + WORDS + "</div>" * 250) * 50,
    "many parts": "<p>" + "word<br>" * 59_000,
    "many items": "<ul>" + "<li>word" * 59_000,
    "nested tables": "<table><tr><td>" * 15_000 + WORDS,
    "many attributes": "<div " + " ".join(f"a{number}" for number in range(300_000)) + ">" + WORDS,
    "many attributes in disguise": "<div " + " ".join(f'a{n}=">"' for n in range(200_000)) + ">" + WORDS,
    "one long word": "<p>" + "w" * 4_000_000,
    "unclosed quotes": "<a href='" * 50_000 + WORDS,
    "unclosed comments": "<!--" * 50_000 + WORDS,
    "entities": "<p>" + "&amp;" * 900_000,
    "angle brackets": "<p>" + "< " * 59_000 + WORDS,
    "deep JSON-LD": "<script type='application/ld+json'>" + '{"a":' * 100_000 + "</script><p>" + WORDS,
    "dates": "<p>" + "2020-01-01 " * 400_000,
    "many dates": "<time datetime='2020-01-01'>x</time>" * 4_000 + WORDS,
}


LARGE_PAGE = f"<html><body>{f'<p>{WORDS}</p>' * 200}</body></html>"
"""A page of about a hundred thousand characters, as long reports have."""
AT_WORST = 60
"""So many times as much as such a page a page may cost; those that are built for it would cost thousands of times."""


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_page_that_is_built_to_be_slow_is_done_with_soon(bomb: str):
    def done_with() -> None:
        try:
            read(f"<html><body>{BOMBS[bomb]}</body></html>")
        except UserError as error:
            checked(str(error))

    assert grows_at_most(AT_WORST, done_with, lambda: read(LARGE_PAGE))


def test_a_page_of_more_than_five_megabytes_is_refused():
    assert "5 MB" in refusal(html.read, b"x" * 5_000_001, "page.html")


OPENING = {"open", "socket.connect", "socket.getaddrinfo", "subprocess.Popen", "os.system", "urllib.Request"}


@pytest.fixture
def watched() -> Iterator[list[Any]]:
    """What is opened meanwhile; a hook can never be taken away, so it is told when to stop."""
    opened: list[Any] = []
    watching = True

    def hook(event: str, args: tuple[Any, ...]) -> None:
        if watching and event in OPENING:
            opened.append((event, args[0]))

    read(page(head=JSON_LD))
    sys.addaudithook(hook)
    yield opened
    watching = False


def test_nothing_that_a_page_refers_to_is_opened(watched: list[Any]):
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        listener.settimeout(0.05)
        url = f"http://127.0.0.1:{listener.getsockname()[1]}/x"
        watched.clear()
        vectors = "".join(
            f"<img src='{where}'><link rel=stylesheet href='{where}'><iframe src='{where}'></iframe>"
            f"<object data='{where}'></object><script src='{where}'></script><base href='{where}'>"
            for where in (url, "file:///etc/passwd", "//host/share/x.png")
        )
        entity = '<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd"><!ENTITY % y SYSTEM "' + url + '">]>'
        assert PARAGRAPHS[0] in read(page(around=vectors)).text
        content = entity + page(around=vectors + "<p>&x;</p>").removeprefix("<!DOCTYPE html>")
        assert "root:" not in read(content).text
        refusal(html.read, url.encode(), "page.html")
        assert watched == []
        with pytest.raises(TimeoutError):
            listener.accept()


def test_mutated_pages_are_read_or_refused_and_raise_nothing_else(capfd: pytest.CaptureFixture[str]):
    whole = page(
        head=JSON_LD + OPEN_GRAPH, around="<table><tr><td>x</td></tr></table><time datetime='2026-11-02'>t</time>"
    )
    chance = random.Random(20261123)
    pieces = [
        "<",
        ">",
        '"',
        "</",
        "<!--",
        "&#0;",
        "&#xd800;",
        "{",
        "null",
        "[]",
        "<table>",
        "<p",
        "\0",
        "2026-99-99",
        "://",
    ]
    for _ in range(250):
        changed = whole
        for _ in range(chance.randint(1, 6)):
            at = chance.randrange(len(changed))
            cut = chance.choice([0, 0, 1, 20])
            changed = changed[:at] + chance.choice(pieces) + changed[at + cut :]
        try:
            record = read(changed)
        except UserError as error:
            checked(str(error))
        else:
            assert record.text.strip()
            assert not set(record.text) & {"\0", "\ud800"}
    assert capfd.readouterr().err == ""


def test_the_reader_is_given_each_page_once():
    assert len(list(html.read(source(page().encode(), "page.html"), None))) == 1
