"""DocBin: what spaCy would train on, and what it cannot hold."""

import zlib

import pytest
from hypothesis import given, settings

from annotator.errors import UserError
from annotator.formats import docbin, extras
from annotator.formats.options import WriteOptions
from annotator.model.record import Record, RecordSpan
from tests.formats.given import checked, refusal, source
from tests.formats.round_trips import ARTICLES, OPTIONS, check_mutated, check_round_trip, mutated, written

TEXT = "😀 The U.S. army said 26 were killed."


def test_without_spacy_one_sentence_names_the_extra(monkeypatch: pytest.MonkeyPatch):
    def missing(name: str) -> None:
        raise ImportError(name)

    monkeypatch.setattr(extras, "import_module", missing)
    for act in (lambda: list(docbin.read(source(b"x"), None)), lambda: written(docbin.write, [])):
        with pytest.raises(UserError) as caught:
            act()
        assert "news-annotator[spacy]" in checked(str(caught.value))


def article() -> Record:
    spans = [
        RecordSpan(id="x", label="actor", start=6, end=15),
        RecordSpan(id="y", label="location", start=6, end=10),
        RecordSpan(id="z", label="number", start=21, end=23),
        RecordSpan(id="q", label="number", start=22, end=23),
    ]
    return Record(TEXT, "a1", meta={"language": "en-GB"}, layer="ana", status="open", spans=spans)


@pytest.mark.filterwarnings("default")
class TestWithSpacy:
    @pytest.fixture(autouse=True)
    def _needs_spacy(self):
        pytest.importorskip("spacy")

    @settings(max_examples=40)
    @given(ARTICLES, OPTIONS)
    def test_everything_comes_back_but_what_was_reported(self, records: list[Record], options: WriteOptions):
        check_round_trip(docbin.write, docbin.read, records, options, "x.spacy")

    def test_entities_are_flat_and_the_span_group_holds_all(self):
        import spacy
        from spacy.tokens import DocBin

        content, report = written(docbin.write, [article(), Record("Homs.", "a2"), Record("Homs.", "a3", layer="ben")])
        first, unseen, empty = DocBin().from_bytes(content).get_docs(spacy.blank("en").vocab)
        assert [(one.label_, one.text) for one in first.ents] == [("actor", "U.S. army"), ("number", "26")]
        assert [(one.label_, one.text) for one in first.spans["sc"]] == [
            ("actor", "U.S. army"), ("location", "U.S."), ("number", "26"),
        ]  # fmt: skip
        assert [token.ent_iob_ for token in unseen] == ["", ""]
        assert [token.ent_iob_ for token in empty] == ["O", "O"]
        assert {loss.what: loss.count for loss in report.loss} == {
            "overlapping spans that are in the span group only": 1, "spans that meet no token edge": 1,
        }  # fmt: skip

    def test_entities_of_others_are_read_too(self):
        import spacy
        from spacy.tokens import DocBin

        doc = spacy.blank("en")(TEXT)
        doc.set_ents([doc.char_span(6, 15, label="ORG")])
        (record,) = docbin.read(source(DocBin(docs=[doc]).to_bytes(), "x.spacy"), None)
        assert (record.text, record.id, record.layer) == (TEXT, None, None)
        assert [(one.label, one.start, one.end, one.text) for one in record.spans] == [("ORG", 6, 15, "U.S. army")]

    def test_a_language_that_spacy_does_not_know_is_any_language(self):
        for language in ("ja", "qq", "../os", 7):
            record = Record(TEXT, "a1", meta={"language": language})
            (found,) = docbin.read(source(written(docbin.write, [record])[0], "x.spacy"), None)
            assert found.text == TEXT

    def test_what_is_no_docbin_is_refused_and_bombs_before_they_go_off(self, monkeypatch: pytest.MonkeyPatch):
        refusal(docbin.read, b"no", "x.spacy")
        refusal(docbin.read, zlib.compress(b"no"), "x.spacy")
        monkeypatch.setattr(docbin, "MOST_BYTES", 1_000_000)
        assert "unpacks to more" in refusal(docbin.read, zlib.compress(bytes(2_000_000)), "x.spacy")

    def test_mutated_files_are_read_or_refused(self):
        content, _ = written(docbin.write, [article(), Record("Homs.", "a2")])
        check_mutated(docbin.read, content, "x.spacy", range(200))

    def test_files_mutated_before_they_are_packed_are_read_or_refused(self):
        content = zlib.decompress(written(docbin.write, [article(), Record("Homs.", "a2")])[0])
        for seed in range(200):
            check_mutated(docbin.read, zlib.compress(mutated(content, seed)), "x.spacy", [], whole=True)
