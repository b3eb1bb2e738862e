"""Dates and lists, compared with Babel's."""

import subprocess
import sys
from datetime import date

import pytest
from babel.dates import format_date

from urgentaction.errors import UserError, words
from urgentaction.grammar import dates, join_list

BABEL = {"fr": "fr", "en": "en_GB", "es": "es", "de": "de"}


@pytest.mark.parametrize("language", sorted(BABEL))
@pytest.mark.parametrize("month", range(1, 13))
def test_a_date_is_as_babel_writes_it(language: str, month: int) -> None:
    on = date(2013, month, 2)
    assert dates(on, language) == format_date(on, "long", locale=BABEL[language])


def test_the_first_of_a_month_is_an_ordinal_in_french() -> None:
    assert dates(date(2013, 8, 1), "fr") == "1er août 2013"
    assert dates(date(2013, 8, 1), "en") == "1 August 2013"
    assert dates(date(2013, 8, 11), "fr") == "11 août 2013"


def test_another_language_is_left_to_babel() -> None:
    assert dates(date(2013, 8, 1), "it") == "1 agosto 2013"
    assert dates(date(2013, 8, 1), "ru").startswith("1 августа 2013")


@pytest.mark.parametrize("language", ["", "xx", "français", "zz-99", "../x"])
def test_a_language_that_is_none_is_refused_in_words(language: str) -> None:
    with pytest.raises(UserError) as refused:
        dates(date(2013, 8, 1), language)
    assert words(refused.value.message, "fr").text.startswith("La langue «")


@pytest.mark.parametrize(
    ("items", "language", "wanted"),
    [
        ([], "fr", ""),
        (["A"], "fr", "A"),
        (["A", "B"], "fr", "A et B"),
        (["A", "B", "C"], "fr", "A, B et C"),
        (["A", "B", "C"], "en", "A, B and C"),
        (["A", "B", "C"], "de", "A, B und C"),
        (["A", "B", "C"], "es", "A, B y C"),
        (["padres", "hijos"], "es", "padres e hijos"),
        (["España", "Italia"], "es", "España e Italia"),
        (["agua", "hielo"], "es", "agua y hielo"),
        (["la Sra. Díaz", "Íñigo Haddad"], "es", "la Sra. Díaz e Íñigo Haddad"),
        (["Ana", "Yolanda"], "es", "Ana y Yolanda"),
        (["Frau A", "Herrn B"], "de", "Frau A und Herrn B"),
        (["A", "B", "C"], "it", "A, B e C"),
    ],
)
def test_a_list_is_joined_as_its_language_does(items: list[str], language: str, wanted: str) -> None:
    assert join_list(items, language) == wanted


def test_babel_is_not_loaded_before_something_needs_it() -> None:
    script = (
        "import sys, urgentaction.grammar, urgentaction.address, urgentaction.check; sys.exit('babel' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
