"""May this provider take this order? Read off its capabilities, without asking anybody."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from urgentaction.channels.post.base import Capabilities, Order, Paper, Place
from urgentaction.errors import Message, message


def problems(order: Order, able: Capabilities, *, others: Mapping[str, Capabilities]) -> tuple[Message, ...]:
    """Everything that stands against it; a wish that cannot be met names who of `others` could meet it."""
    return (*wishes(order, able, others=others), *_sheet(order, able), *_fields(order, able))


def whoever_can(order: Order, others: Mapping[str, Capabilities]) -> tuple[str, ...]:
    """The names of the providers that can meet all wishes of this order, by name."""
    return tuple(sorted(name for name, able in others.items() if not any(_unmet(order, able))))


def wishes(order: Order, able: Capabilities, *, others: Mapping[str, Capabilities]) -> Iterator[Message]:
    """What is asked for and cannot be had, each with who of `others` could do it."""
    for wish in _unmet(order, able):
        can = whoever_can(order, others)
        if can:
            then = message("post.other-can", providers=can)
            yield message("post.other-does", provider=order.provider, wish=wish, then=then, other=can[0])
        else:
            yield message("post.cannot", provider=order.provider, wish=wish, then=message("post.nobody-can"))


def _unmet(order: Order, able: Capabilities) -> Iterator[Message]:
    """What is asked for and not to be had."""
    options, to, sender = order.options, order.recipient.country, order.sender.country
    reached = able.services.get(options.service, frozenset())
    if reached is not None and to not in reached:
        yield message(f"post.service-{options.service}", country=to)
    if options.colour and not able.colour:
        yield message("post.colour")
    if options.duplex and not able.duplex:
        yield message("post.duplex")
    if able.senders is not None and sender not in able.senders:
        yield message("post.sender-abroad", country=sender)


def _sheet(order: Order, able: Capabilities) -> Iterator[Message]:
    if not order.pdf.startswith(b"%PDF-"):
        yield message("post.not-a-pdf")
    if len(order.pdf) > able.max_bytes:
        most, size = (round(count / 1_000_000, 1) for count in (able.max_bytes, len(order.pdf)))
        yield message("post.too-large", provider=order.provider, size=size, most=most)
    most_pages = able.max_pages.get(order.recipient.country, able.max_pages[""])
    if not 0 < order.pages <= most_pages:
        yield message("post.pages", provider=order.provider, pages=order.pages, most=most_pages)
    if order.paper is not able.paper:
        yield message("post.paper", provider=order.provider, paper=_PAPER[able.paper], got=_PAPER[order.paper])


def _fields(order: Order, able: Capabilities) -> Iterator[Message]:
    """Fields too long for the provider; a message names the field, never what is in it."""
    if not able.lengths:
        return
    for whose, place in (("recipient", order.recipient), ("sender", order.sender)):
        for name, most in able.lengths.items():
            length = max(map(len, _FIELD[name](place)), default=0)
            if length > most:
                values = {"provider": order.provider, "length": length, "most": most}
                yield message(f"post.long-{whose}", field=message(f"post.field-{name}"), **values)


_PAPER = {Paper.A4: "A4", Paper.LETTER: "US Letter"}

_FIELD: Mapping[str, Callable[[Place], tuple[str, ...]]] = {
    "names": lambda place: (place.person, place.organisation),
    "lines": lambda place: place.lines,
    "street": lambda place: (place.street,),
    "postcode": lambda place: (place.postcode,),
    "city": lambda place: (f"{place.city} {place.cedex}".strip(),),
}
