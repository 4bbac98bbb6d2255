"""Full-text search, and keeping its index.

The index is filled after an import, in short transactions, because filling it costs several times the import itself.
``indexed_up_to`` tells how far it is: every article with a key up to it is in the index.
"""

from array import array
from collections.abc import Sequence
from time import perf_counter

from annotator.model.article import ArticleKey
from annotator.model.patterns import compiled
from annotator.project.project import Project, asking
from annotator.project.step import Row

TRANSACTION_SECONDS = 0.04

MOST_WORDS = 50
MOST_LETTERS = 200
"""SQLite takes no condition of a thousand parts, and no pattern of 50,000 bytes."""

_WORD = r"[\p{L}\p{M}\p{N}_]+"
_SPACELESS = r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]"


@asking
def find_articles(project: Project, words: str) -> "array[int]":
    """Return the keys of the articles in which all ``words`` occur, in the order they came in.

    A word is found where it begins a word of the text, since it may not be typed to its end, or anywhere in the title,
    source or byline. Accents and case do not matter. Text in scripts without spaces is searched letter by letter, which
    the index cannot do. Of a pasted page, the first :data:`MOST_WORDS` words count.
    """
    index_all(project)
    conditions, values = [], []
    for word in list(dict.fromkeys(words.split()))[:MOST_WORDS]:
        word = word[:MOST_LETTERS]
        like = f"%{_escaped(word)}%"
        in_text, searched_for = _in_text(word, like)
        conditions.append(
            f"({in_text} OR title LIKE ? ESCAPE '\\' OR source LIKE ? ESCAPE '\\' OR byline LIKE ? ESCAPE '\\')"
        )
        values += [*searched_for, like, like, like]
    where = " AND ".join(conditions) or "1"
    rows = project.connection.execute(f"SELECT key FROM article WHERE {where} ORDER BY key", values)
    return array("q", (key for (key,) in rows))


@asking
def pending(project: Project) -> int:
    """Return how many articles are not in the index yet."""
    (count,) = project.connection.execute(
        "SELECT count(*) FROM article WHERE key > (SELECT indexed_up_to FROM project)"
    ).fetchone()
    return int(count)


def index_some(project: Project) -> int:
    """Put the next articles into the index, for one short transaction; return how many that were."""
    if project.read_only:
        return 0
    began = perf_counter()
    done = 0
    with project.transaction():
        (last,) = project.connection.execute("SELECT indexed_up_to FROM project").fetchone()
        rows = project.connection.execute(
            "SELECT article, text FROM article_text WHERE article > ? ORDER BY article", (last,)
        )
        for key, text in rows:
            project.connection.execute("INSERT INTO article_text_fts (rowid, text) VALUES (?, ?)", (key, text))
            last = key
            done += 1
            if perf_counter() - began > TRANSACTION_SECONDS:
                break
        project.connection.execute("UPDATE project SET indexed_up_to = ?", (last,))
    return done


def index_all(project: Project) -> None:
    """Put every article that is missing into the index."""
    while pending(project) and index_some(project):
        pass


def keep_index_true(project: Project, first: ArticleKey, last: ArticleKey, becomes: Sequence[Row]) -> None:
    """Tell the index that an undo or redo is about to change text rows.

    Args:
        project: inside the transaction that will change them.
        first: the first article whose text changes.
        last: the last one.
        becomes: what the rows will read; none if they will not exist.
    """
    (indexed,) = project.connection.execute("SELECT indexed_up_to FROM project").fetchone()
    project.connection.execute(
        "INSERT INTO article_text_fts (article_text_fts, rowid, text) "
        "SELECT 'delete', article, text FROM article_text WHERE article BETWEEN ? AND ?",
        (first, min(last, indexed)),
    )
    project.connection.executemany(
        "INSERT INTO article_text_fts (rowid, text) VALUES (?, ?)",
        [(row["article"], row["text"]) for row in becomes if row["article"] <= indexed],
    )


def _in_text(word: str, like: str) -> tuple[str, list[str]]:
    """Return an SQL condition for one word of a search, and the values it takes."""
    by_letters = "SELECT article FROM article_text WHERE text LIKE ? ESCAPE '\\'"
    parts = compiled(_WORD).findall(word)
    if not parts or compiled(_SPACELESS).search(word):
        return f"key IN ({by_letters})", [like]
    # Who only reads cannot fill the index, and looks through what is missing in it.
    return (
        "(key IN (SELECT rowid FROM article_text_fts WHERE article_text_fts MATCH ?) "
        f"OR key IN ({by_letters} AND article > (SELECT indexed_up_to FROM project)))",
        ['"' + " ".join(parts) + '"*', like],
    )


def _escaped(word: str) -> str:
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
