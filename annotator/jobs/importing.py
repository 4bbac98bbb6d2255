"""Bringing articles and annotated work into a project.

Everything is read once before anything is written: a file that cannot be read whole is refused by name, and a tag that
the project lacks stops the import. What was read is kept for the second pass as long as it is small.
"""

from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from annotator.errors import UserError
from annotator.formats.containers import Found, found_sources
from annotator.formats.decoding import EncodingQuestion
from annotator.formats.sandbox import stopped_by
from annotator.jobs.progress import Cancelled, Report, never, silent
from annotator.jobs.stories import look_for_stories
from annotator.model.key_sets import KeySet
from annotator.model.layer import Status, check_annotator
from annotator.model.naming import shown
from annotator.model.record import Record
from annotator.model.tagset import Tagset
from annotator.project.importing import import_records, import_step
from annotator.project.incoming import ArticleCounts, SpanCounts
from annotator.project.notes import Note, Notes
from annotator.project.project import Project
from annotator.project.searching import index_all
from annotator.project.stories import FoundStories

KEPT_CHARACTERS = 64_000_000
"""How much text is kept between reading and writing; beyond that, files are read a second time."""
_CHARACTERS_OF_A_SPAN, _CHARACTERS_OF_A_RECORD = 800, 2000
"""What they take in memory, in characters of text."""


class UnknownTagsError(UserError):
    """The files use tags that the project does not have.

    Attributes:
        tags: their names.
    """

    def __init__(self, tags: Sequence[str], known: Sequence[str]) -> None:
        self.tags = tuple(tags)
        named = ", ".join(shown(tag)[:30] for tag in self.tags[:3]) + (", …" if len(self.tags) > 3 else "")
        ours = ", ".join(known[:8]) + (", …" if len(known) > 8 else "")
        super().__init__(
            f"The project has no tag {named}; nothing was imported – map it to one of {ours} (--map FROM=TO) "
            "or add it (--add-tags)."
        )


class ImportOptions(msgspec.Struct, frozen=True):
    """How an import is done."""

    format: str = "auto"
    formats: Mapping[str, str] = {}
    """What some of the files are, whatever the others are, by what they are called in a note."""
    layer: str | None = None
    """Whose work it is, whatever the files say."""
    status: Status | None = None
    """The state of that work, whatever the files say."""
    tag_map: Mapping[str, str] = {}
    """Tags of the files, and the project's tags they become."""
    add_tags: bool = False
    encoding: str | None = None
    """How text that is not UTF-8 is encoded."""
    encodings: Mapping[str, str] = {}
    """How some of the files are encoded, however the others are, by what they are called in a note."""
    columns: Mapping[str, str] = {}
    """Of tables: fields of an article, and the columns that hold them, whatever the headers say."""
    tables: Mapping[str, Mapping[str, str]] = {}
    """The same of some of the tables, whatever holds for the others, by what they are called in a note."""
    ask_encoding: bool = False
    """Raise the question how a text is encoded, rather than refuse that text by name."""
    dry_run: bool = False

    def records(self, found: Found) -> Iterator[Record]:
        """Yield what ``found`` holds, read as these options say."""
        return found.read(self.encodings.get(found.path, self.encoding), self.columns_of(found.path))

    def columns_of(self, path: str) -> Mapping[str, str]:
        """Return what was said about the columns of the table called ``path``."""
        return self.tables.get(path, self.columns)


class ImportReport(msgspec.Struct):
    """What an import did, or would do."""

    articles: ArticleCounts
    spans: SpanCounts
    notes: Notes
    cancelled: bool = False
    stories: FoundStories = FoundStories()

    @property
    def found_something(self) -> bool:
        """Whether anything was refused or moved."""
        return not all(note.harmless for note in self.notes)

    def as_json(self) -> dict[str, Any]:
        """Return the report as ``import --json`` prints it."""
        return {
            "articles": msgspec.structs.asdict(self.articles),
            "spans": msgspec.structs.asdict(self.spans),
            "stories": {"articles": self.stories.articles, "stories": self.stories.stories},
            "notes": [{"path": note.path, "why": note.why} for note in self.notes],
        }


class _Survey:
    """What a first reading of all sources shows.

    Of a source there are kept eight bytes, and its records as long as there is room: what has to be read a second time
    is looked for a second time, since a folder may hold a hundred thousand files.
    """

    def __init__(self, sources: Iterable[Found], options: ImportOptions, cancelled: Cancelled) -> None:
        self.refused = Notes()
        self.tags: dict[str, None] = {}
        self.count = 0
        """How many records there are."""
        self.missing = set(options.tables)
        """What tables are called of which something was said, and which were not found yet."""
        self._sources = sources
        self._options = options
        self._cancelled = cancelled
        self._room = KEPT_CHARACTERS
        self._seen = array("q")
        """What was read, by a number made of its name, in the order of the sources."""
        self._sound = KeySet()
        self._sound_ones = 0
        self._kept: dict[int, tuple[str, list[Record]]] = {}

    def __bool__(self) -> bool:
        return self._sound_ones > 0

    def look_at(self, found: Found) -> None:
        """Read ``found`` once, to its end or until it is cancelled."""
        self.missing.discard(found.path)
        if found.refusal:
            self.refused.append(Note(found.path, found.refusal, harmless=found.harmless))
            return
        place = len(self._seen)
        self._seen.append(hash(found.path))
        try:
            count, kept, tags = self._read(found)
        except EncodingQuestion as question:
            if self._options.ask_encoding:
                question.path = found.path
                raise
            self.refused.append(Note(found.path, str(question)))
        except UserError as error:
            self.refused.append(Note(found.path, str(error)))
        else:
            self._sound.add(place)
            self._sound_ones += 1
            self.count += count
            self.tags |= tags
            if kept is not None:
                self._kept[place] = (found.path, kept)

    def arrivals(self) -> Iterator[tuple[str, Record]]:
        """Yield all records, each with what to call its place.

        Raises:
            UserError: if something is gone that was there before.
        """
        if len(self._kept) == self._sound_ones:
            for path, kept in self._kept.values():
                yield from ((path, record) for record in kept)
            return
        for place, found in self._again():
            records = self._kept[place][1] if place in self._kept else self._options.records(found)
            yield from ((found.path, record) for record in records)

    def _again(self) -> Iterator[tuple[int, Found]]:
        """Yield the sound sources once more, each with the place that it had the first time."""
        due = 0
        for found in self._sources:
            place = -1 if found.refusal else _index(self._seen, hash(found.path), due)
            if place < 0:
                # It was refused then, or has come since.
                continue
            if place > due:
                break
            due += 1
            if place in self._sound:
                yield place, found
        if due < len(self._seen):
            raise UserError("Something that was to be read is gone meanwhile; import it again to see what is left.")

    def _read(self, found: Found) -> tuple[int, list[Record] | None, dict[str, None]]:
        """Return how many records there are, the records if there is room to keep them, and their tags."""
        count, kept = 0, list[Record]()
        tags: dict[str, None] = {}
        for record in self._options.records(found):
            if self._cancelled():
                break
            count += 1
            tags |= dict.fromkeys(span.label for span in record.spans)
            if self._room >= 0:
                self._room -= len(record.text) + _CHARACTERS_OF_A_RECORD + _CHARACTERS_OF_A_SPAN * len(record.spans)
                kept.append(record)
            else:
                kept.clear()
        return count, kept if len(kept) == count else None, tags


def _index(numbers: "array[int]", number: int, first: int) -> int:
    try:
        return numbers.index(number, first)
    except ValueError:
        return -1


def import_paths(
    project: Project,
    paths: Sequence[Path | str],
    options: ImportOptions,
    report: Report = silent,
    cancelled: Cancelled = never,
) -> ImportReport:
    """Import files, folders and zips, or standard input for ``-``.

    Raises:
        UnknownTagsError: if the files use tags that the project does not have; nothing is written.
        EncodingQuestion: if a text is not UTF-8 and the options say to ask; nothing is written.
        UserError: if not one of the sources can be read, something is said of the columns of a table that is not
            there, or nobody's work can go by the layer's name; nothing is written.
    """
    if options.layer is not None:
        check_annotator(options.layer)
    with stopped_by(cancelled), found_sources(paths, options.format, options.formats) as sources:
        survey = _Survey(sources, options, cancelled)
        for at, found in enumerate(sources):
            report(at, 0, f"reading {found.path}")
            survey.look_at(found)
            if cancelled():
                return ImportReport(ArticleCounts(), SpanCounts(), survey.refused, cancelled=True)
        if survey.missing:
            raise UserError(
                f"No table of the import is called {shown(min(survey.missing))}; a table goes by what notes call it."
            )
        if not survey:
            raise UserError(_nothing_readable(survey.refused))
        step = import_step(project)
        tally = import_records(
            project,
            survey.arrivals(),
            layer=options.layer,
            status=options.status,
            tags=options.tag_map,
            tagset=_tagset_for(project.tagset, survey.tags, options),
            dry_run=options.dry_run,
            went_on=_teller(survey.count, report, cancelled),
            step=step,
        )
    stopped, stories = cancelled(), FoundStories()
    if not options.dry_run and not stopped:
        stories = look_for_stories(project, report, cancelled, step)
        report(survey.count, survey.count, "making it searchable")
        index_all(project)
    survey.refused.extend(tally.notes)
    return ImportReport(tally.articles, tally.spans, survey.refused, stopped, stories)


def _teller(total: int, report: Report, cancelled: Cancelled) -> Callable[[int], bool]:
    def went_on(done: int) -> bool:
        report(done, total, "importing")
        return not cancelled()

    return went_on


def _nothing_readable(refused: Sequence[Note]) -> str:
    missed = [note for note in refused if not note.harmless]
    if not missed:
        return "There is nothing to import there."
    path, why = missed[0].path, missed[0].why
    named = why if path in why else f"{path}: {why}"
    return named if len(missed) == 1 else f"None of the {len(missed)} files can be read. The first – {named}"


def _tagset_for(tagset: Tagset, tags: Mapping[str, None], options: ImportOptions) -> Tagset | None:
    """Return the tagset with the tags that are to be added, or nothing if none is missing."""
    wanted = dict.fromkeys(options.tag_map.get(tag, tag) for tag in tags)
    missing = [tag for tag in wanted if tag not in tagset]
    if not missing:
        return None
    if not options.add_tags:
        raise UnknownTagsError(missing, [tag.name for tag in tagset.tags])
    return tagset.with_tags(missing)
