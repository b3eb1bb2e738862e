"""An order as the bytes that wait in the queue: one line of JSON, then the PDF; the same order is the same bytes."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from urgentaction.channels.post.base import Options, Order, Paper, Place, Service

_FIRST = b"ua-post 1\n"
"""What it is, and the version of its form."""


def encode(order: Order) -> bytes:
    """The bytes of an order."""
    head = {
        "provider": order.provider,
        "live": order.live,
        "recipient": asdict(order.recipient),
        "sender": asdict(order.sender),
        "pages": order.pages,
        "paper": order.paper,
        "options": asdict(order.options),
    }
    line = json.dumps(head, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return _FIRST + line.encode() + b"\n" + order.pdf


def decode(body: bytes) -> Order | None:
    """The order in these bytes; None where they hold none."""
    if not body.startswith(_FIRST):
        return None
    line, _, pdf = body[len(_FIRST) :].partition(b"\n")
    try:
        return _order(json.loads(line), pdf)
    except (ValueError, TypeError, KeyError):
        return None


def _order(head: dict[str, Any], pdf: bytes) -> Order:
    options = head["options"]
    return Order(
        provider=head["provider"],
        live=bool(head["live"]),
        recipient=_place(head["recipient"]),
        sender=_place(head["sender"]),
        pdf=pdf,
        pages=int(head["pages"]),
        paper=Paper(head["paper"]),
        options=Options(**{**options, "service": Service(options["service"])}),
    )


def _place(parts: dict[str, Any]) -> Place:
    return Place(**{**parts, "lines": tuple(parts["lines"])})
