"""The offices of a document: those that a library has, with what is said otherwise there, and entries of the others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from urgentaction import files
from urgentaction.cli import show as screen
from urgentaction.library.layers import shown
from urgentaction.model.authority import Level, Role, provenances

if TYPE_CHECKING:
    from urgentaction.cli.wiring import Desk
    from urgentaction.intake.entries import Source
    from urgentaction.intake.found import Found, Target
    from urgentaction.model.authority import Authority

HEAD = "#:schema authority.schema.json\n# Offices taken from imported actions: good until the action's deadline.\n"
"""How a file of offices begins that is written here."""

OWN = "user"
"""The library that a person may write in."""


@dataclass(frozen=True)
class Office:
    """A target beside its id, and the office of the directory that it is, if it is one; `renewed`: this is newer."""

    target: Target
    id: str
    known: Authority | None
    renewed: bool = False


def offices(desk: Desk, found: Found, *, yes: bool = False) -> list[Office]:
    """The offices that a document names, each once, with the differences from what a library has of them shown.

    Raises:
        UsageError: A newer document gives another e-mail domain, and nobody sits at a terminal to be asked.
    """
    from urgentaction.intake import entries

    source = entries.source(found, desk.world.clock().date())
    made: list[Office] = []
    for target in found.targets:
        country = entries.home(target, found.country.value if found.country else "")
        if not country:
            screen.say(desk.world, "intake.office-nowhere", office=target.office.said, style="yellow")
            continue
        known = entries.known(target, desk.library.authorities(country), country)
        id_ = known.id if known else entries.id_of(target, country)
        if all(id_ != other.id for other in made):
            made.append(Office(target, id_, known, renewed=known is not None and _is_newer(source, known)))
    made = [_sure(desk, one, yes=yes) for one in made]
    for one in made:
        if not one.target.copy and (one.known.role if one.known else entries.role(one.target)) is Role.COURT:
            screen.say(desk.world, "intake.office-court", office=one.target.office.said, id=one.id, style="yellow")
    return made


def write(desk: Desk, into: Path, offices: Sequence[Office], found: Found) -> None:
    """Write the entries of offices that no library has or an earlier action gave, each into the file of its country."""
    from urgentaction.intake import entries
    from urgentaction.library import editing

    source = entries.source(found, desk.world.clock().date())
    for one in offices:
        if one.known is not None and not one.renewed:
            continue
        country, *place = one.id.split("/")
        entry, dropped = entries.sound(entries.entry(one.target, source, country.upper()), one.id)
        path = into / "authorities" / f"{country}.toml"
        file = editing.editable(path) if path.exists() else editing.Editable(path, HEAD)
        is_there = one.renewed and into == desk.config.places.letters
        new = _renewed(desk, file, one.id, entry) if is_there else editing.added(file, tuple(place), entry)
        files.write_whole(path, file.encoded(new), overwrite=True)
        name = "intake.office-renewed" if one.renewed else "intake.office-written"
        screen.say(desk.world, name, id=one.id, path=shown(path), until=source.until)
        if dropped:
            screen.say(desk.world, "intake.office-without", id=one.id, values=dropped, style="yellow")


def _is_newer(source: Source, known: Authority) -> bool:
    """Whether all that one's own library has of an office was printed before the day of this document."""
    from urgentaction.intake.days import days

    if known.library != OWN or source.issued is None:
        return False
    printed = list(provenances(known))
    dated = [max((day for day, _ in days(one.source)), default=None) for one in printed if one.level is Level.PUBLISHED]
    return len(dated) == len(printed) > 0 and all(day is not None and day < source.issued for day in dated)


def _sure(desk: Desk, one: Office, *, yes: bool) -> Office:
    """The office with its differences shown; at another e-mail domain it is only renewed if somebody says so."""
    theirs = {_domain(mail.value) for mail in one.target.emails}
    ours = {_domain(mail.value) for mail in one.known.emails} if one.known else set()
    if not one.renewed or not theirs - ours or not ours:
        _differences(desk, one)
        return one
    kept = replace(one, renewed=False)
    if yes:
        _differences(desk, kept)
        screen.say(desk.world, "intake.office-elsewhere", id=one.id, style="yellow")
        return kept
    _differences(desk, one, name="intake.differs-elsewhere")
    return one if screen.confirm(desk.world, "intake.ask-elsewhere", flag="--yes", id=one.id) else kept


def _domain(address: str) -> str:
    return address.rpartition("@")[2].casefold()


def _renewed(desk: Desk, file: Any, id_: str, entry: Mapping[str, Any]) -> str:
    """The file with this entry in place of the one that an earlier action gave."""
    from urgentaction.library import editing

    old = desk.library.place_of(id_)[2].table
    said: dict[str | int, Any] = {key: entry.get(key) for key in (*old, *entry)}
    for key in {"postal", "web_form"} & old.keys() & entry.keys():
        said[key] = {**dict.fromkeys(old[key]), **entry[key]}
    return editing.edited(file, {tuple(id_.split("/")[1:]): said})


def _differences(desk: Desk, one: Office, *, name: str = "") -> None:
    from urgentaction.intake import entries

    if one.known is None:
        return
    world = desk.world
    screen.say(world, "intake.linked", office=one.target.office.said, id=one.id)
    rows = [(f"  {key}", ours or "–", theirs) for key, ours, theirs in entries.differences(one.target, one.known)]
    if rows:
        name = name or ("intake.differs-newer" if one.renewed else "intake.differs")
        screen.say(world, name, id=one.id, style="yellow")
        screen.columns(world, rows, styles=("bold",))
