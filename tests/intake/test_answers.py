"""What a person types as the values of a case file: every form that is meant, and none that could mean two things."""

from __future__ import annotations

from datetime import date

import pytest

from urgentaction.intake import answers

DAY = date(2026, 11, 4)


@pytest.mark.parametrize(
    ("said", "means"),
    [
        ("12/26", "12/26"),
        ("UA 12/2026", "12/26"),
        ("UA: 012/26", "12/26"),
        ("20.20", "20/20"),
        ("THIRD UA 60/16", "60/16"),
        ("AU 7/19", "7/19"),
        ("EUR-4", "EUR-4"),
        ("none", None),
    ],
)
def test_numbers(said: str, means: str | None) -> None:
    assert answers.number(said) == means


@pytest.mark.parametrize(
    "said",
    [
        "2026-11-04",
        "4 November 2026",
        "4 Nov 2026",
        "November 4, 2026",
        "4 novembre 2026",
        "4 nov. 2026",
        "4 de noviembre de 2026",
    ],
)
def test_whole_dates(said: str) -> None:
    assert answers.day(said, "en") == DAY


@pytest.mark.parametrize(
    "said",
    ["November 2026", "4 November", "2026", "31 February 2026", "on 4 November 2026 or so", "04/11/2026", "4.11.2026"],
)
def test_no_dates_or_such_as_can_be_read_in_two_ways(said: str) -> None:
    assert answers.day(said, "en") is None


@pytest.mark.parametrize(("said", "language"), [("04/11/2026", "fr"), ("4.11.2026", "fr"), ("24/11/2026", "en")])
def test_figures_where_they_have_one_meaning(said: str, language: str) -> None:
    assert answers.day(said, language) in {DAY, date(2026, 11, 24)}


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("fr", "FR"),
        ("France", "FR"),
        ("la France", "FR"),
        ("the Netherlands", "NL"),
        ("Pays-Bas", "NL"),
        ("Reino Unido", "GB"),
        ("UK", "GB"),
        ("cote d'ivoire", "CI"),
        ("XX", "XX"),
        ("Ruritania", None),
        ("ZZ", None),
    ],
)
def test_countries_by_name_or_code(said: str, code: str | None) -> None:
    assert answers.country(said) == code


@pytest.mark.parametrize(
    ("said", "language", "means"),
    [
        ("Ensure that she is freed.", "en", "ensure that she is freed"),
        ("Free", "en", None),
        ("He has not been able to see a lawyer", "en", None),
        ("the release of all of them", "en", None),
        ("Il n'aurait pas vu d'avocat.", "fr", None),
        ("rapporté", "fr", None),
        ("veiller à ce qu'elle soit libérée", "fr", "de veiller à ce qu'elle soit libérée"),
        ("d'enquêter sur les faits ;", "fr", "d'enquêter sur les faits"),
        ("garantizar su libertad", "es", "garantizar su libertad"),
        ("que la liberen ya", "es", None),
        ("sie freilassen", "de", None),
        ("sie freizulassen", "de", "sie freizulassen"),
    ],
)
def test_demands_are_clauses_that_go_on_from_their_lead(said: str, language: str, means: str | None) -> None:
    assert answers.demand(said, language) == means


@pytest.mark.parametrize(
    ("said", "is_name"),
    [
        ("Leila Haddad", True),
        ("Sammy Davis Jr.", True),
        ("a group of 30 families", True),
        ("un groupe de trente familles du quartier de Doré", True),
        ("Mme", False),
        ("Ms.", False),
        ("12", False),
        ("Arrested last week.", False),
        ("she has not been able to see a lawyer", False),
    ],
)
def test_a_name_is_no_title_and_no_sentence(said: str, is_name: bool) -> None:
    assert answers.name(said) == (said if is_name else None)


WORDS = ["rapporté", "allégué", "estimé", "apparent", "possible"]


@pytest.mark.parametrize(
    ("said", "means"),
    [
        ("1", ("reported",)),
        ("possible, 1", ("reported", "possible")),
        ("estime, ALLÉGUÉ", ("alleged", "believed")),
        ("-", ()),
        ("6", None),
        ("perhaps", None),
    ],
)
def test_hedges_by_number_or_name_in_their_own_order(said: str, means: tuple[str, ...] | None) -> None:
    assert answers.hedges(said, WORDS) == means


@pytest.mark.parametrize(
    ("said", "sources", "means"),
    [
        ("3", ["a"], "a#3"),
        ("1#3", ["a"], "a#3"),
        ("2", ["a", "b"], "b"),
        ("2 # 7", ["a", "b"], "b#7"),
        ("3#1", ["a", "b"], None),
        ("1#", ["a", "b"], None),
        ("3a", ["a"], "a#3a"),
        ("Le Centre", ["a"], None),
        ("2#the end", ["a", "b"], None),
        ("one", ["a", "b"], None),
    ],
)
def test_places_in_sources(said: str, sources: list[str], means: str | None) -> None:
    assert answers.place(said, sources) == means


@pytest.mark.parametrize(
    ("said", "means"),
    [
        ("example.org", "https://example.org"),
        ("http://example.org/a?b", "http://example.org/a?b"),
        ("me@example.org", None),
        ("ftp://example.org", None),
        ("localhost", None),
    ],
)
def test_addresses_on_the_web(said: str, means: str | None) -> None:
    assert answers.url(said) == means


def test_a_way_to_report_is_a_mail_address_or_one_on_the_web() -> None:
    assert answers.way("me@example.org") == "me@example.org"
    assert answers.way("example.org/counts") == "https://example.org/counts"
    assert answers.way("nobody") is None


def test_a_deadline_is_not_before_the_day_of_the_action_and_may_be_none() -> None:
    assert answers.deadline("2026-11-04", "en", DAY) == DAY
    assert answers.deadline("2026-11-03", "en", DAY) is None
    assert answers.deadline("-", "en", DAY) == answers.NONE


def test_a_number_stands_in_the_id_of_its_case() -> None:
    assert answers.is_in_id("012/26", "ua-12-26")
    assert answers.is_in_id("12/26", "haddad-12-26-lyon")
    assert not answers.is_in_id("12/26", "haddad-2026")


def test_a_line_is_taken_without_what_arrow_keys_leave_and_not_with_what_nobody_sees() -> None:
    assert answers.tidy("  a\x1b[D  b\t") == "a b"
    assert answers.tidy("a\x07b") is None
    assert answers.tidy("a\u202eb") is None
