"""Rules over the directory of offices: what is not known well enough, and what two entries contradict each other in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Final

from urgentaction.check import ages, mailboxes, postcodes
from urgentaction.check.offices import Directory, OfficeRule, SeenOffice, Waiting, names, place, plain_mail
from urgentaction.model.authority import Authority
from urgentaction.model.finding import Finding, Severity


def same_mail(seen: SeenOffice) -> Iterator[Finding]:
    """One e-mail for offices of two bodies."""
    for index, mail in enumerate(seen.office.emails):
        for other in seen.others(seen.directory.by_mail[plain_mail(mail.value)]):
            key = f"emails[{index}]"
            yield seen.finding("same-mail", Severity.ERROR, "same-mail", key, address=mail.value, other=other.id)


def same_place(seen: SeenOffice) -> Iterator[Finding]:
    """One street for offices of two bodies; two may share a building, so it informs."""
    postal = seen.office.postal
    if postal and postal.street:
        for other in seen.others(seen.directory.by_place[place(postal)]):
            yield seen.finding(
                "same-place", Severity.REMARK, "same-place", "postal.street", street=postal.street, other=other.id
            )


def same_name(seen: SeenOffice) -> Iterator[Finding]:
    """One office under two ids: a letter to its name could reach either."""
    found = {other.id: other for name in names(seen.office) for other in seen.directory.by_name[name]}
    for id_ in sorted(found):
        if id_ < seen.office.id:
            yield seen.finding("same-name", Severity.ERROR, "same-name", "office", other=id_)


def waiting(seen: SeenOffice) -> Iterator[Finding]:
    """Contact data of an added library that nobody has accepted."""
    for one in seen.waiting:
        values = {"id": seen.office.id, "library": one.library, "other": one.resembles}
        if one.resembles:
            yield seen.finding("look-alike", Severity.ERROR, "look-alike", **values)
        else:
            name = "changed-again" if one.changed else "waiting"
            yield seen.finding("waiting", Severity.REMARK, name, **values)


RULES: Final[tuple[OfficeRule, ...]] = (
    same_mail,
    same_place,
    same_name,
    mailboxes.free_mail,
    mailboxes.foreign_mail,
    postcodes.postcode_form,
    postcodes.postcode_city,
    postcodes.postcode_elsewhere,
    postcodes.cedex_form,
    postcodes.cedex_code,
    ages.in_future,
    ages.unverified,
    ages.overdue,
    ages.stale,
    ages.stale_none,
    ages.stale_holder,
    waiting,
)
"""Every rule over the directory; a new one is a function here."""


def offices(
    chosen: Sequence[Authority],
    *,
    everyone: Sequence[Authority],
    today: date,
    waiting: Mapping[str, Sequence[Waiting]],
) -> tuple[Finding, ...]:
    """What the rules have to say about these offices among all, by office, errors first."""
    directory = Directory(tuple(everyone))
    found: list[Finding] = []
    for office in chosen:
        seen = SeenOffice(office=office, directory=directory, today=today, waiting=tuple(waiting.get(office.id, ())))
        said = [finding for rule in RULES for finding in rule(seen)]
        found += sorted(said, key=lambda finding: finding.severity is not Severity.ERROR)
    return tuple(found)
