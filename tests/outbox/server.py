"""A real SMTP server in a process of its own: it answers a letter after 5 to 20 ms, and notes what it has taken.

Usage: server.py FILE SEED. It says its port, and ends when its standard input does. The last word of each letter is
written into FILE: half of them before the time is over, so that whoever leaves early was heard; half after it, so that
whoever leaves early was not. By the seed's chance it takes several commands at once, as most servers do.
"""

from __future__ import annotations

import asyncio
import os
import random
import sys
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope

QUICK, SLOW = 0.005, 0.020


class Handler:
    """Takes everything, and has never seen a letter before it is whole."""

    def __init__(self, file: str, seed: str) -> None:
        self._file = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        self._chance = random.Random(seed)
        self._at_once = random.Random(f"{seed} at once").random() < 0.5

    async def handle_EHLO(  # noqa: N802  # aiosmtpd's
        self, _server: Any, session: Any, _envelope: Envelope, hostname: str, answers: list[str]
    ) -> list[str]:
        session.host_name = hostname
        return [*answers[:-1], "250-PIPELINING", answers[-1]] if self._at_once else answers

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Envelope) -> str:  # noqa: N802  # aiosmtpd's
        word = bytes(envelope.content or b"").split()[-1]
        early = self._chance.random() < 0.5
        if early:
            os.write(self._file, word + b"\n")
        # aiosmtpd ends this here when the other side has gone.
        await asyncio.sleep(self._chance.uniform(QUICK, SLOW))
        if not early:
            os.write(self._file, word + b"\n")
        return "250 2.0.0 Ok: queued as TEST"


async def serve(file: str, seed: str) -> None:
    loop, over, handler = asyncio.get_running_loop(), asyncio.Event(), Handler(file, seed)
    server = await loop.create_server(lambda: SMTP(handler, hostname="mail.example", loop=loop), "127.0.0.1", 0)
    loop.add_reader(sys.stdin, over.set)
    sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    await over.wait()


if __name__ == "__main__":
    asyncio.run(serve(*sys.argv[1:]))
