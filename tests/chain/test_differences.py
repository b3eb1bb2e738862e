"""What differs between two versions of a case."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from urgentaction.chain import Change, Kind, differences, same_demands
from urgentaction.library import built_in, open_library
from urgentaction.model.case import Case, ModelLetter, Target


@pytest.fixture(scope="module")
def case() -> Case:
    return open_library([built_in()]).case("ablyazov-2013")


def test_a_case_does_not_differ_from_itself(case: Case) -> None:
    assert differences(case, case) == ()
    assert differences(case, replace(case, path=str(Path("elsewhere.toml")))) == ()


def test_a_deadline_that_comes_and_one_that_moves_are_told_apart(case: Case) -> None:
    with_one = replace(case, deadline=date(2026, 12, 1))
    moved = replace(case, deadline=date(2026, 12, 24))
    assert differences(case, with_one) == (Change(what="deadline", kind=Kind.ADDED, after="2026-12-01"),)
    assert differences(with_one, case)[0].kind is Kind.GONE
    assert differences(with_one, moved) == (
        Change(what="deadline", kind=Kind.CHANGED, before="2026-12-01", after="2026-12-24"),
    )


def test_a_target_that_is_replaced_is_one_gone_and_one_added(case: Case) -> None:
    new = replace(case, targets=(case.targets[0], Target(authority="fr/premier-ministre")))
    assert [(one.kind, one.id) for one in differences(case, new)] == [
        (Kind.GONE, "fr/justice/garde-des-sceaux"),
        (Kind.ADDED, "fr/premier-ministre"),
    ]


def test_a_demand_in_other_words_is_changed_and_its_hedges_and_words_are_shown(case: Case) -> None:
    demands = (replace(case.demands[0], text={"en": "free him"}), *case.demands[1:])
    (change,) = differences(case, replace(case, demands=demands))
    assert (change.what, change.kind, change.id) == ("demands", Kind.CHANGED, "fair-process")
    assert "free him" in change.after


def test_the_same_is_asked_where_demands_were_only_taken_away(case: Case) -> None:
    assert same_demands(case, replace(case, demands=case.demands[:2]))
    more = replace(case.demands[0], id="more", text={"en": "free him", "fr": "de le libérer"})
    assert not same_demands(case, replace(case, demands=(*case.demands, more)))


def test_the_same_words_to_another_office_ask_nothing_new(case: Case) -> None:
    # A target that is replaced while an action runs is common (reference/urgent-actions.md §3.4, no. 10).
    other = replace(case.demands[0], for_=("police",))
    targets = (Target(authority="fr/police"), *case.targets[1:])
    assert same_demands(case, replace(case, demands=(other,), targets=targets))


@pytest.mark.parametrize(
    ("before", "after", "same"),
    [
        (("ministry",), ("ministry", "police"), False),
        (("ministry",), ("*",), False),
        ((), ("*",), False),
        (("ministry",), ("police",), False),
        (("*",), ("*", "court"), False),
        (("*",), ("fr/aix/premier-president",), False),
        (("*",), ("ministry",), True),
        (("ministry", "police"), ("ministry",), True),
        (("ministry",), (), True),
    ],
)
def test_more_is_asked_where_a_demand_is_put_to_offices_to_which_it_was_not(
    case: Case, before: tuple[str, ...], after: tuple[str, ...], same: bool
) -> None:
    old, new = (replace(case, demands=(replace(case.demands[0], for_=for_),)) for for_ in (before, after))
    assert same_demands(old, new) is same


def test_a_demand_that_is_also_put_to_an_added_office_asks_more(case: Case) -> None:
    targets = (*case.targets, Target(authority="fr/police"))
    old, new = (replace(case, demands=(replace(case.demands[0], for_=for_),)) for for_ in (("a",), ("a", "police")))
    assert not same_demands(old, replace(new, targets=targets))


def test_a_letter_of_the_publishers_that_is_new_or_in_other_words_may_ask_more(case: Case) -> None:
    one, other = (
        replace(case, letter=replace(case.letter, model={"fr": ModelLetter(paragraphs=(text,), source="s")}))
        for text in ("Je vous écris.", "Je vous demande plus.")
    )
    assert same_demands(one, one)
    assert same_demands(one, replace(one, letter=replace(one.letter, max_words=100)))
    assert not same_demands(one, other)
    assert not same_demands(case, one)


def test_a_letter_of_the_publishers_in_other_words_is_changed(case: Case) -> None:
    one, other = (
        replace(case, letter=replace(case.letter, model={"fr": ModelLetter(paragraphs=texts, source="s")}))
        for texts in (("Je vous écris.", "Je vous demande."), ("Je vous écris.", "Je vous prie."))
    )
    assert [(each.what, each.kind, each.id) for each in differences(case, one)] == [("model", Kind.ADDED, "fr")]
    (change,) = differences(one, other)
    assert (change.kind, change.before, change.after) == (
        Kind.CHANGED,
        "Je vous écris.\nJe vous demande.",
        "Je vous écris.\nJe vous prie.",
    )
