"""What a source only reports must not be stated as a fact, also after a person edited the letter."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from urgentaction.model.case import Case
from urgentaction.model.finding import Finding
from urgentaction.model.letter import Block, Letter

Look = Callable[..., tuple[Finding, ...]]
Blocks = Callable[..., tuple[Block, ...]]


def ids(findings: tuple[Finding, ...]) -> list[str]:
    return [finding.message.id.removeprefix("check.") for finding in findings]


@pytest.mark.parametrize(
    ("part", "text", "wanted"),
    [
        (
            "facts",
            "La police a agi à la suite d'une demande d'extradition de la Ruritanie.",
            ["hedge-reported", "attribution"],
        ),
        (
            "facts",
            "La police aurait agi à la suite d'une demande d'extradition de la Ruritanie.",
            ["attribution"],
        ),
        ("concern", "J'estime qu'il risquerait ensuite un transfert et, peut-être, la torture.", ["attribution"]),
        ("concern", "Amnesty International dit qu'il subira ensuite un transfert et la torture.", ["hedge-possible"]),
        (
            "facts",
            "Selon la même organisation, une maison a été fouillée à Rome, où il était recherché.",
            ["hedge-apparent"],
        ),
    ],
)
def test_a_hedge_taken_out_by_hand_is_found(
    letter: Letter, blocks: Blocks, look: Look, part: str, text: str, wanted: list[str]
) -> None:
    findings = look(replace(letter, blocks=blocks(**{part: text})))
    assert ids(findings) == wanted
    assert all(finding.severity == "error" for finding in findings)


@pytest.mark.parametrize(
    "text",
    [
        "Selon Amnesty International, la police aurait agi à la suite d'une demande d'extradition de la Ruritanie.",
        "La police, d'après Amnesty International, a agi à la suite d'une demande d'extradition de la Ruritanie.",
        "Je ne sais rien de cette affaire.",
    ],
)
def test_other_words_for_the_same_hedge_are_accepted(letter: Letter, blocks: Blocks, look: Look, text: str) -> None:
    assert look(replace(letter, blocks=blocks(facts=text))) == ()


def test_one_flat_sentence_does_not_hide_behind_a_hedged_one(letter: Letter, blocks: Blocks, look: Look) -> None:
    flat = "La police a agi à la suite d'une demande d'extradition de la Ruritanie."
    hedged = "Selon la même organisation, une maison a été fouillée à Rome, où il était apparemment recherché."
    assert ids(look(replace(letter, blocks=blocks(facts=f"{hedged} {flat}")))) == ["hedge-reported", "attribution"]


def test_an_abbreviation_does_not_part_a_sentence(letter: Letter, blocks: Blocks, look: Look, case: Case) -> None:
    text = "D'après Amnesty International, M. Novak aurait été arrêté par la police près de Nice."
    fact = replace(case.facts[0], text={"fr": text})
    assert look(replace(letter, blocks=blocks(facts=text)), case=replace(case, facts=(fact,))) == ()


def test_a_language_without_a_list_of_hedges_is_not_judged(letter: Letter, look: Look, case: Case) -> None:
    fact = replace(case.facts[0], text={"xx": case.facts[0].text["fr"]})
    found = ids(look(replace(letter, language="xx"), case=replace(case, facts=(fact,))))
    assert not [name for name in found if name.startswith("hedge")]
