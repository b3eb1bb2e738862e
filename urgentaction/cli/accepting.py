"""`ua authority accept`: look at what an added library says of how an office is reached, and take it, or not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from urgentaction import errors, files
from urgentaction.cli import show as screen
from urgentaction.cli import wiring
from urgentaction.library import Acceptance, Proposal, Standing
from urgentaction.library import acceptance as accepting
from urgentaction.model.authority import Contact, NotPublished, Postal

if TYPE_CHECKING:
    from urgentaction.cli.world import World

LABELS = {
    "postal": "looking.postal",
    "emails": "looking.email",
    "email_none": "looking.email",
    "phones": "looking.phone",
    "fax": "looking.fax",
    "web_form": "looking.web-form",
    "social": "looking.social",
}


def accept(world: World, id_: str, *, source: str, digest: str, yes: bool, as_json: bool) -> None:
    """Show the difference and record that it was accepted, on a yes or with the digest of what was shown.

    Raises:
        UsageError: There is no such office, several libraries say otherwise, or the digest is of other data.
    """
    desk = wiring.desk(world)
    world = desk.world
    one = _chosen(id_, desk.library.proposals(id_), source)
    if one is None:
        screen.say(world, "accepting.nothing", id=id_, library=source or screen.word(world, "accepting.any"))
        return
    if as_json:
        screen.as_json(world, _data(one))
    else:
        _show(world, one)
    if one.standing is Standing.ACCEPTED:
        screen.say(world, "accepting.already", on=one.accepted_on, id=id_)
        return
    if not _agreed(world, one, digest=digest, yes=yes):
        screen.say(world, "accepting.left")
        return
    _record(desk, one)
    screen.say(world, "accepting.done", id=id_, library=one.library, style="green")


def withdraw(world: World, id_: str, *, source: str) -> None:
    """Forget what was accepted of an office, from one library or from any; letters go where they went before at once.

    Raises:
        UsageError: Nothing was accepted of it.
    """
    desk = wiring.desk(world)
    path = desk.config.places.accepted
    accepted = accepting.load(path)
    gone = [one for one in accepted if one.authority == id_ and _is_from(one.library, source)]
    if not gone:
        raise errors.UsageError("accepting.not-accepted", id=id_, library=f" ({source})" if source else "")
    files.write_whole(path, accepting.dump([one for one in accepted if one not in gone]), overwrite=True)
    screen.say(desk.world, "accepting.withdrawn", id=id_, libraries=[one.library for one in gone], style="green")


def _is_from(library: str, source: str) -> bool:
    """Whether a library is the one named: by its whole path, or the name of its folder; without a name, any is."""
    return not source or source in {library, library.rpartition("/")[2]}


def _chosen(id_: str, found: Sequence[Proposal], source: str) -> Proposal | None:
    """The only proposal, or that of the library named: by its whole path, or the name of its folder."""
    fitting = [one for one in found if _is_from(one.library, source)]
    if len(fitting) > 1:
        raise errors.UsageError("accepting.several", id=id_, libraries=[one.library for one in fitting])
    if found and not fitting:
        raise errors.UsageError("accepting.no-library", name=source, libraries=[one.library for one in found])
    return fitting[0] if fitting else None


def _agreed(world: World, one: Proposal, *, digest: str, yes: bool) -> bool:
    """A typed yes; or --yes with the digest of just these data, so that a library cannot change in between."""
    if digest and digest != one.digest:
        raise errors.UsageError("accepting.other-digest", digest=digest, now=one.digest)
    if yes:
        if not digest:
            raise errors.UsageError("accepting.no-digest", id=one.authority, digest=one.digest)
        return True
    return screen.confirm(world, "accepting.question", flag=f"--yes --digest {one.digest}", library=one.library)


def _record(desk: wiring.Desk, one: Proposal) -> None:
    """Into the file as it is now: another window may have written there while this one asked."""
    path = desk.config.places.accepted
    kept = [old for old in accepting.load(path) if (old.authority, old.library) != (one.authority, one.library)]
    new = Acceptance(one.authority, one.library, one.digest, desk.world.clock().date())
    files.write_whole(path, accepting.dump([*kept, new]), overwrite=True)


def _show(world: World, one: Proposal) -> None:
    screen.answer(world, f"{one.authority} · {one.library}", style="bold")
    if one.resembles:
        name = "accepting.stands-for" if ":" in one.resembles else "accepting.resembles"
        screen.say(world, name, id=one.authority, other=one.resembles, style="yellow")
    elif one.standing is Standing.CHANGED:
        screen.say(world, "accepting.changed", on=one.accepted_on, style="yellow")
    for difference in one.differences:
        screen.answer(world)
        screen.answer(world, screen.word(world, LABELS[difference.key]), style="bold")
        rows = [("−", *row) for row in _told(world, difference.ours)]
        rows += [("+", *row) for row in _told(world, difference.theirs)]
        screen.columns(world, rows, answer=True)
    screen.answer(world)
    screen.answer(world, screen.word(world, "accepting.digest", digest=one.digest))


def _told(world: World, value: Any) -> Iterator[tuple[str, str]]:
    """Each contact, whole, and its provenance."""
    from urgentaction.library.listing import one_line

    match value:
        case tuple():
            for part in value:
                yield from _told(world, part)
        case Contact():
            yield value.value, provenance(world, value)
        case Postal():
            yield one_line(value), provenance(world, value)
        case NotPublished():
            yield screen.word(world, "looking.not-published"), f"{value.on} · {value.source}"
        case _:
            pass  # nothing was known, or nothing is


def provenance(world: World, contact: Contact | Postal) -> str:
    """How far a contact is known, since when, and from where."""
    known = contact.provenance
    level = screen.word(world, f"looking.level-{known.level}")
    on = known.verified_on or screen.word(world, "looking.never")
    return screen.word(world, "looking.provenance", level=level, on=on, source=known.source)


def _data(one: Proposal) -> dict[str, Any]:
    return {
        "authority": one.authority,
        "library": one.library,
        "standing": one.standing.value,
        "digest": one.digest,
        "accepted_on": one.accepted_on,
        "resembles": one.resembles,
        "differences": [
            {"key": part.key, "ours": plain(part.ours), "theirs": plain(part.theirs)} for part in one.differences
        ],
    }


def plain(value: Any) -> Any:
    """Contact data as JSON; null and an empty list stay."""
    if isinstance(value, tuple):
        return [plain(part) for part in value]
    return wiring.plain(value) if value is not None else None
