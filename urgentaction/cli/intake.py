"""`ua case import`: a published action becomes a case file, and its unknown offices entries of one's own library."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from urgentaction import errors, files
from urgentaction.cli import choosing, documents_in, explaining, followups, received, unfinished, wiring
from urgentaction.cli import show as screen
from urgentaction.library.layers import shown

if TYPE_CHECKING:
    from urgentaction.cli.received import Office
    from urgentaction.cli.wiring import Desk
    from urgentaction.cli.world import World
    from urgentaction.intake.found import Found
    from urgentaction.model.case import Case


@dataclass(frozen=True, kw_only=True)
class How:
    """What the command line says: the language, where to write, whether to show only, which case is followed."""

    lang: str = ""
    output: str = ""
    explain: bool = False
    as_json: bool = False
    case: str = ""
    yes: bool = False


def import_(world: World, name: str, how: How) -> None:
    """Read a document, show what was found, and write the draft once a person says yes.

    Raises:
        UsageError: There is no such file, nothing answers there, or nobody can be asked.
        UserError: The document cannot be read, or the case cannot be written.
    """
    from urgentaction.intake import drafting
    from urgentaction.intake.reading import apart

    desk = wiring.desk(world)
    world = desk.world
    _check_language(how.lang)
    document = apart.found(documents_in.document(world, name), how.lang)
    found = document.found
    if how.explain or how.as_json:
        explaining.explain(world, found, as_json=how.as_json)
        return
    explaining.show(world, found)
    found = followups.settled(desk, found, yes=how.yes)
    if not how.yes and found.layout == "free" and not found.is_stop:
        found = choosing.chosen(world, found)
    followups.stop_unread(desk, found, how)
    with unfinished.named(desk, how.case or drafting.id_of(found)):
        old = followups.followed(desk, found, how.case, yes=how.yes)
    if old is not None and found.is_stop:
        followups.stop(desk, old, found, how)
        return
    followups.refuse_orphan(found)
    found = followups.renumbered(found, old) if old else found
    offices = received.offices(desk, found, yes=how.yes)
    into = Path(how.output) if how.output else desk.config.places.letters
    text = _draft(desk, found, offices, name=name, digest=document.digest, form=document.form, old=old)
    if old is not None and not how.output:
        followups.next_round(desk, old, text, offices, found, digest=document.digest, how=how)
        return
    _write_new(desk, into, text, offices, found, how=how, old=old)


def _check_language(lang: str) -> None:
    from urgentaction.model.codes import LANGUAGES

    if lang and lang not in LANGUAGES:
        raise errors.UsageError("intake.no-language", lang=lang)


def _draft(
    desk: Desk, found: Found, offices: Sequence[Office], *, name: str, digest: str, form: str, old: Case | None
) -> str:
    from urgentaction.intake import drafting

    world = desk.world
    frame = drafting.Frame(
        name=documents_in.called(name),
        digest=digest,
        form=form,
        id=old.id if old else drafting.id_of(found),
        round=_round(found, old),
        targets=tuple((one.id, one.target) for one in offices),
        kinds=wiring.kinds(desk, found.language),
        word=lambda name, **values: screen.word(world, f"intake.{name}", **values),
    )
    return drafting.case(found, frame)


def _round(found: Found, old: Case | None) -> int:
    """Which round a document opens: its place in its series, where it says that, and never one that there was."""
    order = found.sequence.value if found.sequence else 0
    return max(order, old.round + 1) if old else order or (2 if found.is_update else 1)


def _write_new(
    desk: Desk, into: Path, text: str, offices: Sequence[Office], found: Found, *, how: How, old: Case | None
) -> None:
    from urgentaction.intake import drafting
    from urgentaction.library import gaps

    world = desk.world
    id_ = old.id if old else drafting.id_of(found)
    path = into / "cases" / f"{id_}.toml"
    if path.exists():
        raise errors.UsageError("intake.exists", case=id_)
    if not (how.yes or screen.confirm(world, "intake.ask-write", flag="--yes", path=shown(path))):
        return
    received.write(desk, into, offices, found)
    files.write_whole(path, text.encode())
    elsewhere = into != desk.config.places.letters
    screen.say(
        world, "intake.written-in" if elsewhere else "intake.written", path=shown(path), case=id_, folder=shown(into)
    )
    open_ = list(gaps.gaps(text))
    if open_:
        screen.columns(world, [(one.key, one.question) for one in open_], styles=("bold",))
    if old is not None:
        screen.say(world, "intake.then-update", path=shown(path))
