"""A document that follows a case which is there: found by its number or by asking, its next round, or its end."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from urgentaction import errors, files
from urgentaction.cli import asking, received, rounds
from urgentaction.cli import show as screen
from urgentaction.library import rounds as kept_rounds
from urgentaction.library.layers import shown
from urgentaction.library.reading import read_text

if TYPE_CHECKING:
    from urgentaction.cli.received import Office
    from urgentaction.cli.rewriting import How
    from urgentaction.cli.wiring import Desk
    from urgentaction.intake.found import Found
    from urgentaction.model.case import Case

FLAG = "--case"

KEPT = ("privacy", "pace", "report", "law", "references", "silenced")
"""What a person or the case decided and no document says: a next round keeps it, so that nobody is shown more."""


def settled(desk: Desk, found: Found, *, yes: bool) -> Found:
    """What was found, once a person says whether a document that may end its action does; with `yes` it does not."""
    if not found.may_stop:
        return found
    if yes:
        screen.say(desk.world, "followups.may-end", style="yellow")
        return found
    return replace(found, is_stop=screen.confirm(desk.world, "followups.ask-end", flag="--yes"))


def followed(desk: Desk, found: Found, name: str, *, yes: bool) -> Case | None:
    """The case that a document follows: the one that is named, the one with its number, else the one a person names.

    None: it follows none that is there.

    Raises:
        UsageError: There is no such case; the document ends one, none has its number, and nobody can be asked.
    """
    if name:
        return desk.library.case(name)
    if (old := _numbered(desk, found)) is not None or not (found.is_update or found.is_stop):
        return old
    if not found.is_stop and (yes or not desk.world.terminal):
        return None
    return _asked(desk, found)


def _numbered(desk: Desk, found: Found) -> Case | None:
    from urgentaction.intake import drafting

    if found.number is None:
        return None
    wanted = drafting.id_of(found)
    if wanted in desk.library.case_ids():
        return desk.library.case(wanted)
    known = (case for case in desk.library.cases() if not isinstance(case, errors.Faults))
    return next((case for case in known if case.number == found.number.value), None)


def renumbered(found: Found, old: Case) -> Found:
    """What was found, under the number of the case that it follows, whatever number the document has."""
    if found.number is None or found.number.value == old.number:
        return found
    return replace(found, number=replace(found.number, value=old.number) if old.number else None)


def _asked(desk: Desk, found: Found) -> Case | None:
    """Ask which open case is meant; Enter is none of them."""
    number = found.number.value if found.number else "–"
    known = [case for case in desk.library.cases() if not isinstance(case, errors.Faults) and case.is_open]
    if not desk.world.terminal:
        raise errors.UsageError("followups.which", number=number, known=[case.id for case in known] or "–")
    if not known:
        screen.say(desk.world, "followups.none-open", number=number, style="yellow")
        return None
    screen.say(desk.world, "followups.unknown", number=number)
    none = errors.message("followups.none")
    options = [errors.message("followups.case", case=case.id, title=case.title) for case in known]
    chosen = asking.choose(desk.world, [*options, none], flag=FLAG, default=len(known))
    return known[chosen] if chosen < len(known) else None


def stop(desk: Desk, old: Case, found: Found, *, yes: bool) -> None:
    """The document ends the case: as `ua case stop`, with its own words."""
    # The headline first: where the text is laid out badly, the news is at least in it.
    why = ". ".join(dict.fromkeys(part.said.rstrip(".") for part in (found.title, found.summary) if part))
    source = " ".join(part.said for part in (found.publisher, found.index, found.issued) if part)
    screen.say(desk.world, "intake.is-stop", case=old.id)
    ending = rounds.Ending(
        why=f"{why}." if why else "",
        source=source,
        on=found.issued.value.isoformat() if found.issued else "",
        language=found.language,
        closed=False,
    )
    rounds.stop(desk.world, old.id, ending, yes=yes)


def refuse_orphan(found: Found) -> None:
    """Refuse to make a case of a document that only ends one.

    Raises:
        UsageError: It is one.
    """
    if found.is_stop:
        raise errors.UsageError("followups.only-ends", number=found.number.value if found.number else "–")


def next_round(
    desk: Desk, old: Case, text: str, offices: Sequence[Office], found: Found, *, digest: str, named: bool, how: How
) -> None:
    """The document's draft is kept beside, then opens the next round; of one that did so, what is left is done.

    Raises:
        UsageError: It does not say that it follows the case, and nobody named that.
    """
    world = desk.world
    now = read_text(kept_rounds.case_file(desk.library, old.id).path)
    if digest[:12] in now and old.round > 1:
        rounds.update(world, old.id, how)
        return
    if not (named or found.is_update or (found.sequence is not None and found.sequence.value > old.round)):
        raise errors.UsageError("intake.exists", case=old.id)
    path = desk.config.places.letters / "drafts" / f"{old.id}.toml"
    files.write_whole(path, _with_kept(text, now).encode(), overwrite=True)
    screen.say(world, "intake.next-round", case=old.id, path=shown(path))
    received.write(desk, desk.config.places.letters, offices, found)
    rounds.update(world, str(path), how)


def _with_kept(text: str, before: str) -> str:
    """A draft with what its case had decided, where the document does not say otherwise."""
    import tomli_w

    old: Mapping[str, Any] = tomllib.loads(before)
    there = tomllib.loads(text)
    kept = {name: old[name] for name in KEPT if name in old and name not in there}
    return f"{text.rstrip()}\n\n{tomli_w.dumps(kept)}" if kept else text
