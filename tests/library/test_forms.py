"""Forms of address: an office's own, its role's, or the neutral ones, and where each comes from."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from urgentaction.errors import Fault
from urgentaction.library import Library, built_in, open_library
from urgentaction.model.authority import Origin, Reply, Role
from urgentaction.model.case import Gender

FaultsOf = Callable[[Callable[[], object]], tuple[Fault, ...]]

FRENCH = """\
[neutral]
salutation = { any = "Madame, Monsieur," }
closing = "considération distinguée"
source = "a guide"

[ministry]
salutation = { m = "Monsieur le Ministre,", f = "Madame la Ministre,", any = "Madame la Ministre, Monsieur le Ministre," }
closing = "très haute considération"
source = "another guide"

[ministry.justice]
salutation.any = "Madame la Chancelière, Monsieur le Chancelier,"
closing = "haute considération"
source = "a third guide"
"""

OFFICE = """\
[office]
role = "ministry"
body.fr = "Ministère"
office.fr = { any = "Ministre" }
languages = ["fr"]
timezone = "Europe/Paris"
channels = ["print"]
"""


@pytest.fixture
def shelf(letters: Any) -> Any:
    letters.write("forms/fr.toml", FRENCH)
    letters.write("authorities/ht.toml", OFFICE)
    return letters


def office(shelf: Any, *changes: tuple[str, str]) -> Any:
    shelf.change("authorities/ht.toml", *changes)
    return shelf.open().authority("ht/office")


def test_an_office_without_a_form_of_its_own_has_that_of_its_role(shelf: Any) -> None:
    minister = office(shelf)
    assert minister.salutation["fr"].for_(Gender.F) == "Madame la Ministre,"
    assert minister.closing["fr"] == "très haute considération"
    told = minister.forms["fr"]
    assert (told.origin, told.key, told.source) == (Origin.ROLE, "ministry", "another guide")


def test_a_finer_form_that_the_entry_names_wins_over_its_role(shelf: Any) -> None:
    minister = office(shelf, ('"ministry"', '"ministry"\nform = "ministry.justice"'))
    assert minister.salutation["fr"].any.startswith("Madame la Chancelière")
    assert minister.forms["fr"].key == "ministry.justice"


def test_a_language_without_the_finer_form_falls_back_to_the_role(shelf: Any) -> None:
    shelf.write("forms/en.toml", FRENCH.partition("[ministry.justice]")[0])
    minister = office(shelf, ('"ministry"', '"ministry"\nform = "ministry.justice"'))
    assert (minister.forms["fr"].key, minister.forms["en"].key) == ("ministry.justice", "ministry")


def test_a_role_without_a_form_takes_the_neutral_one_and_says_so(shelf: Any) -> None:
    police = office(shelf, ('"ministry"', '"police"'))
    assert police.salutation["fr"].for_(Gender.M) == "Madame, Monsieur,"
    assert police.closing["fr"] == "considération distinguée"
    assert police.forms["fr"].origin is Origin.NEUTRAL


def test_the_entrys_own_words_win_each_for_itself(shelf: Any) -> None:
    minister = office(shelf, ("languages", 'salutation.fr = { any = "Excellence," }\nlanguages'))
    assert (minister.salutation["fr"].any, minister.closing["fr"]) == ("Excellence,", "très haute considération")
    assert minister.forms["fr"].origin is Origin.ROLE
    own = office(shelf, ("languages", 'closing.fr = "considération"\nlanguages'))
    assert own.forms["fr"].origin is Origin.ENTRY


def test_ones_own_forms_win_over_the_built_in_ones_key_by_key(shelf: Any, another: Callable[[str], Any]) -> None:
    mine = another("mine")
    mine.write("forms/fr.toml", FRENCH.partition("[ministry]")[0].replace("Madame, Monsieur,", "Bonjour,"))
    library = open_library([mine.layer(), shelf.layer(name="theirs")])
    assert library.authority("ht/office").salutation["fr"].any == "Madame la Ministre, Monsieur le Ministre,"
    shelf.change("authorities/ht.toml", ('"ministry"', '"police"'))
    library = open_library([mine.layer(), shelf.layer(name="theirs")])
    assert library.authority("ht/office").salutation["fr"].any == "Bonjour,"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('source = "a guide"\n', "", "neutral.source  missing"),
        ("any =", "anny =", "neutral.salutation.any  missing: the salutation where the holder is not known"),
        ("[ministry]\n", "[minstry]\n", "minstry  "),
        ("[neutral]\n", 'closing = "x"\n[neutral]\n', "closing  this key belongs to no entry"),
        ("[neutral]\n", "schema = 2\n[neutral]\n", "schema  this program reads files of schema 1"),
        ('closing = "haute', 'closng = "haute', 'ministry.justice.closng  unknown key; did you mean "closing"?'),
    ],
)
def test_a_mistake_in_a_file_of_forms_is_named_with_its_line(
    shelf: Any, faults_of: FaultsOf, old: str, new: str, said: str
) -> None:
    shelf.change("forms/fr.toml", (old, new))
    faults = faults_of(lambda: shelf.open().authority("ht/office"))
    assert any(f"{fault.key}  {fault.message}".startswith(said) for fault in faults)
    assert all(fault.path == "letters/forms/fr.toml" and fault.line for fault in faults)


def test_a_fault_of_the_forms_is_told_once_however_many_offices_there_are(shelf: Any, faults_of: FaultsOf) -> None:
    shelf.change("forms/fr.toml", ('source = "a guide"\n', ""))
    assert len(faults_of(lambda: shelf.open().authorities())) == 1


def test_a_file_of_forms_is_named_after_its_language(shelf: Any, faults_of: FaultsOf) -> None:
    shelf.write("forms/french.toml", FRENCH)
    faults = faults_of(lambda: shelf.open().authority("ht/office"))
    assert [fault.message.id for fault in faults] == ["library.not-language"]


def test_a_form_that_no_language_knows_is_a_fault_with_a_suggestion(shelf: Any, faults_of: FaultsOf) -> None:
    shelf.change("authorities/ht.toml", ('"ministry"', '"ministry"\nform = "ministry.justcie"'))
    faults = faults_of(lambda: shelf.open().authority("ht/office"))
    assert [f"{fault.key}  {fault.message}" for fault in faults] == [
        'office.form  no forms of address for "ministry.justcie" in letters/forms; did you mean "ministry.justice"?'
    ]


def test_what_a_letter_asks_follows_the_role_unless_the_entry_says_it(shelf: Any) -> None:
    assert office(shelf).reply is Reply.ASK
    assert office(shelf, ("languages", 'reply = "acknowledge"\nlanguages')).reply is Reply.ACKNOWLEDGE
    shelf.write("authorities/ht.toml", OFFICE.replace('"ministry"', '"court"'))
    assert shelf.open().authority("ht/office").reply is Reply.NONE


def test_an_added_library_can_make_no_court_a_ministry(shelf: Any, another: Callable[[str], Any]) -> None:
    shelf.change("authorities/ht.toml", ('"ministry"', '"court"'))
    theirs = another("theirs")
    theirs.write("authorities/ht.toml", OFFICE.replace('"ministry"', '"ministry"\nform = "ministry.justice"'))
    court = open_library([theirs.layer(added=True), shelf.layer(name="ours")]).authority("ht/office")
    assert (court.role, court.reply, court.forms["fr"].key) == (Role.COURT, Reply.NONE, "neutral")


@pytest.fixture(scope="module")
def shipped() -> Library:
    return open_library([built_in()])


def test_french_has_a_form_for_every_office_that_ships_and_it_is_not_the_neutral_one(shipped: Library) -> None:
    neutral = {one.id for one in shipped.authorities() if one.forms["fr"].origin is Origin.NEUTRAL}
    assert {one for one in neutral if shipped.authority(one).role is not Role.OTHER} == set()


def test_every_language_that_ships_forms_has_a_neutral_one(shipped: Library) -> None:
    one = shipped.authority("fr/premier-ministre")
    assert {"fr", "en", "es", "de"} <= set(one.salutation) == set(one.closing) == set(one.forms)


def test_french_and_spanish_forms_for_nobody_in_particular_name_both_genders(shipped: Library) -> None:
    for one in shipped.authorities():
        for language in ("fr", "es"):
            forms = one.salutation[language]
            if forms.m and forms.f:
                assert forms.any.lower().startswith(forms.f[:-1].lower())
                assert forms.m[:-1].lower() in forms.any.lower()
