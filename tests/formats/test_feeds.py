"""Feeds: every entry an article, whatever dialect it is written in."""

import pytest

from annotator.formats import feeds
from annotator.formats.decoding import EncodingQuestion
from tests.formats.given import read_one, refusal, source

RSS = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>Northern Wire</title><link>https://nw.example/</link><language>en-gb</language>
<item><title>Fighters &amp; guides pushed</title><link>https://nw.example/1</link><guid>nw-1</guid>
<dc:creator>Ana Belmar</dc:creator>
<pubDate>Mon, 02 Nov 2026 08:00:00 +0000</pubDate><description>Short.</description>
<content:encoded><![CDATA[<p>The <b>Observatory</b> said&nbsp;so.</p><script>no()</script><p>The army denied it.</p>
<img src="http://127.0.0.1/x">]]></content:encoded></item>
<item><title>Second</title><author>ana@nw.example (Ana Belmar)</author><pubDate>some day</pubDate>
<description>&lt;p&gt;Only a beginning…&lt;/p&gt;</description></item><item><guid>empty</guid></item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de"><title>Nordwind</title>
<entry><title type="html">Kämpfer &amp;amp; Führer</title><link rel="self" href="https://x.example/self"/><link href="https://x.example/1"/>
<author><name>Ben</name></author><author><name>Cem</name></author><updated>2026-11-02T08:00:00Z</updated><id>urn:1</id>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Eins.</p><p>Zwei<br/>drei.</p></div></content></entry>
<entry><title>Klar</title><published>2026-11-03</published><content type="text">3 &lt; 4, sagt er.

Zweitens.</content></entry></feed>"""


def read(content: str):
    return list(feeds.read(source(content.encode(), "wire.rss"), None))


def test_rss_entries_are_articles_with_their_titles_first():
    first, second = read(RSS)
    assert first.text == "Fighters & guides pushed\n\nThe Observatory said\u00a0so.\n\nThe army denied it."
    assert first.meta == {
        "title": "Fighters & guides pushed", "source": "Northern Wire", "language": "en", "byline": "Ana Belmar",
        "published": "2026-11-02T08:00:00+00:00", "url": "https://nw.example/1", "guid": "nw-1", "file": "wire.rss",
    }  # fmt: skip
    assert second.text == "Second\n\nOnly a beginning…"
    assert (second.meta["byline"], second.meta["published_as_written"]) == ("Ana Belmar", "some day")


def test_atom_entries_are_articles():
    first, second = read(ATOM)
    assert first.text == "Kämpfer & Führer\n\nEins.\n\nZwei\ndrei."
    assert (first.meta["url"], first.meta["byline"], first.meta["language"]) == (
        "https://x.example/1",
        "Ben, Cem",
        "de",
    )
    assert second.text == "Klar\n\n3 < 4, sagt er.\n\nZweitens."
    assert second.meta["published"] == "2026-11-03"


def test_a_description_is_said_to_be_one():
    (record,) = read(
        RSS.replace("<item><guid>empty</guid></item>", "").partition("<item>")[0]
        + RSS[RSS.index("<item><title>Second") :].replace("<item><guid>empty</guid></item>", "")
    )
    assert "beginning of an article" in record.notes[-1]


def test_rdf_and_feeds_with_the_names_of_html_are_read():
    rdf = (
        '<rdf:RDF xmlns:rdf="r"><channel><title>N</title></channel><item><title>One &nbsp; two & '
        "three</title><date>2026-11-02</date></item></rdf:RDF>"
    )
    (record,) = read(rdf)
    assert record.meta["published"] == "2026-11-02"
    assert record.text == "One \u00a0 two & three"


@pytest.mark.parametrize("content", ["", "x", "<html/>", "<rss><channel/></rss>", "<feed><entry/></feed>"])
def test_what_is_no_feed_is_refused(content: str):
    refusal(feeds.read, content.encode(), "wire.rss")


def test_entities_are_never_read():
    bomb = '<!DOCTYPE rss [<!ENTITY a "x"><!ENTITY e SYSTEM "file:///etc/passwd">]>'
    assert "entities" in refusal(
        feeds.read, (bomb + RSS.partition("?>")[2].replace("Second", "&e;")).encode(), "wire.rss"
    )


def test_feeds_are_told_from_other_xml():
    assert feeds.recognise(RSS.encode())
    assert feeds.recognise(ATOM.encode())
    assert not feeds.recognise(b"<nitf/>")


def feed(title: str = "Towns", around: str = "{}") -> str:
    item = f"<item><title>{title}</title><description>The army said so.</description></item>"
    return around.format(f'<rss version="2.0"><channel><title>W</title>{item}</channel></rss>')


DECLARED = '<?xml version="1.0" encoding="UTF-8"?>{}'


@pytest.mark.parametrize(
    ("content", "note"),
    [
        (b"\n \xef\xbb\xbf<!-- cached -->" + feed(around=DECLARED).encode(), ""),
        (feed("To\x0bw&#11;ns&#x1F;").encode(), "Characters that XML cannot hold (3) were left out."),
        (
            feed(around="{}<script>x</script>").encode(),
            "It is not built as XML has to be; it was read as far as it goes.",
        ),
        (feed().replace("<item>", "<item><dc:creator>Ana</dc:creator>").encode(), "It is not built as XML has to be;"),
        (feed(around='<?xml version="1.0" encoding="utf-16"?>{}').encode("utf-16"), ""),
        (feed(around='<?xml version="1.0" encoding="gb2312"?>{}').encode("gb18030"), ""),
    ],
)
def test_what_servers_do_to_feeds_is_mended_and_said(content: bytes, note: str):
    record = read_one(feeds.read, content, "x.rss")
    assert record.text == "Towns\n\nThe army said so."
    assert bool(note) == (len(record.notes) > 1)
    assert record.notes[0].startswith(note)


def test_a_feed_that_is_not_encoded_as_it_says_is_asked_about():
    content = feed("Städte", DECLARED).encode("cp1252")
    with pytest.raises(EncodingQuestion):
        list(feeds.read(source(content, "x.rss"), None))
    record = read_one(feeds.read, content, "x.rss", "cp1252")
    assert (record.meta["title"], record.notes[0]) == ("Städte", "It was read as cp1252.")


def test_entries_without_words_are_counted_and_do_not_hide_what_else_is_said():
    content = feed().replace("</channel>", "<item><guid>1</guid></item></channel>")
    assert read_one(feeds.read, content.encode(), "x.rss").notes == [
        "Entries without words (1) were left out.",
        "Of 1 entries the feed has no more than a description, which is often only the beginning of an article.",
    ]
