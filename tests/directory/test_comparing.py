"""An entry beside its record: what is new or changed is proposed, what a person verified is only shown."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from support.anything import ANY
from support.dila import COURT_ID, address, as_answered, embassy, head, ministry, prefecture, record
from urgentaction.directory import comparing, matching, proposals, writing
from urgentaction.directory.comparing import Side, What, differences, together
from urgentaction.directory.kinds import KINDS, kind_of
from urgentaction.directory.proposals import Stamp
from urgentaction.directory.records import Record, read
from urgentaction.errors import LANGUAGES, message, words
from urgentaction.library import built_in, open_library
from urgentaction.library.editing import Editable
from urgentaction.library.layers import Layer

TODAY = date(2026, 11, 24)
LOOKED = Stamp("https://directory.example", TODAY, seen=True)
SCRIPT = replace(LOOKED, seen=False)


def seen(raw: dict[str, Any]) -> Record:
    found = read(as_answered(raw))
    assert found
    return found


def entry_of(raw: dict[str, Any], stamp: Stamp = SCRIPT, *, which: int = 0) -> dict[str, Any]:
    kind = kind_of(seen(raw))
    assert kind
    made = proposals.entry(seen(raw), kind.offices[which], stamp, home=proposals.home(seen(raw), kind))
    assert made
    return made


def side(entry: dict[str, Any], raw: dict[str, Any], stamp: Stamp = LOOKED, *, replace_: bool = False) -> Side:
    one = seen(raw)
    kind = kind_of(one)
    home = proposals.home(one, kind) if kind else "FR"
    return Side(entry, one, matching.office_of(one, entry), stamp, replace_, home)


def said(one: Side) -> dict[str, str]:
    return {found.key: found.what.value for found in differences(one)}


def test_what_was_just_imported_differs_in_nothing() -> None:
    for raw in (record(), prefecture(), embassy(), ministry()):
        assert differences(side(entry_of(raw), raw, SCRIPT)) == ()
        assert differences(side(entry_of(raw, LOOKED), raw)) == ()


def test_what_nobody_looked_at_becomes_official_when_somebody_does() -> None:
    entry = entry_of(prefecture())
    one = side(entry, prefecture())
    assert said(one) == {"postal": "same", "emails": "same", "phones": "same", "holders": "same"}
    made = comparing.merged(entry, together(one, differences(one)))
    assert made == entry_of(prefecture(), LOOKED)
    assert made["review_by"] == date(2027, 11, 24)


def test_a_new_address_replaces_one_that_nobody_verified() -> None:
    entry = entry_of(prefecture())
    moved = prefecture(adresse=[address(numero_voie="9 rue Neuve", nom_commune="Exempleville Cedex")])
    one = side(entry, moved, SCRIPT)
    assert said(one) == {"postal": "changed"}
    after = comparing.merged(entry, together(one, differences(one)))["postal"]
    assert (after["street"], after["cedex"], after["level"]) == ("9 rue Neuve", "CEDEX", "unverified")
    assert "verified_on" not in after


@pytest.mark.parametrize("vouched", [{"verified_on": TODAY}, {"level": "official"}, {"level": "published"}])
def test_what_a_person_vouches_for_is_shown_and_left(vouched: dict[str, Any]) -> None:
    entry = entry_of(prefecture())
    entry["postal"] |= vouched
    one = side(entry, prefecture(adresse=[address(numero_voie="9 rue Neuve")]), SCRIPT)
    assert said(one) == {"postal": "held"}
    assert together(one, differences(one)) == {}
    asked = replace(one, replace=True)
    assert said(asked) == {"postal": "changed"}
    after = comparing.merged(entry, together(asked, differences(asked)))["postal"]
    assert (after["street"], after["level"], "verified_on" in after) == ("9 rue Neuve", "unverified", False)


def test_capitals_commas_and_the_body_s_own_name_make_no_other_address() -> None:
    entry = entry_of(record(), LOOKED)
    entry["postal"] |= {"lines": ["Cour d'appel d'Exempleville"], "street": "1, Place de l’EXEMPLE", "country": "FR"}
    assert differences(side(entry, record())) == ()


def test_a_value_gone_from_the_directory_is_shown_and_stays() -> None:
    entry = entry_of(prefecture())
    one = side(entry, prefecture(adresse=[], telephone=[], adresse_courriel=None), SCRIPT)
    assert said(one) == {"postal": "gone", "emails": "gone", "phones": "gone"}
    assert together(one, differences(one)) == {}


def test_what_came_from_elsewhere_is_not_gone_when_the_directory_lacks_it() -> None:
    entry = entry_of(prefecture())
    for contact in (entry["postal"], *entry["emails"], *entry["phones"]):
        contact |= {"source": "https://elsewhere.example", "source_id": ""}
    assert said(side(entry, prefecture(adresse=[], telephone=[], adresse_courriel=None), SCRIPT)) == {}


def test_a_second_e_mail_is_added_behind_the_first() -> None:
    entry = entry_of(prefecture())
    both = read(prefecture(adresse_courriel=["new@exemple.example.org", "PREFECTURE@exemple.example.org"]))
    assert both
    one = Side(entry, both, matching.office_of(both, entry), SCRIPT)
    assert said(one) == {"emails": "new"}
    after = comparing.merged(entry, together(one, differences(one)))["emails"]
    assert [row["address"] for row in after] == ["prefecture@exemple.example.org", "new@exemple.example.org"]


def test_an_e_mail_against_a_person_s_word_that_there_is_none_is_only_shown() -> None:
    entry = entry_of(prefecture(adresse_courriel=None))
    one = side(entry, prefecture(), SCRIPT)
    assert said(one) == {"emails": "changed"}
    made = comparing.merged(entry, together(one, differences(one)))
    assert "email_none" not in made
    assert made["emails"][0]["address"] == "prefecture@exemple.example.org"
    entry["email_none"] = {"source": "they told me on the phone", "on": TODAY}
    assert said(side(entry, prefecture(), SCRIPT)) == {"emails": "held"}


def test_a_court_is_never_given_an_e_mail() -> None:
    raw = record(adresse_courriel=["greffe@exemple.example.org"])
    for which in (0, 1):
        entry = entry_of(raw, which=which)
        assert "emails" not in entry
        assert "email_none" not in entry
        assert entry["channels"] == ["post", "print"]
        assert said(side(entry, raw, SCRIPT)) == {}


def test_an_entry_that_is_overdue_is_looked_at_again() -> None:
    entry = entry_of(prefecture(), LOOKED)
    entry["review_by"] = date(2026, 11, 23)
    one = side(entry, prefecture())
    assert set(said(one).values()) == {"same"}
    assert together(one, differences(one))["review_by"] == date(2027, 11, 24)


def test_the_year_begins_anew_only_where_every_contact_was_looked_at() -> None:
    entry = entry_of(prefecture())
    entry["phones"].append(
        {"number": "0102030499", "source": "elsewhere", "level": "official", "verified_on": date(2025, 1, 1)}
    )
    one = side(entry, prefecture())
    assert "review_by" not in together(one, differences(one))


def test_another_name_is_shown_and_never_written() -> None:
    one = side(entry_of(prefecture()), prefecture(nom="Préfecture de l'Autre"), SCRIPT)
    assert said(one) == {"body": "held"}
    assert together(one, differences(one)) == {}


def test_a_new_holder_replaces_the_directory_s_and_never_a_person_s() -> None:
    entry = entry_of(prefecture())
    changed = prefecture(affectation_personne=[head("Préfet", "M.", "Max", "MUSTER")])
    one = side(entry, changed, SCRIPT)
    assert said(one) == {"holders": "changed"}
    assert comparing.merged(entry, together(one, differences(one)))["holders"] == [
        {"name": "Max MUSTER", "gender": "m", "seen": TODAY, "source": entry["holders"][0]["source"]}
    ]
    entry["holders"][0]["source"] = "https://gazette.example"
    assert said(side(entry, changed, SCRIPT)) == {"holders": "held"}


def test_a_holder_that_a_person_verified_in_the_directory_is_left_unless_that_office_is_named() -> None:
    entry = entry_of(prefecture())
    changed = prefecture(affectation_personne=[head("Préfet", "M.", "Max", "MUSTER")])
    entry["holders"][0] = {"verified_on": TODAY, **{k: v for k, v in entry["holders"][0].items() if k != "seen"}}
    one = side(entry, changed, SCRIPT)
    assert said(one) == {"holders": "held"}
    assert together(one, differences(one)) == {}
    assert said(replace(one, replace=True)) == {"holders": "changed"}


def test_two_heads_or_a_deputy_are_no_holder() -> None:
    both = [head("Préfète"), head("Préfet", "M.")]
    assert "holders" not in entry_of(prefecture(affectation_personne=both))
    assert "holders" not in entry_of(prefecture(affectation_personne=[head("Préfète déléguée")]))
    assert entry_of(ministry(affectation_personne=[head("Ministre de l'Exemple")]))["holders"]
    assert "holders" not in entry_of(ministry(affectation_personne=[head("Ministre délégué")]))


@pytest.mark.parametrize(
    ("raw", "style"),
    [
        (record(), "de la cour d'appel d'Exempleville"),
        (prefecture(nom="Préfecture de la Drôme - Valence"), "de la Drôme"),
        (prefecture(nom="Préfecture de police"), "de police"),
        (prefecture(nom="Préfecture Exemple"), ""),
        (prefecture(nom="Haut-commissariat de la République"), ""),
        (ministry(), "de l'Exemple"),
        (embassy(), "de France au Kazakhstan"),
        (embassy(nom="Ambassade de France KAZAKHSTAN - Astana"), "de France"),
        (embassy(nom="Ambassade de France - Kazakhstan"), "de France"),
    ],
)
def test_what_follows_the_title_comes_from_the_body_s_name_or_is_left_out(raw: dict[str, Any], style: str) -> None:
    assert entry_of(raw).get("style", {}).get("fr", "") == style


# --- which record -----------------------------------------------------------------------------------------------------


def test_the_id_that_was_noted_decides_whatever_the_names_are() -> None:
    entry = entry_of(record())
    other = seen(record(id="other"))
    renamed = seen(record(nom="Cour d'appel d'Ailleurs"))
    assert matching.match(entry, [other, renamed]).record == renamed
    assert matching.match(entry, [other]).gone == (COURT_ID,)
    assert matching.match(entry, [other]).record is None


def test_without_an_id_the_name_must_be_the_same_and_several_are_never_guessed() -> None:
    entry = {"role": "court", "body": {"fr": "Cour d’Appel d'Exempleville"}}
    assert matching.match(entry, [seen(record())]).record
    assert matching.match(entry, [seen(record()), seen(record(id="twin"))]).record is None
    assert len(matching.match(entry, [seen(record()), seen(record(id="twin"))]).found) == 2
    assert matching.match(entry, [seen(record(nom="Cour d'appel"))]).found == ()
    assert matching.match({**entry, "role": "ministry"}, [seen(record())]).found == ()


# --- what is written loads --------------------------------------------------------------------------------------------


OURS = len(open_library([built_in()]).authority_ids())


def loaded(tmp_path: Path, text: bytes) -> int:
    """How many offices there are more with this file; all are read."""
    own = tmp_path / "own"
    (own / "authorities").mkdir(parents=True, exist_ok=True)
    (own / "authorities" / "fr.toml").write_bytes(text)
    return len(open_library([Layer("user", own), built_in()]).authorities()) - OURS


def test_names_that_are_the_same_get_places_of_their_own_and_the_same_ones_each_time() -> None:
    twins = [seen(prefecture(id=f"{n:08}-x")) for n in range(3)]
    taken: set[tuple[str | int, ...]] = set()
    places = []
    for one in twins:
        found = [path for path, _ in proposals.paths(one, KINDS["prefecture"], taken)]
        taken |= set(found)
        places += found
    assert places == [
        ("prefecture-de-l-exemple",),
        ("prefecture-de-l-exemple-00000001",),
        ("prefecture-de-l-exemple-00000002",),
    ]


@pytest.mark.parametrize("name", ["schema", "???", "日本", "a" * 300, "Postal", 'x"] = 1', "Limits"])
def test_any_name_has_a_place_in_the_file(tmp_path: Path, name: str) -> None:
    one = seen(prefecture(nom=name))
    path, office = next(proposals.paths(one, KINDS["prefecture"], set()))
    entry = proposals.entry(one, office, SCRIPT)
    assert entry
    text = written([(path, entry)])
    assert tomllib.loads(text.decode())
    assert loaded(tmp_path, text) == 1


def written(additions: list[tuple[tuple[str | int, ...], dict[str, Any]]]) -> bytes:
    file = Editable(Path("fr.toml"), "# mine\n")
    return writing.written(file, changes={}, additions=additions, said=writing.attribution("f", TODAY), country="fr")


@given(st.fixed_dictionaries({}, optional={key: ANY for key in record() if key not in {"id", "pivot"}}), st.booleans())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
def test_whatever_a_record_says_what_is_written_loads(tmp_path: Path, fields: dict[str, Any], looked: bool) -> None:
    one = read(prefecture(**fields))
    if one is None or not (places := list(proposals.paths(one, KINDS["prefecture"], set()))):
        return
    entry = proposals.entry(one, places[0][1], LOOKED if looked else SCRIPT)
    if entry:
        assert loaded(tmp_path, written([(places[0][0], entry)])) == 1


HOSTILE = st.text(alphabet="\"'\\\n\r\t[]{}#=.\u202e\x1b\x7f\x85\u2028é ", max_size=12)


@given(
    st.fixed_dictionaries(dict.fromkeys(("nom_commune", "numero_voie", "complement1", "code_postal"), HOSTILE)), HOSTILE
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
def test_quotes_and_signs_of_toml_in_an_address_stay_in_it(tmp_path: Path, parts: dict[str, str], name: str) -> None:
    one = read(prefecture(nom=f"P {name}", adresse=[address(**parts)]))
    if one and one.place:
        path, office = next(proposals.paths(one, KINDS["prefecture"], set()))
        entry = proposals.entry(one, office, SCRIPT)
        assert entry
        text = written([(path, entry)])
        assert loaded(tmp_path, text) == 1
        place = tomllib.loads(text.decode())[str(path[0])]["postal"]
        assert place["city"] == one.place.city


def test_the_file_names_the_directory_once_whatever_is_written(tmp_path: Path) -> None:
    first = written([(("a",), entry_of(prefecture()))])
    file = Editable(tmp_path / "fr.toml", first.decode())
    later = writing.attribution("g", date(2027, 1, 1))
    second = writing.written(
        file, changes={}, additions=[(("b",), entry_of(ministry()))], said=later, country="fr"
    ).decode()
    lines = second.splitlines()
    assert lines[:2] == ["# mine", f"# {later}"]
    assert sum(line.startswith("# Service-Public.gouv.fr") for line in lines) == 1


def test_where_nothing_changes_the_bytes_are_the_same(tmp_path: Path) -> None:
    file = Editable(tmp_path / "fr.toml", "# x\n", newline="\r\n", mark="\ufeff")
    assert writing.written(file, changes={}, additions=[], said="y", country="fr") == "\ufeff# x\r\n".encode()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_difference_has_a_word(language: str) -> None:
    keys = ("body", "postal", "emails", "email_none", "phones", "fax", "web_form", "holders")
    for name in (*(f"what-{what}" for what in What), *(f"key-{key}" for key in keys)):
        assert words(message(f"refreshing.{name}"), language).text
