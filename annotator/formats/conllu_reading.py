"""CoNLL-U and CoNLL-U Plus, in: spans in brackets under ``Entity``, as tags in ``MISC``, or in columns of their own.

Brackets are those of GUM and CorefUD, of all their versions. Tags under ``NER`` and the like, or in a column that the
file names, are those of any scheme. A multiword expression (``1:VID``, ``1``) is a span, in fragments if need be.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

import regex

from annotator.errors import UserError
from annotator.formats.columns import unquoted
from annotator.formats.conll import PUT_TOGETHER
from annotator.formats.decoding import MOST_BYTES
from annotator.formats.foreign import a_name, a_name_if_any, a_state
from annotator.formats.jsonl import NotALineError
from annotator.formats.lines import lines_of
from annotator.formats.source import Source
from annotator.formats.token_tags import OUTSIDE, is_tag, places_of
from annotator.model.record import Record, RecordSpan

BLANKS, KEPT = "annotator::blanks", "kept"
"""Say that all blanks of the text are in the file."""
_STANDARD = ("ID", "FORM", "LEMMA", "UPOS", "XPOS", "FEATS", "HEAD", "DEPREL", "DEPS", "MISC")
_TAGGED = frozenset({"ner", "ne", "named_entity", "namedentity", "entity", "nertag", "ner_tag", "bio", "iob"})
"""What a tag is called in ``MISC``."""
_SAID_OF_MENTIONS = ("identity", "infstat")
_MENTION = "mention"
"""What is marked where a file says only that something is mentioned."""
_PARTS_OF_CHAINS = ("Bridge", "SplitAnte")
_ESCAPE = regex.compile(r"\\(?:u([0-9a-fA-F]{1,6});|(.))")
_UNESCAPED = {"s": " ", "t": "\t", "n": "\n", "r": "\r", "p": "|", "\\": "\\"}
_BRACKET = regex.compile(r"\((?P<opens>[^()]+)(?P<single>\))?|(?P<closes>[^()]+)\)")
_PART = regex.compile(r"(.*)\[(\d{1,4})/(\d{1,4})\]")
_EXPRESSION = regex.compile(r"(?P<number>\d{1,6})(?::(?P<label>[^\s:;]{1,80}))?")
_NOTHING = frozenset({"_", "*", "", OUTSIDE})
_MOST_COLUMNS = 1_000
_MANY = 100
_ONE = "The file does not say where articles begin; all of it is one."
_LEFT = "What stands in column {} ({}) was left out."
_CHAINED = "Bridging and split antecedents ({}) were left out."


def read(source: Source, encoding: str | None) -> Iterator[Record]:
    """Yield an article for each ``# newdoc``, or one for the whole file if it has none.

    Raises:
        UserError: at the first line that is no token, or whose brackets do not fit.
    """
    reading = _Reading()
    at = 0
    divided = False
    try:
        for number, line in lines_of(source, encoding):
            at = number
            if line.startswith("# newdoc"):
                divided = True
                yield from reading.records()
                reading = reading.next()
            reading.take(line)
        yield from reading.records(_ONE if not divided and reading.sentences > _MANY else "")
    except NotALineError as error:
        raise UserError(f"{source.name}, line {at}: {error}") from None


class _Reading:
    """An article that is being read."""

    def __init__(self, fields: Sequence[str] = (), columns: Sequence[str] = _STANDARD) -> None:
        self.sentences = 0
        self._fields = tuple(fields)
        self._columns = tuple(columns)
        self._own = self._own_columns()
        self._about: dict[str, str] = {}
        self._meta: dict[str, object] = {}
        self._parts: list[str] = []
        self._length = 0
        self._start = 0
        self._exact = False
        self._gap = ""
        self._open: list[tuple[str, str, int, dict[str, str]]] = []
        self._found: list[tuple[str, str, int, int, dict[str, str]]] = []
        self._through = 0
        """The last token of a multiword token that is being passed over."""
        self._began = False
        self._places: list[tuple[int, int]] = []
        """Where each word lies."""
        self._tags: dict[str, dict[int, str]] = {}
        """The tags of words, by what they are called and by the number of the word."""
        self._expressions: dict[str, tuple[str, list[int]]] = {}
        """The multiword expressions of the sentence: their label and the numbers of their words."""
        self._spans_of_words: list[RecordSpan] = []
        self._left: Counter[str] = Counter()

    def _own_columns(self) -> tuple[int, ...]:
        """Return the places of columns that CoNLL-U itself does not have."""
        return tuple(at for at, name in enumerate(self._columns) if name not in _STANDARD)

    def next(self) -> "_Reading":
        """Return a reading of the next article of the same file."""
        return _Reading(self._fields, self._columns)

    def take(self, line: str) -> None:
        """Take a line."""
        if line.startswith("#"):
            self._comment(line[1:].strip())
        elif line.strip():
            self._token(line.split("\t") if "\t" in line else line.split())
        else:
            self._end_sentence()

    def _end_sentence(self) -> None:
        if not self._exact and self._gap == " ":
            self._gap = "\n"
        self.sentences += 1
        for label, words in self._expressions.values():
            fragments = self._joined(words)
            span = RecordSpan(label=label, start=fragments[0][0], end=fragments[-1][1], fragments=fragments)
            self._spans_of_words.append(span)
        self._expressions = {}

    def _comment(self, line: str) -> None:
        name, equals, value = (part.strip() for part in line.partition("="))
        if name == "global.Entity" and value:
            self._fields = tuple(value.split("-"))
        elif name == "global.columns" and value:
            self._columns = tuple(value.split())
            self._own = self._own_columns()
            if "FORM" not in self._columns:
                raise NotALineError("none of its columns is called FORM.")
        elif name == "newdoc id":
            self._about["id"] = unquoted(value)
        elif name == BLANKS:
            self._exact = value == KEPT
        elif name in ("annotator::layer", "annotator::status"):
            self._about[name.removeprefix("annotator::")] = unquoted(value)
        elif name.startswith("meta::") and equals:
            self._meta[a_name(name.removeprefix("meta::"), "a name")] = value

    def _token(self, cells: list[str]) -> None:
        if len(cells) < len(self._columns):
            raise NotALineError(f"it does not have {len(self._columns)} columns with tabs between them.")
        if len(cells) > _MOST_COLUMNS:
            raise NotALineError(f"it has more than {_MOST_COLUMNS:,} columns.")
        said = dict(zip(self._columns, cells, strict=False))
        place = said.get("ID", str(len(self._places) + 1))
        if "." in place:
            # A word that is thought, and not in the text.
            return
        first, _, last = place.partition("-")
        if not (first.isdecimal() and (not last or last.isdecimal())) or len(place) > 20:
            raise NotALineError("it does not begin with the number of a token.")
        misc = dict(part.split("=", 1) for part in said.get("MISC", "").split("|") if "=" in part)
        if int(first) == 1:
            self._through = 0
        if int(first) > self._through:
            self._append(said["FORM"], misc)
        if last:
            self._through = int(last)
        else:
            self._word(misc, cells)
        self._brackets(misc.get("Entity", ""))

    def _word(self, misc: Mapping[str, str], cells: Sequence[str]) -> None:
        """Take what is said of a word beside its brackets: tags, and what stands in columns of the file's own."""
        word = len(self._places)
        self._places.append((self._start, self._length))
        for name, value in misc.items():
            if name.lower() in _TAGGED and is_tag(value):
                self._tags.setdefault(name, {})[word] = value
            elif name in _PARTS_OF_CHAINS:
                self._left[_CHAINED] += 1
        further = range(len(self._columns), len(cells))
        for at in (*self._own, *further) if further else self._own:
            if cells[at] not in _NOTHING:
                self._cell(self._columns[at] if at < len(self._columns) else f"{at + 1}", cells[at], word)

    def _cell(self, name: str, cell: str, word: int) -> None:
        parts = [_EXPRESSION.fullmatch(part) for part in cell.split(";")]
        if is_tag(cell):
            self._tags.setdefault(name, {})[word] = cell
        elif all(parts) and any(part["label"] or part["number"] in self._expressions for part in parts if part):
            for part in parts:
                if part is not None:
                    self._expressions.setdefault(part["number"], (part["label"] or _MENTION, []))[1].append(word)
        else:
            self._left[_LEFT.format(name if name.isprintable() and len(name) < 40 else "of another name", "{}")] += 1

    def _joined(self, words: Sequence[int]) -> list[tuple[int, int]]:
        """Return where ``words`` lie, those that follow each other as one."""
        fragments: list[tuple[int, int]] = []
        before = -2
        for word in words:
            start, end = self._places[word]
            if fragments and (word == before + 1 or start < fragments[-1][1]):
                fragments[-1] = (fragments[-1][0], max(end, fragments[-1][1]))
            else:
                fragments.append((start, end))
            before = word
        return fragments

    def _append(self, form: str, misc: Mapping[str, str]) -> None:
        before = _unescaped(misc.get("SpacesBefore", ""))
        gap = (self._gap if self._began else "") + before
        self._began = True
        self._parts += (gap, form)
        self._length += len(gap)
        self._start = self._length
        self._length += len(form)
        if self._length > MOST_BYTES:
            raise NotALineError(f"the article is larger than {MOST_BYTES // 1_000_000} MB.")
        if misc.get("SpaceAfter") == "No":
            self._gap = ""
        else:
            self._gap = _unescaped(misc["SpacesAfter"]) if "SpacesAfter" in misc else " "

    def _brackets(self, entity: str) -> None:
        for bracket in _BRACKET.finditer(entity):
            if bracket["opens"] is not None:
                self._opens(bracket["opens"])
                if bracket["single"]:
                    self._close(len(self._open) - 1)
            else:
                self._closes(bracket["closes"])

    def _opens(self, written: str) -> None:
        if self._fields:
            values = dict(zip(self._fields, written.split("-"), strict=False))
            name = next((values[field] for field in ("eid", "GRP") if field in values), written)
            label = values.get("etype") or values.get("entity") or ""
        else:
            # The oldest files have the type first, and close with all of it; others do not say what they have.
            parts = written.split("-")
            is_old = len(parts) == 2 and parts[1].isdecimal() and not parts[0].isdecimal()
            name, label = (written, parts[0]) if is_old else (parts[0], parts[1] if len(parts) > 1 else "")
            values = {}
        about = {field: values[field] for field in _SAID_OF_MENTIONS if values.get(field)}
        self._open.append((name, label or _MENTION, self._start, about))

    def _closes(self, name: str) -> None:
        at = next((at for at in reversed(range(len(self._open))) if self._open[at][0] == name), None)
        if at is None:
            raise NotALineError("a bracket closes that was not opened.")
        self._close(at)

    def _close(self, at: int) -> None:
        name, label, start, about = self._open.pop(at)
        self._found.append((name, label, start, self._length, about))

    def records(self, note: str = "") -> Iterator[Record]:
        """Yield the article, if there is anything of it, with a ``note``."""
        if not self._began:
            return
        if self._open:
            raise NotALineError("a bracket was not closed.")
        self._end_sentence()
        text = "".join(self._parts) + (self._gap if self._exact else "")
        layer = a_name_if_any(self._about.get("layer"), "a layer")
        notes = [note] if note else []
        notes += [sentence.format(count) for sentence, count in self._left.items()]
        yield Record(
            text,
            a_name_if_any(self._about.get("id"), "the id of an article"),
            meta=self._meta,
            layer=layer,
            status=a_state(self._about.get("status")),
            spans=[*self._spans(), *self._tagged(), *self._spans_of_words],
            text_is="exact" if self._exact else "tokens",
            notes=notes if self._exact else [PUT_TOGETHER, *notes],
        )

    def _spans(self) -> list[RecordSpan]:
        whole: dict[tuple[str, str, str], list[tuple[int, int]]] = {}
        spans: list[RecordSpan] = []
        for name, label, start, end, about in sorted(self._found, key=lambda found: (found[2], -found[3])):
            part = _PART.fullmatch(name)
            if part is None:
                spans.append(_span(name, label, [(start, end)], about))
                continue
            key = (part[1], label, part[3])
            whole.setdefault(key, []).append((start, end))
            if len(whole[key]) == int(part[3]):
                spans.append(_span(part[1], label, whole.pop(key), about))
        if whole:
            raise NotALineError("a fragment of a span is missing.")
        return _with_names_of_their_own(spans)

    def _tagged(self) -> Iterator[RecordSpan]:
        for tags in self._tags.values():
            listed = [tags.get(word, OUTSIDE) for word in range(len(self._places))]
            for first, last, label in places_of(listed):
                start, end = self._places[first][0], self._places[last - 1][1]
                yield RecordSpan(label=a_name(unquoted(label), "the tag of a span"), start=start, end=end)


def _span(name: str, label: str, fragments: list[tuple[int, int]], about: Mapping[str, str]) -> RecordSpan:
    return RecordSpan(
        id=a_name(unquoted(name), "the id of a span"),
        label=a_name(unquoted(label), "the tag of a span"),
        start=fragments[0][0],
        end=fragments[-1][1],
        fragments=fragments,
        attributes={field: unquoted(value) for field, value in about.items()},
    )


def _with_names_of_their_own(spans: list[RecordSpan]) -> list[RecordSpan]:
    """Take away names that several spans share: mentions of one entity, as GUM numbers them."""
    seen: dict[str | None, int] = {}
    for span in spans:
        seen[span.id] = seen.get(span.id, 0) + 1
    for span in spans:
        if seen[span.id] > 1:
            span.extra = {"entity": span.id}
            span.id = None
    return spans


def _unescaped(written: str) -> str:
    def meant(escape: regex.Match[str]) -> str:
        code = int(escape[1], 16) if escape[1] else -1
        return chr(code) if 0 < code <= 0x10FFFF else _UNESCAPED.get(escape[2] or "", "")

    return _ESCAPE.sub(meant, written)
