"""Who said it is offered first: named in the sentence, or the one who spoke before."""

import json

from annotator.data import sample_corpus
from annotator.model.nearness import nearest
from annotator.model.span import Fragment, Span
from annotator.model.speakers import likely_source


class Article:
    """A text in which actors stand in square brackets and claims in angle brackets."""

    def __init__(self, marked: str) -> None:
        self.text, self.actors, self.claims = "", [], []
        starts: list[int] = []
        for letter in marked:
            if letter in "[⟨":
                starts.append(len(self.text))
            elif letter in "]⟩":
                into = self.actors if letter == "]" else self.claims
                place = Fragment(starts.pop(), len(self.text))
                key = 1 + len(self.actors) + len(self.claims)
                into.append(Span("", "actor" if letter == "]" else "claim", (place,), key=key))
            else:
                self.text += letter

    def source(self, claim: int, known: dict[int, int] | None = None) -> str:
        """Return who is offered as the source of a claim; ``known`` are the actors of other claims, by number."""
        sources = {self.claims[head].key: self.actors[child].key for head, child in (known or {}).items()}
        found = likely_source(self.text, self.claims[claim], self.actors, self.claims, sources, "en")
        return "" if found is None else self.text[found.start : found.end]


def test_it_is_who_is_named_before_the_claim_or_behind_it():
    assert Article("[Homs] fell. [The army] told [reporters] ⟨that it stood⟩.").source(0) == "The army"
    assert Article("[The army] left. ⟨Two men died⟩, [residents] said.").source(0) == "residents"
    assert Article("⟨“It stood,”⟩ said [Mr Vint], and [the army] left.").source(0) == "Mr Vint"


def test_who_is_accused_is_not_who_says_it():
    article = Article("[The Front] said ⟨it won⟩. It accused [the army] ⟨of firing⟩.")
    assert article.source(1, {0: 0}) == "The Front"
    assert article.source(1) == "the army", "there is nobody else"


def test_he_is_who_spoke_before():
    article = Article("[Mr Vint] said ⟨it fell⟩ and ⟨that [the rebels] ran⟩. He denied ⟨a massacre⟩. [Homs] burned.")
    assert article.source(1, {0: 0}) == "Mr Vint"
    assert article.source(2, {0: 0, 1: 0}) == "Mr Vint"


def test_who_is_only_spoken_of_comes_last():
    assert Article("⟨[The rebels] ran⟩.").source(0) == "The rebels"
    assert Article("⟨It fell⟩.").source(0) == ""


def test_most_sources_that_two_annotators_drew_are_offered_first():
    offered = near = drawn = 0
    for layer in ("ana", "ben"):
        for line in (sample_corpus() / f"{layer}.jsonl").read_text(encoding="utf-8").splitlines():
            record = json.loads(line)
            if record["meta"]["language"] != "en":
                continue
            spans = {}
            for key, one in enumerate(record["spans"], 1):
                places = one.get("fragments") or [[one["start"], one["end"]]]
                spans[one["id"]] = Span(one["id"], one["label"], tuple(Fragment(*place) for place in places), key=key)
            actors = sorted((span for span in spans.values() if span.tag == "actor"), key=lambda span: span.start)
            claims = [span for span in spans.values() if span.tag == "claim"]
            sources = {one["head"]: one["child"] for one in record["relations"] if one["label"] == "source"}
            known = {spans[head].key: spans[child].key for head, child in sources.items()}
            for head, child in sources.items():
                claim = spans[head]
                offered += likely_source(record["text"], claim, actors, claims, known, "en") is spans[child]
                near += nearest(claim, actors) is spans[child]
                drawn += 1
    assert offered / drawn > 0.85
    assert near / drawn < 0.6, "the nearest alone will not do"
