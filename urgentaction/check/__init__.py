"""Rules over a case, a letter and a document, each a small function; what they find is a value, never an exception."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from urgentaction.check import cases, content, form, hedges
from urgentaction.check.many import Rules
from urgentaction.check.reading import error
from urgentaction.check.rules import Rule, Seen
from urgentaction.model.authority import Authority
from urgentaction.model.case import Case
from urgentaction.model.finding import Finding, Severity
from urgentaction.model.law import Law
from urgentaction.model.letter import Document, Letter

LETTER: tuple[Rule, ...] = (
    content.same_case,
    form.gaps,
    form.placeholders,
    form.salutation,
    content.people,
    hedges.hedges_kept,
    content.law,
    content.law_dates,
    content.demands,
    content.outcome,
    content.reply,
    form.closing,
    content.forbidden,
    content.courtesy,
    content.length,
    form.subject,
    form.reference,
    form.recipient,
    form.characters,
    form.spacing,
    form.typeset,
    content.language,
    content.own_words,
)
"""Every rule over a letter; a new one is a function here."""


def letter(letter: Letter, *, case: Case, authority: Authority, laws: Mapping[str, Law]) -> tuple[Finding, ...]:
    """What the rules have to say about a letter, errors first: an error stops it (one with gaps may be looked at)."""
    seen = Seen(letter=letter, case=case, authority=authority, laws=laws)
    return _errors_first(finding for rule in LETTER for finding in rule(seen))


def letters(*, case: Case, authority: Authority, laws: Mapping[str, Law]) -> Callable[[Letter], tuple[Finding, ...]]:
    """`letter` for the letters of many signers of one case to one office: what they share is read once."""
    rules = Rules(LETTER, case, authority, laws)
    return lambda letter: _errors_first(rules.findings(letter))


def case(
    case: Case, *, authorities: Mapping[str, Authority], laws: Mapping[str, Law], today: date
) -> tuple[Finding, ...]:
    """What the rules have to say about a case, beyond what the library refuses to read; errors first."""
    seen = cases.SeenCase(case=case, authorities=authorities, laws=laws, today=today)
    return _errors_first(finding for rule in cases.CASE for finding in rule(seen))


def document(document: Document, letter: Letter) -> tuple[Finding, ...]:
    """What the rules have to say about a letter's document: it is one page."""
    pages = (document.pages or 1) - document.covers
    return (error("pages", "pages", count=pages, words=letter.words),) if pages > 1 else ()


def _errors_first(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(findings, key=lambda finding: finding.severity is not Severity.ERROR))
