"""A letter with another language beside it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

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


def test_a_block_of_another_length_moves_no_other_one(english: Letter) -> None:
    longer = in_english(english)
    blocks = tuple(
        Block(block.part, (*block.paragraphs, Paragraph("One more."))) if block.part is Part.SALUTATION else block
        for block in longer.blocks
    )
    found = list(beside.pairs(in_french(english), replace(longer, blocks=blocks)))
    assert (None, Paragraph("One more.")) in found
    assert (Paragraph("Je demande :"), Paragraph("I ask:")) in found


def test_nobodys_own_words_are_translated(english: Letter) -> None:
    own = replace(in_french(english), blocks=(Block(Part.OWN_WORDS, (Paragraph("Mes mots."),)),))
    other = beside.untranslated(in_english(english), {Part.OWN_WORDS})
    assert "Mes mots.\n  │ [In your own words: not translated.]" in beside.render(own, other)
    assert [block.part for block in other.blocks] == sorted((b.part for b in other.blocks), key=list(Part).index)


def test_a_reading_copy_says_so_above_and_below(english: Letter) -> None:
    for text in (
        beside.render(in_french(english), in_english(english), marked=True),
        beside.markdown(in_french(english), in_english(english)),
    ):
        assert text.count("Exemplaire de lecture, à ne pas envoyer") == 2
        assert text.count("Reading copy, not for") == 2
        assert english.recipient[0] not in text
        assert english.sender.name not in text


def test_markdown_quotes_the_other_language(english: Letter) -> None:
    text = beside.markdown(in_french(english), in_english(english))
    assert "Madame, Monsieur,\n\n> Dear Sir or Madam,\n" in text
    assert "- de veiller\n- de répondre\n\n> - to take care\n> - to answer\n" in text


def test_paragraphs_stand_beside_each_other_on_every_page(english: Letter) -> None:
    import io

    import pdfplumber

    many = tuple(Paragraph(f"Number{number} " + "word " * 60) for number in range(30))
    long = replace(english, blocks=(Block(Part.FACTS, many),))
    layout = Path(__file__).parents[2] / "letters" / "templates" / "layout" / "beside.typ"
    made = beside.pdf(long, replace(long, language="fr"), layout=layout)
    assert made.pages is not None
    assert made.pages > 2
    with pdfplumber.open(io.BytesIO(made.data)) as pdf:
        for page in pdf.pages:
            starts = [(word["text"], round(word["top"])) for word in page.extract_words() if "Number" in word["text"]]
            assert len(starts) == 2 * len(set(starts)), "each number twice, at one height"
            assert page.extract_text().count("Reading copy, not for sending") == 2
