"""Rules over a case, a letter and a document, each a small function; what they find is a value, never an exception."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date

from urgentaction.check import table
from urgentaction.check.alike import Alike, Likeness
from urgentaction.check.cases import SeenCase
from urgentaction.check.many import Rules
from urgentaction.check.rules import Rule, Seen
from urgentaction.check.table import CASE, LETTER, PAGE, SeenPage
from urgentaction.model.authority import Authority
from urgentaction.model.case import Case
from urgentaction.model.finding import Finding, Severity
from urgentaction.model.law import Law
from urgentaction.model.letter import Document, Letter
from urgentaction.model.rule import SILENCEABLE, RuleId

__all__ = ["CASE", "LETTER", "PAGE", "Alike", "Likeness", "Rule", "case", "document", "letter", "letters", "table"]


def letter(
    letter: Letter,
    *,
    case: Case,
    authority: Authority,
    laws: Mapping[str, Law],
    without: Collection[RuleId] = (),
) -> tuple[Finding, ...]:
    """What the rules have to say about a letter, errors first: an error stops it (one with gaps may be looked at).

    `without`: rules that cannot be held to this letter, because what they look at was not seen.
    """
    seen = Seen(letter=letter, case=case, authority=authority, laws=laws)
    return _told((finding for rule in LETTER if rule.id not in without for finding in rule.findings(seen)), case)


def letters(*, case: Case, authority: Authority, laws: Mapping[str, Law]) -> Callable[[Letter], tuple[Finding, ...]]:
    """`letter` for the letters of many signers of one case to one office: what they share is read once."""
    rules = Rules(LETTER, case, authority, laws)
    return lambda letter: _told(rules.findings(letter), case)


def case(
    case: Case, *, authorities: Mapping[str, Authority], laws: Mapping[str, Law], today: date
) -> tuple[Finding, ...]:
    """What the rules have to say about a case, beyond what the library refuses to read; errors first."""
    seen = SeenCase(case=case, authorities=authorities, laws=laws, today=today)
    return _told((finding for rule in CASE for finding in rule.findings(seen)), case)


def document(document: Document, letter: Letter) -> tuple[Finding, ...]:
    """What the rules have to say about a letter's document: it is one page."""
    seen = SeenPage(document, letter)
    return tuple(finding for rule in PAGE for finding in rule.findings(seen))


def _told(findings: Iterable[Finding], case: Case) -> tuple[Finding, ...]:
    """Errors first, then remarks, then what the case silences, with its reason."""
    why = {one.rule: one.why for one in case.silenced if one.rule in SILENCEABLE}
    if why:
        findings = (replace(one, silenced=why.get(RuleId(one.rule), {})) for one in findings)
    return tuple(sorted(findings, key=lambda one: (bool(one.silenced), one.severity is not Severity.ERROR)))
