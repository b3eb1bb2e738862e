"""Typography: what a careful printer would set, once and for all."""

import re
import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from urgentaction.grammar import typography

SHOWN = {"\u00a0": "⍽", "\u202f": "·"}


def shown(text: str, language: str) -> str:
    """Typeset, with no-break spaces made visible."""
    return "".join(SHOWN.get(sign, sign) for sign in typography(text, language))


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("Vraiment?", "Vraiment·?"),
        ("Vraiment ?", "Vraiment·?"),
        ("Vraiment\u00a0?!", "Vraiment·?!"),
        ("un ; deux!", "un·; deux·!"),
        ("Objet: situation", "Objet⍽: situation"),
        ("Objet\u202f: situation", "Objet⍽: situation"),
        ('Il a dit: "C\'est non".', "Il a dit⍽: «⍽C’est non⍽»."),
        ("«mot»", "«⍽mot⍽»"),
        ("« mot »", "«⍽mot⍽»"),
        ("“mot”", "«⍽mot⍽»"),
        ("« l'un “dit” non »", "«⍽l’un “dit” non⍽»"),
        ("\"il a dit 'non' hier\"", "«⍽il a dit “non” hier⍽»"),
        ("l'enfant d'Aix", "l’enfant d’Aix"),
        ("les années '80", "les années ’80"),
        ("et puis...", "et puis…"),
        ("50 % de 3€", "50⍽% de 3⍽€"),
        ("10 km, 18 ans, 3 mois", "10⍽km, 18⍽ans, 3⍽mois"),
        ("M. Ablyazov", "M.⍽Ablyazov"),
        ("MM. A et B, Mme C, Mmes D, Mlle E, Me F", "MM.⍽A et B, Mme⍽C, Mmes⍽D, Mlle⍽E, Me⍽F"),
        ("n°169219, nos 3, art. 3, p. 12, § 1", "n°⍽169219, nos⍽3, art.⍽3, p.⍽12, §⍽1"),
        ("l'article 696-4", "l’article⍽696-4"),
        ("l'article L. 6232-3", "l’article⍽L.⍽6232-3"),
        ("le 1er août 2013", "le 1er⍽août⍽2013"),
        ("le 31 juillet", "le 31⍽juillet"),
        ("en juillet 2013", "en juillet⍽2013"),
        ("10 000 et 1 234 567 personnes", "10·000 et 1·234·567 personnes"),
        ("à 14 h 30", "à 14⍽h⍽30"),
        ("un  mot ,  deux .", "un mot, deux."),
    ],
)
def test_french_is_set_as_french_is_printed(typed: str, wanted: str) -> None:
    assert shown(typed, "fr") == wanted


@pytest.mark.parametrize(
    "kept",
    [
        "à 14:30",
        "n°\u00a014-80.442",
        "requêtes 54131/08 et 12343/10",
        "https://exemple.org/a?b=1;c='d'",
        "www.exemple.org/l'été?x",
        "o'brien@exemple.org",
        "mailto:a@exemple.org",
        "13100 Aix-en-Provence",
        "tél. 04 42 33 80 00",
        "+33 4 42 33 80 00",
        "(?) [!]",
        "page.php?id=3",
        "C:\\ici",
        "- un\n- deux",
        "",
    ],
)
def test_french_leaves_alone_what_is_no_prose(kept: str) -> None:
    assert typography(kept, "fr") == kept


def test_punctuation_after_an_address_on_the_web_is_set_all_the_same() -> None:
    assert (
        shown("Voir https://exemple.org/a, ou a@exemple.org !", "fr")
        == "Voir https://exemple.org/a, ou a@exemple.org·!"
    )
    assert (
        shown("https://exemple.org ; https://exemple.net : là", "fr")
        == "https://exemple.org·; https://exemple.net⍽: là"
    )


def test_quotation_marks_that_do_not_pair_are_left_alone() -> None:
    assert typography('5" de large', "fr") == '5" de large'
    assert typography("fin de citation » seule", "fr") == "fin de citation\u00a0» seule"


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ('He said "it\'s fine".', "He said “it’s fine”."),
        ("the authorities' duty", "the authorities’ duty"),
        ("a 'free' press", "a ‘free’ press"),
        ("the '90s and the workers' rights", "the ’90s and the workers’ rights"),
        ('"he said “no” to me"', "“he said ‘no’ to me”"),
        ("really ?  Yes !", "really? Yes!"),
        ("as follows : one ;", "as follows: one;"),
        ("Mr Ablyazov, Mrs. B, Dr C", "Mr⍽Ablyazov, Mrs.⍽B, Dr⍽C"),
        ("Article 3, no. 5, p. 2", "Article⍽3, no.⍽5, p.⍽2"),
        ("on 2 August 2013", "on 2⍽August 2013"),
        ("wait...", "wait…"),
        ("at 14:30 a@b.org", "at 14:30 a@b.org"),
    ],
)
def test_english_is_set_as_english_is_printed(typed: str, wanted: str) -> None:
    assert shown(typed, "en") == wanted


def test_spanish_and_german_have_their_quotation_marks_and_dates() -> None:
    assert shown('¿El "caso" del Sr. Díaz, art. 5, al 50% , el 2 de agosto ?', "es") == (
        "¿El «caso» del Sr.⍽Díaz, art.⍽5, al 50⍽%, el 2⍽de⍽agosto?"
    )
    assert shown('Herr Maier sagt "ja", z. B. am 2. August, § 5 .', "de") == (
        "Herr⍽Maier sagt „ja“, z.⍽B. am 2.⍽August, §⍽5."
    )


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("Dijo: \"Nos dijeron 'no' ayer\".", "Dijo: «Nos dijeron “no” ayer»."),
        ("¿ Por qué ? ¡ No !", "¿Por qué? ¡No!"),
        ("en los EE. UU., p. ej.", "en los EE.⍽UU., p.⍽ej."),
        ("10 000 personas, 18 años, 3 meses", "10·000 personas, 18⍽años, 3⍽meses"),
        ("la Sra. Díaz y el Sr. Haddad", "la Sra.⍽Díaz y el Sr.⍽Haddad"),
        ("el 2 de agosto de 2013", "el 2⍽de⍽agosto de 2013"),
    ],
)
def test_spanish_is_set_as_spanish_is_printed(typed: str, wanted: str) -> None:
    assert shown(typed, "es") == wanted


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("Er sagte: \"Man sagte uns 'nein'.\"", "Er sagte: „Man sagte uns ‚nein‘.“"),
        ("u. a. um 14 Uhr, d.h. nach 10 000 Tagen", "u.⍽a. um 14⍽Uhr, d.⍽h. nach 10·000⍽Tagen"),
        ("mit Frau Haddad und Herrn Dr. Díaz", "mit Frau⍽Haddad und Herrn⍽Dr.⍽Díaz"),
        ("am 2. August 2013, Art. 3 Abs. 1", "am 2.⍽August 2013, Art.⍽3 Abs.⍽1"),
        ("Wie geht's ?", "Wie geht’s?"),
    ],
)
def test_german_is_set_as_german_is_printed(typed: str, wanted: str) -> None:
    assert shown(typed, "de") == wanted


def test_any_other_language_is_left_as_it_is() -> None:
    assert typography('Он сказал: "нет"  ...', "ru") == 'Он сказал: "нет"  ...'


def test_a_regional_tag_is_read_as_its_language() -> None:
    assert shown("Oui?", "fr-FR") == "Oui·?"


PROSE = st.text(alphabet=st.sampled_from("ab éM.1 20:;!?\"'«»“”‘’„()[]…%°§-,@/€\u00a0\u202f\n\ue000Xhkm"), max_size=40)


@pytest.mark.parametrize("language", ["fr", "en", "es", "de"])
@given(text=st.one_of(PROSE, st.text(max_size=40)))
def test_setting_a_text_twice_changes_nothing_more(language: str, text: str) -> None:
    once = typography(text, language)
    assert typography(once, language) == once


@pytest.mark.parametrize("language", ["fr", "en", "es", "de"])
@given(text=st.one_of(PROSE, st.text(max_size=40)))
def test_no_letter_and_no_figure_is_lost_or_moved(language: str, text: str) -> None:
    def words(value: str) -> str:
        return "".join(sign for sign in value if unicodedata.category(sign)[0] in "LN")

    assert words(typography(text, language)) == words(text)


@given(text=PROSE)
def test_french_never_leaves_a_breaking_space_before_high_punctuation(text: str) -> None:
    assert not re.search(r"[a-zé0-9] [;!?](?:\s|$)", typography(text, "fr"))


def test_a_page_of_text_is_set_in_a_few_milliseconds() -> None:
    page = "L'avocat dit: \"C'est l'heure\" ; vraiment? M. X, né le 1er août 2013, a 10 000 euros. " * 30
    typography.cache_clear()
    start = time.perf_counter()
    typography(page, "fr")
    assert time.perf_counter() - start < 0.05
