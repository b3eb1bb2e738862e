"""Letters as plain text, and as the body of a mail."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from urgentaction.documents import text
from urgentaction.documents.labels import labels
from urgentaction.documents.wrap import columns
from urgentaction.errors import UserError
from urgentaction.model.letter import Letter


def test_a_short_letter_reads_like_a_letter(english: Letter) -> None:
    assert (
        text.render(english)
        == """\
Ruth Abernathy
4 Harbour Row
BRISTOL
BS1 4QA
ruth@example.org

                                    Monsieur le Ministre de la Justice
                                    Direction des affaires pénales
                                    Ministère de la Justice
                                    4 place de la Constitution
                                    10000 PORT-SAINT-AUBIN CEDEX 01
                                    RÉPUBLIQUE DE KARVANIE

                                    Bristol, 1 August 2026

Subject: Imminent extradition of a journalist: risk of torture

Dear Minister,

I am writing to express my deep concern for Ms\u00a0Leïla Haddad, a
34-year-old journalist.

I therefore ask you:

– to suspend her extradition;
– to release her unconditionally.

Yours faithfully,

Ruth Abernathy
"""
    )


def test_a_french_letter_has_its_labels_dashes_and_spaces(french: Letter) -> None:
    shown = text.render(french)
    assert "\n\nRéf.\u00a0: KRV\u00a045/0012/2026\n\nObjet\u00a0: Extradition imminente" in shown
    assert "– de suspendre immédiatement toute mesure d’extradition visant\n  Mme\u00a0Haddad\u202f;\n– de la" in shown
    assert shown.endswith("\n\nÉlise Lefèvre-Dubois\n\nCopie à\u00a0: Ambassade de Karvanie, Paris\n")
    assert max(map(columns, shown.splitlines())) <= 72


def test_the_notice_comes_first_in_text_and_mail(historical: Letter) -> None:
    assert text.render(historical).startswith("Exemple historique\u00a0: cette affaire est close")
    assert text.mail(historical).startswith("Exemple historique\u00a0: cette affaire est close")
    assert text.mail(historical, first_line="TEST").startswith("TEST\n\nExemple historique")


def test_a_mail_has_no_address_block_and_ends_with_the_sender(french: Letter) -> None:
    mail = text.mail(french)
    assert "PORT-SAINT-AUBIN CEDEX" not in mail
    assert "Objet" not in mail
    assert mail.startswith("Réf.\u00a0: KRV\u00a045/0012/2026\n\nMonsieur le Ministre,\n\nJe vous écris")
    assert mail.endswith(
        "haute\nconsidération.\n\nÉlise Lefèvre-Dubois\n12 rue de la République\n69002 LYON\nFRANCE\n"
        "elise.lefevre@example.org\n\nCopie à\u00a0: Ambassade de Karvanie, Paris\n"
    )
    assert "\u202f" not in mail


def test_several_copies_stand_one_below_the_other(french: Letter) -> None:
    letter = replace(french, copies=("Ambassade de Karvanie", "Défenseur des droits"))
    assert text.render(letter).endswith("\nCopie à\u00a0: Ambassade de Karvanie\n          Défenseur des droits\n")


def test_a_wide_address_moves_to_the_left(french: Letter) -> None:
    letter = replace(french, recipient=("A" * 50, "B"))
    assert f"\n{' ' * 22}{'A' * 50}\n{' ' * 22}B\n\n{' ' * 22}Lyon, le" in text.render(letter)


def test_nothing_that_acts_on_a_terminal_comes_out(french: Letter) -> None:
    with pytest.raises(UserError):
        text.render(replace(french, signature="\x1b]0;owned\x07"))


def test_a_language_without_labels_of_its_own_has_english_ones() -> None:
    assert labels("ar").subject == "Subject:"
    assert labels("fr-CA").copies == "Copie à\u00a0:"
    assert labels("de").subject == "Betreff:"


@given(data=st.data())
def test_every_word_of_a_letter_is_in_its_text(data: st.DataObject, letters: st.SearchStrategy[Letter]) -> None:
    letter = data.draw(letters)
    shown = text.render(letter).split()
    for block in letter.blocks:
        for paragraph in block.paragraphs:
            for part in paragraph.items or (paragraph.text,):
                assert not set(part.split()) - set(shown)
