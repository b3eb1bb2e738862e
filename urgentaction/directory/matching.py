"""Which record of the directory is which office of ours: by the id that was noted, else by its name; never a guess."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from urgentaction.address import normalise
from urgentaction.directory.kinds import Office, kind_of
from urgentaction.directory.records import Record
from urgentaction.library.loose import Table, rows, table, word
from urgentaction.model.authority import Role

LISTS = ("emails", "phones", "fax")
SINGLES = ("postal", "email_none", "web_form")


@dataclass(frozen=True)
class Match:
    """The records that may be this office; exactly one is a match. `gone`: ids noted in the entry that none has."""

    found: tuple[Record, ...]
    gone: tuple[str, ...] = ()

    @property
    def record(self) -> Record | None:
        """The one, where there is one."""
        return self.found[0] if len(self.found) == 1 else None


def noted(entry: Table) -> tuple[str, ...]:
    """The ids of records that an entry's contacts were taken from, each once."""
    tables = [table(entry, key) for key in SINGLES] + [row for key in LISTS for _, row in rows(entry, key)]
    return tuple(dict.fromkeys(filter(None, (word(one, "source_id") for one in tables))))


def body(entry: Table) -> str:
    """The name of an entry's body in the directory's language."""
    return word(table(entry, "body"), "fr")


def match(entry: Table, records: Iterable[Record]) -> Match:
    """Find an entry's record. A noted id decides; else the name must be the same, and its kind have such an office."""
    by_id = {record.id: record for record in records}
    ids = noted(entry)
    if ids:
        found = tuple(by_id[id_] for id_ in ids if id_ in by_id)
        return Match(found, () if found else ids)
    name = normalise(body(entry))
    return Match(tuple(one for one in by_id.values() if normalise(one.name) == name and _may_be(one, entry)))


def office_of(record: Record, entry: Table) -> Office | None:
    """Which office of the record's body an entry is; None where that is not known."""
    kind = kind_of(record)
    return kind.office(Role(word(entry, "role"))) if kind and word(entry, "role") in set(Role) else None


def known(record: Record, entries: Mapping[str, Table]) -> Sequence[str]:
    """The ids of offices that are a record's already: by its id, or by body and role."""
    return [id_ for id_, entry in entries.items() if match(entry, [record]).record]


def _may_be(record: Record, entry: Table) -> bool:
    kind = kind_of(record)
    return kind is None or any(office.role == word(entry, "role") for office in kind.offices)


def alike(entry: Table, others: Mapping[str, Table]) -> list[str]:
    """The ids of offices with the same role and address under another name: perhaps it was renamed."""
    place = _where(entry)
    same = (id_ for id_, other in others.items() if other.get("role") == entry.get("role") and _where(other) == place)
    return sorted(same) if place else []


def _where(entry: Table) -> str:
    postal = table(entry, "postal")
    street = word(postal, "street")
    return normalise(f"{street} {word(postal, 'postcode')} {word(postal, 'city')}") if street else ""
