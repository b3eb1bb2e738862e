"""A letter with another language beside it."""

from __future__ import annotations

from dataclasses import replace

from urgentaction.documents import beside
from urgentaction.model.letter import Block, Letter, Paragraph, Part


def in_french(letter: Letter) -> Letter:
    blocks = (
        Block(Part.SALUTATION, (Paragraph("Madame, Monsieur,"),)),
        Block(Part.DEMANDS, (Paragraph("Je demande :"), Paragraph(items=("de veiller", "de répondre")))),
    )
    return replace(letter, language="fr", subject="Sujet", blocks=blocks)


def in_english(letter: Letter) -> Letter:
    blocks = (
        Block(Part.SALUTATION, (Paragraph("Dear Sir or Madam,"),)),
        Block(Part.OPENING, (Paragraph("Only in English."),)),
        Block(Part.DEMANDS, (Paragraph("I ask:"), Paragraph(items=("to take care", "to answer")))),
    )
    return replace(letter, language="en", subject="Subject matter", blocks=blocks)


def test_each_paragraph_is_followed_by_the_same_in_the_other_language(english: Letter) -> None:
    text = beside.render(in_french(english), in_english(english))
    assert text.split("\n\n")[1] == "Madame, Monsieur,\n  │ Dear Sir or Madam,"
    assert "– de répondre\n  │ – to take care\n  │ – to answer" in text


def test_what_one_language_lacks_is_not_lost(english: Letter) -> None:
    assert "  │ Only in English." in beside.render(in_french(english), in_english(english))


def test_lines_keep_within_the_width(english: Letter) -> None:
    text = beside.render(in_french(english), in_english(english), width=20)
    assert max(len(line) for line in text.splitlines()) <= 20
