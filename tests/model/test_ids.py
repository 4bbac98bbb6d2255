"""Ids are random, and tell nothing."""

from uuid import UUID

from annotator.model.ids import new_id, new_ids


def test_ids_are_version_4_uuids_in_canonical_form_and_all_different() -> None:
    ids = new_ids(2000)
    assert len(set(ids)) == 2000
    for one in ids:
        parsed = UUID(one)
        assert parsed.version == 4
        assert parsed.variant == "specified in RFC 4122"
        assert str(parsed) == one


def test_the_random_bits_are_all_used() -> None:
    ids = [UUID(one).int for one in new_ids(500)]
    always = ids[0]
    ever = 0
    for one in ids:
        always &= one
        ever |= one
    # Six bits say "version 4" and the variant: 0100 and 10.
    assert (always.bit_count(), 128 - ever.bit_count()) == (2, 4)


def test_no_ids_are_no_ids() -> None:
    assert new_ids(0) == []
    assert len(new_id()) == 36
