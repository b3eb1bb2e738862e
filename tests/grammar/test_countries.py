"""Countries with their articles and prepositions."""

import pytest
from babel import Locale

from urgentaction.errors import UserError, words
from urgentaction.grammar import country, in_country, of_country, the_country, to_country
from urgentaction.grammar.countries_fr import KIND

NO_COUNTRY = {"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"}


def test_every_country_that_babel_knows_has_its_article() -> None:
    known = {code for code in map(str, Locale("fr").territories) if len(code) == 2 and code.isalpha()}
    assert set(KIND) == known - NO_COUNTRY


@pytest.mark.parametrize(
    ("code", "the", "within", "of", "of_the", "towards"),
    [
        ("FR", "la France", "en France", "de France", "de la France", "vers la France"),
        ("UA", "l’Ukraine", "en Ukraine", "d’Ukraine", "de l’Ukraine", "vers l’Ukraine"),
        ("KZ", "le Kazakhstan", "au Kazakhstan", "du Kazakhstan", "du Kazakhstan", "vers le Kazakhstan"),
        ("IR", "l’Iran", "en Iran", "d’Iran", "de l’Iran", "vers l’Iran"),
        ("US", "les États-Unis", "aux États-Unis", "des États-Unis", "des États-Unis", "vers les États-Unis"),
        ("CU", "Cuba", "à Cuba", "de Cuba", "de Cuba", "vers Cuba"),
        ("IL", "Israël", "en Israël", "d’Israël", "d’Israël", "vers Israël"),
        ("HT", "Haïti", "en Haïti", "d’Haïti", "d’Haïti", "vers Haïti"),
        ("HU", "la Hongrie", "en Hongrie", "de Hongrie", "de la Hongrie", "vers la Hongrie"),
        ("HN", "le Honduras", "au Honduras", "du Honduras", "du Honduras", "vers le Honduras"),
        ("YE", "le Yémen", "au Yémen", "du Yémen", "du Yémen", "vers le Yémen"),
        ("BB", "la Barbade", "à la Barbade", "de la Barbade", "de la Barbade", "vers la Barbade"),
        ("IM", "l’Île de Man", "à l’Île de Man", "de l’Île de Man", "de l’Île de Man", "vers l’Île de Man"),
        ("RE", "La Réunion", "à La Réunion", "de La Réunion", "de La Réunion", "vers La Réunion"),
        (
            "CI",
            "la Côte d’Ivoire",
            "en Côte d’Ivoire",
            "de Côte d’Ivoire",
            "de la Côte d’Ivoire",
            "vers la Côte d’Ivoire",
        ),
        (
            "DO",
            "la République dominicaine",
            "en République dominicaine",
            "de la République dominicaine",
            "de la République dominicaine",
            "vers la République dominicaine",
        ),
        (
            "PS",
            "les Territoires palestiniens",
            "dans les Territoires palestiniens",
            "des Territoires palestiniens",
            "des Territoires palestiniens",
            "vers les Territoires palestiniens",
        ),
    ],
)
def test_french_has_its_articles(code: str, the: str, within: str, of: str, of_the: str, towards: str) -> None:
    assert the_country(code, "fr") == the
    assert in_country(code, "fr") == within
    assert of_country(code, "fr") == of
    assert of_country(code, "fr", article=True) == of_the
    assert to_country(code, "fr") == towards


@pytest.mark.parametrize("code", sorted(KIND))
def test_no_french_phrase_meets_two_vowels_or_leaves_an_article_uncontracted(code: str) -> None:
    for phrase in (in_country(code, "fr"), of_country(code, "fr"), of_country(code, "fr", article=True)):
        assert not phrase.startswith(("à le ", "à les ", "de le ", "de les "))
        assert not phrase.startswith(
            tuple(f"{word} {vowel}" for word in ("de", "la", "le", "au") for vowel in "AEIOUÉÎ")
        )


@pytest.mark.parametrize(
    ("code", "within", "of"),
    [
        ("FR", "in France", "of France"),
        ("NL", "in the Netherlands", "of the Netherlands"),
        ("US", "in the United States", "of the United States"),
        ("PH", "in the Philippines", "of the Philippines"),
        ("UA", "in Ukraine", "of Ukraine"),
        ("BA", "in Bosnia and Herzegovina", "of Bosnia and Herzegovina"),
        ("CD", "in the Democratic Republic of the Congo", "of the Democratic Republic of the Congo"),
        ("CZ", "in the Czech Republic", "of the Czech Republic"),
    ],
)
def test_english_has_its_articles(code: str, within: str, of: str) -> None:
    assert in_country(code, "en") == within
    assert of_country(code, "en") == of
    assert to_country(code, "en") == within.replace("in ", "to ", 1)


@pytest.mark.parametrize("code", sorted(KIND))
def test_an_english_plural_or_union_has_the(code: str) -> None:
    name = country(code, "en")
    needs = name.endswith(("Islands", "Territories", "Republic")) or name.startswith(("United", "Democratic Republic"))
    assert not needs or "the " in the_country(code, "en")


@pytest.mark.parametrize(
    ("code", "the", "within", "of", "towards"),
    [
        ("FR", "Francia", "en Francia", "de Francia", "a Francia"),
        ("GB", "el Reino Unido", "en el Reino Unido", "del Reino Unido", "al Reino Unido"),
        ("US", "los Estados Unidos", "en los Estados Unidos", "de los Estados Unidos", "a los Estados Unidos"),
        ("SV", "El Salvador", "en El Salvador", "de El Salvador", "a El Salvador"),
        ("IN", "la India", "en la India", "de la India", "a la India"),
        ("LB", "el Líbano", "en el Líbano", "del Líbano", "al Líbano"),
        ("CI", "Costa de Marfil", "en Costa de Marfil", "de Costa de Marfil", "a Costa de Marfil"),
        ("KZ", "Kazajistán", "en Kazajistán", "de Kazajistán", "a Kazajistán"),
    ],
)
def test_spanish_has_its_articles(code: str, the: str, within: str, of: str, towards: str) -> None:
    told = (the_country(code, "es"), in_country(code, "es"), of_country(code, "es"), to_country(code, "es"))
    assert told == (the, within, of, towards)


@pytest.mark.parametrize(
    ("code", "the", "within", "of", "towards"),
    [
        ("FR", "Frankreich", "in Frankreich", "Frankreichs", "nach Frankreich"),
        ("HN", "Honduras", "in Honduras", "von Honduras", "nach Honduras"),
        ("BF", "Burkina Faso", "in Burkina Faso", "von Burkina Faso", "nach Burkina Faso"),
        ("CH", "die Schweiz", "in der Schweiz", "der Schweiz", "in die Schweiz"),
        ("IR", "der Iran", "im Iran", "des Iran", "in den Iran"),
        ("NL", "die Niederlande", "in den Niederlanden", "der Niederlande", "in die Niederlande"),
        ("PH", "die Philippinen", "auf den Philippinen", "der Philippinen", "auf die Philippinen"),
        (
            "GB",
            "das Vereinigte Königreich",
            "im Vereinigten Königreich",
            "des Vereinigten Königreichs",
            "in das Vereinigte Königreich",
        ),
        (
            "AE",
            "die Vereinigten Arabischen Emirate",
            "in den Vereinigten Arabischen Emiraten",
            "der Vereinigten Arabischen Emirate",
            "in die Vereinigten Arabischen Emirate",
        ),
        (
            "CD",
            "die Demokratische Republik Kongo",
            "in der Demokratischen Republik Kongo",
            "der Demokratischen Republik Kongo",
            "in die Demokratische Republik Kongo",
        ),
        (
            "VC",
            "St. Vincent und die Grenadinen",
            "in St. Vincent und den Grenadinen",
            "von St. Vincent und den Grenadinen",
            "nach St. Vincent und die Grenadinen",
        ),
    ],
)
def test_german_declines_articles_and_adjectives(code: str, the: str, within: str, of: str, towards: str) -> None:
    told = (the_country(code, "de"), in_country(code, "de"), of_country(code, "de"), to_country(code, "de"))
    assert told == (the, within, of, towards)


@pytest.mark.parametrize("code", sorted(KIND))
def test_no_spanish_or_german_phrase_leaves_an_article_uncontracted_or_a_plural_without_one(code: str) -> None:
    for language in ("es", "de"):
        phrases = [say(code, language) for say in (in_country, of_country, to_country)]
        assert not [p for p in phrases if p.startswith(("de el ", "a el ", "in dem ", "nach die ", "nach der "))]
        assert not [p for p in phrases if " & " in p or "(" in p or not p.strip()]
    plural = country(code, "es").startswith(("Islas", "Estados", "Emiratos", "Territorios"))
    assert not plural or the_country(code, "es").startswith(("las ", "los "))
    plural = country(code, "de").endswith(("inseln", "Staaten", "Emirate", "gebiete")) and "und die" not in country(
        code, "de"
    )
    assert not plural or the_country(code, "de").startswith("die ") or code == "GS"


def test_the_bare_name_is_known_in_any_language_and_case() -> None:
    assert country("kz", "fr") == "Kazakhstan"
    assert country("DE", "es") == "Alemania"


@pytest.mark.parametrize("code", ["XX", "", "EU", "ZZ", "FRA", "france"])
def test_a_code_that_is_no_country_is_refused_in_words(code: str) -> None:
    with pytest.raises(UserError) as refused:
        country(code, "fr")
    assert words(refused.value.message, "en").text == f'There is no country "{code}".'


def test_a_language_without_articles_is_refused_in_words() -> None:
    with pytest.raises(UserError) as refused:
        in_country("FR", "it")
    assert refused.value.message.id == "grammar.no-articles"
