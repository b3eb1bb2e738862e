"""What differs between two versions of a case, as a person would ask: what is asked, of whom, until when."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from urgentaction.model.case import EVERYONE, Case, Text


class Kind(StrEnum):
    """What happened to a part of a case."""

    ADDED = "added"
    GONE = "gone"
    CHANGED = "changed"


@dataclass(frozen=True, kw_only=True)
class Change:
    """One part that differs: `what` names it (`deadline`, `demands`), `id` which of several; texts before and after."""

    what: str
    kind: Kind
    id: str = ""
    before: str = ""
    after: str = ""


def differences(old: Case, new: Case) -> tuple[Change, ...]:
    """Everything that differs in what letters say, to whom and until when; in the order in which a person asks."""
    parts = [_one(name, read(old), read(new)) for name, read in _SINGLE.items()]
    lists = [_several(name, read(old), read(new)) for name, read in _LISTS.items()]
    return tuple(change for part in (*parts, *lists) for change in part)


def same_demands(old: Case, new: Case) -> bool:
    """Whether nothing is asked in the new version that was not asked, in the same words, in the old one.

    A publisher's letter that is new or in other words is not looked into: it may ask more.
    """
    moved = {(one.authority, one.lookup) for one in old.targets} != {(one.authority, one.lookup) for one in new.targets}
    asked: dict[str, set[str]] = {}
    for demand in old.demands:
        asked.setdefault(_said(demand.text), set()).update(demand.for_)
    demands = all(
        _said(demand.text) in asked and not _wider(asked[_said(demand.text)], set(demand.for_), moved=moved)
        for demand in new.demands
    )
    model = old.letter.model
    return demands and all(
        language in model and model[language].paragraphs == one.paragraphs for language, one in new.letter.model.items()
    )


def _wider(old: set[str], new: set[str], *, moved: bool) -> bool:
    """Whether a demand is put to offices to which it was not; where targets were `moved`, one takes another's place."""
    more = new - old
    if EVERYONE in old:
        # Everyone but courts, which are only meant where they are named: by an id, nobody knows here whether it is one.
        more = {one for one in more if one == "court" or "/" in one}
    return bool(more) and not (moved and old and old - new)


def _one(what: str, before: str, after: str) -> Iterator[Change]:
    if before != after:
        kind = Kind.ADDED if not before else Kind.GONE if not after else Kind.CHANGED
        yield Change(what=what, kind=kind, before=before, after=after)


def _several(what: str, before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[Change]:
    for id_ in dict.fromkeys((*before, *after)):
        yield from (
            Change(what=what, kind=change.kind, id=id_, before=change.before, after=change.after)
            for change in _one(what, before.get(id_, ""), after.get(id_, ""))
        )


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _said(text: Text) -> str:
    return " / ".join(f"{language}: {text[language]}" for language in sorted(text))


def _keyed(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    return dict(pairs)


_SINGLE: Mapping[str, Callable[[Case], str]] = {
    "round": lambda case: str(case.round),
    "state": lambda case: f"{case.status.state.value} {_said(case.status.why)}".strip(),
    "deadline": lambda case: _day(case.deadline),
    "issued": lambda case: _day(case.issued),
    "as_of": lambda case: _day(case.as_of),
    "kind": lambda case: case.kind,
    "number": lambda case: case.number,
    "index": lambda case: case.index,
    "title": lambda case: _said(case.title),
    "summary": lambda case: _said(case.summary),
    "privacy": lambda case: case.privacy.value,
    "forbidden": lambda case: ", ".join(case.letter.forbidden),
}

_LISTS: Mapping[str, Callable[[Case], Mapping[str, str]]] = {
    "targets": lambda case: _keyed((one.authority or one.lookup, one.as_.value) for one in case.targets),
    "demands": lambda case: _keyed((one.id, f"{_said(one.text)} ({', '.join(one.for_)})") for one in case.demands),
    "people": lambda case: _keyed((one.name, f"{one.gender.value}, {one.number.value}") for one in case.people),
    "facts": lambda case: _keyed(
        (one.id, f"{_said(one.text)} [{', '.join(hedge.value for hedge in one.hedges)}]") for one in case.facts
    ),
    "law": lambda case: _keyed((one.basis, ", ".join(one.for_)) for one in case.law),
    "updates": lambda case: _keyed((_day(one.on), _said(one.text)) for one in case.updates),
    "sources": lambda case: _keyed((one.id, f"{one.publisher}: {one.title}") for one in case.sources),
    "model": lambda case: _keyed((language, "\n".join(one.paragraphs)) for language, one in case.letter.model.items()),
}
