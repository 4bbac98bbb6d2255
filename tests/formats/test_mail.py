"""E-mails: what was written, who sent it and when, and what was attached; however an e-mail is built, it ends well."""

from contextlib import suppress
from email.message import EmailMessage

import pytest

from annotator.errors import UserError
from annotator.formats import mail
from tests.formats.given import read_one, refusal, source
from tests.formats.made.office import paragraph, word
from tests.growth import grows_at_most

WORDS = "BELMARCH // The Observatory said at least 287 fighters were killed – “so it said”.\n\nThe army denied it.\n"


def message(text: str = WORDS, subject: str = "Fighters pushed from river towns – الجيش") -> EmailMessage:
    made = EmailMessage()
    made["Subject"] = subject
    made["From"] = "Ana Belmar <ana@nw.example>"
    made["To"] = "desk@nw.example"
    made["Date"] = "Mon, 02 Nov 2026 08:00:00 +0100"
    made["Message-ID"] = "<1@nw.example>"
    if text:
        made.set_content(text)
    return made


def read(made: EmailMessage | bytes, name: str = "wire.eml"):
    return list(mail.read(source(made if isinstance(made, bytes) else bytes(made), name), None))


def test_what_was_written_and_who_sent_it():
    record = read_one(mail.read, bytes(message()), "wire.eml")
    assert record.text == WORDS
    assert record.meta == {
        "title": "Fighters pushed from river towns – الجيش",
        "byline": "Ana Belmar", "from": "ana@nw.example", "published": "2026-11-02T08:00:00+01:00",
        "message_id": "<1@nw.example>", "file": "wire.eml",
    }  # fmt: skip


def test_plain_text_is_taken_and_else_html_is_shown():
    made = message()
    made.add_alternative("<p>Other <b>words</b>.</p>", subtype="html")
    (record,) = read(made)
    assert record.text == WORDS
    made = message("")
    made.set_content(
        "<div>One <b>word</b>.</div><p style='display:none'>secret</p><p>Two<br>three.</p><img src='http://127.0.0.1/x'>",
        subtype="html",
    )
    (record,) = read(made)
    assert record.text == "One word.\n\nTwo\nthree."


def test_lines_that_flow_are_joined_and_others_are_not():
    made = message()
    made.set_content("The Observatory said \nso.\nThe army \ndenied it.\n> quoted \nEnd.\n-- \nAna\n")
    made.set_param("format", "flowed")
    (record,) = read(made)
    assert record.text == "The Observatory said so.\nThe army denied it.\n> quoted \nEnd.\n-- \nAna"
    assert any("flowed" in note for note in record.notes)


def test_attached_articles_are_read_and_other_files_are_named():
    made = message()
    made.add_attachment(
        word(paragraph("Attached words.")),
        maintype="application",
        subtype="octet-stream",
        filename="../evil/report.docx",
    )
    made.add_attachment("A list of towns.", filename="towns.txt")
    made.add_attachment(b"MZ", maintype="application", subtype="x-msdownload", filename="run\n\u202eme.exe")
    made.add_attachment(b"no zip", maintype="application", subtype="octet-stream", filename="broken.docx")
    made.add_attachment(message("Forwarded words.\n", "Forwarded"))
    first, *attached = read(made)
    assert first.text == WORDS
    assert [record.text.strip() for record in attached] == ["Attached words.", "A list of towns.", "Forwarded words."]
    assert {record.meta["attached_to"] for record in attached} == {first.meta["title"]}
    (note,) = first.notes
    assert note.startswith("Attached files that were not read: ")
    assert ".exe" in note
    assert "broken.docx (wire.eml/broken.docx is damaged" in note


def test_a_text_that_is_not_encoded_as_it_says_is_read_as_far_as_it_can_be():
    raw = b"Subject: x\nContent-Type: text/plain; charset=us-ascii\nContent-Transfer-Encoding: 8bit\n\n\xfcber\n"
    (record,) = read(raw)
    assert record.text == "\ufffdber\n"
    assert "U+FFFD" in record.notes[0]
    (record,) = read(b"Subject: x\nContent-Type: text/plain; charset=no-such\n\n\xc3\xbcber\n")
    assert record.text == "über\n"


def test_an_e_mail_without_words_is_refused():
    assert "No text" in refusal(mail.read, b"Subject: nothing\n\n", "a.eml")
    assert "No text" in refusal(mail.read, b"", "a.eml")


def box(*raw: bytes) -> bytes:
    return b"".join(b"From ana@nw.example Mon Nov  2 08:00:00 2026\n" + one.rstrip(b"\n") + b"\n\n" for one in raw)


def test_a_mailbox_holds_an_article_an_e_mail():
    second = message("Second.\n>From here on.\nFrom here on.\n", "Second")
    records = list(
        mail.read_mailbox(source(box(bytes(message()), b"Subject: x\n\n", bytes(second)), "wire.mbox"), None)
    )
    assert [record.notes for record in records] == [[], ["E-mails without any text (1) were left out."]]
    assert [record.meta["title"][:8] for record in records] == ["Fighters", "Second"]
    assert records[1].text.rstrip("\n") == "Second.\nFrom here on.\nFrom here on."


def test_a_beginning_that_never_ends_takes_as_much_longer_as_it_is_longer():
    def refused(count: int) -> None:
        assert "no mailbox" in refusal(mail.read_mailbox, b"From " + b"a" * count + b"\n\nx\n", "a.mbox")

    assert grows_at_most(8, lambda: refused(40_000), lambda: refused(10_000))


def test_what_is_no_mailbox_is_refused():
    assert "no mailbox" in refusal(mail.read_mailbox, b"Dear all,\n", "a.mbox")
    assert "No text" in refusal(mail.read_mailbox, box(b"Subject: x\n\n"), "a.mbox")


@pytest.mark.parametrize(
    "raw",
    [
        b"Content-Type: multipart/mixed; boundary=a\n\n" + b"--a\nContent-Type: text/plain\n\nx\n" * 3_000,
        b"".join(b"Content-Type: multipart/mixed; boundary=a%d\n\n--a%d\n" % (n, n) for n in range(3_000)),
        b"Content-Type: message/rfc822\n\n" * 3_000 + b"x",
        b"Subject: " + b"=?utf-8?q?" * 20_000 + b"\n\nx",
        b"From: " + b"(" * 20_000 + b"\n\nx",
        b"Content-Disposition: attachment; filename*0*=a''%ff; filename*1=b\n\nx",
        b'Content-Type: text/plain; charset="\xff"\n\nx',
        b"Date: Mon, 99 Foo 99999 99:99:99 +9999\nFrom: =?x?=\n\nx",
        b"Content-Transfer-Encoding: base64\n\n=\xff=A",
        b"Content-Transfer-Encoding: x-uuencode\n\nbegin 644 a\n\xff\xff\n",
    ],
)
def test_e_mails_that_are_built_to_be_slow_or_wrong_are_read_or_refused(raw: bytes):
    with suppress(UserError, RecursionError):
        read(raw)


def test_wider_encodings_than_an_e_mail_names_are_read_and_said():
    head = b"From: ana@nw.example\nContent-Type: text/plain; charset=%s\nContent-Transfer-Encoding: 8bit\n\n"
    for named, wider, words in ((b"gb2312", "gb18030", "军队否认。镕"), (b"iso-8859-1", "cp1252", "“So” – it said")):
        record = read_one(mail.read, head % named + words.encode(wider), "x.eml")
        assert record.text.strip() == words
        assert record.notes == [f"It names {named.decode()}, and was read in {wider}, which has more letters."]


def test_an_attached_text_without_words_is_no_article():
    raw = (
        b'From: ana@nw.example\nContent-Type: multipart/mixed; boundary="b"\n\n'
        b"--b\nContent-Type: text/plain\n\nWords.\n"
        b'--b\nContent-Type: text/plain\nContent-Disposition: attachment; filename="x.txt"\n\n \n--b--\n'
    )
    record = read_one(mail.read, raw, "x.eml")
    assert (record.text.strip(), "published" in record.meta) == ("Words.", False)


def test_blank_lines_before_the_first_e_mail_of_a_mailbox_are_passed_over():
    raw = b"\xef\xbb\xbf\r\n\nFrom ana@nw.example Mon Nov 02 10:00:00 +0000 2026\nSubject: T\n\nWords.\n"
    (record,) = mail.read_mailbox(source(raw, "x.mbox"), None)
    assert (record.meta["title"], record.text.strip()) == ("T", "Words.")
