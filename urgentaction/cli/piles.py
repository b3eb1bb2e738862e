"""The files of stacks on this machine, which name people: where they were put, and when they go."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from urgentaction import errors, files

if TYPE_CHECKING:
    from urgentaction.cli.wiring import Desk
    from urgentaction.ledger import Ledger

_ELSEWHERE = "elsewhere"
"""In the usual folder of a print run: the folder that its stacks were put into instead (`-o`)."""


def note(desk: Desk, reference: str, folder: Path) -> None:
    """Remember where the files of a print run are, if not in the usual folder; printing does not fail on it."""
    usual, batch = desk.config.places.prints, Path(reference).parent
    if folder.resolve() != usual.resolve():
        with suppress(errors.UserError):
            files.write_whole(usual / batch / _ELSEWHERE, str(folder.resolve()).encode(), overwrite=True)


def list_of(letters: Path) -> Path:
    """The list that lies on the stack of this file."""
    return letters.with_name(letters.name.replace("letters-", "list-"))


def found(desk: Desk, reference: str) -> list[Path]:
    """The file of a stack and its list, those that are here; of a letter that was printed by itself, the file."""
    letters = [folder / reference for folder in _folders(desk, Path(reference).parent)]
    return [path for one in letters for path in dict.fromkeys((one, list_of(one))) if path.is_file()]


def _folders(desk: Desk, batch: Path) -> list[Path]:
    usual = desk.config.places.prints
    with suppress(OSError, UnicodeDecodeError):
        return [usual, Path((usual / batch / _ELSEWHERE).read_text(encoding="utf-8"))]
    return [usual]


def purge(desk: Desk, ledger: Ledger, *, keep: timedelta) -> int:
    """Delete the files of stacks that are in the post for `keep` or longer; gives how many."""
    before = desk.world.clock() - keep
    gone = 0
    for reference in sorted(_references(desk)):
        at = ledger.posted_at(reference)
        for path in found(desk, reference) if at and at <= before else ():
            with suppress(OSError):
                path.unlink()
                gone += 1
            if path.parent.name == str(Path(reference).parent):
                _tidy(path.parent)
    return gone


def _references(desk: Desk) -> Iterator[str]:
    """What the ledger calls the files that are here; a list goes by its stack."""
    usual = desk.config.places.prints
    batches = {path.parent.name for path in usual.glob(f"*/{_ELSEWHERE}")}
    inside = [(folder, folder / batch) for batch in batches for folder in _folders(desk, Path(batch))]
    for folder, part in [(usual, usual), *inside]:
        for path in part.rglob("*.pdf"):
            yield path.with_name(path.name.replace("list-", "letters-")).relative_to(folder).as_posix()


def _tidy(folder: Path) -> None:
    """A print run's folder goes with its last file."""
    with suppress(OSError):
        if [path.name for path in folder.iterdir()] == [_ELSEWHERE]:
            (folder / _ELSEWHERE).unlink()
        folder.rmdir()
