"""What people write in a cell, and what they mean."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from urgentaction.model.case import Privacy
from urgentaction.model.codes import COUNTRIES, LANGUAGES
from urgentaction.signers import places, values
from urgentaction.signers.days import day

DAY = date(2026, 11, 25)


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-25", "2026/11/25", "2026-11-25T10:00:00", "2026-11-25 10:00", "2026/11/25 6:03:11 PM GMT+1",
        "25/11/26", "25/11/2026", "25.11.2026", "25.11.26", "25-11-2026", "25 11 2026", "25/11/2026 14:30:12",
        "25 novembre 2026", "25 nov. 2026", "25-nov-26", "25-Nov-26", "25 November 2026", "25th November 2026",
        "25. November 2026", "25 de noviembre de 2026", "Nov 25, 2026", "November 25th 2026",
        "46351", "46351.0", "46351,6042",
    ],
)  # fmt: skip
def test_a_day_is_read_as_people_and_spreadsheets_write_it(text: str) -> None:
    assert day(text) == DAY


@pytest.mark.parametrize(
    "text", ["", "yes", "11/25/2026", "31/02/2026", "2026", "25/11", "0000-01-01", "25 foo 2026", "demain"]
)
def test_what_is_no_day_is_none(text: str) -> None:
    assert day(text) is None


@pytest.mark.parametrize(
    "months",
    [
        "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
        "janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc.",
        "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
        "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
        "January February March April May June July August September October November December",
    ],
)
def test_every_month_is_known_in_four_languages(months: str) -> None:
    assert [day(f"1 {name} 2026") for name in months.split()] == [date(2026, month, 1) for month in range(1, 13)]


@given(st.dates(min_value=date(2000, 1, 1), max_value=date(2099, 12, 31)))
def test_a_day_is_the_same_in_every_way_of_writing_it(on: date) -> None:
    serial = (on - date(1899, 12, 30)).days
    for text in (on.isoformat(), f"{on:%d/%m/%Y}", f"{on:%d.%m.%y}", str(serial)):
        assert day(text) == on


@given(st.text(max_size=60))
def test_no_text_is_too_odd_for_a_day(text: str) -> None:
    assert day(text) is None or isinstance(day(text), date)


@pytest.mark.parametrize(
    "text", ["oui", "OUI", "Yes", "x", "X", "VRAI", "✓", "✔", "☑", "ja", "sí", "Sí.", "d’accord", "1"]
)
def test_yes_is_said_in_many_ways(text: str) -> None:
    assert values.yes(text) is True


@pytest.mark.parametrize("text", ["non", "No", "nein", "FAUX", "false", "0", "✗", "☐"])
def test_no_is_said_in_many_ways(text: str) -> None:
    assert values.yes(text) is False


@pytest.mark.parametrize("text", ["", "peut-être", "24/11/2026", "✓ ✗"])
def test_anything_else_is_neither_yes_nor_no(text: str) -> None:
    assert values.yes(text) is None


@pytest.mark.parametrize(
    ("text", "country", "code", "lost"),
    [
        ("6000", "FR", "06000", True),
        ("06000", "FR", "06000", False),
        ("06 000", "FR", "06000", False),
        ("F-75001", "FR", "75001", False),
        ("6000.0", "FR", "06000", True),
        ("1067", "DE", "01067", True),
        ("8001", "ES", "08001", True),
        ("118", "IT", "00118", True),
        ("2139", "US", "02139", True),
        ("02139-1234", "US", "02139-1234", False),
        ("1010", "AT", "1010", False),
        ("6000", "BE", "6000", False),
        ("6000", "", "6000", False),
        ("SW1A 1AA", "GB", "SW1A 1AA", False),
        ("75OO1", "FR", "75OO1", False),
        ("٦٠٠٠", "FR", "٦٠٠٠", False),
        ("", "FR", "", False),
    ],
)
def test_a_postcode_gets_back_the_zero_that_a_spreadsheet_ate(text: str, country: str, code: str, lost: bool) -> None:
    assert places.postcode(text, country) == (code, lost)


@pytest.mark.parametrize(("text", "country", "odd"), [
    ("75OO1", "FR", True), ("750011", "FR", True), ("75001", "FR", False), ("", "FR", False),
    ("123", "AT", True), ("SW1A 1AA", "GB", False), ("02139-1234", "US", False),
])  # fmt: skip
def test_a_postcode_that_cannot_be_right_is_seen(text: str, country: str, odd: bool) -> None:
    assert places.odd_postcode(text, country) is odd


@pytest.mark.parametrize(("text", "parts"), [
    ("69001 Lyon", ("69001", "Lyon")), ("D-80331  München", ("D-80331", "München")), ("Lyon", ("", "Lyon")),
    ("13001 Marseille 1", ("", "13001 Marseille 1")),
])  # fmt: skip
def test_postcode_and_city_in_one_cell_are_parted_where_that_is_plain(text: str, parts: tuple[str, str]) -> None:
    assert places.parted(text) == parts


@pytest.mark.parametrize(("text", "code"), [
    ("FR", "FR"), ("fr", "FR"), ("France", "FR"), ("FRANCE", "FR"), ("Deutschland", "DE"), ("Allemagne", "DE"),
    ("Germany", "DE"),
    ("Alemania", "DE"), ("Espagne", "ES"), ("Royaume-Uni", "GB"), ("UK", "GB"), ("U.S.A.", "US"), ("États-Unis", "US"),
    ("Côte d’Ivoire", "CI"), ("Atlantis", ""), ("XX", ""), ("", ""),
])  # fmt: skip
def test_a_country_is_known_by_code_and_by_name(text: str, code: str) -> None:
    assert places.country(text) == code


def test_a_misspelt_country_is_recognised() -> None:
    assert (places.near_country("Frnace"), places.near_country("Xyzzy")) == ("FR", "")


@pytest.mark.parametrize(("text", "code"), [
    ("fr", "fr"), ("FR", "fr"), ("fr-CA", "fr"), ("fr_FR", "fr"), ("français", "fr"), ("French", "fr"),
    ("Französisch", "fr"),
    ("allemand", "de"), ("español", "es"), ("gibberish", ""), ("xx", ""),
])  # fmt: skip
def test_a_language_is_known_by_code_and_by_name(text: str, code: str) -> None:
    assert places.language(text) == code


def test_the_codes_are_those_of_the_standards() -> None:
    assert len(COUNTRIES) == 250  # 249 and XK
    assert len(LANGUAGES) == 183
    assert all(code.isupper() and len(code) == 2 for code in COUNTRIES)
    assert all(code.islower() and len(code) == 2 for code in LANGUAGES)


@pytest.mark.parametrize(
    ("text", "privacy"),
    [
        ("full", Privacy.FULL),
        ("initials-town", Privacy.INITIALS_TOWN),
        ("Initiales et ville", Privacy.INITIALS_TOWN),
        ("name-only", Privacy.NAME_ONLY),
        ("nom seul", Privacy.NAME_ONLY),
        ("nur Name", Privacy.NAME_ONLY),
        ("anonymous", None),
        ("oui", None),
        ("initials-twon", None),
    ],
)
def test_privacy_is_one_of_our_words_or_not_known(text: str, privacy: Privacy | None) -> None:
    assert values.privacy(text) is privacy


@pytest.mark.parametrize(("text", "address"), [
    ("elise@example.org", "elise@example.org"), ("Elise.L+ua@EXAMPLE.org", "Elise.L+ua@example.org"),
    ("mailto:elise@example.org", "elise@example.org"), ("élise@exämple.org", "élise@exämple.org"),
    ("o'neill@example.org", "o'neill@example.org"),
])  # fmt: skip
def test_one_address_is_taken(text: str, address: str) -> None:
    assert values.email(text) == address


@pytest.mark.parametrize("text", [
    "", "elise", "elise@", "@example.org", "a@b", "a@b@example.org", "a b@example.org", "a..b@example.org",
    ".a@example.org", "Élise <elise@example.org>", "a@example.org,b@example.org", "a@example.org\nb", "a@-example.org",
    "a@example.invalid", "a@localhost", "a@[127.0.0.1]", f"{'a' * 65}@example.org", f"a@{'b' * 250}.org",
    '"a b"@example.org', "a@example.org.",
])  # fmt: skip
def test_anything_else_is_no_address(text: str) -> None:
    assert values.email(text) is None


@given(st.emails())
def test_the_short_way_for_plain_addresses_says_what_the_long_way_says(address: str) -> None:
    from email_validator import EmailNotValidError, validate_email

    try:
        expected = validate_email(address, check_deliverability=False, test_environment=True, strict=True).normalized
    except EmailNotValidError:
        expected = None
    assert values.email(address) == expected
