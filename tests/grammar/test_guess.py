"""Which language a text is in."""

import pytest

from urgentaction.grammar import looks_like


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Madame la Procureure générale,", "fr"),
        ("Je vous demande respectueusement de veiller à ce que ses droits soient respectés.", "fr"),
        ("Dear Minister,", "en"),
        ("I respectfully ask you to ensure that he is not sent to any country.", "en"),
        ("I lived in Aix for ten years.", "en"),
        ("Excelentísimo señor ministro:", "es"),
        ("Le ruego que garantice el respeto de los derechos humanos en este caso.", "es"),
        ("Sehr geehrter Herr Minister,", "de"),
        ("Ich bitte Sie, dafür zu sorgen, dass er nicht ausgeliefert wird.", "de"),
    ],
)
def test_the_language_of_a_text_is_seen(text: str, language: str) -> None:
    assert looks_like(text) == language


@pytest.mark.parametrize("text", ["", "Mukhtar Ablyazov", "13100", "Прошу вас", "定期的な", "la"])
def test_where_nothing_decides_nothing_is_said(text: str) -> None:
    assert looks_like(text) is None
