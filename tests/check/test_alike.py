"""How alike the letters of a list are: by what each signer adds, whatever its order, in memory that has an end."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from urgentaction.check import Alike, Likeness, alike
from urgentaction.model.letter import Block, Letter, Paragraph, Part


@pytest.fixture
def common(letter: Letter) -> Letter:
    return replace(letter, blocks=tuple(block for block in letter.blocks if block.part is not Part.OWN_WORDS))


def adding(common: Letter, text: str) -> Letter:
    return replace(common, blocks=(*common.blocks, Block(Part.OWN_WORDS, (Paragraph(text),)))) if text else common


def of(common: Letter, *texts: str) -> Likeness:
    counted = Alike()
    for text in texts:
        counted.add(adding(common, text), common)
    return counted.likeness()


def test_of_no_letter_nothing_is_said(common: Letter) -> None:
    assert of(common) == Likeness()


def test_letters_to_which_nobody_adds_a_word_are_the_same(common: Letter) -> None:
    assert of(common, "", "", "") == Likeness(letters=3, bare=3, same=0, share=1.0)


def test_words_that_another_says_too_are_nobodys_own(common: Letter) -> None:
    found = of(common, "Il est mon voisin.", "IL EST  MON VOISIN.", "Je l'ai soigné.", "")
    assert (found.bare, found.same, found.without_own) == (1, 2, 3)


def test_the_share_is_that_of_words_which_stand_in_another_letter_too(common: Letter) -> None:
    words = common.words
    found = of(common, " ".join(["un"] * words), " ".join(["deux"] * words))
    assert found.share == pytest.approx(0.5)
    assert of(common, "un deux trois", "").share == pytest.approx((words / (words + 3) + 1) / 2)


def test_one_letter_alone_is_like_no_other(common: Letter) -> None:
    assert of(common, "Je le connais.").share == 0.0


def test_who_one_is_in_the_opening_is_a_word_of_ones_own(common: Letter) -> None:
    opening = Block(
        Part.OPENING,
        (
            Paragraph(
                "Je suis infirmière, et c'est à titre personnel que j'écris au sujet de M. Jan Novak, que je connais."
            ),
        ),
    )
    own = replace(common, blocks=tuple(opening if block.part is Part.OPENING else block for block in common.blocks))
    counted = Alike()
    for one in (own, common):
        counted.add(one, common)
    assert counted.likeness().without_own == 1


def test_letters_to_two_offices_are_not_compared_with_each_other(common: Letter) -> None:
    counted = Alike()
    for office in ("fr/pg", "fr/pp"):
        nobodys = replace(common, authority=office)
        counted.add(adding(nobodys, "Il est mon voisin."), nobodys)
    assert counted.likeness().same == 0


def test_what_is_remembered_has_an_end(common: Letter, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(alike, "MOST", 10)
    counted = Alike()
    for number in range(100):
        counted.add(adding(common, f"numéro {number}"), common)
    assert len(counted._added) == 10
    assert counted.likeness().same == 0
    assert counted.likeness().share < 1


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(st.sampled_from(["", "un", "un deux", "trois"]), max_size=12))
def test_the_order_of_the_list_does_not_matter(common: Letter, texts: list[str]) -> None:
    found, back = of(common, *texts), of(common, *reversed(texts))
    assert (found.letters, found.bare, found.same) == (back.letters, back.bare, back.same)
    assert found.share == pytest.approx(back.share)
    assert 0 <= found.share <= 1
