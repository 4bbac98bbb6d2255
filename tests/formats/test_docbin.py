"""DocBin: what spaCy would train on, and what it cannot hold."""

import tracemalloc
import zlib
from pathlib import Path

import pytest
from hypothesis import given, settings

from annotator.errors import UserError
from annotator.formats import docbin, docbin_file, extras
from annotator.formats.nowhere import Nowhere
from annotator.formats.options import WriteOptions
from annotator.formats.parts import write_in_parts
from annotator.formats.source import file_source
from annotator.formats.whole_file import whole_parts
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

    def test_the_file_is_what_spacy_would_write(self, monkeypatch: pytest.MonkeyPatch):
        import msgspec
        from spacy.tokens import DocBin

        given = [article(), Record("", "a0"), *(Record(f"Homs {at}.", f"b{at}", layer="ben") for at in range(9))]
        monkeypatch.setattr(docbin_file, "_HELD", 4_000)
        for records in (given, []):
            content, _ = written(docbin.write, records)
            again = DocBin(store_user_data=True).from_bytes(content).to_bytes()
            ours, theirs = (msgspec.msgpack.decode(zlib.decompress(one)) for one in (content, again))
            assert ours == theirs
            assert list(ours) == list(theirs)

    def test_a_file_is_full_before_it_is_too_large_to_be_read(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.setattr(docbin, "_FULL", 40_000)
        given = [Record(TEXT * 9, f"a{number}", layer=layer) for number in range(9) for layer in ("ana", "ben")]
        with whole_parts(tmp_path / "work.spacy") as parts:
            report = write_in_parts(docbin.write, given, parts.open, WriteOptions())
        assert (report.articles, len(parts.names) > 1) == (9, True)
        found = [record for name in parts.names for record in docbin.read(file_source(tmp_path / name), None)]
        assert [(one.id, one.layer) for one in found] == [(one.id, one.layer) for one in given]

    def test_spacy_trains_on_a_folder_of_parts_as_on_one_file(self, tmp_path: Path):
        import spacy
        from spacy.training import Corpus

        with whole_parts(tmp_path / "train.spacy") as parts:
            for number in range(3):
                docbin.write([Record("Homs.", f"a{number}", layer="ana")], parts.open(), WriteOptions())
        assert len(list(Corpus(tmp_path / "train.spacy")(spacy.blank("en")))) == 3

    def test_what_is_written_lies_on_the_disk_until_it_is_put_together(self, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.setattr(docbin_file, "_HELD", 50_000)
        monkeypatch.setattr(docbin_file, "_IN_MEMORY", 50_000)

        def added(count: int) -> int:
            made = (Record(TEXT * 20, f"a{number}", layer="ana") for number in range(count))
            tracemalloc.start()
            docbin.write(made, Nowhere(), WriteOptions())
            most = tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()
            return most

        added(10)
        assert added(120) < 1.5 * added(30)

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
