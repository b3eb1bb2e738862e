"""Letters that surely take one page are known without setting them: never one too many, and not too few."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from random import Random

import pytest

from urgentaction import compose, library
from urgentaction.compose import Composer
from urgentaction.documents import sheet
from urgentaction.documents.pdf import Typesetter
from urgentaction.model.letter import Letter
from urgentaction.model.signer import Signer

TEXT = """\
le la de je suis écris pour monsieur liberté justice aujourd’hui qu’il ne soit pas extradé vers un pays où risquerait
torture mmmm WWW minimum illicite fill 2013 « oui » – M. l’État
"""
WORDS = TEXT.split()
SIGNER = Signer(name="Ada Byron", street="1 rue X", postcode="69001", city="Lyon", country="FR", email="a@example.org")


@cache
def composer(office: str, language: str) -> Composer:
    shelf = library.open_library([library.built_in()])
    case = shelf.case("ablyazov-2013")
    templates = shelf.templates(case.kind, language)
    return compose.prepare(case, shelf.authority(office), language, case.as_of, laws=shelf.laws(), templates=templates)


@cache
def typesetter() -> Typesetter:
    return Typesetter(library.open_library([library.built_in()]).layout("letter.typ"))


Said = Callable[[str], Letter]


@pytest.fixture(
    params=[("fr/aix/procureur-general", "fr"), ("fr/aix/procureur-general", "en"), ("fr/aix/premier-president", "fr")]
)
def said(request: pytest.FixtureRequest) -> Said:
    """A letter with these own words."""
    made = composer(*request.param)
    return lambda words: made.letter(replace(SIGNER, message=words))


def test_what_surely_takes_one_page_takes_one(said: Said) -> None:
    chance = Random(7)
    for _ in range(25):
        letter = said(" ".join(chance.choice(WORDS) for _ in range(chance.randint(0, 200))))
        assert not sheet.surely_one_page(letter) or typesetter().pdf(letter).pages == 1


def test_a_short_letter_is_known_to_take_one_page() -> None:
    made = composer("fr/aix/premier-president", "fr")
    assert sheet.surely_one_page(made.letter(SIGNER))
    assert sheet.surely_one_page(made.letter(replace(SIGNER, message="J’ai vécu au Kazakhstan. " * 8)))


@pytest.mark.parametrize("words", ["JE VOUS ÉCRIS " * 30, "自由" * 40, "Я пишу вам " * 20, "word " * 900])
def test_what_is_wide_or_strange_or_long_is_set_to_know(words: str) -> None:
    assert not sheet.surely_one_page(composer("fr/aix/premier-president", "fr").letter(replace(SIGNER, message=words)))


def test_a_letter_is_set_the_same_whether_it_comes_alone_or_in_a_list() -> None:
    made = composer("fr/aix/procureur-general", "fr")
    letters = [made.letter(replace(SIGNER, name=name)) for name in ("Li Wu", "Marie-Christine de La Tour d’Auvergne")]
    listed = Typesetter(library.open_library([library.built_in()]).layout("letter.typ"))
    for letter in [*letters, *reversed(letters)]:
        alone = Typesetter(library.open_library([library.built_in()]).layout("letter.typ"))
        assert listed.pdf(letter) == alone.pdf(letter)
        assert listed.pdf(letter).pages == 1
