"""Each rule over a case: one case that keeps it, one that breaks it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from urgentaction import check
from urgentaction.model.authority import Authority, ChannelName, Contact, Level, Provenance
from urgentaction.model.case import Case, CaseState, Demand, Hedge, LawUse, Status, Target, TargetAs
from urgentaction.model.finding import Finding
from urgentaction.model.law import Law

Read = Callable[..., tuple[Finding, ...]]
TODAY = date(2026, 11, 24)


def ids(findings: tuple[Finding, ...]) -> list[str]:
    return [finding.message.id.removeprefix("check.") for finding in findings]


@pytest.fixture
def read(authority: Authority, court: Authority, laws: Mapping[str, Law]) -> Read:
    """Run the rules over a case; `on` is today, `known` stands in for the prosecution office."""

    def run(case: Case, *, on: date = TODAY, known: Authority = authority) -> tuple[Finding, ...]:
        return check.case(case, authorities={known.id: known, court.id: court}, laws=laws, today=on)

    return run


def test_a_good_case_keeps_every_rule(case: Case, read: Read) -> None:
    assert read(case) == ()


@pytest.mark.parametrize(
    ("on", "wanted"),
    [
        (date(2026, 12, 1), []),
        (date(2026, 12, 4), []),
        (date(2026, 12, 5), ["not-looked-at"]),
        (date(2026, 12, 21), ["deadline-near", "not-looked-at"]),
        (date(2026, 12, 24), ["deadline-near", "not-looked-at"]),
        (date(2026, 12, 25), ["deadline-past", "not-looked-at"]),
    ],
)
def test_time_is_watched_while_a_case_is_open(case: Case, read: Read, on: date, wanted: list[str]) -> None:
    assert sorted(ids(read(case, on=on))) == wanted


def test_time_does_not_matter_once_a_case_is_over(case: Case, read: Read, authority: Authority) -> None:
    over = replace(case, status=Status(state=CaseState.CLOSED, on=date(2026, 12, 1)))
    overdue = replace(authority, review_by=date(2026, 1, 1))
    assert read(over, on=date(2030, 1, 1), known=overdue) == ()


def test_a_deadline_that_passed_is_an_error_and_one_that_is_near_is_not(case: Case, read: Read) -> None:
    past = {finding.message.id: finding.severity for finding in read(case, on=date(2026, 12, 25))}
    near = {finding.message.id: finding.severity for finding in read(case, on=date(2026, 12, 24))}
    assert past["check.deadline-past"] == "error"
    assert near["check.deadline-near"] == "remark"


UNVERIFIED = Provenance(source="x", verified_on=None, level=Level.UNVERIFIED)


def test_an_address_that_is_not_verified_or_overdue_is_remarked_on(
    case: Case, read: Read, authority: Authority
) -> None:
    mail = replace(authority, emails=(Contact(value="a@exemple.org", provenance=UNVERIFIED),))
    assert ids(read(case, known=mail)) == ["contact-unverified"]
    assert ids(read(case, known=replace(authority, review_by=date(2026, 11, 23)))) == ["contact-overdue"]
    assert read(case, known=replace(authority, review_by=TODAY)) == ()


def test_a_main_target_of_which_nothing_is_asked_is_an_error(case: Case, read: Read) -> None:
    elsewhere = tuple(replace(demand, for_=("police",)) for demand in case.demands)
    assert ids(read(replace(case, demands=elsewhere))) == ["no-demand"]
    copied = replace(case, demands=elsewhere, targets=(Target(authority="fr/pg", as_=TargetAs.COPY),))
    assert read(copied) == ()


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ({"en": "ensure that he is safe."}, ["demand-form"]),
        ({"fr": "veiller à sa sécurité"}, ["demand-form"]),
        ({"en": "asking for assurances"}, ["demand-form"]),
        ({"fr": "d’ouvrir une enquête"}, []),
        ({"en": "ensure that he is safe"}, []),
    ],
)
def test_a_demand_is_an_infinitive_clause(case: Case, read: Read, text: dict[str, str], wanted: list[str]) -> None:
    more = Demand(id="more", text=text, source="ai#1")
    assert ids(read(replace(case, demands=(*case.demands, more)))) == wanted


def test_a_court_is_never_asked_for_an_outcome(case: Case, read: Read) -> None:
    release = Demand(id="release", text={"fr": "de le remettre en liberté"}, source="ai#1")
    assert read(replace(case, demands=(*case.demands, release))) == ()
    asked = replace(release, for_=("court",))
    findings = read(replace(case, demands=(*case.demands, asked)))
    assert [(f.rule, f.where) for f in findings] == [("court-demands", "demands[release].text.fr")]


@pytest.mark.parametrize("hedge", list(Hedge))
def test_a_hedged_fact_that_is_stated_flatly_is_an_error(case: Case, read: Read, hedge: Hedge) -> None:
    flat = {"fr": "La police a fouillé une maison.", "en": "The police raided a house."}
    fact = replace(case.facts[0], text=flat, hedges=(hedge,))
    findings = read(replace(case, facts=(fact,)))
    assert [(f.message.id, f.where) for f in findings] == [
        (f"check.case-hedge-{hedge}", "facts[request].text.fr"),
        (f"check.case-hedge-{hedge}", "facts[request].text.en"),
    ]


HEDGED = [
    (Hedge.REPORTED, "fr", "La police aurait fouillé une maison."),
    (Hedge.REPORTED, "en", "The police reportedly raided a house."),
    (Hedge.REPORTED, "es", "Según testigos, la policía registró una casa."),
    (Hedge.REPORTED, "de", "Laut Zeugen hat die Polizei ein Haus durchsucht."),
    (Hedge.ALLEGED, "fr", "Il est accusé de vol."),
    (Hedge.ALLEGED, "en", "He allegedly stole it."),
    (Hedge.ALLEGED, "es", "El presunto robo ocurrió ayer."),
    (Hedge.ALLEGED, "de", "Der mutmaßliche Diebstahl war gestern."),
    (Hedge.BELIEVED, "fr", "Ses proches craignent le pire."),
    (Hedge.BELIEVED, "en", "His family fears the worst."),
    (Hedge.BELIEVED, "es", "Su familia cree que está detenido."),
    (Hedge.BELIEVED, "de", "Die Familie befürchtet das Schlimmste."),
    (Hedge.APPARENT, "fr", "Il semble détenu."),
    (Hedge.APPARENT, "en", "He appears to be in detention."),
    (Hedge.APPARENT, "es", "Aparentemente está detenido."),
    (Hedge.APPARENT, "de", "Er ist offenbar in Haft."),
    (Hedge.POSSIBLE, "fr", "Il risque la torture."),
    (Hedge.POSSIBLE, "en", "He might be tortured."),
    (Hedge.POSSIBLE, "es", "Podría ser torturado."),
    (Hedge.POSSIBLE, "de", "Ihm droht Folter."),
]


@pytest.mark.parametrize(("hedge", "language", "text"), HEDGED)
def test_each_language_has_its_words_for_each_hedge(
    case: Case, read: Read, hedge: Hedge, language: str, text: str
) -> None:
    fact = replace(case.facts[0], text={language: text}, hedges=(hedge,))
    assert read(replace(case, facts=(fact,))) == ()


@pytest.mark.parametrize("text", ["Il en a fait un extrait.", "Le portrait est là.", "Un attrait."])
def test_a_noun_in_rait_is_no_conditional(case: Case, read: Read, text: str) -> None:
    fact = replace(case.facts[0], text={"fr": text}, hedges=(Hedge.REPORTED,))
    assert ids(read(replace(case, facts=(fact,)))) == ["case-hedge-reported"]


def test_the_case_keeps_to_its_own_list_of_words(case: Case, read: Read) -> None:
    findings = read(replace(case, title={"fr": "Un fugitif"}))
    assert [(f.message.id, f.where) for f in findings] == [("check.forbidden", "title.fr")]


def test_a_basis_that_was_not_law_is_an_error(case: Case, read: Read) -> None:
    assert ids(read(replace(case, law=(LawUse(basis="cpp-6232-3"),)))) == ["law-never"]
    assert read(replace(case, law=(LawUse(basis="cpp-6232-3"),), as_of=date(2029, 1, 1))) == ()


def test_more_bases_than_a_letter_cites_are_remarked_on(case: Case, read: Read) -> None:
    uses = (*case.law, LawUse(basis="cpp-696-4"), LawUse(basis="uncat-3", for_=("prosecution",)))
    findings = read(replace(case, law=uses))
    assert [(f.severity, f.message.values["count"]) for f in findings] == [("remark", 4)]


def test_a_summary_far_from_fifty_words_is_remarked_on(case: Case, read: Read) -> None:
    assert ids(read(replace(case, summary={"fr": "Le journaliste est détenu."}))) == ["summary"]
    assert ids(read(replace(case, summary={"fr": "le " * 81}))) == ["summary"]


@pytest.mark.parametrize(
    ("change", "wanted"),
    [
        ({"title": {"fr": "La\u200b France"}}, "character"),
        ({"title": {"fr": "Le titre est TODO"}}, "placeholder"),
        ({"title": {"fr": "The refugee who faces extradition to the border"}}, "language-text"),
    ],
)
def test_texts_are_clean_and_in_their_language(case: Case, read: Read, change: dict[str, Any], wanted: str) -> None:
    findings = read(replace(case, **change))
    assert [(f.message.id, f.where) for f in findings] == [(f"check.{wanted}", "title.fr")]


def test_an_office_that_paper_is_printed_for_without_an_address_is_remarked_on(
    case: Case, read: Read, authority: Authority
) -> None:
    bare = replace(authority, postal=None, channels=(ChannelName.EMAIL, ChannelName.PRINT))
    found = read(case, known=replace(bare, emails=(Contact(value="a@exemple.org", provenance=UNVERIFIED),)))
    assert "check.no-postal" in {one.message.id for one in found}
    mail_only = replace(bare, channels=(ChannelName.EMAIL,))
    assert "check.no-postal" not in {one.message.id for one in read(case, known=mail_only)}
