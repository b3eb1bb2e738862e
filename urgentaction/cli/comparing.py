"""The one confirmation of addresses that an action printed: whether somebody compared them with the document."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from urgentaction import errors, files, gates, library
from urgentaction.cli import planned, preparing, received, wiring
from urgentaction.cli import show as screen
from urgentaction.model.authority import ChannelName, Level
from urgentaction.model.case import TargetAs

if TYPE_CHECKING:
    from datetime import date

    from urgentaction.cli.drafting import Wanted
    from urgentaction.cli.sending import How
    from urgentaction.cli.wiring import Desk
    from urgentaction.model.authority import Authority, Contact


def compared(desk: Desk, wanted: Wanted, how: How) -> Desk:
    """The same desk, where the addresses that letters go to were compared with the document, if somebody says so.

    On a terminal it is asked, and a yes is noted in one's own library (`verified_on`), so that nobody is asked again.
    `--accept-unverified` claims no comparison: it lets these letters go, and nothing is noted.
    """
    if wanted.case.endswith((".toml", ".json")) or how.accept_unverified:
        return desk
    unsure = [one for one in _offices(desk, wanted, how) if _is_unsure(desk, one, how)]
    if not unsure or not _agreed(desk, unsure):
        return desk
    _compose(desk, wanted, how)
    today = desk.world.clock().date()
    for office in unsure:
        _note(desk, office, today)
    return replace(desk, library=wiring.desk(desk.world).library)


def _compose(desk: Desk, wanted: Wanted, how: How) -> None:
    """Compose what would be sent: a letter that cannot be written leaves nothing noted.

    Raises:
        UserError: It cannot be composed, or not laid out.
    """
    if not wanted.signers:
        for one in preparing.letters(desk, replace(wanted, edit=False), by=how.by, quiet=True):
            planned.prepared(desk, one, attach_pdf=how.attach_pdf)


def _offices(desk: Desk, wanted: Wanted, how: How) -> Sequence[Authority]:
    """Those that the letters and their copies go to."""
    case = desk.library.case(wanted.case)
    if wanted.to:
        return library.select_targets(wanted.to, case, desk.library)
    kinds = (TargetAs.MAIN,) if how.no_copies else (TargetAs.MAIN, TargetAs.COPY)
    home = wiring.home(desk, None)
    return [one for kind in kinds for one in library.named(case, desk.library, kind, home=home).offices]


def _is_unsure(desk: Desk, office: Authority, how: How) -> bool:
    channel = preparing.way_out(desk, office, how.by)
    known = gates.provenance(office, channel)
    in_time = office.review_by is None or office.review_by >= desk.world.clock().date()
    printed = known is not None and known.level is Level.PUBLISHED and known.verified_on is None
    return printed and in_time and office.library == received.OWN and channel is not ChannelName.PRINT


def _agreed(desk: Desk, offices: Sequence[Authority]) -> bool:
    """Show the addresses and ask; without a terminal nobody can say so."""
    world = desk.world
    if not world.terminal:
        return False
    for office in offices:
        screen.columns(world, list(_rows(office, world.language)), styles=("bold",))
    sources = dict.fromkeys(one.provenance.source for office in offices for one in _printed(office))
    return screen.confirm(world, "comparing.ask", flag="--accept-unverified", source="; ".join(sources))


def _rows(office: Authority, language: str) -> Iterator[tuple[str, str]]:
    name = office.name(language)
    if office.postal:
        place = " ".join(filter(None, (office.postal.postcode, office.postal.city, office.postal.cedex)))
        yield name, ", ".join(filter(None, (*office.postal.lines, office.postal.street, place)))
    for one in (*office.emails, *((office.web_form,) if office.web_form else ())):
        yield name, one.value


def _printed(office: Authority) -> Iterator[Any]:
    """Its contacts that letters can go to, as far as an action printed them."""
    contacts: tuple[Any, ...] = (office.postal, *office.emails, office.web_form)
    yield from (one for one in contacts if one and one.provenance.level is Level.PUBLISHED)


def _note(desk: Desk, office: Authority, today: date) -> None:
    """Write into one's own file that these contacts were compared today."""
    from urgentaction.library import editing

    seen = {"verified_on": today}
    emails = {at: seen for at, one in enumerate(office.emails) if _is_printed(one)}
    changes: dict[str | int, Any] = {"emails": emails} if emails else {}
    changes |= {"postal": seen} if office.postal and office.postal.provenance.level is Level.PUBLISHED else {}
    changes |= {"web_form": seen} if office.web_form and _is_printed(office.web_form) else {}
    path = desk.library.place_of(office.id)[1]
    file = editing.editable(path)
    text = editing.edited(file, {tuple(office.id.split("/")[1:]): changes})
    files.write_whole(path, file.encoded(text), overwrite=True)
    screen.tell(desk.world, errors.message("comparing.noted", id=office.id, path=library.layers.shown(path)))


def _is_printed(contact: Contact) -> bool:
    return contact.provenance.level is Level.PUBLISHED
