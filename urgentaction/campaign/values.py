"""What a campaign is made of: prepared letters, the terms they go on, and the plan that comes of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from urgentaction.errors import Message
from urgentaction.gates import Refusal
from urgentaction.ledger import Slot
from urgentaction.model.authority import Authority, ChannelName
from urgentaction.model.case import Case
from urgentaction.model.delivery import Waiver
from urgentaction.model.finding import Finding
from urgentaction.model.signer import Signer


@dataclass(frozen=True, kw_only=True, slots=True)
class Prepared:
    """A composed letter of one signer to one authority, ready to be judged and rendered.

    `recipient` is what the channel addresses (an e-mail address; for paper the office's id), `sender` the account's
    address; `body` renders what is sent, given the Message-ID; `kept` is the signer, for a new
    round to write it anew. `copy_of` names the authority whose letter goes first,
    `copy_to` the address that gets a copy of the mail; `own_account`: the account is the signer's own; `transit`: days
    that it is in the post.
    """

    case: Case
    authority: Authority
    signer: Signer
    channel: ChannelName
    language: str
    recipient: str
    sender: str
    body: Callable[[str], bytes]
    findings: tuple[Finding, ...] = ()
    kept: bytes = b""
    copy_of: str = ""
    copy_to: str = ""
    own_account: bool = False
    transit: int = 0

    @property
    def mails(self) -> int:
        """How many mails this is to the account."""
        return 2 if self.copy_to else 1

    @property
    def domain(self) -> str:
        """The receiving mail domain; empty for paper."""
        return self.recipient.rpartition("@")[2].casefold() if self.channel is ChannelName.EMAIL else ""


@dataclass(frozen=True, kw_only=True)
class Terms:
    """What a person decided for all letters of a plan.

    `batch` names letters of many signers, queued together; `own_account`: e-mails leave from the signer's own address.
    `rehearsal`: nothing will leave, so every letter is planned, at once, and what the gates would say is told beside.
    """

    waivers: frozenset[Waiver] = frozenset()
    still_true_on: date | None = None
    again: bool = False
    batch: str = ""
    own_account: bool = False
    rehearsal: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Planned:
    """A letter that will be queued, and the instant it is planned to leave; `after`: the key of its main letter."""

    prepared: Prepared
    slot: Slot
    marks: tuple[str, ...]
    due: datetime
    after: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class LeftOut:
    """A letter that will not be queued, and why; `holder`: the key of the live delivery in its place."""

    prepared: Prepared
    refusals: tuple[Refusal, ...]
    holder: str = ""


@dataclass(frozen=True, slots=True)
class Earlier:
    """How many letters of a plan were printed before, to the same offices in the same round, and when first."""

    count: int
    first: datetime


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What would happen. `skipped`: this signer may not or need not write (gate 3); `refused`: the letter may not."""

    queued: tuple[Planned, ...]
    skipped: tuple[LeftOut, ...]
    refused: tuple[LeftOut, ...]
    warnings: tuple[Message, ...]
    terms: Terms
    printed: Earlier | None = None

    def groups(self) -> tuple[tuple[Planned, ...], ...]:
        """The queued letters by case, authority and channel, in the order in which they were given."""
        found: dict[tuple[str, str, str], list[Planned]] = {}
        for item in self.queued:
            prepared = item.prepared
            found.setdefault((prepared.case.id, prepared.authority.id, prepared.channel), []).append(item)
        return tuple(map(tuple, found.values()))


@dataclass(frozen=True, kw_only=True, slots=True)
class Group:
    """Letters of many signers to one office by one way: one of them, when each leaves, how many have no room.

    `copied`: some of them go to their signers too. Copies for information wait for their main letters.
    """

    first: Prepared
    times: tuple[datetime, ...]
    late: int = 0
    copied: bool = False


@dataclass(frozen=True, slots=True)
class Reason:
    """Why letters of a case are left out, how many, and the first of their lines; `skips`: it is only the signer."""

    refusal: Refusal
    case: str
    count: int
    rows: tuple[int, ...] = ()
    skips: bool = False


@dataclass(frozen=True, kw_only=True)
class Outlook:
    """What would happen to the letters of many signers."""

    groups: tuple[Group, ...]
    reasons: tuple[Reason, ...]
    warnings: tuple[Message, ...]
    terms: Terms
    printed: Earlier | None = None

    @property
    def letters(self) -> int:
        """How many would be queued."""
        return sum(len(group.times) for group in self.groups)

    @property
    def refused(self) -> bool:
        """Whether letters are left out for more than what their signers said or did."""
        return any(not reason.skips for reason in self.reasons)
