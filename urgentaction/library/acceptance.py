"""What an added library says otherwise of how an office is reached, and which of it a person has accepted."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from urgentaction.errors import Fault, Faults, message
from urgentaction.library.layers import shown
from urgentaction.library.loose import day, rows, word
from urgentaction.library.merge import Entry
from urgentaction.library.reading import read_toml
from urgentaction.library.snippets import written
from urgentaction.model.authority import Authority, ChannelName, Contact, Level, Postal

CONTACTS: Final = ("postal", "emails", "email_none", "phones", "fax", "web_form", "social")
"""The fields of an authority that say how it is reached."""

_DIGITS = 24
"""Of a digest, to be typed: 96 bits, too many to find other data with the same."""

_NEEDS: Final = {
    ChannelName.EMAIL: "emails",
    ChannelName.MAILTO: "emails",
    ChannelName.POST: "postal",
    ChannelName.WEBFORM: "web_form",
}


@dataclass(frozen=True)
class Acceptance:
    """That a person took what a library says of an office: the digest is of all that they were shown."""

    authority: str
    library: str
    digest: str
    on: date


class Standing(StrEnum):
    """How an added library's contact data stand: never looked at, accepted and used, or changed since."""

    NEW = "new"
    ACCEPTED = "accepted"
    CHANGED = "changed"


@dataclass(frozen=True)
class Difference:
    """One field of contact data: what is used without the library, and what the library says."""

    key: str
    ours: Any
    theirs: Any


@dataclass(frozen=True)
class Proposal:
    """What an added library says of how an office is reached, where that is not what goes without saying.

    `resembles` is the id of another library's office that could be taken for this one: then all its data are new.
    """

    authority: str
    library: str
    differences: tuple[Difference, ...]
    standing: Standing
    digest: str
    accepted_on: date | None = None
    resembles: str = ""


def proposals(entries: Sequence[Entry], accepted: Sequence[Acceptance], *, resembles: str = "") -> tuple[Proposal, ...]:
    """What the added libraries among these say otherwise; the first entry is whose data are used."""
    first, *others = entries
    made = [_proposal(first.authority, first.authority, accepted, resembles)] if resembles else []
    made += [_proposal(first.authority, one.authority, accepted, "") for one in others if one.layer.added]
    return tuple(one for one in made if one.differences)


def settled(authority: Authority, entries: Sequence[Entry], said: Iterable[Proposal]) -> Authority:
    """The office with what was accepted of each proposal; one that could be taken for another's is not verified."""
    found = {one.library: one for one in said}
    by_library = {entry.authority.library: entry.authority for entry in entries}
    own = found.get(authority.library)
    if own and own.standing is not Standing.ACCEPTED:
        authority = _lowered(authority)
    taken = [name for name, one in found.items() if one.standing is Standing.ACCEPTED and name != authority.library]
    if not taken:
        return authority
    theirs = by_library[taken[0]]
    changed = replace(authority, **{key: getattr(theirs, key) for key in CONTACTS})
    channels = tuple(way for way in changed.channels if way not in _NEEDS or getattr(changed, _NEEDS[way]))
    return replace(changed, channels=channels)


def load(path: Path) -> tuple[Acceptance, ...]:
    """What was accepted on this machine; nothing where there is no file.

    Raises:
        Faults: The file cannot be read, or a row of it is not whole: nobody can say then what was accepted.
    """
    if not path.exists():
        return ()
    file = read_toml(path)
    made = []
    for _, row in rows(file.data, "accepted"):
        on = day(row, "on")
        authority, library, digest = (word(row, key) for key in ("authority", "library", "digest"))
        if on is None or not (authority and library and digest):
            raise Faults([Fault(message("library.not-accepted-whole"), path=shown(path))])
        made.append(Acceptance(authority, library, digest, on))
    return tuple(made)


def dump(accepted: Iterable[Acceptance]) -> bytes:
    """The acceptances as the file that `load` reads."""
    blocks = [
        "[[accepted]]\n" + "".join(f"{key} = {written(value)}\n" for key, value in asdict(one).items())
        for one in accepted
    ]
    return (_HEAD + "\n".join(["", *blocks])).encode()


_HEAD = """\
# Contact data of added libraries that you looked at and accepted (ua authority accept); take a table out to undo it.
"""


def _proposal(ours: Authority, theirs: Authority, accepted: Sequence[Acceptance], resembles: str) -> Proposal:
    before = _without_contacts(ours) if resembles else ours
    differences = tuple(
        Difference(key, getattr(before, key), getattr(theirs, key))
        for key in CONTACTS
        if getattr(before, key) != getattr(theirs, key)
    )
    digest = _digest(before, theirs, resembles)
    past = [one for one in accepted if (one.authority, one.library) == (theirs.id, theirs.library)]
    same = [one for one in past if one.digest == digest]
    standing = Standing.ACCEPTED if same else Standing.CHANGED if past else Standing.NEW
    on = max((one.on for one in same or past), default=None)
    return Proposal(theirs.id, theirs.library, differences, standing, digest, on, resembles)


def _without_contacts(authority: Authority) -> Authority:
    return replace(authority, postal=None, emails=(), email_none=None, phones=(), fax=(), web_form=None, social=())


def _digest(ours: Authority, theirs: Authority, resembles: str) -> str:
    """Of all contact data of the library with their provenance, and of the addresses that they would replace."""
    told = {
        "authority": theirs.id,
        "library": theirs.library,
        "resembles": resembles,
        "before": {key: _addresses(getattr(ours, key)) for key in CONTACTS},
        "after": {key: value for key, value in asdict(theirs).items() if key in CONTACTS},
    }
    text = json.dumps(told, sort_keys=True, ensure_ascii=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:_DIGITS]


def _addresses(value: Any) -> Any:
    match value:
        case tuple():
            return [_addresses(part) for part in value]
        case Contact():
            return value.value
        case Postal():
            return {key: part for key, part in asdict(value).items() if key != "provenance"}
        case _:
            return None


def _lowered(authority: Authority) -> Authority:
    """The office with every contact unverified, so that no letter leaves for it unasked."""

    def known(value: Any) -> Any:
        if isinstance(value, tuple):
            return tuple(known(part) for part in value)
        if isinstance(value, Contact | Postal):
            return replace(value, provenance=replace(value.provenance, level=Level.UNVERIFIED))
        return value

    return replace(authority, **{key: known(getattr(authority, key)) for key in CONTACTS})
