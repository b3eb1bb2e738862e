"""`ua case new`: a case file from nothing; what is answered is never lost, and what is not is a marked gap."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from urgentaction import errors, files
from urgentaction.cli import show as screen
from urgentaction.cli import wiring
from urgentaction.library.layers import shown

if TYPE_CHECKING:
    from urgentaction.cli.wiring import Desk
    from urgentaction.cli.world import World
    from urgentaction.intake.draft import Draft


@dataclass(frozen=True, kw_only=True)
class How:
    """What the command line says: the case's id, the language of its texts, where to write, to ask nothing."""

    id: str = ""
    lang: str = ""
    output: str = ""
    blank: bool = False


def new(world: World, how: How) -> None:
    """Ask for a case, and write its file; `blank` writes every question into it instead.

    Raises:
        UsageError: Nobody sits at a terminal; the id is none, or taken; there is no such language.
        UserError: It was broken off (what was answered is kept), or the file cannot be written.
    """
    from urgentaction.cli.questionnaire import Sheet
    from urgentaction.intake.draft import Draft
    from urgentaction.model.codes import LANGUAGES

    desk = wiring.desk(world)
    into = Path(how.output) if how.output else desk.config.places.letters
    language = how.lang or desk.world.language
    if language not in LANGUAGES:
        raise errors.UsageError("intake.no-language", lang=language)
    _check_id(desk, into, how)
    begun = Draft(id=how.id, language=language)
    if how.blank:
        _write(desk, into, begun)
        return
    if not desk.world.terminal:
        raise errors.UsageError("newcase.no-terminal")
    sheet = Sheet(desk, begun)
    try:
        with _heeding():
            screen.say(desk.world, "newcase.begin", style="bold")
            sheet.fill()
    except KeyboardInterrupt:
        _keep(desk, into, sheet.draft, is_empty=sheet.draft == begun)
    _write(desk, into, sheet.draft)


@contextmanager
def _heeding() -> Iterator[None]:
    """A terminal that is closed, or an end from outside, breaks the questions off as Ctrl-C does."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    ends = [getattr(signal, name) for name in ("SIGHUP", "SIGTERM") if hasattr(signal, name)]
    before = {number: signal.signal(number, signal.default_int_handler) for number in ends}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _check_id(desk: Desk, into: Path, how: How) -> None:
    from urgentaction.intake import answers
    from urgentaction.intake.entries import slug

    if how.blank and not how.id:
        raise errors.UsageError("newcase.needs-id")
    if how.id and answers.case_id(how.id) is None:
        raise errors.UsageError("newcase.no-id", id=how.id, meant=slug(how.id) or "example-2026")
    if how.id and _is_taken(desk, into, how.id):
        raise errors.UsageError("newcase.exists", case=how.id)


def _is_taken(desk: Desk, into: Path, id_: str) -> bool:
    return id_ in desk.library.case_ids() or (into / "cases" / f"{id_}.toml").exists()


def _named(desk: Desk, into: Path, draft: Draft) -> Draft:
    """The draft with an id that no case has: the given one, else one of its number or title."""
    from urgentaction.intake import drafting

    if draft.id:
        return draft
    number = draft.number.value if draft.number else ""
    title = draft.title.value if draft.title else "new case"
    id_ = drafting.case_id(number, title, draft.issued.value.year if draft.issued else None)
    free = (one for n in range(1, 1000) if not _is_taken(desk, into, one := f"{id_}-{n}" if n > 1 else id_))
    return replace(draft, id=next(free))


def _finished(desk: Desk, into: Path, draft: Draft) -> Draft:
    """With its id, what a person has just looked at, and what stands above it."""
    from urgentaction.intake.draft import Said

    draft = _named(desk, into, draft)
    today = desk.world.clock().date()
    head = screen.word(desk.world, "newcase.head", on=today.isoformat())
    return replace(draft, head=(head,), as_of=draft.issued, checked_on=Said(today) if draft.issued else None)


def _save(desk: Desk, into: Path, draft: Draft) -> tuple[str, Path, str]:
    """Write the file and give its id, its place and its text; where that fails, the text is said and so not lost."""
    world = desk.world
    draft = _finished(desk, into, draft)
    text = _text(world, draft)
    path = into / "cases" / f"{draft.id}.toml"
    try:
        files.write_whole(path, text.encode())
    except errors.UserError:
        screen.data(world, text)
        raise
    return draft.id, path, text


def _text(world: World, draft: Draft) -> str:
    """The file; where something is open, its head says so."""
    from urgentaction.intake import writing
    from urgentaction.library import gaps

    def asked(key: str) -> str:
        return screen.word(world, f"intake.gap-{key}", lang=draft.language)

    text = writing.text(draft, asked)
    if not any(gaps.gaps(text)):
        return text
    return writing.text(replace(draft, head=(*draft.head, screen.word(world, "newcase.head-open", id=draft.id))), asked)


def _write(desk: Desk, into: Path, draft: Draft) -> None:
    from urgentaction.library import gaps

    id_, path, text = _save(desk, into, draft)
    name = "newcase.written" if into == desk.config.places.letters else "newcase.written-in"
    screen.say(desk.world, name, path=shown(path), case=id_, folder=shown(into))
    screen.columns(desk.world, [(one.key, one.question) for one in gaps.gaps(text)], styles=("bold",))


def _keep(desk: Desk, into: Path, draft: Draft, *, is_empty: bool) -> None:
    """What was answered before it was broken off: written before anything is said, for the terminal may be gone."""
    kept = None if is_empty else _save(desk, into, draft)
    screen.line(desk.world)
    if kept is None:
        raise errors.UserError("newcase.nothing", exit_=errors.Exit.INTERRUPTED)
    id_, path, _ = kept
    raise errors.UserError("newcase.kept", exit_=errors.Exit.INTERRUPTED, path=shown(path), case=id_)
