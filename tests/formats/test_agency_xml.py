"""NewsML and NITF: what an agency sends, its headline, its text and all it says about them."""

import pytest

from annotator.formats import agency_xml
from annotator.formats.table import readable_format
from tests.formats.given import refusal, source

NITF = """<?xml version="1.0"?><!DOCTYPE nitf SYSTEM "nitf-3-4.dtd">
<nitf xml:lang="en"><head><title>Other title</title><docdata><doc-id id-string="NW-1"/>
<date.issue norm="20261102T080000Z"/></docdata>
<pubdata name="Northern Wire" ex-ref="https://nw.example/1"/></head>
<body><body.head><hedline><hl1>Fighters pushed</hl1><hl2>Army denies</hl2></hedline>
<byline>By <person>Ana Belmar</person></byline>
<distributor><org>NWA</org></distributor><dateline><location>BELMARCH</location></dateline></body.head>
<body.content><p>The <org>Observatory</org> said <num>287</num> were killed.</p><block>
<p>The army denied it.</p></block>
<table><tr><td>Town</td><td>Killed</td></tr></table><media>
<media-caption>A bridge.</media-caption></media></body.content>
<body.end><tagline>NWA/ab</tagline></body.end></body></nitf>"""
G2 = """<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><itemSet>
<newsItem guid="urn:nw:1" xml:lang="en"><itemMeta><provider qcode="nprov:NWA"><name>NWA</name></provider>
<versionCreated>2026-11-02T09:00:00Z</versionCreated>
<firstCreated>2026-11-02T08:00:00Z</firstCreated></itemMeta><contentMeta><infoSource literal="Northern Wire"/>
<headline>Fighters pushed</headline>
<by>By Ana Belmar</by><language tag="en-GB"/></contentMeta><contentSet><inlineXML contenttype="application/xhtml+xml">
<html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title></head><body><p>The Observatory said so.</p>
<p>The army denied it.</p></body></html></inlineXML>
<remoteContent href="http://127.0.0.1/x.jpg"/></contentSet></newsItem>
<newsItem guid="urn:nw:2"><contentMeta><headline>Plain</headline></contentMeta><contentSet>
<inlineData contenttype="text/plain">One.

Two.</inlineData></contentSet></newsItem><packageItem guid="urn:nw:3"/></itemSet></newsMessage>"""
NEWSML = """<NewsML><NewsItem><Identification><NewsIdentifier>
<PublicIdentifier>urn:old:1</PublicIdentifier></NewsIdentifier></Identification>
<NewsManagement><FirstCreated>20261102T080000+0100</FirstCreated></NewsManagement><NewsComponent><NewsLines>
<HeadLine>Fighters pushed</HeadLine>
<ByLine>Ana Belmar</ByLine></NewsLines><AdministrativeMetadata><Provider>
<Party FormalName="NWA"/></Provider></AdministrativeMetadata>
<DescriptiveMetadata><Language FormalName="en"/></DescriptiveMetadata><ContentItem><DataContent><nitf><body>
<body.content><p>The Observatory said so.</p>
</body.content></body></nitf></DataContent></ContentItem></NewsComponent></NewsItem></NewsML>"""


def read(content: str):
    return list(agency_xml.read(source(content.encode(), "wire.xml"), None))


def test_nitf_is_read_whole():
    (record,) = read(NITF)
    assert record.text.split("\n\n") == [
        "Fighters pushed", "BELMARCH", "The Observatory said 287 were killed.", "The army denied it.", "Town\tKilled",
        "A bridge.", "NWA/ab",
    ]  # fmt: skip
    assert record.meta == {
        "title": "Fighters pushed", "subtitle": "Army denies", "byline": "Ana Belmar",
        "published": "2026-11-02T08:00:00Z",
        "source": "Northern Wire",
        "agency": "NWA", "url": "https://nw.example/1", "guid": "NW-1", "language": "en", "file": "wire.xml",
    }  # fmt: skip


def test_newsml_g2_holds_several_items():
    first, second = read(G2)
    assert first.text == "Fighters pushed\n\nThe Observatory said so.\n\nThe army denied it."
    assert first.meta == {
        "title": "Fighters pushed", "byline": "By Ana Belmar", "published": "2026-11-02T08:00:00Z",
        "source": "Northern Wire",
        "agency": "NWA", "guid": "urn:nw:1", "language": "en", "file": "wire.xml",
    }  # fmt: skip
    assert first.notes == ["What the item only refers to (1) was left out: pictures, films and the like."]
    assert second.text == "Plain\n\nOne.\n\nTwo."


def test_the_older_newsml_is_read():
    (record,) = read(NEWSML)
    assert record.text == "Fighters pushed\n\nThe Observatory said so."
    assert (record.meta["published"], record.meta["agency"]) == ("2026-11-02T08:00:00+01:00", "NWA")


BARE = """<?xml version="1.0" encoding="iso-8859-1"?>
<NewsML><NewsItem><Identification><NameLabel>fleuve-combats</NameLabel></Identification><NewsComponent><NewsLines>
<HeadLine>Combats au bord du fleuve</HeadLine><SubHeadLine>L'armée dément</SubHeadLine>
<CopyrightLine>© 2024</CopyrightLine></NewsLines><NewsComponent><ContentItem><DataContent>
<p> L'Observatoire l'a dit.</p> <p>L'armée dément.</p> <p>Voilà.</p>
</DataContent></ContentItem></NewsComponent></NewsComponent></NewsItem></NewsML>"""


def test_paragraphs_without_anything_around_them_are_all_read():
    (record,) = agency_xml.read(source(BARE.encode("iso-8859-1"), "wire.xml"), None)
    assert record.text.split("\n\n") == [
        "Combats au bord du fleuve", "L'Observatoire l'a dit.", "L'armée dément.", "Voilà.",
    ]  # fmt: skip
    assert {name: record.meta[name] for name in ("subtitle", "slugline", "copyright")} == {
        "subtitle": "L'armée dément", "slugline": "fleuve-combats", "copyright": "© 2024",
    }  # fmt: skip


RICH = """<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><itemSet><newsItem guid="urn:nw:1"><rightsInfo>
<copyrightNotice>(c) NWA</copyrightNotice></rightsInfo><itemMeta><provider literal="NWA"/>
<pubStatus qcode="stat:canceled"/><edNote>Corrects the number.</edNote>
<link href="https://elsewhere.example/" rel="irel:seeAlso"/></itemMeta><contentMeta><slugline>RIVER-FIGHT</slugline>
<headline>Fighters pushed</headline><headline role="hld:subHeadline">Army denies</headline><keyword>war</keyword>
<keyword>river</keyword><subject qcode="medtop:1"><name>Conflict</name></subject></contentMeta><contentSet><inlineXML>
<html xmlns="http://www.w3.org/1999/xhtml"><body><header><ul class="slugline"><li>Conflict</li></ul>
<h1>Fighters pushed</h1></header><section><p>The Observatory said so.</p></section><footer>nwa ab</footer></body></html>
</inlineXML></contentSet></newsItem></itemSet></newsMessage>"""


def test_what_an_item_says_of_itself_is_metadata_and_is_not_repeated_in_the_text():
    (record,) = read(RICH)
    assert record.text == "Fighters pushed\n\nThe Observatory said so."
    assert record.meta == {
        "title": "Fighters pushed", "subtitle": "Army denies", "slugline": "RIVER-FIGHT", "keywords": "war, river",
        "subject": "Conflict", "editors_note": "Corrects the number.", "copyright": "(c) NWA", "status": "canceled",
        "source": "NWA", "agency": "NWA", "guid": "urn:nw:1", "file": "wire.xml",
    }  # fmt: skip


def test_the_date_of_a_story_is_no_paragraph_of_it():
    day = '<story.date norm="20170102T222800+0000">20170102T2228</story.date>'
    dated = NITF.replace("<location>BELMARCH</location>", day)
    assert read(dated)[0].text.startswith("Fighters pushed\n\nThe Observatory")


@pytest.mark.parametrize(
    ("content", "name"), [(NITF, "nitf"), (G2, "newsml"), (NEWSML, "newsml"), ("<rss/> ", "feed"), ("<rss >", "feed")]
)
def test_files_that_end_alike_are_told_apart(content: str, name: str):
    known = readable_format("auto", ".xml", content.encode)
    assert known is not None
    assert known.name in (name, "feed")


@pytest.mark.parametrize("content", ["", "<x/>", "<nitf/>", "<newsItem/>", "<newsMessage/>", "<nitf>", NITF[:500]])
def test_what_has_no_text_is_refused(content: str):
    refusal(agency_xml.read, content.encode(), "wire.xml")


def test_entities_are_never_read():
    evil = NITF.replace('SYSTEM "nitf-3-4.dtd"', '[<!ENTITY e SYSTEM "file:///etc/passwd">]').replace("Army", "&e;")
    assert "entities" in refusal(agency_xml.read, evil.encode(), "wire.xml")
