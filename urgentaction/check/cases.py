"""Rules over a case: what its file may say and a careful coordinator would still look at."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from urgentaction import grammar
from urgentaction.check import form, lexicon
from urgentaction.check.content import MOST_LAW
from urgentaction.check.hedges import unhedged
from urgentaction.check.reading import Passage, cut, error, found, named, remark, says
from urgentaction.model.authority import Authority, Level, Provenance, Role
from urgentaction.model.case import Case, TargetAs, Text, applies, demands_for
from urgentaction.model.finding import Finding
from urgentaction.model.law import Law

LOOK_AGAIN = timedelta(days=14)
"""After so long without a look, a case is asked about (design §6)."""

SOON = timedelta(days=3)
"""So near to the deadline, paper no longer arrives."""

SUMMARY_WORDS = range(25, 81)
"""A summary is about 50 words (design §4)."""


@dataclass(frozen=True, kw_only=True)
class SeenCase:
    """A case beside its authorities (by id), the law, and today's date at home."""

    case: Case
    authorities: Mapping[str, Authority]
    laws: Mapping[str, Law]
    today: date

    @property
    def targets(self) -> tuple[Authority, ...]:
        """The authorities that the case names, as far as they are known."""
        return tuple(self.authorities[t.authority] for t in self.case.targets if t.authority in self.authorities)


CaseRule = Callable[[SeenCase], Iterator[Finding]]
"""One rule over a case: nothing where it keeps it."""


def deadline(seen: SeenCase) -> Iterator[Finding]:
    """An open case whose deadline has passed, or will in days."""
    until = seen.case.deadline
    if until is None or not seen.case.is_open:
        return
    if until < seen.today:
        yield error("deadline", "deadline-past", where="deadline", on=until)
    elif until - seen.today <= SOON:
        yield remark("deadline", "deadline-near", where="deadline", on=until)


def looked_at(seen: SeenCase) -> Iterator[Finding]:
    """An open case that nobody looked at for a fortnight."""
    days = (seen.today - seen.case.checked_on).days
    if days < -1:  # a day is left for time zones
        yield error("looked-at", "looked-at-in-future", where="checked_on", on=seen.case.checked_on)
    if seen.case.is_open and days > LOOK_AGAIN.days:
        yield remark("looked-at", "not-looked-at", where="checked_on", on=seen.case.checked_on, count=days)


def contacts(seen: SeenCase) -> Iterator[Finding]:
    """Targets of an open case whose address is not verified, or due for another look."""
    if not seen.case.is_open:
        return
    for authority in seen.targets:
        if authority.review_by is not None and authority.review_by < seen.today:
            yield remark("contacts", "contact-overdue", where=authority.id, on=authority.review_by, id=authority.id)
        if any(known.level is Level.UNVERIFIED for known in _provenances(authority)):
            yield remark("contacts", "contact-unverified", where=authority.id, id=authority.id)


def demands(seen: SeenCase) -> Iterator[Finding]:
    """Every main target is asked something; a demand is an infinitive clause without a full stop."""
    main = {target.authority for target in seen.case.targets if target.as_ is TargetAs.MAIN}
    for authority in seen.targets:
        asked = demands_for(seen.case, role=authority.role, authority=authority.id)
        if authority.id in main and not asked:
            yield error("demands", "no-demand", where="targets", id=authority.id)
    for demand in seen.case.demands:
        for language, text in demand.text.items():
            if text.endswith((".", ";", ",")) or (language == "fr" and not text.startswith(("de ", "d'", "d’"))):
                yield remark("demands", "demand-form", where=_key("demands", demand.id, language), text=cut(text))


def courts(seen: SeenCase) -> Iterator[Finding]:
    """What is asked of a court is a guarantee, never an outcome."""
    courts_ = [authority for authority in seen.authorities.values() if authority.role is Role.COURT]
    asked = {d.id: d for a in courts_ for d in demands_for(seen.case, role=a.role, authority=a.id)}
    for demand in asked.values():
        for language, text in demand.text.items():
            word = found(lexicon.OUTCOMES.get(language, "(?!)"), text)
            if word:
                yield error("court", "court-outcome", where=_key("demands", demand.id, language), word=word)


def hedges(seen: SeenCase) -> Iterator[Finding]:
    """A fact that is hedged says so in every language."""
    for fact in seen.case.facts:
        for language in fact.text:
            for hedge in unhedged(fact, language):
                yield error("hedges", f"case-hedge-{hedge}", where=_key("facts", fact.id, language))


def forbidden(seen: SeenCase) -> Iterator[Finding]:
    """The case keeps to its own list of words."""
    for where, text in _texts(seen.case):
        for word in seen.case.letter.forbidden:
            if says(text, word):
                yield error("forbidden", "forbidden", where=where, word=word)


def law(seen: SeenCase) -> Iterator[Finding]:
    """Each basis was law on the day the facts are true, and no office has more than a letter cites."""
    for use in seen.case.law:
        basis = seen.laws.get(use.basis)
        if basis is not None and not basis.in_force(seen.case.as_of):
            yield error("law", "law-never", where="law", basis=use.basis, on=seen.case.as_of)
    for authority in seen.targets:
        usable = [use for use in seen.case.law if applies(use.for_, role=authority.role, authority=authority.id)]
        if len(usable) > MOST_LAW:
            yield remark("law", "law-choice", where="law", id=authority.id, count=len(usable), limit=MOST_LAW)


def summary(seen: SeenCase) -> Iterator[Finding]:
    """The summary is about fifty words."""
    for language, text in seen.case.summary.items():
        words = len(text.split())
        if words not in SUMMARY_WORDS:
            yield remark("summary", "summary", where=f"summary.{language}", count=words)


def texts(seen: SeenCase) -> Iterator[Finding]:
    """No stray character and no placeholder, and each text is in the language it claims."""
    for where, text in _texts(seen.case):
        yield from form.stray(Passage(where, text))
        left = form.PLACEHOLDER.search(text)
        if left:
            yield error("placeholders", "placeholder", where=where, text=left.group())
        claimed = where.rpartition(".")[2]
        guess = grammar.looks_like(text)
        if guess not in {None, claimed}:
            yield remark("language", "language-text", where=where, claimed=named(claimed), found=named(str(guess)))


CASE: tuple[CaseRule, ...] = (
    deadline,
    looked_at,
    contacts,
    demands,
    courts,
    hedges,
    forbidden,
    law,
    summary,
    texts,
)
"""Every rule over a case; a new one is a function here."""


def _provenances(authority: Authority) -> Iterator[Provenance]:
    if authority.postal is not None:
        yield authority.postal.provenance
    yield from (contact.provenance for contact in authority.emails)


def _texts(case: Case) -> Iterator[tuple[str, str]]:
    """The texts that letters are made of and that signers read, with their key path."""
    tables: list[tuple[str, Text]] = [
        ("title", case.title),
        ("summary", case.summary),
        ("letter.own_words_prompt", case.letter.own_words_prompt),
        *((f"facts[{fact.id}].text", fact.text) for fact in case.facts),
        *((f"demands[{demand.id}].text", demand.text) for demand in case.demands),
    ]
    for where, table in tables:
        yield from ((f"{where}.{language}", text) for language, text in table.items())


def _key(table: str, id_: str, language: str) -> str:
    return f"{table}[{id_}].text.{language}"
