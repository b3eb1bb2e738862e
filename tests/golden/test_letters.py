"""The letters of the case that ships, to each office, in each language: word for word as they were read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from urgentaction import compose, library
from urgentaction.compose import copying
from urgentaction.documents import text as plain_text
from urgentaction.model.letter import Letter
from urgentaction.model.signer import Signer

SIGNER = Signer(
    name="Élise Lefèvre-Dubois",
    street="12, rue de la République",
    postcode="69002",
    city="Lyon",
    country="FR",
    email="elise@example.org",
)
OFFICES = ("fr/aix/procureur-general", "fr/aix/premier-president", "fr/justice/garde-des-sceaux", "fr/premier-ministre")
LANGUAGES = ("fr", "en")


OWN_WORDS = {
    "fr": "Enseignante à Lyon, j'explique chaque année à mes élèves pourquoi notre pays accueille ceux que l'on persécute.",
    "en": "I teach in Lyon, and each year I explain to my pupils why our country takes in those who are persecuted.",
}


def letter(office: str, language: str, own_words: str = "") -> Letter:
    shelf = library.open_library([library.built_in()])
    case = shelf.case("ablyazov-2013")
    composer = compose.prepare(
        case,
        shelf.authority(office),
        language,
        case.as_of,
        laws=shelf.laws(),
        templates=shelf.templates(case.kind, language),
    )
    return composer.letter(SIGNER, own_words=own_words)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("office", OFFICES)
def test_the_letter_reads_as_it_was_read_aloud(office: str, language: str, golden: Callable[[str, str], None]) -> None:
    golden(f"ablyazov-2013_{office.replace('/', '-')}_{language}.txt", plain_text.render(letter(office, language)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_copy_for_information_is_the_letter_with_whom_it_is_to(
    language: str, golden: Callable[[str, str], None]
) -> None:
    shelf = library.open_library([library.built_in()])
    main = letter("fr/justice/garde-des-sceaux", language)
    main = replace(main, copies=(copying.name(shelf.authority("fr/premier-ministre"), language),))
    copy = copying.copied(main, shelf.case("ablyazov-2013"), shelf.authority("fr/premier-ministre"), SIGNER)
    assert copy.blocks == main.blocks
    golden(f"ablyazov-2013_copy_{language}.txt", plain_text.render(copy))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("office", OFFICES)
def test_the_letter_is_one_page_also_with_a_sentence_of_ones_own(office: str, language: str) -> None:
    from urgentaction.documents.pdf import Typesetter

    shelf = library.open_library([library.built_in()])
    typesetter = Typesetter(shelf.layout("letter.typ"))
    assert typesetter.pdf(letter(office, language)).pages == 1
    assert typesetter.pdf(letter(office, language, OWN_WORDS[language])).pages == 1


def test_no_letter_uses_a_word_that_must_not_appear() -> None:
    shelf = library.open_library([library.built_in()])
    forbidden = ("fugitive", "fugitif", "caved", "dirty work", "at all costs", "oligar", "innocent")
    assert all(word in (*shelf.case("ablyazov-2013").letter.forbidden, "oligar") for word in forbidden)
    for office in OFFICES:
        for language in LANGUAGES:
            text = plain_text.render(letter(office, language)).casefold()
            assert not [word for word in forbidden if word in text]


def test_no_letter_asks_what_the_news_item_does_not_ask() -> None:
    never = (
        "libérer",
        "mise en liberté",
        "caution",
        "relaxe",
        "asile",
        "release",
        "bail",
        "drop the charges",
        "asylum",
    )
    for office in OFFICES:
        for language in LANGUAGES:
            text = plain_text.render(letter(office, language)).casefold()
            assert not [word for word in never if word in text]


def test_the_cases_that_went_the_other_way_cannot_be_cited() -> None:
    shelf = library.open_library([library.built_in()])
    cited = " ".join(text for law in shelf.laws().values() for text in (law.id, *law.name.values(), *law.text.values()))
    for trap in ("12343/10", "39786/09", "Dzhaksybergenov", "Yefimova"):
        assert trap.casefold() not in cited.casefold()


def test_a_letter_of_august_2013_cites_nothing_later_and_at_most_three_bases() -> None:
    shelf = library.open_library([library.built_in()])
    for office in OFFICES:
        cited = [shelf.laws()[basis] for basis in letter(office, "fr").law]
        assert 0 < len(cited) <= 3
        assert all(basis.valid_from.year <= 2013 for basis in cited)


def test_only_ministers_are_asked_what_only_ministers_can_do() -> None:
    asked = {office: set(letter(office, "fr").demands) for office in OFFICES}
    assert "no-transfer-justice" in asked["fr/justice/garde-des-sceaux"]
    assert "no-transfer-decree" in asked["fr/premier-ministre"]
    for office in ("fr/aix/procureur-general", "fr/aix/premier-president"):
        assert not asked[office] & {"no-transfer-justice", "no-transfer-decree", "italian-precedent", "example"}


def test_nobody_is_asked_to_instruct_a_prosecutor() -> None:
    for office in ("fr/justice/garde-des-sceaux", "fr/premier-ministre"):
        for language in LANGUAGES:
            text = plain_text.render(letter(office, language)).casefold()
            assert not [word for word in ("instruction", "procureur", "parquet", "prosecutor") if word in text]


def test_the_letter_to_the_court_asks_for_guarantees_only_and_for_no_reply() -> None:
    court = letter("fr/aix/premier-president", "fr")
    assert court.demands == ("fair-process-court",)
    assert "reply" not in {block.part.value for block in court.blocks}
    assert "sans rien solliciter quant à l’issue" in plain_text.render(court).replace("\n", " ")
