"""`ua case stop`, `extend`, `update`, `diff`: a case is kept true in its file and in the ledger together."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from urgentaction import chain, errors
from urgentaction.cli import show as screen
from urgentaction.cli import typed, ways, wiring
from urgentaction.library import rounds as kept_rounds
from urgentaction.library.layers import is_there, shown
from urgentaction.library.reading import parsed, read_text
from urgentaction.model.case import CaseState, RoundState
from urgentaction.model.delivery import State

if TYPE_CHECKING:
    from urgentaction.chain import CaseFile, Change
    from urgentaction.cli import rewriting
    from urgentaction.cli.wiring import Desk
    from urgentaction.cli.world import World
    from urgentaction.ledger import Ledger
    from urgentaction.library.layers import Found
    from urgentaction.model.case import Case


@dataclass(frozen=True, kw_only=True)
class Ending:
    """What a person says of how a case ended; texts as typed."""

    why: str
    source: str
    on: str
    language: str
    closed: bool


def stop(world: World, name: str, ending: Ending, *, yes: bool) -> None:
    """End a case: what waits is cancelled on every machine of the ledger, and its file says why.

    Raises:
        UsageError: It is not said why, or where that is written.
    """
    desk = wiring.desk(world)
    world = desk.world
    for flag, value in (("--why", ending.why), ("--source", ending.source)):
        if not value.strip():
            raise errors.UsageError("rounds.say", flag=flag)
    file, _ = _file(desk, name)
    over = chain.End(
        state=CaseState.CLOSED if ending.closed else CaseState.STOPPED,
        on=_day(world, ending.on, "--on") if ending.on else _today(world),
        why={ending.language or world.language: ending.why.strip()},
        source=ending.source.strip(),
    )
    with ways.ledger(desk) as ledger:
        count = _waiting(ledger, replace(file.case, round=file.case.round + 1))
        if not (yes or screen.confirm(world, "rounds.ask-stop", flag="--yes", case=file.case.id, count=count)):
            return
        turned = chain.end(ledger, file, over, now=world.clock(), today=_today(world))
    screen.say(world, "rounds.stopped", case=file.case.id, count=len(turned.cancelled), path=shown(file.into))


def stop_unread(desk: Desk, case: str, text: str, ending: Ending, *, yes: bool) -> bool:
    """End a case whose file has faults, in the ledger alone; whether a person said yes."""
    written = [int(number) for number in _ROUND.findall(text)]
    with ways.ledger(desk) as ledger:
        known = ledger.counts(case)
        count = sum(one.count for one in known if one.state is State.QUEUED)
        if not (yes or screen.confirm(desk.world, "rounds.ask-stop", flag="--yes", case=case, count=count)):
            return False
        ledger.turn_round(
            case,
            max([1, *written, *(one.round for one in known)]),
            RoundState.STOPPED,
            now=desk.world.clock(),
            reason=errors.message("chain.ended", case=case),
            why={ending.language or desk.world.language: ending.why},
        )
    return True


_ROUND = re.compile(r"^round *= *(\d{1,6})\b", re.MULTILINE)


def extend(world: World, name: str, until: str) -> None:
    """Give a case more time.

    Raises:
        UsageError: No day is given, or another library sets the deadline.
    """
    desk = wiring.desk(world)
    if not until:
        raise errors.UsageError("rounds.say", flag="--until")
    day = _day(desk.world, until, "--until")
    file, found = _file(desk, name)
    others = kept_rounds.weaker_files(desk.library, file.case.id, found.path)
    _need_own(file, found, [one for one in others if _ends_before(desk, one, day)])
    chain.extend(file, day, today=_today(desk.world))
    screen.say(desk.world, "rounds.extended", case=file.case.id, until=day, path=shown(file.into))
    _contacts_end(desk, file.case, day)


def _contacts_end(desk: Desk, case: Case, until: date) -> None:
    """Tell whose contacts end before the new deadline: those that an action printed end with the old one."""
    known = set(desk.library.authority_ids())
    for id_ in dict.fromkeys(target.authority for target in case.targets if target.authority in known):
        review = desk.library.authority(id_).review_by
        if review is not None and review < until:
            screen.say(desk.world, "rounds.contacts-end", id=id_, on=review, until=until.isoformat(), style="yellow")


def update(world: World, name: str, how: rewriting.How, *, agreed: Callable[[], None] = lambda: None) -> None:
    """Open the next round of a case from its new file, and have its waiting letters written again.

    `agreed` is done once a person said yes to a round, before anything else is written.

    Of a round that is open already, by its file or by the case's id, what is left of this is done.

    Raises:
        UsageError: There is no such file, no such case in one's own library, or it is not a later round.
    """
    desk = wiring.desk(world)
    world = desk.world
    path = Path(name)
    if not is_there(path):
        if path.suffix == ".toml" or len(path.parts) > 1:
            raise errors.UsageError("rounds.no-file", path=name, meant=_near(path))
        _complete(desk, desk.library.case(name), how)
        return
    text = read_text(path)
    new = desk.library.case_from(text, path, id_=_id(text, path))
    file, found = _file(desk, new.id)
    if new.round == file.case.round and not chain.differences(file.case, new):
        _complete(desk, file.case, how)
        return
    _need_own(file, found, ())
    _show(world, chain.differences(file.case, new))
    with ways.ledger(desk) as ledger:
        count = _waiting(ledger, new)
        if not (how.yes or screen.confirm(world, "rounds.ask-open", flag="--yes", round=new.round, count=count)):
            return
        agreed()
        turned = chain.open_round(ledger, file, text, now=world.clock())
    screen.say(world, "rounds.opened", case=new.id, round=new.round, count=len(turned.cancelled))
    screen.say(world, "rounds.kept", round=file.case.round, path=shown(turned.kept) if turned.kept else "")
    if new.is_open:
        screen.say(world, "rounds.consent-from", case=new.id, on=turned.consent_from, style="yellow")
        _rewrite(world, new.id, how)


def _complete(desk: Desk, case: Case, how: rewriting.How) -> None:
    """Do what is left where a round is open in its file already: in the ledger, and for the letters that waited."""
    world = desk.world
    if not case.is_open:
        raise wiring.over(case)
    with ways.ledger(desk) as ledger:
        count = _waiting(ledger, case)
        question = "rounds.ask-open"
        if count and not (how.yes or screen.confirm(world, question, flag="--yes", round=case.round, count=count)):
            return
        cancelled = chain.note_open(ledger, case, now=world.clock())
    screen.say(world, "rounds.is-open", case=case.id, round=case.round, count=len(cancelled))
    _rewrite(world, case.id, how)


def _rewrite(world: World, case: str, how: rewriting.How) -> None:
    from urgentaction.cli import rewriting

    desk = wiring.desk(world)  # which reads the new file
    rewriting.offer(desk, desk.library.case(case), how)


def diff(world: World, old: str, new: str, *, as_json: bool) -> None:
    """Show what differs between two versions of a case; without a second, between its last two rounds."""
    desk = wiring.desk(world)
    second = _version(desk, new or old)
    first = _version(desk, old) if new else _before(desk, second)
    changes = chain.differences(first, second)
    if as_json:
        screen.as_json(desk.world, [wiring.plain(change) for change in changes])
    elif changes:
        _show(desk.world, changes, answer=True)
    else:
        screen.say(desk.world, "rounds.no-difference")


def _show(world: World, changes: Sequence[Change], *, answer: bool = False) -> None:
    for change in changes:
        what = f"{screen.word(world, f'rounds.what-{change.what}')} {change.id}".strip()
        screen.columns(
            world,
            [(screen.word(world, f"rounds.{change.kind.value}", what=what),)],
            styles=("bold",),
            answer=answer,
        )
        rows = [("", mark, text) for mark, text in (("-", change.before), ("+", change.after)) if text]
        screen.columns(world, rows, styles=("", "bold"), answer=answer)


def _id(text: str, path: Path) -> str:
    """The id that a file gives itself: a new round may lie under any name until it is taken in."""
    return str(parsed(text, path=shown(path)).data.get("id", path.stem))


def _near(path: Path) -> errors.Message | str:
    """Files beside it whose names are nearly this one."""
    from urgentaction.library.near import meant_by, near

    return meant_by(near(path.name, (one.name for one in path.parent.glob("*.toml"))))


def _version(desk: Desk, name: str) -> Case:
    """A case by id or file, or one of its kept rounds (`CASE@N`)."""
    if name not in desk.library.case_ids() and not name.endswith(".toml") and Path(name).is_file():
        raise errors.UsageError("rounds.no-case-file", path=name)
    id_, at, number = name.rpartition("@")
    if not at or "/" in name:
        return desk.library.case(name)
    if not (number.isascii() and number.isdecimal()):
        raise errors.UsageError("rounds.not-a-round", name=name)
    if id_ not in desk.library.case_ids():
        desk.library.case(id_)  # which says what may have been meant
    return kept_rounds.kept_round(desk.library, id_, int(number))


def _before(desk: Desk, case: Case) -> Case:
    earlier = kept_rounds.kept(desk.library, case.id)
    if not earlier:
        raise errors.UsageError("rounds.none-kept", case=case.id)
    return kept_rounds.kept_round(desk.library, case.id, earlier[-1])


def _file(desk: Desk, name: str) -> tuple[CaseFile, Found]:
    """The case as its own file says; what is somebody else's is changed in a copy in the user's own library."""
    found = kept_rounds.case_file(desk.library, name)
    text = read_text(found.path)
    own = not (found.layer.built_in or found.layer.added)
    into = found.path if own else desk.config.places.letters / "cases" / found.path.name
    case = desk.library.case_from(text, found.path)
    return chain.CaseFile(case=case, text=text, into=into, read=lambda new: desk.library.case_from(new, into)), found


def _need_own(file: CaseFile, found: Found, earlier: Sequence[Found]) -> None:
    """Refuse what another library decides: the earliest deadline of all holds, and a newer round is theirs to bring."""
    others = [one.layer.name for one in earlier] or ([found.layer.name] if file.into != found.path else [])
    if others:
        raise errors.UsageError("rounds.not-yours", case=file.case.id, libraries=others)


def _ends_before(desk: Desk, found: Found, day: date) -> bool:
    deadline = desk.library.case_from(read_text(found.path), found.path).deadline
    return deadline is not None and deadline < day


def _waiting(ledger: Ledger, case: Case) -> int:
    """How many letters wait for rounds before this one."""
    return sum(one.count for one in ledger.counts(case.id) if one.state is State.QUEUED and one.round < case.round)


def _today(world: World) -> date:
    return world.clock().astimezone().date()


def _day(world: World, text: str, flag: str) -> date:
    if found := typed.day(text, world.language):
        return found
    raise errors.UsageError("rounds.not-a-day", flag=flag, text=text)
