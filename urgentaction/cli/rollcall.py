"""`ua check` for a list of signers: every fault of every row, what was corrected, what a person should look at."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from urgentaction import errors
from urgentaction.check import Alike
from urgentaction.cli import batch, candour, reading, wiring
from urgentaction.cli import show as screen
from urgentaction.cli.drafting import Wanted
from urgentaction.model.authority import ChannelName

if TYPE_CHECKING:
    from urgentaction.cli.wiring import Desk
    from urgentaction.model.letter import Letter
    from urgentaction.model.signer import Signer
    from urgentaction.signers import Row

SKIPPED, REFUSED, CORRECTED, LOOK = "skipped", "refused", "corrected", "look"
"""What is told of a row: it cannot sign; its letter would be refused; it was corrected; a person should look."""

_CORRECTED = frozenset({"signers.postcode-zero", "signers.invisible", "signers.language-unknown"})

AT_ONCE = 100
"""Lines that are aligned with each other; the next ones may be wider, and nothing has to be kept."""


@dataclass(frozen=True)
class Said:
    """One thing that is told of a row."""

    line: int
    kind: str
    message: errors.Message


def call(desk: Desk, path: str, *, for_case: str, as_json: bool) -> None:
    """Tell of every row that cannot sign, or was corrected, or is to be looked at; with any, exit 3.

    With a case, the letter of each row is composed and checked too. What was read is told even where the file cannot
    be read to its end.
    """
    counted = Alike()
    look = _letters(desk, for_case, counted) if for_case else _nothing
    rows: Counter[str] = Counter()
    broken: list[errors.UserError] = []
    told = _told(desk, path, for_case, look, rows, broken)
    if as_json:
        _as_json(desk, told, rows, counted)
    else:
        _as_lines(desk, told)
    screen.say(
        desk.world,
        "rollcall.rows",
        count=rows["rows"],
        can=_can(rows),
        skipped=rows[SKIPPED],
        refused=rows[REFUSED],
        corrected=rows[CORRECTED],
        look=rows[LOOK],
    )
    candour.alike(desk.world, counted.likeness())
    if broken:
        raise broken[0]
    if any(rows[kind] for kind in (SKIPPED, REFUSED, CORRECTED, LOOK)):
        raise SystemExit(errors.Exit.FINDINGS)


def _told(
    desk: Desk,
    path: str,
    for_case: str,
    look: Callable[[Signer], Iterator[tuple[str, errors.Message]]],
    rows: Counter[str],
    broken: list[errors.UserError],
) -> Iterator[Said]:
    """What there is to tell, row by row, counting rows by kind on the way."""
    try:
        for row in reading.rows(desk, path, case=for_case, consent_for=for_case):
            said = list(_of(row, look))
            rows["rows"] += 1
            rows.update({one.kind for one in said})
            yield from said
    except errors.UserError as error:
        broken.append(error)


def _of(row: Row, look: Callable[[Signer], Iterator[tuple[str, errors.Message]]]) -> Iterator[Said]:
    for fault in row.faults:
        yield Said(row.line, SKIPPED, fault)
    for kind, problem in look(row.signer) if row.signer else ():
        yield Said(row.line, kind, problem)
    for remark in row.remarks:
        yield Said(row.line, CORRECTED if remark.id in _CORRECTED else LOOK, remark)


def _letters(desk: Desk, case: str, counted: Alike) -> Callable[[Signer], Iterator[tuple[str, errors.Message]]]:
    """What would keep a signer's letters back, each thing once however many offices there are."""
    routes = batch.routes(desk, Wanted(case=case), by="")

    def look(signer: Signer) -> Iterator[tuple[str, errors.Message]]:
        told: set[str] = set()
        for route in routes:
            letter = route.composer.letter(signer)
            counted.add(letter, route.common)
            found = [one for one in batch.faults(desk, route, letter) if one.stops]
            for kind, problem in (*((REFUSED, one.message) for one in found), *_on_paper(desk, route, letter)):
                if str(problem) not in told:
                    told.add(str(problem))
                    yield kind, problem

    return look


def _on_paper(desk: Desk, route: batch.Route, letter: Letter) -> Iterator[tuple[str, errors.Message]]:
    """What cannot be set of a signer's own, looked for only where it is unusual; a mail goes without it."""
    from urgentaction.documents import print_run

    if print_run.is_surely_set(letter):
        return
    try:
        wiring.typeset(desk, letter)
    except errors.UserError as fault:
        yield LOOK if route.channel is ChannelName.EMAIL else REFUSED, fault.message


def _nothing(_signer: Signer) -> Iterator[tuple[str, errors.Message]]:
    return iter(())


def _as_lines(desk: Desk, told: Iterator[Said]) -> None:
    world = desk.world
    while some := list(islice(told, AT_ONCE)):
        screen.columns(world, [_line(desk, one) for one in some], styles=("bold",), answer=True)


def _line(desk: Desk, said: Said) -> tuple[str, str, str]:
    world = desk.world
    words = errors.words(said.message, world.language)
    kind = screen.word(world, f"rollcall.{said.kind}") if said.kind in {SKIPPED, REFUSED} else ""
    return (
        screen.word(world, "checking.line", line=said.line),
        words.text,
        " – ".join(part for part in (kind, words.hint) if part),
    )


def _as_json(desk: Desk, told: Iterator[Said], rows: Counter[str], counted: Alike) -> None:
    """An object whose rows are written one by one: a list may have any number of faults."""
    out = desk.world.stdout
    out.write('{"schema": 1, "of": "signers", "rows": [')
    for number, one in enumerate(told):
        words = errors.words(one.message)
        item = {
            "line": one.line,
            "kind": one.kind,
            "id": one.message.id,
            "message": words.text,
            "remedy": words.hint,
        }
        out.write(("," if number else "") + "\n  " + json.dumps(item, ensure_ascii=False))
    found = counted.likeness()
    end = {
        "count": rows["rows"],
        "can_sign": _can(rows),
        "alike": candour.alike_data(found) if found.letters > 1 else None,
    }
    out.write("\n], " + json.dumps(end)[1:] + "\n")
    out.flush()


def _can(rows: Counter[str]) -> int:
    return rows["rows"] - rows[SKIPPED] - rows[REFUSED]
