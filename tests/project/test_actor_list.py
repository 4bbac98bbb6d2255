"""The list of actors: who can be guessed, who may be chosen, edits that spans follow, all of it undoable."""

from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.errors import UserError
from annotator.model.aliases import Alias
from annotator.model.record import Record, RecordSpan
from annotator.model.tagset import Attribute
from annotator.project import alias_edits, aliases, describing, history, reading, tagset_writing
from annotator.project.alias_import import import_aliases
from annotator.project.alias_lookup import actors_like, candidates_for, canonical_for
from annotator.project.alias_spans import count_said, count_spans, unlisted_names
from annotator.project.aliases import AliasQuery, alias_keys, alias_lines, all_aliases
from annotator.project.changes import Changes
from annotator.project.checking import verify
from annotator.project.importing import import_records
from annotator.project.ops import Op
from annotator.project.project import Project
from tests.project.working import add_article, assert_sound, dump, mark, steps

IS, PHARMA, SOHR = "Islamic State", "ISIS Pharmaceutical", "Syrian Observatory for Human Rights"


@pytest.fixture
def listed(project: Project) -> Project:
    """A project with a small list."""
    alias_edits.add_aliases(
        project,
        [
            Alias(IS, "ISIL"),
            Alias(IS, "ISIS", "2013-04-08"),
            Alias(IS, "IS", "2014-06", ambiguous=True),
            Alias(PHARMA, "ISIS", "", "2013"),
            Alias(SOHR, "the Observatory", "2006"),
        ],
    )
    return project


def told(project: Project) -> list[tuple[str, str]]:
    return [(alias.canonical, alias.variant) for alias in all_aliases(project)]


def key_of(project: Project, variant: str, canonical: str = IS) -> int:
    found = (alias for alias in all_aliases(project) if (alias.canonical, alias.variant) == (canonical, variant))
    return next(alias.key for alias in found)


@pytest.mark.parametrize(
    ("words", "published", "means"),
    [
        ("ISIL", "2010-01-01", IS),
        ("the ISIL’s", "", IS),
        ("islamic state", "", IS),
        ("ISIS", "2012-12-31", PHARMA),
        ("ISIS", "2013-04-08", None),
        ("ISIS", "2013", None),
        ("ISIS", "2014-01-01", IS),
        ("ISIS", "2014", IS),
        ("ISIS", "", None),
        ("Observatory", "2005", None),
        ("Observatory", "2006", SOHR),
        ("Observatory", "2006-01", SOHR),
        ("Observatory", "in spring", None),
        ("IS", "2015-01-01", None),
        ("Hamas", "2015-01-01", None),
        ("—", "2015-01-01", None),
        ("ISIL " * 1000, "2015-01-01", None),
        ("\0\ud800", "2015", None),
    ],
)
def test_one_actor_is_guessed_where_the_list_leaves_no_other_answer(
    listed: Project, words: str, published: str, means: str | None
):
    assert canonical_for(listed, words, published) == means


def test_a_name_that_two_actors_have_at_one_time_is_never_guessed(listed: Project):
    alias_edits.add_aliases(listed, [Alias("Another", "isil", ambiguous=True)])
    assert canonical_for(listed, "ISIL", "2015") is None


def test_a_guess_is_one_question_that_an_index_answers(listed: Project):
    asked: list[str] = []
    listed.connection.set_trace_callback(asked.append)
    canonical_for(listed, "ISIL", "2015")
    listed.connection.set_trace_callback(None)
    assert len(asked) == 1
    (plan,) = [row[3] for row in listed.connection.execute(f"EXPLAIN QUERY PLAN {asked[0]}") if "SEARCH" in row[3]]
    assert "alias_folded (folded=?)" in plan


date_parts = st.sampled_from(["", "2012", "2013", "2013-04", "2013-04-08", "2013-04-09", "2014-12-31"])


@given(
    st.lists(st.tuples(st.sampled_from("AB"), date_parts, date_parts, st.booleans()), max_size=5),
    st.sampled_from(["2011-05-05", "2013-04-08", "2013-04-09", "2013-12-31", "2015-01-01"]),
)
def test_what_is_guessed_is_what_the_rule_says(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str, str, bool]], day: str
):
    wanted = [Alias(*row[:1], "x", *row[1:]) for row in rows if not row[1] or not row[2] or row[1] <= f"{row[2]}~"]
    valid = [one for one in wanted if one.overlaps(Alias("", "", day, day))]
    actors = {one.canonical for one in valid}
    expected = actors.pop() if len(actors) == 1 and not any(one.ambiguous for one in valid) else None
    with fresh(tmp_path_factory) as project:
        with project.step(Op.ALIASES) as step:
            for one in wanted:
                step.rows.insert("alias", alias_edits.alias_row(one))
        assert canonical_for(project, "X", day) == expected


def fresh(tmp_path_factory: pytest.TempPathFactory) -> Project:
    from annotator.jobs.creating import new_project

    path = tmp_path_factory.mktemp("list") / "p.annotator"
    new_project(path, "ana")
    return Project.open(path, "ana")


def test_candidates_come_best_first_and_each_actor_once(listed: Project):
    def offered(words: str, published: str = "2014-01-01") -> list[str]:
        return [one.canonical for one in candidates_for(listed, words, published)]

    assert offered("ISIS")[:2] == [IS, PHARMA]
    assert [one.valid for one in candidates_for(listed, "ISIS", "2014-01-01")][:2] == [True, False]
    assert offered("isl") == [IS]
    assert offered("the ISIL fighters") == [IS]
    assert offered("Human Rights") == [SOHR]
    assert offered("bservator") == [SOHR]
    assert candidates_for(listed, "IS", "2015")[0].ambiguous
    assert offered("") == offered("—") == []
    assert len(candidates_for(listed, "i", "", limit=1)) == 1
    assert actors_like(listed, "rights") == [SOHR]
    assert actors_like(listed, "%") == []


def test_candidates_are_bounded_whatever_is_asked(listed: Project):
    many = [Alias(f"Front {number}", f"front {number}") for number in range(300)]
    import_aliases(listed, many)
    assert len(candidates_for(listed, "front", "", limit=10_000)) == 50
    assert len(actors_like(listed, "", limit=10_000)) == 50
    assert candidates_for(listed, "\0%_\\'" * 100, "%") == []
    assert candidates_for(listed, "front " * 500, "") == []


def test_a_new_actor_is_called_by_its_own_name_unless_somebody_else_is(listed: Project):
    alias_edits.add_aliases(listed, [Alias("Daesh", "the caliphate"), Alias("isil", "ISIL group")])
    assert ("Daesh", "Daesh") in told(listed)
    assert ("isil", "isil") not in told(listed)


EDITS: dict[str, Callable[[Project], Changes]] = {
    "add": lambda p: alias_edits.add_aliases(p, [Alias("Hamas", "HAMAS"), Alias(IS, "Daesh", note="n")]),
    "change": lambda p: alias_edits.change_alias(p, Alias(IS, "Isil", "2010", "", True, "n", key_of(p, "ISIL"))),
    "ambiguous": lambda p: alias_edits.set_ambiguous(p, [key_of(p, "ISIL"), key_of(p, "ISIS")], ambiguous=True),
    "remove": lambda p: alias_edits.remove_aliases(p, list(alias_keys(p, AliasQuery()))),
    "rename": lambda p: alias_edits.rename_actor(p, IS, "ISIL group"),
    "merge": lambda p: alias_edits.merge_actors(p, [PHARMA, IS], IS),
    "import": lambda p: import_aliases(p, [Alias(f"A{n}", f"a {n}") for n in range(1000)])[1],
}


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
def test_an_edit_of_the_list_is_one_step_that_goes_back_and_forth(edit: Callable[[Project], Changes], listed: Project):
    before, count = dump(listed.connection), steps(listed.connection)
    changes = edit(listed)
    after = dump(listed.connection)
    assert (changes.aliases, changes.op, changes.wholesale) == (True, Op.ALIASES, False)
    assert after != before
    assert steps(listed.connection) == count + 1
    for _ in range(2):
        assert history.undo(listed).aliases
        assert dump(listed.connection) == before
        assert history.redo(listed)
        assert dump(listed.connection) == after
    assert_sound(listed.path)


NOTHINGS: dict[str, Callable[[Project], Changes]] = {
    "the same again": lambda p: alias_edits.add_aliases(p, [Alias(IS, " the isil ")]),
    "as it reads": lambda p: alias_edits.change_alias(p, aliases.alias(p, key_of(p, "ISIL"))),
    "its own name": lambda p: alias_edits.rename_actor(p, IS, f" {IS} "),
    "one with itself": lambda p: alias_edits.merge_actors(p, [IS], IS),
    "none": lambda p: alias_edits.remove_aliases(p, [999]),
    "an import of what is there": lambda p: import_aliases(p, all_aliases(p))[1],
}


@pytest.mark.parametrize("edit", NOTHINGS.values(), ids=NOTHINGS)
def test_an_edit_that_changes_nothing_leaves_no_step(edit: Callable[[Project], Changes], listed: Project):
    before, count = dump(listed.connection), steps(listed.connection)
    assert not edit(listed)
    assert (dump(listed.connection), steps(listed.connection)) == (before, count)


REFUSALS: dict[str, tuple[Callable[[Project], Changes], str]] = {
    "no name": (lambda p: alias_edits.add_aliases(p, [Alias("Hamas", "H"), Alias("", "x")]), "needs a name"),
    "no date": (lambda p: alias_edits.add_aliases(p, [Alias("A", "x", "soon")]), "no date"),
    "gone": (lambda p: alias_edits.change_alias(p, Alias("A", "x", key=99)), "no longer"),
    "there already": (
        lambda p: alias_edits.change_alias(p, Alias(IS, "isil", key=key_of(p, IS))), "in the list already",
    ),
    "a name that is taken": (lambda p: alias_edits.rename_actor(p, IS, PHARMA), "merge the two"),
    "nobody": (lambda p: alias_edits.rename_actor(p, "Nobody", "Somebody"), "no actor Nobody"),
    "into nobody": (lambda p: alias_edits.merge_actors(p, [IS], "Nobody"), "no actor Nobody"),
    "a bad new name": (lambda p: alias_edits.rename_actor(p, IS, "two\nlines"), "one line"),
    "gone meanwhile": (lambda p: alias_edits.set_ambiguous(p, [1, 999], ambiguous=True), "no longer"),
}  # fmt: skip


@pytest.mark.parametrize(("edit", "why"), REFUSALS.values(), ids=REFUSALS)
def test_a_refused_edit_changes_nothing(edit: Callable[[Project], Changes], why: str, listed: Project):
    before = dump(listed.connection)
    with pytest.raises(UserError, match=why):
        edit(listed)
    assert dump(listed.connection) == before


def test_merging_keeps_every_name_once(listed: Project):
    alias_edits.add_aliases(listed, [Alias(PHARMA, "ISIL"), Alias(PHARMA, "Isis Manila")])
    alias_edits.merge_actors(listed, [PHARMA], IS)
    names = [alias.variant for alias in all_aliases(listed) if alias.canonical == IS]
    assert names.count("ISIL") == 1
    assert {"Isis Manila", "ISIS", PHARMA} <= set(names)
    assert aliases.count_aliases(listed).actors == 2


@pytest.fixture
def said(listed: Project, bens: Project) -> Project:
    """Spans of two layers that say, or are guessed to say, that they mean the Islamic State; and one that does not."""
    article = add_article(listed)
    own = mark(listed, article, "fighters")
    describing.set_attribute(listed, [own], "canonical", IS)
    bens_span = mark(bens, article, "fighters")
    describing.set_attribute(bens, [bens_span], "canonical", IS)
    guess = mark(listed, article, "The Observatory")
    other = mark(listed, article, "minors")
    describing.set_attribute(listed, [other], "canonical", "Else")
    side = mark(listed, article, "Homs")
    describing.set_attribute(listed, [side], "side", IS)
    with listed.step("guess") as step:
        step.rows.update("span", guess, guesses='{"alias":{"canonical":"Islamic State"}}')
    return listed


def names_said(project: Project) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for annotator in ("ana", "ben"):
        for span in reading.spans(project, reading.article_keys(project)[0], annotator):
            for name, value in {**span.attributes, **span.guessed}.items():
                found.setdefault(name, set()).add(str(value))
    return found


@pytest.mark.parametrize(
    "edit",
    [
        lambda p: alias_edits.rename_actor(p, IS, "ISIL “group” \\ é"),
        lambda p: alias_edits.merge_actors(p, [IS], PHARMA),
    ],
    ids=["rename", "merge"],
)
def test_spans_of_all_layers_follow_their_actor_in_the_same_step(edit: Callable[[Project], Changes], said: Project):
    counted = count_spans(said, [IS])
    assert (counted.own, counted.others, counted.total) == (2, 1, 3)
    before = dump(said.connection)
    changes = edit(said)
    new = "ISIL “group” \\ é" if changes.aliases and aliases.is_actor(said, "ISIL “group” \\ é") else PHARMA
    assert names_said(said) == {"canonical": {new, "Else"}, "side": {IS}}
    assert [len(article.put) for article in changes.articles.values()] == [3]
    assert count_said(said) == {new: 2, "Else": 1}
    assert count_spans(said, [IS]).total == 0
    history.undo(said)
    assert dump(said.connection) == before
    assert_sound(said.path)


def test_a_value_that_other_programs_wrote_in_ascii_is_found_too(listed: Project):
    article = add_article(listed)
    key = mark(listed, article, "fighters")
    alias_edits.add_aliases(listed, [Alias("Société", "x")])
    with listed.step("import") as step:
        step.rows.update("span", key, attributes='{"canonical": "Soci\\u00e9t\\u00e9", "low": [1]}')
    alias_edits.rename_actor(listed, "Société", "New")
    assert reading.span(listed, key).attributes == {"canonical": "New", "low": [1]}


def test_only_attributes_that_name_actors_follow(listed: Project):
    tagset = listed.tagset
    tags = [
        msgspec.structs.replace(tag, attributes=(*tag.attributes, Attribute("speaker", "alias")))
        if tag.name == "claim"
        else tag
        for tag in tagset.tags
    ]
    tagset_writing.change_tagset(listed, msgspec.structs.replace(tagset, tags=tuple(tags)))
    article = add_article(listed)
    claim, actor = mark(listed, article, "killed near Homs", "claim"), mark(listed, article, "fighters")
    describing.set_attributes(listed, [claim], {"speaker": IS, "canonical": IS})
    describing.set_attributes(listed, [actor], {"speaker": IS, "canonical": IS})
    alias_edits.rename_actor(listed, IS, "New")
    assert reading.span(listed, claim).attributes == {"speaker": "New", "canonical": IS}
    assert reading.span(listed, actor).attributes == {"speaker": IS, "canonical": "New"}


def test_merging_hundreds_of_actors_reaches_their_spans(listed: Project):
    many = [f"Group {number}" for number in range(400)]
    alias_edits.add_aliases(listed, [Alias(name, name) for name in many])
    article = add_article(listed)
    key = mark(listed, article, "fighters")
    describing.set_attribute(listed, [key], "canonical", many[-1])
    alias_edits.merge_actors(listed, many, IS)
    assert reading.span(listed, key).attributes == {"canonical": IS}
    assert aliases.count_aliases(listed).actors == 3


def test_names_that_spans_use_and_the_list_does_not_know(listed: Project):
    text = "The Army fired. The army’s guns; the ARMY. Rebels, ISIL and he."
    spans = [
        RecordSpan(label="actor", start=at, end=at + len(words), text=words, attributes=attributes)
        for words, attributes in (
            ("The Army", {"canonical": "Syrian army"}), ("The army’s", {}), ("the ARMY", {"canonical": "Syrian army"}),
            ("Rebels", {}), ("ISIL", {}),
        )
        for at in [text.index(words)]
    ]  # fmt: skip
    suggestion = RecordSpan(label="actor", start=text.index("guns"), end=text.index("guns") + 4, origin="suggestion:x")
    number = RecordSpan(label="number", start=text.index("he."), end=text.index("he.") + 2)
    import_records(listed, [("here", Record(text, layer="ben", spans=[*spans, suggestion, number]))])
    found = [(name.words, name.spans, name.said) for name in unlisted_names(listed, own=False)]
    assert found == [("The Army", 3, "Syrian army"), ("Rebels", 1, "")]
    assert unlisted_names(listed, own=True) == []
    alias_edits.add_aliases(listed, [Alias("Syrian army", "The Army"), Alias("Rebels", "Rebels")])
    assert unlisted_names(listed, own=False) == []


def test_a_damaged_span_does_not_keep_the_others_from_being_counted(said: Project):
    with said.transaction():
        said.connection.execute("UPDATE span SET attributes = '{canonical' WHERE key = 1")
    assert count_said(said) == {IS: 1, "Else": 1}
    assert [name.words for name in unlisted_names(said, own=True)] == ["Homs", "fighters", "minors"]


def test_conflicts_are_found_told_and_settled(listed: Project):
    def conflicts() -> list[str]:
        keys = alias_keys(listed, AliasQuery(which="conflicts"))
        lines = alias_lines(listed, keys)
        assert all(line.conflict for line in lines)
        assert aliases.count_conflicts(listed) == len(lines)
        return [line.alias.canonical for line in lines]

    assert conflicts() == [PHARMA, IS]
    key = key_of(listed, "ISIS")
    assert [rival.canonical for rival in aliases.rivals_of(listed, key)] == [PHARMA]
    alias_edits.change_alias(listed, msgspec.structs.replace(aliases.alias(listed, key), valid_from="2014"))
    assert conflicts() == []
    history.undo(listed)
    assert len(conflicts()) == 2
    alias_edits.set_ambiguous(listed, [key], ambiguous=True)
    assert len(conflicts()) == 2, "one of the two still says that it is the only one"
    alias_edits.set_ambiguous(listed, [key_of(listed, "ISIS", PHARMA)], ambiguous=True)
    assert conflicts() == []
    assert aliases.rivals_of(listed, key) == []


@pytest.mark.parametrize("order", aliases.ALIAS_ORDERS)
@pytest.mark.parametrize("descending", [False, True])
def test_the_list_is_sorted_and_filtered(listed: Project, order: aliases.AliasOrder, descending: bool):
    keys = alias_keys(listed, AliasQuery(order=order, descending=descending))
    values = [getattr(line.alias, order) for line in alias_lines(listed, keys)]
    assert values == sorted(values, reverse=descending)
    assert len(keys) == aliases.count_aliases(listed).aliases


@pytest.mark.parametrize(
    ("words", "count"),
    [("isis", 3), ("islamic isil", 1), ("OBSERVATORY", 2), ("%", 0), ("’s—", 0), ("", 8), ("zz " * 90, 0)],
)
def test_a_filter_finds_words_as_names_are_compared(listed: Project, words: str, count: int):
    assert len(alias_keys(listed, AliasQuery(words))) == count
    assert len(alias_keys(listed, AliasQuery(which="ambiguous"))) == 1


def test_an_import_brings_what_is_new_by_reference_and_says_what_was_known(listed: Project):
    entries = listed.connection.execute("SELECT count(*) FROM journal").fetchone()[0]
    brought = [Alias("Hamas", "Hamas"), Alias("Hamas", "hamas"), Alias(IS, "ISIL"), Alias("Fatah", "al-Fatah")]
    before = dump(listed.connection)
    tally, changes = import_aliases(listed, brought, dry_run=True)
    assert (tally.new, tally.known, tally.own_names, bool(changes)) == (2, 2, 0, False)
    assert dump(listed.connection) == before
    tally, _ = import_aliases(listed, brought)
    assert (tally.new, tally.known) == (2, 2)
    assert listed.connection.execute("SELECT count(*) FROM journal").fetchone()[0] == entries + 1
    assert_sound(listed.path)


def test_an_import_gives_new_actors_their_own_names(listed: Project):
    tally, _ = import_aliases(listed, [Alias("Fatah", "PLO"), Alias("isil", "group"), Alias("x y", "X-Y")])
    assert tally.own_names == 1
    assert ("Fatah", "Fatah") in told(listed)


def test_an_import_is_one_step_in_however_many_transactions(listed: Project, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("annotator.project.alias_import.TRANSACTION_SECONDS", 0)
    count, before = steps(listed.connection), dump(listed.connection)
    told_of: list[tuple[int, int]] = []

    def went_on(done: int, total: int) -> bool:
        told_of.append((done, total))
        return True

    tally, changes = import_aliases(listed, [Alias(f"A{n}", f"A{n}") for n in range(1000)], went_on=went_on)
    assert tally.new == 1000
    assert told_of == [(400, 1000), (800, 1000), (1000, 1000)]
    assert steps(listed.connection) == count + 1
    assert changes.step
    history.undo(listed)
    assert dump(listed.connection) == before


def test_an_import_that_is_stopped_keeps_what_came_in_and_is_run_again(
    listed: Project, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("annotator.project.alias_import.TRANSACTION_SECONDS", 0)
    brought = [Alias(f"A{n}", f"A{n}") for n in range(1000)]
    import_aliases(listed, brought, went_on=lambda done, _total: done < 800)
    assert aliases.count_aliases(listed).aliases == 808
    tally, _ = import_aliases(listed, brought)
    assert (tally.new, tally.known) == (200, 800)


def test_one_name_cannot_fill_the_list(listed: Project):
    brought = [Alias(f"Actor {number}", "the same") for number in range(300)]
    tally, _ = import_aliases(listed, brought)
    assert len(tally.too_many) == 100
    with pytest.raises(UserError, match="200 times already"):
        alias_edits.add_aliases(listed, [Alias("One more", "the same")])


def test_a_damaged_list_is_named(listed: Project):
    with listed.step("damage") as step:
        step.rows.update("alias", 1, folded="elsewhere")
        step.rows.update("alias", 2, valid_from="soon")
    assert {(found.what, found.where) for found in verify(listed).problems} == {
        ("It would not be found by its name.", "alias 1"),
        ("soon is no date; write 2013-04-08, 2013-04 or 2013.", "alias 2"),
    }


def test_the_list_is_the_projects_and_everybodys_to_edit(listed: Project, bens: Project):
    alias_edits.add_aliases(bens, [Alias(IS, "Daesh")])
    assert canonical_for(listed, "Daesh", "") == IS
    alias_edits.rename_actor(bens, IS, "Daesh group")
    alias_edits.set_ambiguous(listed, [key_of(listed, "Daesh", "Daesh group")], ambiguous=True)
    with pytest.raises(UserError, match="ana has worked on the same since"):
        history.undo(bens)


def test_what_a_step_of_the_list_is_called_counts_its_names(listed: Project, project_path: Path):
    import_aliases(listed, [Alias(f"A{n}", f"A{n}") for n in range(1000)])
    step = history.next_undo(listed)
    assert step is not None
    assert (step.op, step.count, step.surface) == (Op.ALIASES, 1000, "")
