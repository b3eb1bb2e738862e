"""Nothing invisible, nothing that turns text round."""

from __future__ import annotations

from dataclasses import replace

import pytest

from urgentaction.documents.plain import guard, right_to_left, unsafe
from urgentaction.errors import UserError
from urgentaction.model.letter import Block, Letter, Paragraph, Part


@pytest.mark.parametrize(
    "character",
    list("\x00\n\r\t\x1b\x7f\x85\u2028\u2029\u202a\u202e\u2066\u2069\ufeff\ufff9\uffff\U000e0041\ud800"),
)
def test_a_character_that_acts_unseen_is_found(character: str) -> None:
    assert unsafe(f"Élise{character}") == f"U+{ord(character):04X}"


@pytest.mark.parametrize(
    "text", ["«\u00a0Élise\u202f!\u00a0»", "ليلى\u200f، \u200e(KRV)", "نیم\u200cفاصله", "👩\u200d🏫", ""]
)
def test_what_languages_need_stays(text: str) -> None:
    assert unsafe(text) == ""


def test_every_text_that_is_shown_is_guarded(french: Letter) -> None:
    bad = "a\x1b[2Jb"
    broken = [
        replace(french, notice=bad),
        replace(french, dateline=bad),
        replace(french, reference=bad),
        replace(french, subject=bad),
        replace(french, signature=bad),
        replace(french, recipient=("good", bad)),
        replace(french, copies=(bad,)),
        replace(french, sender=replace(french.sender, name=bad)),
        replace(french, sender=replace(french.sender, lines=(bad,))),
        replace(french, sender=replace(french.sender, email=bad)),
        replace(french, blocks=(Block(Part.FACTS, (Paragraph(bad),)),)),
        replace(french, blocks=(Block(Part.FACTS, (Paragraph(items=("good", bad)),)),)),
    ]
    for letter in broken:
        with pytest.raises(UserError) as caught:
            guard(letter)
        assert caught.value.message.id == "documents.text-unsafe"
        assert caught.value.message.values == {"character": "U+001B", "text": "a\ufffd[2Jb"}
    guard(french)


@pytest.mark.parametrize(
    ("text", "turned"), [("(12) ليون", True), ("10000 PORT", False), ("12", False), ("", False), ("שלום a", True)]
)
def test_the_first_letter_gives_the_direction(text: str, turned: bool) -> None:
    assert right_to_left(text) is turned
