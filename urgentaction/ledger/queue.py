"""The queue's way through: enqueue, lease, begin, settle, and taking back what dead workers hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta

from urgentaction import pace as pacing
from urgentaction.errors import Message, UserError, message
from urgentaction.ledger import look, outcomes, rows, states
from urgentaction.ledger.database import Alone, Database, Value
from urgentaction.ledger.moves import accept, move, need, tell
from urgentaction.ledger.rows import Row
from urgentaction.ledger.states import Step
from urgentaction.ledger.values import ALL, LEASE, Advanced, Enqueued, Forward, NewDelivery, Next, Result, Which
from urgentaction.model.authority import ChannelName
from urgentaction.model.case import RoundState
from urgentaction.model.delivery import (
    Accepted,
    Delivery,
    Job,
    LeaseLost,
    Outcome,
    State,
    Withdrawn,
)
from urgentaction.pace import Pace

LONGEST_LEASE = timedelta(hours=1)
"""A lease that ends later than this from now was given by a clock that has been set back since: it has run out."""


def enqueue(db: Database, new: Iterable[NewDelivery], *, now: datetime) -> Enqueued:
    """See `Ledger.enqueue`."""
    added: list[str] = []
    already: list[str] = []
    stands: dict[str, str] = {}
    with db.transaction(alone=Alone.QUEUE):
        for item in new:
            holder = _holder(db, item)
            if not holder and _add(db, item, now=now, after=stands.get(item.after, item.after)):
                added.append(item.key)
            elif item.bundle:
                # The text of a bundle names everybody: it goes with all of them, or not at all.
                raise UserError("ledger.overtaken", case=item.case)
            else:
                already.append(holder or item.key)
                stands[item.key] = holder or item.key
    return Enqueued(added=tuple(added), already=tuple(already))


def _holder(db: Database, item: NewDelivery) -> str:
    """The live delivery in this one's place."""
    for part in look.in_threes(item.marks):
        if row := db.row("holder", again=item.again, **_place(item), **part):
            return str(row["key"])
    return ""


def _place(item: NewDelivery) -> dict[str, Value]:
    return {"case": item.case, "round": item.round, "authority": item.authority}


def _add(db: Database, item: NewDelivery, *, now: datetime, after: str) -> bool:
    """Add a letter; False where its key is in use: another process was quicker, and its letter is already finished."""
    # Kept until the copy is in the queue: who settles the main letter meanwhile waits, and then finds its copy.
    main = db.row("take", key=after) if after else None
    signature = item.bundle not in {"", item.key}
    at = rows.text(now)
    id_ = db.insert(
        "add_delivery",
        key=item.key,
        **_place(item),
        channel=item.channel,
        language=item.language,
        sender=item.sender,
        recipient=item.recipient,
        domain=item.domain,
        message_id=item.message_id,
        consent=item.consent.isoformat() if item.consent else None,
        waivers=" ".join(item.waivers),
        batch=item.batch,
        after=after,
        copy=item.copy,
        bundle=item.bundle,
        held=int(signature or (bool(after) and (main is None or main["state"] != State.SENT))),
        created=at,
        due=rows.text(item.due),
    )
    if id_ is None:
        return False
    if not signature:
        db.run("add_body", delivery=id_, body=item.body, signer=item.signer or None)
    for mark in item.marks:
        db.run("add_claim", mark=mark, again=item.again, delivery=id_, **_place(item))
    db.run("add_event", delivery=id_, at=at, what=State.QUEUED, detail="", data="{}")
    return True


def lease(
    db: Database, worker: str, *, now: datetime, channel: ChannelName, ttl: timedelta = LEASE, which: Which = ALL
) -> tuple[Delivery, Job] | None:
    """See `Ledger.lease`."""
    # A lease that a power cut forgets does no harm: nothing has left under it.
    with db.transaction(durable=False, alone=Alone.LETTER):
        return take_within(db, Next(channels=(channel,), ttl=ttl, which=which), worker=worker, now=now)


def take_within(db: Database, wish: Next, *, worker: str, now: datetime) -> tuple[Delivery, Job] | None:
    """Lease, within a transaction: the letter that has been due longest on the first channel that has one."""
    due = (row for channel in wish.channels for row in _due(db, now=now, channel=channel, which=wish.which))
    row = next(due, None)
    return lease_row(db, row, worker=worker, now=now, ttl=wish.ttl) if row else None


def lease_row(db: Database, row: Row, *, worker: str, now: datetime, ttl: timedelta) -> tuple[Delivery, Job]:
    """Lease what a statement found to be due, within its transaction."""
    if row["body"] is None:
        raise RuntimeError(f"a queued letter without its text: {row['key']}")
    changed = move(db, row, Step.LEASE, now=now, worker=worker, lease_until=rows.text(now + min(ttl, LONGEST_LEASE)))
    # Only by post an attempt that is not known costs money; e-mail is not slowed down by asking.
    fresh = row["channel"] == ChannelName.POST and db.row("untouched", id=row["id"]) is not None
    return rows.delivery(changed), rows.job(changed, row["body"], now=now, fresh=fresh)


def _due(db: Database, *, now: datetime, channel: ChannelName, which: Which) -> Iterator[Row]:
    at = rows.text(now)
    if not which.keys:
        yield from db.rows("due", channel=channel, now=at, **look.filters(which))
    for key in which.keys:
        yield from db.rows("due_key", channel=channel, now=at, key=key)


def advance(db: Database, forwards: Sequence[Forward]) -> tuple[Advanced, ...]:
    """See `Ledger.advance`."""
    with db.transaction(alone=Alone.LETTER):
        asked = [(forward, need(db, forward.key, "asked")) for forward in forwards]
        # All at once: one after the other, two that want the same places would wait for each other.
        db.keep([place for forward, row in asked for place in _shared(row, forward.pace)])
        return tuple(_advance_one(db, forward, row) for forward, row in asked)


def _advance_one(db: Database, forward: Forward, row: Row) -> Advanced:
    worker, now, no = forward.worker, forward.now, None
    settled = record_within(db, forward.before, worker=worker, now=now) if forward.before else None
    try:
        begin_within(db, row, forward)
    except Withdrawn as withdrawn:
        no = withdrawn  # said before anything was written
    leased = take_within(db, forward.wish, worker=worker, now=now) if forward.wish else None
    return Advanced(settled=settled, no=no, leased=leased)


def begin_within(db: Database, row: Row, forward: Forward) -> None:
    """Begin what `asked` has found, within a transaction; a no comes before anything is written."""
    now, pace = forward.now, forward.pace
    leased = row["state"] == State.LEASED and row["worker"] == forward.worker
    if not leased or _has_run_out(row, now):
        raise LeaseLost(message("ledger.lease-lost"))
    _stopped(row)
    _on_hold(row)
    _room(db, row, now=now, pace=pace)
    first = row["first_attempt"] or rows.text(forward.date)
    until = rows.text(now + min(forward.ttl, LONGEST_LEASE))
    move(db, row, Step.BEGIN, now=now, first_attempt=first, lease_until=until)
    places = {name: row[name] for name in ("channel", "authority", "domain", "sender")}
    db.run("add_attempt", delivery=row["id"], at=rows.text(now), **places)
    tell(db, row, State.SENDING, now=now)


def _stopped(row: Row) -> None:
    """A stop or a withdrawal that another process has noted reaches this letter here."""
    state = look.state_of({"state": row["round_state"], "newest": row["newest"]}, row["round"])
    if state not in {None, RoundState.OPEN}:
        raise Withdrawn(message(f"gates.round-{state}", case=row["case"], news=""))
    if row["withdrawn"]:
        raise Withdrawn(message("gates.withdrawn"))


def _on_hold(row: Row) -> None:
    """The letter waits, due as it was: `lease` passes it over until it is released."""
    if row["on_hold"] is not None:
        raise Withdrawn(message("ledger.on-hold", what=row["on_hold"]), until=rows.instant(row["due"]))


def _shared(row: Row, pace: Pace) -> Iterator[str]:
    """What this letter shares with others that may begin at the same time, where that is limited."""
    if row["channel"] == ChannelName.EMAIL:
        yield from [f"to {row['authority']}"] if pace.per_hour or pace.per_day else []
        yield from [f"at {row['domain']}"] if pace.per_domain_hour else []
        yield from [f"from {row['sender']}"] if pace.account.most else []


def _room(db: Database, row: Row, *, now: datetime, pace: Pace) -> None:
    """The pace is read where `sending` is written, so that two processes never take the same room."""
    if row["channel"] != ChannelName.EMAIL or pacing.is_free(pace, now):
        return
    most = max(pace.per_hour or 0, pace.per_day or 0)
    times = pacing.Times(
        look.sent_times(db, now=now, authority=row["authority"], most=most),
        look.sent_times(db, now=now, domain=row["domain"], most=pace.per_domain_hour or 0),
        look.sent_times(db, now=now, sender=row["sender"], most=pace.account.most),
    )
    slot = pacing.next_slot(pace, times, now=now, mails=2 if row["copy"] else 1)
    if slot > now:
        raise Withdrawn(message("ledger.no-room", until=slot), until=slot)


def settle(db: Database, key: str, outcome: Outcome, *, worker: str, now: datetime, jitter: float = 0.5) -> Delivery:
    """See `Ledger.settle`."""
    with db.transaction(alone=Alone.LETTER):
        return record_within(db, Result(key=key, outcome=outcome, jitter=jitter), worker=worker, now=now)


def record_within(db: Database, result: Result, *, worker: str, now: datetime) -> Delivery:
    """Record what became of a letter, within a transaction; of another worker's it is only noted."""
    outcome, changed = result.outcome, None
    if isinstance(outcome, Accepted):
        changed = accept(db, result.key, outcome.receipt, worker=worker, now=now)
    if changed is None:
        row = need(db, result.key, "take")
        if row["worker"] != worker:
            tell(db, row, "late", now=now, reason=outcomes.reason_of(outcome), outcome=type(outcome).__name__.lower())
            return rows.delivery(row)
        changes = outcomes.changes(row, outcome, now=now, jitter=result.jitter)
        changed = move(db, row, states.step_of(outcome), now=now, **changes)
    tell(
        db,
        changed,
        outcomes.event(outcome, changed),
        now=now,
        reason=outcomes.reason_of(outcome),
        **outcomes.proof(outcome),
    )
    return rows.delivery(changed)


def put_back(db: Database, key: str, *, worker: str, now: datetime, due: datetime, reason: Message) -> Delivery:
    """See `Ledger.put_back`."""
    with db.transaction(durable=False, alone=Alone.LETTER):
        row = need(db, key, "take")
        if row["worker"] != worker or row["state"] != State.LEASED:
            return rows.delivery(row)
        changed = move(db, row, Step.RELEASE, now=now, due=rows.text(due), note=rows.words(reason))
    return rows.delivery(changed)


def sweep(db: Database, *, now: datetime) -> tuple[Delivery, ...]:
    """See `Ledger.sweep`."""
    if not any(_abandoned(db, now)):
        return ()
    with db.transaction():
        gone, held = _abandoned(db, now)
        left = [_expire(db, row, now=now) for row in held]
    for worker in gone:
        db.bury(worker)
    return tuple(rows.delivery(row) for row in left if row["state"] == State.UNCERTAIN)


def _abandoned(db: Database, now: datetime) -> tuple[set[str], list[Row]]:
    """The workers that have died, and the letters that they or late ones hold."""
    leases = db.rows("leases")
    gone = {worker for worker in {row["worker"] for row in leases} if db.is_gone(worker)}
    return gone, [row for row in leases if row["worker"] in gone or _has_run_out(row, now)]


def _expire(db: Database, row: Row, *, now: datetime) -> Row:
    begun = row["state"] == State.SENDING
    reason = message("ledger.worker-died" if begun else "ledger.lease-over")
    changed = move(db, row, Step.EXPIRE, now=now, note=rows.words(reason) if begun else row["note"])
    tell(db, row, State.UNCERTAIN if begun else "released", now=now, reason=reason)
    return changed


def _has_run_out(row: Row, now: datetime) -> bool:
    until = rows.instant(row["lease_until"])
    return until <= now or until > now + LONGEST_LEASE
