"""What differs between an entry and its record, and what writing that would change; what a person verified is kept."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, Final

from urgentaction.address import normalise
from urgentaction.directory import PATERNITY
from urgentaction.directory.kinds import Office
from urgentaction.directory.matching import LISTS, body
from urgentaction.directory.proposals import REVIEW, Stamp, contacts, holder
from urgentaction.directory.records import Record
from urgentaction.library.loose import Table, day, rows, table, word
from urgentaction.model.authority import Level


class What(StrEnum):
    """What there is to say of one value."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    """The directory says the same; nobody has looked yet, or not for long."""
    HELD = "held"
    """It differs, and a person verified ours: only shown."""
    GONE = "gone"
    """It came from the directory, which has it no more: only shown."""


@dataclass(frozen=True)
class Difference:
    """One value: ours and theirs as people read them, and what writing it changes (`editing.Changes`)."""

    key: str
    what: What
    ours: str = ""
    theirs: str = ""
    change: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Side:
    """An entry beside its record; `home` is the country whose file it stands in.

    `replace`: the directory wins over what a person verified, as that person asked.
    """

    entry: Table
    record: Record
    office: Office | None
    stamp: Stamp
    replace: bool = False
    home: str = "FR"

    @property
    def stale(self) -> bool:
        """Whether the entry should have been looked at again by now."""
        until = day(self.entry, "review_by")
        return until is not None and until < self.stamp.on

    def theirs(self) -> dict[str, Any]:
        """What the record says, by key of an entry."""
        return contacts(self.record, self.office, self.stamp, home=self.home)

    def is_theirs(self, contact: Table) -> bool:
        """Whether a contact was taken from this record."""
        return word(contact, "source_id") == self.record.id


def differences(side: Side) -> tuple[Difference, ...]:
    """Everything that differs, in the order of an entry's keys; and what only waits for somebody to look."""
    theirs = side.theirs()
    found = [*_name(side), *_single("postal", side, theirs), *_mail(side, theirs)]
    for key in ("phones", "fax"):
        found += _list(key, side, theirs.get(key, []))
    return (*found, *_single("web_form", side, theirs), *_holder(side))


def together(side: Side, found: Sequence[Difference]) -> dict[str, Any]:
    """All that these differences change in the entry, empty where they change nothing.

    Where a person has now looked at every contact, the entry need not be looked at again for a year.
    """
    made: dict[str, Any] = {}
    for one in found:
        for key, value in one.change.items():
            made[key] = {**made[key], **value} if isinstance(value, Mapping) and key in made else value
    if made and side.stamp.seen and _all_seen(side, made):
        made["review_by"] = side.stamp.on + REVIEW
    return {key: _listed(side.entry, key, value) for key, value in made.items()}


def verified(contact: Table) -> bool:
    """Whether a person vouches for it."""
    return "verified_on" in contact or word(contact, "level") in {Level.OFFICIAL, Level.PUBLISHED}


def _name(side: Side) -> Iterator[Difference]:
    ours = body(side.entry)
    if ours and normalise(ours) != normalise(side.record.name):
        yield Difference("body", What.HELD, ours, side.record.name)


def _single(key: str, side: Side, theirs: Mapping[str, Any]) -> Iterator[Difference]:
    ours, new = table(side.entry, key), theirs.get(key)
    if new is None:
        if ours and side.is_theirs(ours):
            yield Difference(key, What.GONE, shown(key, ours))
    elif not ours:
        yield Difference(key, What.NEW, "", shown(key, new), {key: new})
    elif _alike(key, ours, new, side):
        yield from _seen(key, side, ours, new, {key: _provenance(new)})
    else:
        is_held = verified(ours) and not side.replace
        change = {} if is_held else {key: {**dict.fromkeys(ours), **new}}
        yield Difference(key, What.HELD if is_held else What.CHANGED, shown(key, ours), shown(key, new), change)


def _seen(key: str, side: Side, ours: Table, new: Table, change: Mapping[str, Any]) -> Iterator[Difference]:
    if side.stamp.seen and (side.stale or not verified(ours)):
        yield Difference(key, What.SAME, shown(key, ours), shown(key, new), change)


def _mail(side: Side, theirs: Mapping[str, Any]) -> Iterator[Difference]:
    """E-mails, and that there are none: an entry says one or the other."""
    none, new = table(side.entry, "email_none"), theirs.get("emails", [])
    if none and new:
        is_held = not (side.is_theirs(none) or side.replace)
        change = {} if is_held else {"email_none": None, "emails": dict(enumerate(new))}
        said = ", ".join(row["address"] for row in new)
        yield Difference("emails", What.HELD if is_held else What.CHANGED, "–", said, change)
        return
    yield from _list("emails", side, new)
    if "email_none" in theirs and not none and not side.entry.get("emails"):
        yield Difference("email_none", What.NEW, "", "–", {"email_none": theirs["email_none"]})


def _list(key: str, side: Side, new: Sequence[Table]) -> Iterator[Difference]:
    ours = dict(rows(side.entry, key))
    if not ours and not new:
        return
    keys = {_alike_key(key, row): row for row in new}
    for index, row in ours.items():
        match = keys.pop(_alike_key(key, row), None)
        if match is not None:
            yield from _seen(key, side, row, match, {key: {index: _provenance(match)}})
        elif side.is_theirs(row) and _is_told(key, side):
            yield Difference(key, What.GONE, shown(key, row))
    end = len(side.entry.get(key) or ())
    for number, row in enumerate(keys.values()):
        yield Difference(key, What.NEW, "", shown(key, row), {key: {end + number: row}})


def _holder(side: Side) -> Iterator[Difference]:
    """Who holds the office. What a person noted or verified of holders is kept, and no history is guessed."""
    new = holder(side.record, side.office, side.stamp)
    ours = [row for _, row in rows(side.entry, "holders")]
    if new is None:
        return
    names, name = ", ".join(word(one, "name") for one in ours), str(new["name"])
    is_theirs = len(ours) == 1 and word(ours[0], "source").startswith(f"{PATERNITY}: ")
    change = {"holders": {0: {**(dict.fromkeys(ours[0]) if ours else {}), **new}}}
    if not ours:
        yield Difference("holders", What.NEW, "", name, change)
    elif any(normalise(word(one, "name")) == normalise(name) for one in ours):
        if is_theirs and side.stamp.seen and (side.stale or "verified_on" not in ours[0]):
            yield Difference("holders", What.SAME, names, name, change)
    elif is_theirs and ("verified_on" not in ours[0] or side.replace):
        yield Difference("holders", What.CHANGED, names, name, change)
    else:
        yield Difference("holders", What.HELD, names, name)


def _is_told(key: str, side: Side) -> bool:
    """Whether the record says anything about this at all."""
    return key != "emails" or (side.record.emails is not None and (side.office is None or side.office.mailed))


def _listed(entry: Table, key: str, value: Any) -> Any:
    """Items by index are a list where the entry has none yet."""
    return (
        list(value.values())
        if key in {*LISTS, "holders"} and isinstance(value, Mapping) and not entry.get(key)
        else value
    )


def _provenance(new: Table) -> dict[str, Any]:
    return {key: new[key] for key in ("source", "source_id", "retrieved_on", "verified_on", "level") if key in new}


def _all_seen(side: Side, made: Mapping[str, Any]) -> bool:
    on = side.stamp.on
    return all(_day_of(side.entry, key, index, made) == on for key, index in _places(side.entry, made))


def _places(entry: Table, made: Mapping[str, Any]) -> Iterator[tuple[str, int | None]]:
    """Every contact that the entry has, or will have."""
    for key in ("postal", "web_form"):
        if entry.get(key) or made.get(key):
            yield key, None
    for key in LISTS:
        yield from ((key, index) for index in {index for index, _ in rows(entry, key)} | set(made.get(key) or ()))
    yield from (("social", index) for index, _ in rows(entry, "social"))


def _day_of(entry: Table, key: str, index: int | None, made: Mapping[str, Any]) -> date | None:
    own = table(entry, key) if index is None else dict(rows(entry, key)).get(index, {})
    new = made.get(key) or {}
    changed = new if index is None else new.get(index, {})
    return day({**own, **changed}, "verified_on")


def shown(key: str, contact: Table) -> str:
    """A contact on one line, as a person reads it."""
    if key == "postal":
        parts = [*(contact.get("lines") or ()), contact.get("street", "")]
        place = " ".join(str(contact.get(part, "")) for part in ("postcode", "city", "cedex")).split()
        return ", ".join(str(part) for part in [*parts, " ".join(place), contact.get("country", "")] if part)
    return str(next((contact[name] for name in ("address", "number", "url") if name in contact), "–"))


def _digits(value: str) -> str:
    return re.sub(r"^\+33", "0", re.sub(r"[^\d+]", "", value))


_COMPARED: Final[Mapping[str, Callable[[str], str]]] = {
    "postal": normalise,
    "emails": str.casefold,
    "phones": _digits,
    "fax": _digits,
    "web_form": str,
}


def _alike_key(key: str, contact: Table) -> str:
    return _COMPARED[key](shown(key, contact))


def _alike(key: str, ours: Table, new: Table, side: Side) -> bool:
    """Whether both lead to the same place: capitals, accents, commas and the body's own name make no other address."""
    return _alike_key(key, _bare(ours, side)) == _alike_key(key, _bare(new, side))


def _bare(contact: Table, side: Side) -> Table:
    names = {normalise(body(side.entry)), normalise(side.record.name)}
    lines = [line for line in contact.get("lines", ()) if normalise(str(line)) not in names]
    kept = {name: value for name, value in contact.items() if name != "country" or value != side.home}
    return {**kept, "lines": lines}


def merged(entry: Table, changes: Mapping[str, Any]) -> dict[str, Any]:
    """The whole entry with its changes, for a file that does not have it yet."""
    made: dict[str, Any] = {key: value for key, value in entry.items() if changes.get(key, value) is not None}
    for key, value in changes.items():
        there = entry.get(key)
        if isinstance(there, list) and isinstance(value, Mapping):
            items = [*there, *[{}] * (max(value, default=-1) + 1 - len(there))]
            made[key] = [_without_none({**row, **value.get(index, {})}) for index, row in enumerate(items)]
        elif isinstance(there, Mapping) and isinstance(value, Mapping):
            made[key] = _without_none({**there, **value})
        elif value is not None:
            made[key] = value
    return made


def _without_none(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: part for name, part in row.items() if part is not None}
