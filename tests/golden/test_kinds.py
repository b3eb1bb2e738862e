"""A specimen letter of each kind about one person, several and a group, in English and French, as it was read aloud."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from golden.specimens import CASES, KINDS, NUMBERS, ON, shelf, specimen

from urgentaction import check
from urgentaction.documents import text as plain_text
from urgentaction.model.finding import Severity
from urgentaction.model.signer import Signer

SIGNER = Signer(
    name="Élise Lefèvre-Dubois",
    street="12, rue de la République",
    postcode="69002",
    city="Lyon",
    country="FR",
    email="elise@example.org",
)
ABOUT = {"en": "a nurse from Lyon", "fr": "infirmière à Lyon"}
OWN_WORDS = {
    "en": "I have been a nurse for twenty years; I know how much a word from outside can mean.",
    "fr": "Infirmière depuis vingt ans, je sais ce que peut valoir une parole venue du dehors.",
}
LANGUAGES = ("en", "fr")


def signer(id_: str, language: str) -> Signer:
    """Who writes about several people says who she is."""
    return replace(SIGNER, about=ABOUT[language], language=language) if id_.endswith("several") else SIGNER


def test_there_is_a_specimen_of_each_kind_about_one_several_and_a_group() -> None:
    assert set(CASES) == {f"{kind}-{number}" for kind in KINDS for number in NUMBERS}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("id_", CASES)
def test_the_letter_reads_as_it_was_read_aloud(id_: str, language: str, golden: Callable[[str, str], None]) -> None:
    golden(f"kinds/{id_}_{language}.txt", plain_text.render(specimen(id_, language, signer(id_, language))))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("id_", CASES)
def test_the_rules_find_no_error_in_the_letter(id_: str, language: str) -> None:
    case = shelf().case(id_)
    authority = shelf().authority(case.targets[0].authority)
    letter = specimen(id_, language, signer(id_, language), OWN_WORDS[language])
    found = check.letter(letter, case=case, authority=authority, laws=shelf().laws())
    assert [finding for finding in found if finding.rule != "typography"] == []


@pytest.mark.parametrize("id_", CASES)
def test_the_rules_find_no_error_in_the_case(id_: str) -> None:
    case = shelf().case(id_)
    authorities = {target.authority: shelf().authority(target.authority) for target in case.targets}
    found = check.case(case, authorities=authorities, laws=shelf().laws(), today=ON)
    assert [finding for finding in found if finding.severity is Severity.ERROR] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("id_", CASES)
def test_the_letter_is_one_page_also_with_a_sentence_of_ones_own(id_: str, language: str) -> None:
    from urgentaction.documents.pdf import Typesetter

    letter = specimen(id_, language, signer(id_, language), OWN_WORDS[language])
    assert Typesetter(shelf().layout("letter.typ")).pdf(letter).pages == 1
