"""The ledger as a whole: looked through, copied, put back, joined with another, written out and read in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager, nullcontext
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from urgentaction import errors, files
from urgentaction.cli import backing, ways, wiring
from urgentaction.cli import show as screen
from urgentaction.cli.reading import STANDARD_INPUT
from urgentaction.errors import Message, UsageError, message

if TYPE_CHECKING:
    from datetime import datetime

    from urgentaction.cli.wiring import Desk
    from urgentaction.cli.world import World
    from urgentaction.ledger import Taken
    from urgentaction.ledger.copies import Copy
    from urgentaction.ledger.lines import Item

SETTLED = "--nothing-sent-since"


def check(world: World, file: str, *, as_json: bool) -> None:
    """Look the ledger through, or a copy or an export of one; leaves with exit 3 where something is wrong."""
    desk = wiring.desk(world)
    world = desk.world
    found, letters, name = _examined_file(desk, Path(file)) if file else _examined(desk)
    if as_json:
        told = [errors.words(one).text for one in found]
        screen.as_json(world, {"ok": not found, "ledger": name, "letters": letters, "wrong": told})
    else:
        for one in found:
            screen.tell(world, one, style="red")
        if not found:
            screen.say(world, "ledgers.whole", name=name, count=letters, style="green")
    if found:
        screen.say(world, "ledgers.not-whole")
        raise SystemExit(errors.Exit.FINDINGS)


def backup(world: World, folder: str) -> None:
    """Make a copy now."""
    desk = wiring.desk(world)
    world = desk.world
    goal = Path(folder).expanduser() if folder else desk.config.backup_to
    if goal is None:
        raise UsageError("ledgers.no-folder")
    made = backing.copy(desk, goal, wait=True)
    screen.say(world, "backing.copied", path=str(made), style="green")
    if backing.on_one_disk(goal, desk.config.places.data):
        screen.say(world, "ledgers.one-disk", style="yellow")


def restore(world: World, file: str, *, force: bool, settled: bool) -> None:
    """Put a copy in the place of the ledger; one that is there is kept."""
    from urgentaction.ledger import copies, restoring

    desk = wiring.desk(world)
    world = desk.world
    path = Path(file).expanduser() if file else _newest(desk)
    live = ways.ledger_file(desk)
    if live is None:
        _restore_on_server(desk, path, settled=settled)
        return
    if not copies.is_ledger_file(path):
        raise UsageError("ledgers.no-copy", path=str(path))
    if not force and not restoring.is_empty(live):
        raise UsageError("ledgers.is-there", path=str(live))
    with copies.alone(live, wait=True), copies.staged(path, live) as staging:
        copy = copies.look(staging)
        _describe(desk, copy)
        since = settled or _agreed(desk, copy.at)
        done = restoring.restore(staging, live, now=world.clock(), settled=since)
    screen.say(world, "ledgers.restored", path=str(live), count=done.copy.letters, style="green")
    if done.kept:
        screen.say(world, "ledgers.kept", path=str(done.kept))
    if done.taken:
        screen.say(world, "ledgers.taken-over", count=done.taken.new + done.taken.newer + done.taken.kept)
    elif done.kept:
        screen.say(world, "ledgers.not-taken-over", path=str(done.kept))
    _doubts(desk, done.doubts)


def merge(world: World, file: str, *, settled: bool, yes: bool) -> None:
    """Take in what another ledger knows."""
    desk = wiring.desk(world)
    with _items(desk, file) as items, ways.ledger(desk) as ledger:
        head, *_ = first = [next(items)]
        _recognise(desk, head, ledger.name, yes=yes)
        since = settled or _agreed(desk, _at(head))
        taken = ledger.take_in(chain(first, items), now=desk.world.clock(), settled=since)
    _told(desk, taken)
    backing.after(desk)


def import_(world: World, file: str, *, settled: bool, yes: bool) -> None:
    """Read an export into a ledger in which nothing was written yet; it becomes the one that was exported."""
    desk = wiring.desk(world)
    with _items(desk, file) as items, ways.ledger(desk) as ledger:
        if ledger.counts():
            raise UsageError("ledgers.not-new", file=file)
        head, *_ = first = [next(items)]
        _recognise(desk, head, ledger.name, yes=yes, new=True)
        since = settled or _agreed(desk, _at(head))
        taken = ledger.take_in(chain(first, items), now=desk.world.clock(), settled=since)
    _told(desk, taken)
    backing.after(desk)


def export(world: World, output: str, *, secret: bool, force: bool) -> None:
    """Write everything the ledger knows as JSON Lines."""
    from urgentaction.ledger import lines

    desk = wiring.desk(world)
    world = desk.world
    with ways.ledger(desk, looking=True) as ledger:
        count = sum(one.count for one in ledger.counts())
        with closing(ledger.items(secret=secret, now=world.clock())) as items:
            _put(world, output, map(lines.write, lines.counted(items)), force=force)
    screen.say(world, "ledgers.exported", count=count)
    screen.say(world, "ledgers.with-secret" if secret else "ledgers.without-secret", style="yellow")


def _put(world: World, output: str, texts: Iterable[str], *, force: bool) -> None:
    if output == STANDARD_INPUT:
        world.stdout.writelines(texts)
        world.stdout.flush()
        return
    path = Path(output)
    if path.exists() and not force:
        raise errors.UserError("files.exists", path=output)
    files.write_parts(path, (text.encode() for text in texts))


def _examined(desk: Desk) -> tuple[tuple[Message, ...], int, str]:
    with ways.ledger(desk, looking=True) as ledger:
        return ledger.check(), sum(count.count for count in ledger.counts()), ledger.name


def _examined_file(desk: Desk, path: Path) -> tuple[tuple[Message, ...], int, str]:
    from urgentaction.ledger import copies, lines, open_ledger

    if not copies.is_ledger_file(path):
        with path.open("rb") as stream:
            items = lines.read(stream)
            _, head = next(items)
            return (), sum(kind == "delivery" for kind, _ in items), head["id"]
    beside = desk.config.places.ledger
    with copies.alone(beside, wait=True), copies.staged(path, beside) as staging:
        _describe(desk, copies.look(staging))
        ledger = open_ledger(staging)
        try:
            return ledger.check(), sum(count.count for count in ledger.counts()), ledger.name
        finally:
            ledger.close()


def _newest(desk: Desk) -> Path:
    """The newest copy on the stick."""
    folder = desk.config.backup_to
    if folder is None:
        raise UsageError("ledgers.no-folder")
    backing.need_drive(folder, desk.config.places.data)
    found = sorted(folder.glob("ua-ledger-*.sqlite"), key=lambda path: path.stat().st_mtime)
    if not found:
        raise UsageError("ledgers.none-there", folder=str(folder))
    if len(found) > 1:
        raise UsageError("ledgers.several-there", files=[str(path) for path in reversed(found)], newest=str(found[-1]))
    return found[0]


def _restore_on_server(desk: Desk, path: Path, *, settled: bool) -> None:
    """A server's ledger is never replaced: a copy goes into one in which nothing was written yet."""
    with ways.ledger(desk) as ledger:
        if ledger.counts():
            raise UsageError("ledgers.server-is-there")
    import_(desk.world, str(path), settled=settled, yes=False)


@contextmanager
def _items(desk: Desk, file: str) -> Iterator[Iterator[Item]]:
    """What a copy or an export holds."""
    from urgentaction.ledger import copies, lines, open_ledger

    path = Path(file).expanduser()
    if file == STANDARD_INPUT or not copies.is_ledger_file(path):
        source = nullcontext(desk.world.data_in) if file == STANDARD_INPUT else path.open("rb")
        with source as stream:
            yield lines.read(_whole_lines(stream))
        return
    beside = desk.config.places.ledger
    with copies.alone(beside, wait=True), copies.staged(path, beside) as staging:
        at = copies.look(staging).at or desk.world.clock()
        other = open_ledger(staging)
        try:
            with closing(other.items(secret=True, now=at)) as items:
                yield items
        finally:
            other.close()


LONGEST_LINE = 1 << 27
"""Bytes; a letter with its PDF is about a hundred thousand."""


def _whole_lines(stream: BinaryIO) -> Iterator[bytes]:
    """The lines of a stream; a line without end is somebody else's file, and is not read to its end."""
    while text := stream.readline(LONGEST_LINE):
        yield text


def _recognise(desk: Desk, head: Item, name: str, *, yes: bool, new: bool = False) -> None:
    """Without the other's secret its signers are not recognised here: that is not to be had by accident."""
    _, values = head
    if values["secret"] is not None or values["id"] == name:
        return
    question = "ledgers.ask-new-without" if new else "ledgers.ask-without"
    if not yes and not screen.confirm(desk.world, question, flag="--yes"):
        raise errors.UserError("ledgers.nothing-taken")


def _agreed(desk: Desk, at: datetime | None) -> bool:
    """Whether a person says that nothing was sent since; a script says it by a flag, else letters are uncertain."""
    world = desk.world
    if not world.terminal or at is None:
        return False
    return screen.confirm(world, "ledgers.ask-since", flag=SETTLED, at=at.astimezone())


def _at(head: Item) -> datetime:
    from datetime import datetime

    return datetime.fromisoformat(head[1]["at"])


def _describe(desk: Desk, copy: Copy) -> None:
    at = copy.at.astimezone() if copy.at else message("ledgers.unknown")
    screen.say(desk.world, "ledgers.copy", name=copy.ledger, at=at, count=copy.letters, waiting=copy.waiting)


def _told(desk: Desk, taken: Taken) -> None:
    world = desk.world
    screen.say(world, "ledgers.took", name=taken.ledger, at=taken.at.astimezone(), style="green")
    counts = {"new": taken.new, "newer": taken.newer, "kept": taken.kept, "dropped": taken.dropped}
    for what, count in counts.items():
        if count:
            screen.say(world, f"ledgers.took-{what}", count=count)
    if not taken.same:
        screen.say(world, "ledgers.recognised" if taken.recognised else "ledgers.not-recognised", style="yellow")
    if taken.twice:
        screen.say(world, "ledgers.took-twice", count=taken.twice, style="red")
    _doubts(desk, taken.doubts)


def _doubts(desk: Desk, count: int) -> None:
    if count:
        screen.say(desk.world, "ledgers.doubts", count=count, style="yellow")
