"""Rules on what a letter says: its demands and no other, who it is about, the law of its date, courtesy, courts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from urgentaction import grammar
from urgentaction.check import lexicon
from urgentaction.check.reading import Passage, clause, cut, error, found, named, passages, plain, remark, says
from urgentaction.check.rules import Seen
from urgentaction.model.authority import Reply
from urgentaction.model.case import Case, Person, applies, demands_for
from urgentaction.model.finding import Finding
from urgentaction.model.letter import Part

MOST_LAW = 3
"""Bases that one letter cites (design §4)."""

_ASKING = (Part.OPENING, Part.CONCERN, Part.DEMANDS, Part.OWN_WORDS, Part.REPLY)


def same_case(seen: Seen) -> Iterator[Finding]:
    """The letter was composed for this case, this round and this office."""
    letter, case = seen.letter, seen.case
    if letter.case != case.id or letter.authority != seen.authority.id:
        yield error("case", "other-case", case=letter.case, authority=letter.authority)
    elif letter.round != case.round:
        yield error("case", "other-round", round=letter.round, now=case.round, case=case.id)


def demands(seen: Seen) -> Iterator[Finding]:
    """Every required demand for the office is there, word for word, and no other is."""
    wanted = demands_for(seen.case, role=seen.authority.role, authority=seen.authority.id)
    texts = {
        demand.id: clause(grammar.typography(demand.text[seen.language], seen.language))
        for demand in wanted
        if seen.language in demand.text
    }
    items = [item for p in seen.letter.block(Part.DEMANDS) for item in p.items]
    asked = {clause(item) for item in items}
    if _model_letter(seen):
        return
    for demand in wanted:
        if demand.required and texts.get(demand.id) not in asked:
            missing = cut(demand.text.get(seen.language, demand.id))
            yield error("demands", "demand-missing", where="demands", demand=missing)
    for item in items:
        if clause(item) not in texts.values():
            yield error("demands", "demand-foreign", where="demands", text=cut(item))


def people(seen: Seen) -> Iterator[Finding]:
    """Whoever the case is about is named in full; one of several may be missing, not all."""
    known = [person for person in seen.case.people if not person.unnamed]
    texts = [passage.text for passage in _read(seen)]
    missing = [person for person in known if not _is_named(person, texts, seen.language)]
    for person in missing:
        if len(missing) == len(known):
            yield error("people", "person-missing", name=person.name)
        else:
            yield remark("people", "person-missing", name=person.name)


def forbidden(seen: Seen) -> Iterator[Finding]:
    """No word that the case rules out."""
    for passage in _read(seen):
        for word in seen.case.letter.forbidden:
            if says(passage.text, word):
                yield error("forbidden", "forbidden", where=passage.where, word=word)


def courtesy(seen: Seen) -> Iterator[Finding]:
    """No threat and no insult, unless the case itself reports one."""
    pattern = lexicon.THREATS.get(seen.language)
    if pattern is None:
        return
    for passage in _read(seen):
        word = found(pattern, passage.text)
        if word and not any(says(text, word) for text in _texts(seen.case, seen.language)):
            yield error("courtesy", "threat", where=passage.where, word=word)


def law(seen: Seen) -> Iterator[Finding]:
    """At most three bases, each one the case's for this office and in force on the letter's date."""
    letter = seen.letter
    usable = {
        use.basis for use in seen.case.law if applies(use.for_, role=seen.authority.role, authority=seen.authority.id)
    }
    if len(letter.law) > MOST_LAW:
        yield error("law", "law-many", where="law", count=len(letter.law), limit=MOST_LAW)
    for basis in letter.law:
        if basis not in seen.laws:
            yield error("law", "law-unknown", where="law", basis=basis)
        elif basis not in usable:
            yield error("law", "law-office", where="law", basis=basis)


def law_dates(seen: Seen) -> Iterator[Finding]:
    """Nothing is cited, by id or by name, that was not law on the letter's date."""
    texts = [passage.text for passage in passages(seen.letter)]
    for basis, entry in seen.laws.items():
        name = entry.name.get(seen.language, "")
        if entry.in_force(seen.letter.dated):
            continue
        if basis in seen.letter.law or (name and any(says(text, name) for text in texts)):
            yield error("law", "law-date", where="law", name=name or basis, on=seen.letter.dated)


def reply(seen: Seen) -> Iterator[Finding]:
    """A court is asked for no reply; another office only where its entry says so."""
    if not any(passage.text.strip() for passage in passages(seen.letter, Part.REPLY)):
        return
    if seen.to_court:
        yield error("court", "court-reply", where="reply")
    elif seen.authority.reply is Reply.NONE:
        yield remark("reply", "reply", where="reply")


def outcome(seen: Seen) -> Iterator[Finding]:
    """A court is asked for guarantees, never for an outcome; nothing is said about guilt."""
    pattern = lexicon.OUTCOMES.get(seen.language)
    if not seen.to_court or pattern is None:
        return
    for passage in passages(seen.letter, *_ASKING):
        word = found(pattern, passage.text)
        if word:
            yield error("court", "court-outcome", where=passage.where, word=word)


def language(seen: Seen) -> Iterator[Finding]:
    """The letter, and what the signer adds, are in the language the letter claims."""
    composed = [passage.text for passage in passages(seen.letter) if passage.where != Part.OWN_WORDS]
    whole = grammar.looks_like(" ".join(composed))
    if whole not in {None, seen.language}:
        yield remark("language", "language", claimed=named(seen.language), found=named(str(whole)))
    own = grammar.looks_like(" ".join(passage.text for passage in passages(seen.letter, Part.OWN_WORDS)))
    if own not in {None, seen.language, whole}:
        yield remark("language", "language-own", where="own_words", claimed=named(seen.language), found=named(str(own)))


def own_words(seen: Seen) -> Iterator[Finding]:
    """A letter with a word of its own counts more."""
    if not any(passage.text.strip() for passage in passages(seen.letter, Part.OWN_WORDS)):
        yield remark("own-words", "no-own-words", where="own_words")


def length(seen: Seen) -> Iterator[Finding]:
    """No longer than the case wants."""
    limit = seen.case.letter.max_words
    if limit is not None and seen.letter.words > limit:
        yield error("length", "too-long", count=seen.letter.words, limit=limit)


def _model_letter(seen: Seen) -> bool:
    """A publisher's own letter, word for word, asks in its own sentences."""
    model = seen.case.letter.model.get(seen.language)
    if model is None:
        return False
    said = {plain(passage.text) for passage in passages(seen.letter)}
    return all(plain(grammar.typography(text, seen.language)) in said for text in model.paragraphs)


def _is_named(person: Person, texts: Sequence[str], language: str) -> bool:
    names = (person.name, person.name_native, *person.forms.get(language, {}).values())
    return any(plain(name) in plain(text) for name in names if name for text in texts)


def _read(seen: Seen) -> Iterator[Passage]:
    """What the office reads: the subject and every block."""
    yield Passage("subject", seen.letter.subject)
    yield from passages(seen.letter)


def _texts(case: Case, language: str) -> Iterator[str]:
    yield from (fact.text.get(language, "") for fact in case.facts)
    yield from (demand.text.get(language, "") for demand in case.demands)
