"""A case, an office and a signer become a letter."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from urgentaction import errors
from urgentaction.compose import Composer
from urgentaction.model.authority import Authority, Forms, Holder, Role
from urgentaction.model.case import Case, Demand, Gender, Number, Person, Privacy, Status
from urgentaction.model.letter import Letter, Part
from urgentaction.model.signer import Signer
from urgentaction.model.template import Template

Prepare = Callable[..., Composer]


def text(letter: Letter, part: Part) -> str:
    return " ".join(" ".join((p.text, *p.items)).strip() for p in letter.block(part))


def test_the_blocks_come_in_the_order_they_are_read(prepare: Prepare, a_signer: Signer) -> None:
    letter = prepare().letter(a_signer, own_words="I was moved.")
    assert [block.part for block in letter.blocks] == list(Part)


def test_a_block_that_holds_nothing_is_left_out(prepare: Prepare, a_signer: Signer) -> None:
    assert Part.OWN_WORDS not in {block.part for block in prepare().letter(a_signer).blocks}


def test_facts_end_where_belief_begins(prepare: Prepare, a_signer: Signer) -> None:
    letter = prepare().letter(a_signer)
    assert text(letter, Part.FACTS) == "She was detained."
    assert text(letter, Part.CONCERN) == "The Centre believes that she is at risk. Others were returned."


def test_a_fact_for_nobody_is_in_no_letter(prepare: Prepare, a_signer: Signer) -> None:
    assert "Never said" not in str(prepare().letter(a_signer))


def test_a_fact_that_came_later_is_not_told(prepare: Prepare, a_case: Case, a_signer: Signer) -> None:
    later = replace(a_case.facts[0], on=date(2026, 11, 23))
    case = replace(a_case, facts=(later, *a_case.facts[1:]))
    assert text(prepare(case=case, on=date(2026, 11, 22)).letter(a_signer), Part.FACTS) == ""
    assert text(prepare(case=case, on=date(2026, 11, 23)).letter(a_signer), Part.FACTS) == "She was detained."


def test_at_most_three_bases_are_cited_and_only_what_was_in_force(prepare: Prepare, a_signer: Signer) -> None:
    assert prepare().letter(a_signer).law == ("a", "b", "c")
    assert prepare(on=date(2031, 1, 1)).letter(a_signer).law == ("new", "a", "b")


def test_wording_for_a_role_stands_in_the_place_of_what_it_carries_out(
    prepare: Prepare, an_office: Authority, a_signer: Signer
) -> None:
    assert prepare().letter(a_signer).demands == ("free",)
    assert prepare(office=replace(an_office, role=Role.MINISTRY)).letter(a_signer).demands == ("decree",)


def test_an_office_of_which_nothing_is_asked_gets_no_letter(prepare: Prepare, a_case: Case) -> None:
    only_police = Demand(id="x", text={"en": "x"}, source="s#1", for_=("police",))
    with pytest.raises(errors.UsageError) as refused:
        prepare(case=replace(a_case, demands=(only_police,)))
    assert refused.value.message.id == "compose.no-demand"


def test_what_is_for_everybody_is_not_for_a_court(prepare: Prepare, an_office: Authority) -> None:
    with pytest.raises(errors.UsageError):
        prepare(office=replace(an_office, role=Role.COURT))


def test_without_a_profile_the_letter_has_visible_blanks(prepare: Prepare) -> None:
    letter = prepare().letter(None)
    assert letter.signature == "[your name]"
    assert letter.sender.lines == ("[your address]",)
    assert letter.gaps == ("name", "address")
    assert letter.dateline == "24\xa0November 2026"


def test_a_blank_letter_has_lines_to_write_on_and_no_gaps(prepare: Prepare) -> None:
    letter = prepare().letter(None, ruled=True)
    assert set(letter.signature) == {"_"}
    assert letter.gaps == ()


def test_a_signer_without_a_street_leaves_a_gap(prepare: Prepare, a_signer: Signer) -> None:
    assert prepare().letter(replace(a_signer, street="")).gaps == ("address",)


def test_initials_and_town_show_no_more(prepare: Prepare, a_signer: Signer) -> None:
    letter = prepare().letter(replace(a_signer, privacy=Privacy.INITIALS_TOWN, email="a@example.org"))
    assert (letter.sender.name, letter.sender.lines, letter.sender.email) == ("A. B.", ("Saint-Aubin",), "")
    assert "Byron" not in str(letter)
    assert letter.gaps == ()


def test_name_only_shows_no_place(prepare: Prepare, a_signer: Signer) -> None:
    letter = prepare().letter(replace(a_signer, privacy=Privacy.NAME_ONLY))
    assert (letter.sender.name, letter.sender.lines) == ("Ada Byron", ())
    assert "Saint-Aubin" not in letter.dateline


def test_the_stricter_of_case_and_signer_wins(prepare: Prepare, a_case: Case, a_signer: Signer) -> None:
    case = replace(a_case, privacy=Privacy.INITIALS_TOWN)
    assert prepare(case=case).letter(a_signer).sender.name == "A. B."


def test_about_is_said_only_in_its_own_language(prepare: Prepare, a_signer: Signer) -> None:
    nurse = replace(a_signer, about="a nurse from Lyon")
    assert "nurse" in text(prepare().letter(nurse), Part.OPENING)
    assert "nurse" in text(prepare().letter(replace(nurse, language="en")), Part.OPENING)
    assert "nurse" not in text(prepare().letter(replace(nurse, language="fr")), Part.OPENING)


def test_own_words_are_kept_and_cannot_act(prepare: Prepare, a_signer: Signer) -> None:
    letter = prepare().letter(a_signer, own_words="{{ 7 * 7 }} <b>\n- really")
    assert text(letter, Part.OWN_WORDS) == "{{ 7 * 7 }} <b> - really"


def test_own_words_that_begin_with_a_dash_are_no_list(prepare: Prepare, a_signer: Signer) -> None:
    assert prepare().letter(a_signer, own_words="- I care").block(Part.OWN_WORDS)[0].items == ()


def test_signers_with_the_same_voice_share_their_blocks(prepare: Prepare, a_signer: Signer) -> None:
    composer = prepare()
    assert composer.letter(a_signer).blocks is composer.letter(replace(a_signer, name="Mary Somerville")).blocks


def test_a_case_that_is_over_makes_a_historical_example(prepare: Prepare, a_case: Case, closed: Status) -> None:
    letter = prepare(case=replace(a_case, status=closed)).letter(None)
    assert letter.historical
    assert letter.notice == "Historical example, not to be sent: this action ended on 22\xa0November 2026."


def test_the_country_is_named_only_when_posted_from_abroad(
    prepare: Prepare, an_office: Authority, a_signer: Signer
) -> None:
    assert an_office.postal
    office = replace(an_office, country="FR", languages=("fr",), postal=replace(an_office.postal, country="FR"))
    office = replace(office, office={**office.office, "fr": office.office["en"]})
    assert prepare(office=office).letter(replace(a_signer, country="FR")).recipient[-1] == "10000 PORT"
    assert prepare(office=office).letter(replace(a_signer, country="GB")).recipient[-1] == "FRANCE"


def test_a_text_that_is_missing_in_the_language_is_named(prepare: Prepare, a_case: Case) -> None:
    with pytest.raises(errors.UsageError) as missing:
        prepare(case=replace(a_case, demands=(replace(a_case.demands[0], text={"fr": "x"}),)))
    assert missing.value.message.values["where"] == "demands.free"


def test_a_form_of_address_that_is_missing_is_named(prepare: Prepare, an_office: Authority) -> None:
    with pytest.raises(errors.UsageError) as missing:
        prepare(office=replace(an_office, salutation={"fr": an_office.salutation["en"]}))
    assert missing.value.message.id == "compose.no-salutation"


def test_several_people_are_named_together(prepare: Prepare, a_case: Case, a_signer: Signer) -> None:
    other = Person(name="Omar Haddad", gender=Gender.M, title={"en": "Mr"})
    letter = prepare(case=replace(a_case, people=(*a_case.people, other))).letter(a_signer)
    assert letter.subject == "About Ms\xa0Leila Haddad and Mr\xa0Omar Haddad"
    assert letter.people == ("Leila Haddad", "Omar Haddad")


def test_people_together_are_many_and_masculine_unless_all_are_women(
    prepare: Prepare, a_case: Case, base: str, a_signer: Signer
) -> None:
    told = base.replace("About {{ people.full }}", "{{ people.gender }} {{ people.number }} {{ people.they.subject }}")
    files = {
        "extradition/en.j2": Template("extradition/en.j2", told, "p"),
    }
    both = (a_case.people[0], Person(name="O", gender=Gender.M))
    assert prepare(templates=files).letter(a_signer).subject == "f one she"
    assert prepare(case=replace(a_case, people=both), templates=files).letter(a_signer).subject == "m many they"
    group = (replace(a_case.people[0], number=Number.MANY),)
    assert prepare(case=replace(a_case, people=group), templates=files).letter(a_signer).subject == "f many they"


def test_a_letter_of_a_day_is_to_whoever_held_the_office_then_and_names_nobody(
    prepare: Prepare, an_office: Authority, a_signer: Signer
) -> None:
    she = Holder(name="Ana Sol", gender=Gender.F, source="gazette", from_=date(2026, 1, 1), to=date(2026, 6, 30))
    office = replace(
        an_office,
        office={"en": Forms(m="Prosecutor", f="Lady Prosecutor")},
        salutation={"en": Forms(m="Sir,", f="Madam,", any="Dear Prosecutor,")},
        holders=(she,),
    )
    then = prepare(office=office, on=date(2026, 6, 30)).letter(a_signer)
    after = prepare(office=office, on=date(2026, 7, 1)).letter(a_signer)
    assert (text(then, Part.SALUTATION), then.office, then.recipient[0]) == ("Madam,", *["Lady Prosecutor"] * 2)
    assert (text(after, Part.SALUTATION), after.office, after.recipient[0]) == ("Dear Prosecutor,", *["Prosecutor"] * 2)
    assert "Sol" not in str(then)


def test_an_address_without_lines_of_its_own_names_the_body(
    prepare: Prepare, an_office: Authority, a_signer: Signer
) -> None:
    postal = replace(an_office.postal, lines=()) if an_office.postal else None
    office = replace(
        an_office, postal=postal, body={"en": "Court of Velmar", "fr": "Cour de Velmar"}, languages=("fr",)
    )
    assert "Cour de Velmar" in prepare(office=office).letter(a_signer).recipient
    named = replace(office, office={"fr": Forms(any="Procureur de la Cour de Velmar")})
    assert "Cour de Velmar" not in prepare(office=named).letter(a_signer).recipient
