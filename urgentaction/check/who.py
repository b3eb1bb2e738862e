"""Rules on names: whom the letter is about, in full and more than once; who signs it, and nobody else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from urgentaction.check.reading import REMEMBERED, plain, shown
from urgentaction.check.rules import Said, Seen, say
from urgentaction.model.case import Number, Person

SHORT = 3
"""Letters; shorter words (de, al) are no name by themselves."""


def people(seen: Seen) -> Iterator[Said]:
    """Somebody whom the case is about is named in full."""
    known, missing = _missing(seen)
    if known and len(missing) == len(known):
        for person in missing:
            yield say("person-missing", name=person.name)


def some_people(seen: Seen) -> Iterator[Said]:
    """Of several, each is named."""
    known, missing = _missing(seen)
    if len(missing) < len(known):
        for person in missing:
            yield say("person-missing", name=person.name)


def name_again(seen: Seen) -> Iterator[Said]:
    """Who is named in full is named again, by a part of the name at least."""
    known = [person for person in seen.case.people if not person.unnamed]
    if len(known) != 1 or known[0].number is Number.MANY:
        return
    text = " ".join(f" {_words(passage.text)} " for passage in shown(seen.letter))
    times = [text.count(f" {word} ") for name in _names(known[0], seen.language) for word in _parts(name)]
    if max(times, default=2) == 1:
        yield say("name-once", name=known[0].name)


def signature(seen: Seen) -> Iterator[Said]:
    """Whoever the letter is from has signed it."""
    letter = seen.letter
    if letter.gaps:
        return
    if not letter.signature.strip():
        yield say("no-signature", where="signature")
    elif plain(letter.signature) != plain(letter.sender.name):
        yield say("other-signature", where="signature", signature=letter.signature, name=letter.sender.name)


def _missing(seen: Seen) -> tuple[list[Person], list[Person]]:
    known = [person for person in seen.case.people if not person.unnamed]
    texts = [passage.text for passage in shown(seen.letter)]
    return known, [person for person in known if not _is_named(person, texts, seen.language)]


def _is_named(person: Person, texts: Sequence[str], language: str) -> bool:
    return any(plain(name) in plain(text) for name in _names(person, language) for text in texts)


def _names(person: Person, language: str) -> Iterator[str]:
    yield from filter(None, (person.name, person.name_native, *person.forms.get(language, {}).values()))


def _parts(name: str) -> list[str]:
    words = _words(name).split()
    return [word for word in words if len(word) >= SHORT] or words


@lru_cache(maxsize=REMEMBERED)
def _words(text: str) -> str:
    return " ".join("".join(sign if sign.isalnum() else " " for sign in plain(text)).split())
