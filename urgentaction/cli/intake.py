"""`ua case import`: a published action becomes a case file, and its unknown offices entries of one's own library."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from urgentaction import errors, files
from urgentaction.cli import choosing, documents_in, explaining, received, rounds, wiring
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
    """What the command line says: the document's language, where to write, whether to show only, to ask nothing."""

    lang: str = ""
    output: str = ""
    explain: bool = False
    as_json: bool = False
    yes: bool = False


def import_(world: World, name: str, how: How) -> None:
    """Read a document, show what was found, and write the draft once a person says yes.

    Raises:
        UsageError: There is no such file, nothing answers there, or nobody can be asked.
        UserError: The document cannot be read, or the case cannot be written.
    """
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
    if not how.yes and found.layout == "free":
        found = choosing.chosen(world, found)
    old = _old(desk, found)
    if old is not None and found.is_stop:
        _stop(world, old, found, yes=how.yes)
        return
    offices = received.offices(desk, found)
    into = Path(how.output) if how.output else desk.config.places.letters
    text = _draft(desk, found, offices, name=name, digest=document.digest, form=document.form, old=old)
    if old is not None and not how.output:
        _next(desk, old, text, offices, found, how)
        return
    _write_new(desk, into, text, offices, found, how=how, old=old)


def _check_language(lang: str) -> None:
    from urgentaction.model.codes import LANGUAGES

    if lang and lang not in LANGUAGES:
        raise errors.UsageError("intake.no-language", lang=lang)


def _old(desk: Desk, found: Found) -> Case | None:
    """The case that has this action's number already."""
    from urgentaction.intake import drafting

    if found.number is None:
        return None
    wanted = drafting.id_of(found)
    for id_ in desk.library.case_ids():
        if id_ == wanted:
            return desk.library.case(id_)
    known = (case for case in desk.library.cases() if not isinstance(case, errors.Faults))
    return next((case for case in known if case.number == found.number.value), None)


def _stop(world: World, old: Case, found: Found, *, yes: bool) -> None:
    """The document ends the case: as `ua case stop`, with its own words."""
    why = found.summary or found.title
    source = " ".join(part.said for part in (found.publisher, found.index, found.issued) if part)
    screen.say(world, "intake.is-stop", case=old.id)
    ending = rounds.Ending(
        why=why.value if why else "",
        source=source,
        on=found.issued.value.isoformat() if found.issued else "",
        language=found.language,
        closed=False,
    )
    rounds.stop(world, old.id, ending, yes=yes)


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
        round=old.round + 1 if old else (found.sequence.value if found.sequence else 2 if found.is_update else 1),
        targets=tuple((one.id, one.target) for one in offices),
        kinds=wiring.kinds(desk, found.language),
        word=lambda name, **values: screen.word(world, f"intake.{name}", **values),
    )
    return drafting.case(found, frame)


def _next(desk: Desk, old: Case, text: str, offices: Sequence[Office], found: Found, how: How) -> None:
    """The document is of a case that is there: its draft is kept beside, then opens the next round."""
    from urgentaction.cli import rewriting

    world = desk.world
    if not found.is_update and (found.sequence is None or found.sequence.value <= old.round):
        raise errors.UsageError("intake.exists", case=old.id)
    path = desk.config.places.letters / "drafts" / f"{old.id}.toml"
    files.write_whole(path, text.encode(), overwrite=True)
    screen.say(world, "intake.next-round", case=old.id, path=shown(path))
    received.write(desk, desk.config.places.letters, offices, found)
    rounds.update(world, str(path), rewriting.How(yes=how.yes))


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
    screen.say(world, "intake.written", path=shown(path), case=id_)
    open_ = list(gaps.gaps(text))
    if open_:
        screen.columns(world, [(one.key, one.question) for one in open_], styles=("bold",))
    if old is not None:
        screen.say(world, "intake.then-update", path=shown(path))
