"""Cases whose file does not load yet: a line for each where all are listed, and what to type; not their faults."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from urgentaction import errors
from urgentaction.cli import leftopen
from urgentaction.cli import show as screen
from urgentaction.library import layers

if TYPE_CHECKING:
    from urgentaction.cli.wiring import Desk
    from urgentaction.model.case import Case


def tell(desk: Desk, entries: Sequence[Case | errors.Faults]) -> None:
    """Say which of the library's cases, in its order, do not load, and what says why."""
    for id_, entry in zip(desk.library.case_ids(), entries, strict=True):
        if isinstance(entry, errors.Faults):
            what = "open" if leftopen.gaps(desk, id_) else "faulty"
            screen.say(desk.world, f"looking.{what}", case=id_, count=len(entry.faults), style="yellow")


@contextmanager
def named(desk: Desk, id_: str) -> Iterator[None]:
    """Whoever imports an action whose case is there, unfinished, hears that first, and where it is.

    Raises:
        UserError: The case of this id does not load; else what was raised.
    """
    try:
        yield
    except errors.Faults as faults:
        found = next(layers.find(desk.library.layers, "cases", f"{id_}.toml"), None)
        if found is None:
            raise
        raise errors.UserError("intake.unfinished", case=id_, path=layers.shown(found.path)) from faults
