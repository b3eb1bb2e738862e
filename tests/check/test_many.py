"""Letters of many signers get the same findings, whatever is in them, and what they share is read once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from urgentaction import check
from urgentaction.check import many
from urgentaction.check.rules import Rule, Seen
from urgentaction.model.authority import Authority
from urgentaction.model.case import Case
from urgentaction.model.finding import Finding, Severity
from urgentaction.model.law import Law
from urgentaction.model.letter import Block, Letter, Paragraph, Part, Sender
from urgentaction.model.rule import RuleId

WORDS = st.sampled_from(
    [
        "Élise Lefèvre",
        "[votre nom]",
        "{{x}}",
        "TODO",
        "a\u202eb",
        "x\u200b",
        "\x1b[31m",
        "",
        "Jan Novak",
        "vous paierez",
    ]
)
SENDERS = st.builds(Sender, name=WORDS, lines=st.lists(WORDS, max_size=2).map(tuple), email=WORDS)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    senders=st.lists(st.tuples(SENDERS, WORDS, WORDS, st.sampled_from([(), ("name",)])), min_size=1, max_size=4),
    own=st.sampled_from(
        [
            "",
            "Il faut le libérer.",
            "You idiot [x]",
            "Selon moi, il est coupable  .",
            "Jan Novak : ci-joint\u200b ! Je vous demande de le libérer.",
            "La police a agi à la suite d'une demande d'extradition de la Ruritanie.",
        ]
    ),
    about=st.sampled_from(["J'ai l'honneur d'écrire.", "I am a nurse and I know him well.", "Vous paierez."]),
)
def test_the_findings_are_those_of_a_single_letter(
    case: Case,
    authority: Authority,
    laws: Mapping[str, Law],
    letter: Letter,
    senders: list[tuple[Sender, str, str, tuple[str, ...]]],
    own: str,
    about: str,
) -> None:
    found = check.letters(case=case, authority=authority, laws=laws)
    opening = Block(Part.OPENING, (Paragraph(about),))
    kept = [block for block in letter.blocks if block.part is not Part.OWN_WORDS]
    blocks = [opening if block.part is Part.OPENING else block for block in kept]
    if own:
        blocks.insert(5, Block(Part.OWN_WORDS, (Paragraph(own),)))
    for sender, signature, dateline, gaps in senders:
        one = replace(letter, sender=sender, signature=signature, dateline=dateline, gaps=gaps, blocks=tuple(blocks))
        single = check.letter(one, case=case, authority=authority, laws=laws)
        assert Counter(map(_key, found(one))) == Counter(map(_key, single))


def _key(finding: Finding) -> tuple[Any, ...]:
    values = tuple(sorted((name, str(value)) for name, value in finding.message.values.items()))
    return (finding.rule, finding.severity, finding.where, finding.message.id, values)


@pytest.fixture
def counted(
    case: Case, authority: Authority, laws: Mapping[str, Law]
) -> tuple[Callable[[Letter], list[Finding]], list[Letter]]:
    """Rules that remember which letters they read."""
    read: list[Letter] = []

    def rule(seen: Seen) -> Any:
        read.append(seen.letter)
        return iter(())

    rules = many.Rules((Rule(RuleId.CASE, Severity.ERROR, rule),), case, authority, laws)
    return (lambda letter: list(rules.findings(letter)), read)


def test_what_letters_share_is_read_once(
    counted: tuple[Callable[[Letter], list[Finding]], list[Letter]], letter: Letter
) -> None:
    look, read = counted
    plain = replace(letter, blocks=tuple(block for block in letter.blocks if block.part is not Part.OWN_WORDS))
    for number in range(50):
        look(replace(plain, sender=Sender(name=f"S {number}"), signature=f"S {number}", dateline=f"Lyon {number}"))
    assert len(read) == 1


def test_own_words_are_read_each_time_and_what_stands_beside_them_once(
    counted: tuple[Callable[[Letter], list[Finding]], list[Letter]], letter: Letter
) -> None:
    look, read = counted
    own = replace(letter, blocks=(Block(Part.OWN_WORDS, (Paragraph("Une phrase."),)),))
    for _ in range(3):
        look(own)
    assert [bool(one.block(Part.OWN_WORDS)) for one in read] == [False]


def test_only_so_many_letters_are_remembered(
    counted: tuple[Callable[[Letter], list[Finding]], list[Letter]], letter: Letter
) -> None:
    look, read = counted
    plain = replace(letter, blocks=())
    for number in range(many.REMEMBERED + 10):
        look(replace(plain, subject=str(number)))
    look(replace(plain, subject="0"))
    look(replace(plain, subject=str(many.REMEMBERED + 5)))
    assert len(read) == many.REMEMBERED + 11
