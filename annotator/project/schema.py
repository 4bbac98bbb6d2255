"""What a project file holds, in the words of SQL. ``migrations`` makes it so, ``connection`` checks that it is so.

A column that was added later stands where SQLite writes it: before the closing bracket.
"""

APPLICATION_ID = 0x4E415031
"""``NAP1``: written into every project file, so that nothing else is taken for one."""

VERSION = 4
"""The number of migrations behind this schema; a file with a greater ``user_version`` is newer than the program."""

TABLES = {
    "project": """CREATE TABLE project (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    id TEXT NOT NULL,
    indexed_up_to INTEGER NOT NULL DEFAULT 0
, times_work INTEGER NOT NULL DEFAULT 0 CHECK (times_work IN (0, 1)), stories_up_to INTEGER
    NOT NULL DEFAULT 0) STRICT""",
    "annotator": """CREATE TABLE annotator (
    key INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE CHECK (name <> '')
) STRICT""",
    "tagset": """CREATE TABLE tagset (
    key INTEGER PRIMARY KEY AUTOINCREMENT,
    version INTEGER NOT NULL,
    definition TEXT NOT NULL
) STRICT""",
    "tag": """CREATE TABLE tag (
    key INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL UNIQUE CHECK (name <> '')
) STRICT""",
    "article": """CREATE TABLE article (
    key INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE CHECK (id <> ''),
    title TEXT NOT NULL,
    opening TEXT NOT NULL,
    source TEXT NOT NULL,
    byline TEXT NOT NULL,
    published TEXT NOT NULL,
    url TEXT NOT NULL,
    language TEXT NOT NULL,
    story TEXT NOT NULL,
    extra TEXT,
    sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
    raw_sha256 TEXT NOT NULL CHECK (length(raw_sha256) = 64)
) STRICT""",
    "article_text": """CREATE TABLE article_text (
    article INTEGER PRIMARY KEY REFERENCES article (key),
    text TEXT NOT NULL
) STRICT""",
    "text_signature": """CREATE TABLE text_signature (
    article INTEGER PRIMARY KEY,
    shingles INTEGER NOT NULL CHECK (shingles >= 0),
    signature BLOB NOT NULL
) STRICT""",
    "layer": """CREATE TABLE layer (
    key INTEGER PRIMARY KEY AUTOINCREMENT,
    article INTEGER NOT NULL REFERENCES article (key),
    annotator INTEGER NOT NULL REFERENCES annotator (key),
    status TEXT NOT NULL CHECK (status IN ('open', 'done')),
    flagged INTEGER NOT NULL DEFAULT 0 CHECK (flagged IN (0, 1)),
    labels TEXT,
    UNIQUE (article, annotator)
) STRICT""",
    "span": """CREATE TABLE span (
    key INTEGER PRIMARY KEY AUTOINCREMENT,
    layer INTEGER NOT NULL REFERENCES layer (key),
    tag INTEGER NOT NULL REFERENCES tag (key),
    start INTEGER NOT NULL CHECK (start >= 0),
    "end" INTEGER NOT NULL CHECK ("end" > start),
    id TEXT NOT NULL CHECK (id <> ''),
    surface TEXT NOT NULL,
    fragments TEXT,
    attributes TEXT,
    note TEXT,
    unsure INTEGER NOT NULL DEFAULT 0 CHECK (unsure IN (0, 1)),
    origin TEXT NOT NULL,
    extra TEXT,
    step INTEGER NOT NULL REFERENCES step (key)
, guesses TEXT) STRICT""",
    "relation": """CREATE TABLE relation (
    key INTEGER PRIMARY KEY AUTOINCREMENT,
    layer INTEGER NOT NULL REFERENCES layer (key),
    type TEXT NOT NULL CHECK (type <> ''),
    head INTEGER NOT NULL REFERENCES span (key),
    child INTEGER NOT NULL REFERENCES span (key),
    id TEXT NOT NULL CHECK (id <> ''),
    extra TEXT,
    step INTEGER NOT NULL REFERENCES step (key)
) STRICT""",
    "paragraph_read": """CREATE TABLE paragraph_read (
    key INTEGER PRIMARY KEY AUTOINCREMENT,
    layer INTEGER NOT NULL REFERENCES layer (key),
    start INTEGER NOT NULL CHECK (start >= 0),
    "end" INTEGER NOT NULL CHECK ("end" > start)
) STRICT""",
    "refused_mention": """CREATE TABLE refused_mention (
    key INTEGER PRIMARY KEY AUTOINCREMENT,
    layer INTEGER NOT NULL REFERENCES layer (key),
    tag INTEGER NOT NULL REFERENCES tag (key),
    start INTEGER NOT NULL CHECK (start >= 0),
    "end" INTEGER NOT NULL CHECK ("end" > start)
) STRICT""",
    "alias": """CREATE TABLE alias (
    key INTEGER PRIMARY KEY AUTOINCREMENT,
    canonical TEXT NOT NULL CHECK (canonical <> ''),
    variant TEXT NOT NULL CHECK (variant <> ''),
    folded TEXT NOT NULL,
    valid_from TEXT NOT NULL DEFAULT '',
    valid_until TEXT NOT NULL DEFAULT '',
    ambiguous INTEGER NOT NULL DEFAULT 0 CHECK (ambiguous IN (0, 1)),
    note TEXT NOT NULL DEFAULT ''
) STRICT""",
    "settled_finding": """CREATE TABLE settled_finding (
    key INTEGER PRIMARY KEY AUTOINCREMENT,
    annotator INTEGER NOT NULL REFERENCES annotator (key),
    kind TEXT NOT NULL CHECK (kind <> ''),
    words TEXT NOT NULL,
    names TEXT NOT NULL
) STRICT""",
    "time_spent": """CREATE TABLE time_spent (
    article INTEGER NOT NULL,
    annotator INTEGER NOT NULL REFERENCES annotator (key),
    seconds INTEGER NOT NULL CHECK (seconds >= 0),
    PRIMARY KEY (article, annotator)
) STRICT, WITHOUT ROWID""",
    "decision": """CREATE TABLE decision (
    key INTEGER PRIMARY KEY AUTOINCREMENT,
    article INTEGER NOT NULL REFERENCES article (key),
    annotator INTEGER NOT NULL REFERENCES annotator (key),
    id TEXT NOT NULL CHECK (id <> ''),
    about TEXT NOT NULL CHECK (about IN ('mark', 'relations', 'label')),
    question TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    how TEXT NOT NULL CHECK (how <> ''),
    gold INTEGER,
    votes TEXT,
    taken TEXT,
    rejected TEXT,
    reason TEXT NOT NULL DEFAULT '',
    rule TEXT NOT NULL DEFAULT '',
    note TEXT NOT NULL DEFAULT '',
    blind INTEGER NOT NULL DEFAULT 0 CHECK (blind IN (0, 1)),
    earlier INTEGER NOT NULL DEFAULT 0 CHECK (earlier IN (0, 1)),
    more TEXT,
    step INTEGER NOT NULL REFERENCES step (key)
) STRICT""",
    "reason": """CREATE TABLE reason (
    key INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL CHECK (name <> '')
) STRICT""",
    "compared": """CREATE TABLE compared (
    article INTEGER PRIMARY KEY,
    step INTEGER NOT NULL,
    fresh INTEGER NOT NULL CHECK (fresh IN (0, 1)),
    comparable INTEGER NOT NULL DEFAULT 0,
    unanimous INTEGER NOT NULL DEFAULT 0,
    accepted INTEGER NOT NULL DEFAULT 0,
    alone INTEGER NOT NULL DEFAULT 0,
    pending INTEGER NOT NULL DEFAULT 0,
    open INTEGER NOT NULL DEFAULT 0,
    decided INTEGER NOT NULL DEFAULT 0
) STRICT""",
    "compared_up_to": """CREATE TABLE compared_up_to (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    step INTEGER NOT NULL,
    entry INTEGER NOT NULL
) STRICT""",
    "conflict": """CREATE TABLE conflict (
    article INTEGER NOT NULL,
    id TEXT NOT NULL,
    place INTEGER NOT NULL,
    state TEXT NOT NULL,
    differs TEXT NOT NULL,
    tag TEXT NOT NULL,
    label TEXT NOT NULL,
    start INTEGER,
    "end" INTEGER,
    words TEXT NOT NULL,
    identical TEXT NOT NULL,
    offers TEXT NOT NULL,
    decision INTEGER,
    PRIMARY KEY (article, place)
) STRICT, WITHOUT ROWID""",
    "step": """CREATE TABLE step (
    key INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL,
    annotator INTEGER NOT NULL REFERENCES annotator (key),
    lamport INTEGER NOT NULL,
    day TEXT NOT NULL,
    op TEXT NOT NULL,
    reverses INTEGER REFERENCES step (key)
) STRICT""",
    "journal": """CREATE TABLE journal (
    step INTEGER NOT NULL REFERENCES step (key),
    entry INTEGER NOT NULL,
    kind TEXT NOT NULL,
    first INTEGER NOT NULL,
    last INTEGER NOT NULL CHECK (last >= first),
    before TEXT,
    PRIMARY KEY (step, entry)
) STRICT, WITHOUT ROWID""",
}

INDEXES = {
    "article_sha256": "CREATE INDEX article_sha256 ON article (sha256)",
    "article_title": "CREATE INDEX article_title ON article (title, key)",
    "article_published": "CREATE INDEX article_published ON article (published, key)",
    "article_source": "CREATE INDEX article_source ON article (source, key)",
    "article_story": "CREATE INDEX article_story ON article (story)",
    "layer_state": "CREATE INDEX layer_state ON layer (annotator, status, flagged, article)",
    "span_layer": "CREATE INDEX span_layer ON span (layer, start)",
    "relation_layer": "CREATE INDEX relation_layer ON relation (layer)",
    "relation_head": "CREATE INDEX relation_head ON relation (head)",
    "relation_child": "CREATE INDEX relation_child ON relation (child)",
    "paragraph_read_layer": "CREATE INDEX paragraph_read_layer ON paragraph_read (layer)",
    "refused_mention_layer": "CREATE INDEX refused_mention_layer ON refused_mention (layer)",
    "alias_folded": "CREATE INDEX alias_folded ON alias (folded)",
    "decision_question": "CREATE INDEX decision_question ON decision (article, question)",
    "compared_stale": "CREATE INDEX compared_stale ON compared (fresh, article)",
    "compared_step": "CREATE INDEX compared_step ON compared (step)",
    "conflict_identical": "CREATE INDEX conflict_identical ON conflict (identical)",
    "alias_canonical": "CREATE INDEX alias_canonical ON alias (canonical)",
}

# json_each, because SQLite 3.40 takes ->> and json_extract in a view for unsafe where the schema is not trusted.
VIEWS = {
    "annotations": """CREATE VIEW annotations AS
SELECT article.id AS article, article.title, article.source, article.published, annotator.name AS layer,
    tag.name AS tag,
    CASE WHEN span.fragments IS NULL THEN substr(article_text.text, span.start + 1, span."end" - span.start)
        ELSE span.surface END AS text,
    span.start, span."end", coalesce(span.attributes, '{}') AS attributes,
    span.fragments, coalesce(span.note, '') AS note, span.unsure, span.origin, span.id
FROM span
JOIN layer ON layer.key = span.layer
JOIN annotator ON annotator.key = layer.annotator
JOIN tag ON tag.key = span.tag
JOIN article ON article.key = layer.article
JOIN article_text ON article_text.article = layer.article""",
    "claims": """CREATE VIEW claims AS
SELECT article.id AS article, article.title, article.source, article.published, annotator.name AS layer,
    claim.surface AS text, claim.start, claim."end",
    (SELECT value FROM json_each(claim.attributes) WHERE key = 'polarity') AS polarity,
    (SELECT value FROM json_each(claim.attributes) WHERE key = 'certainty') AS certainty,
    (SELECT value FROM json_each(claim.attributes) WHERE key = 'act') AS act,
    (SELECT group_concat(said_by.surface, '; ') FROM relation JOIN span AS said_by ON said_by.key = relation.child
        WHERE relation.head = claim.key AND relation.type = 'source') AS said_by,
    claim.id
FROM span AS claim
JOIN tag ON tag.key = claim.tag AND tag.name = 'claim'
JOIN layer ON layer.key = claim.layer
JOIN annotator ON annotator.key = layer.annotator
JOIN article ON article.key = layer.article""",
    "conflicts": """CREATE VIEW conflicts AS
SELECT article.id AS article, article.title, article.source, article.published, conflict.id AS conflict,
    conflict.state, conflict.differs, conflict.label, offer.key AS layer, tag.name AS tag,
    CASE WHEN conflict.label <> '' THEN offer.value ELSE span.surface END AS text,
    span.start, span."end", span.attributes, decision.how, annotator.name AS decided_by, decision.reason,
    gold.surface AS gold
FROM conflict
JOIN article ON article.key = conflict.article
JOIN json_each(conflict.offers) AS offer
LEFT JOIN span ON conflict.label = '' AND span.key = offer.value
LEFT JOIN tag ON tag.key = span.tag
LEFT JOIN decision ON decision.key = conflict.decision AND decision.earlier = 0
LEFT JOIN annotator ON annotator.key = decision.annotator
LEFT JOIN span AS gold ON gold.key = decision.gold""",
}

FULL_TEXT = "article_text_fts"

OTHERS = {
    "_sqlite_migrations": "table",
    "idx__sqlite_migrations_migration_set_name": "index",
    "sqlite_sequence": "table",
    FULL_TEXT: "table",
    **{f"{FULL_TEXT}_{part}": "table" for part in ("data", "idx", "docsize", "config")},
}
"""What sqlite-utils and SQLite themselves keep in the file, by kind."""
