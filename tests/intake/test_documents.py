"""The documents of two hands: how much of each is found, and that nothing is found which is not in it."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import pytest

from support.claims import CLAIMS

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

import scoring  # noqa: E402

OURS = sorted((HERE / "corpus").glob("*.txt"))
THEIRS = scoring.documents(HERE / "other_hand")


@pytest.mark.parametrize("path", [*OURS, *THEIRS], ids=lambda path: path.stem)
def test_every_text_that_is_found_stands_in_the_document(path: Path) -> None:
    document, found = scoring.read(path)
    assert scoring.strangers(document, found) == []


def test_the_sheet_of_2012_gives_its_offices_and_points() -> None:
    _, found = scoring.read(HERE / "corpus" / "sheet-en.txt")
    assert (found.number and found.number.value) == "195/12"
    assert (found.deadline and found.deadline.value) == date(2012, 8, 20)
    assert [one.office.value for one in found.targets if not one.copy] == ["Governor of Oaxaca", "Attorney General"]
    assert [one.value for one in found.demands] == [
        "provide Alma Rosario Quiroga and Benito Salvatierra with effective protection, in accordance with their wishes",
        "carry out a prompt and impartial investigation into the threats",
    ]


def test_the_form_of_2017_gives_its_letter_word_for_word() -> None:
    _, found = scoring.read(HERE / "corpus" / "form-en.txt")
    assert (found.number and found.number.value, found.sequence and found.sequence.value) == ("61/16", 3)
    assert [one.value for one in found.letter] == [
        "I am concerned for the safety of Teodora Maradiaga. On 28 June 2017, four armed men followed her car from the village of San Telmo.",
        "I urge you to investigate the attacks of 28 June 2017 thoroughly and to bring those responsible to justice.",
        "I also ask you to provide her with the protection that she wishes.",
    ]
    assert found.targets[0].salutations[1][0] == "es"


NEWS = Path("/work/shared/seed/news-item.txt")


@pytest.mark.skipif(not NEWS.is_file(), reason="the news item lies beside the project, not in it")
def test_the_news_item_gives_every_claim_with_its_paragraph_and_hedges() -> None:
    _, found = scoring.read(NEWS)
    facts = [(fact.paragraph, fact.hedges, fact.quoted, fact.text.value) for fact in found.facts]
    for words, paragraph, hedges in CLAIMS:
        row = next((one for one in facts if words in one[3]), None)
        assert row is not None, words
        assert row[0] == paragraph, words
        assert set(hedges) <= set(row[1]), words
    assert next(one.value for one in found.demands).startswith("ensure that Mukhtar Ablyazov has a full and fair")
    assert len(found.demands) == 4
    assert found.people[0].name.value == "Mukhtar Ablyazov"
    assert (found.country and found.country.value, found.issued, found.deadline, found.number) == (
        "FR",
        None,
        None,
        None,
    )
