"""May this letter of a plan go? The gates' question, put together from what the ledger knows of its signer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from urgentaction import gates
from urgentaction.campaign.values import Earlier, Planned, Prepared, Terms
from urgentaction.errors import message
from urgentaction.gates import Question, Refusal
from urgentaction.ledger import Ledger, NewDelivery, Slot, message_id
from urgentaction.model.authority import ChannelName
from urgentaction.model.case import Privacy, RoundState, Text
from urgentaction.model.delivery import Waiver

WRITTEN = "gates.written"
"""What the gates say of a signer who wrote to the office before, in the same round."""


@dataclass
class Judge:
    """Asks for each letter of a plan what the ledger knows; what all letters of a round share is asked once."""

    ledger: Ledger
    terms: Terms
    now: datetime
    rounds: dict[tuple[str, int], tuple[RoundState | None, Text]] = field(default_factory=dict)
    printed: Earlier | None = None

    def slot(self, prepared: Prepared, marks: Sequence[str]) -> Slot:
        """Where the letter stands in the ledger."""
        case, terms = prepared.case, self.terms
        again = terms.again or terms.rehearsal
        return self.ledger.slot(case.id, case.round, prepared.authority.id, marks=marks, again=again)

    def look_back(self, prepared: Prepared, marks: Sequence[str]) -> None:
        """Count a letter that is to be printed and was before (`printed`)."""
        case = prepared.case
        if prepared.channel is not ChannelName.PRINT or self.terms.rehearsal:
            return
        at = self.ledger.first_printed(case.id, case.round, prepared.authority.id, marks)
        if at is not None:
            before = self.printed or Earlier(0, at)
            self.printed = Earlier(before.count + 1, min(before.first, at))

    def question(self, prepared: Prepared, *, slot: Slot, marks: Sequence[str]) -> Question:
        """What the gates are asked."""
        case, terms = prepared.case, self.terms
        return Question(
            case=case,
            authority=prepared.authority,
            channel=prepared.channel,
            now=self.now,
            consent=prepared.signer.consent,
            round_state=self._round(case.id, case.round)[0],
            round_why=self._round(case.id, case.round)[1],
            still_true_on=terms.still_true_on,
            waivers=terms.waivers,
            written=bool(slot.holder),
            again=terms.again or terms.rehearsal,
            withdrawn=self.ledger.withdrawn(marks),
            batch=bool(terms.batch),
            privacy=max(case.privacy, prepared.signer.privacy, key=list(Privacy).index),
            own_account=terms.own_account or prepared.own_account,
            findings=prepared.findings,
            transit=prepared.transit,
        )

    def obstacles(self, prepared: Prepared) -> tuple[Refusal, ...]:
        """What keeps a letter from this office whatever it says: that it takes none this way, or has one already."""
        marks = self.ledger.marks(prepared.signer)
        question = self.question(prepared, slot=self.slot(prepared, marks), marks=marks)
        return tuple(no for no in gates.refusals(question) if no.gate == gates.AUTHORITY or no.message.id == WRITTEN)

    def _round(self, case: str, round_: int) -> tuple[RoundState | None, Text]:
        if (case, round_) not in self.rounds:
            self.rounds[case, round_] = self.ledger.round_state(case, round_), self.ledger.round_why(case, round_)
        return self.rounds[case, round_]


def refusals(question: Question, prepared: Prepared, *, twin: bool, main: str) -> tuple[Refusal, ...]:
    """Every reason why the letter may not go; `twin`: its signer is in the plan already, `main`: the main letter."""
    return (*gates.refusals(question), *_twice(twin=twin)) or tuple(_alone(prepared, main))


def is_skip(refused: Sequence[Refusal]) -> bool:
    """Whether it is only the signer who may not or need not write."""
    return all(refusal.gate == gates.CONSENT for refusal in refused)


def delivery(item: Planned, terms: Terms) -> NewDelivery:
    """A planned letter, rendered, as the ledger takes it.

    Raises:
        UserError: It cannot be rendered.
    """
    prepared, case = item.prepared, item.prepared.case
    mail = prepared.channel is ChannelName.EMAIL
    id_ = message_id(item.slot.key, prepared.sender.rpartition("@")[2]) if mail else ""
    said = terms.waivers | ({Waiver.STILL_TRUE} if terms.still_true_on else frozenset())
    return NewDelivery(
        key=item.slot.key,
        again=item.slot.again,
        marks=item.marks,
        case=case.id,
        round=case.round,
        authority=prepared.authority.id,
        channel=prepared.channel,
        language=prepared.language,
        sender=prepared.sender,
        recipient=prepared.recipient,
        domain=prepared.domain,
        message_id=id_,
        due=item.due,
        body=prepared.body(id_),
        signer=b"" if terms.rehearsal else prepared.kept,
        consent=prepared.signer.consent.on if prepared.signer.consent else None,
        waivers=tuple(sorted(said)),
        after=item.after,
        batch=terms.batch,
        copy=prepared.copy_to,
    )


def _twice(*, twin: bool) -> Iterator[Refusal]:
    """Two rows of one signer make one letter, whatever `--again` says."""
    if twin:
        yield Refusal(gates.CONSENT, message("campaign.twice"))


def _alone(prepared: Prepared, main: str) -> Iterator[Refusal]:
    """A copy goes only with its main letter: one of this plan, or one that was written before."""
    if prepared.copy_of and not main:
        yield Refusal(gates.AUTHORITY, message("campaign.copy-alone", main=prepared.copy_of))
