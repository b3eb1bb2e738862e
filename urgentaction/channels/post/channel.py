"""By post, through a company that prints and mails: prepared for nothing, ordered once, asked about before again."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress

from urgentaction.channels import base
from urgentaction.channels.post.base import Found, NotTaken, Order, Prepared, Provider, account
from urgentaction.channels.post.checking import problems
from urgentaction.channels.post.known import KNOWN
from urgentaction.channels.post.order import decode
from urgentaction.errors import Message, message, nameless
from urgentaction.model.authority import ChannelName
from urgentaction.model.delivery import (
    Accepted,
    Begin,
    Halted,
    Job,
    LeaseLost,
    Outcome,
    Permit,
    Receipt,
    ReceiptKind,
    Refused,
    Scope,
    Uncertain,
    Withdrawn,
)


class Post:
    """Orders each letter from the provider it was queued for, under the delivery's key.

    Before anything is ordered the provider is asked whether it has a letter of this key: one attempt that was lost
    must not become two paid letters. Where it has, the letter counts as submitted; that takes a permit as well, and
    where there is none any more (a stop), it is uncertain and a person looks at it.
    """

    name = ChannelName.POST

    def __init__(self, providers: Iterable[Provider]) -> None:
        self._providers = {provider.name: provider for provider in providers}

    def send(self, job: Job, begin: Begin) -> Outcome:
        """Order one letter."""
        order = decode(job.body)
        if order is None:
            return Refused(message("post.not-an-order"))
        provider = self._providers.get(order.provider)
        if provider is None or provider.live is not order.live:
            return Halted(Scope.ACCOUNT, _other_account(order, provider))
        if faults := (*problems(order, provider.capabilities, others=KNOWN), *provider.check(order)):
            return Refused(nameless(faults[0]))  # kept for ever, whatever a check may quote
        try:
            return self._once(provider, order, job, begin)
        except NotTaken as no:
            return no.outcome

    def _once(self, provider: Provider, order: Order, job: Job, begin: Begin) -> Outcome:
        """Prepare and order it, unless the provider has it already."""
        found = None if job.fresh else provider.find(job.key, job.date)
        if found is not None and found.submitted:
            return _already(provider, found.reference, begin)
        prepared = provider.prepare(order, job.key, found)
        if prepared.ordered:
            return _already(provider, prepared.reference, begin)
        return self._ordered(provider, prepared, job, begin)

    def _ordered(self, provider: Provider, prepared: Prepared, job: Job, begin: Begin) -> Outcome:
        try:
            permit = begin()
        except Withdrawn as no:
            # Whoever took the lease over may have ordered this very draft.
            if no.until is None and prepared.reference and not isinstance(no, LeaseLost):
                with suppress(NotTaken):
                    provider.discard(prepared.reference)  # it holds the letter, and nobody will send it
            return base.withdrawn(no)
        return _submitted(provider, prepared, permit, job)

    def waits_for(self, _job: Job) -> bool:
        """Nothing is announced."""
        return False

    def close(self) -> None:
        """Let go of every provider."""
        for provider in self._providers.values():
            provider.close()


def _submitted(provider: Provider, prepared: Prepared, permit: Permit, job: Job) -> Outcome:
    """Order it; where the answer is lost, the provider is asked at once what it has, and asked for nothing again."""
    try:
        return _accepted(provider, provider.submit(prepared, permit))
    except NotTaken as no:
        if not isinstance(no.outcome, Uncertain | Refused):
            return no.outcome
        outcome = no.outcome  # a refusal may be that it was ordered already
    found: Found | None = None
    with suppress(NotTaken):
        found = provider.find(job.key, job.date)
    return _accepted(provider, found.reference) if found is not None and found.submitted else outcome


def _already(provider: Provider, reference: str, begin: Begin) -> Outcome:
    try:
        begin()
    except Withdrawn:
        return Uncertain(message("post.already", provider=provider.name, reference=reference))
    return _accepted(provider, reference)


def _accepted(provider: Provider, reference: str) -> Accepted:
    detail = account(provider.name, live=provider.live)
    return Accepted(Receipt(kind=ReceiptKind.SUBMITTED, reference=reference, detail=detail))


def _other_account(order: Order, provider: Provider | None) -> Message:
    if provider is None:
        return message("post.no-provider", provider=order.provider)
    return message("post.was-live" if order.live else "post.was-test", provider=order.provider)
