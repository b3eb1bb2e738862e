"""Rules over a case: what its file may say and a careful coordinator would still look at."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from urgentaction import grammar
from urgentaction.check import form
from urgentaction.check.content import MOST_LAW
from urgentaction.check.hedges import unhedged
from urgentaction.check.reading import Passage, cut, named, says
from urgentaction.check.rules import Said, say
from urgentaction.check.tone import outcome_in
from urgentaction.model.authority import Authority, ChannelName, Level, Provenance, Role
from urgentaction.model.case import Case, TargetAs, Text, applies, demands_for
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

    @property
    def main(self) -> tuple[Authority, ...]:
        """Those that letters are to; the others get copies."""
        to = {target.authority for target in self.case.targets if target.as_ is TargetAs.MAIN}
        return tuple(authority for authority in self.targets if authority.id in to)


def deadline(seen: SeenCase) -> Iterator[Said]:
    """An open case whose deadline has passed."""
    until = seen.case.deadline
    if seen.case.is_open and until is not None and until < seen.today:
        yield say("deadline-past", where="deadline", on=until)


def deadline_near(seen: SeenCase) -> Iterator[Said]:
    """An open case whose deadline comes before paper does."""
    until = seen.case.deadline
    if seen.case.is_open and until is not None and timedelta(0) <= until - seen.today <= SOON:
        yield say("deadline-near", where="deadline", on=until)


def looked_at(seen: SeenCase) -> Iterator[Said]:
    """An open case that nobody looked at for a fortnight."""
    days = (seen.today - seen.case.checked_on).days
    if seen.case.is_open and days > LOOK_AGAIN.days:
        yield say("not-looked-at", where="checked_on", on=seen.case.checked_on, count=days)


def looked_at_date(seen: SeenCase) -> Iterator[Said]:
    """Nobody has looked at a case tomorrow."""
    if (seen.today - seen.case.checked_on).days < -1:  # a day is left for time zones
        yield say("looked-at-in-future", where="checked_on", on=seen.case.checked_on)


def contacts(seen: SeenCase) -> Iterator[Said]:
    """Targets of an open case whose address is not verified, or due for another look."""
    if not seen.case.is_open:
        return
    for authority in seen.targets:
        if authority.review_by is not None and authority.review_by < seen.today:
            yield say("contact-overdue", where=authority.id, on=authority.review_by, id=authority.id)
        if any(known.level is Level.UNVERIFIED for known in _provenances(authority)):
            yield say("contact-unverified", where=authority.id, id=authority.id)


def channels(seen: SeenCase) -> Iterator[Said]:
    """Each main target of an open case can be reached by a way that it allows; on paper only with an address."""
    for authority in seen.main if seen.case.is_open else ():
        known = {
            ChannelName.EMAIL: authority.emails,
            ChannelName.MAILTO: authority.emails,
            ChannelName.POST: authority.postal,
            ChannelName.PRINT: authority.postal,
            ChannelName.WEBFORM: authority.web_form,
        }
        if not any(known.get(channel) for channel in authority.channels):
            yield say("no-channel", where=authority.id, id=authority.id)
        elif ChannelName.PRINT in authority.channels and authority.postal is None:
            yield say("no-postal", where=authority.id, id=authority.id)


def targets(seen: SeenCase) -> Iterator[Said]:
    """Every main target is asked something."""
    for authority in seen.main:
        if not demands_for(seen.case, role=authority.role, authority=authority.id):
            yield say("no-demand", where="targets", id=authority.id)


def demand_form(seen: SeenCase) -> Iterator[Said]:
    """A demand is an infinitive clause without a full stop."""
    for demand in seen.case.demands:
        for language, text in demand.text.items():
            if text.endswith((".", ";", ",")) or not grammar.is_infinitive(text, language):
                yield say("demand-form", where=_key("demands", demand.id, language), text=cut(text))


def courts(seen: SeenCase) -> Iterator[Said]:
    """What is asked of a court is a guarantee, never an outcome."""
    courts_ = [authority for authority in seen.authorities.values() if authority.role is Role.COURT]
    asked = {d.id: d for a in courts_ for d in demands_for(seen.case, role=a.role, authority=a.id)}
    for demand in asked.values():
        for language, text in demand.text.items():
            word = outcome_in(text, language)
            if word:
                yield say("court-outcome", where=_key("demands", demand.id, language), word=word)


def hedges(seen: SeenCase) -> Iterator[Said]:
    """A fact that is hedged says so in every language."""
    for fact in seen.case.facts:
        for language in fact.text:
            for hedge in unhedged(fact, language):
                yield say(f"case-hedge-{hedge}", where=_key("facts", fact.id, language))


def forbidden(seen: SeenCase) -> Iterator[Said]:
    """The case keeps to its own list of words."""
    for where, text in _texts(seen.case):
        for word in seen.case.letter.forbidden:
            if says(text, word):
                yield say("forbidden", where=where, word=word)


def law(seen: SeenCase) -> Iterator[Said]:
    """Each basis was law on the day the facts are true."""
    for use in seen.case.law:
        basis = seen.laws.get(use.basis)
        if basis is not None and not basis.in_force(seen.case.as_of):
            yield say("law-never", where="law", basis=use.basis, on=seen.case.as_of)


def law_choice(seen: SeenCase) -> Iterator[Said]:
    """No office has more bases than a letter cites."""
    for authority in seen.targets:
        usable = [use for use in seen.case.law if applies(use.for_, role=authority.role, authority=authority.id)]
        if len(usable) > MOST_LAW:
            yield say("law-choice", where="law", id=authority.id, count=len(usable), limit=MOST_LAW)


def summary(seen: SeenCase) -> Iterator[Said]:
    """The summary is about fifty words."""
    for language, text in seen.case.summary.items():
        words = len(text.split())
        if words not in SUMMARY_WORDS:
            yield say("summary", where=f"summary.{language}", count=words)


def description(seen: SeenCase) -> Iterator[Said]:
    """Whoever is not named is told of inside a sentence: `un groupe de …`, never `Les douze …`."""
    for index, person in enumerate(seen.case.people):
        for language, text in person.description.items():
            if (article := _ARTICLES.get(language)) and article.match(text):
                yield say("description", where=f"people[{index}].description.{language}", text=cut(text))


_ARTICLES = {
    "en": re.compile(r"(?:The|A|An) "),
    "fr": re.compile(r"(?:[Ll]es? |[Ll]a |[Ll]['’]|(?:Une?|Des|Du) )"),
    "es": re.compile(r"(?:(?:El|La|Los|Las|Un|Una|Unos|Unas) )"),
}
"""How a description begins that does not fit into a sentence; German declines it (`forms`)."""


def characters(seen: SeenCase) -> Iterator[Said]:
    """No stray character."""
    for where, text in _texts(seen.case):
        yield from form.stray(Passage(where, text))


def placeholders(seen: SeenCase) -> Iterator[Said]:
    """No placeholder."""
    for where, text in _texts(seen.case):
        left = form.PLACEHOLDER.search(text)
        if left:
            yield say("placeholder", where=where, text=left.group())


def language(seen: SeenCase) -> Iterator[Said]:
    """Each text is in the language it claims."""
    for where, text in _texts(seen.case):
        claimed = where.rpartition(".")[2]
        guess = grammar.looks_like(text)
        if guess not in {None, claimed}:
            yield say("language-text", where=where, claimed=named(claimed), found=named(str(guess)))


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
