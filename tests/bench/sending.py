"""Letters sent per second, each handover and each result synced: beside mailmerge, smtplib and what two syncs allow.

`sending.py` prints the figures; `sending.py run HOME LIBRARY CONNECTIONS` is one run of `ua outbox run`, without a pace
(no flag of the program does that), at a time when the invented case is open.
"""

from __future__ import annotations

import csv
import os
import re
import smtplib
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import wires

ROOT = Path(__file__).parents[2]
LETTERS = 6000
ROUNDS = 5
CONNECTIONS = (1, 4, 8)
"""How many of ours; mailmerge knows one. What several have answered and begun is synced together; one waits each time."""

QUICK_DISK = 0.2
"""Milliseconds of an fdatasync up to which the goal is the peer; beyond it, what two syncs a letter allow."""

DELAY = 50
SLOW_LETTERS = (60, 960)
NOON = datetime(2026, 11, 24, 11, tzinfo=UTC)
CASE, OFFICE, TO, FROM = "example-2026", "xx/justice/minister", "minister@justice.example.org", "group@example.org"


def main() -> None:
    """Print every figure with what it is measured against and what it must be."""
    with tempfile.TemporaryDirectory(prefix="ua-bench-", dir=os.environ.get("UA_BENCH_DISK")) as name:
        folder = Path(name)
        shelf(folder)
        beside_others(folder)
        over_distance(folder)


def beside_others(folder: Path) -> None:
    """The same text for the same people into the same sink: ours, mailmerge, and smtplib alone; in turn."""
    peer = os.environ.get("UA_PEER", "")
    mine: dict[int, list[float]] = {count: [] for count in CONNECTIONS}
    theirs, bare, syncs = [], [], []
    with wires.sink() as port:
        body = fill(folder / "warm", port, 50)
        merge_input(folder, body, port)
        ours(folder / "warm", folder, 1)
        for turn in range(ROUNDS):
            for count in CONNECTIONS:
                home = folder / f"home{turn}-{count}"
                fill(home, port, LETTERS)
                syncs.append(statistics.median(sync_times(folder, 300)))
                mine[count].append(LETTERS / ours(home, folder, count))
            bare.append(LETTERS / timed(lambda: alone(port, body, LETTERS)))
            if peer:
                theirs.append(LETTERS / timed(lambda: merge(peer, folder)))
    others, alone_, sync = map(statistics.median, (theirs or [0.0], bare, syncs))
    for count, rates in mine.items():
        report(count, statistics.median(rates), theirs=others, bare=alone_, sync=sync)


def report(connections: int, mine: float, *, theirs: float, bare: float, sync: float) -> None:
    """One line for each thing it stands beside; the goals are for several connections."""
    allowed, several = 1 / (2 * sync), connections > 1
    how = f"--connections {connections}"
    print(f"sent, {how:<18}  {mine:7.0f} /s   handover and result recorded and synced (fdatasync {sync * 1e3:.2f} ms)")
    if theirs:
        goal = "must be ≥ 1.5 ×" if sync * 1e3 <= QUICK_DISK else "(on a quicker disk it must be ≥ 1.5 ×)"
        print(f"  mailmerge 2.3.0         {theirs:7.0f} /s   ratio {mine / theirs:.2f}    {goal if several else ''}")
    else:
        print("  mailmerge is not there: run this by `make bench`")
    goal = "must be ≥ 0.7 ×" if sync * 1e3 > QUICK_DISK else "(on a slower disk it must be ≥ 0.7 ×)"
    print(f"  two syncs a letter      {allowed:7.0f} /s   ratio {mine / allowed:.2f}    {goal if several else ''}")
    print(f"  smtplib, nothing else   {bare:7.0f} /s   ratio {mine / bare:.2f}")


def over_distance(folder: Path) -> None:
    """Sixteen connections beside one, with a server that is 50 ms away and back."""
    rates = []
    with wires.sink() as port, wires.delayed(port, DELAY) as far:
        for connections, letters in zip((1, 16), SLOW_LETTERS, strict=True):
            home = folder / f"far{connections}"
            fill(home, far, letters)
            rates.append(letters / ours(home, folder, connections))
    one, many = rates
    print(
        f"sent, {DELAY} ms away         {one:7.1f} /s   16 connections: {many:.1f} /s    ratio {many / one:.1f}    must be ≥ 8 ×"
    )


def sync_times(folder: Path, count: int) -> Iterator[float]:
    """Seconds that it takes to have 4 KiB safely on this disk, once and again."""
    handle = os.open(folder / "sync", os.O_CREAT | os.O_WRONLY)
    for _ in range(count):
        before = time.perf_counter()
        os.write(handle, b"x" * 4096)
        os.fdatasync(handle)
        yield time.perf_counter() - before
    os.close(handle)


def alone(port: int, body: bytes, count: int) -> None:
    """smtplib on one connection, with nothing to decide and nothing to remember."""
    with smtplib.SMTP(wires.HOST, port) as server:
        for _ in range(count):
            server.sendmail(FROM, [TO], body)


def merge(peer: str, folder: Path) -> None:
    """mailmerge, which records nothing."""
    command = [f"{peer}/mailmerge", "--no-limit", "--no-dry-run"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True, env=environ())


def merge_input(folder: Path, body: bytes, port: int) -> None:
    """What mailmerge reads: a template with the same text, a list of the same people."""
    from email import message_from_bytes
    from email.policy import default

    text = message_from_bytes(body, policy=default).get_content().replace("Signer Number 0", "{{name}}")  # type: ignore[attr-defined]
    template = f"TO: {TO}\nSUBJECT: Letter\nFROM: {FROM}\nREPLY-TO: {{{{email}}}}\n\n{text}"
    (folder / "mailmerge_template.txt").write_text(template, encoding="utf-8")
    (folder / "mailmerge_server.conf").write_text(
        f"[smtp_server]\nhost = {wires.HOST}\nport = {port}\n", encoding="utf-8"
    )
    with (folder / "mailmerge_database.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(
            [("name", "email"), *((f"Signer Number {n}", f"signer{n}@example.org") for n in range(LETTERS))]
        )


def ours(home: Path, folder: Path, connections: int) -> float:
    """Seconds of one whole `ua outbox run`, from the start of its process to its end."""
    command = [sys.executable, __file__, "run", str(home), str(folder / "library"), str(connections)]
    return timed(lambda: subprocess.run(command, check=True, capture_output=True, env=environ()))


def run(home: str, library: str, connections: str) -> None:
    """`ua outbox run`, in a world without a pace."""
    from urgentaction import pace
    from urgentaction.cli.app import run as ua
    from urgentaction.cli.world import system

    began = datetime.now(UTC)
    world = replace(
        system(),
        environ={**os.environ, "UA_HOME": home},
        clock=lambda: NOON + (datetime.now(UTC) - began) + timedelta(minutes=1),
        pace=pace.UNLIMITED,
        libraries=(Path(library),),
    )
    code = ua(["--library", library, "outbox", "run", "--connections", connections], world)
    if code:
        raise SystemExit(code)


def fill(home: Path, port: int, count: int) -> bytes:
    """A home with an account, and letters that wait; gives the bytes of the first."""
    from urgentaction import config
    from urgentaction.ledger import open_ledger

    home.mkdir()
    settings = home / "config.toml"
    settings.write_text(
        f'[me]\nname = "A B"\n\n[email]\naddress = "{FROM}"\nhost = "{wires.HOST}"\nport = {port}\n'
        f'security = "plain"\nauth = "none"\nuser = "{FROM}"\n',
        encoding="utf-8",
    )
    settings.chmod(0o600)
    ledger = open_ledger(config.load(environ={"UA_HOME": str(home)}).places.ledger)
    first = next(letters(ledger, 1)).body
    ledger.enqueue(letters(ledger, count), now=NOON)
    ledger.close()
    return first


def letters(ledger, count: int):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201 - a bench's own shorthand
    """Letters of so many signers, composed."""
    from run import prepared

    from urgentaction.documents import eml
    from urgentaction.ledger import NewDelivery, message_id
    from urgentaction.model.authority import ChannelName

    composer, signer = prepared()
    for number in range(count):
        one = replace(
            signer, name=f"Signer Number {number}", email=f"signer{number}@example.org", postcode=f"{number:05}"
        )
        letter, marks = composer.letter(one), ledger.marks(one)
        slot = ledger.slot(CASE, 1, OFFICE, marks=marks)
        id_ = message_id(slot.key, "example.org")
        envelope = eml.Envelope(
            sender_name=one.name, sender=FROM, to=TO, to_name=letter.office, message_id=id_, reply_to=one.email
        )
        yield NewDelivery(
            key=slot.key,
            again=slot.again,
            marks=marks,
            case=CASE,
            round=1,
            authority=OFFICE,
            channel=ChannelName.EMAIL,
            language="en",
            sender=FROM,
            recipient=TO,
            domain="justice.example.org",
            message_id=id_,
            due=NOON,
            body=eml.message(letter, envelope=envelope),
            consent=date(2026, 11, 20),
        )


def shelf(folder: Path) -> None:
    """The library that docs/case-files.md tells to copy: an open, invented case and its office."""
    text = (ROOT / "docs" / "case-files.md").read_text(encoding="utf-8")
    found = re.findall(r"^```toml\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    for path, content in zip(("cases/example-2026.toml", "authorities/xx.toml"), found, strict=True):
        (folder / "library" / path).parent.mkdir(parents=True)
        (folder / "library" / path).write_text(content, encoding="utf-8")


def environ() -> dict[str, str]:
    """The environment of a process that is measured."""
    found = {**os.environ, "PYTHONPATH": str(ROOT)}
    # These two are set on some test machines and would slow every start by compiling each module anew.
    for name in ("PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED"):
        found.pop(name, None)
    return found


def timed(work: Callable[[], object]) -> float:
    """Seconds of wall time."""
    before = time.perf_counter()
    work()
    return time.perf_counter() - before


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    if sys.argv[1:2] == ["run"]:
        run(*sys.argv[2:])
    else:
        main()
