"""Letters in Spanish and German, each kind about one person, several and a group: word for word as they were read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from random import Random

import pytest

from urgentaction import check, compose, grammar, library
from urgentaction.compose import Composer
from urgentaction.documents import eml, html, sheet
from urgentaction.documents import text as plain_text
from urgentaction.library.layers import Layer
from urgentaction.model.case import TargetAs
from urgentaction.model.finding import Severity
from urgentaction.model.letter import Letter
from urgentaction.model.signer import Signer

KINDS = ("extradition", "forcible-return", "death-penalty", "torture", "open")
ABOUT = ("one", "several", "group")
NAMES = [f"{kind}-{about}" for kind in KINDS for about in ABOUT]
LANGUAGES = ("es", "de")
COURT = "xx/court/president"
SIGNER = Signer(
    name="Élise Lefèvre-Dubois",
    street="12, rue de la République",
    postcode="69002",
    city="Lyon",
    country="FR",
    email="elise@example.org",
)
SAID = {
    "es": ("profesora en Lyon", "En mi ciudad, muchas familias recuerdan todavía lo que es vivir con miedo."),
    "de": ("Lehrerin in Lyon", "In meiner Stadt wissen viele Familien noch, was es heißt, in Angst zu leben."),
}
WIDE = {
    "es": [
        "el",
        "los",
        "procedimiento",
        "extraordinariamente",
        "y",
        "derechos",
        "responsabilidad",
        "«sí»",
        "–",
        "mmmm",
        "WWW",
        "¿por",
        "señora",
    ],
    "de": [
        "der",
        "Menschenrechtsverteidigerin",
        "Auslieferungsverfahren",
        "ich",
        "„Haft“",
        "–",
        "nicht",
        "Übergangsjustiz",
        "ß",
        "WWW",
        "mmmm",
    ],
}


@cache
def shelf() -> library.Library:
    return library.open_library([Layer("golden", Path(__file__).parent / "cases_es_de"), library.built_in()])


@cache
def composer(name: str, language: str, office: str = "") -> Composer:
    case = shelf().case(name)
    main = next(target.authority for target in case.targets if target.as_ is TargetAs.MAIN)
    return compose.prepare(
        case,
        shelf().authority(office or main),
        language,
        case.as_of,
        laws=shelf().laws(),
        templates=shelf().templates(case.kind, language),
    )


def letter(name: str, language: str, office: str = "") -> Letter:
    return composer(name, language, office).letter(SIGNER)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_the_letter_reads_as_it_was_read_aloud(name: str, language: str, golden: Callable[[str, str], None]) -> None:
    golden(f"es_de/{name}_{language}.txt", plain_text.render(letter(name, language)))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["extradition-one", "death-penalty-one"])
def test_the_letter_to_a_court_reads_as_it_was_read_aloud(
    name: str, language: str, golden: Callable[[str, str], None]
) -> None:
    golden(f"es_de/{name}-court_{language}.txt", plain_text.render(letter(name, language, COURT)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_court_is_asked_for_guarantees_only_and_for_no_reply(language: str) -> None:
    court = letter("extradition-one", language, COURT)
    assert court.demands == ("fair-court",)
    assert "reply" not in {block.part.value for block in court.blocks}
    said = plain_text.render(court).replace("\n", " ")
    assert ("en cuanto al resultado" if language == "es" else "Ausgang des Verfahrens") in said


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_the_letter_is_in_the_language_that_it_claims(name: str, language: str) -> None:
    for block in letter(name, language).blocks:
        for paragraph in block.paragraphs:
            for text in (paragraph.text, *paragraph.items):
                assert grammar.looks_like(text) in {language, None}, text


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_signs_says_who_they_are_and_adds_their_own_words(
    language: str, golden: Callable[[str, str], None]
) -> None:
    about, words = SAID[language]
    signer = Signer(name="Élise Lefèvre-Dubois", city="Lyon", about=about, message=words, language=language)
    golden(
        f"es_de/torture-several-own_{language}.txt",
        plain_text.render(composer("torture-several", language).letter(signer)),
    )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_the_letter_is_one_page_also_with_a_sentence_of_ones_own(name: str, language: str) -> None:
    from urgentaction.documents.pdf import Typesetter

    about, words = SAID[language]
    said = composer(name, language).letter(replace(SIGNER, about=about, message=words, language=language))
    assert Typesetter(shelf().layout("letter.typ")).pdf(said).pages == 1


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_the_rules_find_no_error_in_the_letter(name: str, language: str) -> None:
    case = shelf().case(name)
    authority = shelf().authority(case.targets[0].authority)
    said = composer(name, language).letter(replace(SIGNER, message=SAID[language][1]))
    found = check.letter(said, case=case, authority=authority, laws=shelf().laws())
    assert [finding for finding in found if finding.severity is Severity.ERROR or finding.rule == "typography"] == []


@pytest.mark.parametrize("name", NAMES)
def test_the_rules_find_no_error_in_the_case(name: str) -> None:
    case = shelf().case(name)
    authorities = {target.authority: shelf().authority(target.authority) for target in case.targets}
    found = check.case(case, authorities=authorities, laws=shelf().laws(), today=case.as_of)
    assert [finding for finding in found if finding.severity is Severity.ERROR] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_surely_takes_one_page_takes_one(language: str) -> None:
    from urgentaction.documents.pdf import Typesetter

    typesetter, chance = Typesetter(shelf().layout("letter.typ")), Random(7)
    known = []
    for _ in range(20):
        words = " ".join(chance.choice(WIDE[language]) for _ in range(chance.randint(0, 160)))
        said = composer("torture-several", language).letter(replace(SIGNER, message=words))
        known.append(sheet.surely_one_page(said))
        assert not known[-1] or typesetter.pdf(said).pages == 1
    assert True in known
    assert False in known


@pytest.mark.parametrize(("language", "label"), [("es", "Asunto: "), ("de", "Betreff: ")])
def test_every_format_says_which_language_it_is_in(language: str, label: str) -> None:
    said = letter("extradition-one", language)
    page = html.render(said, layout=shelf().layout("letter.html.j2"))
    assert f'<html lang="{language}"' in page
    assert label.strip() in page
    assert plain_text.render(said).count(f"\n{label}") == 1
    mail = eml.draft(said, to="office@example.org")
    assert f"Content-Language: {language}\r\n".encode() in mail
