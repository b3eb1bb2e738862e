"""The kinds of body that can be imported, and the offices that letters to them go to.

Names of pivots: reference/facts-france.md §4a, and the same names in other readers of the directory (Osmose's prisons,
`maison_arret` and the rest). Ministries and embassies have no pivot: there the kind of body tells, and how its name
begins. The embassies of this directory are France's own, in other countries: it has no foreign embassy in France.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from urgentaction.directory.records import Head, Record
from urgentaction.model.authority import Forms, Role


@dataclass(frozen=True, kw_only=True)
class Office:
    """One office of a body. `last` ends its id where the body has several; `link` joins title and body.

    `form` says how it is addressed, where that is finer than its role. `mailed`: the e-mail that the directory gives is
    this office's; elsewhere it is a registry's. `drops` begins the body's name and is left out after the title:
    Préfet + de la Drôme. `longer`: heads are called by a longer title too (Ministre de l'Intérieur).
    """

    role: Role
    title: Forms
    form: str = ""
    last: str = ""
    link: str = ""
    drops: str = ""
    mailed: bool = True
    longer: bool = False

    def head(self, record: Record) -> Head | None:
        """Who holds it by the record, where that is exactly one person."""
        titles = [re.escape(form) for form in (self.title.m, self.title.f, self.title.any) if form]
        rest = "( (de|du|des) .*| d['’].*)?" if self.longer else ""
        duty = re.compile(f"({'|'.join(titles)}){rest}", re.IGNORECASE)
        found = [head for head in record.heads if duty.fullmatch(head.duty)]
        return found[0] if len(found) == 1 else None


@dataclass(frozen=True, kw_only=True)
class Kind:
    """A kind of body: the pivot that its records have, or their kind of body and how their names begin."""

    name: str
    offices: tuple[Office, ...]
    pivot: str = ""
    body: str = ""
    begins: str = ""

    @property
    def where(self) -> str:
        """The condition that finds at least its records."""
        if self.pivot:
            return f'pivot LIKE "{self.pivot}"'
        return f'type_organisme="{self.body}" and startswith(nom, "{self.begins}")'

    def may_be(self, raw: Mapping[str, Any]) -> bool:
        """Whether an unread record is worth reading: a whole export has 90,000 of other kinds."""
        return self.pivot in str(raw.get("pivot")) if self.pivot else self.begins in str(raw.get("nom"))

    def has(self, record: Record) -> bool:
        """Whether a record is of this kind: `LIKE` finds more (`prefecture` is in `prefecture_region`)."""
        if self.pivot:
            return self.pivot in record.types
        return record.body == self.body and record.name.startswith(self.begins)

    def office(self, role: Role) -> Office | None:
        """The office with this role, where there is exactly one."""
        found = [office for office in self.offices if office.role is role]
        return found[0] if len(found) == 1 else None


def kind_of(record: Record) -> Kind | None:
    """The kind of a record, where it has exactly one."""
    found = [kind for kind in KINDS.values() if kind.has(record)]
    return found[0] if len(found) == 1 else None


_PRESIDENT = Office(
    last="premier-president",
    role=Role.COURT,
    form="court.first-president",
    title=Forms(m="Premier président", f="Première présidente"),
    link="de la",
    mailed=False,
)
_PROSECUTOR = Office(
    last="procureur-general",
    role=Role.PROSECUTION,
    form="prosecution.general",
    title=Forms(m="Procureur général", f="Procureure générale"),
    link="près la",
    mailed=False,
)
_PREFECT = Office(role=Role.POLICE, form="police.prefect", title=Forms(m="Préfet", f="Préfète"), drops="Préfecture")
_MINISTER = Office(role=Role.MINISTRY, title=Forms(any="Ministre"), drops="Ministère", longer=True)
_AMBASSADOR = Office(role=Role.EMBASSY, title=Forms(m="Ambassadeur", f="Ambassadrice"), drops="Ambassade")
_WARDEN = Office(role=Role.PRISON, title=Forms(m="Directeur", f="Directrice"))

KINDS: Mapping[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind(name="cour_appel", pivot="cour_appel", offices=(_PRESIDENT, _PROSECUTOR)),
        Kind(name="prefecture", pivot="prefecture", offices=(_PREFECT,)),
        Kind(
            name="ministere",
            body="Administration centrale (ou Ministère)",
            begins="Ministère",
            offices=(_MINISTER,),
        ),
        Kind(
            name="ambassade",
            body="Ambassade ou mission diplomatique",
            begins="Ambassade de France",
            offices=(_AMBASSADOR,),
        ),
        *(
            Kind(name=name, pivot=name, offices=(_WARDEN,))
            for name in ("maison_arret", "centre_detention", "centre_penitentiaire", "maison_centrale")
        ),
    )
}
"""Every kind by its word in `--type`, which is the directory's own."""
