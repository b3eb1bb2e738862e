"""No letter, whatever is in it, makes a rule raise; and a text that is read back is the letter that it was."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from urgentaction import check
from urgentaction.check import handwritten
from urgentaction.documents import text as plain_text
from urgentaction.grammar import typography
from urgentaction.model.authority import Authority
from urgentaction.model.case import Case
from urgentaction.model.law import Law
from urgentaction.model.letter import Block, Letter, Paragraph, Part, Sender
from urgentaction.model.rule import RuleId

TEXT = st.one_of(
    st.text(max_size=80),
    st.sampled_from(["", " ", "…", "«", "M. Jan Novak", "[", "{{", "\\", "(?:", "- ", ".", "\x00", "\u202e", "ﷺ" * 40]),
)
PARAGRAPHS = st.builds(Paragraph, text=TEXT, items=st.lists(TEXT, max_size=3).map(tuple))
BLOCKS = st.lists(st.builds(Block, st.sampled_from(Part), st.lists(PARAGRAPHS, max_size=3).map(tuple)), max_size=9).map(
    tuple
)
ANY = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@ANY
@given(
    blocks=BLOCKS,
    lines=st.lists(TEXT, max_size=9).map(tuple),
    words=st.tuples(TEXT, TEXT, TEXT),
    language=st.sampled_from(["fr", "en", "es", "de", "ru", ""]),
    day=st.dates(),
)
def test_no_letter_makes_a_rule_raise(
    case: Case,
    authority: Authority,
    laws: Mapping[str, Law],
    letter: Letter,
    blocks: tuple[Block, ...],
    lines: tuple[str, ...],
    words: tuple[str, str, str],
    language: str,
    day: date,
) -> None:
    name, subject, dateline = words
    any_letter = replace(
        letter,
        blocks=blocks,
        recipient=lines,
        sender=Sender(name=name, lines=lines),
        signature=name,
        subject=subject,
        dateline=dateline,
        language=language,
        dated=day,
    )
    single = check.letter(any_letter, case=case, authority=authority, laws=laws)
    many = check.letters(case=case, authority=authority, laws=laws)(any_letter)
    assert sorted(one.rule for one in single) == sorted(one.rule for one in many)


LINES = st.sampled_from(
    [
        "",
        "Objet : M. Jan Novak",
        "Madame la Procureure générale, Monsieur le Procureur général,",
        "- de veiller",
        "  suite",
        "**gras** et _italique_",
        "# Titre",
        "Je vous prie d'agréer, Madame, l'expression de ma haute considération.",
        "Copie : ambassade",
        "Lyon, le 31 février 2026",
        "2026-13-45",
    ]
)


@ANY
@given(text=st.one_of(st.text(max_size=300), st.lists(st.one_of(LINES, TEXT), max_size=14).map("\n".join)))
def test_no_text_makes_the_reader_raise(
    case: Case, authority: Authority, laws: Mapping[str, Law], letter: Letter, text: str
) -> None:
    read = handwritten.read(text, letter, case=case, authority=authority, laws=laws)
    check.letter(read.letter, case=case, authority=authority, laws=laws, without=read.without)


def test_a_text_that_the_program_wrote_is_read_back_into_the_same_parts(
    case: Case, authority: Authority, laws: Mapping[str, Law], letter: Letter
) -> None:
    signed = replace(letter, copies=("Ambassade de Ruritanie",))
    read = handwritten.read(plain_text.render(signed), letter, case=case, authority=authority, laws=laws)
    assert read.unseen == ()
    assert read.letter.blocks == letter.blocks
    assert read.letter.recipient == letter.recipient
    assert read.letter.subject == typography(letter.subject, "fr")
    assert read.letter.signature == letter.signature
    assert read.letter.dated == letter.dated
    assert check.letter(read.letter, case=case, authority=authority, laws=laws) == ()


HAND = """\
Madame la Procureure générale, Monsieur le Procureur général,

Je suis infirmière et je vous écris au sujet de M. Jan Novak, que j'ai connu à Nice.
M. Novak a droit à une procédure équitable.

Je vous demande de le libérer sans délai.

Je vous prie d'agréer, Madame la Procureure générale, Monsieur le Procureur général,
l'expression de ma haute considération.
Élise Lefèvre
"""


def test_what_a_bare_text_does_not_show_is_said_and_no_rule_is_held_to_it(
    case: Case, authority: Authority, laws: Mapping[str, Law], letter: Letter
) -> None:
    read = handwritten.read(HAND, letter, case=case, authority=authority, laws=laws)
    assert [said.id for said in read.unseen] == [
        "check.unseen-subject",
        "check.unseen-address",
        "check.unseen-date",
        "check.unseen-facts",
    ]
    assert read.letter.signature == "Élise Lefèvre"
    found = check.letter(read.letter, case=case, authority=authority, laws=laws, without=read.without)
    assert {str(one.rule) for one in found if one.stops} == {"demands"}
    assert RuleId.OWN_DEMAND in {one.rule for one in found}


@pytest.mark.parametrize(
    ("language", "line", "wanted"),
    [
        ("fr", "Lyon, le 1er août 2013", date(2013, 8, 1)),
        ("fr", "Lyon, le 2 août 2013", date(2013, 8, 2)),
        ("en", "Lyon, 2 August 2013", date(2013, 8, 2)),
        ("en", "August 2, 2013", date(2013, 8, 2)),
        ("es", "Madrid, 2 de agosto de 2013", date(2013, 8, 2)),
        ("de", "Bern, den 2. August 2013", date(2013, 8, 2)),
        ("de", "2013-08-02", date(2013, 8, 2)),
        ("fr", "Lyon, le 31 février 2013", None),
        ("fr", "en 2013", None),
    ],
)
def test_a_date_is_read_as_its_language_writes_it(language: str, line: str, wanted: date | None) -> None:
    assert handwritten._date(line, language) == wanted


def test_a_demand_in_prose_word_for_word_is_asked(
    case: Case, authority: Authority, laws: Mapping[str, Law], letter: Letter
) -> None:
    asked = " ".join(f"Je vous demande {demand.text['fr']}." for demand in case.demands[:2])
    text = HAND.replace("Je vous demande de le libérer sans délai.", asked)
    read = handwritten.read(text, letter, case=case, authority=authority, laws=laws)
    found = check.letter(read.letter, case=case, authority=authority, laws=laws, without=read.without)
    assert "demands" not in {one.rule for one in found}
