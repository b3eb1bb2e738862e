"""Sentences of a free text: a hedge is a word that says how far somebody stands behind it, not one that sounds like it."""

from __future__ import annotations

import pytest

from urgentaction.intake import free


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "He reported the incident at the police station."),
        ("en", "The theft was reported to the police on Monday."),
        ("en", "A July 2013 report is on its web site."),
        ("en", "She said to the judge that she was ill."),
        ("en", "The accused was brought before a judge."),
        ("en", "They have often been there."),
        ("fr", "Il a rapporté les faits à la police."),
        ("es", "Recibió información en su informe."),
    ],
)
def test_a_word_that_only_sounds_like_a_hedge_is_none(language: str, sentence: str) -> None:
    assert free.hedges(sentence, language) == ()


@pytest.mark.parametrize(
    ("language", "sentence", "hedge"),
    [
        ("en", "He was reportedly beaten.", "reported"),
        ("en", "The Centre reported that he was beaten.", "reported"),
        ("en", "It has been reported that he was beaten.", "reported"),
        ("en", "He is said to be in Lyon.", "reported"),
        ("en", "The Centre reported the arrest of three of them.", "reported"),
        ("en", "There are reports of beatings.", "reported"),
        ("en", "She has been accused of fraud.", "alleged"),
        ("fr", "Le Centre a rapporté que les coups avaient duré.", "reported"),
        ("fr", "Des coups ont été rapportés.", "reported"),
        ("es", "El Centro informó de que lo golpearon.", "reported"),
    ],
)
def test_a_word_that_hedges_is_seen(language: str, sentence: str, hedge: str) -> None:
    assert hedge in free.hedges(sentence, language)


@pytest.mark.parametrize(
    ("sentence", "does"),
    [
        ("“It must end,” said Joris Amand, of the Centre.", True),
        ("Joris Amand, Amnesty International’s Director for Europe, was in Rome.", True),
        ("Joris Amand, directeur à Amnesty International, était à Rome.", True),
        ("Joris Amand said that he had been beaten.", False),
        ("The State must release Joris Amand, Amnesty International said today.", False),
        ("Joris Amand, the director of a newspaper, was arrested.", False),
    ],
)
def test_who_speaks_for_a_publisher_is_told_from_whom_it_is_about(sentence: str, does: bool) -> None:
    assert free.speaks("Joris Amand", [sentence]) is does
