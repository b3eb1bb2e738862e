"""Look-ups: the embassy of one country in another, from the directory; what is missing is said with where to look."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from urgentaction import library
from urgentaction.errors import Message, words
from urgentaction.model.authority import Authority
from urgentaction.model.case import Case, Target, TargetAs

EMBASSY = """\
[embassy.kz]
role = "embassy"
represents = "KZ"
body.fr = "Ambassade du Kazakhstan"
office.fr = { any = "Ambassadeur" }
salutation.fr = { any = "Madame l'Ambassadrice, Monsieur l'Ambassadeur," }
closing.fr = "haute considération"
languages = ["fr"]
timezone = "Europe/Paris"
reply = "none"
channels = ["print"]
"""


@pytest.fixture
def shelf(letters: Any) -> library.Library:
    """A library with the embassy of Kazakhstan in France, and one in Haiti that says not whose it is."""
    letters.write("authorities/fr.toml", EMBASSY)
    letters.write("authorities/ht.toml", EMBASSY.replace('represents = "KZ"\n', ""))
    opened: library.Library = letters.open()
    return opened


def case(shelf: library.Library, *targets: Target) -> Case:
    return replace(shelf.case("valley-2026"), targets=targets)


def looked_up(shelf: library.Library, lookup: str, home: str) -> list[str] | str:
    """The ids that it gives, or why it gives none."""
    found = library.answer(Target(lookup=lookup), shelf, home=home)
    if isinstance(found, Message):
        assert words(found, "fr").text != words(found, "en").text
        return found.id
    return [one.id for one in found]


@pytest.mark.parametrize(
    ("lookup", "home", "found"),
    [
        ("embassy-of:KZ in:signer", "FR", ["fr/embassy/kz"]),
        ("embassy-of:KZ in:signer", "fr", ["fr/embassy/kz"]),
        ("embassy-of:KZ in:FR", "SE", ["fr/embassy/kz"]),
        ("embassy-of:KZ in:FR", "", ["fr/embassy/kz"]),
        ("embassy-of:KZ in:signer", "", "library.no-home"),
        ("embassy-of:KZ in:signer", "KZ", "library.embassy-at-home"),
        ("embassy-of:KZ in:signer", "SE", "library.no-embassy"),
        ("embassy-of:KZ in:signer", "HT", "library.no-embassy"),
        ("embassy-of:TR in:signer", "FR", "library.no-embassy-in-france"),
        ("embassy-of:FR in:KZ", "FR", "library.no-embassy-of-france"),
        ("embassy-of:XX in:FR", "FR", "library.no-embassy-in-france"),
    ],
)
def test_a_look_up_gives_what_the_directory_has_and_never_guesses(
    shelf: library.Library, lookup: str, home: str, found: object
) -> None:
    assert looked_up(shelf, lookup, home) == found


def test_what_is_missing_says_whose_embassy_and_where_to_look(shelf: library.Library) -> None:
    found = library.answer(Target(lookup="embassy-of:TR in:FR"), shelf, home="")
    assert isinstance(found, Message)
    said = words(found, "fr")
    assert said.text.replace("’", "'") == "L'ambassade de Turquie en France n'est pas dans l'annuaire."
    assert "ambassades étrangères" in said.hint
    assert 'represents = "TR"' in said.hint
    abroad = library.answer(Target(lookup="embassy-of:FR in:KZ"), shelf, home="")
    assert isinstance(abroad, Message)
    assert "--type ambassade" in words(abroad, "en").hint
    assert "authorities/kz.toml" in words(abroad, "en").hint


def test_a_case_names_its_offices_by_kind_each_once(shelf: library.Library) -> None:
    embassy = Target(lookup="embassy-of:KZ in:signer", as_=TargetAs.COPY)
    same = Target(authority="fr/embassy/kz", as_=TargetAs.COPY)
    one = case(shelf, Target(authority="xx/justice/minister"), embassy, same, replace(embassy, lookup=embassy.lookup))
    assert [office.id for office in library.named(one, shelf, TargetAs.MAIN, home="SE").offices] == [
        "xx/justice/minister"
    ]
    found = library.named(one, shelf, TargetAs.COPY, home="FR")
    assert ([office.id for office in found.offices], found.missing) == (["fr/embassy/kz"], ())
    assert [said.id for said in library.named(one, shelf, TargetAs.COPY, home="SE").missing] == ["library.no-embassy"]


def test_main_offices_of_signers_everywhere_come_with_the_country_of_those_they_are_for(
    shelf: library.Library,
) -> None:
    one = case(
        shelf,
        Target(authority="xx/port/court"),
        Target(authority="xx/justice/minister"),
        Target(lookup="embassy-of:KZ in:signer"),
        Target(lookup="embassy-of:TR in:FR"),
        Target(authority="xx/port/prosecutor", as_=TargetAs.COPY),
    )
    assert library.depends_on_home(one, TargetAs.MAIN)
    assert not library.depends_on_home(one, TargetAs.COPY)
    assert [(office.id, home) for office, home in library.everywhere(one, shelf)] == [
        ("xx/justice/minister", ""),
        ("fr/embassy/kz", "FR"),
    ]


def test_an_office_knows_as_what_a_case_names_it(shelf: library.Library) -> None:
    def named(id_: str, *targets: Target) -> frozenset[TargetAs]:
        office: Authority = shelf.authority(id_)
        return library.targeted_as(case(shelf, *targets), office)

    copy = Target(lookup="embassy-of:KZ in:signer", as_=TargetAs.COPY)
    assert named("fr/embassy/kz", copy) == {TargetAs.COPY}
    assert named("fr/embassy/kz", replace(copy, lookup="embassy-of:KZ in:SE")) == frozenset()
    assert named("xx/justice/minister", copy) == frozenset()
    assert named("fr/embassy/kz", copy, Target(authority="fr/embassy/kz")) == {TargetAs.COPY, TargetAs.MAIN}


def test_only_an_embassy_represents_a_country(letters: Any, faults_of: Any) -> None:
    letters.write("authorities/fr.toml", EMBASSY.replace('"embassy"', '"ministry"'))
    (fault,) = faults_of(lambda: letters.open().authority("fr/embassy/kz"))
    assert fault.message.id == "library.represents"
