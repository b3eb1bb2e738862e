"""A process that drains a ledger into the Pingen of the test, with the program's own channel.

Usage: sender.py LEDGER URL
"""

from __future__ import annotations

import sys
from contextlib import closing
from datetime import UTC, datetime

from urgentaction.channels.post.channel import Post
from urgentaction.channels.post.pingen import Patience, Pingen, Settings
from urgentaction.ledger import open_ledger
from urgentaction.model.delivery import Delivery
from urgentaction.outbox import Recheck, Tools, drain
from urgentaction.pace import UNLIMITED


def free(_delivery: Delivery, _now: datetime) -> Recheck:
    return Recheck(pace=UNLIMITED)


def main(where: str, url: str, secret: str) -> None:
    settings = Settings("client-1", host=url)
    post = Post([Pingen(settings, lambda: secret, patience=Patience(total=20, step=0.002))])
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
