"""What a letter template sees: the people, the office, the facts, the law and the demands of one letter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from urgentaction import address, errors, grammar
from urgentaction.compose import people
from urgentaction.compose.said import said
from urgentaction.model.authority import Authority, Role
from urgentaction.model.case import Case, Demand, Fact, Hedge, TargetAs, applies, reference_for
from urgentaction.model.law import Law

MOST_LAW = 3
"""A letter cites at most three bases: a page holds no more, and nobody reads more (design §4)."""


@dataclass(frozen=True)
class Office:
    """The office as a template sees it; `address` is the salutation without its comma, for the closing."""

    id: str
    role: str
    reply: str
    address: str
    closing: str


def shared(
    case: Case, authority: Authority, language: str, on: date, *, demands: Sequence[Demand], law: Sequence[Law]
) -> Mapping[str, object]:
    """The values of one letter that do not depend on its signer."""
    facts, concerns = _facts(case, authority, on)
    return {
        "case": case.id,
        "people": people.people(case, language),
        "office": Office(
            id=authority.id,
            role=authority.role.value,
            reply=authority.reply.value,
            address=salutation(authority, language, on).rstrip(",!: "),
            closing=said(authority.closing, language, where=f"{authority.id}.closing"),
        ),
        "facts": [said(fact.text, language, where=f"facts.{fact.id}") for fact in facts],
        "concerns": [said(fact.text, language, where=f"facts.{fact.id}") for fact in concerns],
        "laws": [said(basis.text, language, where=f"law.{basis.id}") for basis in law],
        "demands": [said(demand.text, language, where=f"demands.{demand.id}") for demand in demands],
    }


def subject(text: str, case: Case, authority: Authority, language: str) -> str:
    """The subject, with the number under which the office files the matter: its registry sorts mail by it."""
    number = reference_for(case, authority.id)
    return f"{text} ({REFERENCES.get(language, REFERENCES['en']).format(number=number)})" if number else text


REFERENCES = {"en": "ref. {number}", "fr": "réf. {number}", "es": "ref. {number}", "de": "Az. {number}"}


def law_for(case: Case, authority: Authority, on: date, laws: Mapping[str, Law]) -> tuple[Law, ...]:
    """The first three bases that this office can apply and that were in force on the date."""
    wanted = [use.basis for use in case.law if applies(use.for_, role=authority.role, authority=authority.id)]
    return tuple(laws[basis] for basis in wanted if laws[basis].in_force(on))[:MOST_LAW]


def model_for(case: Case, authority: Authority, language: str) -> tuple[str, ...]:
    """The paragraphs of the letter that the publisher wrote in this language, for a main target of the case.

    A court gets none, since it is asked for guarantees only, nor does an office that the letter was not written to.
    """
    model = case.letter.model.get(language)
    main = any(target.authority == authority.id and target.as_ is TargetAs.MAIN for target in case.targets)
    return model.paragraphs if model and main and authority.role is not Role.COURT else ()


def salutation(authority: Authority, language: str, on: date) -> str:
    """The form of address for whoever held the office on that day, else for the office alone; never with a name.

    Raises:
        UserError: The directory has none in this language.
    """
    if language not in authority.salutation:
        raise errors.UsageError(
            "compose.no-salutation", authority=authority.id, language=language, known=sorted(authority.salutation)
        )
    return authority.salutation[language].for_(authority.gender_on(on))


def recipient(authority: Authority, *, home: str, language: str, on: date) -> tuple[str, ...]:
    """The lines of the address block for a sender in the country `home`; the office alone where none is known.

    It names the office as whoever held it on that day is called, and nobody: a letter is to an office.
    """
    # The post office that delivers it reads the office's own language, whatever the letter is written in.
    own = authority.languages[0]
    office = authority.office.get(own) or next(iter(authority.office.values()))
    name = office.for_(authority.gender_on(on))
    if authority.postal is None:
        body = authority.body.get(own, "")
        lines: tuple[str, ...] = (name,) if body.casefold() == name.casefold() else (name, body)
    else:
        lines = address.lines(
            authority.postal, office=office_lines(authority, name), sender_country=home, language=language
        )
    return tuple(line.replace("'", "’") for line in lines if line)


def office_lines(authority: Authority, name: str) -> tuple[str, ...]:
    """Who it is, above the address: the office, and its body where no line of the address says it."""
    body = authority.body.get(authority.languages[0], "")
    told = authority.postal is not None and authority.postal.lines
    return (name,) if told or not body or body.casefold() in name.casefold() else (name, body)


def notice(case: Case, language: str) -> str:
    """The line that every format of a letter for a case that is over shows first."""
    if case.is_open:
        return ""
    on = case.status.on or case.as_of
    return NOTICES[language if language in NOTICES else "en"].format(on=grammar.dates(on, language))


NOTICES = {
    "en": "Historical example, not to be sent: this action ended on {on}.",
    "fr": "Exemple historique, à ne pas envoyer : cette action a pris fin le {on}.",
    "es": "Ejemplo histórico, no debe enviarse: esta acción terminó el {on}.",
    "de": "Historisches Beispiel, nicht zu versenden: Diese Aktion endete am {on}.",
}


def _facts(case: Case, authority: Authority, on: date) -> tuple[list[Fact], list[Fact]]:
    """The facts for this office and date: what happened, and from the first that is believed on, the concern."""
    said = [
        fact
        for fact in case.facts
        if applies(fact.for_, role=authority.role, authority=authority.id)
        and (fact.on is None or fact.on <= on)
        and (fact.until is None or on <= fact.until)
    ]
    first = next((n for n, fact in enumerate(said) if Hedge.BELIEVED in fact.hedges), len(said))
    return said[:first], said[first:]
