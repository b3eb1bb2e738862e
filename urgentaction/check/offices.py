"""What the rules over the directory see: one office among all, its contacts by key, and what waits to be accepted."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from importlib.resources import files
from typing import Any, TypeVar

from urgentaction.errors import Message, message
from urgentaction.model.authority import Authority, Contact, Postal, Provenance
from urgentaction.model.finding import Finding, Severity


@dataclass(frozen=True)
class Directory:
    """All offices, and which of them share an e-mail, a place, a name or a city."""

    everyone: tuple[Authority, ...]

    @cached_property
    def by_mail(self) -> Mapping[str, tuple[Authority, ...]]:
        """The offices that each e-mail address is given for."""
        return _index((plain_mail(mail.value), one) for one in self.everyone for mail in one.emails)

    @cached_property
    def by_place(self) -> Mapping[str, tuple[Authority, ...]]:
        """The offices at each street of each city."""
        return _index((place(one.postal), one) for one in self.everyone if one.postal and one.postal.street)

    @cached_property
    def by_name(self) -> Mapping[str, tuple[Authority, ...]]:
        """The offices of each name."""
        return _index((name, one) for one in self.everyone for name in names(one))

    @cached_property
    def by_city(self) -> Mapping[tuple[str, str], tuple[Authority, ...]]:
        """The offices in each city of a country."""
        return _index(((one.postal.country, city(one.postal)), one) for one in self.everyone if one.postal)


@dataclass(frozen=True)
class Waiting:
    """What an added library says otherwise of how an office is reached, and nobody has accepted.

    `changed`: what it said before was accepted. `resembles`: the id of the office that its own could be taken for.
    """

    library: str
    changed: bool = False
    resembles: str = ""


@dataclass(frozen=True, kw_only=True)
class SeenOffice:
    """One office beside all others, today."""

    office: Authority
    directory: Directory
    today: date
    waiting: tuple[Waiting, ...] = ()

    def finding(self, rule: str, severity: Severity, name: str, key: str = "", /, **values: object) -> Finding:
        """What a rule has to say; it stands at `fr/aix/procureur-general#postal`."""
        where = f"{self.office.id}#{key}" if key else self.office.id
        return Finding(rule, severity, message(f"offices.{name}", **values), where)

    def others(self, sharing: Iterable[Authority]) -> tuple[Authority, ...]:
        """Those offices of other bodies, so that each pair is told once, at the later id."""
        return tuple(other for other in sharing if other.id < self.office.id and not same_body(other, self.office))


OfficeRule = Callable[[SeenOffice], Iterator[Finding]]
"""One rule over the directory: nothing where the office keeps it."""


@dataclass(frozen=True)
class Known:
    """One contact of an office: its key, what kind it is, and what is known of it."""

    key: str
    kind: str
    provenance: Provenance

    @property
    def what(self) -> Message:
        """The kind in words."""
        return message(f"offices.kind-{self.kind}")


def contacts(office: Authority) -> Iterator[Known]:
    """Everything that says how an office is reached."""
    if office.postal:
        yield Known("postal", "postal", office.postal.provenance)
    for kind in ("emails", "phones", "fax", "social"):
        rows: tuple[Contact, ...] = getattr(office, kind)
        yield from (Known(f"{kind}[{index}]", kind, row.provenance) for index, row in enumerate(rows))
    if office.web_form:
        yield Known("web_form", "web_form", office.web_form.provenance)


@cache
def facts() -> Mapping[str, Any]:
    """What the rules know of the world: official domains, free mail, cities of France."""
    return tomllib.loads((files("urgentaction") / "check" / "directory.toml").read_text(encoding="utf-8"))


def names(office: Authority) -> set[str]:
    """The office with what tells it from others of its title, in each form and language."""
    made = set()
    for language, forms in office.office.items():
        beside = office.style.get(language) or office.body.get(language, "")
        made |= {f"{office.country} {plain(f'{form} {beside}')}" for form in (forms.m, forms.f, forms.any) if form}
    return made


def same_body(one: Authority, other: Authority) -> bool:
    """Whether two offices belong to one body, named alike in some language."""
    return bool({plain(text) for text in one.body.values()} & {plain(text) for text in other.body.values()})


def place(postal: Postal) -> str:
    """A street in a city, for comparing."""
    return plain(f"{postal.country} {postal.street} {postal.postcode} {postal.city}")


def city(postal: Postal) -> str:
    """The city, for comparing: without CEDEX, arrondissement or the state's own delivery (`07 SP`)."""
    return re.sub(r" (cedex|sp|\d+(er|e|eme|sp)?|arrondissement)\b.*", "", plain(postal.city))


def plain(text: str) -> str:
    """Letters and figures in small, without accents."""
    letters = "".join(part for part in unicodedata.normalize("NFKD", text) if not unicodedata.combining(part))
    return re.sub(r"[\W_]+", " ", letters.casefold()).strip()


def plain_mail(address: str) -> str:
    """An e-mail address for comparing."""
    return address.strip().casefold()


K = TypeVar("K")


def _index(pairs: Iterable[tuple[K, Authority]]) -> Mapping[K, tuple[Authority, ...]]:
    found: defaultdict[K, dict[str, Authority]] = defaultdict(dict)
    for key, office in pairs:
        found[key][office.id] = office
    return {key: tuple(offices.values()) for key, offices in found.items()}
