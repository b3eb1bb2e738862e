"""How a letter names those it is about: with titles, or as the case describes them; in a subject line, as many as fit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from urgentaction import errors
from urgentaction.compose.people import SUBJECT, people
from urgentaction.model.case import Case, Gender, Number, Person

FAMILIES = Person(
    name="the people of Mill Lane",
    gender=Gender.F,
    number=Number.MANY,
    unnamed=True,
    description={"en": "a group of 30 families", "fr": "un groupe de 30 familles"},
)


def person(name: str) -> Person:
    return Person(name=name, gender=Gender.M, title={"en": "Mr", "fr": "M."})


@pytest.fixture
def about(a_case: Case) -> Callable[..., Case]:
    return lambda *persons: replace(a_case, people=persons)


def test_who_is_unnamed_is_told_of_in_the_words_of_the_case(about: Callable[..., Case]) -> None:
    told = people(about(FAMILIES), "fr")
    assert (told.full, told.short) == ("un groupe de 30 familles", "un groupe de 30 familles")
    assert (told.gender, told.number) == (Gender.F, Number.MANY)


def test_a_name_that_must_not_be_said_is_never_a_way_out(about: Callable[..., Case]) -> None:
    with pytest.raises(errors.UsageError) as missing:
        people(about(person("Ugo Lenz"), replace(FAMILIES, description={"fr": "trente familles"})), "en")
    assert missing.value.message.values["where"] == "people[1].description"


def test_named_and_unnamed_are_told_of_together(about: Callable[..., Case]) -> None:
    told = people(about(person("Ugo Lenz"), FAMILIES), "en")
    assert told.full == "Mr Ugo Lenz and a group of 30 families"
    assert told.each == ("Mr Ugo Lenz", "a group of 30 families")


def test_french_says_whose_before_each(about: Callable[..., Case]) -> None:
    members = replace(FAMILIES, description={"fr": "les onze marins"})
    told = people(about(person("Ugo Lenz"), FAMILIES, members), "fr")
    assert told.of == "de M. Ugo Lenz, d’un groupe de 30 familles et des onze marins"
    assert told.of_short == "de M. Ugo Lenz et de plusieurs autres personnes"


def test_a_subject_line_counts_those_it_has_no_room_for(about: Callable[..., Case]) -> None:
    many = about(*(person(f"Anton Brandt-Solenko {number}") for number in "ABCD"))
    assert people(many, "en").short == "Mr Anton Brandt-Solenko A and three others"
    assert people(many, "fr").short == "M. Anton Brandt-Solenko A et trois autres personnes"
    assert people(many, "en").full.count("Brandt") == 4


def test_a_subject_line_keeps_as_many_as_fit(about: Callable[..., Case]) -> None:
    short = people(about(*map(person, ("Jo Ash", "Ed Fox", "Al Orr", "Ty Fry"))), "en").short
    assert short == "Mr Jo Ash, Mr Ed Fox and two others"
    assert len(short) <= SUBJECT


def test_nobody_counts_the_people_of_a_group(about: Callable[..., Case]) -> None:
    case = about(person("Anton Brandt-Solenko"), person("Mira Brandt-Solenko"), FAMILIES)
    assert people(case, "fr").short == "M. Anton Brandt-Solenko et plusieurs autres personnes"


def test_one_long_name_stays_whole(about: Callable[..., Case]) -> None:
    name = "Maria da Conceição de Albuquerque e Vasconcelos"
    assert people(about(person(name)), "en").short == f"Mr {name}"
