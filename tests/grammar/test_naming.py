"""Titles of people in a sentence."""

import pytest

from urgentaction.grammar import dative, is_declined_by_hand, titled
from urgentaction.model.case import Gender, Number

M, F, X = Gender.M, Gender.F, Gender.X
ONE, MANY = Number.ONE, Number.MANY


@pytest.mark.parametrize(
    ("title", "gender", "number", "wanted"),
    [
        ("Sr.", M, ONE, "el Sr."),
        ("Sra.", F, ONE, "la Sra."),
        ("Dr.", M, ONE, "el Dr."),
        ("Sres.", M, MANY, "los Sres."),
        ("Sras.", F, MANY, "las Sras."),
        ("Sra.", X, ONE, "la Sra."),
        ("Sr.", X, ONE, "el Sr."),
        ("periodista", F, ONE, "la periodista"),
        ("D.", M, ONE, "D."),
        ("Dña.", F, ONE, "Dña."),
        ("don", M, ONE, "don"),
        ("la familia", F, MANY, "la familia"),
        ("", F, ONE, ""),
    ],
)
def test_a_spanish_title_has_its_article(title: str, gender: Gender, number: Number, wanted: str) -> None:
    assert titled(title, gender, number, "es") == wanted


def test_in_other_languages_a_title_stays_as_it_is() -> None:
    assert titled("Mme", F, ONE, "fr") == "Mme"
    assert titled("Frau", F, ONE, "de") == "Frau"


@pytest.mark.parametrize(
    ("title", "wanted"),
    [("Herr", "Herrn"), ("Herr Dr.", "Herrn Dr."), ("Frau Dr.", "Frau Dr."), ("Herren", "Herren"), ("", "")],
)
def test_a_german_title_has_its_dative(title: str, wanted: str) -> None:
    assert dative(title, "de") == wanted
    assert dative(title, "es") == title


def test_a_german_title_with_an_article_is_declined_by_the_case() -> None:
    assert is_declined_by_hand("die Familie")
    assert not is_declined_by_hand("Diener")
