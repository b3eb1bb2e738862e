from __future__ import annotations

from typing import Any

import pytest

from urgentaction.errors import UsageError, words
from urgentaction.library import select_targets


def chosen(letters: Any, *wanted: str) -> list[str]:
    library = letters.open()
    return [office.id for office in select_targets(wanted, library.case("valley-2026"), library)]


def refused(letters: Any, *wanted: str) -> tuple[str, str]:
    with pytest.raises(UsageError) as caught:
        chosen(letters, *wanted)
    assert words(caught.value.message, "fr").text
    return caught.value.message.id, words(caught.value.message).text


def test_with_nothing_asked_the_main_targets_are_meant(letters: Any) -> None:
    assert chosen(letters) == ["xx/justice/minister"]


def test_a_court_is_not_meant_when_nothing_is_asked(letters: Any) -> None:
    letters.case(("[[targets]]", '[[targets]]\nauthority = "xx/port/court"\n\n[[targets]]'))
    assert chosen(letters) == ["xx/justice/minister"]


@pytest.mark.parametrize(
    ("text", "id_"),
    [
        ("xx/justice/minister", "xx/justice/minister"),
        ("XX/Justice/Minister ", "xx/justice/minister"),
        ("xx/port/court", "xx/port/court"),
        ("justice", "xx/justice/minister"),
        ("MINISTÈRE", "xx/justice/minister"),
        ("ministere de la justice", "xx/justice/minister"),
        ("procureure", "xx/port/prosecutor"),
        ("saint-aubin", "xx/port/prosecutor"),
        ("procur port", "xx/port/prosecutor"),
        ("police", "xx/interior/police"),
        ("premier président", "xx/port/court"),
        ("Premiere Presidente", "xx/port/court"),
        ("président premier port", "xx/port/court"),
    ],
)
def test_an_id_or_words_choose_one_office(letters: Any, text: str, id_: str) -> None:
    letters.case(('for = ["ministry"]', 'for = ["ministry", "police"]'))
    assert chosen(letters, text) == [id_]


def test_several_offices_come_in_the_order_asked_and_each_once(letters: Any) -> None:
    assert chosen(letters, "procureur", "justice", "xx/port/prosecutor") == [
        "xx/port/prosecutor",
        "xx/justice/minister",
    ]


def test_the_targets_of_the_case_come_before_the_directory(letters: Any) -> None:
    letters.authorities(("Direction de la police", "Police du ministère de la Justice"))
    assert chosen(letters, "ministere") == ["xx/justice/minister"]


def test_whole_words_fit_better_than_beginnings(letters: Any) -> None:
    letters.authorities(("à Port", "à Justiceville"))
    assert chosen(letters, "justice") == ["xx/justice/minister"]


def test_a_word_inside_another_does_not_fit(letters: Any) -> None:
    letters.authorities(("Ministère de la Justice", "Ministère de la Paix"))
    assert refused(letters, "aix")[0] == "library.no-target"


def test_words_that_fit_several_offices_are_listed_never_guessed(letters: Any) -> None:
    letters.authorities(("à Port", "de la Justice"))
    id_, text = refused(letters, "justice")
    assert id_ == "library.several-targets"
    assert text == (
        '"justice" fits several offices: xx/justice/minister (Ministre de la Justice), '
        "xx/port/prosecutor (Procureur de la Justice)."
    )


@pytest.mark.parametrize("text", ["président", "prem prés", "court", "cour port"])
def test_a_place_or_half_a_title_never_picks_a_court(letters: Any, text: str) -> None:
    letters.authorities(("Cour de Port-Saint-Aubin", "Parquet"), ("[port.prosecutor]", "[parquet.prosecutor]"))
    letters.case(("xx/port/prosecutor", "xx/parquet/prosecutor"))
    id_, said = refused(letters, text)
    assert id_ == "library.court-not-named"
    assert "xx/port/court (Premier président à Port)" in said


def test_a_court_among_the_targets_of_a_case_must_be_named_too(letters: Any) -> None:
    letters.case(('authority = "xx/port/prosecutor"', 'authority = "xx/port/court"'))
    assert chosen(letters, "port") == ["xx/port/prosecutor"]
    assert chosen(letters, "premier président") == ["xx/port/court"]


def test_no_demand_for_an_office_is_a_refusal(letters: Any) -> None:
    letters.case(
        ('source = "group#2"', 'source = "group#2"\nfor = ["ministry"]'),
        ('for = ["xx/port/court"]', 'for = ["prison"]'),
    )
    for text in ("xx/interior/police", "police", "premier président"):
        id_, said = refused(letters, text)
        assert id_ == "library.no-demand"
        assert "asks nothing that" in said


def test_a_court_is_asked_only_what_names_it(letters: Any) -> None:
    letters.case(('for = ["xx/port/court"]', 'for = ["prison"]'))
    assert refused(letters, "premier président")[0] == "library.no-demand"


def test_what_fits_nothing_lists_what_is_near(letters: Any) -> None:
    id_, said = refused(letters, "justise")
    assert id_ == "library.no-target"
    assert said == (
        'No office fits "justise", neither among the targets of the case nor in the directory. '
        "Did you mean xx/justice/minister?"
    )
    assert refused(letters, "xx/justice/ministre")[0] == "library.no-authority"


@pytest.mark.parametrize("text", ["", " ", "-", "…"])
def test_no_word_at_all_fits_nothing(letters: Any, text: str) -> None:
    assert refused(letters, text)[0] == "library.no-target"


def test_targets_that_are_looked_up_are_not_searched(letters: Any) -> None:
    letters.case(('authority = "xx/port/prosecutor"', 'lookup = "embassy-of:XX in:signer"'))
    assert chosen(letters) == ["xx/justice/minister"]
    assert chosen(letters, "procureur") == ["xx/port/prosecutor"]
