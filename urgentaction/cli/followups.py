"""A document that follows a case which is there: found by its number or by asking, its next round, or its end."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from urgentaction import errors, files
from urgentaction.cli import asking, received, rounds
from urgentaction.cli import show as screen
from urgentaction.library import layers
from urgentaction.library import rounds as kept_rounds
from urgentaction.library.layers import shown
from urgentaction.library.reading import read_text

if TYPE_CHECKING:
    from urgentaction.cli.intake import How
    from urgentaction.cli.received import Office
    from urgentaction.cli.wiring import Desk
    from urgentaction.intake.found import Found
    from urgentaction.model.case import Case

FLAG = "--case"

KEPT = ("privacy", "pace", "report", "law", "references", "silenced")
"""What a person or the case decided and no document says: a next round keeps it, so that nobody is shown more."""


_LONGEST = 15
"""Characters in capitals with which a sentence may begin: an abbreviation or two."""

_BANNER = re.compile(
    r"^(?:(?:urgent action|action urgente|acci[oó]n urgente|stop action|fin de l['’]action|fin de la acción)\b"
    r"[\s:–—-]*)+",
    re.IGNORECASE,
)


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
        if found.number is None:
            screen.say(desk.world, "followups.no-number", style="yellow")
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


def stop(desk: Desk, old: Case, found: Found, how: How) -> None:
    """The document ends the case: as `ua case stop`, with its own words.

    Raises:
        UsageError: It is to be written elsewhere; it says no reason or names nobody, and nobody can be asked.
    """
    screen.say(desk.world, "intake.is-stop", case=old.id)
    rounds.stop(desk.world, old.id, _ending(desk, old.id, found, how), yes=how.yes)


def _ending(desk: Desk, case: str, found: Found, how: How) -> rounds.Ending:
    """Why and by whom it ended, shown before anybody is asked whether it did; what the document lacks is asked for."""
    if how.output:
        raise errors.UsageError("followups.stops-here", case=case)
    named = found.publisher or found.index
    source = " ".join(part.said for part in (found.publisher, found.index, found.issued) if part)
    why = news(found) or _missing(desk, "ask-why", case)
    source = source if named else f"{_missing(desk, 'ask-source', case)} {source}".strip()
    screen.say(desk.world, "followups.ends", why=why, source=source)
    day = found.issued.value.isoformat() if found.issued else ""
    return rounds.Ending(why=why, source=source, on=day, language=found.language, closed=False)


def _missing(desk: Desk, question: str, case: str) -> str:
    if desk.world.terminal and (said := screen.ask(desk.world, f"followups.{question}", flag=FLAG).strip()):
        return said
    raise errors.UsageError("followups.says-too-little", case=case)


def news(found: Found) -> str:
    """What a last document tells: its headline and its summary, without what stands above every document."""
    # The headline first: where the text is laid out badly, the news is at least in it.
    banner, told = _apart(found.summary.said if found.summary else "")
    parts = (_bare(found.title.said if found.title else banner), told)
    why = ". ".join(dict.fromkeys(part.rstrip(".") for part in parts if part))
    return f"{why}." if why else ""


def _apart(said: str) -> tuple[str, str]:
    """The capitals with which a text begins where its headline ran into it, and the text."""
    words = said.split()
    count = next((at for at, word in enumerate(words) if any(map(str.islower, word))), 0)
    begin = " ".join(words[:count])
    return (begin, " ".join(words[count:])) if len(begin) > _LONGEST else ("", said)


def _bare(title: str) -> str:
    return _BANNER.sub("", title).strip()


def stop_unread(desk: Desk, found: Found, how: How) -> None:
    """End a case whose file has faults, in the ledger and so on every machine; then the faults are told.

    Raises:
        Faults: It is such a case; it is stopped, unless a person said no.
    """
    from urgentaction.intake import drafting

    name = how.case or (drafting.id_of(found) if found.number else "")
    if not found.is_stop or name not in desk.library.case_ids():
        return
    try:
        desk.library.case(name)
    except errors.Faults:
        path = next(layers.find(desk.library.layers, "cases", f"{name}.toml")).path
        screen.say(desk.world, "intake.is-stop", case=name)
        ending = _ending(desk, name, found, how)
        if rounds.stop_unread(desk, name, read_text(path), ending, yes=how.yes):
            screen.say(desk.world, "followups.stopped-unread", case=name, path=shown(path))
        raise


def refuse_orphan(found: Found) -> None:
    """Refuse to make a case of a document that only ends one.

    Raises:
        UsageError: It is one.
    """
    if found.is_stop:
        raise errors.UsageError("followups.only-ends", number=found.number.value if found.number else "–")


def next_round(
    desk: Desk, old: Case, text: str, offices: Sequence[Office], found: Found, *, digest: str, how: How
) -> None:
    """The document's draft is kept beside, then opens the next round; of one that did so, what is left is done.

    Raises:
        UsageError: It does not say that it follows the case, and nobody named that; or it is no newer one.
    """
    from urgentaction.cli import rewriting

    world, again = desk.world, rewriting.How(yes=how.yes)
    now = read_text(kept_rounds.case_file(desk.library, old.id).path)
    if digest[:12] in now and old.round > 1:
        rounds.update(world, old.id, again)
        return
    if not (how.case or found.is_update or (found.sequence is not None and found.sequence.value > old.round)):
        raise errors.UsageError("intake.exists", case=old.id)
    _refuse_older(old, found)
    into = desk.config.places.letters
    new = [one for one in offices if one.known is None]
    # The round is shown only once its offices can be looked up: they are asked about first.
    if new and not (
        how.yes or screen.confirm(world, "followups.ask-offices", flag="--yes", ids=[one.id for one in new])
    ):
        return
    path = into / "drafts" / f"{old.id}.toml"
    files.write_whole(path, _with_kept(text, now).encode(), overwrite=True)
    screen.say(world, "intake.next-round", case=old.id, path=shown(path))
    received.write(desk, into, new, found)
    renewed = [one for one in offices if one.known is not None]
    rounds.update(world, str(path), again, agreed=lambda: received.write(desk, into, renewed, found))


def _refuse_older(old: Case, found: Found) -> None:
    """Refuse a document that is the case's own, or came before it, as the start of a next round.

    Raises:
        UsageError: It is one.
    """
    if found.index is not None and found.index.value == old.index:
        raise errors.UsageError("followups.same", case=old.id, index=old.index)
    order = found.sequence.value if found.sequence else 0
    if found.issued is not None and (found.issued.value, order > old.round) <= (old.issued, False):
        raise errors.UsageError("followups.not-newer", case=old.id, on=found.issued.value, before=old.issued)
    if 0 < order < old.round:
        raise errors.UsageError("followups.earlier", case=old.id, order=order, round=old.round)


def _with_kept(text: str, before: str) -> str:
    """A draft with what its case had decided, where the document does not say otherwise."""
    import tomli_w

    old: Mapping[str, Any] = tomllib.loads(before)
    there = tomllib.loads(text)
    kept = {name: old[name] for name in KEPT if name in old and name not in there}
    return f"{text.rstrip()}\n\n{tomli_w.dumps(kept)}" if kept else text
