"""A run that goes on: it waits for letters that are due later, shows how far it is, and ends when it is told to."""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from urgentaction.cli import show as screen
from urgentaction.errors import UsageError
from urgentaction.model.delivery import Halted, Scope, State
from urgentaction.signers.fields import shown

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

    from urgentaction.cli.world import World
    from urgentaction.outbox import Run

AFRESH = timedelta(minutes=5)
"""When a server that was not there is tried again by a run that waits."""

REDRAWN = 0.1
"""Seconds for which a drawn bar is good enough."""

LULL = timedelta(seconds=30)
"""How long a run rests that could not deal with anything although it was due."""

EVERY = 100
"""Rows between two looks at how far the reading is."""


_LENGTH = re.compile(r"(?:(?P<hours>\d{1,4})h)?(?:(?P<minutes>\d{1,5})(?:m|mn|min)?)?")
_HOUR = re.compile(r"(\d{1,2})[:h](\d{2})?")
_LONGEST_MINUTES = 366 * 24 * 60


@dataclass(frozen=True)
class Patience:
    """How long a run goes on: not beyond what is due now, or (`wait`) until nothing waits or `until` has come."""

    wait: bool = False
    until: datetime | None = None


NONE = Patience()
"""Only what is due now."""


def patience(world: World, *, wait: bool, for_: str, until: str) -> Patience:
    """What `--wait`, `--for` and `--until` ask for; the last two wait as well.

    Raises:
        UsageError: Both are given, or one is no length or hour.
    """
    if for_ and until:
        raise UsageError("running.for-or-until")
    now = world.clock()
    if for_:
        return Patience(wait=True, until=now + _length(for_))
    if until:
        return Patience(wait=True, until=_next_hour(until, now))
    return Patience(wait=wait)


def _length(text: str) -> timedelta:
    found = _LENGTH.fullmatch(text.replace(" ", "").lower())
    hours, minutes = (int(found[name] or 0) for name in ("hours", "minutes")) if found else (0, 0)
    if not 0 < hours * 60 + minutes <= _LONGEST_MINUTES:
        raise UsageError("running.no-length", text=shown(text))
    return timedelta(hours=hours, minutes=minutes)


def _next_hour(text: str, now: datetime) -> datetime:
    """The next time at which the clock here says so."""
    found = _HOUR.fullmatch(text.strip())
    if not found or int(found[1]) > 23 or int(found[2] or 0) > 59:  # noqa: PLR2004 - a clock
        raise UsageError("running.no-hour", text=shown(text))
    here = now.astimezone()
    at = here.replace(hour=int(found[1]), minute=int(found[2] or 0), second=0, microsecond=0)
    return (at if at > here else at + timedelta(days=1)).astimezone(UTC)


def go_on(
    once: Callable[[int | None], Run],
    world: World,
    *,
    patience: Patience,
    limit: int | None = None,
    stop: Callable[[], bool],
    idle: Callable[[datetime], None] = lambda _at: None,
) -> Run:
    """Drain once, and again whenever something is due, as long as patience lasts; gives all of it as one run.

    `once` drains up to so many letters; `idle` is told until when nothing happens.
    """
    run, done = once(limit), 0
    while patience.wait and not run.interrupted and not stop():
        at = _resumes(run, world.clock(), moved=_done(run) > done)
        done = _done(run)
        left = None if limit is None else limit - _done(run)
        if at is None or left == 0 or (patience.until is not None and at >= patience.until):
            break
        idle(at)
        world.pause(at, stop)
        if not stop():
            run = together(run, once(left))
    return run


def _resumes(run: Run, now: datetime, *, moved: bool) -> datetime | None:
    """When there is something to do again; None when nothing waits, or only a person can help.

    What was due and did not leave (another process has it in hand) is not asked for without a pause.
    """
    match run.halted:
        case None:
            return run.next_due if moved or run.next_due is None else max(run.next_due, now + LULL)
        case Halted(_, _, until) if until is not None:
            return until
        case Halted(Scope.CONNECTION, _, _):
            return max(now + AFRESH, run.next_due or now)
        case _:
            return None


def _done(run: Run) -> int:
    return sum(count for state, count in run.counts.items() if state is not State.QUEUED)


def together(before: Run, after: Run) -> Run:
    """Both runs as one; a letter that waited after the first may have left in the second."""
    done = Counter({state: count for state, count in before.counts.items() if state is not State.QUEUED})
    return replace(after, counts=dict(done + Counter(after.counts)), doubts=(*before.doubts, *after.doubts))


class Bar:
    """How far a run is, on one line of a terminal; says nothing where nobody looks on."""

    def __init__(self, world: World, progress: Progress | None, total: int) -> None:
        self._world = world
        self._progress = progress
        self._task: TaskID | None = progress.add_task("", total=total, told="") if progress else None
        self._total, self._done = total, 0
        self._last: datetime | None = None
        self._drawn = 0.0

    @property
    def shown(self) -> bool:
        """Whether there is a terminal to draw on."""
        return self._progress is not None

    def step(self) -> None:
        """One more letter is dealt with."""
        self._done += 1
        self._total = max(self._total, self._done)

    def draw(self, *, following: datetime | None = None, last: datetime | None = None) -> None:
        """Say how far it is; when the next letter leaves and when the last, once that is known."""
        self._last = last or self._last
        if self._progress is None or self._task is None or (following is None and self._is_fresh()):
            return
        parts = [f"{self._done}/{self._total}"]
        if following:
            parts.append(screen.word(self._world, "running.next", at=_clock(following, self._world)))
        if self._last:
            parts.append(screen.word(self._world, "running.last", at=_clock(self._last, self._world)))
        parts.append(screen.word(self._world, "running.safe"))
        self._progress.update(self._task, completed=self._done, total=self._total, told=" · ".join(parts))
        self._progress.refresh()

    def _is_fresh(self) -> bool:
        """Drawing costs more than sending a letter: ten times a second is enough."""
        now = time.monotonic()
        fresh = now - self._drawn < REDRAWN
        self._drawn = self._drawn if fresh else now
        return fresh

    @contextmanager
    def aside(self) -> Iterator[None]:
        """Let something else be said on the terminal."""
        if self._progress is None:
            yield
            return
        self._progress.stop()
        try:
            yield
        finally:
            self._progress.start()


@contextmanager
def bar(world: World, *, total: int) -> Iterator[Bar]:
    """A bar for a run; drawn only on a terminal."""
    if not _drawable(world):
        yield Bar(world, None, total)
        return
    from rich.progress import BarColumn, TextColumn

    with _progress(world, TextColumn(screen.word(world, "running.sending")), BarColumn(20)) as progress:
        yield Bar(world, progress, total)


@contextmanager
def counting(world: World, id_: str) -> Iterator[Callable[[int], None]]:
    """A line that counts, for reading a long list; drawn only on a terminal."""
    if not _drawable(world):
        yield lambda _count: None
        return
    from rich.progress import SpinnerColumn

    with _progress(world, SpinnerColumn()) as progress:
        task = progress.add_task("", total=None, told="")

        def counted(count: int) -> None:
            if count % EVERY == 0:
                progress.update(task, told=screen.word(world, id_, count=count))
                progress.refresh()

        yield counted


def _progress(world: World, *columns: object) -> Progress:
    from rich.console import Console
    from rich.progress import Progress, TextColumn

    console = Console(file=world.stderr, no_color=bool(world.environ.get("NO_COLOR")), highlight=False)
    told = TextColumn("{task.fields[told]}", markup=False)
    return Progress(*columns, told, console=console, transient=True, auto_refresh=False, redirect_stderr=False)  # type: ignore[arg-type]  # columns


def _drawable(world: World) -> bool:
    return world.stderr.isatty() and world.environ.get("TERM") != "dumb"


def _clock(at: datetime, world: World) -> str:
    """The hour; with the day where it is not today."""
    here, today = at.astimezone(), world.clock().astimezone().date()
    return f"{here:%H:%M}" if here.date() == today else screen.word(world, "running.day", at=here)
