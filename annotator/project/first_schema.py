"""What version 0.1 made otherwise than ``schema`` says now: frozen, because the migrations since build on it."""

TABLES = {
    "project": """CREATE TABLE project (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    id TEXT NOT NULL,
    indexed_up_to INTEGER NOT NULL DEFAULT 0
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
) STRICT""",
}

LATER = frozenset(
    {
        "alias",
        "alias_canonical",
        "alias_folded",
        "article_story",
        "compared",
        "compared_stale",
        "compared_step",
        "compared_up_to",
        "conflict",
        "conflict_identical",
        "conflicts",
        "decision",
        "decision_question",
        "paragraph_read",
        "paragraph_read_layer",
        "reason",
        "refused_mention",
        "refused_mention_layer",
        "settled_finding",
        "text_signature",
        "time_spent",
    }
)
"""Tables, indexes and views that it did not have."""
