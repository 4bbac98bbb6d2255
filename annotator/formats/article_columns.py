"""Which column of a table holds what: recognised from the headers, or as somebody said."""

from collections.abc import Mapping, Sequence

import msgspec
import regex

from annotator.errors import UserError
from annotator.formats.dates import iso_date
from annotator.formats.languages import language_code
from annotator.model.naming import shown
from annotator.model.patterns import compiled

TEXT, TITLE = "text", "title"
FIELDS = ("text", "title", "source", "byline", "published", "agency", "url", "language", "story", "id")
"""What a column can be taken for; any other is kept under its own name."""
MOST_COLUMNS = 1_000
_LISTED = 5
_LONGEST_LISTED = 20
"""What is longer may be the words of an article in a table without headers, which no sentence quotes."""
_LONGEST_HEADER = 200
"""What is longer above the texts is one of them: the table has no headers."""
_KNOWN_AS = {
    "text": "text body content article fulltext articletext articlebody maintext bodytext contents texte "
    "volltext inhalt rawtext plaintext textcontent articlecontent storytext newstext "
    "contenttext contenthtml articlehtml",
    "title": "title headline heading hl hed subject titel titre titular titolo webtitle",
    "source": "source outlet publication newspaper publisher site sitename medium media quelle journal sourcename "
    "sourcedomain newssource medianame outletname cleanurl hostname sourcehostname",
    "byline": "byline author authors reporter writer by creator autor auteur",
    "published": "published date publicationdate pubdate datepublished publishdate publishedat publisheddate datetime "
    "timestamp datum fecha webpublicationdate datepublish publishedtime articledate storydate",
    "agency": "agency newsagency wire wireservice agentur agence",
    "url": "url link uri href permalink address weburl",
    "language": "language lang sprache langue",
    "story": "story storyid",
    "id": "id articleid docid documentid guid uid uuid",
}  # fmt: skip
_FIELD_OF = {name: field for field, names in _KNOWN_AS.items() for name in names.split()}
_OURS = frozenset({*FIELDS, "file", "row", "published_as_written", "id_as_written"})
"""Names in the metadata that no column's own name may take."""
_SPANS = frozenset({"article", "tag", "text", "start", "end"})
"""Columns of tables of spans, whose texts are no articles."""
_GDELT = r"(?i)\b\d{8,14}\.(?:translation\.)?(?:export|gkg|mentions)\.csv$"


class Columns(msgspec.Struct, frozen=True):
    """Where everything stands in a row."""

    fields: Mapping[str, int]
    """Which column holds which field of an article, from 0."""
    others: Mapping[str, int]
    """The columns that are kept under their own names."""
    count: int
    """How many columns have a header."""
    headless: bool = False
    """Whether there are no headers, so that the first row is an article as well."""

    def said(self) -> str:
        """Say which column was taken for what, in a note."""
        taken = f"Columns were taken for {', '.join(f'{field} ({at + 1})' for field, at in self.fields.items())}."
        return f"{taken} There are no headers: the first row is an article as well." if self.headless else taken

    def text(self, row: Sequence[str]) -> str:
        """Return the text of the article in a row."""
        return _cell(row, self.fields[TEXT])

    def id(self, row: Sequence[str]) -> str:
        """Return the id of the article in a row, if there is a column for it."""
        return _cell(row, self.fields["id"]).strip() if "id" in self.fields else ""

    def meta(self, row: Sequence[str]) -> dict[str, str]:
        """Return what else a row says; a date that cannot be told for certain is kept as it stands, and named so."""
        meta = {field: _cell(row, at).strip() for field, at in self.fields.items() if field not in (TEXT, "id")}
        meta |= {name: _cell(row, at).strip() for name, at in self.others.items()}
        meta |= {f"column {at + 1}": row[at] for at in range(self.count, len(row))}
        if "published" in meta:
            published = iso_date(meta["published"])
            if not published and meta["published"]:
                meta["published_as_written"] = meta["published"]
            meta["published"] = published
        if "language" in meta:
            meta["language"] = language_code(meta["language"]) or meta["language"]
        return {name: value for name, value in meta.items() if value}


def recognised(headers: Sequence[str], said: Sequence[tuple[str, str]], name: str) -> Columns:
    """Return which column holds what.

    Args:
        headers: the first row of the table.
        said: pairs of a field and the header, or the number from 1, of the column that holds it.
        name: what to call the table in a sentence.

    Raises:
        UserError: if no column is known to hold the text, or there is no column as said.
    """
    if len(headers) > MOST_COLUMNS:
        raise UserError(f"{name} has more than {MOST_COLUMNS:,} columns, too many for a table of articles.")
    plain = [header.strip() for header in headers]
    if {header.lower() for header in plain} >= _SPANS and not said:
        raise UserError(f"{name} is a table of spans, not of articles; their texts are in another file.")
    fields = fields_of(plain, {field: _place(plain, column, name) for field, column in said})
    if TEXT not in fields:
        if compiled(_GDELT).search(name):
            raise UserError(f"{name} is a list of GDELT: it has the addresses of articles, and no texts.")
        listed = ", ".join(_named(header) for header in plain[:_LISTED]) + (", …" if len(plain) > _LISTED else "")
        if {"url", TITLE} & fields.keys():
            raise UserError(
                f"{name} lists articles, but no column of texts is known ({listed}); say --column text=NAME."
            )
        raise UserError(f"No column of {name} is known to hold the text ({listed}); say --column text=NAME.")
    headless = TEXT in dict(said) and len(plain[fields[TEXT]]) > _LONGEST_HEADER
    if headless:
        plain = [""] * len(plain)
        fields = {field: at for field, at in fields.items() if field in dict(said)}
    others: dict[str, int] = {}
    for at, header in enumerate(plain):
        if at not in fields.values():
            others[_unused(header or f"column {at + 1}", others)] = at
    return Columns(fields, others, len(headers), headless)


def has_text(headers: Sequence[str], said: Sequence[tuple[str, str]]) -> bool:
    """Say whether a row looks like the headers of a table of articles."""
    try:
        recognised(headers, said, "")
    except UserError:
        return False
    return True


def _named(header: str) -> str:
    return shown(header) if 0 < len(header) <= _LONGEST_LISTED and header.isprintable() else "…"


def fields_of(headers: Sequence[str], said: Mapping[str, int] | None = None) -> dict[str, int]:
    """Return which column holds which field, from 0, as far as somebody said so or its header shows it."""
    fields = dict(said or {})
    names = [regex.sub(r"[^\p{L}]", "", header.lower()) for header in headers]
    for at, name in enumerate(names):
        field = _FIELD_OF.get(name)
        # A column called just as a field is surer than one called alike, such as "uri" before "url".
        if field is None or field in fields or at in fields.values() or (name != field and field in names):
            continue
        fields[field] = at
    return fields


def _place(headers: Sequence[str], column: str, name: str) -> int:
    exact = [at for at, header in enumerate(headers) if header == column.strip()]
    alike = exact or [at for at, header in enumerate(headers) if header.lower() == column.strip().lower()]
    if alike:
        return alike[0]
    if column.isascii() and column.isdigit() and 1 <= int(column[:9]) <= len(headers):
        return int(column) - 1
    raise UserError(f"{name} has no column {shown(column)}.")


def _unused(header: str, names: Mapping[str, int]) -> str:
    wanted, number = header, 2
    # A column may be called as a field is that another column was taken for.
    while wanted in names or wanted in _OURS:
        wanted = f"{header} ({number})"
        number += 1
    return wanted


def _cell(row: Sequence[str], at: int) -> str:
    return row[at] if at < len(row) else ""
