"""`ua forget`: a person's words and addresses go from every place within reach; what is out of reach is named."""

from __future__ import annotations

from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from urgentaction import errors
from urgentaction.cli import backing, byhand, piles, traces, ways, wiring
from urgentaction.cli import show as screen
from urgentaction.errors import UsageError, message
from urgentaction.model.signer import Signer

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from urgentaction.cli.wiring import Desk
    from urgentaction.cli.world import World
    from urgentaction.errors import Message
    from urgentaction.ledger import Forgotten


def forget(world: World, who: str, *, email: str, postcode: str, id_: str, signers: Sequence[str], yes: bool) -> None:
    """Forget one person."""
    desk = wiring.desk(world)
    world = desk.world
    signer = _named(who, email=email, postcode=postcode, id_=id_)
    with ways.ledger(desk) as ledger:
        letters = ledger.letters_of(ledger.marks(signer))
        screen.say(world, "forgetting.found", count=len(letters))
        if not letters and not (signer.postcode or signer.email or signer.id):
            screen.say(world, "forgetting.name-alone", style="yellow")
        if not yes and not screen.confirm(world, "forgetting.ask", flag="--yes", who=_shown(signer)):
            screen.say(world, "forgetting.nothing-done")
            return
        forgotten = ledger.forget(ledger.marks(signer), now=world.clock())
        sheets = [(path, traces.lines(desk, path, signer, ledger, forgotten.marks)) for path in _sheets(desk, signers)]
        profiles = traces.profiles(desk, ledger, forgotten.marks)
    _tell_done(desk, forgotten)
    beyond = [*_prints(desk, forgotten), *_copies(desk, signer)]
    _file_left(desk, signer)
    _rehearsals(desk, signer)
    _tell_sheets(desk, sheets, profiles)
    _tell_beyond(desk, beyond)


def _named(who: str, *, email: str, postcode: str, id_: str) -> Signer:
    """Who is meant: an e-mail address, or a name with a postcode, or an id.

    Raises:
        UsageError: Nobody is named.
    """
    is_address = "@" in who
    signer = Signer(
        name="" if is_address else who.strip(),
        email=who.strip() if is_address else email.strip(),
        postcode=postcode.strip(),
        id=id_.strip(),
    )
    if not (signer.name or signer.email or signer.id):
        raise UsageError("forgetting.nobody")
    return signer


def _shown(signer: Signer) -> str:
    return ", ".join(part for part in (signer.name, signer.postcode, signer.email, signer.id) if part)


def _tell_done(desk: Desk, forgotten: Forgotten) -> None:
    world = desk.world
    screen.say(world, "forgetting.done", count=len(forgotten.letters), style="green")
    if forgotten.cancelled:
        screen.say(world, "forgetting.cancelled", count=forgotten.cancelled)
    if forgotten.sending:
        screen.say(world, "forgetting.sending", count=forgotten.sending, style="yellow")
    for key in forgotten.bundles:
        screen.say(world, "forgetting.bundle", key=key[:8], style="yellow")


def _prints(desk: Desk, forgotten: Forgotten) -> Iterator[Message]:
    """Erase pages and drafts in our own folders; those that went elsewhere are named, and stacks of many letters."""
    for path in byhand.drafts_of(desk, [one.key for one in forgotten.letters]):
        path.unlink(missing_ok=True)
        screen.say(desk.world, "forgetting.print-erased", path=str(path))
    for name in forgotten.prints:
        if "/" in name:
            # Letters of others are in it, which may not have been through the printer yet.
            here = [*piles.found(desk, name), desk.config.places.prints / name]
            yield message("forgetting.print-stack", path=str(here[0]))
            continue
        path = desk.config.places.prints / Path(name).name
        try:
            path.unlink()
        except FileNotFoundError:
            yield message("forgetting.print-elsewhere", name=name)
        except OSError as failure:
            yield message("forgetting.print-stays", path=str(path), why=failure.strerror or str(failure))
        else:
            screen.say(desk.world, "forgetting.print-erased", path=str(path))


def _rehearsals(desk: Desk, signer: Signer) -> None:
    """Rehearsals may be thrown away at any time: all of them go, since a mail does not tell whose it is."""
    places = desk.config.places
    if places.rehearsal_ledger.exists():
        with ways.rehearsal_ledger(desk) as ledger:
            ledger.forget(ledger.marks(signer), now=desk.world.clock())
    files = [path for path in places.rehearsal.rglob("*") if path.is_file()]
    for path in files:
        path.unlink(missing_ok=True)
    if files:
        screen.say(desk.world, "forgetting.rehearsals", count=len(files))


def _file_left(desk: Desk, signer: Signer) -> None:
    """The file that was the ledger before it moved to a server."""
    from urgentaction.ledger import open_ledger

    path = desk.config.places.ledger
    if ways.ledger_file(desk) is None and path.exists():
        with closing(open_ledger(path)) as ledger:
            ledger.forget(ledger.marks(signer), now=desk.world.clock())
        screen.say(desk.world, "forgetting.copy-done", path=str(path))


def _copies(desk: Desk, signer: Signer) -> Iterator[Message]:
    """Forget them in every copy within reach; those that are not are named."""
    folder = desk.config.backup_to
    kept = sorted(desk.config.places.data.glob(f"{desk.config.places.ledger.stem}-kept-*.sqlite"))
    found = list(kept)
    if folder is not None:
        try:
            backing.need_drive(folder, desk.config.places.data)
            made = backing.copy(desk, folder, wait=True)
            found += [path for path in sorted(folder.glob("ua-ledger-*.sqlite")) if path != made]
            screen.say(desk.world, "forgetting.copy-anew", path=str(made))
        except (errors.UserError, OSError) as failure:
            yield message("forgetting.no-stick", folder=str(folder), why=_why(failure))
    for path in found:
        if problem := _in_copy(desk, path, signer):
            yield problem


def _in_copy(desk: Desk, path: Path, signer: Signer) -> Message | None:
    from urgentaction.ledger import copies

    beside = desk.config.places.ledger
    try:
        with copies.alone(beside, wait=True):
            copies.forget(path, signer, beside, now=desk.world.clock())
    except (errors.UserError, OSError) as failure:
        return message("forgetting.copy-stays", path=str(path), why=_why(failure))
    screen.say(desk.world, "forgetting.copy-done", path=str(path))
    return None


def _why(failure: errors.UserError | OSError) -> Message | str:
    return failure.message if isinstance(failure, errors.UserError) else failure.strerror or str(failure)


def _sheets(desk: Desk, named: Sequence[str]) -> list[Path]:
    """The lists that are named, and those in the folder where one stands."""
    here: list[Path] = []
    with suppress(OSError):
        here = sorted(desk.world.cwd.glob("*.csv"))
    return list(dict.fromkeys([*(Path(name) for name in named), *here]))


def _tell_sheets(desk: Desk, sheets: Sequence[tuple[Path, list[int]]], profiles: Sequence[str]) -> None:
    world = desk.world
    for path, found in sheets:
        if found:
            screen.say(world, "forgetting.sheet", path=str(path), lines=[str(line) for line in found], style="yellow")
        else:
            screen.say(world, "forgetting.sheet-clean", path=str(path), style="dim")
    for name in profiles:
        screen.say(world, "forgetting.profile", path=str(desk.config.places.config_file), name=name, style="yellow")


def _tell_beyond(desk: Desk, beyond: Sequence[Message]) -> None:
    """What nobody but a person can reach."""
    world = desk.world
    screen.say(world, "forgetting.beyond")
    for one in (*beyond, *(message(f"forgetting.beyond-{what}") for what in ("mail", "paper", "files", "ledgers"))):
        screen.line(world, f"  – {errors.words(one, world.language).text}")
    if ways.ledger_file(desk) is None:
        screen.line(world, f"  – {screen.word(world, 'forgetting.beyond-server')}")
