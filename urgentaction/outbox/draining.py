"""Empty the queue: over one connection, or over several side by side, until nothing is due or something stops it."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from queue import Empty, SimpleQueue
from threading import Thread
from types import FrameType

from urgentaction.ledger import ALL, Which
from urgentaction.model.delivery import Delivery
from urgentaction.outbox.board import Board
from urgentaction.outbox.express import Express
from urgentaction.outbox.lane import Lane
from urgentaction.outbox.values import Progress, Run, Tools

LOOK = 0.1
"""Seconds between two looks whether the connections are done, when none of them tells anything."""


def drain(
    tools: Tools,
    *,
    which: Which = ALL,
    limit: int | None = None,
    progress: Callable[[Progress], None] = lambda _: None,
    stop: Callable[[], bool] = lambda: False,
) -> Run:
    """Send what is due, until nothing is, `limit` letters were dealt with, `stop` says so, or a channel halts.

    Letters that wait for the pace do not count. Ctrl-C between letters ends the run in order; while a text is being
    handed over it leaves that letter uncertain. `which.keys` are tried once each, in their order.

    Raises:
        UserError: The ledger cannot record, or a case cannot be read; no letter is lost or sent twice by it.
    """
    doubts = tools.ledger.sweep(now=tools.clock())
    board = Board(which, limit, progress, stop)
    interrupted = False
    try:
        Lane(tools, board).run()
    except KeyboardInterrupt:
        interrupted = True
    return _run(tools, board, doubts, interrupted)


Open = Callable[[], AbstractContextManager[Tools]]
"""Opens what one connection works with, in the thread that will use it: a ledger of its own, a worker, channels."""


def drain_together(
    tools: Tools,
    lanes: Sequence[Open],
    *,
    which: Which = ALL,
    limit: int | None = None,
    progress: Callable[[Progress], None] = lambda _: None,
    stop: Callable[[], bool] = lambda: False,
) -> Run:
    """`drain` over several connections; this thread calls `progress`, and drives them while all goes well.

    The first connection sends a letter before the others are made. One that the server has no room for ends, and the
    others go on. Ctrl-C here cuts all of them off: a letter whose text is under way is then uncertain.
    """
    doubts = tools.ledger.sweep(now=tools.clock())
    steps: SimpleQueue[Progress | None] = SimpleQueue()
    board = Board(which, limit, steps.put, stop)
    express = Express(tools.ledger, wake=lambda: steps.put(None), between=tools.between)
    working: list[Tools] = []
    threads = [
        Thread(target=_work, args=(open_, board, working, express, bool(place))) for place, open_ in enumerate(lanes)
    ]
    interrupted = not _watch(threads, board, working, express, partial(_tell, steps, progress))
    if board.broken is not None and not isinstance(board.broken, KeyboardInterrupt):
        raise board.broken
    return _run(tools, board, doubts, interrupted)


def _run(tools: Tools, board: Board, doubts: tuple[Delivery, ...], interrupted: bool) -> Run:
    """What was done, and when the next letter is due."""
    return Run(
        counts=dict(board.counts),
        doubts=doubts,
        halted=board.halted,
        interrupted=interrupted,
        next_due=tools.ledger.next_due(tuple(tools.channels), board.which),
    )


def _work(open_: Open, board: Board, working: list[Tools], express: Express, further: bool) -> None:
    """One connection, in its thread."""
    if further:
        board.proven.wait()
    try:
        with open_() as tools:
            working.append(tools)
            Lane(tools, board, further=further, ride=express.ride).run()
    except BaseException as error:  # noqa: BLE001  # told by the thread that started this one
        board.fail(error)
    finally:
        board.proven.set()


def _watch(
    threads: Sequence[Thread],
    board: Board,
    working: Sequence[Tools],
    express: Express,
    tell: Callable[[float], None],
) -> bool:
    """Start the threads and wait for them, driving and telling meanwhile; False when Ctrl-C cut them off."""
    for thread in threads:
        thread.start()
    in_order = True
    while any(thread.is_alive() for thread in threads):
        try:
            tell(0 if board.broken is None and express.step() else LOOK)
            if board.broken is not None:
                express.clear()
        except BaseException as error:
            board.fail(error)
            for tools in working:
                tools.cut()
            in_order = False
            if not isinstance(error, KeyboardInterrupt):
                _join(threads, express)
                raise
    tell(0)
    return in_order


def _join(threads: Sequence[Thread], express: Express) -> None:
    for thread in threads:
        while thread.is_alive():
            express.clear()
            thread.join(LOOK)


def _tell(steps: SimpleQueue[Progress | None], progress: Callable[[Progress], None], wait: float) -> None:
    """Tell what has been dealt with, waiting for more until there is something else to do."""
    try:
        while True:
            step = steps.get(wait > 0, wait or None)
            if step is None:
                wait = 0
            else:
                progress(step)
    except Empty:
        return


@contextmanager
def until_interrupted() -> Iterator[Callable[[], bool]]:
    """A `stop` for `drain`: true after Ctrl-C or SIGTERM, so that the letter under way ends; a second one breaks in."""
    asked: list[int] = []

    def ask(number: int, _frame: FrameType | None) -> None:
        if asked:
            raise KeyboardInterrupt
        asked.append(number)

    before = {number: signal.signal(number, ask) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield lambda: bool(asked)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
