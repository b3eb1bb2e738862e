"""By what a signer is recognised, and that the keys tell nothing to others."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from urgentaction.ledger import identity, message_id
from urgentaction.model.signer import Signer

SECRET = bytes(range(32))
ANA = Signer(name="Élise Lefèvre", email="Elise@Example.org", postcode="13 100", id="s-17")


def marks(signer: Signer) -> set[str]:
    return set(identity.marks(SECRET, signer))


@pytest.mark.parametrize(
    "again",
    [
        Signer(name="Somebody Else", id="s-17"),
        Signer(name="E. Lefèvre", email="elise@example.ORG "),
        Signer(name="elise  LEFEVRE", postcode="13100"),
        Signer(name="Élise Lefèvre", postcode="13100"),
    ],
)
def test_a_signer_is_recognised_by_id_email_or_name_with_postcode(again: Signer) -> None:
    assert marks(ANA) & marks(again)


@pytest.mark.parametrize(
    "other",
    [
        Signer(name="Élise Lefèvre", postcode="69001"),
        Signer(name="Élise Lefèvre", email="other@example.org"),
        Signer(name="s-17", postcode="13100"),
    ],
)
def test_two_people_of_one_name_are_two(other: Signer) -> None:
    assert not marks(ANA) & marks(other)


def test_a_signer_with_nothing_but_a_name_has_a_mark_too() -> None:
    assert len(marks(Signer(name="Ana Silva"))) == 1


def test_the_surest_mark_comes_first() -> None:
    assert identity.marks(SECRET, ANA)[0] == identity.marks(SECRET, Signer(name="x", id="s-17"))[0]


def test_another_ledger_recognises_nobody() -> None:
    assert not marks(ANA) & set(identity.marks(bytes(32), ANA))


def test_a_mark_tells_nothing_of_its_signer() -> None:
    assert all(len(mark) == 32 and int(mark, 16) >= 0 for mark in marks(ANA))


def test_every_part_of_a_letter_makes_its_key_another() -> None:
    def key(case: str = "c", round_: int = 1, authority: str = "a", signer: str = "s", *numbers: int) -> str:
        return identity.letter_key(SECRET, case, round_, authority, signer, numbers=numbers or (0, 0))

    keys = [key(), key("d"), key("c", 2), key("c", 1, "b"), key("c", 1, "a", "t"), key("c", 1, "a", "s", 1, 0)]
    assert len(set(keys)) == len(keys)
    assert key() == key()


def test_parts_do_not_run_into_each_other() -> None:
    first = identity.letter_key(SECRET, "ab", 1, "c", "s", numbers=(0, 0))
    second = identity.letter_key(SECRET, "a", 1, "bc", "s", numbers=(0, 0))
    assert first != second


def test_a_message_id_is_the_key_at_the_senders_domain() -> None:
    assert message_id("0a1b", "example.org") == "<ua.0a1b@example.org>"


@given(st.text(max_size=40), st.text(max_size=12), st.text(max_size=20))
def test_any_text_at_all_gives_one_to_three_marks(name: str, postcode: str, email: str) -> None:
    found = identity.marks(SECRET, Signer(name=name, postcode=postcode, email=email))
    assert 1 <= len(found) <= 3


@given(st.text(max_size=40))
def test_comparing_names_knows_no_case_and_no_spacing(name: str) -> None:
    plain = identity.plain(name)
    assert identity.plain(f"  {plain}  ") == plain
    assert identity.marks(SECRET, replace(ANA, id="", email="", name=f" {name} ")) == identity.marks(
        SECRET, replace(ANA, id="", email="", name=name)
    )
