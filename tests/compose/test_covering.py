"""A covering letter says who hands on what for how many; the letter that they sign is not touched."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from urgentaction.compose import Composer, covering
from urgentaction.model.letter import Paragraph, Part, Sender

GROUP = Sender(name="Group 27", email="group27@example.org")
FIRST, LAST = date(2026, 11, 20), date(2026, 11, 24)


@pytest.fixture
def composer(prepare: Callable[..., Composer]) -> Composer:
    return prepare()


def many(*agreed: date, with_words: bool = False) -> covering.Many:
    return covering.Many(count=47, agreed=agreed, with_words=with_words)


def test_the_introduction_comes_before_what_they_sign_and_nothing_else_changes(composer: Composer) -> None:
    signed = composer.letter(None)
    letter = covering.covering(signed, GROUP, many(FIRST, LAST))
    said, *rest = letter.block(Part.OPENING)
    assert said.text.replace("\u00a0", " ") == (
        "Group 27 hands on to you, in one letter, what 47 people write to you, each in their own name and with their "
        "consent, given between 20 November 2026 and 24 November 2026. Their names follow. This is what each of them writes:"
    )
    assert tuple(rest) == signed.block(Part.OPENING)
    for part in Part:
        if part is not Part.OPENING:
            assert letter.block(part) == signed.block(part)
    assert (letter.signature, letter.sender, letter.gaps) == ("Group 27", GROUP, ())
    assert letter.demands == signed.demands


def test_one_day_is_one_day_and_own_words_are_announced(composer: Composer) -> None:
    said = (
        covering.covering(composer.letter(None), GROUP, many(FIRST, FIRST, with_words=True)).block(Part.OPENING)[0].text
    )
    assert "given on 20" in said
    assert "with what some of them add in their own words" in said


@pytest.mark.parametrize("language", ["fr", "es", "de"])
def test_it_speaks_the_language_of_the_letter(composer: Composer, language: str) -> None:
    letter = replace(composer.letter(None), language=language)
    said = covering.covering(letter, GROUP, many(FIRST, LAST, with_words=True)).block(Part.OPENING)[0].text
    assert "47" in said
    assert "hands on" not in said
    assert said.endswith("\u00a0:" if language == "fr" else ":")


def test_a_german_letter_begins_anew_after_the_introduction(composer: Composer) -> None:
    signed = composer.letter(None)
    blocks = tuple(
        replace(block, paragraphs=(Paragraph("ich schreibe Ihnen."),)) if block.part is Part.OPENING else block
        for block in signed.blocks
    )
    letter = covering.covering(replace(signed, language="de", blocks=blocks), GROUP, many(FIRST, LAST))
    assert [paragraph.text for paragraph in letter.block(Part.OPENING)][1:] == ["Ich schreibe Ihnen."]
