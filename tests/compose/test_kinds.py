"""Whatever the case, a letter of any kind and language is whole: no gap, no wrong agreement, no empty paragraph."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from compose.generated import PAIRS, Generated, cases
from golden.specimens import KINDS, languages, shelf
from hypothesis import HealthCheck, assume, given, settings

from urgentaction import check, grammar
from urgentaction.check.reading import passages
from urgentaction.model.authority import Reply, Role
from urgentaction.model.case import Gender, Hedge
from urgentaction.model.finding import Severity
from urgentaction.model.letter import Letter, Part

FRENCH = [pair for pair in PAIRS if pair[1] == "fr"]
ENGLISH = [pair for pair in PAIRS if pair[1] == "en"]
A_PAGE = 330
"""Words of a letter that a page surely holds, whatever their length."""

often = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def everything(letter: Letter) -> list[str]:
    return [letter.subject, *(passage.text for passage in passages(letter))]


def part(letter: Letter, which: Part) -> str:
    return " ".join(text for p in letter.block(which) for text in (p.text, *p.items) if text)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_there_in_english_and_french(kind: str) -> None:
    assert {"en", "fr"} <= set(languages(kind))


@given(cases())
@often
def test_every_paragraph_is_whole(made: Generated) -> None:
    for text in everything(made.letter):
        assert text.strip() == text
        assert "  " not in text
        assert not re.search(r"None|\{|\}|\[|\]|\(e\)|\(s\)|label| ,| \.(?!\.)|,,|\.\.", text)
        assert grammar.typography(text, made.language) == text
    for block in made.letter.blocks:
        assert block.paragraphs
        for paragraph in block.paragraphs:
            assert bool(paragraph.text) != bool(paragraph.items)
            if paragraph.text and block.part is not Part.CLOSING:
                # After the comma of the salutation, German goes on in small letters.
                assert paragraph.text[0].isupper() or (made.language, block.part) == ("de", Part.OPENING)
                assert paragraph.text[-1] in ".,:!"


@given(cases())
@often
def test_the_rules_find_no_error(made: Generated) -> None:
    found = check.letter(made.letter, case=made.case, authority=made.authority, laws=shelf().laws())
    assert [finding for finding in found if finding.severity is Severity.ERROR] == []


@given(cases())
@often
def test_what_the_case_says_is_said_once_and_what_it_does_not_say_leaves_no_trace(made: Generated) -> None:
    letter, case = made.letter, made.case
    believed = [n for n, fact in enumerate(case.facts) if Hedge.BELIEVED in fact.hedges]
    first = believed[0] if believed else len(case.facts)
    told = case.facts[:first] if made.authority.role is Role.COURT else case.facts
    said = [grammar.typography(fact.text[made.language], made.language) for fact in told]
    for sentence in said:
        assert sum(text.count(sentence) for text in everything(letter)) == 1
    parts = {block.part for block in letter.blocks}
    assert (Part.FACTS in parts) == bool(case.facts[:first])
    assert (Part.CONCERN in parts) == (bool(case.facts[first:]) or made.authority.role is Role.COURT)
    assert (Part.LAW in parts) == bool(case.law)
    assert (Part.REPLY in parts) == (made.authority.reply is not Reply.NONE)


@given(cases())
@often
def test_the_letter_asks_what_the_case_asks_and_nothing_else(made: Generated) -> None:
    lead, demands = made.letter.block(Part.DEMANDS)
    assert lead.text.endswith((":", ","))
    asked = Counter(re.findall(r"[0-9]+", " ".join(demands.items)))
    assert asked == Counter(str(n) for n in range(len(made.case.demands)))


@given(cases(FRENCH))
@often
def test_french_letters_agree_with_those_they_are_about(made: Generated) -> None:
    opening = part(made.letter, Part.OPENING).replace("à leur sujet", "")
    words = set(re.findall(r"\w+", opening))
    assert not words & ({"son", "sa", "ses", "lui"} if made.many else {"leur", "leurs"})
    assert not words & {"il", "elle"} or "où il serait en danger" in opening
    participle = {
        (Gender.M, False): {"visé"},
        (Gender.F, False): {"visée"},
        (Gender.X, False): set(),
        (Gender.M, True): {"visés"},
        (Gender.F, True): {"visées"},
        (Gender.X, True): set(),
    }[made.gender, made.many]
    assert words & {"visé", "visée", "visés", "visées"} == (participle if made.letter.kind == "extradition" else set())


@given(cases(FRENCH))
@often
def test_french_letters_elide_and_contract(made: Generated) -> None:
    for text in (made.letter.subject, part(made.letter, Part.OPENING), part(made.letter, Part.CLOSING)):
        assert not re.search(r"\b(?:de|le|la|que|je|ne|me|se|ce) [aeiouéèêàâîôAEOUÉ]", text)
        assert not re.search(r"\b(?:de|à) les? ", text)
        assert not re.search(r"\bsa (?:[aeiouéh])", text)
        assert not re.search(r"\bde (?:de\b|d’)", text)


@given(cases(ENGLISH))
@often
def test_english_letters_agree_with_those_they_are_about(made: Generated) -> None:
    opening = part(made.letter, Part.OPENING)
    for elsewhere in ("a country where they would be in danger", "or to comment on them"):  # anybody; the facts
        opening = opening.replace(elsewhere, "")
    expected = "their" if made.many else {Gender.M: "his", Gender.F: "her", Gender.X: "their"}[made.gender]
    words = set(re.findall(r"\w+", opening))
    assert words & {"his", "her", "their"} <= {expected}
    assert not words & {"he", "she", "they", "him", "them", "its"}
    verb = re.search(r"who (is|are) ", opening)
    assert verb is None or verb[1] == ("are" if made.many else "is")


@given(cases(roles=(Role.COURT,)))
@often
def test_a_court_is_asked_for_no_outcome_and_told_of_no_fear(made: Generated) -> None:
    said = part(made.letter, Part.CONCERN)
    assert said
    assert not [fact for fact in made.case.facts if grammar.typography(fact.text[made.language], made.language) in said]


@given(cases())
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
def test_a_letter_of_a_page_of_words_is_one_page(made: Generated) -> None:
    from urgentaction.documents.pdf import Typesetter

    assume(made.letter.words <= A_PAGE)
    assert Typesetter(shelf().layout("letter.typ")).pdf(made.letter).pages == 1
