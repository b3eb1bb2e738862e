"""A process that drains a ledger into a provider of the test, with the program's own channel.

Usage: sender.py PROVIDER LEDGER URL SECRET
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime

from urgentaction.channels.post import key_account, lob, mysendingbox, pingen
from urgentaction.channels.post.base import Provider
from urgentaction.channels.post.channel import Post
from urgentaction.ledger import open_ledger
from urgentaction.model.delivery import Delivery
from urgentaction.outbox import Recheck, Tools, drain
from urgentaction.pace import UNLIMITED


def free(_delivery: Delivery, _now: datetime) -> Recheck:
    return Recheck(pace=UNLIMITED)


def made(name: str, url: str, secret: Callable[[], str]) -> Provider:
    if name == pingen.NAME:
        patience = pingen.Patience(total=20, step=0.002)
        return pingen.Pingen(pingen.Settings("client-1", host=url), secret, patience=patience)
    settings = key_account.Settings(url)
    return lob.Lob(settings, secret) if name == lob.NAME else mysendingbox.MySendingBox(settings, secret)


def main(name: str, where: str, url: str, secret: str) -> None:
    post = Post([made(name, url, lambda: secret)])
    with closing(open_ledger(where)) as ledger, closing(post), ledger.attend() as worker:
        drain(
            Tools(
                ledger=ledger,
                channels={post.name: post},
                recheck=free,
                clock=lambda: datetime.now(UTC),
                worker=worker,
            )
        )


if __name__ == "__main__":
    main(*sys.argv[1:])
