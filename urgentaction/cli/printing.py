"""Letters of a list on paper: files of many letters, each with the list that lies on its stack."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from urgentaction import errors, files
from urgentaction.channels import handoff
from urgentaction.cli import paper, piles, running, wiring
from urgentaction.cli import show as screen
from urgentaction.ledger import stack_id
from urgentaction.model.delivery import Halted, Job, State
from urgentaction.outbox import Pressed, Progress, Run, Tools, stacking

if TYPE_CHECKING:
    from urgentaction.cli.wiring import Desk
    from urgentaction.documents.cover_list import CoverList, Listed
    from urgentaction.documents.print_run import Print, RunSetter
    from urgentaction.ledger import Which
    from urgentaction.model.envelope import Zones


def alone(desk: Desk, body: bytes) -> bytes:
    """The PDF of a letter that was queued for a stack and is printed by itself after all; other bytes as they are."""
    from urgentaction.documents import print_run

    one = print_run.load(body)
    return wiring.typeset(replace(desk, place=one.place), one.letter).data if one else body


@dataclass
class Paper:
    """Sets stacks with the library's layouts and puts them into a folder, one below it for each batch (see `Press`)."""

    desk: Desk
    folder: Path
    aside: Callable[[], AbstractContextManager[None]] = nullcontext
    _set: dict[str, Print] = field(default_factory=dict, repr=False)
    _setters: dict[Zones, RunSetter] = field(default_factory=dict, repr=False)

    @property
    def most(self) -> int:
        """How many letters go into one file."""
        from urgentaction.documents import print_run

        return print_run.MOST

    def set(self, jobs: Sequence[Job]) -> Pressed:
        """The letters in this order; what was not queued for a stack is not in it."""
        spoilt: dict[str, errors.Message] = {}
        good: list[tuple[str, Print]] = []
        for job in jobs:
            one = _read(job)
            if isinstance(one, errors.Message):
                spoilt[job.key] = one
            else:
                good.append((job.key, one))
        self._set = dict(good)
        if not good:
            return Pressed(b"", spoilt=spoilt)
        letters = [one.letter for _, one in good]
        title = screen.word(self.desk.world, "printing.run-title", case=letters[0].case, count=len(letters))
        run = self._setter(good[0][1].place).run(letters, title=title, duplex=good[0][1].duplex)
        spoilt |= {good[place][0]: fault.message for place, fault in run.spoilt.items()}
        return Pressed(run.document.data if run.document else b"", run.pages, spoilt)

    def write(self, reference: str, jobs: Sequence[Job], pressed: Pressed, now: datetime) -> None:
        """Write the list, then the file; where the file cannot be written the list goes too.

        Raises:
            UserError: As `Press.write`.
        """
        from urgentaction.documents import cover_list

        path = self.folder / reference
        cover = piles.list_of(path)
        waiting = [self._set[job.key] for job in jobs]
        id_ = stack_id(reference)
        whole = cover_list.CoverList(
            id=id_,
            file=path.name,
            on=now.astimezone().date(),
            language=self.desk.world.language,
            letters=list(zip((one.letter for one in waiting), pressed.pages, strict=True)),
            duplex=waiting[0].duplex,
            posted=f"ua outbox posted --batch {id_}",
        )
        listed = cover_list.as_can_be(whole, layout=self.desk.library.layout("cover.typ"))
        piles.note(self.desk, reference, self.folder)
        try:
            if listed.document:
                files.write_whole(cover, listed.document.data)
            files.write_whole(path, pressed.file)
        except errors.UserError as error:
            with suppress(OSError):
                cover.unlink()
            raise handoff.failed(error, path.parent) from error
        self._tell(path, cover, whole, listed)

    def has(self, reference: str) -> bool:
        """Whether the file of a stack is here."""
        return (self.folder / reference).is_file() or any(
            path.name == Path(reference).name for path in piles.found(self.desk, reference)
        )

    def _setter(self, place: Zones) -> RunSetter:
        from urgentaction.documents.print_run import RunSetter

        if place not in self._setters:
            layout = self.desk.library.layout
            self._setters[place] = RunSetter(layout("letter.typ"), layout("run.typ"), place)
        return self._setters[place]

    def _tell(self, path: Path, cover: Path, whole: CoverList, listed: Listed) -> None:
        world = self.desk.world
        with self.aside():
            screen.say(world, "printing.stack", path=str(path), count=len(whole.letters), style="green")
            if listed.document:
                screen.say(world, "printing.list", path=str(cover), id=whole.id)
            if listed.document and listed.unnamed:
                lines = [str(line) for line in listed.unnamed]
                screen.say(world, "printing.list-unnamed", count=len(lines), lines=lines, style="yellow")
            if not listed.document:
                screen.say(world, "printing.no-list", why=listed.why, id=whole.id, style="yellow")


def run(
    desk: Desk,
    tools: Tools,
    *,
    aside: Callable[[], AbstractContextManager[None]],
    folder: Path,
    which: Which,
    limit: int | None,
    progress: Callable[[Progress], None],
    stop: Callable[[], bool],
    said: set[str],
) -> Run:
    """Record what a run that broke off had printed, then print what is due of the lists that are asked for.

    `aside` lets something be said while a bar is drawn; `said` is what was said of stacks in doubt, once for all
    rounds of a run that waits.
    """
    swept = [one.key for one in tools.ledger.sweep(now=tools.clock())]
    press = Paper(desk, folder, aside)
    with aside():
        _recover(desk, tools, press, said)
    after = map(tools.ledger.get, swept)
    whole = Run(counts={}, doubts=tuple(one for one in after if one.state is State.UNCERTAIN))
    for batch in _due(tools, which):
        left = None if limit is None else limit - sum(whole.counts.values())
        done = stacking.print_batch(tools, batch, press, limit=left, progress=progress, stop=stop)
        whole = running.together(whole, done)
        if whole.halted or whole.interrupted:
            break
    return whole


@dataclass
class First:
    """Paper before the rest, in each round of a run: it is quick, and both share the limit.

    Where no file can be written the rest goes on, and paper is tried afresh after a while. What the rest releases is
    printed in the same round (`due` says whether something is): copies of letters that went by mail.
    """

    paper: Callable[..., Run]
    rest: Callable[..., Run]
    clock: Callable[[], datetime]
    due: Callable[[], bool] = lambda: False
    _halted: Halted | None = None
    _afresh: datetime | None = None

    def __call__(self, *, limit: int | None) -> Run:
        """One round: `limit` letters at most."""
        whole = self._once(limit)
        done = _dealt_with(whole)
        left = None if limit is None else limit - done
        if done and left != 0 and not (whole.halted or whole.interrupted or self._halted) and self.due():
            return running.together(whole, self._once(left))
        return whole

    def _once(self, limit: int | None) -> Run:
        printed = Run(counts={})
        if self._afresh is None or self.clock() >= self._afresh:
            printed = self.paper(limit=limit)
            self._halted = printed.halted
            self._afresh = self.clock() + running.AFRESH if printed.halted else None
        if printed.interrupted:
            return printed
        left = None if limit is None else limit - _dealt_with(printed)
        whole = running.together(printed, self.rest(limit=left))
        return replace(whole, unprinted=self._halted)


def _due(tools: Tools, which: Which) -> Iterator[str]:
    """The lists that have letters to print; single letters are printed with the rest."""
    return iter(()) if which.keys else stacking.due(tools.ledger, case=which.case, batch=which.batch)


def has_due(tools: Tools, which: Which) -> bool:
    """Whether letters of a list can be printed."""
    return next(_due(tools, which), None) is not None


def _dealt_with(run: Run) -> int:
    """How many letters a run dealt with; what could not be written is in the queue as before."""
    return sum(count for state, count in run.counts.items() if state is not State.QUEUED)


def _recover(desk: Desk, tools: Tools, press: Paper, said: set[str]) -> None:
    count = stacking.recover(tools.ledger, press, now=tools.clock())
    if count:
        screen.say(desk.world, "printing.recovered", count=count)
    said |= paper.doubtful(desk, tools.ledger, but=said)


def _read(job: Job) -> Print | errors.Message:
    """The letter of a job; why there is none, where it was not queued for a stack or cannot be read."""
    from urgentaction.documents import print_run

    try:
        one = print_run.load(job.body)
    except errors.UserError as fault:
        return fault.message
    return one or errors.message("printing.not-for-a-stack")
