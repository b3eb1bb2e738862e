"""Bytes and lines changed by chance, the same way for the same seed; and what a case of the fuzzer has to keep to."""

from __future__ import annotations

import random
import re
import signal
import sys
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from support.ua import Ran
from urgentaction.cli.show import UNSAFE

SECONDS = 10.0
MEMORY = 500 << 20
HANGS = 60.0

NASTY = (
    *(
        "\0",
        "\x1b[2J\x1b]0;x\x07",
        "\u202e",
        "\u2066",
        "\ufeff",
        "\u200b",
        "\u00ad",
        "\u2028",
        "\x85",
        "\x0b",
        "\f",
        "\r",
    ),
    *("{{ 7*7 }}", "{% include 'x' %}", '"""', "'''", '"', "\\", "\\u0000", "]]>", "<!--", "-->", "&amp;", "%s", "{x}"),
    *("../../x", "🏳️‍🌈", "ﷺ", "İ", "ß", "ŉ", "\U0010ffff", "١٢", "²", "９", "Ǆ", "\u0301" * 40, "\uf0b7", "=1+1"),
)


def flipped(chance: random.Random, data: bytes) -> bytes:
    """Some bytes are others."""
    made = bytearray(data or b"x")
    for _ in range(chance.choice((1, 3, 20, 200))):
        made[chance.randrange(len(made))] = chance.randrange(256)
    return bytes(made)


def truncated(chance: random.Random, data: bytes) -> bytes:
    """It ends, or begins, somewhere."""
    at = chance.randrange(len(data) + 1)
    return data[:at] if chance.random() < 0.7 else data[at:]


def duplicated(chance: random.Random, data: bytes) -> bytes:
    """A piece stands there many times."""
    at, size = chance.randrange(len(data) + 1), chance.choice((1, 8, 100, 5_000))
    return data[:at] + data[at : at + size] * chance.choice((2, 50, 2_000)) + data[at:]


def swapped(chance: random.Random, data: bytes) -> bytes:
    """Two pieces have changed places."""
    a, b, c = sorted(chance.randrange(len(data) + 1) for _ in range(3))
    return data[:a] + data[b:c] + data[a:b] + data[c:]


def peppered(chance: random.Random, data: bytes) -> bytes:
    """What programs stumble over stands in it."""
    for _ in range(chance.choice((1, 5, 50))):
        at = chance.randrange(len(data) + 1)
        data = data[:at] + chance.choice(NASTY).encode("utf-8", "surrogatepass") + data[at:]
    return data


CHANGES: tuple[Callable[[random.Random, bytes], bytes], ...] = (flipped, truncated, duplicated, swapped, peppered)


def changed(chance: random.Random, data: bytes, others: Sequence[bytes], *, most: int = 4 << 20) -> bytes:
    """Changed in one to four ways, perhaps with a piece of another in it."""
    for _ in range(chance.randrange(1, 5)):
        data = chance.choice(CHANGES)(chance, data[:most])
    if chance.random() < 0.2:
        other = chance.choice(others)
        at = chance.randrange(len(data) + 1)
        data = data[:at] + other[chance.randrange(len(other)) :] + data[at:]
    return data[:most]


def relined(chance: random.Random, text: str, others: Sequence[str]) -> str:
    """A text whose lines are in another order, missing, there often, run together, or somebody else's."""
    rows = text.split("\n")
    for _ in range(chance.randrange(1, 6)):
        at = chance.randrange(len(rows))
        match chance.randrange(7):
            case 0:
                chance.shuffle(rows)
            case 1:
                del rows[at : at + chance.choice((1, 10))]
            case 2:
                rows[at:at] = [rows[at]] * chance.choice((2, 40, 400))
            case 3:
                rows[at] = chance.choice((" ", "", "\t")).join(rows)[:200_000]
            case 4:
                rows[at] = rows[at] * chance.choice((2, 30, 300))
            case 5:
                rows[at : at + 1] = chance.choice(others).split("\n")
            case _:
                words = rows[at].split(" ")
                words.insert(chance.randrange(len(words) + 1), chance.choice(NASTY) * chance.choice((1, 1, 500)))
                rows[at] = " ".join(words)
        rows = rows or [""]
    return "\n".join(rows)


class Hangs(Exception):
    """A case took so long that it was ended; where it was is in the traceback."""


@contextmanager
def bounded(*, seconds: float = SECONDS, memory: int = MEMORY) -> Iterator[None]:
    """What is done inside takes no more of our time, and this process needs no more memory than it had and this.

    The processor's time is measured: a machine with other work does not make a test fail. What hangs is ended.
    """
    before = _memory_now()
    old = signal.signal(signal.SIGALRM, _hangs)
    signal.setitimer(signal.ITIMER_REAL, HANGS)
    began = time.process_time()
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, old)
    assert time.process_time() - began <= seconds
    if before is not None:
        assert (_peak() - before) << 10 <= memory


def _hangs(_number: int, _frame: FrameType | None) -> None:
    raise Hangs


def _memory_now() -> int | None:
    """Kilobytes in use; the peak begins here. None where the system does not tell."""
    if sys.platform != "linux":
        return None
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    return _status("VmRSS")


def _peak() -> int:
    return _status("VmHWM")


def _status(name: str) -> int:
    found = re.search(rf"^{name}:\s*(\d+) kB", Path("/proc/self/status").read_text(encoding="ascii"), re.MULTILINE)
    assert found
    return int(found[1])


def keeps_to_its_word(ran: Ran, codes: Collection[int]) -> None:
    """It left with a documented code, in words that a terminal takes."""
    said = ran.out + ran.err
    assert ran.code in codes, said[-2_000:]
    assert "Traceback" not in said
    assert ran.code == 0 or ran.err.strip() or ran.out.strip()
    said.encode()
    assert not UNSAFE.search(said.replace("\u200e", "").replace("\u200f", "")), UNSAFE.findall(said)
