"""The letter that a publisher wrote is sent word for word to the offices it was written to, and to no other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from urgentaction import check
from urgentaction.compose import Composer, covering
from urgentaction.model.authority import Authority, Role
from urgentaction.model.case import Case, Demand, LetterWishes, ModelLetter, Target, TargetAs
from urgentaction.model.finding import Finding
from urgentaction.model.letter import Letter, Part, Sender
from urgentaction.model.signer import Signer

Prepare = Callable[..., Composer]

WROTE = (
    "I am writing about Leila Haddad, 41, detained since 3 May 2026 with 1,250 others.",
    "I urge you to let her see her lawyers, and to end the torture of detainees.",
)


@pytest.fixture
def written(a_case: Case) -> Case:
    return with_letter(a_case, WROTE)


def with_letter(case: Case, paragraphs: tuple[str, ...], language: str = "en") -> Case:
    return replace(
        case, letter=LetterWishes(model={language: ModelLetter(paragraphs=paragraphs, source="s")}), law=case.law
    )


def texts(letter: Letter, *parts: Part) -> list[str]:
    """Paragraphs, without no-break spaces."""
    wanted = parts or tuple(Part)
    said = (p.text for block in letter.blocks if block.part in wanted for p in block.paragraphs)
    return [text.replace("\u00a0", " ") for text in said]


def test_between_salutation_and_closing_stands_the_publishers_letter(
    prepare: Prepare, written: Case, a_signer: Signer
) -> None:
    assert texts(prepare(case=written).letter(a_signer)) == [
        "Dear Prosecutor,",
        *WROTE,
        "Please answer.",
        "Yours sincerely,",
    ]


def test_a_signers_own_words_follow_it(prepare: Prepare, written: Case, a_signer: Signer) -> None:
    said = texts(prepare(case=written).letter(a_signer, own_words="I was moved."))
    assert said[1:5] == [*WROTE, "I was moved.", "Please answer."]


def test_what_the_signer_is_opens_no_letter_of_another_hand(prepare: Prepare, written: Case, a_signer: Signer) -> None:
    letter = prepare(case=written).letter(replace(a_signer, about="a teacher", language="en"))
    assert "teacher" not in " ".join(texts(letter))


def test_it_asks_all_that_the_case_asks_and_cites_no_law(prepare: Prepare, written: Case, a_signer: Signer) -> None:
    letter = prepare(case=written).letter(a_signer)
    assert (letter.demands, letter.law) == (("free",), ())


def test_in_another_language_the_letter_is_ours(prepare: Prepare, a_case: Case, a_signer: Signer) -> None:
    ours = texts(prepare(case=a_case).letter(a_signer))
    assert texts(prepare(case=with_letter(a_case, WROTE, "fr")).letter(a_signer)) == ours


@pytest.mark.parametrize("as_", [TargetAs.COPY, None])
def test_an_office_that_it_was_not_written_to_gets_ours(
    prepare: Prepare, written: Case, a_signer: Signer, as_: TargetAs | None
) -> None:
    targets = (Target(authority="xx/prosecutor", as_=as_),) if as_ else ()
    letter = prepare(case=replace(written, targets=targets)).letter(a_signer)
    assert texts(letter, Part.OPENING) == ["I write about Ms Leila Haddad."]
    assert not set(WROTE) & set(texts(letter))


def test_a_court_gets_no_letter_that_asks_for_more_than_guarantees(
    prepare: Prepare, written: Case, an_office: Authority, a_signer: Signer
) -> None:
    fair = Demand(id="fair", text={"en": "hear her in public"}, source="s", for_=("court",))
    case = replace(written, demands=(*written.demands, fair))
    letter = prepare(case=case, office=replace(an_office, role=Role.COURT)).letter(a_signer)
    assert letter.block(Part.DEMANDS)[-1].items == ("hear her in public.",)
    assert not set(WROTE) & set(texts(letter))


def test_who_hands_it_on_says_so_before_it(prepare: Prepare, written: Case) -> None:
    many = covering.Many(count=47, agreed=(date(2026, 11, 20),), with_words=False)
    letter = covering.covering(prepare(case=written).letter(None), Sender(name="Group 27"), many)
    parts = [block.part for block in letter.blocks]
    assert parts[:3] == [Part.SALUTATION, Part.OPENING, Part.DEMANDS]
    assert "Group 27 hands on to you" in texts(letter)[1]
    assert texts(letter)[2:4] == list(WROTE)


def found(case: Case, office: Authority, letter: Letter) -> tuple[Finding, ...]:
    return tuple(one for one in check.letter(letter, case=case, authority=office, laws={}) if one.stops)


def test_no_rule_stops_the_publishers_own_words(
    prepare: Prepare, a_case: Case, an_office: Authority, a_signer: Signer
) -> None:
    """Neither a hedge that it leaves out, nor a fact that our letters keep to themselves, nor a word on guilt."""
    case = with_letter(a_case, (*WROTE, "She is at risk. Never said. She is guilty of nothing but her words."))
    assert found(case, an_office, prepare(case=case).letter(a_signer)) == ()


def test_one_word_changed_in_it_is_found(
    prepare: Prepare, written: Case, an_office: Authority, a_signer: Signer
) -> None:
    letter = prepare(case=written).letter(a_signer)
    changed = tuple(
        replace(block, paragraphs=(replace(block.paragraphs[0], text=WROTE[0]),))
        if block.part is Part.DEMANDS
        else block
        for block in letter.blocks
    )
    assert [one.message.id for one in found(written, an_office, replace(letter, blocks=changed))] == [
        "check.demand-missing"
    ]


WORDS = st.lists(
    st.sampled_from([
        "12/2026", "1,250", "3 May 2026", "10:30", "+33 1 44", "Ms O'Neill", "Jean-Luc", "(aged 7)", "5 %", "A. B. Ngô",
        "https://x.example/a?b=c", "n° 4", "“so”", "l'an", "{{ people }}", "- dash", "{% raw %}", "\\n", "#2", "*", "_a_",
    ]),
    min_size=1,
    max_size=12,
).map(" ".join)  # fmt: skip


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=5))
def test_every_figure_name_and_date_of_it_arrives(prepare: Prepare, a_case: Case, paragraphs: list[str]) -> None:
    """Typography may change spaces, quotation marks and apostrophes; nothing else."""
    letter = prepare(case=with_letter(a_case, tuple(paragraphs))).letter(None)
    assert [bare(text) for text in texts(letter, Part.DEMANDS)] == [bare(text) for text in paragraphs]


def bare(text: str) -> str:
    marks = str.maketrans("’‘“”«»", '\'\'""""')
    return "".join(text.translate(marks).split())
