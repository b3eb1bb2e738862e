"""Rules on how a letter speaks: courteously, of guarantees to a court, of nobody's guilt, with no demand of its own."""

from __future__ import annotations

from collections.abc import Iterator

from urgentaction.check import lexicon
from urgentaction.check.reading import Passage, clause, cut, found, passages, plain, says, sentences, shown, without
from urgentaction.check.rules import Said, Seen, say
from urgentaction.model.case import Case
from urgentaction.model.letter import Part

_ASKING = (Part.OPENING, Part.CONCERN, Part.DEMANDS, Part.OWN_WORDS, Part.REPLY)


def forbidden(seen: Seen) -> Iterator[Said]:
    """No word that the case rules out."""
    for passage in shown(seen.letter):
        for word in seen.case.letter.forbidden:
            if says(passage.text, word):
                yield say("forbidden", where=passage.where, word=word)


def courtesy(seen: Seen) -> Iterator[Said]:
    """No threat and no insult, unless the case itself reports one."""
    for passage, word in _unlike_the_case(seen, lexicon.THREATS, shown(seen.letter)):
        yield say("threat", where=passage.where, word=word)


def guilt(seen: Seen) -> Iterator[Said]:
    """No letter argues whether somebody is guilty, unless the case itself speaks of it; of a court see the next."""
    if seen.to_court:
        return
    presumed = lexicon.PRESUMPTION.get(seen.language, "(?!)")
    texts = (Passage(one.where, without(presumed, one.text)) for one in passages(seen.letter))
    for passage, word in _unlike_the_case(seen, lexicon.GUILT, texts):
        yield say("guilt", where=passage.where, word=word)


def outcome(seen: Seen) -> Iterator[Said]:
    """A court is asked for guarantees, never for an outcome; nothing is said about guilt."""
    pattern = lexicon.OUTCOMES.get(seen.language)
    if not seen.to_court or pattern is None:
        return
    for passage in passages(seen.letter, *_ASKING):
        word = outcome_in(passage.text, seen.language)
        if word:
            yield say("court-outcome", where=passage.where, word=word)


def attachments(seen: Seen) -> Iterator[Said]:
    """A letter comes alone: what it says is enclosed is not there."""
    for passage, word in _unlike_the_case(seen, lexicon.ATTACHMENTS, passages(seen.letter)):
        yield say("attachment", where=passage.where, word=word)


def own_demand(seen: Seen) -> Iterator[Said]:
    """The signer's own words ask for nothing that the case does not ask."""
    pattern = lexicon.REQUESTS.get(seen.language)
    if pattern is None:
        return
    texts = [clause(demand.text[seen.language]) for demand in seen.case.demands if seen.language in demand.text]
    for passage in passages(seen.letter, Part.OWN_WORDS):
        for sentence in sentences(passage.text):
            if found(pattern, sentence) and not any(text in plain(sentence) for text in texts):
                yield say("own-demand", where="own_words", text=cut(sentence))


def outcome_in(text: str, language: str) -> str:
    """The words of a text that ask for an outcome or speak of guilt; the presumption of innocence is a guarantee."""
    pattern = lexicon.OUTCOMES.get(language)
    return found(pattern, without(lexicon.PRESUMPTION.get(language, "(?!)"), text)) if pattern else ""


def _unlike_the_case(seen: Seen, lexicon_: lexicon.Lexicon, where: Iterator[Passage]) -> Iterator[tuple[Passage, str]]:
    """What the words of a lexicon find in these passages and the case does not say itself."""
    pattern = lexicon_.get(seen.language)
    if pattern is None:
        return
    for passage in where:
        word = found(pattern, passage.text)
        if word and not any(says(text, word) for text in _texts(seen.case, seen.language)):
            yield passage, word


def _texts(case: Case, language: str) -> Iterator[str]:
    yield from (fact.text.get(language, "") for fact in case.facts)
    yield from (demand.text.get(language, "") for demand in case.demands)
    model = case.letter.model.get(language)
    yield from model.paragraphs if model else ()
