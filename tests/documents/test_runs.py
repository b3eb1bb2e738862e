"""Names stand out once, blanks always."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from urgentaction.documents.runs import Cutter, Run, Style
from urgentaction.model.letter import Letter, Paragraph


def strong(letter: Letter) -> list[str]:
    cut = Cutter(letter).paragraphs(p for block in letter.blocks for p in block.paragraphs)
    runs = [run for p in cut for part in (p.runs, *p.items) for run in part]
    return [run.text for run in runs if run.style is Style.STRONG]


def test_a_name_is_strong_where_it_is_first_read_with_the_title_bound_to_it(french: Letter) -> None:
    assert strong(french) == ["Mme\u00a0Leïla Haddad"]


def test_a_name_is_found_whatever_its_spaces_and_only_as_a_whole_word(french: Letter) -> None:
    letter = replace(french, people=("Leïla Haddad", "Ali"))
    paragraphs = (
        Paragraph("Alice et «\u00a0Leïla\u00a0Haddad\u00a0», Leïla Haddad"),
        Paragraph(items=("Natali", "Ali, Ali")),
    )
    cut = Cutter(letter).paragraphs(paragraphs)
    assert [run.text for run in cut[0].runs if run.style] == ["Leïla\u00a0Haddad"]
    assert cut[1].items == ((Run("Natali"),), (Run("Ali", Style.STRONG), Run(", Ali")))


def test_of_two_names_in_one_place_the_first_listed_wins(french: Letter) -> None:
    letter = replace(french, people=("Leïla Haddad", "Haddad"))
    cut = Cutter(letter).paragraphs((Paragraph("Leïla Haddad. Haddad."),))
    assert [run.text for run in cut[0].runs if run.style] == ["Leïla Haddad"]


def test_blanks_stand_out_wherever_they_are(historical: Letter) -> None:
    assert Cutter(historical).line("[votre nom], à Lyon") == (Run("[votre nom]", Style.GAP), Run(", à Lyon"))


def test_the_letters_of_the_first_of_a_month_are_raised_in_french_only(french: Letter) -> None:
    text = "le 1er août, la 1re fois, 21er, 1erne"
    raised = [run.text for run in Cutter(french).line(text) if run.style is Style.RAISED]
    assert raised == ["er", "re"]
    assert Cutter(replace(french, language="en")).line(text) == (Run(text),)


@given(data=st.data())
def test_the_runs_are_the_text(data: st.DataObject, letters: st.SearchStrategy[Letter]) -> None:
    letter = data.draw(letters)
    cut = Cutter(letter).paragraphs(p for block in letter.blocks for p in block.paragraphs)
    for made, block in zip(cut, [p for b in letter.blocks for p in b.paragraphs], strict=True):
        if block.items:
            assert tuple("".join(run.text for run in item) for item in made.items) == block.items
        else:
            assert "".join(run.text for run in made.runs) == block.text
