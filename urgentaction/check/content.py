"""Rules on what a letter asks: its demands and no other, the law of its date, a reply where one may be asked for."""

from __future__ import annotations

from collections.abc import Iterator

from urgentaction import grammar
from urgentaction.check.reading import clause, cut, named, passages, plain, says
from urgentaction.check.rules import Said, Seen, say
from urgentaction.model.authority import Reply
from urgentaction.model.case import applies, demands_for
from urgentaction.model.letter import Part

MOST_LAW = 3
"""Bases that one letter cites (design §4)."""


def same_case(seen: Seen) -> Iterator[Said]:
    """The letter was composed for this case, this round and this office."""
    letter, case = seen.letter, seen.case
    if letter.case != case.id or letter.authority != seen.authority.id:
        yield say("other-case", case=letter.case, authority=letter.authority)
    elif letter.round != case.round:
        yield say("other-round", round=letter.round, now=case.round, case=case.id)


def over(seen: Seen) -> Iterator[Said]:
    """A letter of an action that is over says that it is an example."""
    if not seen.case.is_open and not seen.letter.historical:
        yield say("over", case=seen.case.id)


def late(seen: Seen) -> Iterator[Said]:
    """No letter is dated after the deadline."""
    until = seen.case.deadline
    if until is not None and seen.letter.dated > until:
        yield say("late", on=seen.letter.dated, until=until)


def demands(seen: Seen) -> Iterator[Said]:
    """Every required demand for the office is there, word for word, and no other is."""
    if _model_letter(seen):
        return
    wanted = demands_for(seen.case, role=seen.authority.role, authority=seen.authority.id)
    texts = {
        demand.id: clause(grammar.typography(demand.text[seen.language], seen.language))
        for demand in wanted
        if seen.language in demand.text
    }
    items = [item for p in seen.letter.block(Part.DEMANDS) for item in p.items]
    asked = {clause(item) for item in items}
    prose = [plain(p.text) for p in seen.letter.block(Part.DEMANDS) if p.text]
    for demand in wanted:
        text = texts.get(demand.id)
        if demand.required and text not in asked and not (text and any(text in said for said in prose)):
            missing = cut(demand.text.get(seen.language, demand.id))
            yield say("demand-missing", where="demands", demand=missing)
    for item in items:
        if clause(item) not in texts.values():
            yield say("demand-foreign", where="demands", text=cut(item))


def law(seen: Seen) -> Iterator[Said]:
    """At most three bases, each one the case's for this office."""
    letter = seen.letter
    usable = {
        use.basis for use in seen.case.law if applies(use.for_, role=seen.authority.role, authority=seen.authority.id)
    }
    if len(letter.law) > MOST_LAW:
        yield say("law-many", where="law", count=len(letter.law), limit=MOST_LAW)
    for basis in letter.law:
        if basis not in seen.laws:
            yield say("law-unknown", where="law", basis=basis)
        elif basis not in usable:
            yield say("law-office", where="law", basis=basis)


def law_dates(seen: Seen) -> Iterator[Said]:
    """Nothing is cited, by id or by name, that was not law on the letter's date."""
    on, language = seen.letter.dated, seen.language
    texts = [passage.text for passage in passages(seen.letter)]
    valid = {entry.name.get(language, "") for entry in seen.laws.values() if entry.in_force(on)}
    for basis, entry in seen.laws.items():
        if entry.in_force(on):
            continue
        name = entry.name.get(language, "")
        named = name not in valid and name and any(says(text, name) for text in texts)
        if basis in seen.letter.law or named:
            yield say("law-date", where="law", name=name or basis, on=on)


def court_reply(seen: Seen) -> Iterator[Said]:
    """A court is asked for no reply."""
    if seen.to_court and _asks_for_reply(seen):
        yield say("court-reply", where="reply")


def reply(seen: Seen) -> Iterator[Said]:
    """Another office is asked for one only where its entry says so."""
    if not seen.to_court and seen.authority.reply is Reply.NONE and _asks_for_reply(seen):
        yield say("reply", where="reply")


def language(seen: Seen) -> Iterator[Said]:
    """The letter is in the language that it claims."""
    whole = _composed_in(seen)
    if whole not in {None, seen.language}:
        yield say("language", claimed=named(seen.language), found=named(str(whole)))


def language_own(seen: Seen) -> Iterator[Said]:
    """What the signer adds is in the letter's language."""
    own = grammar.looks_like(" ".join(passage.text for passage in passages(seen.letter, Part.OWN_WORDS)))
    if own not in {None, seen.language} and own != _composed_in(seen):
        yield say("language-own", where="own_words", claimed=named(seen.language), found=named(str(own)))


def own_words(seen: Seen) -> Iterator[Said]:
    """A letter with a word of its own counts more."""
    if not any(passage.text.strip() for passage in passages(seen.letter, Part.OWN_WORDS)):
        yield say("no-own-words", where="own_words")


def length(seen: Seen) -> Iterator[Said]:
    """No longer than the case wants."""
    limit = seen.case.letter.max_words
    if limit is not None and seen.letter.words > limit:
        yield say("too-long", count=seen.letter.words, limit=limit)


def _asks_for_reply(seen: Seen) -> bool:
    return any(passage.text.strip() for passage in passages(seen.letter, Part.REPLY))


def _composed_in(seen: Seen) -> str | None:
    composed = [passage.text for passage in passages(seen.letter) if passage.where != Part.OWN_WORDS]
    return grammar.looks_like(" ".join(composed))


def _model_letter(seen: Seen) -> bool:
    """A publisher's own letter, word for word, asks in its own sentences."""
    model = seen.case.letter.model.get(seen.language)
    if model is None:
        return False
    said = {plain(passage.text) for passage in passages(seen.letter)}
    return all(plain(grammar.typography(text, seen.language)) in said for text in model.paragraphs)
