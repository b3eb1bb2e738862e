"""Ends of a wire for the benches: a server that swallows mails, and a proxy that delays. `wires.py sink|delay PORT …`."""

from __future__ import annotations

import asyncio
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

HOST = "127.0.0.1"
ROOM = 1000
"""Connections that may wait to be taken."""


@contextmanager
def sink() -> Iterator[int]:
    """A server that takes every mail and keeps none: Postfix's smtp-sink where it is, else ours. Gives its port."""
    port = free_port()
    theirs = shutil.which("smtp-sink", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    if theirs:
        user = ["-u", "nobody"] if os.geteuid() == 0 else []
        command = [theirs, *user, f"{HOST}:{port}", str(ROOM)]
    else:
        command = [sys.executable, __file__, "sink", str(port)]
    with _running(command, port):
        yield port


@contextmanager
def delayed(target: int, milliseconds: int) -> Iterator[int]:
    """A proxy to a port of this machine; what goes through, there and back, takes so long. Gives its port."""
    port = free_port()
    with _running([sys.executable, __file__, "delay", str(port), str(target), str(milliseconds)], port):
        yield port


@contextmanager
def _running(command: list[str], port: int) -> Iterator[None]:
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    try:
        until = time.monotonic() + 10
        while not _listens(port):
            if time.monotonic() > until or process.poll() is not None:
                raise SystemExit(f"{command} does not listen")
            time.sleep(0.02)
        yield
    finally:
        process.terminate()
        process.wait()


def _listens(port: int) -> bool:
    try:
        socket.create_connection((HOST, port), 1).close()
    except OSError:
        return False
    return True


def free_port() -> int:
    """A port that nobody uses."""
    with socket.socket() as sock:
        sock.bind((HOST, 0))
        return int(sock.getsockname()[1])


async def swallow(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """One conversation of the sink."""
    answers = {b"EHLO": b"250-sink\r\n250-PIPELINING\r\n250 8BITMIME\r\n", b"QUIT": b"221 bye\r\n"}
    writer.write(b"220 sink\r\n")
    while line := await reader.readline():
        verb = line[:4].upper()
        if verb == b"DATA":
            writer.write(b"354 go on\r\n")
            await reader.readuntil(b"\r\n.\r\n")
        writer.write(answers.get(verb, b"250 2.0.0 Ok\r\n"))
        if verb == b"QUIT":
            break
    writer.close()


async def pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, seconds: float) -> None:
    """Pass bytes on, each `seconds` after it came; many may be on their way."""
    loop = asyncio.get_running_loop()
    while data := await reader.read(1 << 16):
        loop.call_later(seconds, writer.write, data)
    loop.call_later(seconds, writer.close)


async def serve(kind: str, port: int, target: int = 0, milliseconds: int = 0) -> None:
    """Run one end until this process is ended."""

    async def delay(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, back = await asyncio.open_connection(HOST, target)
        half = milliseconds / 2000
        await asyncio.gather(pump(reader, back, half), pump(there, writer, half))

    server = await asyncio.start_server(swallow if kind == "sink" else delay, HOST, port, backlog=ROOM)
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(sys.argv[1], *map(int, sys.argv[2:])))
