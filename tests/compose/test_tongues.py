"""Spanish and German letters about anybody: whoever the case is about, the letter has its forms and nothing is left over."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from support import specimens
from urgentaction import compose, errors, grammar, library
from urgentaction.compose.people import people
from urgentaction.model.authority import Authority, Forms, Reply, Role
from urgentaction.model.case import Case, CaseState, Demand, Fact, Gender, Hedge, LawUse, Number, Person, Source, Status
from urgentaction.model.letter import Letter, Part
from urgentaction.model.signer import Signer

KINDS = ("extradition", "death-penalty", "torture", "open")
TITLES = {
    "es": {Gender.M: "Sr.", Gender.F: "Sra.", Gender.X: ""},
    "de": {Gender.M: "Herr", Gender.F: "Frau", Gender.X: ""},
}
SIGNER = Signer(name="Ada Byron", street="1 Main Street", postcode="10000", city="Saint-Aubin", country="XX")
DESCRIBED = {
    "es": "doce personas detenidas en Puerto Claro",
    "de": "zwölf in Puerto Claro inhaftierte Menschen",
}
DECLINED = {"de": {"dat": "zwölf in Puerto Claro inhaftierten Menschen"}}
TEXTS = {
    "es": ("Fue en noviembre.", "El Centro cree que hay peligro.", "garantizar sus derechos"),
    "de": ("Es geschah im November.", "Das Centro hält die Gefahr für groß.", "ihre Rechte zu gewährleisten"),
}


def named(gender: Gender, name: str = "Leila Haddad") -> Person:
    return Person(
        name=name, gender=gender, title={tongue: TITLES[tongue][gender] for tongue in TITLES if TITLES[tongue][gender]}
    )


GROUP = Person(name="label", gender=Gender.X, number=Number.MANY, unnamed=True, description=DESCRIBED, forms=DECLINED)


def about(*persons: Person, kind: str = "extradition", hedged: bool = True) -> Case:
    said, feared, asked = ({tongue: TEXTS[tongue][which] for tongue in TEXTS} for which in range(3))
    hedges = (Hedge.BELIEVED,) if hedged else ()
    return replace(
        specimens.CASE,
        kind=kind,
        country="XX",
        status=Status(),
        sources=(Source(id="s", title="t", publisher="Centro"),),
        people=persons,
        facts=(Fact(id="one", text=said, source="s#1"), Fact(id="two", text=feared, source="s#2", hedges=hedges)),
        demands=(
            Demand(id="a", text=asked, source="s#3", for_=("*", "court")),
            Demand(id="b", text=asked, source="s#3"),
        ),
        law=(LawUse(basis="iccpr-7"), LawUse(basis="iccpr-6")),
    )


def office(role: Role = Role.MINISTRY, reply: Reply = Reply.ASK) -> Authority:
    return replace(
        specimens.OFFICE,
        id="xx/office",
        country="XX",
        role=role,
        reply=reply,
        office={"es": Forms(any="Oficina")},
        body={"es": "Oficina"},
        salutation={
            "es": Forms(any="Señora ministra, señor ministro:"),
            "de": Forms(any="Sehr geehrte Damen und Herren,"),
        },
        closing={"es": "Atentamente,", "de": "Mit freundlichen Grüßen"},
        languages=("es", "de"),
    )


@cache
def shelf() -> library.Library:
    return library.open_library([library.built_in()])


def letter(case: Case, language: str, to: Authority | None = None, signer: Signer = SIGNER) -> Letter:
    templates = shelf().templates(case.kind, language)
    on = date(2026, 11, 20)
    return compose.prepare(case, to or office(), language, on, laws=shelf().laws(), templates=templates).letter(signer)


def text(found: Letter, part: Part) -> str:
    return " ".join(" ".join((p.text, *p.items)).strip() for p in found.block(part)).replace("\xa0", " ")


NAMES = st.sampled_from(["Leila Haddad", "Íñigo Ibarra", "Ilse Vidal", "El Hadj Diallo", "Øystein Åse", "Yusuf"])
PERSONS = st.one_of(st.builds(named, st.sampled_from(Gender), NAMES), st.just(GROUP))


@pytest.mark.parametrize("language", ["es", "de"])
@settings(deadline=None, max_examples=60)
@given(
    persons=st.lists(PERSONS, min_size=1, max_size=5),
    kind=st.sampled_from(KINDS),
    role=st.sampled_from(Role),
    reply=st.sampled_from(Reply),
    hedged=st.booleans(),
    signer=st.sampled_from([SIGNER, replace(SIGNER, about="profesora", message="Ja.")]),
)
def test_whoever_the_letter_is_about_nothing_is_left_over(
    language: str, persons: list[Person], kind: str, role: Role, reply: Reply, hedged: bool, signer: Signer
) -> None:
    found = letter(about(*persons, kind=kind, hedged=hedged), language, office(role, reply), signer)
    whole = [found.subject, *(t for block in found.blocks for p in block.paragraphs for t in (p.text, *p.items) if t)]
    for said in whole:
        assert said.strip() == said
        assert not re.search(r"[{}|\[\]]|  |None|\ue000| [,.;:]", said)
        assert not re.search(r"\b(?:de el|a el|y [IiÍí](?![aeo])|zu dem|zu der)\b", said)
    assert "Herr " not in text(found, Part.OPENING)
    assert len(found.subject) <= 100
    assert "label" not in " ".join(whole)
    for person in persons:
        assert person.unnamed or person.name in text(found, Part.OPENING)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", ["es", "de"])
def test_a_court_hears_no_stance_and_no_fear(kind: str, language: str) -> None:
    court = letter(about(named(Gender.F), kind=kind), language, office(Role.COURT, Reply.NONE))
    assert text(court, Part.CONCERN).startswith("Confío" if language == "es" else "Ich vertraue")
    assert "no pretendo" in text(court, Part.OPENING) or "weder" in text(court, Part.OPENING)
    assert not text(court, Part.REPLY)
    assert court.demands == ("a",)


@pytest.mark.parametrize("language", ["es", "de"])
def test_an_embassy_is_asked_to_pass_it_on(language: str) -> None:
    asked = text(letter(about(named(Gender.M)), language, office(Role.EMBASSY)), Part.DEMANDS)
    assert ("autoridades de su país" if language == "es" else "Behörden Ihres Landes") in asked


@pytest.mark.parametrize(
    ("persons", "of"),
    [
        ((named(Gender.M),), "del Sr. Leila Haddad"),
        ((named(Gender.F),), "de la Sra. Leila Haddad"),
        ((named(Gender.X),), "de Leila Haddad"),
        ((named(Gender.F), named(Gender.M, "Omar Díaz")), "de la Sra. Leila Haddad y del Sr. Omar Díaz"),
        ((GROUP,), "de doce personas detenidas en Puerto Claro"),
    ],
)
def test_in_spanish_of_stands_before_each_and_takes_the_article(persons: tuple[Person, ...], of: str) -> None:
    assert people(about(*persons), "es").of == of


@pytest.mark.parametrize(
    ("persons", "of"),
    [
        ((named(Gender.M),), "von Herrn Leila Haddad"),
        ((named(Gender.F),), "von Frau Leila Haddad"),
        ((named(Gender.F), named(Gender.M, "Omar Díaz")), "von Frau Leila Haddad und Herrn Omar Díaz"),
        ((GROUP,), "von zwölf in Puerto Claro inhaftierten Menschen"),
        ((replace(GROUP, forms={"de": {"gen": "der Einwohner von Val Seco"}}),), "der Einwohner von Val Seco"),
        (
            (
                replace(
                    named(Gender.F, "Haddad"), title={"de": "die Familie"}, forms={"de": {"dat": "der Familie Haddad"}}
                ),
            ),
            "von der Familie Haddad",
        ),
    ],
)
def test_in_german_they_are_declined(persons: tuple[Person, ...], of: str) -> None:
    assert people(about(*persons), "de").of == of


@pytest.mark.parametrize("person", [replace(GROUP, forms={}), replace(named(Gender.F), title={"de": "die Familie"})])
def test_whom_no_rule_can_decline_the_case_must(person: Person) -> None:
    with pytest.raises(errors.UsageError) as refused:
        people(about(person), "de")
    assert refused.value.message.id == "compose.no-form"
    assert "forms.de.dat" in errors.words(refused.value.message, "fr").text


def test_a_subject_names_as_many_as_it_has_room_for_and_counts_the_others_in_words() -> None:
    crowd = about(*(named(Gender.F, f"Leila Maria Haddad {n}") for n in ("Uno", "Dos", "Tres", "Cuatro")))
    assert people(crowd, "es").short == "Sra. Leila Maria Haddad Uno y tres personas más"
    assert people(crowd, "de").short == "Frau Leila Maria Haddad Uno und drei weitere Personen"
    assert people(crowd, "de").of_short == "von Frau Leila Maria Haddad Uno und drei weiteren Personen"


def test_two_people_are_both_named_where_a_subject_says_whose_situation() -> None:
    two = about(*(replace(named(Gender.F, name), title={"es": "Sra."}) for name in ("Ana Roth", "Hélène Oka")))
    assert people(two, "es").of_short == "de la Sra. Ana Roth y de la Sra. Hélène Oka"


def test_stance_and_pronouns_agree_with_them() -> None:
    def stance(language: str, *persons: Person) -> str:
        return text(letter(about(*persons), language), Part.OPENING)

    assert "se le imputan" in stance("es", named(Gender.X))
    assert "se les imputan" in stance("es", GROUP)
    assert "seine Rechte" in stance("de", named(Gender.M))
    assert "ihre Rechte" in stance("de", named(Gender.F))
    assert "die Rechte dieser Person" in stance("de", named(Gender.X))
    assert "ihre Rechte" in stance("de", named(Gender.M), named(Gender.M, "Omar"))


def test_a_german_letter_goes_on_in_small_letters_after_its_salutation() -> None:
    assert text(letter(about(named(Gender.F)), "de"), Part.OPENING).startswith("ich wende mich")
    about_me = replace(SIGNER, about="Lehrerin in Lyon", language="de")
    assert text(letter(about(named(Gender.F)), "de", signer=about_me), Part.OPENING).startswith(
        "ich bin Lehrerin in Lyon"
    )


@pytest.mark.parametrize(
    ("language", "dated", "alone"),
    [
        ("es", "Saint-Aubin, 20 de noviembre de 2026", "20 de noviembre de 2026"),
        ("de", "Saint-Aubin, den 20. November 2026", "20. November 2026"),
    ],
)
def test_place_and_date_stand_as_the_language_has_them(language: str, dated: str, alone: str) -> None:
    assert letter(about(named(Gender.F)), language).dateline.replace("\xa0", " ") == dated
    assert (
        letter(about(named(Gender.F)), language, signer=replace(SIGNER, city="")).dateline.replace("\xa0", " ") == alone
    )


@pytest.mark.parametrize(("language", "begins"), [("es", "Ejemplo histórico"), ("de", "Historisches Beispiel")])
def test_a_case_that_is_over_says_so_in_the_language_of_the_letter(language: str, begins: str) -> None:
    over = replace(about(named(Gender.F)), status=Status(state=CaseState.CLOSED, on=date(2026, 11, 19), source="s"))
    assert letter(over, language).notice.startswith(begins)


@pytest.mark.parametrize("language", ["es", "de"])
def test_every_part_of_a_letter_is_in_its_language(language: str) -> None:
    for kind in KINDS:
        found = letter(about(named(Gender.F), kind=kind), language)
        assert (
            grammar.looks_like(" ".join(text(found, part) for part in (Part.OPENING, Part.DEMANDS, Part.REPLY)))
            == language
        )
