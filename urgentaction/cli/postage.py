"""What letters by post cost: asked before anybody says yes, shown, and never more than was allowed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from urgentaction import errors
from urgentaction.channels.post import order as orders
from urgentaction.channels.post.base import Money, NotTaken, Place
from urgentaction.cli import show as screen
from urgentaction.model.authority import ChannelName
from urgentaction.model.delivery import Unavailable

if TYPE_CHECKING:
    from urgentaction.campaign import Prepared
    from urgentaction.channels.post.base import Options, Order
    from urgentaction.cli.posting import Posting
    from urgentaction.cli.sending import How
    from urgentaction.cli.wiring import Desk
    from urgentaction.cli.world import World
    from urgentaction.errors import Message

_AMOUNT = re.compile(r"(?P<whole>\d{1,7})(?:[.,](?P<part>\d{1,2}))?\s*(?P<currency>[A-Za-z]{3})")

_PLANNING = {
    "post.no-answer": "postage.no-answer",
    "post.not-now": "postage.later",
    "post.slow-down": "postage.later",
    "post.no-credit": "postage.no-credit",
    "pingen.still-checking": "postage.later",
}
"""What to do where a provider says this while nothing waits yet; what it says of a letter in the queue is `post.…`."""

Shape = tuple[str, int, "Options"]
"""What the price of a letter hangs on: the office, the pages, the wishes."""


@dataclass
class Letters:
    """The letters of a plan that go by post, counted by what their price hangs on; of each kind one is kept."""

    kinds: dict[Shape, tuple[int, Order]] = field(default_factory=dict)

    def add(self, prepared: Prepared) -> None:
        """Count a letter that may go, if it goes by post."""
        order = orders.decode(prepared.body("")) if prepared.channel is ChannelName.POST else None
        if order is None:
            return
        shape = (prepared.authority.id, order.pages, order.options)
        # Nothing of who signs, nor of what is written, is needed for a price.
        bare = replace(order, pdf=b"", sender=Place(country=order.sender.country))
        count, first = self.kinds.get(shape, (0, bare))
        self.kinds[shape] = (count + 1, first)

    @property
    def count(self) -> int:
        """How many there are."""
        return sum(count for count, _ in self.kinds.values())


@dataclass(frozen=True)
class Bill:
    """How many letters at which price each; None where the provider does not say beforehand."""

    items: tuple[tuple[int, Money | None], ...]

    @property
    def totals(self) -> tuple[Money, ...]:
        """The sum in each currency; empty where a price is not known."""
        found: dict[str, int] = {}
        for count, price in self.items:
            if price is None:
                return ()
            found[price.currency] = found.get(price.currency, 0) + count * price.minor
        return tuple(Money(minor, currency) for currency, minor in found.items())


def counted(letters: Iterable[Prepared]) -> Letters:
    """Those of some letters that go by post."""
    found = Letters()
    for one in letters:
        found.add(one)
    return found


def amount(text: str) -> Money | None:
    """`50 EUR`, `49.90 EUR` or `49,90 EUR` as money; None for an empty text.

    Raises:
        UsageError: It is none.
    """
    if not text:
        return None
    found = _AMOUNT.fullmatch(text.strip())
    if not found:
        raise errors.UsageError("postage.no-amount", text=text)
    return Money(int(found["whole"]) * 100 + int((found["part"] or "").ljust(2, "0")), found["currency"].upper())


def settle(desk: Desk, how: How, letters: Letters) -> Bill | None:
    """Show what is ordered from whom and what it costs, and refuse what was not allowed; None where nothing is posted.

    A dry run needs no price, and is None too where none is to be had now.

    Raises:
        UserError: It costs more than --max-cost, or whether it does cannot be told; the provider cannot be asked.
        UsageError: `--yes` alone would spend money.
    """
    posting, most = desk.posting, amount(how.max_cost)
    if posting is None or not letters.count:
        return None
    _who(desk.world, posting)
    if posting.provider.live and how.yes and most is None and not how.dry_run:
        raise errors.UsageError("postage.yes-alone")
    try:
        bill = Bill(tuple((count, _price(posting, order)) for count, order in letters.kinds.values()))
    except NotTaken as no:
        if how.dry_run and isinstance(no.outcome, Unavailable):
            screen.say(desk.world, "postage.not-asked", why=no.outcome.reason, style="yellow")
            return None
        reason = planning(no.outcome.reason)
        raise errors.UserError(reason.id, exit_=errors.Exit.UNDELIVERED, **reason.values) from None
    _tell(desk.world, posting, bill)
    if most is not None and not posting.provider.live and not bill.totals:
        screen.say(desk.world, "postage.limit-unneeded", provider=posting.provider.name)
    elif most is not None:
        _within(posting, bill, most)
    return bill


def planning(reason: Message) -> Message:
    """What a provider said, with a hint that is true where nothing waits in the queue."""
    name = _PLANNING.get(reason.id)
    return errors.message(name, reason=reason) if name else reason


def asked(desk: Desk, bill: Bill, *, count: int, ways: list[Message]) -> bool:
    """Ask whether to go on, with what it costs."""
    posting, totals = desk.posting, bill.totals
    live = posting is not None and posting.provider.live
    name = "postage.ask-test" if not live else "postage.ask" if totals else "postage.ask-unpriced"
    flag = "--yes --max-cost" if live else "--yes"
    return screen.confirm(
        desk.world,
        name,
        flag=flag,
        count=count,
        ways=ways,
        total=[shown(desk.world, one) for one in totals],
        provider=posting.provider.name if posting else "",
    )


def shown(world: World, money: Money) -> str:
    """An amount as people write it: `49.90 EUR`, `49,90 EUR` in French."""
    comma = "," if world.language == "fr" else "."
    return f"{money.minor // 100}{comma}{money.minor % 100:02} {money.currency}"


def _price(posting: Posting, order: Order) -> Money | None:
    quote = posting.provider.quote(order) if posting.able.quotes else None
    return quote.price if quote else None


def _who(world: World, posting: Posting) -> None:
    live = posting.provider.live
    service = errors.message(f"postage.{posting.options.service}")
    more = [errors.message(f"post.{wish}") for wish in ("colour", "duplex") if getattr(posting.options, wish)]
    name = "postage.live" if live else "postage.test"
    how = [service, *more]
    screen.say(world, name, provider=posting.provider.name, how=how, style="bold" if live else "yellow")


def _tell(world: World, posting: Posting, bill: Bill) -> None:
    for count, price in bill.items:
        if price is None:
            screen.say(world, "postage.unpriced", provider=posting.provider.name, style="yellow")
            continue
        whole = Money(count * price.minor, price.currency)
        each, total = shown(world, price), shown(world, whole)
        screen.say(world, "postage.price", count=count, each=each, total=total, provider=posting.provider.name)
    if len(bill.items) > 1 and bill.totals:
        screen.say(world, "postage.total", total=[shown(world, one) for one in bill.totals])


def _within(posting: Posting, bill: Bill, most: Money) -> None:
    """Refuse what costs more than a person allowed."""
    if not bill.totals:
        raise errors.UserError("postage.no-price", provider=posting.provider.name)
    for total in bill.totals:
        if total.currency != most.currency:
            raise errors.UsageError("postage.other-currency", currency=total.currency, most=most.currency)
        if total.minor > most.minor:
            values = {"total": _plain(total), "most": _plain(most)}
            raise errors.UserError("postage.too-dear", exit_=errors.Exit.GATED, **values)


def _plain(money: Money) -> str:
    return f"{money.minor // 100}.{money.minor % 100:02} {money.currency}"
