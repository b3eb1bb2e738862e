"""What another ledger knows is taken in: nothing sent is forgotten, what may leave there does not leave here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Generator, Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from urgentaction.errors import Message, message
from urgentaction.ledger import exporting, facts, forgetting, look, rows
from urgentaction.ledger.database import Database
from urgentaction.ledger.doubting import MAY_HAVE_LEFT, count_as_left, doubt
from urgentaction.ledger.following import RETURNED
from urgentaction.ledger.forgetting import WAITING, is_carried
from urgentaction.ledger.lines import Item
from urgentaction.ledger.moves import move, tell
from urgentaction.ledger.rows import Row
from urgentaction.ledger.states import FINISHED, Step
from urgentaction.ledger.told import Taken
from urgentaction.model.delivery import LIVE, State

_STRENGTH: Mapping[str, int] = {
    state: strength
    for strength, states in enumerate(
        (
            {State.QUEUED, State.LEASED},
            {State.REFUSED},
            {State.CANCELLED},
            {State.HANDED},
            {State.SENDING, State.UNCERTAIN},
            {State.SENT},
        )
    )
    for state in states
}
"""Of two histories that went apart the one that says more of the letter's leaving is believed."""

_ROW = (
    *("due", "attempts", "first_attempt", "settled", "held", "note"),
    *("receipt_kind", "receipt_reference", "receipt_detail"),
)
"""What changes with a state."""


def take_in(db: Database, items: Iterable[Item], *, now: datetime, settled: bool) -> Taken:
    """See `Ledger.take_in`."""
    facts.secrets(db)  # made where there is none yet, in a transaction of its own
    with closing(_stream(items)) as stream:
        _, head = next(stream)
        with db.transaction():
            taking = _begun(db, head, now=now, settled=settled)
            take = taking.by_kind()
            for kind, values in stream:
                take[kind](values)
            taking.end()
            db.run("drop_meta", name=facts.SIGNERS)  # what came may have ended at any time
    if taking.erased:
        db.scrub()
    return Taken(
        ledger=head["id"],
        at=rows.instant(head["at"]),
        same=taking.same,
        recognised=taking.recognised,
        **{name: taking.counts[name] for name in ("new", "newer", "kept", "doubts", "dropped", "twice")},
    )


def _stream(items: Iterable[Item]) -> Generator[Item, None, None]:
    """The items; closed with what makes them, so that the other ledger is let go."""
    yield from items


def _begun(db: Database, head: Mapping[str, Any], *, now: datetime, settled: bool) -> _Taking:
    """Compare the two ledgers' secrets: one that is new takes the other's over, another keeps it beside its own."""
    own, secret = facts.secrets(db), head["secret"]
    new = facts.is_new(db)
    if new and secret:
        facts.adopt(db, secret)
    elif secret and secret not in own:
        facts.add(db, [secret])
    facts.add(db, head["further"])
    facts.share(db, now=now)
    secrets = facts.secrets(db)
    same = facts.name_of(secrets[0]) == head["id"]
    _note(db, head, adopted=new and same, settled=settled)
    newest = db.row("newest_delivery")
    return _Taking(
        db=db,
        now=now,
        settled=settled,
        secrets=secrets,
        same=same,
        recognised=head["id"] in {facts.name_of(one) for one in secrets},
        boundary=(newest["id"] or 0) if newest else 0,
        new=new,
    )


def _note(db: Database, head: Mapping[str, Any], *, adopted: bool, settled: bool) -> None:
    """What is known of what may be missing: what the other may have sent and queued since it spoke."""
    if adopted:
        for name in (facts.RESTORED, facts.VOUCHED):
            if name in head["facts"]:
                facts.note(db, name, head["facts"][name])
    if not settled:
        facts.note(db, facts.RESTORED, head["at"])


@dataclass
class _Taking:
    """One ledger on its way into another."""

    db: Database
    now: datetime
    settled: bool
    secrets: tuple[bytes, ...]
    same: bool
    recognised: bool
    boundary: int
    new: bool
    counts: Counter[str] = field(default_factory=Counter)
    last: list[tuple[Row, str, Message]] = field(default_factory=list)
    erased: bool = False

    def by_kind(self) -> Mapping[str, Callable[[dict[str, Any]], None]]:
        """How each kind of item is taken."""
        return {
            "round": lambda values: self._run("import_round", {"why": "", **values}),
            "hold": lambda values: self._run("hold", values),
            "record": lambda values: self._run("add_record" if self.new else "import_record", values),
            "tombstone": self._tombstone,
            "delivery": self._delivery,
            "attempt": lambda values: self._happened(values, "add_attempt", "import_attempt"),
            "event": lambda values: self._happened(values, "add_event", "import_event"),
        }

    def end(self) -> None:
        """Tell, after everything that happened there, what was made of it here."""
        for row, what, reason in self.last:
            tell(self.db, row, what, now=self.now, reason=reason)

    def _run(self, name: str, values: Mapping[str, Any]) -> None:
        self.db.run(name, **values)

    def _tombstone(self, values: dict[str, Any]) -> None:
        if not self.db.changed("add_tombstone", **values):
            return
        for row in forgetting.known(self.db, [values["mark"]])[1]:
            forgetting.erase(self.db, self.secrets, row, now=self.now)
            self.erased = True

    def _happened(self, values: dict[str, Any], add: str, add_once: str) -> None:
        """An event or an attempt; of a letter that was known here it may be known too."""
        row = self.db.row("get", key=values["key"])
        if row is not None:
            told = {name: value for name, value in values.items() if name != "key"}
            if told.get("what") == RETURNED and row["state"] == State.SENT:
                self.db.run("free_claims", id=row["id"])
            self.db.run(add if row["id"] > self.boundary else add_once, delivery=row["id"], **told)

    def _delivery(self, values: dict[str, Any]) -> None:
        ours = self.db.row("get", key=values["key"])
        if ours is None:
            self._add(values)
        else:
            self._compare(ours, values)

    def _add(self, values: dict[str, Any]) -> None:
        """A letter that was unknown here."""
        state, reason = self._arrives(values)
        again = values["claims"][0]["again"] if values["claims"] else 0
        standing = self._standing(values) if _holds(values, state) else []
        rivals = [row for row in standing if row["again"] == again]
        if rivals and state is State.QUEUED and not is_carried(values):
            state, reason = State.CANCELLED, message("ledger.merged-twice", other=rivals[0]["key"][:8])
            self.counts["dropped"] += 1
        elif rivals and not self._dropped(rivals, values["key"]):
            again = standing[-1]["again"] + 1
            self.counts["twice"] += 1
        self.counts["new"] += 1
        self._insert(values, state, reason, again)

    def _insert(self, values: dict[str, Any], state: State, reason: Message | None, again: int) -> None:
        db = self.db
        columns = {name: value for name, value in values.items() if name not in _NESTED} | self._changes(state, reason)
        id_ = db.insert("import_delivery", **columns)
        row = db.row("get", key=values["key"])
        if id_ is None or row is None:
            raise RuntimeError(f"a letter that was not there is there: {values['key']}")
        if values["body"] is not None:
            db.run("import_body", delivery=id_, body=values["body"], signer=values.get("signer"))
        place = {name: values[name] for name in ("case", "round", "authority")}
        for claim in values["claims"]:
            freed = 0 if _holds(values, state) else id_
            db.run("import_claim", delivery=id_, mark=claim["mark"], again=again, freed=freed, **place)
        self._reason(row, state, reason)
        if any(look.withdrawn(db, [claim["mark"]]) for claim in values["claims"]):
            forgetting.erase(db, self.secrets, row, now=self.now)
            self.erased = True

    def _compare(self, ours: Row, values: dict[str, Any]) -> None:
        """A letter that both know: whose history goes on from the other's is newer."""
        mine, theirs = exporting.history(self.db, ours["key"]), values["history"]
        state, reason = self._arrives(values)
        if mine[: len(theirs)] == theirs:
            may_have_left = reason is not None and ours["state"] in WAITING
            self.counts["doubts" if may_have_left else "kept"] += 1
            if may_have_left:
                doubt(self.db, ours, now=self.now)
        elif theirs[: len(mine)] == mine or _STRENGTH[state] > _STRENGTH[ours["state"]]:
            self.counts["newer"] += 1
            self._replace(ours, values, state, reason)
        else:
            both = state is State.SENT and ours["state"] == State.SENT
            self.counts["twice" if both else "kept"] += 1

    def _replace(self, ours: Row, values: dict[str, Any], state: State, reason: Message | None) -> None:
        db, id_ = self.db, ours["id"]
        columns = {name: values[name] for name in _ROW} | self._changes(state, reason)
        columns.pop("state", None)
        db.run("move", id=id_, state=state, worker="", lease_until=None, **columns)
        self._claims(ours, values, state)
        if state not in FINISHED and values["body"] is not None and db.row("body", id=id_) is None:
            db.run("import_body", delivery=id_, body=values["body"], signer=values.get("signer"))
        self._reason(db.row("get", key=ours["key"]) or ours, state, reason)

    def _claims(self, ours: Row, values: Mapping[str, Any], state: State) -> None:
        if state not in LIVE:
            if ours["state"] in LIVE:
                self.db.run("free_claims", id=ours["id"])
            return
        if ours["state"] in LIVE:
            return
        if standing := self._standing(values):
            self.db.run("renumber_claims", id=ours["id"], again=standing[-1]["again"] + 1)
        else:
            self.db.run("take_claims", id=ours["id"])

    def _arrives(self, values: Mapping[str, Any]) -> tuple[State, Message | None]:
        """What becomes of its state here, and why where it becomes another."""
        state = State(values["state"])
        if state is State.SENDING:
            return State.UNCERTAIN, message("ledger.worker-died")
        if is_carried(values):
            return state, None
        if state in WAITING:
            return (State.QUEUED, None) if self.settled else (State.UNCERTAIN, MAY_HAVE_LEFT)
        return state, None

    def _changes(self, state: State, reason: Message | None) -> dict[str, Any]:
        if reason is None:
            return {"state": state}
        return {"state": state, "settled": rows.text(self.now), "held": 0, "note": rows.words(reason)}

    def _reason(self, row: Row, state: State, reason: Message | None) -> None:
        if reason is None:
            return
        self.last.append(({"id": row["id"]}, state, reason))
        if state is State.UNCERTAIN:
            self.counts["doubts"] += 1
        if reason is MAY_HAVE_LEFT:
            count_as_left(self.db, row, now=self.now)

    def _standing(self, values: Mapping[str, Any]) -> list[Row]:
        """The live letters of the same signer to the same office in the same round, other than this one."""
        marks = [claim["mark"] for claim in values["claims"]]
        found = look.claims_on(self.db, values["case"], values["round"], values["authority"], marks)
        return [row for row in found if row["freed"] == 0 and row["key"] != values["key"]]

    def _dropped(self, rivals: Iterable[Row], key: str) -> bool:
        """What waits here gives way to what has left there; False where something has left here too."""
        reason = message("ledger.merged-twice", other=key[:8])
        found = [self.db.row("get", key=other) for other in dict.fromkeys(row["key"] for row in rivals)]
        if not all(row and row["state"] in WAITING and not is_carried(row) for row in found):
            return False
        for row in found:
            if row is not None:
                changed = move(self.db, row, Step.CANCEL, now=self.now, note=rows.words(reason))
                tell(self.db, changed, State.CANCELLED, now=self.now, reason=reason)
                self.counts["dropped"] += 1
        return True


def _holds(values: Mapping[str, Any], state: State) -> bool:
    """Whether a letter holds its signer's place: not where it was sent and came back."""
    came_back = state is State.SENT and values["claims"] and not any(claim["live"] for claim in values["claims"])
    return state in LIVE and not came_back


_NESTED = frozenset({"body", "signer", "claims", "history"})
